"""Orders with lines, invoices, receipts: sums follow lines, money pays what is due longest, nothing is lost or paid twice."""

from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest

from app.errors import ValidationError
from app.models import Customer, Product
from app.models.order import Order, OrderLine, ProductPrice
from app.models.receivable import Allocation, Invoice, Receipt
from app.services import bulk, lists, order_doubts, orders, receipts, records
from app.services.business import ledger, money, period, worth
from app.services.lists import Filter, ListQuery
from app.store.store import Store

JUNE = date(2026, 6, 1)


def _make(store: Store, entity: Any, **values: Any) -> UUID:
    key: UUID = store.write("x", records.create, entity, values).value
    return key


def _get(store: Store, entity: Any, key: UUID) -> dict[str, Any]:
    found: dict[str, Any] = store.read(records.get, entity, key)
    return found


@pytest.fixture
def firm(store: Store) -> UUID:
    return _make(store, Customer, name="华信钢构", terms_days=60, tax_rate="13")


def _order(store: Store, firm: UUID, lines: Any = None, **values: Any) -> UUID:
    given = {"customer_id": firm, "ordered_on": JUNE, **values}
    key: UUID = store.write("Order", orders.save, given, lines).value
    return key


def test_sums_follow_the_lines(store: Store, firm: UUID) -> None:
    bolt, nut = (_make(store, Product, name=name) for name in ("螺栓", "螺母"))
    _make(store, ProductPrice, product_id=bolt, cost=Decimal("0.035"), price=Decimal("0.05"))
    _make(store, ProductPrice, product_id=bolt, cost=Decimal("0.04"), begins_on=date(2026, 7, 1))
    nuts = {"product_id": nut, "quantity": Decimal(3), "price": Decimal("1.115"), "cost": 200}
    order = _order(store, firm, [{"product_id": bolt, "quantity": Decimal(1000)}, nuts])
    row = _get(store, Order, order)
    assert (row["net"], row["cost"], row["tax"], row["total"]) == (5335, 3700, 694, 6029)  # 3.345 goes up
    first, second = store.read(orders.lines_of, order)
    store.write("Changed", orders.save, {}, [{**first, "amount": None, "discount": 500}, {"name": "运费", "amount": 1000}], order)
    row = _get(store, Order, order)
    assert (row["gross"], row["discount"], row["net"], row["cost"]) == (6000, 500, 5500, None)  # the freight's cost is unknown
    assert _get(store, OrderLine, second["id"])["deleted_at"] is not None
    store.undo()
    assert _get(store, Order, order)["net"] == 5335
    store.write("Merged", records.update, OrderLine, first["id"], {"amount": 9000})
    assert store.write("Again", orders.recompute, [order]).value == 1
    assert _get(store, Order, order)["net"] == 9335
    plain = _order(store, firm, net=None, total=11300, tax=1300)
    assert _get(store, Order, plain)["net"] == 10000
    for lines, field in (([{"quantity": Decimal(1)}], "amount"), (None, "net")):
        with pytest.raises(ValidationError) as wrong:
            _order(store, firm, lines)
        assert wrong.value.field == field


def test_doubtful_orders_are_told_and_never_served_customers_get_none(store: Store, firm: UUID) -> None:
    def said(**values: Any) -> tuple[str, ...]:
        return store.read(orders.doubts, {"customer_id": firm, "ordered_on": JUNE, "net": 100, **values})

    assert "before that day" in said(kind="return")[0]
    sold = _order(store, firm, net=100)
    assert said(kind="return") == ()
    assert "before they were ordered" in said(kind="return", returned_order_id=sold, ordered_on=date(2026, 5, 1))[0]
    assert "not above zero" in said(net=0)[0]
    assert "USD" in said(currency="USD")[0]
    store.write("x", records.update, Customer, firm, {"grade": "never"})
    with pytest.raises(ValidationError) as wrong:
        _order(store, firm, net=1)
    assert wrong.value.field == "customer_id"
    told = store.read(order_doubts.told, {"customer_id": firm, "net": 10**12})
    assert ("never served" in told.doubts[0], told.credit, told.asks) == (True, (), False)  # said before anybody approves


def _invoice(store: Store, firm: UUID, total: int, **values: Any) -> UUID:
    given = {"customer_id": firm, "total": total, "issued_on": JUNE, **values}
    key: UUID = store.write("Invoice", receipts.save_invoice, given).value
    return key


def _paid(store: Store, firm: UUID) -> dict[UUID, int]:
    return {one.id: one.total - one.open for one in store.read(receipts.open_invoices, firm)}


