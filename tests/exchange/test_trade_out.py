"""Business records on their way out: every list can be written, and what can be imported comes in again as it is."""

from datetime import date
from uuid import UUID

import pytest
import sqlalchemy as sa

from app.exchange.csvtext import parse, separator_of
from app.exchange.decode import decode
from app.exchange.export import export
from app.exchange.mapping import propose
from app.exchange.names import DECIDED, EXPORTED, TRADE
from app.exchange.plan import plan
from app.exchange.reading import build_sheet
from app.models import BY_KEY
from app.models.base import table_of
from app.models.grading import NeverServe
from app.models.receivable import Allocation, Invoice, Receipt
from app.services import receipts, records
from app.services.business import money
from app.store.store import create
from app.ui.screens.business.kinds import KINDS
from tests.exchange.test_import import places
from tests.exchange.test_orders_in import HEADER, bring, orders, stored

FILES = {
    "products": [("产品编号", "产品名称", "单位成本"), ("P1", "铣刀", "7.5"), ("P2", "钻头", "30")],
    "orders": [
        HEADER, ("1", "甲", "2026-03-01", "铣刀", "2", "100", "", ""), ("1", "甲", "2026-03-01", "钻头", "1", "80", "", ""),
        ("2", "乙", "2026-03-02", "", "", "", "-500", ""), ("3", "乙", "2026-03-02", "", "", "", "700", ""),
    ],
    "invoices": [
        ("发票号", "客户名称", "开票日期", "价税合计"), ("F1", "甲", "2026-03-05", "300"), ("F2", "乙", "2026-03-05", "-50"),
    ],
    "receipts": [("回款号", "客户名称", "回款日期", "回款金额"), ("H1", "甲", "2026-03-09", "300")],
    "costs": [
        ("费用日期", "客户名称", "费用种类", "金额", "分钟"), ("2026-03-09", "甲", "服务", "30", ""),
        ("2026-03-10", "甲", "服务", "", "90"),
    ],
}  # fmt: skip

LEDGER = (
    ("发票号", "客户名称", "开票日期", "到期日", "价税合计", "币种"),
    ("I1", "甲", "2026-01-05", "2026-02-04", "700", ""), ("I2", "甲", "2026-02-05", "2026-03-07", "500", ""),
    ("I3", "甲", "2026-03-05", "2026-04-04", "1000", ""), ("I4", "乙", "2026-03-05", "2026-04-04", "100", ""),
    ("U1", "甲", "2026-03-05", "2026-04-04", "1000", "USD"),
)  # fmt: skip
PAID = (
    ("回款号", "客户名称", "回款日期", "回款金额", "发票号"),
    ("H1", "甲", "2026-04-09", "1700", "I3"),  # what I3 leaves over pays what is due longest
    ("H2", "甲", "2026-04-10", "300", "I2=300"), ("H3", "甲", "2026-04-11", "200", ""), ("H4", "甲", "2026-04-12", "50", ""),
)  # fmt: skip


def _standing(session):
    """Payment -> what it pays of which invoice, in fen."""
    part, paid, owed = table_of(Allocation), table_of(Receipt), table_of(Invoice)
    found = {number: {} for number in session.scalars(sa.select(paid.c.number))}
    joined = part.join(paid, paid.c.id == part.c.receipt_id).join(owed, owed.c.id == part.c.invoice_id)
    rows = sa.select(paid.c.number, owed.c.number, part.c.amount).select_from(joined).where(part.c.deleted_at.is_(None))
    for number, invoice, amount in session.execute(rows):
        found[number][invoice] = amount
    return found


def test_whatever_has_a_list_goes_out():
    assert set(KINDS) <= set(EXPORTED) <= set(BY_KEY)


@pytest.mark.parametrize("suffix", [".csv", ".xlsx"])
def test_trade_comes_back_unchanged(store, tmp_path, suffix):
    for entity in TRADE:
        bring(store, entity, *FILES[entity])
    before = orders(store)
    for entity in TRADE:
        path = tmp_path / f"{entity}{suffix}"
        count = store.read(export, entity, path)
        assert count > 0
        if suffix == ".csv":
            text = decode(path.read_bytes()).text
            sheet = build_sheet(path, list(parse(text, separator_of(text))), {}, [])
            made = store.read(plan, entity, sheet, propose(entity, sheet))
            assert (entity, made.counts["unchanged"], made.problems) == (entity, count, ())
    assert orders(store) == before


