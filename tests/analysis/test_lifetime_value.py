"""C12: customer lifetime value."""

import json
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.analysis import lifetime_value as clv
from app.analysis.figures import Figure, half_up, known, undefined
from app.analysis.lifetime_value import Terms, is_loss, lifetime_value, multiple, retention_for, yearly_margin

ORACLE = json.loads((Path(__file__).parents[1] / "oracles.json").read_text(encoding="utf-8"))["C12_clv"]
R, M = Decimal("0.8"), 1_000_000


def _yuan(figure: Figure) -> float:
    assert figure.value is not None
    return float(half_up(figure.value / 100, 2))


@pytest.mark.parametrize(("key", "terms"), [
    ("a", Terms(R)), ("b", Terms(R, immediate=True)), ("t5", Terms(R, years=5)), ("t5b", Terms(R, years=5, immediate=True)),
    ("growth", Terms(R, growth=Decimal("0.03"))), ("net", Terms(R, acquisition=300_000)), ("r1", Terms(Decimal(1))),
])
def test_the_oracle_values(key: str, terms: Terms) -> None:
    assert _yuan(lifetime_value(M, terms)) == ORACLE[key]


def test_the_oracle_multiples_and_life() -> None:
    assert [[rate, float(half_up(multiple(Terms(Decimal(str(rate)))), 2))] for rate, _worth in ORACLE["mult"]] == ORACLE["mult"]
    assert clv.life(R) == known(int(ORACLE["life"]))
    assert clv.life(Decimal(1)).reason == "not_applicable"


def test_limits_of_the_rates() -> None:
    assert lifetime_value(M, Terms(Decimal(0), acquisition=500)).value == -500
    for wrong in (Terms(Decimal("1.01")), Terms(Decimal("-0.1")), Terms(Decimal(1), Decimal(0)), Terms(R, Decimal(-1)),
                  Terms(R, growth=Decimal("0.4")), Terms(R, years=-1)):
        with pytest.raises(ValueError):
            lifetime_value(M, wrong)
    assert lifetime_value(M, Terms(Decimal(1), Decimal(0), years=3)).value == 3 * M, "a finite horizon has a limit"
    assert lifetime_value(M, Terms(R, years=0)).value == 0


def test_a_loss_is_not_capitalised() -> None:
    assert lifetime_value(-200, Terms(R, acquisition=50)).value == -250
    assert (is_loss(-1), is_loss(0), is_loss(1), is_loss(None)) == (True, True, False, False)
    assert lifetime_value(None, Terms(R)).reason == "no_data"


def test_where_the_retention_comes_from() -> None:
    assert retention_for((100, 64), (500, 100)) == clv.Retention(Decimal("0.8"), "tier")
    assert retention_for((29, 29), (100, 49)) == clv.Retention(Decimal("0.7"), "base")
    assert retention_for((29, 29), (0, 0)) == clv.Retention(Decimal("0.80"), "assumed")
    assert (retention_for((30, 30), (0, 0)).rate, retention_for((30, 0), (0, 0)).rate) == (Decimal("0.95"), Decimal("0.30"))


def test_margins_of_young_customers() -> None:
    assert yearly_margin(700, 365) == clv.Margin(known(700), False)
    assert yearly_margin(730, 366) == clv.Margin(known(730), False), "a leap year"
    assert yearly_margin(-90, 90) == clv.Margin(known(-365), True)
    assert yearly_margin(5, 89, [100, 300, 200]) == clv.Margin(known(200), True)
    assert yearly_margin(5, 89).cents.reason == "sample_too_small"
    assert yearly_margin(None, 400).cents.reason == yearly_margin(None, 100).cents.reason == "no_data"


def test_values_are_shown_to_two_digits() -> None:
    assert clv.shown(known(2_666_667)) == 2_700_000
    assert clv.shown(known(-1_250)) == -1_300
    assert clv.shown(known(0)) == 0
    assert clv.shown(undefined("no_data")) is None
    assert clv.with_retention(Terms(R), Decimal("0.5")).retention == Decimal("0.5")


RATES = st.decimals(0, 1, places=3)


@given(RATES, RATES, st.decimals("0.001", "0.5", places=3), st.integers(1, 10**9))
def test_more_retention_is_worth_more_and_a_horizon_less(first: Decimal, second: Decimal, discount: Decimal, margin: int) -> None:
    low, high = sorted((first, second))
    one, other = (lifetime_value(margin, Terms(rate, discount)).value or Decimal(0) for rate in (low, high))
    assert one <= other
    ten = lifetime_value(margin, Terms(high, discount, years=10)).value or Decimal(0)
    assert ten <= other * (1 + Decimal("1e-20"))
