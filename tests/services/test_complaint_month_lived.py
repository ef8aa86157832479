"""The month's figures of complaints that were lived through the steps of the desk, not imported: register, answer, close,
follow up."""

from datetime import date, datetime, timedelta

import pytest

from app.analysis.complaint_story import stories
from app.analysis.complaint_targets import close_due_at
from app.analysis.workdays import working_days_between
from app.formats import from_local, local, today
from app.models import Complaint, Customer
from app.models.types import now_utc
from app.services import complaint_due, complaint_extension, complaint_parts_lines, complaints, month_tales, records
from app.services.workcalendar import firm_calendar

SOLVED = {"category": "10.1", "urgency": "U2", "complainant": "李工", "text": "坏了", "demands": "repair", "validity": "valid",
          "cause": "man", "solution": "换", "answer": "换", "acceptance": "电话同意", "prevention": "抽检"}  # fmt: skip

OUTSIDE = {"external_body": "12315", "external_no": "A-1", "external_due": date(2025, 11, 28)}


@pytest.fixture
def lived(store):
    """The four clicks of a small firm."""
    customer = store.write("x", records.create, Customer, {"name": "华信"}).value
    given = {"customer_id": customer, "subject": "漏水", "severity": "S2", "compensation": 50_000}
    case = store.write("x", complaints.register, given).value
    store.write("x", complaint_parts_lines.add, "recoveries", case, {"kind": "apology", "name": "道歉"})
    store.write("x", complaints.advance, case, "answer", SOLVED)
    store.write("x", complaints.advance, case, "close", {"executed_on": today()})
    store.write("x", complaints.advance, case, "follow_up", {"satisfaction": "4", "follow_up_result": "reached"})
    return case


def at(text):
    return from_local(datetime.fromisoformat(text))


def month(store):
    return store.read(complaints.month, today().year, today().month)


def test_the_attitude_typed_at_the_desk_counts(store, lived):
    said = month(store).attitude
    assert (said.answered, said.closed, said.satisfied_rate.value) == (1, 1, 1)
    assert store.read(records.get, Complaint, lived)["follow_up_at"] is not None


def test_a_remedy_without_an_amount_leaves_the_compensation(store, lived):
    report = month(store)
    assert report.cost.compensation_cents == 50_000
    assert [(row.kind, row.count, row.cents) for row in report.cost.remedies] == [("apology", 1, 0)]


def test_the_first_contact_solved_it_alone(store, lived):
    assert month(store).kpi("first_contact_rate").this.value == 1


def test_a_pause_after_the_target_heals_no_late_case(store):
    def late(session):
        given = {"customer_id": customer, "subject": "漏水", "severity": "S2"}
        case = session.get(Complaint, complaints.register(session, given))
        case.close_due = case.answer_due = at("2026-10-28T18:00")
        complaint_due.after_pause(session, case, (at("2026-11-03T10:00"), at("2026-11-09T10:00")))
        first = case.close_due
        complaint_due.after_pause(session, case, (at("2026-10-28T10:00"), at("2026-10-30T10:00")))
        return first, case.close_due

    customer = store.write("x", records.create, Customer, {"name": "华信"}).value
    assert store.write("x", late).value == (at("2026-10-28T18:00"), at("2026-10-30T18:00"))


def paused_case(store):
    """Received on 2025-10-20, waiting from the 24th, its target (the 29th) before it."""
    customer = store.write("x", records.create, Customer, {"name": "华信"}).value
    given = {"customer_id": customer, "subject": "漏水", "severity": "S2", "urgency": "U2", "received_at": at("2025-10-20T10:00")}
    case = store.write("x", complaints.register, given).value
    for code, day in (("T02", "20T11:00"), ("T04", "20T14:00"), ("T06", "20T15:00"), ("T08", "24T10:00")):
        store.write("x", complaints.step, case, code, {**SOLVED, "waiting_for": "照片", "at": at(f"2025-10-{day}")}, "why")
    return case


def test_a_pause_that_ends_next_month_leaves_this_months_report(store):
    case = paused_case(store)
    then = store.read(complaints.month, 2025, 10)
    assert (then.kpi("overdue_open").this.value, then.open_cases[0].overdue, then.kpi("on_time_rate").this.base) == (0, False, 0)
    store.write("x", complaints.step, case, "T26", OUTSIDE | {"at": at("2025-11-05T10:00")}, "why")
    store.write("x", complaints.step, case, "T27", {"to": "S70", "external_result": "和解", "at": at("2025-11-12T10:00")}, "why")
    due = store.read(records.get, Complaint, case)["close_due"]
    assert due == at("2025-11-17T18:00")  # the 29th and thirteen working days: S45 and S98 are one wait
    assert store.read(complaints.month, 2025, 10) == then
    later = store.read(complaints.month, 2025, 11)
    assert (later.kpi("overdue_open").this.value, later.kpi("on_time_rate").this.base) == (1, 1)


