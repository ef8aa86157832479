"""C10, C11: profit of customers and products, the whale curve, costs shared out."""

import json
import random
from decimal import Decimal
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from app.analysis import profitability as profits
from app.analysis.cost_allocation import Logged, allocate
from app.analysis.figures import Figure, percent
from app.analysis.pareto_classes import Item
from app.analysis.product_matrix import Cell, product_matrix
from app.analysis.profitability import Trade, financing, profitability, total_trade
from app.analysis.whale_curve import whale_curve

ORACLES = json.loads((Path(__file__).parents[1] / "oracles.json").read_text(encoding="utf-8"))
ORACLE, MATRIX = ORACLES["C10_profit"], ORACLES["C11_matrix"]
COSTS = dict(zip(profits.COST_KINDS, (yuan * 100 for yuan in (12_000, 18_000, 15_000, 6_000, 2_000, 9_000, 5_000)), strict=True))
TRADE = Trade(100_000_000, 3_000_000, 2_000_000, 69_000_000)
CELLS = [Cell("P1", "C1", 60, 100), Cell("P1", "C2", 40, 100), Cell("P1", "C3", 10, 100), Cell("P2", "C1", 25, 100),
         Cell("P3", "C2", -15, 100), Cell("P3", "C3", -15, 100), Cell("P4", "C1", 8, 100), Cell("P4", "C3", -20, 100)]


def _number(figure: Figure) -> float:
    return float(percent(figure, 2) or 0)


def test_the_oracle_customer() -> None:
    found = profitability(TRADE, COSTS)
    amounts = [found.net, found.gross_profit.value, found.cost.value, found.profit.value]
    assert amounts == [ORACLE[key] * 100 for key in ("net", "gp", "cts", "profit")]
    assert [_number(one) for one in (found.margin, found.cost_ratio, found.profit_ratio)] == [
        ORACLE[key] for key in ("gm", "cts_ratio", "pm")]
    assert (financing(15_000_000, Decimal("0.06"), 365), found.missing) == (ORACLE["finance"] * 100, ())


def test_missing_costs_are_named_and_not_nothing() -> None:
    found = profitability(TRADE, {"visits": 0, "gifts": None})
    assert (found.cost.value, found.missing) == (0, ("service", "logistics", "complaints", "gifts", "financing", "bad_debt"))
    none = profitability(TRADE, {})
    assert (none.cost.reason, none.profit.reason, none.cost_ratio.reason, none.margin.value is None) == (*["no_data"] * 3, False)
    unknown = profitability(Trade(100), COSTS)
    assert (unknown.gross_profit.reason, unknown.margin.reason, unknown.profit.reason) == ("no_data",) * 3


def test_nothing_sold_or_more_returned_has_amounts_and_no_ratio() -> None:
    for trade in (Trade(0, cogs=0), Trade(100, 0, 150, -30)):
        found = profitability(trade, COSTS)
        assert found.profit.value == trade.net - (trade.cogs or 0) - 6_700_000
        assert found.margin.reason == found.cost_ratio.reason == found.profit_ratio.reason == "not_applicable"


def test_financing_of_a_leap_year_and_of_a_credit() -> None:
    assert financing(36_500, Decimal("0.06"), 366) == 2196
    assert financing(-500, Decimal("0.06"), 365) == 0


def test_trades_add_up() -> None:
    assert total_trade([TRADE, Trade(5, 1, 1, 2)]) == Trade(100_000_005, 3_000_001, 2_000_001, 69_000_002)
    assert (total_trade([TRADE, Trade(5)]).cogs, total_trade([])) == (None, Trade(0, cogs=0))


def test_the_oracle_matrix() -> None:
    found = product_matrix(CELLS)
    assert {line.code.lower(): line.profit for line in found.customers} == {key: MATRIX[key] for key in ("c1", "c2", "c3")}
    products = {line.code: line.profit for line in found.products}
    assert [products[f"P{number}"] for number in (1, 2, 3, 4)] == MATRIX["p"]
    assert found.total == sum(MATRIX["p"])
    assert [found.marks[pair] for pair in (("P1", "C1"), ("P1", "C2"), ("P1", "C3"), ("P3", "C2"))] == ["++", "++", "+", "-"]
    assert {line.code: line.suggestion for line in found.products if line.suggestion != "keep"} == {
        "P3": "raise_price", "P4": "raise_price"}
    assert [(line.code, line.suggestion, line.offers) for line in found.customers] == [
        ("C1", "keep", ()), ("C2", "cross_sell", ("P2",)), ("C3", "sell_better", ("P2",))]


