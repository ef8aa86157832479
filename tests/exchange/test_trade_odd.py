"""What files of business hold that they shouldn't, from the file to the analysis: each as its rule in domain/30 says."""

from datetime import date

import pytest

from app.errors import ValidationError
from app.formats import today
from app.models import Customer
from app.models.order import Order
from app.models.receivable import Invoice
from app.services import orders, records
from app.services.business import loyalty, money, shapes, shapes_money, sums, tables, trends, worth
from app.services.business.period import ending
from app.services.grading import grade_all
from tests.exchange.test_import import places
from tests.exchange.test_orders_in import bring, stored

DAY = date(2028, 2, 29)
YEAR = ending(DAY)
ORDERS = ("order_no", "customer", "date", "amount", "cost", "currency")
ROWS = (
    ("1", "退货", "2028-01-05", "-500", "-300", ""),  # a return, and never an order before it
    ("2", "零", "2028-01-06", "0", "", ""),
    ("3", "甲", "2028-02-29", "900", "600", ""),
    ("4", "甲", "2027-12-01", "300", "", "CNY"),  # nobody knows what it cost; January has no order of theirs
    ("5", "甲", "2027-12-02", "700", "1", "USD"),
    ("6", "甲", "2027-02-28", "50", "40", ""),  # the day before the year that ends on the leap day
)  # fmt: skip


@pytest.fixture
def odd(store):
    assert bring(store, "orders", ORDERS, *ROWS)[0] == [6, 0, 0, 0]
    return store


def rows(found):
    return {line.client.name: line.row for line in found.lines}


def test_returns_and_nothing_sold_are_no_sales_and_no_buyers(odd):
    profit = rows(odd.read(worth.profits, YEAR))
    assert (profit["退货"].profit.net, profit["零"].profit.net) == (-50000, 0)
    assert profit["退货"].profit.margin.value is None
    assert profit["零"].profit.profit_ratio.value is None
    segments = {name: row.segment for name, row in rows(odd.read(loyalty.rfm, YEAR)).items()}
    assert segments["退货"] == "potential"
    assert rows(odd.read(loyalty.statuses, DAY))["退货"].code == "potential"
    assert {name: row.letter for name, row in rows(odd.read(worth.pareto, YEAR)).items()} == {"甲": "A", "零": "C", "退货": "C"}


def test_other_currencies_are_told_beside_and_costs_nobody_knows_are_not_nothing(odd):
    found = odd.read(worth.profits, YEAR)
    assert found.left_out == {"USD": 70000}
    mine = rows(found)["甲"].profit
    assert (mine.net, mine.gross_profit.value, mine.profit.value) == (120000, None, None)
    assert found.company.unknown > 0
    assert found.company.profit.earned is None
    clear = [line.row.profit for line in found.lines if line.row.sales.cogs is not None]
    assert found.company.known.earned == sum(one.earned for one in clear)  # what is known is told of those of whom it is
    assert odd.read(sums.sales, YEAR.before())[stored_id(odd, "甲")].net == 5000  # 28 February 2027 is the year before


def test_a_month_without_orders_sold_nothing_and_one_before_the_first_has_no_data(odd):
    months = odd.read(trends.months, ending(DAY, 14))
    sold = {(one.month.year, one.month.month): one.current.value for one in months}
    assert [sold[key] for key in ((2027, 1), (2027, 2), (2027, 3), (2027, 12), (2028, 1), (2028, 2))] == [
        None, 5000, 0, 30000, -50000, 90000]  # fmt: skip
    assert [one.month_on_month.reason for one in months[1:4]] == ["no_data", None, "no_base"]
    assert months[-1].month_on_month.reason == "negative_base"


def test_every_analysis_and_the_grades_bear_one_customer_and_nobody(store):
    day = date(2024, 2, 29)  # days to come are not graded
    for brought in ([], [("1", "独", "2024-02-29", "9", "", "")]):
        if brought:
            bring(store, "orders", ORDERS, *brought)
        for shape in (*shapes.SALES.values(), *shapes_money.RECEIVABLES.values()):
            made = store.read(tables.made, shape, day, None, "", day)
            assert len(made.rows) <= len(brought)
        done = store.write("Graded", grade_all, day).value
        assert done.customers == len(brought)


def test_a_payment_larger_than_its_invoice_stays_over(store):
    header = ("发票号", "客户名称", "开票日期", "到期日", "价税合计")
    bring(store, "invoices", header, ("F1", "甲", "2028-01-01", "2028-01-31", "100"))
    bring(store, "receipts", ("收款日期", "客户名称", "金额", "发票号"), ("2028-02-01", "甲", "250", "F1"))
    aged = store.read(money.ageing, DAY).company
    assert (aged.total, aged.unallocated, aged.net) == (0, -15000, -15000)


