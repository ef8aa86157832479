"""Order lines, prices and allocations typed one by one; what is open of an invoice, what is left of a payment."""

from datetime import date
from decimal import Decimal

import pytest

from app.errors import ConflictError, ValidationError
from app.models import Customer, Product
from app.models.order import Order, ProductPrice
from app.models.receivable import Allocation, Receipt
from app.services import records, trade_parts, trade_view

DAY = date(2026, 3, 1)


@pytest.fixture
def customer(store):
    return store.write("x", records.create, Customer, {"name": "A"}).value


def of(store, entity, key):
    return store.read(records.get, entity, key)


def test_the_sums_of_an_order_follow_its_lines(store, customer) -> None:
    product = store.write("x", records.create, Product, {"name": "Bolt"}).value
    for begins, cost in ((date(2026, 1, 1), "2.00"), (date(2026, 4, 1), "9.00")):
        store.write("x", records.create, ProductPrice, {"product_id": product, "begins_on": begins, "cost": Decimal(cost)})
    order = store.write("x", trade_view.create, "orders", {"customer_id": customer, "ordered_on": DAY, "net": 0}).value
    line = {"product_id": product, "quantity": Decimal(10), "price": Decimal("3.335"), "discount": 35}
    first = store.write("x", trade_parts.add, "order_lines", order, line).value
    values = of(store, Order, order)
    assert [values[key] for key in ("net", "gross", "discount", "cost")] == [3300, 3335, 35, 2000]
    second = store.write("x", trade_parts.add, "order_lines", order, {"name": "Fitting", "amount": 1000}).value
    assert [of(store, Order, order)[key] for key in ("net", "cost")] == [4300, None]  # a cost nobody knows is not 0
    store.write("x", trade_parts.change, "order_lines", second, {"cost": 400})
    store.write("x", trade_parts.change, "order_lines", first, {"quantity": Decimal(20)})
    assert [of(store, Order, order)[key] for key in ("net", "cost")] == [7635, 4400]
    with pytest.raises(ValidationError, match="amount"):
        store.write("x", trade_parts.add, "order_lines", order, {"name": "Nothing"})
    version = of(store, Order, order)["row_version"]
    store.write("x", trade_view.amend, "orders", order, {"channel": "Shop"}, version)
    with pytest.raises(ConflictError):
        store.write("x", trade_view.amend, "orders", order, {"channel": "Fair"}, version)
    store.write("x", trade_parts.remove, "order_lines", second)
    assert of(store, Order, order)["net"] == 6635
    store.undo()
    assert of(store, Order, order)["net"] == 7635


def test_a_payment_pays_what_is_due_longest_or_what_is_chosen(store, customer) -> None:
    def invoice(due, total, whose=customer):
        given = {"customer_id": whose, "issued_on": DAY, "due_on": due, "total": total}
        return store.write("x", trade_view.create, "invoices", given).value

    late, early = invoice(date(2026, 6, 1), 5000), invoice(date(2026, 4, 1), 3000)
    given = {"customer_id": customer, "received_on": DAY, "amount": 4000}
    paid = store.write("x", trade_view.create, "receipts", given).value
    assert [store.read(trade_parts.rest_of_invoice, key) for key in (early, late)] == [0, 4000]
    assert store.read(trade_view.trade_view, "receipts", paid).rest == 0
    assert store.read(trade_view.trade_view, "invoices", late).rest == 4000
    parts = store.read(trade_parts.listed, "allocations", paid)
    store.write("x", trade_parts.remove, "allocations", next(row["id"] for row, _t in parts if row["invoice_id"] == early))
    assert of(store, Receipt, paid)["by_hand"]
    assert store.read(trade_parts.rest_of_receipt, paid) == 3000
    theirs = invoice(DAY, 9, other(store))
    for wrong in ({"invoice_id": early, "amount": 3500}, {"amount": 5}, {"invoice_id": theirs, "amount": 5}):
        with pytest.raises(ValidationError):
            store.write("x", trade_parts.add, "allocations", paid, wrong)
    part = store.write("x", trade_parts.add, "allocations", paid, {"invoice_id": early}).value
    assert of(store, Allocation, part)["amount"] in (1000, 3000)
    assert store.read(trade_parts.rest_of_receipt, paid) == 0
    store.write("x", trade_view.amend, "receipts", paid, {"payer": "Head office"})
    assert store.read(trade_parts.rest_of_receipt, paid) == 0
    store.write("x", trade_view.delete, "receipts", paid)
    assert [store.read(trade_parts.rest_of_invoice, key) for key in (early, late)] == [3000, 5000]


def other(store):
    return store.write("x", records.create, Customer, {"name": "B"}).value
