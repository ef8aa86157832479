"""C05, C21, C23, C28, C29, C37, C38: growth, wallet, relationship, acquisition, what-if, plan, concentration."""

import json
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.analysis.acquisition import acquisition, defection_cost, return_on
from app.analysis.concentration import concentration
from app.analysis.development_plan import attainment, plan_so_far
from app.analysis.figures import Figure, annual_growth, half_up, known, percent, rounded, undefined
from app.analysis.growth import like_for_like, month_growth, year_to_date
from app.analysis.lifetime_value import Terms, lifetime_value
from app.analysis.periods import YearMonth
from app.analysis.relationship_level import relationship_level, strategy_place
from app.analysis.share_of_wallet import share_of_wallet
from app.analysis.what_if import Assumption, what_if

ORACLES = json.loads((Path(__file__).parents[1] / "oracles.json").read_text(encoding="utf-8"))
LEVELS = {"Basic": 1, "Reactive": 2, "Accountable": 3, "Proactive": 4, "Partnership": 5}
M = 1_000_000


def _number(figure: Figure, places: int = 1) -> float:
    return float(percent(figure, places) or 0)


def test_a_month_against_others() -> None:
    values = {YearMonth(2027, n): 1000 for n in range(1, 13)} | {YearMonth(2028, 1): 900, YearMonth(2028, 2): 1200}
    found = month_growth(values, YearMonth(2028, 2))
    assert [_number(one) for one in (found.month_on_month, found.year_on_year, found.year_to_date)] == [33.3, 20, 5]
    assert found.complete
    assert not month_growth(values, YearMonth(2028, 2), complete=False).complete


def test_a_month_without_data_is_not_nothing() -> None:
    values = {YearMonth(2027, 1): 0, YearMonth(2027, 2): -5, YearMonth(2028, 2): 10, YearMonth(2028, 3): 0}
    gap = month_growth(values, YearMonth(2028, 2))
    reasons = [one.reason for one in (gap.month_on_month, gap.year_on_year, gap.year_to_date)]
    assert reasons == ["no_data", "negative_base", "no_data"]
    assert month_growth(values, YearMonth(2028, 5)).current.reason == "no_data"
    assert month_growth({**values, YearMonth(2028, 1): 7}, YearMonth(2028, 1)).year_on_year.reason == "new"
    assert (year_to_date(values, YearMonth(2027, 2)), year_to_date(values, YearMonth(2027, 3))) == (-5, None)


def test_growth_like_for_like() -> None:
    pairs = [(500, 400), (300, 310), (120, 80), (60, 75), (20, 0), (70, None), (5, -9)]
    assert _number(like_for_like(pairs)) == ORACLES["C06_abc"]["company"]["growth"]
    assert like_for_like([(5, 0)]).reason == "no_data"


def test_share_of_wallet() -> None:
    oracle = ORACLES["C21_sow"]
    found = share_of_wallet(120, 480)
    assert (_number(found.share), found.potential.value, found.doubtful) == (oracle["sow"], oracle["gap"], False)
    more = share_of_wallet(500, 480)
    assert (more.share.value, more.potential.value, more.doubtful) == (1, 0, True)
    assert (share_of_wallet(5, None).share.reason, share_of_wallet(0, 0).share.reason) == ("no_data", "no_base")
    assert (share_of_wallet(5, 0).doubtful, share_of_wallet(-5, 100).share.value) == (True, 0)


def test_relationship_levels() -> None:
    for customers, margin, name in ORACLES["C23_relationship"]["rows"]:
        assert relationship_level(customers, known(Decimal(str(margin)))) == LEVELS[name]
    grid = [[relationship_level(size, known(Decimal(margin))) for margin in ("0.30", "0.15", "0.149")] for size in (101, 100, 20)]
    assert grid == [[3, 2, 1], [4, 3, 2], [5, 4, 3]]
    assert (relationship_level(20, known(1), raised=True), relationship_level(101, known(0), raised=True)) == (5, 2)
    assert relationship_level(5, undefined("no_base")) is None
    assert relationship_level(0, known(1)) is None


def test_the_strategy_map() -> None:
    low, high = [4, 5, 5, 5, 5], [5] * 5
    assert [strategy_place(one, other).quadrant for one, other in ((low, low), (low, high), (high, low), (high, high))] == [
        "mass", "niche", "database", "one_to_one"]
    assert strategy_place([None] * 5, high).quadrant == ""
    assert strategy_place([8, None, None, None, 9], high).interaction.value == Decimal("8.5")
    for wrong in ([11], [5] * 6):
        with pytest.raises(ValueError):
            strategy_place(wrong, high)


def test_acquisition() -> None:
    oracle = ORACLES["C28_cac"]
    lifetime = lifetime_value(M, Terms(Decimal("0.8")))
    found = acquisition(18_000_000, 24, lifetime, known(M))
    assert (found.cost.value, float(rounded(found.worth, 2) or 0)) == (oracle["cac"] * 100, oracle["clv_cac"])
    assert (float(rounded(found.payback) or 0), _number(return_on(26_000_000, 18_000_000))) == (oracle["payback"], oracle["roi"])
    lost = defection_cost([lifetime.value or 0] * 14, 50_000)
    assert float(half_up((lost.value or Decimal(0)) / 100, 2)) == oracle["defect"]
    assert defection_cost([], 50_000).value == 0


