"""A service request from the ring to the rating, into a complaint and back (domain/40 §4.11)."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from app.errors import ConflictError, ValidationError
from app.models import Complaint, Customer, Employee
from app.models.request import ServiceRequest
from app.models.types import now_utc
from app.services import attachments, complaint_events, complaints, lists, records, requests
from app.services.lists import ListQuery
from app.services.request_conversion import to_complaint
from app.services.request_of_complaint import from_complaint
from app.store.store import Store

RECEIVED = datetime(2026, 7, 3, 9, tzinfo=UTC)  # a Friday, 17:00 in Shanghai


@pytest.fixture
def people(store: Store) -> list[UUID]:
    return [store.write("Added", records.create, Employee, {"name": name}).value for name in ("陈立", "周敏")]


@pytest.fixture
def customer(store: Store) -> UUID:
    return store.write("Added", records.create, Customer, {"name": "华信钢构有限公司", "grade": "silver"}).value


def _read(store: Store, key: UUID) -> dict[str, Any]:
    return store.read(records.get, ServiceRequest, key)


def _take(store: Store, key: UUID, code: str, **values: Any) -> None:
    store.write("Step", requests.take, key, code, values)


def _refused(store: Store, key: UUID, code: str, **values: Any) -> str:
    with pytest.raises(ValidationError) as wrong:
        _take(store, key, code, **values)
    return wrong.value.field


def test_a_repair_goes_all_the_way_and_is_not_begun_before_the_price_is_agreed(store, people, customer):
    given = {"customer_id": customer, "text": "主轴有异响\n下午停机", "kind": "repair", "received_at": RECEIVED}
    key = store.write("Recorded", requests.register, given).value
    row = _read(store, key)
    assert (row["subject"], row["state"], row["level"], row["entitlement"]) == ("主轴有异响", "registered", "3", "open")
    assert row["number"].startswith("FW202")
    assert row["first_owner_id"] == people[0]
    assert (row["respond_due"], row["arrive_due"]) == (datetime(2026, 7, 6, 4, tzinfo=UTC), datetime(2026, 7, 7, 10, tzinfo=UTC))
    _take(store, key, "dispatch", handler_id=people[1], level="4")
    row = _read(store, key)
    assert (row["state"], row["first_owner_id"], row["handler_id"]) == ("dispatched", people[0], people[1])
    assert row["respond_due"] == datetime(2026, 7, 3, 11, tzinfo=UTC)  # two hours at level 4
    assert _refused(store, key, "start") == "entitlement"
    assert _refused(store, key, "start", entitlement="chargeable") == "price"
    told = {"entitlement": "chargeable", "price": 80_000}
    assert _refused(store, key, "complete", solution="换轴承", done_at=now_utc(), **told) == "price_accepted"
    _take(store, key, "start", price_accepted="yes", **told)
    assert _read(store, key)["responded_at"] is not None
    assert _refused(store, key, "hand_on", handler_id=people[1]) == "handler_id"
    _take(store, key, "hand_on", handler_id=people[0])
    with pytest.raises(ConflictError):
        _take(store, key, "confirm", confirmed_at=now_utc())
    assert _refused(store, key, "complete", done_at=now_utc()) == "solution"
    assert _refused(store, key, "complete", solution="换轴承", done_at=RECEIVED - timedelta(hours=1)) == "done_at"
    _take(store, key, "complete", **{**store.read(requests.proposal, key, "complete"), "solution": "换轴承"})
    assert _refused(store, key, "again") == "notes"
    _take(store, key, "again", notes="仍有异响")
    assert (_read(store, key)["state"], _read(store, key)["done_at"]) == ("working", None)
    _take(store, key, "complete", solution="换轴承、校平衡", done_at=now_utc())
    _take(store, key, "confirm", confirmed_at=now_utc())
    assert _refused(store, key, "rate", rating="2") == "rating_note"
    _take(store, key, "rate", rating="2", rating_note="来了两次")
    row = _read(store, key)
    assert (row["state"], row["rating"], row["first_owner_id"]) == ("rated", "2", people[0])
    for _step in range(3):
        store.undo()
    assert _read(store, key)["state"] == "working"


def test_what_a_request_says_changes_but_never_who_received_it(store, people, customer):
    given = {"customer_id": customer, "subject": "怎么换刀", "received_at": RECEIVED}
    key = store.write("Recorded", requests.register, given).value
    assert (_read(store, key)["entitlement"], _read(store, key)["arrive_due"]) == ("included", None)
    with pytest.raises(ValidationError) as wrong:
        store.write("Changed", requests.amend, key, {"first_owner_id": people[1]})
    assert wrong.value.field == "first_owner_id"
    assert store.write("Changed", requests.amend, key, {"kind": "repair", "state": "done", "number": "1"}).value
    row = _read(store, key)
    assert (row["state"], row["arrive_due"]) == ("registered", datetime(2026, 7, 7, 10, tzinfo=UTC))
    with pytest.raises(ValidationError) as wrong:
        store.write("Changed", requests.amend, key, {"received_at": now_utc() + timedelta(days=1)})
    assert wrong.value.field == "received_at"
    with pytest.raises(ConflictError):
        store.write("Changed", requests.amend, key, {"subject": "x"}, 1)
    _take(store, key, "cancel", notes="客户已自行解决")
    with pytest.raises(ConflictError):
        store.write("Made", to_complaint, key, "S2")


def test_who_and_what_are_enough_and_asked_for(store, people):
    for given, field in (({}, "customer_id"), ({"caller": "王女士"}, "subject")):
        with pytest.raises(ValidationError) as wrong:
            store.write("Recorded", requests.register, given)
        assert wrong.value.field == field
    key = store.write("Recorded", requests.register, {"caller": "王女士", "text": "x" * 20_000}).value
    row = _read(store, key)
    assert (len(row["subject"]), len(row["text"]), row["caller"]) == (80, 20_000, "王女士")
    assert store.read(records.get, Customer, row["customer_id"])["code"] == "KH000000"


def test_it_becomes_a_complaint_that_keeps_when_it_came_in_and_undo_takes_that_back(store, people, customer):
    given = {"customer_id": customer, "subject": "报修", "text": "等了三天", "channel": "wechat", "received_at": RECEIVED,
             "caller": "王女士", "serial_no": "SN-9", "first_owner_id": people[1]}  # fmt: skip
    key = store.write("Recorded", requests.register, given).value
    fresh = attachments.Fresh("现场.txt", "照片".encode())
    store.write("Attached", attachments.add_all, "requests", key, [fresh])
    case = store.write("Made", to_complaint, key, "S3").value
    made = store.read(records.get, Complaint, case)
    kept = {name: made[name] for name in ("received_at", "channel", "first_owner_id", "text", "serial_no", "customer_id")}
    assert kept == {name: given[name] for name in kept}
    assert (made["state"], made["severity"], made["complainant"]) == ("S10", "S3", "王女士")
    assert _read(store, key)["number"] in made["description"]
    assert (_read(store, key)["state"], _read(store, key)["complaint_id"]) == ("complaint", case)
    assert [each.name for each in store.read(attachments.listed, "complaints", case)] == ["现场.txt"]
    assert [each.name for each in store.read(attachments.listed, "requests", key)] == ["现场.txt"]
    with pytest.raises(ConflictError):
        store.write("Made", to_complaint, key, "S3")
    with pytest.raises(ValidationError):
        store.write("Changed", requests.amend, key, {"subject": "别的"})
    store.undo()
    assert store.read(records.get, Complaint, case)["state"] == "S00"
    assert not any(entry.stands for entry in store.read(complaint_events.entries, case))
    assert (_read(store, key)["state"], _read(store, key)["complaint_id"]) == ("registered", None)
    store.redo()
    assert (_read(store, key)["state"], store.read(records.get, Complaint, case)["state"]) == ("complaint", "S10")


def test_a_complaint_that_is_none_is_the_same_request_again_or_a_new_one(store, people, customer):
    key = store.write("Recorded", requests.register, {"customer_id": customer, "subject": "报修", "received_at": RECEIVED}).value
    case = store.write("Made", to_complaint, key, "S1").value
    again = store.write("Back", from_complaint, case, "repair", "客户只想修好").value
    assert again == key
    row = _read(store, key)
    assert (row["state"], row["kind"], row["notes"]) == ("registered", "repair", "客户只想修好")
    given = {"customer_id": customer, "subject": "怎么换刀", "severity": "S1", "received_at": RECEIVED + timedelta(hours=1)}
    other = store.write("Recorded", complaints.register, given).value
    fresh = store.write("Back", from_complaint, other).value
    row = _read(store, fresh)
    assert (row["received_at"], row["first_owner_id"], row["complaint_id"]) == (given["received_at"], people[0], other)
    assert (row["state"], row["kind"], row["level"]) == ("registered", "enquiry", "3")
    assert row["respond_due"] is not None


def test_converting_a_complaint_is_one_step_that_undo_takes_back_whole(store, people, customer):
    given = {"customer_id": customer, "subject": "怎么换刀", "severity": "S1", "received_at": RECEIVED, "text": "说明书看不懂"}
    case = store.write("Recorded", complaints.register, given).value
    store.write("Converted", complaints.convert, case, "只是咨询", "enquiry")
    (key,) = store.read(lists.ids, ListQuery("requests", (), "number"), 10)
    row = _read(store, key)
    assert (row["received_at"], row["text"], row["kind"], row["complaint_id"]) == (RECEIVED, "说明书看不懂", "enquiry", case)
    assert store.read(records.get, Complaint, case)["state"] == "S97"
    store.undo()
    assert store.read(lists.ids, ListQuery("requests", (), "number"), 10) == []
    assert store.read(records.get, Complaint, case)["state"] == "S10"
    store.redo()
    assert (_read(store, key)["deleted_at"], store.read(records.get, Complaint, case)["state"]) == (None, "S97")
    again = store.write("Made", to_complaint, key, "S2").value  # the customer is not content after all
    assert again != case
    assert store.read(records.get, Complaint, again)["received_at"] == RECEIVED
    assert _read(store, key)["complaint_id"] == again
