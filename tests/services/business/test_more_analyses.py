"""Growth, share of wallet, product × customer, winning customers, collection and relationship levels, out of real records."""

from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from app.analysis.product_matrix import CROSS_SELL, KEEP, RAISE_PRICE, SELL_BETTER
from app.analysis.relationship_level import PARTNERSHIP
from app.models import BY_KEY, Customer, Product
from app.services import records
from app.services.business import collecting, levels, money, products, trends, wallet, winning, worth
from app.services.business.period import ending
from app.store.store import Store

DAY = date(2026, 6, 30)
YEAR = ending(DAY)
C11 = {"P1": (60, 40, 10), "P2": (25, None, None), "P3": (None, -15, -15), "P4": (8, None, -20)}
"""Oracle C11: what each product earns with C1, C2, C3."""


def _customer(session: Any, name: str, **values: Any) -> UUID:
    return records.create(session, Customer, {"name": name, **values})


def _order(session: Any, customer: UUID, day: date, net: int, **values: Any) -> UUID:
    given = {"customer_id": customer, "ordered_on": day, "net": net, "cost": net // 2}
    return records.create(session, BY_KEY["orders"], given | values)


def _rows(found: Any) -> dict[str, Any]:
    return {line.client.name: line.row for line in found.lines}


def test_products_earn_with_customers_as_the_oracle_says_and_returns_count_against_them(store: Store) -> None:
    def made(session: Any) -> None:
        who = [_customer(session, name) for name in ("C1", "C2", "C3")]
        for name, profits in C11.items():
            product = records.create(session, Product, {"name": name})
            for customer, profit in zip(who, profits, strict=True):
                if profit is not None:
                    order = _order(session, customer, date(2026, 3, 1), 1000, cost=1000 - profit)
                    line = {"order_id": order, "product_id": product, "amount": 1000, "cost": 1000 - profit}
                    records.create(session, BY_KEY["order_lines"], line)
        _order(session, who[0], date(2026, 4, 1), 700, cost=None)
        _order(session, who[1], date(2026, 4, 2), 400, cost=390)
        _order(session, who[1], date(2026, 4, 3), 400, cost=390, kind="return")

    store.write("x", made)
    found = store.read(products.products, YEAR)
    rows, whole = _rows(found), found.company
    assert {name: row.profit for name, row in rows.items()} == {"C1": 93, "C2": 25, "C3": -25}
    assert [(whole.names[one.code], one.profit) for one in whole.matrix.products] == [
        ("P1", 110), ("P2", 25), ("", 0), ("P4", -12), ("P3", -30)]  # fmt: skip
    assert {whole.names[one.code]: one.suggestion for one in whole.matrix.products} == {
        "P1": KEEP, "P2": KEEP, "": KEEP, "P4": RAISE_PRICE, "P3": RAISE_PRICE}  # fmt: skip
    assert (rows["C2"].suggestion, rows["C3"].suggestion, rows["C3"].offers) == (CROSS_SELL, SELL_BETTER, ("P2",))
    assert (whole.matrix.total, whole.unknown) == (93, 700)  # what nobody knows the cost of is in no cell


def test_the_share_of_wallet_is_of_the_needs_or_of_the_yearly_purchases(store: Store) -> None:
    def made(session: Any) -> None:
        for name, ours, purchases, needs in (("甲", 120, 480, 0), ("乙", 50, 900, 100), ("丙", 90, 60, 0), ("丁", 10, None, 0)):
            key = _customer(session, name, yearly_purchases=purchases)
            _order(session, key, date(2026, 3, 1), ours)
            if needs:
                records.create(session, BY_KEY["needs"], {"customer_id": key, "name": "纸", "yearly_amount": needs})

    store.write("x", made)
    found = store.read(wallet.wallets, YEAR)
    rows = _rows(found)
    assert (rows["甲"].wallet.share.value, rows["甲"].wallet.potential.value) == (Decimal("0.25"), 360)  # oracle C21
    assert (rows["乙"].source, rows["乙"].wallet.share.value) == (wallet.NEEDS, Decimal("0.5"))
    assert (rows["丙"].wallet.doubtful, rows["丁"].wallet.share.reason) == (True, "no_data")
    assert found.company.value == Decimal(170) / 580
    half = _rows(store.read(wallet.wallets, ending(DAY, 6)))
    assert half["甲"].total == 240


def test_growth_compares_with_the_months_before_and_with_last_year(store: Store) -> None:
    def made(session: Any) -> None:
        old, new, gone = (_customer(session, name) for name in ("老", "新", "走"))
        for key, day, net in ((old, date(2026, 6, 3), 1200), (old, date(2026, 5, 3), 1000), (old, date(2025, 6, 3), 800),
                              (new, date(2026, 6, 4), 300), (gone, date(2026, 5, 5), 200)):  # fmt: skip
            _order(session, key, day, net)

    store.write("x", made)
    found = store.read(trends.grown, ending(DAY, 1))
    rows, firm = _rows(found), found.company
    assert (rows["老"].growth.value, rows["老"].year_on_year.value) == (Decimal("0.2"), Decimal("0.5"))
    assert (rows["新"].growth.reason, rows["走"].growth.value) == ("new", -1)
    assert (firm.growth.value, firm.like_for_like.value, firm.came, firm.went) == (Decimal("0.25"), Decimal(0), 1, 1)
    assert sum(row.share.value for row in rows.values()) == firm.growth.value
    month = firm.months[-1]
    assert (str(month.month), month.current.value, month.complete) == ("2026-06", 1500, True)
    assert (month.month_on_month.value, month.year_on_year.value) == (Decimal("0.25"), Decimal("0.875"))
    assert store.read(trends.grown, ending(date(2026, 6, 20), 1)).company.months[-1].complete is False


def test_who_only_gave_goods_back_is_not_won(store: Store) -> None:
    def made(session: Any) -> None:
        _order(session, _customer(session, "退"), date(2026, 6, 9), 50, kind="return")
        _order(session, _customer(session, "买"), date(2026, 6, 9), 50)

    store.write("x", made)
    found = store.read(trends.grown, ending(DAY, 1))
    assert (found.company.came, found.company.went, len(found.lines)) == (1, 0, 2)


def test_winning_customers_costs_what_was_spent_for_each_new_one(store: Store) -> None:
    def made(session: Any) -> None:
        old = _customer(session, "老")
        for day in (date(2024, 1, 5), date(2026, 1, 5)):
            _order(session, old, day, 10_000)
        for name, day in (("新一", date(2026, 2, 1)), ("新二", date(2026, 6, 1))):
            _order(session, _customer(session, name), day, 4_000)
        spent = {"kind": "acquisition", "spent_on": date(2026, 2, 2)}
        records.create(session, BY_KEY["costs"], {**spent, "amount": 900})
        first = records.create(session, Customer, {"name": "新三"})
        _order(session, first, date(2026, 6, 30), 100)
        records.create(session, BY_KEY["costs"], {**spent, "amount": 600, "customer_id": first})

    store.write("x", made)
    found = store.read(winning.winning, YEAR)
    rows, firm = _rows(found), found.company
    assert (firm.spent, firm.new, firm.figures.cost.value) == (1500, 3, 500)
    assert (rows["新三"].spent, rows["新三"].figures.cost.value, rows["新一"].spent, rows["新一"].figures.cost.value) == (
        600, 600, None, 500)  # fmt: skip
    assert [line.client.name for line in found.lines] == ["新三", "新二", "新一"]
    assert store.read(winning.winning, ending(date(2023, 6, 30))).company.figures.cost.reason == "no_data"


def test_collection_is_of_what_was_sold_and_of_what_was_due(store: Store) -> None:
    def made(session: Any) -> None:
        key = _customer(session, "甲")
        bill = {"customer_id": key, "issued_on": date(2026, 6, 1), "due_on": date(2026, 6, 20), "total": 600}
        invoice = records.create(session, BY_KEY["invoices"], bill)
        records.create(session, BY_KEY["invoices"], {**bill, "total": 20, "due_on": date(2026, 7, 20)})
        paid = {"customer_id": key, "received_on": date(2026, 6, 25), "amount": 540}
        receipt = records.create(session, BY_KEY["receipts"], paid)
        records.create(session, BY_KEY["allocations"], {"receipt_id": receipt, "invoice_id": invoice, "amount": 540})
        step = {"customer_id": key, "step": "call", "promised": 600, "promised_on": date(2026, 6, 22)}
        records.create(session, BY_KEY["dunnings"], {**step, "done_on": date(2026, 6, 21)})
        records.create(session, BY_KEY["dunnings"], {**step, "done_on": date(2026, 6, 23), "promised_on": date(2026, 6, 28)})
        records.create(session, BY_KEY["dunnings"], {**step, "done_on": date(2026, 6, 23), "promised_on": date(2026, 7, 1)})
        records.create(session, BY_KEY["dunnings"], {**step, "done_on": date(2026, 6, 23), "promised": None})
        records.create(session, BY_KEY["receipts"], {**paid, "customer_id": _customer(session, "乙"), "amount": 80})

    store.write("x", made)
    found = store.read(collecting.collecting, ending(DAY, 1))
    one = _rows(found)["甲"]
    assert one.rates.of_sales.value == Decimal(540) / 620  # oracle C26
    assert (one.due, one.rates.of_due.value) == (600, Decimal("0.9"))
    assert (one.planned, one.rates.of_plan.value) == (600, Decimal("0.9"))  # given anew on the 23rd, it counts once
    firm = found.company
    assert (firm.received, firm.planned, firm.rates.of_plan.value) == (620, 600, Decimal("0.9"))  # of those who promised
    assert store.read(money.collected, ending(DAY, 1)) == firm.rates
    assert _rows(found)["乙"].rates.of_plan.reason == "no_data"
    assert store.read(collecting.collecting, ending(date(2025, 1, 31), 1)).company.rates.of_due.reason == "no_base"


def test_what_is_owed_in_dollars_stands_beside_the_ageing(store: Store) -> None:
    def made(session: Any) -> None:
        bill = {"customer_id": _customer(session, "甲"), "issued_on": date(2026, 6, 1), "due_on": date(2026, 6, 20)}
        invoice = records.create(session, BY_KEY["invoices"], {**bill, "total": 1_000, "currency": "USD"})
        records.create(session, BY_KEY["invoices"], {**bill, "total": 20})
        records.create(session, BY_KEY["invoices"], {**bill, "total": 9, "currency": "EUR", "issued_on": date(2026, 7, 1)})
        paid = {"customer_id": bill["customer_id"], "received_on": date(2026, 6, 25), "amount": 300, "currency": "USD"}
        receipt = records.create(session, BY_KEY["receipts"], paid)
        records.create(session, BY_KEY["allocations"], {"receipt_id": receipt, "invoice_id": invoice, "amount": 300})

    store.write("x", made)
    found = store.read(money.ageing, DAY)
    assert (found.company.total, found.left_out) == (20, {"USD": 700})


def test_few_customers_with_a_high_margin_are_partners(store: Store) -> None:
    def made(session: Any) -> None:
        _order(session, _customer(session, "甲"), date(2026, 3, 1), 1000, cost=600)

    store.write("x", made)
    found = store.read(levels.levels, YEAR)
    row = found.lines[0].row
    assert (row.level, row.customers, row.margin.value, found.company) == (PARTNERSHIP, 1, Decimal("0.4"), {5: 1})


def test_days_of_sales_begin_where_their_first_month_does(store: Store) -> None:
    """In the middle of a month the window still begins with a month, and so does what was owed before it."""
    def made(session: Any) -> None:
        one = _customer(session, "A")
        for issued, total in ((date(2026, 8, 31), 1000), (date(2026, 9, 1), 300)):
            bill = {"customer_id": one, "issued_on": issued, "due_on": issued, "total": total}
            records.create(session, BY_KEY["invoices"], bill)

    store.write("x", made)
    family = _rows(store.read(money.days_of_sales, date(2026, 11, 23)))["A"]
    assert (family.receivables.begin, family.receivables.end) == (1000, 1300)
    assert family.family.effectiveness.value == 0, "nothing came in"
    assert family.family.simple.value == Decimal(1300) * (30 + 31 + 23) / 300


def test_logged_hours_are_the_whole_cost_where_nothing_was_booked_for_all(store: Store) -> None:
    def made(session: Any) -> None:
        one = _customer(session, "A")
        logged = {"customer_id": one, "kind": "service", "minutes": 600, "spent_on": DAY}
        records.create(session, BY_KEY["costs"], logged)

    store.write("x", made)
    found = store.read(worth.profits, YEAR)
    own = _rows(found)["A"].costs["service"]
    assert own > 0
    assert found.company.unallocated == {"service": 0}
    booked = {"kind": "service", "amount": own + 500, "spent_on": DAY}
    store.write("x", lambda session: records.create(session, BY_KEY["costs"], booked))
    assert store.read(worth.profits, YEAR).company.unallocated == {"service": 500}


def test_the_firm_grows_by_one_rate_wherever_it_is_told(store: Store) -> None:
    """Customers who went are part of the like-for-like base of the matrices as they are of the growth page's."""
    def made(session: Any) -> None:
        stays, goes = (_customer(session, name) for name in "AB")
        for who, day, net in ((stays, date(2025, 3, 1), 1000), (stays, date(2026, 3, 1), 1500), (goes, date(2025, 3, 1), 500)):
            _order(session, who, day, net)

    store.write("x", made)
    assert store.read(worth.matrices, YEAR).company.cuts.growth == 0
    assert store.read(trends.grown, YEAR).company.like_for_like.value == 0
