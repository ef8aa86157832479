"""首问负责制 through the store: handing over, accepting, falling back; talks and promises; what the clock writes by itself."""

from datetime import datetime, timedelta

import pytest
import sqlalchemy as sa

from app.errors import ConflictError, ValidationError
from app.formats import from_local
from app.models import Complaint, Customer, Employee
from app.models.complaint_parts import Transfer
from app.models.types import now_utc
from app.services import (
    complaint_clock,
    complaint_messages,
    complaint_promises,
    complaint_transfers,
    complaints,
    handover,
    merge,
    records,
    settings,
)

ASSESSED = {"category": "10.1", "severity": "S2", "urgency": "U2"}
SOLVED = {"complainant": "李工", "text": "坏了", "demands": "repair", "validity": "valid", "cause": "man", "solution": "换"}
DAY = timedelta(days=1)


def at(text):
    return from_local(datetime.fromisoformat(text))


@pytest.fixture
def people(store):
    add = lambda name: store.write("x", records.create, Employee, {"name": name}).value  # noqa: E731
    return [add("陈立"), add("王桥"), add("周敏")]


@pytest.fixture
def customer(store, people):
    return store.write("x", records.create, Customer, {"name": "华信"}).value


def register(store, customer, **values):
    given = {"customer_id": customer, "subject": "漏水", "severity": "S2", **values}
    return store.write("x", complaints.register, given).value


def row(store, case):
    return store.read(records.get, Complaint, case)


def do(store, op, *args, who=None, **kwargs):
    store.actor = who
    try:
        return store.write("x", op, *args, **kwargs).value
    finally:
        store.actor = None


def log(store, case):
    return [(entry.action, entry.reason) for entry in store.read(complaints.log, case) if entry.stands]


def test_a_transfer_is_complete_when_it_is_accepted(store, people, customer):
    case = do(store, complaints.register, {"customer_id": customer, "subject": "x", "severity": "S2"}, who=people[0])
    do(store, complaints.advance, case, "accept", {**ASSESSED, "handler_id": people[1]}, who=people[0])
    found = row(store, case)
    assert (found["state"], found["handler_id"], found["first_owner_id"]) == ("S30", people[0], people[0])
    (waiting,) = store.read(complaint_transfers.waiting, people[1])
    assert (waiting.complaint_id, waiting.from_id, waiting.number) == (case, people[0], found["number"])
    assert store.read(complaint_transfers.waiting, people[2]) == ()
    assert store.read(complaints.options, case).next.values["handler_id"] == people[1]
    for who in (people[0], people[2]):
        with pytest.raises(ValidationError) as refused:
            do(store, complaints.advance, case, "accept", {}, who=who)
        assert refused.value.field == "handler_id"
        with pytest.raises(ValidationError):
            do(store, complaint_transfers.accept, case, who=who)
    with pytest.raises(ValidationError):
        do(store, complaint_transfers.hand_over, case, people[2], who=people[0])
    do(store, complaint_transfers.accept, case, who=people[1])
    found = row(store, case)
    assert (found["state"], found["handler_id"], found["first_owner_id"]) == ("S40", people[1], people[0])
    assert [line.state for line in store.read(complaint_transfers.of, case)] == ["accepted"]
    store.undo()
    assert [line.state for line in store.read(complaint_transfers.of, case)] == ["open"]
    assert row(store, case)["state"] == "S30"


def test_a_second_transfer_needs_a_supervisor_and_a_third_return_the_manager(store, people, customer):
    store.write("x", records.update, Employee, people[0], {"role": "owner"})
    store.write("x", records.update, Employee, people[1], {"role": "salesperson"})
    case = do(store, complaints.register, {"customer_id": customer, "subject": "x", "severity": "S2"}, who=people[1])
    do(store, complaints.advance, case, "accept", {**ASSESSED, "handler_id": people[2]}, who=people[1])
    do(store, complaint_transfers.give_back, case, "不归我们管", who=people[2])
    assert row(store, case)["handler_id"] == people[1]
    with pytest.raises(ValidationError) as refused:
        do(store, complaint_transfers.hand_over, case, people[2], who=people[1])
    assert "supervising and approving" in refused.value.sentence
    do(store, complaint_transfers.hand_over, case, people[2], "还是你", who=people[0])
    assert store.read(complaint_transfers.count, case) == 2
    do(store, complaint_transfers.give_back, case, "仍然不归", who=people[2])
    with pytest.raises(ValidationError) as refused:
        do(store, complaints.step, case, "T07", {}, "again", who=people[2])
    assert refused.value.field == "reason"
    store.write("x", complaint_clock.run)
    assert (row(store, case)["level"], log(store, case)[-1]) == (2, ("T28", "Returned twice"))