def test_orders_of_a_deleted_customer_count_nowhere(odd):
    odd.write("Deleted", records.delete, Customer, [stored_id(odd, "甲")])
    assert set(rows(odd.read(worth.profits, YEAR))) == {"退货", "零"}
    assert odd.read(worth.profits, YEAR).left_out == {}
    odd.undo()
    assert "甲" in rows(odd.read(worth.profits, YEAR))


def stored_id(store, name):
    return next(row["id"] for row in stored(store, Customer) if row["name"] == name)


def test_amounts_say_their_currency_where_no_column_does(store):
    header = ("order_no", "customer", "date", "amount", "currency")
    said = (("$200.00", "USD"), ("€ 1,300", ""), ("400 HKD", ""), ("¥50", ""), ("60", "火星币"), ("7", "美金"))
    rows = [(str(number), "甲", "2026-01-05", *one) for number, one in enumerate(said, 1)]
    counts, problems = bring(store, "orders", header, *rows)
    assert (counts, [(one["row"], one["field"]) for one in problems][1:]) == ([5, 0, 0, 1], [(6, "currency")])
    found = {row["number"]: (row["net"], row["currency"]) for row in stored(store, Order)}
    assert found == {"1": (20000, "USD"), "2": (130000, "EUR"), "3": (40000, "HKD"), "4": (5000, None), "6": (700, "USD")}
    bring(store, "orders", ("order_no", "customer", "date", "Amount (USD)"), ("8", "甲", "2026-01-05", "9"))
    assert next(row["currency"] for row in stored(store, Order) if row["number"] == "8") == "USD"


def test_what_is_odd_comes_in_and_is_told(store):
    ahead = f"{today().year + 3}-01-01"
    _counts, problems = bring(store, "orders", ORDERS[:4], ("1", "甲", ahead, "1"), ("2", "甲", "1899-12-31", "99999999999999"))
    assert [one for one in places(problems) if one[1] != "customer"] == [(2, "ordered_on"), (3, "ordered_on"), (3, "net")]
    counts, problems = bring(store, "invoices", ("invoice no", "customer", "date", "due date", "total"),
                             ("F1", "甲", "2026-10-01", "2026-09-01", "500"))  # fmt: skip
    assert (counts, places(problems)) == ([1, 0, 0, 0], [(2, "due_on")])
    assert [row["due_on"] for row in stored(store, Invoice)] == [date(2026, 10, 31)]
    _counts, problems = bring(store, "costs", ("customer", "date", "kind", "amount"), ("甲", "2026-10-01", "物流", "-5.5"),
                              ("甲", "2026-10-01", "", "5"), ("甲", "2026-10-01", "瞎写", "5.128"),
                              ("甲", "2026-10-01", "物流", "5.100"))  # fmt: skip
    assert sorted(places(problems)) == [(2, "amount"), (3, "kind"), (4, "amount"), (4, "kind"), (4, "kind")]


def test_a_table_in_the_wrong_place_is_told_where_it_belongs(store):
    header = ("发票号", "客户名称", "开票日期", "到期日", "价税合计")
    counts, problems = bring(store, "orders", header, ("F1", "甲", "2026-10-01", "2026-11-01", "500"))
    assert (counts, problems[0]["row"]) == ([0, 0, 0, 1], 0)
    assert "Invoices" in problems[0]["message"]


def test_no_new_order_of_a_customer_that_is_never_served_comes_in(store):
    header = ("order_no", "customer", "date", "product", "amount")
    bring(store, "orders", header, ("1", "甲", "2026-01-05", "a", "100"))
    one = next(row["id"] for row in stored(store, Customer))
    store.write("Never", records.update, Customer, one, {"grade": "never"}, None, True)
    counts, problems = bring(store, "orders", header, ("1", "甲", "2026-01-05", "a", "120"), ("2", "甲", "2026-02-05", "a", "7"),
                             ("2", "甲", "2026-02-05", "b", "8"), ("3", "乙", "2026-02-05", "", "9"))  # fmt: skip
    assert (counts[0], counts[1], {row["number"] for row in stored(store, Order)}) == (1, 1, {"1", "3"})
    assert (3, "customer") in places(problems)
    third = next(row["id"] for row in stored(store, Order) if row["number"] == "3")
    with pytest.raises(ValidationError):
        store.write("Moved", orders.save, {"customer_id": one}, None, third)
