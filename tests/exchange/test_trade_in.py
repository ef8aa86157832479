"""Products, invoices, payments and costs from files: what fills itself, what pays what, what is refused, and once only."""

from datetime import date
from decimal import Decimal

from app.analysis.ageing import Ageing
from app.exchange.listing import listing
from app.models import Customer
from app.models.cost import Cost
from app.models.firm import Product
from app.models.order import Order, OrderLine, ProductPrice
from app.models.receivable import Allocation, Invoice, Receipt
from app.services import customer_policies, records
from app.services.business import money
from tests.exchange.test_import import places
from tests.exchange.test_orders_in import bring, orders, stored

PRODUCTS = ("产品编号", "产品名称", "产品类别", "单位成本", "单价", "生效日期", "备注")


def test_products_come_in_with_costs_that_orders_take_over(store):
    rows = [("P1", "铣刀", "刀具", "7.5", "12.5", "2026-01-01", "好"), ("P2", "钻头", "刀具", "30", "80", "", "")]
    assert bring(store, "products", PRODUCTS, *rows)[0] == [2, 0, 0, 0]
    assert bring(store, "products", PRODUCTS, *rows)[0] == [0, 0, 2, 0]
    dearer = [("P1", "铣刀", "刀具", "8", "12.5", "2026-06-01", "好"), rows[1]]
    assert bring(store, "products", PRODUCTS, *dearer)[0] == [0, 1, 1, 0]
    assert len(stored(store, ProductPrice)) == 3
    header = ("订单号", "客户名称", "订单日期", "产品", "数量", "单价")
    lines = [("1", "甲", "2026-03-01", "P1", "10", "12"), ("1", "甲", "2026-03-01", "钻头", "1", "80"),
             ("2", "甲", "2026-07-01", "铣刀", "10", "12"), ("3", "甲", "2026-07-01", "新品", "1", "5")]  # fmt: skip
    assert bring(store, "orders", header, *lines)[0] == [3, 0, 0, 0]
    assert bring(store, "orders", header, *lines)[0] == [0, 0, 3, 0]
    found = orders(store)
    assert [(found[key]["net"], found[key]["cost"]) for key in "123"] == [(20000, 10500), (12000, 8000), (500, None)]
    assert sorted(row["name"] for row in stored(store, Product)) == ["新品", "钻头", "铣刀"]
    assert {line["product_id"] for line in stored(store, OrderLine)} == {row["id"] for row in stored(store, Product)}
    assert {line["quantity"] for line in stored(store, OrderLine)} == {Decimal(10), Decimal(1)}


INVOICES = ("发票号", "客户名称", "开票日期", "到期日", "价税合计")


def test_payments_pay_what_they_name_and_then_the_oldest_due(store):
    store.write("Added", records.create, Customer, {"name": "乙厂", "terms_days": 45})
    rows = [("F1", "甲厂", "2026-01-05", "2026-02-04", "1130"), ("F2", "甲厂", "2026-01-20", "", "500"),
            ("F3", "甲厂", "2026-02-05", "", "-113"), ("F4", "乙厂", "2026-02-05", "", "200"), ("F5", "乙厂", "", "", "1"),
            ("F6", "乙厂", "2026-02-05", "", "abc"), ("合计", "", "", "", "1717")]  # fmt: skip
    counts, problems = bring(store, "invoices", INVOICES, *rows)
    assert counts == [4, 0, 0, 3]
    assert places(problems) == [(2, "customer"), (6, "issued_on"), (7, "total"), (8, "")]
    found = {row["number"]: row for row in stored(store, Invoice)}
    assert (found["F3"]["kind"], found["F3"]["total"]) == ("credit", 11300)
    assert [found[key]["due_on"] for key in ("F1", "F2", "F4")] == [date(2026, 2, 4), date(2026, 2, 19), date(2026, 3, 22)]
    assert bring(store, "invoices", INVOICES, *rows)[0] == [0, 0, 4, 3]
    header = ("收款日期", "客户名称", "金额", "收款方式", "发票号")
    paid = [("2026-02-10", "甲厂", "400", "转账", "F2"), ("2026-02-11", "甲厂", "800", "微信", ""),
            ("2026-02-11", "甲厂", "800", "微信", "")]  # fmt: skip
    assert bring(store, "receipts", header, *paid)[0] == [3, 0, 0, 0]
    assert bring(store, "receipts", header, *paid)[0] == [0, 0, 3, 0]
    numbers = {row["id"]: row["number"] for row in found.values()}
    kept = stored(store, Allocation)
    shares = sorted((numbers[row["invoice_id"]], row["amount"], row["credit_id"] is not None) for row in kept)
    assert shares == [("F1", 11300, True), ("F1", 21700, False), ("F1", 80000, False), ("F2", 10000, False), ("F2", 40000, False)]
    assert [row["by_hand"] for row in sorted(stored(store, Receipt), key=lambda row: row["amount"])] == [True, False, False]
    aged = store.read(money.ageing, date(2026, 3, 31)).company
    assert (aged.total, aged.unallocated, aged.overdue, aged.net) == (20000, -48300, 20000, -28300)