@pytest.mark.parametrize("entity", [*TRADE, *DECIDED, "phone_memos", "improvements"])
def test_an_empty_list_goes_out_with_and_without_columns(store, tmp_path, entity):
    kind = KINDS.get(entity)
    assert store.read(export, entity, tmp_path / "all.csv") == 0
    if kind is not None:
        assert store.read(export, entity, tmp_path / "shown.xlsx", None, kind.columns) == 0


def test_what_was_decided_goes_out_with_names_in_the_place_of_links(store, tmp_path):
    bring(store, "orders", *FILES["orders"])
    customer: UUID = orders(store)["1"]["customer_id"]
    day, words = date(2026, 3, 9), {"evidence": "合同，第三条", "tried": "协商"}
    given = {"customer_id": customer, "reason": "fraud", "applied_on": day, **words}
    store.write("Applied", records.create, NeverServe, given)
    path = tmp_path / "out.csv"
    assert store.read(export, "never_serves", path) == 1
    assert "甲" in path.read_text(encoding="utf-8-sig")
    assert "合同，第三条" in path.read_text(encoding="utf-8-sig")


def test_what_was_allocated_by_hand_comes_back_so(store, tmp_path):
    """Out and into a fresh file: what is open, what pays it and what is left over are the same (F-32)."""
    bring(store, "invoices", *LEDGER)
    bring(store, "receipts", *PAID)
    before = store.read(_standing)
    assert before == {"H1": {"I1": 70000, "I3": 100000}, "H2": {"I2": 30000}, "H3": {"I2": 20000}, "H4": {}}
    files = {entity: tmp_path / f"{entity}.csv" for entity in ("invoices", "receipts")}
    for entity, path in files.items():
        store.read(export, entity, path)
    fresh = create(tmp_path / "fresh.db")
    for entity, path in files.items():
        text = decode(path.read_bytes()).text
        counts, problems = bring(fresh, entity, *(cells for _line, cells in parse(text, separator_of(text))))
        assert (counts[1:], {one["field"] for one in problems}) == ([0, 0, 0], {"customer"} if entity == "invoices" else set())
    assert fresh.read(_standing) == before
    fresh.close()


def test_a_payment_names_only_what_it_can_pay(store):
    bring(store, "invoices", *LEDGER)
    rows = [("N1", "甲", "2026-05-01", "100", "NOINV", ""), ("N2", "乙", "2026-05-01", "100", "I1", ""),
            ("N3", "甲", "2026-05-01", "100", "U1", ""), ("N4", "甲", "2026-05-01", "100", "I1=90; I3=20", ""),
            ("N5", "甲", "2026-05-01", "100", "", "是")]  # fmt: skip
    counts, problems = bring(store, "receipts", (*PAID[0], "人工核销"), *rows)
    expected = [*((row, "invoice") for row in (2, 3, 4, 5)), (6, "by_hand")]
    assert (counts, places(problems)) == ([5, 0, 0, 0], expected)
    notes = {row["number"]: row["notes"] for row in stored(store, Receipt)}
    assert (notes["N1"], notes["N3"], notes["N5"]) == ("发票号: NOINV", "发票号: U1", None)
    assert store.read(_standing) == {"N1": {"I1": 10000}, "N2": {"I4": 10000}, "N3": {"I1": 10000}, "N4": {"I1": 10000}, "N5": {}}
    aged = store.read(money.ageing, date(2026, 6, 30)).company
    assert (aged.total, aged.unallocated) == (230000 - 40000, -10000)


def test_an_invoice_that_changes_its_currency_is_paid_by_hand_no_more(store):
    bring(store, "invoices", *LEDGER)
    bring(store, "receipts", PAID[0], ("H1", "甲", "2026-05-01", "300", "I1"))
    one = next(row["id"] for row in stored(store, Invoice) if row["number"] == "I1")
    store.write("Changed", receipts.save_invoice, {"currency": "USD"}, one)
    assert store.read(_standing) == {"H1": {}}
    assert store.read(money.ageing, date(2026, 6, 30)).company.unallocated == -30000