def test_in_other_states_the_handler_changes_by_the_same_rule(store, people, customer):
    case = register(store, customer)
    store.write("x", complaints.advance, case, "answer", {**ASSESSED, **SOLVED, "answer": "换"})
    do(store, complaint_transfers.hand_over, case, people[1], who=people[0])
    assert row(store, case)["handler_id"] == people[0]
    with pytest.raises(ValidationError) as refused:
        do(store, complaint_transfers.give_back, case, " ", who=people[1])
    assert refused.value.field == "reason"
    do(store, complaint_transfers.accept, case, who=people[1])
    assert (row(store, case)["state"], row(store, case)["handler_id"]) == ("S60", people[1])
    assert [action for action, _reason in log(store, case)][-2:] == ["T29", "T29"]
    with pytest.raises(ConflictError):
        do(store, complaint_transfers.accept, case, who=people[1])
    store.write("x", settings.change, "complaint.rules", {"transfer_acceptance": "off"})
    do(store, complaint_transfers.hand_over, case, people[2], who=people[1])
    assert row(store, case)["handler_id"] == people[2]
    store.write("x", records.update, Employee, people[1], {"has_left": True})
    with pytest.raises(ValidationError) as refused:
        do(store, complaint_transfers.hand_over, case, people[1])
    assert refused.value.field == "to_id"


@pytest.mark.parametrize(("priority", "asked", "due"), [
    ("P3", "2026-07-01T15:00", "2026-07-01T17:00"), ("P3", "2026-07-03T17:00", "2026-07-06T10:00"),
    ("P1", "2026-07-03T23:00", "2026-07-03T23:30"),
])  # fmt: skip
def test_the_time_to_accept(store, priority, asked, due):
    assert store.read(complaint_transfers.accept_by, Complaint(priority=priority), at(asked)) == at(due)


def test_what_is_not_accepted_falls_back_and_rises_once(store, people, customer):
    case = do(store, complaints.register, {"customer_id": customer, "subject": "x", "severity": "S2"}, who=people[0])
    do(store, complaints.advance, case, "accept", {**ASSESSED, "handler_id": people[1]}, who=people[0])
    store.write("x", lambda session: setattr(session.scalars(sa.select(Transfer)).one(), "due_at", now_utc() - DAY))
    assert store.read(complaint_clock.due)
    store.write("x", complaint_clock.run)
    found = row(store, case)
    assert (found["handler_id"], found["level"], found["state"]) == (people[0], 1, "S30")
    assert [line.state for line in store.read(complaint_transfers.of, case)] == ["fell_back"]
    assert log(store, case)[-2:] == [("T29", "Transfer not accepted in time"), ("T28", "Transfer not accepted in time")]
    assert store.read(complaints.log, case)[-1].by_id is None
    assert not store.read(complaint_clock.due)
    assert store.write("x", complaint_clock.run).changes is None


def test_what_somebody_who_left_should_have_taken_falls_back_at_once(store, people, customer):
    case = do(store, complaints.register, {"customer_id": customer, "subject": "x", "severity": "S2"}, who=people[0])
    do(store, complaints.advance, case, "accept", {**ASSESSED, "handler_id": people[1]}, who=people[0])
    store.write("x", handover.hand_over, people[1], {}, None, True)
    assert store.read(complaint_transfers.waiting) == ()
    assert (row(store, case)["handler_id"], row(store, case)["state"]) == (people[0], "S30")
    store.undo()
    assert len(store.read(complaint_transfers.waiting, people[1])) == 1


