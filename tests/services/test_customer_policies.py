"""What a class of customers gets, by version; a customer's own exception; the usual policies where nothing is written down."""

from datetime import timedelta
from uuid import UUID

import pytest

from app.errors import ConflictError, ValidationError
from app.formats import today
from app.models import Customer, Employee
from app.models.account_plan import CustomerPolicy
from app.services import customer_policies, receipts, records, trade_view
from app.store.store import Store

TOMORROW = today() + timedelta(days=1)


@pytest.fixture
def customer(store: Store) -> UUID:
    key: UUID = store.write("x", records.create, Customer, {"name": "华信", "grade": "gold"}).value
    return key


def test_the_usual_policies_are_those_of_the_paper_and_are_written_down_once(store: Store) -> None:
    usual = store.read(customer_policies.in_force, today())
    keys = ("payment_days", "training_times", "man_days", "rebate", "price_discount")
    figures = {grade: tuple(policy.values[key] for key in keys)
               for grade, policy in usual.items()}  # fmt: skip
    assert figures == {"gold": (60, 4, 12, 300, 800), "silver": (30, 2, 4, 150, 400), "ordinary": (0, None, None, None, None)}
    assert store.write("x", customer_policies.install_usual).value == 3
    assert store.write("x", customer_policies.install_usual).value == 0
    assert {policy.source for policy in store.read(customer_policies.in_force, today()).values()} == {"class"}


def test_a_version_holds_from_its_day_and_stays_as_it_is(store: Store, customer: UUID) -> None:
    first = {"grade": "gold", "payment_days": 60, "begins_on": today() - timedelta(days=30)}
    old = store.write("x", trade_view.create, "customer_policies", first).value
    later = {"grade": "gold", "payment_days": 45, "begins_on": TOMORROW}
    new = store.write("x", trade_view.create, "customer_policies", later).value
    assert [store.read(records.get, CustomerPolicy, key)["edition"] for key in (old, new)] == [1, 2]
    for day, days in ((today(), 60), (TOMORROW, 45)):
        policy = store.read(customer_policies.effective, customer, day)
        assert (policy.values["payment_days"], policy.source) == (days, "class")
    with pytest.raises(ConflictError, match="stays as it is"):
        store.write("x", trade_view.amend, "customer_policies", old, {"payment_days": 90})
    store.write("x", trade_view.amend, "customer_policies", old, {"ends_on": today() - timedelta(days=1)})
    assert store.read(customer_policies.effective, customer, today()).source == "usual"


def test_an_exception_counts_before_the_class_until_it_ends(store: Store, customer: UUID) -> None:
    boss = store.write("x", records.create, Employee, {"name": "总经理"}).value
    given = {"customer_id": customer, "payment_days": 90, "reason": "年度框架协议", "approver_id": boss, "ends_on": TOMORROW}
    for missing in ("reason", "approver_id", "ends_on"):
        with pytest.raises(ValidationError):
            store.write("x", trade_view.create, "customer_policies", {**given, missing: None})
    store.write("x", trade_view.create, "customer_policies", given)
    assert store.read(customer_policies.effective, customer, TOMORROW).source == "exception"
    assert store.read(customer_policies.effective, customer, TOMORROW + timedelta(days=1)).source == "usual"
    due = store.write("x", receipts.save_invoice, {"customer_id": customer, "issued_on": today(), "total": 100}).value
    assert store.read(trade_view.trade_view, "invoices", due).values["due_on"] == today() + timedelta(days=90)


def test_it_is_of_a_class_or_of_a_customer(store: Store, customer: UUID) -> None:
    for given in ({}, {"grade": "gold", "customer_id": customer}):
        with pytest.raises(ValidationError, match="class"):
            store.write("x", trade_view.create, "customer_policies", given)
    with pytest.raises(ValidationError, match="end before"):
        store.write("x", trade_view.create, "customer_policies", {"grade": "gold", "ends_on": today() - timedelta(days=1)})


def test_without_a_class_there_is_no_policy(store: Store) -> None:
    key = store.write("x", records.create, Customer, {"name": "新客"}).value
    assert store.read(customer_policies.effective, key, today()) is None
