"""What the clock of complaints writes by itself, read from a real file: causes with their level, once, and none of undo's."""

from datetime import datetime, timedelta
from decimal import Decimal

import pytest
import sqlalchemy as sa

from app.analysis.complaint_states import OPEN
from app.formats import from_local
from app.models import Complaint, ComplaintEvent, Customer, Employee
from app.models.types import now_utc
from app.services import complaint_clock, complaint_messages, complaints, records, settings
from app.store.changes import Label
from app.store.notes import note
from app.store.undo_past import PassedOverError

ASSESSED = {"category": "10.1", "severity": "S2", "urgency": "U2"}
SOLVED = {"complainant": "李工", "text": "坏了", "demands": "repair", "validity": "valid", "cause": "man", "solution": "换"}
DAY = timedelta(days=1)


def at(text):
    return from_local(datetime.fromisoformat(text))


@pytest.fixture
def people(store):
    return [store.write("x", records.create, Employee, {"name": name}).value for name in ("陈立", "王桥")]


@pytest.fixture
def customer(store, people):
    return store.write("x", records.create, Customer, {"name": "华信"}).value


def register(store, customer, **values):
    given = {"customer_id": customer, "subject": "漏水", "severity": "S2", **values}
    return store.write("x", complaints.register, given).value


def row(store, case):
    return store.read(records.get, Complaint, case)


def log(store, case):
    return [(entry.action, entry.reason) for entry in store.read(complaints.log, case) if entry.stands]


def test_every_cause_that_a_file_can_show_rises_to_its_level(store, customer):
    gold = store.write("x", records.create, Customer, {"name": "金牌", "grade": "gold"}).value
    other = [store.write("x", records.create, Customer, {"name": f"客户{number}"}).value for number in range(3)]
    cases = {
        "key": register(store, gold, severity="S3"), "cost2": register(store, customer, credit_notes=100_001),
        "cost3": register(store, customer, compensation=500_001), "publicity": register(store, customer, publicity=True),
        "urgent": register(store, customer, severity="S4", urgency="U3"), "contacted": register(store, customer),
        "plain": register(store, customer),
    }  # fmt: skip
    same = [register(store, each, category="10.2", product="法兰") for each in other]
    again = register(store, other[0], category="10.2", product="别的")
    for words in ("怎么样了", "还没消息吗"):
        store.write("x", complaint_messages.add, cases["contacted"], "contact", words)
    twice = register(store, customer, severity="S3")
    store.write("x", complaints.advance, twice, "answer", {**ASSESSED, **SOLVED, "severity": "S3", "answer": "换"})
    for action in ("T16", "T17", "T12", "T14", "T16"):
        store.write("x", complaints.step, twice, action, {}, "不接受")
    store.write("x", complaint_clock.run)
    levels = {name: row(store, case)["level"] for name, case in cases.items()}
    assert levels == {"key": 2, "cost2": 2, "cost3": 3, "publicity": 3, "urgent": 3, "contacted": 1, "plain": None}
    assert [row(store, each)["level"] for each in (*same, again, twice)] == [None, None, 3, 2, 3]
    said = [log(store, each)[-1] for each in (same[2], again, twice)]
    assert said == [("T28", "The same problem three times in 90 days"), ("T28", "Repeated complaint"),
                    ("T28", "The second proposal was rejected")]  # fmt: skip
    assert not store.read(complaint_clock.due)
    store.write("x", complaints.step, cases["plain"], "T28", {}, "客户很着急")
    assert (row(store, cases["plain"])["level"], log(store, cases["plain"])[-1]) == (1, ("T28", "客户很着急"))


def test_the_clock_raises_what_is_late_and_never_twice(store, customer):
    long_ago = now_utc() - 60 * DAY
    late, severe = register(store, customer, received_at=long_ago), register(store, customer, severity="S4", urgency="U3")
    fresh = register(store, customer, severity="S1")
    assert len(store.read(complaint_clock.falling)) == 2
    note(store, Label(complaint_clock.LABEL), complaint_clock.run)
    assert [row(store, each)["level"] for each in (late, severe, fresh)] == [3, 3, None]
    reasons = [log(store, each)[-1][1] for each in (late, severe)]
    assert reasons == ["Three working days past the target: Acknowledge", "Critical complaint (S4)"]
    assert note(store, Label(complaint_clock.LABEL), complaint_clock.run).changes is None
    store.undo()  # passes over what the program wrote: the last registration goes
    assert row(store, fresh)["state"] == "S00"
    store.undo()
    assert (row(store, severe)["state"], store.read(complaint_clock.escalations, severe)) == ("S00", 1)
    store.redo()
    assert (row(store, severe)["state"], row(store, severe)["level"]) == ("S10", 3)
    assert not store.read(complaint_clock.due)


def test_a_revoked_escalation_stays_in_the_trail_and_is_not_raised_again(store, customer):
    case = register(store, customer, publicity=True)
    store.write("x", complaint_clock.run)
    store.undo()
    assert (row(store, case)["level"], log(store, case)) == (None, [("T01", None)])
    assert not store.read(complaint_clock.due)
    assert store.read(complaint_clock.escalations, case) == 1
    lines = store.read(lambda session: session.scalar(sa.select(sa.func.count()).select_from(ComplaintEvent)))
    assert lines == 3
    store.redo()  # brings its line again: one escalation all the same
    assert store.read(complaint_clock.escalations, case) == 1
    store.undo()
    store.write("x", complaints.amend, case, {"severity": "S4"})
    store.write("x", complaint_clock.run)
    assert log(store, case)[-1] == ("T28", "Critical complaint (S4)")


