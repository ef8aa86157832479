"""The sample company: believable, obviously invented, the same every time, and one step."""

import re
import shutil
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from app.analysis import credit_code
from app.analysis.complaint_states import STATES
from app.analysis.complaint_story import state_at, story
from app.analysis.complaint_transitions import TRANSITIONS
from app.analysis.workdays import is_workday
from app.formats import from_local, local
from app.models import Complaint, ComplaintEvent, Contact, Customer, Employee, Visit
from app.models.choices import REQUEST_STATE
from app.models.customer_parts import Agreement
from app.models.improvement import Improvement
from app.models.memo import PhoneMemo
from app.models.request import ServiceRequest
from app.models.visit_parts import VisitPerson
from app.reports import build
from app.reports.pdf import page_count
from app.services import (
    care,
    complaints,
    improvements,
    phone_memos,
    today,
    today_desk,
    today_side,
    visit_conflicts,
    visit_promises,
)
from app.services.sample import make_sample
from app.services.workcalendar import firm_calendar
from app.store.store import Store, create, open_file

DAY = date(2026, 11, 22)


@pytest.fixture(scope="module")
def sampled(sample_file: Callable[[str, date], Path], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """One Chinese sample company for all tests that only read."""
    opened = open_file(Path(shutil.copy(sample_file("zh", DAY), tmp_path_factory.mktemp("sample") / "sample.db")))
    yield opened
    opened.close()


def _all(store: Store, *columns: Any) -> list[Any]:
    return store.read(lambda session: [tuple(row) for row in session.execute(sa.select(*columns))])


def test_it_has_what_the_paper_says(sampled: Store) -> None:
    counts = [len(_all(sampled, entity.id)) for entity in (Employee, Customer, Contact, Complaint)]
    assert counts == [6, 60, 150, 180]
    assert Counter(kind for (kind,) in _all(sampled, Customer.kind)) == {"company": 52, "person": 8}


def test_it_is_one_step_that_can_be_taken_back(store: Store) -> None:
    store.write("Sample company", make_sample, "en", DAY)
    words = [text for row in _all(store, Visit.content, Visit.purpose, Visit.with_them) for text in row if text]
    words += [text for row in _all(store, Complaint.subject, Complaint.solution, Complaint.told) for text in row if text]
    assert words
    assert not [text for text in words if re.search("[\u4e00-\u9fff、，。]", text)]
    store.undo()
    living = store.read(lambda session: session.scalar(sa.select(sa.func.count()).where(Customer.deleted_at.is_(None))))
    assert living == 0
    assert store.read(today.agenda, from_local(datetime(2026, 11, 22, 9))).due == 0


def test_no_real_firm_can_be_meant(sampled: Store) -> None:
    codes = [code for (code,) in _all(sampled, Customer.credit_code) if code]
    assert len(codes) > 30
    assert len(set(codes)) == len(codes)
    for code in codes:
        assert code[8:11] == "PDY"
        assert credit_code.problems(code) == ()
        assert credit_code.organisation_check_holds(code)
    phones = [phone for column in (Customer.phone, Contact.phone) for (phone,) in _all(sampled, column) if phone]
    assert all("-0" in phone or phone.startswith("1990000") for phone in phones)
    assert all(mail.endswith("example.com") for (mail,) in _all(sampled, Contact.email) if mail)


def test_people_report_to_somebody_in_their_own_firm(sampled: Store) -> None:
    rows = {key: (firm, above) for key, firm, above in _all(sampled, Contact.id, Contact.customer_id, Contact.reports_to_id)}
    led = [(firm, rows[above][0]) for firm, above in rows.values() if above is not None]
    assert len(led) > 60
    assert all(mine == theirs for mine, theirs in led)


def test_every_log_can_have_happened(sampled: Store) -> None:
    """Each step starts where the one before ended, along a way of the table, in time, and ends in the record's state."""
    ways = {way.code: way for way in TRANSITIONS}
    logs: dict[Any, list[Any]] = {}
    for row in _all(sampled, ComplaintEvent.complaint_id, ComplaintEvent.action, ComplaintEvent.at, ComplaintEvent.from_state,
                    ComplaintEvent.to_state, ComplaintEvent.by_id):  # fmt: skip
        logs.setdefault(row[0], []).append(row[1:])
    for key, state, received in _all(sampled, Complaint.id, Complaint.state, Complaint.received_at):
        log = sorted(logs.get(key, []), key=lambda step: step[1])
        before = "S00"
        for action, at, source, target, by in log:
            assert source == before
            assert source in ways[action].sources
            assert target in (*ways[action].targets, source)
            assert at >= received
            assert local(at).date() < DAY
            assert by is not None
            before = target
        assert before == state


def test_every_visible_stage_has_somebody_in_it(sampled: Store) -> None:
    present = {state for (state,) in _all(sampled, Complaint.state)}
    assert {state.stage for state in STATES if state.code in present} >= {"register", "accept", "handle", "answer", "close"}


def test_the_record_agrees_with_its_log(sampled: Store) -> None:
    for case in sampled.read(complaints.cases, local(_all(sampled, sa.func.min(Complaint.received_at))[0][0])):
        told = story(case)
        if told is not None:
            assert state_at(told, told.times[-1].replace(year=2099)) == told.states[-1]


def test_each_month_has_a_report_worth_reading(sampled: Store) -> None:
    for back in (1, 2, 5, 12):
        year, month = (2026, 11 - back) if back < 11 else (2025, 23 - back)
        report = sampled.read(complaints.month, year, month)
        assert 5 <= report.kpi("new").this.value <= 14
        assert report.kpi("closure_rate").this.value > 0.4
    report = sampled.read(complaints.month, 2026, 10)
    assert report.kpi("closure_rate").last_year.value is not None


def test_the_day_is_full(sampled: Store) -> None:
    agenda = sampled.read(today.agenda, from_local(datetime(2026, 11, 22, 9)))
    kinds = {item.kind for item in (*agenda.late, *agenda.today, *agenda.soon)}
    assert kinds >= {"complaint", "promise", "visit", "next_step"}
    assert agenda.late
    assert agenda.today
    assert agenda.soon
    birthdays = sampled.read(today_side.birthdays, DAY)
    assert len(birthdays) >= 5
    assert any(each.lunar for each in birthdays)


def test_visits_are_planned_on_working_days_with_times_and_nobody_is_in_two_places(sampled: Store) -> None:
    calendar = sampled.read(firm_calendar)
    shown = (Visit.state, Visit.planned_on, Visit.planned_time, Visit.happened_at)
    rows = _all(sampled, *shown)
    days = {day for _state, planned, _time, at in rows for day in (planned, local(at).date() if at else None) if day is not None}
    assert [day for day in days if not is_workday(calendar, day)] == []
    assert all(clock for _state, planned, clock, _at in rows if planned is not None)
    ahead = [planned for state, planned, _time, _at in rows if state == "planned"]
    clashes = sampled.read(visit_conflicts.conflicts, min(ahead), max(ahead))
    assert {clash.kind for clash in clashes} <= {"past"}  # nothing but days that are over by now


def test_meetings_promises_memos_and_care_are_there_to_look_at(sampled: Store) -> None:
    met = _all(sampled, VisitPerson.contact_id, VisitPerson.employee_id, VisitPerson.before, VisitPerson.after)
    assert len([row for row in met if row[0]]) >= 40
    assert len([row for row in met if row[1]]) == 3  # the manager goes along
    assert any(before != after for _contact, _ours, before, after in met)
    promises = sampled.read(visit_promises.open_ones)
    assert {one.side for one in promises if one.entity == "visit_promises"} == {"us", "them"}
    assert any(one.amount for one in promises)
    (memo,) = sampled.read(phone_memos.open_for)
    assert (memo.responsible_id, memo.call_by) == (memo.taken_by_id, from_local(datetime(2026, 11, 23, 17)))
    assert Counter(state for (state,) in _all(sampled, PhoneMemo.state)) == {"open": 1, "called": 1, "settled": 1}
    ends = [day for (day,) in _all(sampled, Agreement.ends_on)]
    assert len(ends) > 15
    assert sum(DAY < day <= DAY + timedelta(days=65) for day in ends) >= 1
    found = sampled.read(care.due, DAY + timedelta(days=30), DAY)
    assert {item.occasion for item in found} == {"birthday", "contract", "warranty"}
    assert any("到期，我们想上门谈谈续签。" in item.words and "{" not in item.words for item in found)
    assert {item.state for item in found} >= {"open", "skipped"}


def test_equal_days_give_equal_companies(sampled: Store, tmp_path: Any) -> None:
    other = create(tmp_path / "other.db")
    other.write("Sample company", make_sample, "zh", DAY)
    columns = (Visit.number, Visit.happened_at, Visit.content)
    assert sorted(map(str, _all(sampled, *columns))) == sorted(map(str, _all(other, *columns)))
    columns = (Complaint.number, Complaint.state, Complaint.subject)
    assert sorted(map(str, _all(sampled, *columns))) == sorted(map(str, _all(other, *columns)))
    other.close()


@pytest.mark.parametrize("day", [date(2027, 1, 1), date(2028, 2, 29)])
def test_any_day_will_do(store: Store, day: date) -> None:
    store.write("Sample company", make_sample, "en", day)
    assert len(_all(store, Complaint.id)) == 180
    assert store.read(lambda session: session.scalar(sa.select(sa.func.max(Visit.happened_at)))) is not None


def test_improvements_stand_in_every_state_with_the_complaints_behind_them(sampled: Store) -> None:
    first, last = DAY.replace(day=1), DAY
    lines = [*sampled.read(improvements.of_month, first, last), *sampled.read(improvements.followed, first, last)]
    assert {line.state for line in lines} >= {"plan", "do", "check"}
    assert any(line.overdue for line in lines)
    effective = _all(sampled, Improvement.state, Improvement.owner_id, Improvement.checked_by_id)
    assert all(owner != checker for state, owner, checker in effective if state == "effective")
    assert all(line.owner and line.complaints and line.baseline is not None for line in lines)


def test_service_requests_stand_in_every_state_and_keep_when_they_came_in(sampled: Store) -> None:
    """domain/40 §4.11: one became a complaint, and each complaint that was none has its request."""
    rows = sampled.read(lambda session: session.scalars(sa.select(ServiceRequest).order_by(ServiceRequest.received_at)).all())
    shown = (Complaint.id, Complaint.received_at, Complaint.state, Complaint.description)
    cases = {row[0]: row[1:] for row in _all(sampled, *shown)}
    assert {row.state for row in rows} == {each.code for each in REQUEST_STATE}
    assert len({row.number for row in rows}) == len(rows) >= 11
    assert len({row.level for row in rows}) >= 3
    bound = [(row, *cases[row.complaint_id]) for row in rows if row.complaint_id]
    assert all(row.received_at == received for row, received, _state, _words in bound)
    assert [row.number in words for row, _received, _state, words in bound if row.state == "complaint"] == [True]
    assert sum(state == "S97" for _row, _received, state, _words in bound) == sum(each[1] == "S97" for each in cases.values())
    for row in rows:
        times = [row.received_at, row.dispatched_at, row.responded_at, row.done_at, row.confirmed_at]
        known = [local(each) for each in times if each is not None]
        assert known == sorted(known)
        assert known[-1].date() < DAY
    desk = sampled.read(today_desk.desk, from_local(datetime(2026, 11, 23, 9)))
    assert {item.kind for item in desk.late} >= {"request"}
    assert {item.kind for item in desk.today} >= {"request"}


def test_a_usual_month_takes_six_to_ten_pages(sampled: Store) -> None:
    """domain/50 §5.3: what the sample company prints is what a small supplier would."""
    papers = [sampled.read(build, "complaints", "en", month=f"2026-{month:02d}") for month in (3, 6, 9, 10)]
    assert all(6 <= page_count(paper) <= 10 for paper in papers)