def test_receipts_pay_what_is_due_longest_and_the_rest_stays_over(store: Store, firm: UUID) -> None:
    old = _invoice(store, firm, 30000, issued_on=date(2026, 4, 1))
    new = _invoice(store, firm, 50000)
    assert _get(store, Invoice, new)["due_on"] == date(2026, 7, 31)  # sixty days
    first = store.write("In", receipts.save_receipt, {"customer_id": firm, "amount": 40000, "received_on": JUNE}).value
    assert _paid(store, firm) == {new: 10000}
    store.write("In", receipts.save_receipt, {"customer_id": firm, "amount": 90000, "received_on": date(2026, 6, 9)})
    assert _paid(store, firm) == {}
    account = store.read(ledger.open_accounts, date(2026, 6, 30))[firm]
    assert (account.debts, account.unallocated) == ((), 50000)
    store.write("Gone", receipts.delete_receipt, first)
    assert store.read(ledger.open_accounts, date(2026, 6, 30))[firm].unallocated == 10000
    store.undo()
    assert store.read(ledger.open_accounts, date(2026, 6, 30))[firm].unallocated == 50000
    later = _invoice(store, firm, 20000, issued_on=date(2026, 6, 20))
    assert later not in _paid(store, firm)
    assert store.read(ledger.open_accounts, date(2026, 6, 8))[firm].debts[0].paid == 10000  # what came later hasn't happened
    assert _get(store, Invoice, old)["total"] == 30000


def test_invoices_are_listed_until_they_are_paid_in_full(store: Store, firm: UUID) -> None:
    def listed() -> set[UUID]:
        return set(store.read(lists.ids, ListQuery("invoices", ("number",), "number", filters=(Filter("id", "unpaid"),))))

    old, new = _invoice(store, firm, 30000, issued_on=date(2026, 4, 1)), _invoice(store, firm, 50000)
    _invoice(store, firm, 5000, kind="credit")
    assert listed() == {old, new}
    first = store.write("In", receipts.save_receipt, {"customer_id": firm, "amount": 40000, "received_on": JUNE}).value
    assert listed() == {new}
    store.write("In", receipts.save_receipt, {"customer_id": firm, "amount": 35000, "received_on": JUNE})
    assert listed() == set()
    store.write("Gone", receipts.delete_receipt, first)
    assert listed() == {new}


def test_money_pays_what_is_in_its_own_currency(store: Store, firm: UUID) -> None:
    dollars, books = _invoice(store, firm, 30000, currency="usd", issued_on=date(2026, 4, 1)), _invoice(store, firm, 50000)
    given = {"customer_id": firm, "amount": 40000, "received_on": JUNE}
    store.write("In", receipts.save_receipt, given)
    assert _paid(store, firm) == {dollars: 0, books: 40000}
    paid = store.write("In", receipts.save_receipt, {**given, "currency": "USD"}).value
    assert _paid(store, firm) == {books: 40000}
    assert [one.id for one in store.read(receipts.open_invoices, firm, paid)] == [dollars]
    with pytest.raises(ValidationError, match="another currency"):
        store.write("In", receipts.save_receipt, {**given, "currency": "EUR"}, {books: 1})


def test_by_hand_gives_way_to_nobody_and_never_passes_what_is_there(store: Store, firm: UUID) -> None:
    old, new = _invoice(store, firm, 30000, issued_on=date(2026, 4, 1)), _invoice(store, firm, 50000)
    store.write("In", receipts.save_receipt, {"customer_id": firm, "amount": 20000, "received_on": JUNE})
    given = {"customer_id": firm, "amount": 30000, "received_on": JUNE}
    for shares in ({old: 30001}, {old: 20000, new: 20000}, {new: -5}):
        with pytest.raises(ValidationError):
            store.write("In", receipts.save_receipt, given, shares)
    mine = store.write("In", receipts.save_receipt, given, {old: 30000}).value
    assert _paid(store, firm) == {new: 20000}  # the other receipt moved on to the next invoice
    assert [one.share for one in store.read(receipts.open_invoices, firm, mine)] == [30000, 0]
    _invoice(store, firm, 5000, kind="credit", due_on=JUNE)
    assert _paid(store, firm) == {new: 25000}
    assert len(store.read(lambda session: session.query(Allocation).filter(Allocation.deleted_at.is_(None)).all())) == 3
    store.write("Dispute", receipts.dispute, new, "数量不符")
    (one,) = store.read(ledger.open_accounts, date(2026, 6, 30))[firm].debts
    assert (one.open, one.disputed) == (25000, 25000)
    with pytest.raises(ValidationError):
        store.write("Dispute", receipts.dispute, new, " ")