def test_acquisition_without_its_parts() -> None:
    nobody = acquisition(100, 0, known(5), known(5))
    assert (nobody.cost.reason, nobody.worth.reason, nobody.payback.reason) == ("no_base",) * 3
    assert acquisition(None, 3, known(5), known(5)).cost.reason == "no_data"
    free = acquisition(0, 3, undefined("no_data"), known(-5))
    assert (free.cost.value, free.worth.reason, free.payback.reason) == (0, "no_data", "not_applicable")
    assert acquisition(0, 3, known(5), undefined("new")).payback.reason == "new"
    assert (return_on(5, 0).reason, return_on(None, 5).reason, return_on(0, 5).value) == ("no_base", "no_data", -1)


def test_what_if_more_stay() -> None:
    oracle = ORACLES["C29_whatif"]
    found = what_if(Assumption(M, Decimal("0.80"), Decimal("0.85"), customers=200, keeping_cost=100, new_to_old=Decimal(5)))
    shown = [float(half_up((one.value or Decimal(0)) / 100, 2)) for one in (found.before, found.after)]
    assert shown == [oracle["clv80"], oracle["clv85"]]
    assert (_number(found.growth), found.kept, found.replacing_cost.value) == (oracle["up"], 10, 5000)
    assert half_up((found.gain.value or Decimal(0)) / 100) == half_up(Decimal("7333.333333333") * 200)
    assert what_if(Assumption(M, Decimal("0.80"), Decimal("0.85"))).replacing_cost.reason == "no_data"
    assert what_if(Assumption(-5, Decimal("0.80"), Decimal("0.85"))).growth.reason == "negative_base"


def test_the_development_plan() -> None:
    oracle = ORACLES["C37_plan"]
    volume, expense = attainment("volume", 1200, 1150), attainment("expense", 90, 98)
    assert (_number(volume.rate), volume.variance.value, volume.favourable) == (oracle["ach"], oracle["var"], False)
    assert (_number(expense.rate), expense.favourable) == (oracle["exp"], False)
    assert _number(annual_growth(1200, 1600, 2)) == oracle["cagr"]
    outside = attainment("volume", 0, 5)
    assert (outside.rate.reason, outside.variance.value, outside.unplanned, outside.favourable) == ("no_base", 5, True, None)
    assert (attainment("profit", 0, 0).unplanned, attainment("profit", None, 5).rate.reason) == (False, "no_data")
    with pytest.raises(ValueError):
        attainment("other", 1, 1)


def test_part_of_a_years_plan() -> None:
    profile = [0, 0, 1, 1, 1, 1, 1, 1, 1, 1, 1, 3]
    assert [plan_so_far(1200, months) for months in (0, 2, 12)] == [0, 200, 1200]
    assert [plan_so_far(1200, months, profile) for months in (2, 3, 11, 12)] == [0, 100, 900, 1200]
    for months, weights in ((13, None), (3, [1] * 11), (3, [0] * 12), (3, [-1, *[1] * 11])):
        with pytest.raises(ValueError):
            plan_so_far(1200, months, weights)


def test_concentration() -> None:
    oracle = ORACLES["C38_concentration"]
    found = concentration([10, 42, 5, 25, 18, -7, 0])
    assert [_number(found.cr(1)), _number(found.cr(3)), float(rounded(found.hhi, 0) or 0)] == list(oracle.values())
    assert (found.warns_largest, found.warns_hhi, found.cr(99).value) == (True, True, 1)
    alone, nobody = concentration([9]), concentration([-3, 0])
    assert (alone.cr(3).value, alone.hhi.value) == (1, 10_000)
    assert (nobody.cr(1).reason, nobody.hhi.reason, nobody.warns_largest) == ("no_base", "no_base", False)
    assert not concentration([30, 30, 20, 20]).warns_largest, "30 % exactly is no warning"


@given(st.lists(st.integers(-50, 10**9), max_size=30))
def test_concentration_stays_in_its_range_in_any_order(values: list[int]) -> None:
    found = concentration(values)
    assert concentration(reversed(values)) == found
    if found.shares:
        assert 10_000 / Decimal(len(found.shares)) <= (found.hhi.value or 0) * (1 + Decimal("1e-20"))
        assert (found.hhi.value or 0) <= 10_000
        assert all((found.cr(n).value or 0) <= (found.cr(n + 1).value or 0) for n in range(1, 5))


@given(st.integers(0, 10**9), st.integers(1, 10**9))
def test_ours_and_the_potential_make_up_the_wallet(ours: int, wallet: int) -> None:
    found = share_of_wallet(ours, wallet)
    assert (found.potential.value or 0) + min(ours, wallet) == wallet
    assert 0 <= (found.share.value or 0) <= 1