def test_marks_at_their_edges() -> None:
    cells = [Cell("p", "a", 99, 10_000), Cell("p", "b", 100, 10_000), Cell("p", "c", -99, 10_000), Cell("p", "d", 0, 0),
             Cell("p", "e", 1, 0), Cell("p", "f", -100, 10_000), Cell("p", "f", 40, 0)]
    marks = {customer: mark for (_product, customer), mark in product_matrix(cells).marks.items()}
    assert marks == {"a": "0", "b": "++", "c": "0", "d": "0", "e": "+", "f": "0"}
    assert product_matrix([]).customers == ()
    assert [line.offers for line in product_matrix(CELLS, most_offers=0).customers] == [()] * 3
    even = product_matrix([Cell("p", "c", 5, 9), Cell("p", "d", -5, 9)])
    assert (even.products[0].suggestion, even.customers[1].suggestion) == ("keep", "sell_better")


def test_a_whale_curve() -> None:
    found = whale_curve([Item("d", -60), Item("a", 100), Item("c", 0), Item("b", 60)])
    assert [(point.code, point.cumulative) for point in found.points] == [("a", 100), ("b", 160), ("c", 160), ("d", 100)]
    assert (found.total, found.peak, found.peak_profit, found.losses, percent(found.peak_share)) == (100, 2, 160, -60, 160)
    assert percent(found.points[1].customer_share) == 50


def test_a_whale_curve_of_a_loss_and_of_nobody() -> None:
    assert whale_curve([Item("a", 5), Item("b", -9)]).peak_share.reason == "negative_base"
    assert whale_curve([Item("a", 5), Item("b", -5)]).points[0].profit_share.reason == "no_base"
    nobody = whale_curve([])
    assert (nobody.points, nobody.total, nobody.peak) == ((), 0, 0)


def test_costs_shared_out() -> None:
    found = allocate(10_000, {"a": 3_000}, [Logged("b", 90), Logged("a", 10), Logged("b", 1)], 1_000)
    assert (found.shares, found.unallocated) == ({"a": 3_167, "b": 1_517}, 10_000 - 3_167 - 1_517)
    assert allocate(100, {"a": 150}, [], 0).unallocated == -50


SUMS = st.dictionaries(st.sampled_from("abcdef"), st.integers(-999, 999))


@given(SUMS, st.integers(0, 10**6), st.lists(st.builds(Logged, st.sampled_from("abcz"), st.integers(0, 999))))
def test_customers_and_the_unallocated_make_up_the_company(direct: dict[str, int], company: int, logged: list[Logged]) -> None:
    assert allocate(company, direct, logged, 777).total == company


@given(SUMS, st.randoms(use_true_random=False))
def test_the_curve_rises_to_its_peak_and_falls(sums: dict[str, int], dice: random.Random) -> None:
    items = [Item(code, value) for code, value in sums.items()]
    found = whale_curve(items)
    running = [point.cumulative for point in found.points]
    assert running[: found.peak] == sorted(running[: found.peak])
    assert running[found.peak:] == sorted(running[found.peak:], reverse=True)
    assert max([0, *running]) == found.peak_profit
    assert found.total == found.peak_profit + found.losses == sum(sums.values())
    mixed = items[:]
    dice.shuffle(mixed)
    assert whale_curve(mixed) == found


@given(st.lists(st.builds(Cell, st.sampled_from("pqr"), st.sampled_from("abc"), st.integers(-999, 999), st.integers(0, 9999))))
def test_rows_and_columns_add_up(cells: list[Cell]) -> None:
    found = product_matrix(cells)
    assert sum(line.profit for line in found.products) == sum(line.profit for line in found.customers) == found.total
    assert found.total == sum(cell.profit for cell in cells)
    assert set(found.marks) == {(cell.product, cell.customer) for cell in cells}
    assert product_matrix(reversed(cells)) == found
