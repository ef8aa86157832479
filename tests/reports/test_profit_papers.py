"""Customer profitability (R-07) and the ranking (R-22): figures of the oracle, causes of losses, both languages, printed."""

from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest

from app import reports
from app.formats import money_text
from app.models import Customer, Employee
from app.models.cost import Cost
from app.models.order import Order
from app.models.receivable import Allocation, Invoice, Receipt
from app.reports import curves
from app.reports.document import ChartBlock, Document, Table
from app.reports.pdf import render_bytes
from app.services import records
from app.store.store import Store
from tests.reports.reading import pypdf_text, squeezed

AS_OF = date(2026, 6, 30)


@pytest.fixture
def firm(store: Store) -> dict[str, UUID]:
    """C10's customer, one that loses money by service, one that bought nothing, one whose cost nobody knows."""

    def made(session: Any) -> dict[str, UUID]:
        found = {name: records.create(session, Customer, {"name": name}) for name in ("甲", "乙", "丙", "丁")}
        day = date(2026, 3, 2)
        for name, gross, discount, cost in (("甲", 98_000_000, 3_000_000, 69_000_000), ("乙", 10_000_000, 1_500_000, 7_500_000)):
            given = {"customer_id": found[name], "ordered_on": day, "gross": gross, "discount": discount, "net": gross - discount}
            records.create(session, Order, {**given, "cost": cost})
        records.create(session, Order, {"customer_id": found["丁"], "ordered_on": day, "net": 500_000})
        for name, kind, amount in (("甲", "service", 6_700_000), ("乙", "service", 3_000_000), ("丙", "gifts", 20_000)):
            records.create(session, Cost, {"customer_id": found[name], "kind": kind, "spent_on": day, "amount": amount})
        bill = {"customer_id": found["甲"], "issued_on": day, "due_on": date(2026, 4, 1), "total": 1_000_000}
        invoice = records.create(session, Invoice, bill)
        came = {"customer_id": found["甲"], "received_on": date(2026, 4, 11), "amount": 1_000_000}
        share = {"receipt_id": records.create(session, Receipt, came), "invoice_id": invoice, "amount": 1_000_000}
        records.create(session, Allocation, share)
        return found

    done: dict[str, UUID] = store.write("x", made).value
    return done


def paper(store: Store, key: str, language: str = "en") -> Document:
    document: Document = store.read(reports.build, key, language, day=AS_OF)
    return document


def tables(document: Document) -> list[Table]:
    return [block for block in document.blocks if isinstance(block, Table)]


def test_the_paper_tells_profit_losses_and_their_causes(store: Store, firm: dict[str, UUID]) -> None:
    tiers, best, losers, _products = tables(paper(store, "profit"))
    assert [row[1] for row in tiers.rows] == [1, 0, 0, 2, 1]  # 丙 bought nothing and is in no tier
    assert sum(Decimal(str(row[3]).replace("¥", "").replace(",", "")) for row in tiers.rows) == Decimal("172800.00")
    assert best.rows[0][:5] == ("甲", "¥950,000.00", "27.4%", "¥67,000.00", "¥193,000.00")
    assert [row[0] for row in losers.rows] == ["乙", "丙"]
    assert losers.rows[0][4:] == (money_text(-2_000_000), (
        "Service work costs too much for what it buys: charge for it, or serve it more simply. "
        "Low margin: raise the price, or sell it better products. High discounts: tie them to volume."))  # fmt: skip
    assert losers.rows[1][5] == "No sales: stop what is spent, or win orders back."
    assert "1 customer has orders whose cost nobody knows." in str(paper(store, "profit").blocks[1])


SAID = {"zh": ("客户盈利性分析", "鲸鱼曲线"), "en": ("Customer profitability", "Whale curve")}


