"""Who handles a case in work and how bad it is: by the step T29 with its reason alone, and accepted by whoever gets it."""

import pytest

from app.errors import ValidationError
from app.models import Complaint, Customer, Employee
from app.services import bulk, complaint_transfers, complaints, handover, records, settings

ASSESSED = {"category": "10.1", "severity": "S2", "urgency": "U2"}


@pytest.fixture
def people(store):
    found = [store.write("x", records.create, Employee, {"name": name}).value for name in ("陈立", "王桥", "周敏")]
    store.actor = found[0]
    return found


@pytest.fixture
def case(store, people):
    customer = store.write("x", records.create, Customer, {"name": "华信"}).value
    given = {"customer_id": customer, "subject": "漏水", "severity": "S2", "urgency": "U2"}
    made = store.write("x", complaints.register, given).value
    store.write("x", complaints.advance, made, "accept", {**ASSESSED, "handler_id": people[0]})
    return made


def row(store, case):
    return store.read(records.get, Complaint, case)


def asked(store, case):
    return [(line.to_id, line.state) for line in store.read(complaint_transfers.of, case)]


def refused(store, op, *args):
    with pytest.raises(ValidationError) as error:
        store.write("x", op, *args)
    return error.value.field


def test_the_form_changes_neither_handler_nor_severity_of_a_case_in_work(store, people, case):
    before = row(store, case)
    changes = {"handler_id": people[1], "severity": "S1", "urgency": "U1", "priority": "P4"}
    assert changes.keys() == complaints.locked_fields("S40") == complaints.BY_STEP
    for key, value in changes.items():
        assert refused(store, complaints.amend, case, {key: value, "place": "仓库"}) == key
    assert row(store, case) == before
    assert store.write("x", complaints.amend, case, {"handler_id": people[0], "severity": "S2", "place": "仓库"}).value is True
    assert [complaints.locked_fields(state) for state in ("S00", "S10", "S20", "S95")] == [frozenset()] * 4
    assert complaints.locked_fields("S80") == complaints.locked_fields("S90") == complaints.BY_STEP


def test_whoever_gets_a_case_accepts_it(store, people, case):
    assert refused(store, complaints.step, case, "T29", {"handler_id": people[1]}, " ") == "reason"
    store.write("x", complaints.step, case, "T29", {"handler_id": people[1], "severity": "S3"}, "客户停产")
    found = row(store, case)
    assert (found["handler_id"], found["severity"], asked(store, case)) == (people[0], "S3", [(people[1], "open")])
    reasons = [entry.reason for entry in store.read(complaints.log, case)][-2:]
    assert reasons == ["客户停产", "Handed over to 王桥\n客户停产"]
    assert store.write("x", bulk.assign, "complaints", [case], people[2]).value == 1
    assert asked(store, case) == [(people[1], "fell_back"), (people[2], "open")]
    assert store.write("x", bulk.assign, "complaints", [case], people[2]).changes is None  # asked already
    store.actor = people[2]
    store.write("x", complaint_transfers.accept, case)
    assert row(store, case)["handler_id"] == people[2]
    store.write("x", settings.change, "complaint.rules", {"transfer_acceptance": "off"})
    assert store.write("x", bulk.assign, "complaints", [case], people[1]).value == 1
    assert (row(store, case)["handler_id"], len(asked(store, case))) == (people[1], 2)
    assert store.read(complaints.log, case)[-1].reason == "Changed together with others"


def test_what_somebody_who_leaves_was_handling_is_asked_for_and_meanwhile_with_the_first_contact(store, people, case):
    store.write("x", complaint_transfers.hand_over, case, people[1])
    store.actor = people[1]
    store.write("x", complaint_transfers.accept, case)
    store.actor = people[0]
    store.write("x", handover.hand_over, people[1], {}, people[2], True)
    assert (row(store, case)["handler_id"], asked(store, case)[-1]) == (people[0], (people[2], "open"))
    assert store.read(complaints.log, case)[-1].reason == "Handed over to 周敏\nHanded over by 王桥"
    store.actor = people[2]
    store.write("x", complaint_transfers.accept, case)
    store.actor = people[1]  # the first contact of this one leaves too
    store.undo()
    store.undo()
    assert row(store, case)["handler_id"] == people[1]
    store.write("x", complaint_transfers.hand_over, case, people[0])
    store.actor = people[0]
    store.write("x", complaint_transfers.accept, case)
    store.actor = people[1]
    store.write("x", handover.hand_over, people[0], {}, people[2], True)
    assert (row(store, case)["handler_id"], asked(store, case)[-1][1]) == (people[2], "accepted")


def test_before_the_assessment_an_urgent_case_is_made_milder_by_a_supervisor_only(store, people, case):
    store.write("x", records.update, Employee, people[0], {"role": "owner"})
    given = {"complainant": "李工", "subject": "伤人", "severity": "S4", "urgency": "U3"}
    urgent = store.write("x", complaints.register, given).value
    store.actor = people[1]
    assert refused(store, complaints.amend, urgent, {"severity": "S1", "urgency": "U1"}) == ""
    assert refused(store, complaints.step, case, "T29", {"severity": "S1"}, "不急") == ""
    store.actor = people[0]
    store.write("x", complaints.amend, urgent, {"severity": "S2"})
    assert (row(store, urgent)["priority"], store.read(complaints.log, urgent)[-1].action) == ("P2", "T29")
    store.actor = people[1]
    store.write("x", complaints.amend, urgent, {"severity": "S4"})
    assert row(store, urgent)["priority"] == "P1"
