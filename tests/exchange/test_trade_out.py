"""Business records on their way out: every list can be written, and what can be imported comes in again as it is."""

from datetime import date
from uuid import UUID

import pytest

from app.exchange.csvtext import parse, separator_of
from app.exchange.decode import decode
from app.exchange.export import export
from app.exchange.mapping import propose
from app.exchange.names import DECIDED, EXPORTED, TRADE
from app.exchange.plan import plan
from app.exchange.reading import build_sheet
from app.models import BY_KEY
from app.models.grading import NeverServe
from app.services import records
from app.ui.screens.business.kinds import KINDS
from tests.exchange.test_orders_in import HEADER, bring, orders

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
