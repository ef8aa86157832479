"""What pays what follows every change: out of the bin, merged, given to another customer, turned into a credit note, zeroed."""

from datetime import timedelta

import pytest

from app.errors import ValidationError
from app.formats import today
from app.models import Customer
from app.models.order import Order
from app.services import bulk, merge, orders, receipts, records, trade_view
from app.services.business import ledger, money

DAY = today()


@pytest.fixture
def two(store):
    return store.write("x", records.create_many, Customer, [{"name": "甲"}, {"name": "乙"}]).value


def _invoice(store, customer, total=1000, **values):
    day = DAY - timedelta(days=50)
    given = {"customer_id": customer, "issued_on": day, "due_on": day, "total": total, **values}
    return store.write("x", receipts.save_invoice, given).value


def _receipt(store, customer, amount=1000, **values):
    given = {"customer_id": customer, "received_on": DAY - timedelta(days=10), "amount": amount, **values}
    return store.write("x", receipts.save_receipt, given).value


def _stands(store, customer):
    """(open, unallocated) of the customer, which come to the balance."""
    account = store.read(ledger.account_of, customer, DAY)
    opened = sum(debt.open for debt in account.debts)
    credit = account.unallocated + sum(debt.credit for debt in account.debts)
    assert opened - credit == store.read(ledger.balance_of, customer, DAY)
    return opened, credit


@pytest.mark.parametrize("entity", ["invoices", "receipts"])
def test_what_comes_back_from_the_bin_pays_and_is_paid_again(store, two, entity):
    made = {"invoices": _invoice(store, two[0]), "receipts": _receipt(store, two[0])}
    store.write("x", bulk.remove, entity, [made[entity]])
    assert _stands(store, two[0]) == ((0, 1000) if entity == "invoices" else (1000, 0))
    store.write("x", bulk.bring_back, entity, [made[entity]])
    assert _stands(store, two[0]) == (0, 0)


def test_one_customer_of_two_pays_with_what_either_paid(store, two):
    _invoice(store, two[0])
    _receipt(store, two[1], 600)
    store.write("x", merge.merge, Customer, *two)
    assert _stands(store, two[0]) == (400, 0)


def test_an_invoice_of_another_customer_is_paid_by_nobody_here(store, two):
    first = _invoice(store, two[0])
    _receipt(store, two[0], 600)
    store.write("x", trade_view.amend, "invoices", first, {"customer_id": two[1]})
    assert (_stands(store, two[0]), _stands(store, two[1])) == ((0, 600), (1000, 0))
    payment = _receipt(store, two[1])
    store.write("x", trade_view.amend, "receipts", payment, {"customer_id": two[0]})
    assert (_stands(store, two[0]), _stands(store, two[1])) == ((0, 1600), (1000, 0))


def test_a_credit_note_that_becomes_an_invoice_pays_nothing(store, two):
    _invoice(store, two[0], 500)
    note = _invoice(store, two[0], 300, kind="credit")
    assert _stands(store, two[0]) == (200, 0)
    store.write("x", trade_view.amend, "invoices", note, {"kind": "invoice"})
    assert _stands(store, two[0]) == (800, 0)
    store.write("x", trade_view.amend, "invoices", note, {"kind": "credit"})
    assert _stands(store, two[0]) == (200, 0)


@pytest.mark.parametrize("amount", [0, -1000])
def test_a_payment_that_came_to_nothing_pays_nothing(store, two, amount):
    _invoice(store, two[0])
    payment = _receipt(store, two[0])
    store.write("x", trade_view.amend, "receipts", payment, {"amount": amount})
    assert store.read(money.ageing, DAY).company.overdue == 1000
    assert store.read(ledger.balance_of, two[0], DAY) == 1000 - amount


def test_goods_that_came_back_are_kept_above_zero_however_typed(store, two):
    back = {"customer_id": two[0], "ordered_on": DAY, "kind": "return", "net": -5000, "cost": -3000}
    plain = store.write("x", orders.save, back).value
    lines = [{"name": "件", "quantity": -2, "amount": -700}, {"name": "样", "quantity": 1, "amount": 100}]
    listed = store.write("x", orders.save, {**back, "net": None, "cost": None}, lines).value
    row, other = (store.read(records.get, Order, key) for key in (plain, listed))
    assert (row["net"], row["cost"], other["net"]) == (5000, 3000, 600)
    assert [(line["quantity"], line["amount"]) for line in store.read(orders.lines_of, listed)] == [(2, 700), (-1, -100)]


def test_who_is_never_served_is_not_merged_away(store, two):
    store.write("x", records.update, Customer, two[1], {"grade": "never", "status": "never"})
    with pytest.raises(ValidationError):
        store.write("x", merge.merge, Customer, *two)
    store.write("x", merge.merge, Customer, two[1], two[0], {"grade": "other", "status": "other"})
    kept = store.read(records.get, Customer, two[1])
    assert (kept["grade"], kept["status"]) == ("never", "never")
