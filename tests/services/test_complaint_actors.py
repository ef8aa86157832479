"""Whose steps they are: in a firm of some size those of the first contact and the handler; a small one is not hindered."""

import pytest

from app.errors import ValidationError
from app.models import Complaint, Customer, Employee
from app.services import complaint_rules, complaint_transfers, complaints, records, settings

ASSESSED = {"category": "10.1", "severity": "S2", "urgency": "U2", "department": "质量"}
SOLVED = {"complainant": "李工", "text": "坏了", "demands": "repair", "validity": "valid", "cause": "man", "solution": "换"}


def test_a_large_firm_asks_for_the_person_named_or_a_supervisor(store):
    names = ("主管", "首问", "承办", "旁人", "五", "六")
    boss, first, handler, other, *rest = [store.write("x", records.create, Employee, {"name": name}).value for name in names]
    customer = store.write("x", records.create, Customer, {"name": "华信"}).value
    store.actor = first
    given = {"customer_id": customer, "subject": "x", "severity": "S2"}
    case, second, third = (store.write("x", complaints.register, given).value for _number in range(3))

    def refused(who, *args):
        store.actor = who
        with pytest.raises(ValidationError) as error:
            store.write("x", *args)
        return error.value.sentence

    def do(who, *args):
        store.actor = who
        store.write("x", *args)

    def offered(who):
        """Whose the recommended step is, and three of the others, where it is not theirs."""
        do(boss, settings.change, "me", str(who))
        found = store.read(complaints.options, case)
        said = {option.action: option.refused for option in (found.next, *found.others)}
        denied = ("首问", "承办", "supervising")
        whose = {key: next((name for name in denied if name in words), words) for key, words in said.items()}
        return whose[""], {key: whose[key] for key in ("T05", "T23", "T29") if key in whose}

    do(other, complaints.step, third, "T02")  # nobody has a role: everybody may
    do(boss, records.update, Employee, boss, {"role": "owner"})
    assert "首问" in refused(other, complaints.step, case, "T02")
    assert offered(other) == ("首问", {"T05": "supervising", "T23": "首问", "T29": "supervising"})
    assert offered(first) == ("", {"T05": "supervising", "T23": "", "T29": "supervising"})
    assert offered(boss) == ("", {"T05": "", "T23": "", "T29": ""})
    do(first, complaints.step, case, "T02")
    assert "首问" in refused(other, complaints.step, case, "T04", {**ASSESSED, "handler_id": handler})  # P3: the first contact's
    do(first, complaints.advance, case, "accept", {**ASSESSED, "handler_id": handler})
    assert "首问" in refused(other, complaints.step, case, "T07", {}, "不归我")
    do(handler, complaint_transfers.accept, case)
    assert "承办" in refused(first, complaints.step, case, "T11", SOLVED)
    assert (offered(first)[0], offered(handler)[0]) == ("承办", "")
    do(handler, complaints.step, case, "T11", SOLVED)
    assert "首问" in refused(other, complaints.step, case, "T14", {"answer": "换"})
    do(first, complaints.step, case, "T14", {"answer": "换", "remedies_told": "yes"})
    do(boss, complaints.step, case, "T15", {}, "电话同意")
    do(boss, settings.change, "complaint.rules", {"named_people": "off"})
    do(other, complaints.step, second, "T02")
    do(boss, settings.change, "complaint.rules", {})
    do(boss, records.update, Employee, rest[0], {"has_left": True})
    assert not store.read(complaint_rules.on, "named_people")  # five are left
    assert store.read(records.get, Complaint, second)["state"] == "S20"


def test_who_may_not_approve_goes_as_far_as_they_may(store):
    names = ("主管", "业务", "三", "四", "五", "六")
    boss, seller, *_rest = [store.write("x", records.create, Employee, {"name": name}).value for name in names]
    customer = store.write("x", records.create, Customer, {"name": "华信"}).value
    store.write("x", settings.change, "complaint.rules", {"approvals": "on", "transfer_acceptance": "off"})
    case = store.write("x", complaints.register, {"customer_id": customer, "subject": "x", "severity": "S3"}).value
    store.write("x", complaints.advance, case, "accept", {**ASSESSED, "severity": "S3", "handler_id": seller})
    store.write("x", records.update, Employee, boss, {"role": "owner"})

    def first(who):
        store.actor = boss
        store.write("x", settings.change, "me", str(who))
        found = store.read(complaints.options, case).next
        return found.goal or found.action, bool(found.refused)

    assert (first(boss), first(seller)) == (("answer", False), ("T10", False))
    store.actor = seller
    store.write("x", complaints.step, case, "T10", {**SOLVED, "escape_cause": "method", "prevention": "培训"})
    assert first(seller)[1], "the approval is somebody else's"
