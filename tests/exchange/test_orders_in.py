"""Orders from a file: one over several rows, returns, drafts, what is wrong with them; the same file twice changes nothing."""

import sqlalchemy as sa

from app.exchange.apply import apply, label_of
from app.exchange.listing import listing
from app.exchange.mapping import propose
from app.exchange.plan import plan
from app.models import Customer
from app.models.order import Order, OrderLine
from app.services import records
from app.store.changes import Label
from tests.exchange.test_import import places, sheet_of

HEADER = ("订单号", "客户名称", "订单日期", "产品", "数量", "单价", "金额", "状态")


def bring(store, entity, *rows):
    sheet = sheet_of(*rows)
    made = store.read(plan, entity, sheet, propose(entity, sheet))
    result = store.write(Label(*label_of(made)), apply, made).value.as_json()
    counts = [result[key] for key in ("created", "updated", "unchanged", "refused")]
    assert sum(counts) + result["duplicates"] + result.get("lines", 0) == result["rows"] == len(rows) - 1
    return counts, result["problems"]


def stored(store, entity):
    def read(session):
        living = sa.select(entity.id).where(entity.deleted_at.is_(None))
        return [records.get(session, entity, key) for key in session.scalars(living)]

    return store.read(read)


def orders(store):
    return {row["number"]: row for row in stored(store, Order)}


def test_one_order_over_several_rows_comes_in_once(store):
    rows = [
        ("XS-1", "甲厂", "2026-03-01", "铣刀", "10", "12.50", "125.00", "已发货"),
        ("XS-2", "乙厂", "2026-03-02", "钻头", "1", "80", "", ""),
        ("XS-1", "甲厂", "2026-03-01", "钻头", "2", "80", "150", "已发货"),
        ("XS-3", "乙厂", "2026-03-02", "钻头", "1", "80", "80", "草稿"),
        ("", "", "", "丝锥", "1", "", "7.05", ""),
    ]
    counts, problems = bring(store, "orders", HEADER, *rows)
    assert counts == [2, 0, 0, 2]
    found = orders(store)
    assert {key: (row["net"], row["state"], row["kind"]) for key, row in found.items()} == {
        "XS-1": (27500, "delivered", "sale"), "XS-2": (8000, "confirmed", "sale"),
    }  # fmt: skip
    lines = stored(store, OrderLine)
    assert sorted((line["position"], line["amount"]) for line in lines) == [(1, 8000), (1, 12500), (2, 15000)]
    assert sorted(row["name"] for row in store.read(listing, "customers")) == ["乙厂", "甲厂"]
    assert (4, "amount") in places(problems)  # 2 × 80 is not 150: told, and the amount counts
    assert bring(store, "orders", HEADER, *rows)[0] == [0, 0, 2, 2]
    changed = [rows[0], ("XS-1", "甲厂", "2026-03-01", "钻头", "2", "80", "160", "已发货")]
    assert bring(store, "orders", HEADER, *changed)[0] == [0, 1, 0, 0]
    assert orders(store)["XS-1"]["net"] == 28500
    assert sorted(line["amount"] for line in stored(store, OrderLine)) == [8000, 12500, 16000]
    store.undo()
    assert orders(store)["XS-1"]["net"] == 27500


def test_what_is_enough_for_an_order_and_what_refuses_one(store):
    store.write("Added", records.create, Customer, {"name": "Old Ltd", "code": "OLD"})
    counts, problems = bring(
        store, "orders", ("order_no", "customer", "date", "amount"),
        ("1", "OLD", "2026-01-05", "100.5"), ("2", "NEW-1", "2024-02-29", "-20"), ("3", "OLD", "2026-03-06", "0"),
        ("4", "OLD", "", "3"), ("5", "OLD", "2026-03-07", "many"), ("6", "OLD", "2026-03-07", ""), ("合计", "", "", "83"),
        ("7", "OLD", "2026-01-05", "1"), ("7", "Else", "2026-01-05", "1"),  # one number of two customers: neither
    )  # fmt: skip
    assert counts == [3, 0, 0, 6]
    found = orders(store)
    assert [(found[key]["kind"], found[key]["net"]) for key in "123"] == [("sale", 10050), ("return", 2000), ("sale", 0)]
    assert places(problems) == [(3, "customer"), (5, "ordered_on"), (6, "amount"), (7, "amount"), (8, ""), (9, "number"),
                                (10, "number")]  # fmt: skip
    assert stored(store, OrderLine) == []
    names = sorted((row["code"], row["name"]) for row in store.read(listing, "customers"))
    assert names == [("NEW-1", "NEW-1"), ("OLD", "Old Ltd")]


def test_rows_without_a_number_are_orders_of_their_own(store):
    rows = [("customer_id", "order_date", "revenue"), *[("Brion Stark", "2004-12-20", "32")] * 2, ("Ethyl", "2005-05-02", "36")]
    assert bring(store, "orders", *rows)[0] == [3, 0, 0, 0]
    assert bring(store, "orders", *rows)[0] == [0, 0, 3, 0]
    assert {row["number"][:2] for row in stored(store, Order)} == {"DD"}


def test_discounts_costs_tax_and_currency_of_lines(store):
    header = ("OrderID", "Customer", "Date", "Product", "Quantity", "UnitPrice", "Discount", "Tax amount", "Cogs", "Currency")
    bring(
        store, "orders", header,
        ("1", "A", "2026-01-05", "x", "10", "10", "0.15", "11.05", "40", "RMB"),
        ("1", "A", "2026-01-05", "y", "1", "20", "0", "2.60", "8", "RMB"),
        ("2", "A", "2026-01-06", "y", "1", "20", "0", "", "", "usd"),
    )  # fmt: skip
    one, two = orders(store)["1"], orders(store)["2"]
    keys = ("net", "gross", "discount", "tax", "cost", "currency")
    assert [one[key] for key in keys] == [10500, 12000, 1500, 1365, 4800, "CNY"]
    assert [two[key] for key in keys] == [2000, None, None, None, None, "USD"]