@pytest.mark.parametrize(("language", "said"), SAID.items())
def test_both_papers_print_in_both_languages(store: Store, firm: dict[str, UUID], language: str, said: tuple[str, ...]) -> None:
    content, result = render_bytes(paper(store, "profit", language))
    text = squeezed(pypdf_text(content))
    assert result.pages <= 3
    assert all(squeezed(word) in text for word in said)
    assert "■" not in text
    ranking, _result = render_bytes(paper(store, "ranking", language))
    assert "No1甲" in squeezed(pypdf_text(ranking))


def test_the_ranking_is_by_two_criteria_of_twenty(store: Store, firm: dict[str, UUID]) -> None:
    (table,) = tables(paper(store, "ranking"))
    assert table.rows == ((1, "KH000001", "甲", "10.0", 14, "27.4%", 14, 28),)
    assert "2 more lack a due invoice or a known margin" in str(paper(store, "ranking").blocks[0])


def test_without_orders_a_sentence_stands_instead(store: Store) -> None:
    for key, said in (("profit", "No orders in this period."), ("ranking", "Nobody can be ranked")):
        assert said in str(paper(store, key).blocks)


def test_what_nobody_knows_is_no_nought_and_no_none(store: Store) -> None:
    """No order with a cost: neither R-07 nor R-03 prints a profit, a share or a curve of it."""

    def made(session: Any) -> None:
        seller = records.create(session, Employee, {"name": "王小明"})
        for name in ("甲", "乙"):
            customer = records.create(session, Customer, {"name": name})
            sold = {"customer_id": customer, "ordered_on": date(2026, 3, 2), "net": 500_000, "owner_id": seller}
            records.create(session, Order, sold)

    store.write("x", made)
    for key in ("profit", "customers"):
        document = paper(store, key)
        rows = [row for table in tables(document) for row in table.rows if table.columns[0].label == "Tier"]
        assert {cell for row in rows if row[1] for cell in row[3:]} == {"—", None}
    content, _result = render_bytes(paper(store, "profit"))
    assert "None" not in pypdf_text(content)
    assert "the profit of none of them is known" in str(paper(store, "profit").blocks[1])
    (sellers,) = [table for table in tables(paper(store, "customers")) if table.caption == "Sales by salesperson"]
    assert sellers.rows == (("王小明", "¥10,000.00", "100.0%"),)


def test_a_cost_that_is_not_subtracted_is_no_step_down(store: Store, firm: dict[str, UUID]) -> None:
    spent = {"customer_id": firm["甲"], "kind": "acquisition", "spent_on": date(2026, 3, 2), "amount": 4_000_000}
    before = paper(store, "profit").blocks[2]
    store.write("x", records.create, Cost, spent)
    drawn = paper(store, "profit").blocks[2]
    assert isinstance(before, ChartBlock)
    assert isinstance(drawn, ChartBlock)
    assert drawn.table == before.table


def test_a_waterfall_stands_on_its_sums_and_a_whale_bends_at_its_peak() -> None:
    drawn = curves.waterfall(["a", "b", "c"], [1000, -300, 700], [0, 2])
    heights = [patch.get_height() for patch in drawn.axes[0].patches]
    assert [round(height / heights[0], 2) for height in heights] == [1.0, 0.3, 0.7]
    texts = [text.get_text() for text in curves.whale([60, 110, 100], 2).axes[0].texts]
    assert texts == ["110%", "2", "100%", "3"]


def test_a_firm_that_loses_money_reads_amounts_in_their_unit(store: Store) -> None:
    """No share of a loss: the dots carry amounts, and the caption their unit."""
    key = store.write("x", records.create, Customer, {"name": "甲"}).value
    sold = {"customer_id": key, "ordered_on": date(2026, 3, 2), "net": 1_000_000, "cost": 9_000_000}
    store.write("x", records.create, Order, sold)
    (drawn,) = [each for each in paper(store, "profit").blocks if isinstance(each, ChartBlock) and "added up" in each.caption]
    assert drawn.caption.endswith("the line is the total (CNY)")
    assert "−80,000" in [text.get_text() for text in drawn.figure(174, 52).axes[0].texts]
