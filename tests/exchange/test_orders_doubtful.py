"""Rows of orders that look like one thing and are another: commas that split, two moneys, two days, tax within, returns."""

import pytest

from app.errors import ValidationError
from app.formats import today
from app.models import Customer
from app.models.order import Order
from app.services import orders, receipts, records
from app.services.business import ledger
from tests.exchange.test_orders_in import bring, stored

HEAD = ("订单号", "客户", "日期", "金额")


def _amounts(store):
    return {row["number"]: (row["kind"], row["net"], row["total"], row["currency"]) for row in stored(store, Order)}


def _told(problems):
    return [(one["row"], one["message"]) for one in problems]


def test_an_amount_split_at_its_comma_comes_in_as_nothing(store):
    day = "2026-09-02"
    rows = [("G1", "甲", day, "1", "000"), ("G2", "甲", day, "2", "500.00"), ("G3", "甲", day, "70", "")]
    counts, problems = bring(store, "orders", (*HEAD, ""), *rows)
    assert counts == [1, 0, 0, 2]
    assert {row for row, message in _told(problems) if "quotation marks" in message} == {2, 3}
    assert _amounts(store) == {"G3": ("sale", 7000, None, None)}
    counts, _problems = bring(store, "receipts", ("收款单号", "客户", "收款日期", "金额", ""), ("S1", "甲", day, "1", "000"))
    assert counts == [0, 0, 0, 1]


def test_two_moneys_are_two_orders_and_two_days_are_told(store):
    rows = [("M1", "甲", "2026-09-01", "100", "USD"), ("M1", "甲", "2026-09-01", "100", "CNY"),
            ("D3", "甲", "2026-09-01", "100", ""), ("D3", "甲", "2026-10-02", "200", "")]  # fmt: skip
    counts, problems = bring(store, "orders", (*HEAD, "币种"), *rows)
    assert counts == [1, 0, 0, 2]
    assert _amounts(store) == {"D3": ("sale", 30000, None, None)}
    said = dict(_told(problems))
    assert "another currency" in said[2]
    assert "another currency" in said[3]
    assert said[5] == "Row 4 of the same order names another day; that of the first row counts."


def test_tax_within_an_amount_is_taken_out_by_its_rate_or_told(store):
    rows = [("T1", "113", "13%"), ("T2", "226", "0.13"), ("T3", "50", "")]
    whole = [(number, "甲", "2026-09-01", *more) for number, *more in rows]
    _counts, problems = bring(store, "orders", (*HEAD[:3], "含税金额", "税率"), *whole)
    assert {key: row[1:3] for key, row in _amounts(store).items()} == {
        "T1": (10000, 11300), "T2": (20000, 22600), "T3": (5000, 5000)}  # fmt: skip
    assert [row for row, message in _told(problems) if message.startswith("Amounts with tax")] == [4]


@pytest.mark.parametrize(("header", "word"), [("状态", "已退货"), ("状态", "Returned"), ("类型", "退款")])
def test_what_says_it_came_back_is_a_return(store, header, word):
    bring(store, "orders", (*HEAD, header), ("R1", "甲", "2026-09-01", "70", word))
    assert _amounts(store)["R1"][:2] == ("return", 7000)


def test_no_table_makes_or_ends_never_serve(store):
    """F-12: by its application alone."""
    head = ("名称", "等级", "状态")
    counts, problems = bring(store, "customers", head, ("甲", "绝对不服务", "活跃"), ("乙", "金牌", ""))
    assert counts == [2, 0, 0, 0]
    assert [row["grade"] for row in sorted(stored(store, Customer), key=lambda row: row["code"])] == [None, "gold"]
    assert any("its own application" in message for _row, message in _told(problems))
    key = next(row["id"] for row in stored(store, Customer) if row["name"] == "乙")
    store.write("x", records.update, Customer, key, {"grade": "never", "status": "never"})
    counts, problems = bring(store, "customers", head, ("乙", "金牌", "活跃"))
    row = store.read(records.get, Customer, key)
    assert (row["grade"], row["status"], counts) == ("never", "never", [0, 0, 1, 0])
    assert any("its own application" in message for _row, message in _told(problems))


def test_a_draft_of_who_is_never_served_is_not_confirmed(store):
    key = store.write("x", records.create, Customer, {"name": "甲"}).value
    draft = store.write("x", orders.save, {"customer_id": key, "ordered_on": today(), "net": 1, "state": "draft"}).value
    store.write("x", records.update, Customer, key, {"grade": "never", "status": "never"})
    with pytest.raises(ValidationError):
        store.write("x", orders.save, {"state": "confirmed"}, None, draft)
    store.write("x", orders.save, {"state": "cancelled"}, None, draft)


def test_a_payment_by_hand_that_came_to_less_pays_less(store):
    key = store.write("x", records.create, Customer, {"name": "甲"}).value
    _first, second = (store.write("x", receipts.save_invoice, {
        "customer_id": key, "issued_on": today(), "total": 500, "number": number}).value for number in ("F1", "F2"))  # fmt: skip
    store.write("x", receipts.save_receipt, {
        "customer_id": key, "received_on": today(), "amount": 500, "number": "S1"}, {second: 500})  # fmt: skip
    bring(store, "receipts", ("收款单号", "客户", "收款日期", "金额"), ("S1", "甲", today().isoformat(), "3"))
    assert store.read(receipts.open_invoices, key)[1].open == 200
    assert store.read(ledger.balance_of, key, today()) == 700
