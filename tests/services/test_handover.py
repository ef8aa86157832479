"""Handing over: customers with what is open there, in one step, undone in one; who answers first stays."""

from typing import Any
from uuid import UUID

import pytest

from app.errors import ValidationError
from app.i18n import set_language
from app.models import Complaint, Contact, Customer, Employee, Visit
from app.models.handover import Handover
from app.models.memo import PhoneMemo
from app.reports import build
from app.services import complaints, handover, merge, phone_memos, records
from app.store.store import Store


def made(store: Store, entity: Any, **values: Any) -> UUID:
    key: UUID = store.write("x", records.create, entity, values).value
    return key


def stored(store: Store, entity: Any, key: UUID) -> dict[str, Any]:
    found: dict[str, Any] = store.read(records.get, entity, key)
    return found


@pytest.fixture
def firm(store: Store) -> dict[str, UUID]:
    wang, li, zhao = (made(store, Employee, name=name) for name in ("王强", "李娜", "赵敏"))
    one, two = (made(store, Customer, name=name, owner_id=wang) for name in ("华信钢构", "单氏泵业"))
    other = made(store, Customer, name="赵家", owner_id=zhao)
    keys = {"wang": wang, "li": li, "zhao": zhao, "one": one, "two": two, "other": other}
    keys["visit"] = made(store, Visit, customer_id=one, owner_id=wang, purpose="报价")
    keys["done"] = made(store, Visit, customer_id=one, owner_id=wang, purpose="旧访", state="done")
    keys["loose"] = made(store, Visit, customer_id=other, owner_id=wang, purpose="陪同")
    keys["person"] = made(store, Contact, customer_id=two, name="陈工", our_contact_id=wang)
    told = {"customer_id": one, "subject": "漏油", "handler_id": wang, "first_owner_id": wang,
            "severity": "S3", "urgency": "U2", "text": "漏油", "channel": "phone"}  # fmt: skip
    keys["complaint"] = store.write("x", complaints.register, told).value
    return keys


def owners(store: Store, firm: dict[str, UUID]) -> dict[str, UUID | None]:
    where = (
        ("one", Customer, "owner_id"), ("two", Customer, "owner_id"), ("visit", Visit, "owner_id"), ("done", Visit, "owner_id"),
        ("loose", Visit, "owner_id"), ("person", Contact, "our_contact_id"), ("complaint", Complaint, "handler_id"),
    )  # fmt: skip
    return {key: stored(store, entity, firm[key])[field] for key, entity, field in where}


def test_what_somebody_has_to_hand_over(store: Store, firm: dict[str, UUID]) -> None:
    found = store.read(handover.portfolio, firm["wang"])
    assert [item.title for item in found.customers] == ["单氏泵业", "华信钢构"]
    assert [found.count(kind, firm["one"]) for kind in handover.KINDS[1:]] == [1, 1, 0]
    assert [found.count(kind, firm["two"]) for kind in handover.KINDS[1:]] == [0, 0, 1]
    assert [(item.kind, item.title) for item in found.loose] == [("visits", "陪同")]
    chosen = store.read(handover.portfolio, firm["wang"], [firm["two"], firm["other"]])
    assert ([item.title for item in chosen.customers], chosen.loose) == (["单氏泵业"], ())


def test_everything_goes_in_one_step_and_comes_back_in_one(store: Store, firm: dict[str, UUID]) -> None:
    before, first = owners(store, firm), stored(store, Complaint, firm["complaint"])["first_owner_id"]
    choice = {firm["one"]: firm["li"], firm["two"]: firm["zhao"]}
    done = store.write("Hand-over", handover.hand_over, firm["wang"], choice, firm["li"], True).value
    li, zhao, wang = firm["li"], firm["zhao"], firm["wang"]
    assert owners(store, firm) == {
        "one": li, "two": zhao, "visit": li, "done": wang, "loose": li, "person": zhao, "complaint": li
    }  # fmt: skip
    complaint = stored(store, Complaint, firm["complaint"])
    assert (complaint["first_owner_id"], complaint["salesperson_id"]) == (first, li)
    assert stored(store, Employee, wang)["has_left"] is True
    assert done.counts == {"customers": 2, "visits": 2, "complaints": 1, "contacts": 1}
    store.undo()
    assert owners(store, firm) == before
    assert stored(store, Employee, wang)["has_left"] is False
    assert stored(store, Handover, done.id)["deleted_at"] is not None
    assert store.read(handover.latest) is None
    store.redo()
    assert owners(store, firm)["one"] == li