def test_costs_have_a_customer_or_none(store):
    rows = [("甲", "2026-03-05", "40", "差旅费"), ("", "2026-03-06", "30", "礼品"), ("甲", "2026-03-06", "", "礼品")]
    counts, problems = bring(store, "costs", ("客户名称", "日期", "金额", "费用类型"), *rows)
    assert (counts, places(problems)) == ([2, 0, 0, 1], [(2, "customer"), (4, "amount")])
    assert {(row["kind"], row["amount"], row["customer_id"] is None) for row in stored(store, Cost)} == {
        ("visits", 4000, False), ("gifts", 3000, True),
    }  # fmt: skip
    assert bring(store, "costs", ("客户名称", "日期", "金额", "费用类型"), *rows)[0] == [0, 0, 2, 1]


def _bands(aged: Ageing) -> list[int]:
    amounts = {row.key: row.amount for row in aged.rows}
    known = ("not_due", "d1_30", "d31_60", "d61_90", "d91_180")
    not_due, first, second, third, rest = (amounts[key] for key in known)
    return [not_due + first, second, third, rest]


def test_the_published_ageing_comes_out_of_invoices(store, shared):
    """Larkin's table: amounts by the age of the invoice, so each is due on its day; one of 30 November is 31 days old."""
    lines = (shared / "data/oracles/aging_larkin.csv").read_text(encoding="utf-8").split()
    table = [line.split(",") for line in lines[1:]]
    days = ("2026-12-10", "2026-11-30", "2026-10-20", "2026-09-15")
    rows = [
        (f"{name}-{place}", name, days[place], days[place], amount)
        for name, _owed, *amounts in table[:-1] for place, amount in enumerate(amounts) if amount != "0"
    ]  # fmt: skip
    bring(store, "invoices", INVOICES, *rows)
    aged = store.read(money.ageing, date(2026, 12, 31))
    assert _bands(aged.company) == [10_300_000, 9_750_000, 3_950_000, 1_000_000]
    assert {line.client.name: _bands(line.row) for line in aged.lines} == {
        name: [int(amount) * 100 for amount in amounts] for name, _owed, *amounts in table[:-1]
    }  # fmt: skip


def test_orders_of_a_deleted_customer_make_it_anew(store):
    key = store.write("Added", records.create, Customer, {"name": "甲厂"}).value
    bring(store, "orders", ("order_no", "customer", "date", "amount"), ("1", "甲厂", "2026-01-05", "5"))
    store.write("Deleted", records.delete, Customer, [key])
    assert stored(store, Order) == []
    assert bring(store, "orders", ("order_no", "customer", "date", "amount"), ("1", "甲厂", "2026-01-05", "5"))[0] == [1, 0, 0, 0]
    assert len(store.read(listing, "customers")) == 1


def test_an_invoice_is_due_by_the_policy_of_its_customer(store):
    store.write("Graded", records.create, Customer, {"name": "丙厂", "grade": "gold"})
    policy = {"grade": "gold", "payment_days": 90, "begins_on": date(2026, 1, 1)}
    store.write("Policy", customer_policies.save, policy)
    bring(store, "invoices", INVOICES, ("F9", "丙厂", "2026-02-01", "", "100"))
    assert next(row for row in stored(store, Invoice) if row["number"] == "F9")["due_on"] == date(2026, 5, 2)