def test_an_order_is_billed_once_and_its_money_goes_and_comes_with_the_customer(store: Store, firm: UUID) -> None:
    order = _order(store, firm, net=10000, tax=1300)
    bill = store.write("Bill", receipts.invoice_of_order, order, {"issued_on": JUNE}).value
    assert (_get(store, Invoice, bill)["total"], _get(store, Invoice, bill)["due_on"]) == (11300, date(2026, 7, 31))
    draft = _order(store, firm, net=1, state="draft")
    for key in (order, draft):
        with pytest.raises(ValidationError):
            store.write("Bill", receipts.invoice_of_order, key)
    store.write("In", receipts.save_receipt, {"customer_id": firm, "amount": 11300, "received_on": JUNE})
    year = period.ending(date(2026, 12, 31))
    assert store.read(worth.profits, year).company.profit.net == 10000
    store.write("Gone", records.delete, Customer, [firm])
    assert store.read(worth.profits, year).lines == ()
    assert all(_get(store, entity, key)["deleted_at"] for entity, key in ((Order, order), (Invoice, bill)))
    store.write("Back", records.restore, Customer, firm)
    assert store.read(worth.profits, year).company.profit.net == 10000
    assert store.read(lambda session: session.query(Receipt).one().deleted_at) is None


def test_a_leap_day_ends_its_year(store: Store, firm: UUID) -> None:
    for day, net in ((date(2028, 2, 29), 500), (date(2027, 3, 1), 70), (date(2027, 2, 28), 9)):
        _order(store, firm, net=net, ordered_on=day)
    year = period.ending(date(2028, 2, 29))
    assert (year.first, year.before().first) == (date(2027, 3, 1), date(2026, 3, 1))
    (line,) = store.read(worth.profits, year).lines
    assert line.row.profit.net == 570
    assert store.read(worth.profits, year.before()).lines[0].row.profit.net == 9


def test_a_typed_order_brings_the_tax_of_its_customer_to_its_invoice(store: Store, firm: UUID) -> None:
    order = _order(store, firm, net=420_000)
    assert [_get(store, Order, order)[key] for key in ("net", "tax", "total")] == [420_000, 54_600, 474_600]
    store.write("Order", orders.save, {"net": 100_000}, None, order)
    assert [_get(store, Order, order)[key] for key in ("net", "tax", "total")] == [100_000, 13_000, 113_000]
    store.write("Order", orders.save, {"tax": 6_000, "total": 106_000}, None, order)
    store.write("Order", orders.save, {"notes": "x"}, None, order)
    assert [_get(store, Order, order)[key] for key in ("tax", "total")] == [6_000, 106_000]  # what was typed stays
    typed = {"customer_id": firm, "net": 100_00}
    assert [store.read(orders.with_tax, {**typed, **more}) for more in ({}, {"tax": 0}, {"total": 5})] == [113_00, 100_00, 5]
    bill = store.write("Bill", receipts.invoice_of_order, order).value
    assert _get(store, Invoice, bill)["total"] == 106_000
    plain = _make(store, Customer, name="无税率")
    with pytest.raises(ValidationError) as wrong:
        store.write("Bill", receipts.invoice_of_order, _order(store, plain, net=5))
    assert wrong.value.field == "tax"


def test_what_an_invoice_that_goes_was_paid_is_there_for_the_others(store: Store, firm: UUID) -> None:
    """Deleted one by one, in a heap, or come back: no money vanishes with an invoice."""
    first, second = (
        store.write("x", receipts.save_invoice, {"customer_id": firm, "issued_on": day, "total": total}).value
        for day, total in ((JUNE, 100_000), (date(2026, 6, 5), 50_000))
    )
    came = {"customer_id": firm, "received_on": date(2026, 7, 1), "amount": 100_000}
    receipt = store.write("x", receipts.save_receipt, came, {first: 100_000}).value

    def standing() -> tuple[int, int]:
        found = store.read(money.ageing, date(2026, 12, 31)).company
        return found.total, found.unallocated

    before = standing()
    store.write("x", bulk.remove, "invoices", [first])
    assert standing() == (50_000, -100_000)  # what was chosen by hand waits for somebody's choice
    store.write("x", receipts.set_automatic, receipt)
    assert standing() == (0, -50_000)
    store.write("x", bulk.remove, "invoices", [second])
    assert standing() == (0, -100_000)
    for _step in range(3):
        store.undo()
    assert standing() == before == (50_000, 0)