def test_chosen_customers_alone(store: Store, firm: dict[str, UUID]) -> None:
    store.write("x", handover.hand_over, firm["wang"], {firm["two"]: firm["li"]})
    after = owners(store, firm)
    assert (after["two"], after["person"]) == (firm["li"], firm["li"])
    assert {after[key] for key in ("one", "visit", "loose", "complaint")} == {firm["wang"]}


def test_what_is_refused(store: Store, firm: dict[str, UUID]) -> None:
    everything = {firm["one"]: firm["li"], firm["two"]: firm["li"]}
    gone = made(store, Employee, name="离职", has_left=True)
    refused = [
        ({firm["one"]: firm["wang"]}, None, False), ({firm["one"]: gone}, None, False),
        ({firm["one"]: firm["li"]}, firm["li"], True), (everything, None, True), ({}, None, False),
    ]  # fmt: skip
    for choice, rest, left in refused:
        with pytest.raises(ValidationError):
            store.write("x", handover.hand_over, firm["wang"], choice, rest, left)
    assert owners(store, firm)["one"] == firm["wang"]


def test_a_customer_of_somebody_else_is_left_alone(store: Store, firm: dict[str, UUID]) -> None:
    with pytest.raises(ValidationError):
        store.write("x", handover.hand_over, firm["wang"], {firm["other"]: firm["li"]})
    assert stored(store, Customer, firm["other"])["owner_id"] == firm["zhao"]


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_list_to_sign(store: Store, firm: dict[str, UUID], language: str) -> None:
    empty = store.read(build, "handover", "en")
    assert "Nothing was handed over yet." in str(empty.blocks)
    choice = {firm["one"]: firm["li"], firm["two"]: firm["zhao"]}
    store.write("x", handover.hand_over, firm["wang"], choice, firm["li"], True)
    paper = store.read(build, "handover", language)
    set_language("en")
    said = str(paper.blocks)
    assert all(name in said for name in ("李娜", "赵敏", "华信钢构", "单氏泵业", "报价", "陪同", "漏油", "陈工", "王强"))
    assert "旧访" not in said


def test_what_was_merged_since_is_told_as_what_it_is_today(store: Store, firm: dict[str, UUID]) -> None:
    choice = {firm["one"]: firm["li"], firm["two"]: firm["li"]}
    store.write("x", handover.hand_over, firm["wang"], choice, firm["li"])

    def told() -> list[str]:
        past = store.read(handover.latest)
        assert past is not None
        ((_name, things),) = past.received
        return [item.title for item in things["customers"]]

    assert sorted(told()) == ["华信钢构", "单氏泵业"]
    store.write("m", merge.merge, Customer, firm["one"], firm["two"])
    assert told() == ["华信钢构"]
    store.undo()
    assert sorted(told()) == ["华信钢构", "单氏泵业"]


def test_a_thousand_customers(store: Store) -> None:
    giver, taker = made(store, Employee, name="甲"), made(store, Employee, name="乙")
    rows = [{"name": f"客户{n}", "owner_id": giver} for n in range(1200)]
    keys = store.write("x", records.create_many, Customer, rows).value
    store.write("x", handover.hand_over, giver, dict.fromkeys(keys, taker))
    assert store.read(handover.portfolio, giver).customers == ()
    past = store.read(handover.latest)
    assert past is not None
    assert len(past.received[0][1]["customers"]) == 1200


def test_calls_nobody_returned_yet_go_along_when_somebody_leaves(store: Store, firm: dict[str, UUID]) -> None:
    def memo(**values: Any) -> UUID:
        key: UUID = store.write("Memo", phone_memos.create, {"subject": "回电", "for_id": firm["wang"], **values}).value
        return key

    at_one, nobodys = memo(customer_id=firm["one"], taken_by_id=firm["zhao"]), memo(caller="路人", taken_by_id=firm["zhao"])
    choice = {firm["one"]: firm["zhao"], firm["two"]: firm["li"]}
    store.write("x", handover.hand_over, firm["wang"], choice, firm["li"], True)
    assert [stored(store, PhoneMemo, key)["for_id"] for key in (at_one, nobodys)] == [firm["zhao"], firm["li"]]
    store.undo()
    assert [stored(store, PhoneMemo, key)["for_id"] for key in (at_one, nobodys)] == [firm["wang"]] * 2
