"""Phone memos (F-07): who is responsible when, called back, passed on, turned into a complaint or a request."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from app.errors import ConflictError, ValidationError
from app.models import Complaint, Customer, Employee, Visit
from app.models.memo import PhoneMemo
from app.models.request import ServiceRequest
from app.services import phone_memos, records, settings
from app.store.store import Store

AT = datetime.now(UTC).replace(microsecond=0) - timedelta(hours=3)


def _team(store: Store) -> tuple[UUID, UUID, UUID]:
    names = ({"name": "前台"}, {"name": "周敏"}, {"name": "李强", "has_left": True})
    keys = [store.write("Added", records.create, Employee, values).value for values in names]
    _as(store, keys[0])
    return keys[0], keys[1], keys[2]


def _as(store: Store, person: UUID) -> None:
    store.write("Me", settings.change, "me", str(person))


def _memo(store: Store, **values: Any) -> UUID:
    given = {"subject": "要报价", "caller": "王先生", "caller_phone": "13800000000", "called_at": AT} | values
    return store.write("Memo", phone_memos.create, given).value


def _get(store: Store, key: UUID, entity: Any = PhoneMemo) -> dict[str, Any]:
    return store.read(records.get, entity, key)


def test_who_took_the_call_is_responsible_until_the_addressee_takes_it_over(store: Store) -> None:
    desk, anna, gone = _team(store)
    memo = _memo(store, for_id=anna, call_by=AT + timedelta(hours=5))
    _memo(store, for_id=desk, urgency="U3")
    lines = store.read(phone_memos.open_for, anna)
    assert [(one.id, one.responsible_id, one.for_name, one.call_back) for one in lines] == [(memo, desk, "周敏", True)]
    assert [one.responsible_id for one in store.read(phone_memos.open_for, desk)] == [desk, desk]
    assert _get(store, memo)["number"].startswith("LY")
    _as(store, anna)
    store.write("Taken", phone_memos.take_over, memo)
    assert [one.responsible_id for one in store.read(phone_memos.open_for, anna)] == [anna]
    assert len(store.read(phone_memos.open_for, desk)) == 1
    with pytest.raises(ConflictError):
        store.write("Taken", phone_memos.take_over, memo)
    for employee, kind in ((anna, ValidationError), (gone, ValidationError)):
        with pytest.raises(kind):
            store.write("On", phone_memos.pass_on, memo, employee)
    store.write("On", phone_memos.pass_on, memo, desk)
    row = _get(store, memo)
    assert (row["for_id"], row["accepted_at"], row["passed_on"]) == (desk, None, 1)
    store.write("Taken", phone_memos.take_over, memo)  # by a colleague of the addressee
    assert (_get(store, memo)["for_id"], _get(store, memo)["passed_on"]) == (anna, 2)


def test_a_call_back_stands_on_the_timeline_and_settles_the_memo(store: Store) -> None:
    desk, anna, _gone = _team(store)
    customer = store.write("Added", records.create, Customer, {"name": "华信钢构"}).value
    memo = _memo(store, for_id=anna, customer_id=customer)
    for result, at in ((" ", None), ("x", AT - timedelta(hours=1)), ("x", datetime.now(UTC) + timedelta(hours=1))):
        with pytest.raises(ValidationError):
            store.write("Called", phone_memos.call_back, memo, result, at)
    call = store.write("Called", phone_memos.call_back, memo, "已报价", AT + timedelta(hours=1)).value
    kept = _get(store, call, Visit)
    assert (kept["kind"], kept["direction"], kept["owner_id"], kept["content"]) == ("phone", "out", desk, "已报价")
    assert (_get(store, memo)["state"], _get(store, memo)["settled_at"]) == ("called", AT + timedelta(hours=1))
    with pytest.raises(ConflictError):
        store.write("Settled", phone_memos.settle, memo, "x")
    store.undo()
    assert (_get(store, memo)["state"], len(store.read(phone_memos.open_for))) == ("open", 1)
    assert store.write("Called", phone_memos.call_back, _memo(store), "不在").value is None
    store.write("Settled", phone_memos.settle, memo, "无需回电")
    assert store.read(phone_memos.open_for) == ()


def test_complaints_and_requests_keep_the_time_of_the_call_and_who_took_it(store: Store) -> None:
    desk, anna, _gone = _team(store)
    memo, other = _memo(store, for_id=anna, subject="漏油"), _memo(store, for_id=anna)
    _as(store, anna)
    complaint = _get(store, store.write("Complaint", phone_memos.to_complaint, memo, "S2").value, Complaint)
    assert (complaint["received_at"], complaint["first_owner_id"], complaint["channel"]) == (AT, desk, "phone")
    assert (complaint["complainant"], complaint["subject"], complaint["state"]) == ("王先生", "漏油", "S10")
    assert (_get(store, memo)["state"], _get(store, memo)["complaint_id"]) == ("complaint", complaint["id"])
    request = _get(store, store.write("Request", phone_memos.to_request, other).value, ServiceRequest)
    assert (request["received_at"], request["first_owner_id"], request["caller_phone"]) == (AT, desk, "13800000000")
    called = _memo(store, for_id=anna, caller="孙女士")
    store.write("Called", phone_memos.call_back, called, "要求换货", AT + timedelta(hours=1))
    store.write("Complaint", phone_memos.to_complaint, called, "S3")
    row = _get(store, called)
    assert (row["state"], row["result"], row["settled_at"]) == ("complaint", "要求换货", AT + timedelta(hours=1))
    for op in (phone_memos.to_complaint, phone_memos.to_request):
        with pytest.raises(ConflictError):
            store.write("Again", op, memo, "S2")


def test_what_cannot_be_right_is_refused_beside_its_field(store: Store) -> None:
    _desk, _anna, gone = _team(store)
    bad: list[tuple[dict[str, Any], str]] = [
        ({"subject": ""}, "subject"), ({"caller": "", "caller_phone": None}, "caller"), ({"for_id": gone}, "for_id"),
        ({"called_at": datetime.now(UTC) + timedelta(minutes=9)}, "called_at"), ({"call_by": AT - timedelta(hours=1)}, "call_by"),
    ]  # fmt: skip
    for values, field in bad:
        with pytest.raises(ValidationError) as wrong:
            _memo(store, **values)
        assert wrong.value.field == field
    memo = _memo(store)
    assert store.write("Changed", phone_memos.amend, memo, {"notes": "x", "state": "settled"}).value
    assert _get(store, memo)["state"] == "open"
    with pytest.raises(ValidationError):
        store.write("Changed", phone_memos.amend, memo, {"call_by": AT - timedelta(days=1)})
