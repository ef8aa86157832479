"""Rounding, ratios and growth: undefined is never zero (domain/00 G1, G2; C05)."""

import json
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.analysis import figures
from app.analysis.figures import Figure, half_up

ORACLES = json.loads((Path(__file__).parents[1] / "oracles.json").read_text(encoding="utf-8"))
NUMBERS = st.decimals(-(10**9), 10**9, places=4)


@pytest.mark.parametrize(("value", "places", "expected"), [
    ("-0.485", 2, "-0.49"), ("0.485", 2, "0.49"), ("2.5", 0, "3"), ("-2.5", 0, "-3"), ("-0.04", 1, "0.0"),
    ("1.005", 2, "1.01"), ("145", -1, "150"),
])
def test_halves_go_away_from_zero(value, places, expected):
    assert half_up(value, places) == Decimal(expected)


def test_a_rounded_zero_has_no_sign():
    assert str(half_up("-0.04", 1)) == "0.0"


def test_a_division_by_nothing_is_undefined_and_keeps_its_parts():
    figure = figures.ratio(3, 0)
    assert figure == Figure(None, "no_base")
    assert (figure.top, figure.base) == (3, 0)
    assert figures.ratio(None, 3) == Figure(None, "no_data")
    assert figures.percent(figures.ratio(11, 14)) == Decimal("78.6")
    assert figures.percent(figure) is None


def test_growth_matches_the_oracle():
    oracle = ORACLES["C05_growth"]
    assert figures.percent(figures.growth(1200, 1000)) == Decimal(str(oracle["g1"]))
    assert figures.percent(figures.growth(800, 1000)) == Decimal(str(oracle["g_neg"]))
    assert figures.percent(figures.annual_growth(1000, 1728, 3)) == Decimal(str(oracle["cagr"]))


def test_growth_names_why_it_is_undefined():
    assert figures.growth(5, 0).reason == "new"
    assert figures.growth(0, 0).reason == "no_base"
    assert figures.growth(5, -1).reason == "negative_base"
    assert figures.growth(5, None).reason == "no_data"
    assert figures.growth_of(figures.undefined("sample_too_small"), figures.known(1)).reason == "sample_too_small"
    assert figures.annual_growth(0, 5, 2).reason == "not_applicable"


def test_shares_differ_by_percentage_points():
    now, before = figures.known(Decimal("0.786")), figures.known(Decimal("0.750"))
    assert figures.rounded(figures.percentage_points(now, before)) == Decimal("3.6")
    assert figures.percentage_points(now, figures.undefined("no_base")).reason == "no_base"


def test_a_figure_is_a_value_or_a_reason():
    for value, reason in ((None, None), (Decimal(1), "no_data"), (None, "because")):
        with pytest.raises(ValueError):
            Figure(value, reason)


@given(NUMBERS, st.integers(0, 3))
def test_rounding_is_symmetric_and_close(value, places):
    assert half_up(-value, places) == -half_up(value, places)
    assert abs(half_up(value, places) - value) * 2 <= Decimal(1).scaleb(-places)


@given(st.integers(0, 10**6), st.integers(1, 10**6))
def test_growth_applied_to_the_base_gives_the_value_back(current, base):
    rate = figures.growth(current, base).value
    assert rate is not None
    assert half_up(base * (1 + rate), 6) == current
