"""Parts of a customer's file: added, changed, removed and brought back with it; what one kind asks for."""

from uuid import UUID

import pytest

from app.errors import ValidationError
from app.models import Customer
from app.models.customer_parts import Trait
from app.services import customer_parts, customers, field_doubts, invoice_data, records
from app.store.store import Store


def firm(store: Store) -> UUID:
    key: UUID = store.write("c", customers.add, {"name": "华信钢构有限公司"}).value
    return key


def names(store: Store, entity: str, owner: UUID) -> list[str]:
    return [values["name"] for values, _titles in store.read(customer_parts.listed, entity, owner)]


@pytest.mark.parametrize("answer", [None, "", "  "])
def test_a_weakness_needs_an_answer(store: Store, answer: str | None) -> None:
    key = firm(store)
    with pytest.raises(ValidationError, match="needs our answer") as refused:
        store.write("t", customer_parts.add, "traits", key, {"kind": "weakness", "name": "付款慢", "counter": answer})
    assert refused.value.field == "counter"
    assert names(store, "traits", key) == []


def test_a_strength_needs_none_until_it_becomes_a_weakness(store: Store) -> None:
    key = firm(store)
    trait = store.write("t", customer_parts.add, "traits", key, {"name": "规模大"}).value
    assert store.read(records.get, Trait, trait)["kind"] == "strength"
    with pytest.raises(ValidationError):
        store.write("t", customer_parts.change, "traits", trait, {"kind": "weakness"})
    store.write("t", customer_parts.change, "traits", trait, {"kind": "weakness", "counter": "分批供货"})
    with pytest.raises(ValidationError):
        store.write("t", customer_parts.change, "traits", trait, {"counter": None})


def test_parts_go_to_the_bin_with_their_customer_and_come_back(store: Store) -> None:
    key = firm(store)
    for name in ("甲", "乙"):
        store.write("s", customer_parts.add, "shareholders", key, {"name": name})
    first = store.read(customer_parts.listed, "shareholders", key)[0][0]["id"]
    store.write("r", customer_parts.remove, "shareholders", first)
    assert names(store, "shareholders", key) == ["乙"]
    store.write("d", customers.remove, [key])
    assert names(store, "shareholders", key) == []
    store.write("b", records.restore, Customer, key)
    assert names(store, "shareholders", key) == ["乙"]


@pytest.mark.parametrize(("shares", "told"), [((5000, 5000), ""), ((6000, 4001), "100.01 %"), ((None, 10_000), ""), ((), "")])
def test_shares_above_the_whole_are_doubted(shares: tuple[int | None, ...], told: str) -> None:
    sentence = field_doubts.share_doubt([{"share": share} for share in shares])
    assert (told in sentence) if told else sentence == ""


def test_invoice_data_fall_back_to_what_the_file_holds() -> None:
    values = {"kind": "company", "name": "华信钢构有限公司", "credit_code": "91440300PDY00001X3", "address": "建设路 8 号"}
    assert invoice_data.block(values).splitlines() == [
        "Invoice title: 华信钢构有限公司", "Taxpayer no.: 91440300PDY00001X3", "Address for invoices: 建设路 8 号",
    ]  # fmt: skip
    assert "Taxpayer" not in invoice_data.block({**values, "kind": "person"})


@pytest.mark.parametrize(
    ("value", "doubtful"),
    [("91440300PDY00001X3", False), ("91440300PDY00001X4", True), ("440300123456789", False), ("12345", True)],
)
def test_a_taxpayer_number_is_a_credit_code_or_an_older_one(value: str, doubtful: bool) -> None:
    assert bool(field_doubts.doubt("tax_number", "code", value)) is doubtful
