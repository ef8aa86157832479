"""C06: the three ABC matrices."""

import json
import random
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.analysis.figures import Figure, half_up, percent, rounded
from app.analysis.value_matrices import FIXED, MEDIAN, Account, Matrices, Thresholds, matrices

ORACLE = json.loads((Path(__file__).parents[1] / "oracles.json").read_text(encoding="utf-8"))["C06_abc"]
BASE = [Account("甲", 500, 400, 150, 40), Account("乙", 300, 310, 60, 30), Account("丙", 120, 80, 48, 6),
        Account("丁", 60, 75, 9, 12), Account("戊", 20, 0, 6, 1)]
SUMS = st.none() | st.integers(-500, 5000)
ROWS = st.tuples(st.integers(-500, 5000), SUMS, SUMS, SUMS)
ACCOUNTS = st.dictionaries(st.text("abcd", min_size=1, max_size=3), ROWS, max_size=12).map(
    lambda rows: [Account(code, *row) for code, row in rows.items()]
)


def _number(figure: Figure) -> float | None:
    value = percent(figure)
    return None if value is None else float(value)


def _parts(account: Account) -> tuple[int, int | None, int | None, int | None]:
    return account.sales, account.previous, account.gross_profit, account.cost


def _by_code(found: Matrices) -> dict[str, tuple[str | None, bool, str | None]]:
    return {rating.code: (rating.grade, rating.provisional, rating.reason) for rating in found.ratings}


def test_the_oracle_base() -> None:
    found = matrices(reversed(BASE))
    rows = {rating.code: rating for rating in found.ratings}
    for code, *figures, m1, m2, m3, (grade, mean, state) in ORACLE["rows"]:
        row = rows[code]
        assert [_number(figure) for figure in (row.axes.growth, row.axes.margin, row.axes.cost, row.axes.net)] == figures
        assert row.cells == (m1, m2, m3)
        assert (row.grade, float(rounded(row.mean, 2) or 0), row.provisional) == (grade, mean, state == "暂定")
    company, cuts = ORACLE["company"], found.cuts
    shown = [float(half_up((cut or Decimal(0)) * 100, 1)) for cut in (cuts.growth, cuts.margin, cuts.cost, cuts.net)]
    assert shown == [company["growth"], company["gm"], company["cts"], company["net"]]
    assert (sorted(found.big_sales), sorted(found.big_contribution)) == (sorted(company["big"]), sorted(company["bigGP"]))
    assert rows["戊"].axes.growth.reason == "new"


def test_only_returns_give_no_cell() -> None:
    found = matrices([*BASE, Account("己", -40, 100, -10, 5), Account("庚", 0, 100, 0, 0)])
    assert [rating.cells for rating in found.ratings if rating.code in "己庚"] == [(None, None, None)] * 2
    assert _by_code(found)["己"] == (None, False, "not_applicable")


def test_costs_nobody_recorded_are_not_nothing() -> None:
    found = matrices([*BASE, Account("辛", 100, 100, 30, None)])
    rating = next(rating for rating in found.ratings if rating.code == "辛")
    assert rating.cells[2] is None
    assert rating.axes.cost.reason == "no_data"
    assert rating.provisional
    assert percent(Figure(found.cuts.cost)) == Decimal("8.9"), "the company's cost ratio leaves it out too"
    assert _by_code(matrices([*BASE, Account("壬", 100)]))["壬"] == (None, False, "no_data")


def test_one_customer_only_is_not_rated() -> None:
    assert _by_code(matrices(BASE[:1])) == {"甲": (None, False, "sample_too_small")}
    assert matrices([]).ratings == ()


def test_other_cuts() -> None:
    fixed = Thresholds(*map(Decimal, ("300", "-0.05", "0.2", "50", "0.1", "0.1")))
    assert _by_code(matrices(BASE, FIXED, fixed))["乙"] == ("A", False, None), "equal to a cut is favourable"
    half = matrices(BASE, FIXED, Thresholds(growth=Decimal(0), margin=Decimal(0), cost=Decimal(1), net=Decimal(0)))
    assert half.ratings[0].cells[:2] == (None, None), "without a threshold a matrix stays open"
    middle = matrices(BASE, MEDIAN)
    assert (middle.cuts.sales, middle.cuts.contribution, middle.big_sales) == (120, 48, {"甲", "乙", "丙"})
    for mode in (FIXED, "other"):
        with pytest.raises(ValueError):
            matrices(BASE, mode)


@given(ACCOUNTS, st.sampled_from(["company", "median"]), st.randoms(use_true_random=False))
def test_each_customer_once_in_any_order_and_whatever_the_unit(accounts: list[Account], mode: str, dice: random.Random) -> None:
    found = matrices(accounts, mode)
    assert [rating.code for rating in found.ratings] == sorted(account.code for account in accounts)
    for rating in found.ratings:
        assert (rating.grade is None) == (rating.reason is not None)
        assert rating.grade != "A" or None not in rating.cells
    cents = [Account(one.code, *(None if part is None else part * 100 for part in _parts(one))) for one in accounts]
    assert [rating.cells for rating in matrices(cents, mode).ratings] == [rating.cells for rating in found.ratings]
    mixed = accounts[:]
    dice.shuffle(mixed)
    assert matrices(mixed, mode) == found
