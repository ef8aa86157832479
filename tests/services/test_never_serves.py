"""Serving a customer no longer: two signatures, what it blocks, what goes on, the way back; never for a complaint."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from app.errors import AppError, ConflictError, ValidationError
from app.formats import today
from app.models import Complaint, Customer, Employee
from app.models.grading import NeverServe
from app.services import complaints, customers, never_serves, orders, receipts, records, trade_view
from app.services.business.period import months_before
from app.store.store import Store

APPLIED = {"reason": "arrears", "evidence": "三次书面催告均未付款", "tried": "分期协议两次未履行", "loss": 800_000}


@pytest.fixture
def people(store: Store) -> dict[str, UUID]:
    given = {"销售": "rep", "总监": "director", "总经理": "cxo"}
    return {
        name: store.write("x", records.create, Employee, {"name": name, "level": level}).value for name, level in given.items()
    }  # fmt: skip


@pytest.fixture
def customer(store: Store) -> UUID:
    key: UUID = store.write("x", records.create, Customer, {"name": "赖账商行", "grade": "watch", "status": "active"}).value
    return key


@pytest.fixture
def applied(store: Store, people: dict[str, UUID], customer: UUID) -> UUID:
    given = {**APPLIED, "customer_id": customer, "applicant_id": people["销售"]}
    key: UUID = store.write("Apply", trade_view.create, "never_serves", given).value
    return key


def take(store: Store, key: UUID, code: str, **values: Any) -> None:
    """A move with what its panel shows first, and what is typed besides."""
    first = store.read(never_serves.asked, key, code)
    store.write("x", never_serves.take, key, code, {**first.values, **values}, first.version)


def approve(store: Store, key: UUID) -> None:
    take(store, key, "endorse", obligations_checked=True)
    take(store, key, "approve")


def test_two_signatures_stop_new_orders_and_lifting_brings_the_grade_back(
    store: Store, people: dict[str, UUID], customer: UUID, applied: UUID
) -> None:
    approve(store, applied)
    row, firm = store.read(records.get, NeverServe, applied), store.read(records.get, Customer, customer)
    assert (row["state"], row["director_id"], row["manager_id"]) == ("approved", people["总监"], people["总经理"])
    assert (row["effective_on"], row["review_on"]) == (today(), months_before(today(), -12))
    assert (firm["grade"], firm["status"]) == ("never", "never")
    order = {"customer_id": customer, "ordered_on": today(), "net": 10_000}
    with pytest.raises(ValidationError, match="never served"):
        store.write("x", orders.save, order)
    bill = {"customer_id": customer, "issued_on": today(), "total": 5_000}
    assert store.write("x", receipts.save_invoice, bill).value  # what it owes is billed on
    assert store.write("x", complaints.register, {"customer_id": customer, "subject": "短装", "severity": "S3"}).value
    take(store, applied, "lift", lifted_reason="全部付清，现款现货")
    firm = store.read(records.get, Customer, customer)
    assert (firm["grade"], firm["status"]) == ("watch", "active")
    assert store.write("x", orders.save, order).value


def test_an_approval_is_undone_whole(store: Store, customer: UUID, applied: UUID) -> None:
    approve(store, applied)
    store.undo()
    assert store.read(records.get, NeverServe, applied)["state"] == "endorsed"
    assert store.read(records.get, Customer, customer)["grade"] == "watch"


def test_what_is_owed_is_written_into_the_application(store: Store, people: dict[str, UUID], customer: UUID) -> None:
    store.write("x", receipts.save_invoice, {"customer_id": customer, "issued_on": today(), "total": 123_400})
    store.write("x", complaints.register, {"customer_id": customer, "subject": "短装", "severity": "S3"})
    key = store.write("x", trade_view.create, "never_serves", {**APPLIED, "customer_id": customer}).value
    said = store.read(records.get, NeverServe, key)["obligations"]
    assert said == "Receivables ¥1,234.00, 1 invoices; orders to deliver: 0; open complaints: 1"


def test_a_complaint_is_no_reason(store: Store, customer: UUID) -> None:
    case = store.write("x", complaints.register, {"customer_id": customer, "subject": "短装", "severity": "S1"}).value
    number = store.read(records.get, Complaint, case)["number"]
    for evidence in ("天天投诉", f"see {number}", "complains all the time"):
        given = {**APPLIED, "reason": "other", "evidence": evidence, "customer_id": customer}
        with pytest.raises(ValidationError, match="never a reason"):
            store.write("x", trade_view.create, "never_serves", given)


def test_who_applied_does_not_decide_and_nobody_signs_twice(store: Store, people: dict[str, UUID], applied: UUID) -> None:
    with pytest.raises(ValidationError, match="Whoever applied"):
        take(store, applied, "endorse", director_id=people["销售"], obligations_checked=True)
    with pytest.raises(ValidationError, match="checked"):
        take(store, applied, "endorse", obligations_checked=False)
    take(store, applied, "endorse", obligations_checked=True)
    with pytest.raises(ValidationError, match="signed already"):
        take(store, applied, "approve", manager_id=people["总监"])
    store.write("x", records.update, Employee, people["总经理"], {"has_left": True})
    with pytest.raises(ValidationError, match="has left"):
        take(store, applied, "approve", manager_id=people["总经理"])


@pytest.mark.parametrize(
    ("values", "said"),
    [({"effective_on": 1}, "at the latest"), ({"effective_on": -9}, "before it was applied"), ({"review_on": 0}, "still ahead")],
)
def test_days_that_can_not_be_are_refused(store: Store, applied: UUID, values: dict[str, int], said: str) -> None:
    take(store, applied, "endorse", obligations_checked=True)
    with pytest.raises(ValidationError, match=said):
        take(store, applied, "approve", **{key: today() + timedelta(days=days) for key, days in values.items()})


def test_an_application_stays_as_it_was_signed_and_there_is_one(store: Store, customer: UUID, applied: UUID) -> None:
    store.write("x", trade_view.amend, "never_serves", applied, {"tried": "三次上门"})
    with pytest.raises(ConflictError, match="already"):
        store.write("x", trade_view.create, "never_serves", {**APPLIED, "customer_id": customer})
    approve(store, applied)
    for act in (
        lambda: store.write("x", trade_view.amend, "never_serves", applied, {"tried": "-"}),
        lambda: store.write("x", trade_view.delete, "never_serves", applied),
        lambda: store.write("x", never_serves.take, applied, "endorse", {}),
    ):
        with pytest.raises(ConflictError):
            act()
    take(store, applied, "review", review_on=today() + timedelta(days=400))
    assert store.read(records.get, NeverServe, applied)["review_on"] == today() + timedelta(days=400)


def test_it_is_turned_down_at_either_desk(store: Store, people: dict[str, UUID], customer: UUID, applied: UUID) -> None:
    take(store, applied, "decline", director_words="先停供，再协商")
    assert store.read(records.get, NeverServe, applied)["state"] == "refused"
    again = store.write("x", trade_view.create, "never_serves", {**APPLIED, "customer_id": customer}).value
    take(store, again, "endorse", obligations_checked=True)
    take(store, again, "refuse", manager_words="不同意")
    assert store.read(records.get, Customer, customer)["grade"] == "watch"


def test_the_form_of_a_customer_neither_gives_nor_takes_it(store: Store, customer: UUID) -> None:
    for values in ({"grade": "never"}, {"status": "never"}):
        with pytest.raises(AppError, match="own application"):
            store.write("x", customers.save, customer, values)
    store.write("x", records.update, Customer, customer, {"grade": "never", "status": "never"})
    with pytest.raises(AppError, match="own application"):
        store.write("x", customers.save, customer, {"status": "active"})
    assert store.write("x", customers.save, customer, {"phone": "057188001234"}).value
