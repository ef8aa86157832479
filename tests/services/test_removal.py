"""Who moves customers to the recycle bin, and how such a step is called."""

from datetime import date
from typing import Any
from uuid import UUID

import pytest

from app.errors import ValidationError
from app.models import Contact, Customer, Employee, Visit
from app.services import bulk, customers, records, settings
from app.services.removal import removal_words, return_words
from app.store.store import Store


def made(store: Store, entity: Any, **values: Any) -> UUID:
    key: UUID = store.write("Made", records.create, entity, values).value
    return key


def test_salespeople_let_go_of_their_own_customers_alone(store: Store) -> None:
    made(store, Employee, name="陈立", role="owner")
    mine, other = made(store, Employee, name="王桥", role="salesperson"), made(store, Employee, name="周敏", role="salesperson")
    store.write("me", settings.change, "me", str(mine))
    own, others, free = (made(store, Customer, name=name, owner_id=who)
                         for name, who in (("A", mine), ("B", other), ("C", None)))  # fmt: skip
    for work in (customers.remove, lambda session, ids: bulk.remove(session, "customers", ids)):
        with pytest.raises(ValidationError) as told:
            store.write("Bin", work, [own, others])
        assert told.value.values["name"] == "B"
    store.write("Bin", customers.remove, [own, free])
    gone = {name: store.read(records.get, Customer, key)["deleted_at"] for name, key in (("A", own), ("B", others), ("C", free))}
    assert [name for name, at in gone.items() if at] == ["A", "C"]


def test_a_firm_without_roles_has_no_rule(store: Store) -> None:
    other = made(store, Employee, name="周敏")
    store.write("Bin", customers.remove, [made(store, Customer, name="B", owner_id=other)])


def test_the_step_names_the_customer_and_counts_what_goes_with_it(store: Store) -> None:
    key, bare = made(store, Customer, name="华信"), made(store, Customer, name="B")
    made(store, Contact, name="王芳", customer_id=key)
    made(store, Contact, name="李静", customer_id=key)
    made(store, Visit, customer_id=key, planned_on=date(2026, 5, 1), purpose="x")
    words = store.read(removal_words, "customers", [key])
    assert words == ("Moved customer {name} with {parts} records to the recycle bin", {"name": "华信", "parts": "3"})
    assert store.read(removal_words, "customers", [bare])[1] == {"name": "B"}
    assert store.read(removal_words, "customers", [bare, key])[1] == {"count": "2"}
    store.write("Bin", customers.remove, [key])
    store.write("Bin", customers.remove, [bare])
    assert store.read(return_words, "customers", [key]) == (
        "Brought {name} back with {parts} records", {"name": "华信", "parts": "3"},
    )  # fmt: skip
    assert store.read(return_words, "customers", [bare]) == ("Brought {name} back", {"name": "B"})
    assert store.read(return_words, "customers", [key, bare])[1] == {"count": "2", "parts": "3"}
