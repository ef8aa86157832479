"""Extending a target once, priorities by hand, outside procedures, conversions and merges; hard input (issue "Complaints")."""

from datetime import timedelta

import pytest

from app.analysis.workdays import nth_workday, working_days_between
from app.errors import ConflictError, ValidationError
from app.formats import local, today
from app.models import Complaint, Customer, Employee
from app.models.complaint_parts import Recovery
from app.models.request import ServiceRequest
from app.models.types import now_utc
from app.services import complaint_extension, complaint_messages, complaint_view, complaints, merge, records, settings
from app.services.workcalendar import firm_calendar

DAY = timedelta(days=1)
WHOLE = {
    "category": "10.1", "severity": "S2", "urgency": "U2", "complainant": "李工", "text": "坏了", "demands": "repair",
    "validity": "valid", "cause": "man", "solution": "换", "answer": "换", "executed_on": today(),
}  # fmt: skip


@pytest.fixture
def people(store):
    return [store.write("x", records.create, Employee, {"name": name}).value for name in ("陈立", "王桥")]


@pytest.fixture
def customer(store, people):
    return store.write("x", records.create, Customer, {"name": "华信"}).value


@pytest.fixture
def case(store, customer):
    return store.write("x", complaints.register, {"customer_id": customer, "subject": "漏水", "severity": "S2"}).value


def row(store, case):
    return store.read(records.get, Complaint, case)


def refused(store, op, *args, kind=ValidationError):
    with pytest.raises(kind) as error:
        store.write("x", op, *args)
    return getattr(error.value, "field", None)


def test_a_target_is_extended_once_by_as_much_again(store, people, case):
    calendar, old = store.read(firm_calendar), row(store, case)
    last = store.read(complaint_extension.longest, case)
    had = working_days_between(calendar, local(old["received_at"]), local(old["close_due"]))
    assert last == nth_workday(calendar, local(old["close_due"]).date(), had)
    due = local(old["close_due"]).date()
    for until, reason, field in ((last + DAY, "x", "until"), (due, "x", "until"), (last, " ", "reason")):
        assert refused(store, complaint_extension.extend, case, until, reason) == field
    store.write("x", complaint_extension.extend, case, last, "等供应商检测")
    found = row(store, case)
    assert (found["extended_from"], local(found["close_due"]).date()) == (old["close_due"], last)
    (told,) = store.read(complaint_messages.of, case)
    assert (told.kind, "等供应商检测" in told.text) == ("progress", True)
    assert store.read(complaints.log, case)[-1].action == "T29"
    assert refused(store, complaint_extension.extend, case, last + 2 * DAY, "noch einmal") == "until"
    assert store.read(complaint_extension.longest, case) is None
    store.write("x", complaints.amend, case, {"urgency": "U3"})  # P2: the extension stays granted
    found = row(store, case)
    assert working_days_between(calendar, local(found["extended_from"]), local(found["close_due"])) == had
    store.undo()
    store.undo()
    assert (row(store, case)["extended_from"], row(store, case)["close_due"]) == (None, old["close_due"])


def test_what_is_late_waits_or_is_over_is_not_extended(store, people, customer, case):
    old = store.write("x", complaints.register, {"customer_id": customer, "subject": "x", "severity": "S2",
                                                 "received_at": now_utc() - 60 * DAY}).value  # fmt: skip
    assert "past" in store.read(complaint_extension.why_not, old)
    store.write("x", complaints.withdraw, case, "误会")
    assert store.read(complaint_extension.why_not, case)
    assert refused(store, complaint_extension.extend, case, local(now_utc()).date() + 9 * DAY, "x") == "until"
    store.write("x", records.update, Employee, people[0], {"role": "owner"})
    store.actor = people[1]
    third = store.write("x", complaints.register, {"customer_id": customer, "subject": "y", "severity": "S1"}).value
    last = store.read(complaint_extension.longest, third)
    assert refused(store, complaint_extension.extend, third, last, "x") == ""  # a salesperson does not approve
    store.actor = people[0]
    store.write("x", complaint_extension.extend, third, last, "x")


def test_a_reopened_case_keeps_its_first_date_for_the_report(store, people, case):
    first = row(store, case)["close_due"]
    store.write("x", complaints.advance, case, "close", WHOLE)
    store.write("x", complaints.reopen, case, "又漏了")
    found = row(store, case)
    assert (found["close_due"], found["next_due"] > first or found["next_due"] == first, found["reopened"]) == (first, True, 1)
    store.write("x", complaint_extension.extend, case, store.read(complaint_extension.longest, case), "等配件")
    extended = row(store, case)
    assert (extended["close_due"], extended["next_due"] > found["next_due"]) == (first, True)
    # P4: its own target runs from the reopening, still extended
    store.write("x", complaints.step, case, "T29", {"urgency": "U1"}, "不急了")
    assert row(store, case)["next_due"] > row(store, case)["extended_from"] > found["next_due"]


def test_who_assesses_and_approves(store, people, customer):
    """Only where somebody has a role: P3 and P4 are assessed by the first contact, the rest and approvals by a supervisor."""
    store.write("x", records.update, Employee, people[0], {"role": "owner"})
    store.actor = people[1]
    given = {"customer_id": customer, "subject": "x", "category": "10.1"}
    mild, severe = (store.write("x", complaints.register, {**given, "severity": severity}).value for severity in ("S2", "S4"))
    for each in (mild, severe):
        store.write("x", complaints.step, each, "T02")
    store.write("x", complaints.step, mild, "T04")
    assert refused(store, complaints.step, severe, "T04") == ""
    assert refused(store, complaints.step, severe, "T04", {"severity": "S1"}) == ""  # not by making it milder first either
    store.write("x", settings.change, "complaint.rules", {"approvals": "off"})
    store.write("x", complaints.step, severe, "T04")
    assert row(store, severe)["state"] == "S30"


