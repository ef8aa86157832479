"""What a complaint keeps once it is decided or closed, the times its form takes, and costs that rise after the approval."""

from datetime import date, timedelta

import pytest

from app.errors import ValidationError
from app.formats import today
from app.models import Complaint, Customer, Employee
from app.models.types import now_utc
from app.services import complaint_parts_lines, complaint_transfers, complaints, customers, records

ASSESSED = {"category": "10.1", "severity": "S2", "urgency": "U2"}
SOLVED = {"complainant": "李工", "text": "坏了", "demands": "repair", "validity": "valid", "cause": "man", "solution": "换",
          "answer": "换", "remedies_told": "yes"}  # fmt: skip


@pytest.fixture
def people(store):
    found = [store.write("x", records.create, Employee, {"name": name}).value for name in ("主管", "陈立", "周敏")]
    store.actor = found[1]
    return found


@pytest.fixture
def customer(store):
    return store.write("x", records.create, Customer, {"name": "华信"}).value


@pytest.fixture
def case(store, people, customer):
    given = {"customer_id": customer, "subject": "漏水", "severity": "S2", "urgency": "U2"}
    return store.write("x", complaints.register, given).value


def go(store, case, goal, **values):
    store.write("x", complaints.advance, case, goal, values)


def row(store, case):
    return store.read(records.get, Complaint, case)


def refused(store, op, *args):
    with pytest.raises(ValidationError) as error:
        store.write("x", op, *args)
    return error.value.field


def test_a_closed_case_keeps_what_was_decided(store, people, case):
    go(store, case, "close", **ASSESSED, **SOLVED, executed_on=today())
    before = row(store, case)
    assert before["state"] == "S80"
    for values in (
        {"severity": "S1"}, {"urgency": "U1"}, {"handler_id": people[2]}, {"severity": None}, {"answer": None}, {"cause": None},
        {"category": None}, {"validity": "pending"}, {"satisfaction": "1"},
    ):  # fmt: skip
        field = refused(store, complaints.amend, case, values)
        assert field == ("follow_up_note" if "satisfaction" in values else next(iter(values)))
    for field, wrong in (
        ("follow_up_at", now_utc() + timedelta(days=9)), ("follow_up_at", before["received_at"] - timedelta(days=9)),
        ("executed_on", today() + timedelta(days=9)), ("executed_on", date(2001, 1, 1)),
    ):  # fmt: skip
        assert refused(store, complaints.amend, case, {field: wrong}) == field
    assert row(store, case) == before
    store.write("x", complaints.amend, case, {"satisfaction": "1", "follow_up_note": "等太久"})
    found = row(store, case)
    assert found["satisfaction"] == "1"
    assert found["close_due"] == before["close_due"]


def test_in_work_nothing_is_smuggled_past_its_step(store, people, case):
    go(store, case, "accept", **ASSESSED, handler_id=people[1])
    assert refused(store, complaints.advance, case, "answer", {**SOLVED, "severity": "S1"}) == "severity"
    assert refused(store, complaints.step, case, "T11", {**SOLVED, "urgency": "U1"}) == "urgency"
    assert refused(store, complaints.amend, case, {"satisfaction": "5"}) == "satisfaction"
    store.write("x", complaints.amend, case, {"merged_into_id": case, "waiting_until": today() + timedelta(days=900)})
    assert row(store, case)["merged_into_id"] is None
    assert row(store, case)["waiting_until"] is None
    assert refused(store, complaints.step, case, "T26", {
        "external_body": "12315", "external_no": "1", "external_due": date(2001, 1, 1)}) == "external_due"  # fmt: skip


def test_a_receipt_set_right_leaves_a_line(store, people, case):
    earlier = row(store, case)["received_at"] - timedelta(days=20)
    store.write("x", complaints.amend, case, {"received_at": earlier})
    assert [entry.action for entry in store.read(complaints.log, case)] == ["T01", "T29"]
    store.write("x", records.update, Employee, people[0], {"role": "owner"})
    with pytest.raises(ValidationError) as error:  # its target is missed by now: a later receipt would heal it
        store.write("x", complaints.amend, case, {"received_at": earlier + timedelta(days=19)})
    assert "supervising" in error.value.sentence
    assert row(store, case)["received_at"] == earlier


def test_a_cost_that_rises_after_the_approval_is_for_whoever_may_grant_it(store, people, case):
    store.write("x", records.update, Employee, people[0], {"role": "owner"})
    go(store, case, "accept", **ASSESSED, handler_id=people[1])
    store.write("x", complaints.step, case, "T11", {**SOLVED, "compensation": 10_000})
    assert row(store, case)["state"] == "S55"
    assert refused(store, complaints.amend, case, {"compensation": 99_999_900}) == "compensation"
    refund = {"kind": "refund", "amount": 99_999_900}
    assert refused(store, complaint_parts_lines.add, "recoveries", case, refund) == "compensation"
    store.write("x", complaints.amend, case, {"compensation": 9_000})
    store.actor = people[0]
    store.write("x", complaint_parts_lines.add, "recoveries", case, refund)
    assert row(store, case)["compensation"] == 99_999_900


def test_who_refuses_a_case_in_work_leaves_it_with_its_handler(store, people, case):
    go(store, case, "accept", **ASSESSED, handler_id=people[1])
    store.write("x", complaint_transfers.hand_over, case, people[2], "忙")
    store.actor = people[2]
    store.write("x", complaint_transfers.give_back, case, "不归我")
    assert (row(store, case)["state"], row(store, case)["handler_id"]) == ("S40", people[1])


def test_it_moves_to_no_customer_in_the_recycle_bin(store, people, case, customer):
    gone = store.write("x", records.create, Customer, {"name": "旧客户"}).value
    store.write("x", customers.remove, [gone])
    assert refused(store, complaints.amend, case, {"customer_id": gone}) == "customer_id"
    assert row(store, case)["customer_id"] == customer
