"""Rows that name a record by the number, name or credit code it had before it was merged mean the one that stayed."""

from typing import Any
from uuid import UUID

import pytest

from app.exchange.listing import listing
from app.models import Contact, Customer
from app.services import merge, records
from app.store.store import Store
from tests.exchange.test_import import bring_in


@pytest.fixture
def kept(store: Store) -> UUID:
    first = store.write("one", records.create, Customer, {"name": "国元证券", "phone": "111"}).value
    other = store.write(
        "two", records.create, Customer, {"name": "国元证券股份有限公司", "phone": "222", "credit_code": "91110000600037341L"}
    ).value
    store.write("merge", merge.merge, Customer, first, other, {"credit_code": "kept"})
    return first


def customer(store: Store) -> dict[str, Any]:
    (found,) = store.read(listing, "customers")
    return dict(found)


def test_what_the_row_repeats_of_the_merged_record_changes_nothing(store: Store, kept: UUID) -> None:
    rows = [("Customer no.", "Name", "Phone"), ("KH000002", "国元证券股份有限公司", "222")]
    assert bring_in(store, "customers", *rows) == ([0, 0, 1, 0, 0], [])
    assert (customer(store)["name"], customer(store)["code"]) == ("国元证券", "KH000001")


def test_what_is_new_in_the_row_goes_to_the_kept_record(store: Store, kept: UUID) -> None:
    rows = [("Customer no.", "Name", "Phone"), ("KH000002", "国元证券股份有限公司", "333")]
    assert bring_in(store, "customers", *rows) == ([0, 1, 0, 0, 0], [])
    found = customer(store)
    assert (found["name"], found["code"], found["phone"]) == ("国元证券", "KH000001", "333")


@pytest.mark.parametrize("named", ["国元证券股份有限公司", "KH000002"])
def test_a_person_of_the_merged_customer_comes_to_the_kept_one(store: Store, kept: UUID, named: str) -> None:
    assert bring_in(store, "contacts", ("Name", "Company"), ("蔡咏", named)) == ([1, 0, 0, 0, 0], [])
    (person,) = store.read(listing, "contacts")
    assert person["customer"] == "国元证券"


def test_a_merged_person_is_not_made_again(store: Store, kept: UUID) -> None:
    one, other = (
        store.write("make", records.create, Contact, {"name": name, "customer_id": kept}).value for name in ("蔡咏", "蔡泳")
    )
    store.write("merge", merge.merge, Contact, one, other)
    rows = [("Name", "Company", "Position"), ("蔡泳", "国元证券", "董事长")]
    assert bring_in(store, "contacts", *rows) == ([0, 1, 0, 0, 0], [])
    (person,) = store.read(listing, "contacts")
    assert (person["name"], person["title"]) == ("蔡咏", "董事长")