def test_the_first_contact_stays_through_everything(store, people, customer):
    case = do(store, complaints.register, {"customer_id": customer, "subject": "x", "severity": "S2"}, who=people[1])
    for values in ({"first_owner_id": people[0]}, {"first_owner_id": None}):
        with pytest.raises(ValidationError):
            store.write("x", complaints.amend, case, values)
    store.write("x", complaints.advance, case, "accept", {**ASSESSED, "handler_id": people[1]})
    store.write("x", handover.hand_over, people[1], {}, people[0], True)
    assert (row(store, case)["first_owner_id"], row(store, case)["handler_id"]) == (people[1], people[0])
    store.write("x", records.delete, Employee, [people[1]])
    assert row(store, case)["first_owner_id"] == people[1]
    twin = store.write("x", records.create, Employee, {"name": "王桥"}).value
    own = do(store, complaints.register, {"customer_id": customer, "subject": "y", "severity": "S1"}, who=twin)
    store.write("x", merge.merge, Employee, people[2], twin)
    assert row(store, own)["first_owner_id"] == people[2]  # the same person under one name
    rows = [{"subject": "旧", "first_owner_id": None}, {"subject": "旧二", "first_owner_id": people[0]}]
    imported = store.write("x", complaints.import_cases, rows).value
    assert None not in [row(store, each)["first_owner_id"] for each in imported]


def test_talks_are_kept_and_counted(store, people, customer):
    case = register(store, customer, received_at=now_utc() - 20 * DAY)
    add = lambda *args, **kwargs: store.write("x", complaint_messages.add, case, *args, **kwargs).value  # noqa: E731
    late, early = now_utc() + DAY, now_utc() - 30 * DAY
    unsaid = (("contact", " ", None, "text"), ("note", "", None, "text"))
    untimely = (("progress", "", late, "at"), ("attempt", "", early, "at"))
    for kind, text, moment, field in (*unsaid, *untimely):
        with pytest.raises(ValidationError) as refused:
            add(kind, text, at=moment)
        assert refused.value.field == field
    first = store.read(complaint_messages.next_progress, case)
    add("progress", "在查", "phone")
    assert store.read(complaint_messages.next_progress, case) > first
    add("contact", "怎么还没消息", "wechat")
    assert [line.kind for line in store.read(complaint_messages.of, case)] == ["progress", "contact"]
    store.write("x", lambda session: setattr(session.get_one(Complaint, case), "acknowledge_due", now_utc() + DAY))
    store.write("x", lambda session: setattr(session.get_one(Complaint, case), "level", 3))
    store.write("x", complaints.withdraw, case, "误会")
    with pytest.raises(ValidationError):
        add("contact", "又来")
    add("note", "客户道谢")
    assert store.read(complaint_messages.next_progress, case) is None


def test_the_acknowledgement_promises_and_the_answer_keeps(store, customer):
    case, due = register(store, customer), now_utc() + 2 * DAY
    with pytest.raises(ValidationError) as refused:
        store.write("x", complaints.step, case, "T02", {"promise_due": now_utc() - DAY})
    assert refused.value.field == "promise_due"
    store.write("x", complaints.step, case, "T02", {"promise_due": due})
    (made,) = store.read(complaint_promises.of, case)
    assert (made.due_at, made.kept_at, made.broken) == (due, None, False)
    assert [each.id for each in store.read(complaint_promises.due, due + DAY)] == [made.id]
    other = store.write("x", complaint_promises.promise, case, "明天回电", now_utc() + timedelta(hours=3)).value
    store.write("x", complaints.advance, case, "answer", {**ASSESSED, **SOLVED, "answer": "换"})
    kept = {each.id: each.kept_at for each in store.read(complaint_promises.of, case)}
    assert (kept[made.id] is None, kept[other]) == (False, None)
    store.write("x", complaint_promises.keep, other)
    assert store.read(complaint_promises.due, due + DAY) == ()
    with pytest.raises(ValidationError):
        store.write("x", complaint_promises.promise, case, "昨天", now_utc() - DAY)
    store.write("x", lambda session: setattr(session.get_one(complaint_promises.Promise, other), "due_at", now_utc() - DAY))
    assert [each.broken for each in store.read(complaint_promises.of, case)] == [True, False]