def test_a_word_to_the_customer_acknowledges_what_was_assessed_first(store, customer):
    case = register(store, customer, severity="S4", urgency="U3")
    store.write("x", complaints.step, case, "T05", {**ASSESSED, "severity": "S4", "urgency": "U3"})
    assert row(store, case)["acknowledged_at"] is None
    store.write("x", complaint_messages.add, case, "progress", "已受理，正在查")
    found = row(store, case)
    assert found["acknowledged_at"] >= found["assessed_at"]


def test_what_the_customer_never_sent_runs_out(store, customer):
    received = now_utc() - 60 * DAY
    case = register(store, customer, received_at=received)
    store.write("x", complaints.advance, case, "accept", {**ASSESSED, "at": received + timedelta(hours=1)})
    asked = {"waiting_for": "照片", "at": received + timedelta(hours=3)}
    store.write("x", complaints.step, case, "T08", asked)
    found = row(store, case)
    assert found["next_due"] == from_local(datetime.combine(found["waiting_until"], datetime.min.time().replace(hour=18)))
    assert [each.target for each in store.read(complaint_clock.reminders)] == ["waiting"]
    store.write("x", complaint_clock.run)
    entries = store.read(complaints.log, case)
    assert ("T09", "Time ran out: the customer sent nothing more") in [(entry.action, entry.reason) for entry in entries]
    assert (row(store, case)["state"], row(store, case)["waiting_until"]) == ("S40", None)


def test_a_case_that_came_in_waiting_is_given_the_days_the_firm_gives(store, customer):
    store.write("x", settings.change, "complaint.waiting_days", 40)
    case = register(store, customer, received_at=now_utc() - 45 * DAY)
    store.write("x", complaints.advance, case, "accept", {**ASSESSED, "at": now_utc() - 44 * DAY})
    store.write("x", complaints.step, case, "T08", {"waiting_for": "照片", "at": now_utc() - 43 * DAY})
    store.write("x", lambda session: setattr(session.get(Complaint, case), "waiting_until", None))
    assert not store.read(complaint_clock.falling).time_outs
    store.write("x", settings.change, "complaint.waiting_days", 10)
    assert store.read(complaint_clock.falling).time_outs == (case,)


def test_what_people_did_is_undone_past_what_the_clock_wrote(store, customer):
    received = now_utc() - 60 * DAY
    case = register(store, customer, received_at=received, publicity=True)
    other = register(store, customer, severity="S1")
    store.write("level", complaints.step, case, "T28", {"at": received}, "催得急")
    store.write("words", complaints.amend, case, {"text": "漏得厉害"})
    store.write("taken", complaints.advance, case, "accept", {**ASSESSED, "at": received + timedelta(hours=1)})
    store.write("asked", complaints.step, case, "T08", {"waiting_for": "照片", "at": received + timedelta(hours=3)}, "电话")
    for _round in range(2):  # what ran out, then what the press hears of
        note(store, Label(complaint_clock.LABEL), complaint_clock.run)
    store.write("other", complaints.amend, other, {"text": "x"})
    assert store.undo().label.key == "other"
    for step in ("asked", "taken"):  # the case went on without the customer
        with pytest.raises(PassedOverError, match=step):
            store.undo()
    assert store.undo().label.key == "words"
    assert store.undo().label.key == "level"
    found = row(store, case)
    assert (found["state"], found["text"], found["level"], found["waiting_until"]) == ("S40", None, 3, None)
    assert ("T28", "催得急") not in log(store, case)
    assert [store.redo().label.key for _step in range(2)] == ["level", "words"]
    assert row(store, case)["level"] == 3


def test_an_import_is_undone_past_what_the_clock_raised(store, customer):
    rows = [{"customer_id": customer, "subject": "x", "state": state, "severity": "S4"} for state in ("S10", "S40", "S70")]
    cases = store.write("import", complaints.import_cases, rows).value
    assert note(store, Label(complaint_clock.LABEL), complaint_clock.run).changes is not None
    assert store.undo().label.key == "import"
    assert {row(store, case)["state"] for case in cases} == {"S00"}


def test_reminders_name_what_is_half_gone(store, people, customer):
    now = at("2026-07-08T15:00")
    case = register(store, customer, severity="S2", received_at=at("2026-06-30T18:00"))  # P3: seven working days
    store.write("x", complaints.advance, case, "answer", {**ASSESSED, **SOLVED, "answer": "换", "at": at("2026-07-01T10:00")})
    found = {each.target: each for each in store.read(complaint_clock.reminders, now)}
    assert set(found) == {"close", "update"}
    assert (found["close"].share, found["update"].share) == (Decimal("0.8"), 1)
    assert found["close"].due_at == at("2026-07-09T18:00")
    assert (found["close"].handler, found["close"].customer) == ("陈立", "华信")
    assert row(store, case)["state"] in OPEN