def test_a_priority_by_hand_needs_a_reason_and_downward_an_approval(store, people, case):
    assert refused(store, complaints.amend, case, {"priority": "P2"}) == "priority"
    store.write("x", complaints.step, case, "T29", {"priority": "P2"}, "客户停产")
    assert row(store, case)["priority"] == "P2"
    store.write("x", records.update, Employee, people[0], {"role": "owner"})
    store.actor = people[1]
    store.write("x", complaints.amend, case, {"priority": "P1"}, None, "更急")
    assert refused(store, complaints.amend, case, {"priority": "P4"}, None, "不急") == "priority"
    store.actor = people[0]
    store.write("x", complaints.amend, case, {"priority": "P4"}, None, "不急")
    assert [entry.reason for entry in store.read(complaints.log, case)][1:] == ["客户停产", "更急", "不急"]


def test_an_outside_procedure_has_its_own_deadline(store, people, case):
    until = local(now_utc()).date() + 30 * DAY
    store.write("x", complaints.step, case, "T02")
    given = {"external_body": "市场监管局", "external_no": "12315-0087", "external_due": until}
    store.write("x", complaints.step, case, "T26", given)
    found = row(store, case)
    assert (found["state"], local(found["next_due"]).date()) == ("S98", until)
    assert store.read(complaints.log, case)[-1].reason == "市场监管局 · 12315-0087"
    store.write("x", complaints.step, case, "T27", {"external_result": "双方和解", "to": "S80"})
    assert row(store, case)["state"] == "S80"
    assert refused(store, complaints.amend, case, {"validity": "valid"}) == "cause"  # invariant (v), afterwards too
    store.write("x", complaints.amend, case, {"validity": "valid", "cause": "man"})


def test_conversion_keeps_the_receipt_and_a_merge_tells_the_master(store, customer, case):
    other = store.write("x", complaints.register, {"customer_id": customer, "subject": "同一批", "severity": "S1"}).value
    store.write("x", complaints.merge, other, case, "同一批货")
    (told,) = store.read(complaint_messages.of, case)
    assert (told.kind, row(store, other)["number"] in told.text) == ("note", True)
    received = row(store, case)["received_at"]
    store.write("x", complaints.convert, case, "只是问用法", "repair")
    found = store.read(lambda session: session.query(ServiceRequest).one().received_at)
    assert (found, row(store, case)["state"]) == (received, "S97")
    store.undo()
    assert row(store, case)["state"] == "S10"
    assert store.read(lambda session: session.query(ServiceRequest).one().deleted_at) is not None


def test_a_long_story_and_steps_out_of_order_lose_nothing(store, case):
    story = "法兰裂了。" * 4000
    store.write("x", complaints.amend, case, {"text": story})
    assert row(store, case)["text"] == story
    view = store.read(complaint_view.case_view, case)
    assert view.values["text"] == story
    assert refused(store, complaints.amend, case, {"received_at": now_utc() + DAY}) == "received_at"
    assert refused(store, complaints.step, case, "T02", {"at": now_utc() + DAY}) == "at"
    assert refused(store, complaints.step, case, "T02", {"at": now_utc() - DAY}) == "at"
    store.write("x", complaints.step, case, "T23", {}, story)
    assert store.read(complaints.log, case)[-1].reason == story


def test_the_compensation_is_the_sum_of_the_remedies(store, case):
    for amount in (5_000, 2_550):
        store.write("x", records.create, Recovery, {"complaint_id": case, "kind": "cash", "amount": amount})
    assert refused(store, complaints.amend, case, {"compensation": 1}) == "compensation"
    with pytest.raises(ValidationError) as error:
        store.write("x", complaints.advance, case, "answer", WHOLE | {"compensation": 100})
    assert "75.50" in error.value.sentence
    store.write("x", complaints.advance, case, "answer", WHOLE | {"compensation": 7_550})
    assert row(store, case)["compensation"] == 7_550


def test_two_windows_on_one_case(store, case):
    seen = row(store, case)["row_version"]
    store.write("x", complaints.step, case, "T02")
    assert refused(store, complaints.step, case, "T02", kind=ConflictError) is None
    with pytest.raises(ConflictError) as error:
        store.write("x", complaints.amend, case, {"place": "仓库"}, seen)
    assert "“漏水” was changed elsewhere meanwhile" in error.value.sentence
    assert row(store, case)["place"] is None


def test_a_customer_who_was_merged_or_binned_keeps_the_case(store, customer, case):
    other = store.write("x", records.create, Customer, {"name": "华信二"}).value
    store.write("x", merge.merge, Customer, other, customer)
    assert row(store, case)["customer_id"] == other
    under_old = store.write("x", complaints.register, {"customer_id": customer, "subject": "y", "severity": "S1"}).value
    assert row(store, under_old)["customer_id"] == other
    store.write("x", records.delete, Customer, [other])
    store.write("x", complaints.advance, case, "answer", WHOLE)
    assert row(store, case)["state"] == "S60"
    with pytest.raises(ValidationError) as error:
        store.write("x", complaints.register, {"customer_id": other, "subject": "x", "severity": "S1"})
    assert error.value.field == "customer_id"


def test_a_due_date_in_a_year_without_a_table_is_marked(store, customer):
    store.write("x", settings.change, "complaint.targets", {"P3": {"close": [999, "working_days"]}})
    far = store.write("x", complaints.register, {"customer_id": customer, "subject": "x", "severity": "S2"}).value
    assert row(store, far)["due_provisional"] is True