def test_what_was_said_before_a_reopening_stays_in_its_month(store):
    case = paused_case(store)
    for code, day in (("T09", "27T10:00"), ("T11", "27T11:00"), ("T14", "27T12:00"), ("T19", "28T10:00")):
        given = {**SOLVED, "remedies_told": "yes", "executed_on": date(2025, 10, 28), "at": at(f"2025-10-{day}")}
        store.write("x", complaints.step, case, code, given, "why")
    said = {"satisfaction": "2", "follow_up_note": "太慢", "fair_manner": "5", "stays": "4", "at": at("2025-10-30T10:00")}
    store.write("x", complaints.step, case, "T20", said, "")
    then = store.read(complaints.month, 2025, 10)
    assert (then.attitude.mean.value, then.attitude.comments[0].text) == (2, "太慢")
    assert dict(then.attitude.fairness)["manner"].value == 5

    told = store.read(month_tales.tales, [case.hex], datetime(2025, 11, 1))
    store.write("x", complaints.step, case, "T22", {"at": at("2025-11-04T10:00")}, "又漏")
    assert store.read(month_tales.tales, [case.hex], datetime(2025, 11, 1)) == told
    assert (told[0].closed_at, store.read(month_tales.tales, [case.hex])[0].closed_at) == (datetime(2025, 10, 28, 10), None)
    found = store.read(records.get, Complaint, case)
    assert not any(found[key] for key in (*complaint_due.FOLLOW_UP, "executed_on", "accepted", "archive_checks"))
    assert store.read(complaints.month, 2025, 10) == then
    target = found["next_due"]
    waiting = {"waiting_for": "照片", "waiting_until": date(2025, 11, 12), "at": at("2025-11-05T10:00")}
    store.write("x", complaints.step, case, "T08", waiting, "")
    assert store.read(records.get, Complaint, case)["next_due"] == at("2025-11-12T18:00")
    store.write("x", complaints.step, case, "T09", {"at": at("2025-11-07T10:00")}, "收到")
    assert (target, store.read(records.get, Complaint, case)["next_due"]) == (at("2025-11-13T18:00"), at("2025-11-17T18:00"))
    store.undo()
    store.undo()
    store.undo()
    assert store.read(records.get, Complaint, case)["satisfaction"] == "2"
    assert store.read(complaints.month, 2025, 10) == then
    store.redo()
    store.write("x", complaints.step, case, "T11", {"at": at("2025-11-05T10:00")}, "")
    store.write("x", complaints.step, case, "T14", {"at": at("2025-11-05T11:00"), "remedies_told": "yes"}, "")
    again = {"executed_on": date(2025, 11, 5), "acceptance": "电话", "at": at("2025-11-05T12:00")}
    store.write("x", complaints.step, case, "T19", again, "")
    assert store.read(complaints.month, 2025, 10) == then
    later = store.read(complaints.month, 2025, 11).attitude
    assert (later.closed, later.answered, later.comments) == (1, 0, ())  # the second handling: nobody asked yet


def test_an_extension_is_known_from_the_day_it_was_granted(store):
    """And the days granted stay the same through a pause and a new priority."""
    def due(session, moment):
        found = complaints.cases(session, datetime(2020, 1, 1))
        return close_due_at(*stories(found, firm_calendar(session)), moment)

    def pause(session):
        complaint_due.after_pause(session, session.get(Complaint, case), (first, first + timedelta(days=14)))

    customer = store.write("x", records.create, Customer, {"name": "华信"}).value
    given = {"customer_id": customer, "subject": "漏水", "severity": "S2", "urgency": "U1"}
    case = store.write("x", complaints.register, given).value
    before, first = local(now_utc()), store.read(records.get, Complaint, case)["close_due"]
    store.write("x", complaint_extension.extend, case, store.read(complaint_extension.longest, case), "等检测")
    later = store.read(records.get, Complaint, case)["close_due"]
    assert (store.read(due, before), store.read(due, local(now_utc()) + timedelta(hours=1))) == (local(first), local(later))
    store.write("x", pause)
    found, calendar = store.read(records.get, Complaint, case), store.read(firm_calendar)
    days = working_days_between(calendar, local(first), local(later))
    assert working_days_between(calendar, local(found["extended_from"]), local(found["close_due"])) == days
    assert found["close_due"] > later
