"""C08: the customer pyramid and the inverted profit pyramid."""

import json
import random
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.analysis.customer_pyramid import CURRY, LAYERS, PROFIT, Preset, Pyramid, boundaries, pyramid
from app.analysis.figures import percent
from app.analysis.pareto_classes import Item

ORACLE = json.loads((Path(__file__).parents[1] / "oracles.json").read_text(encoding="utf-8"))["C08_tiers"]
ITEMS = st.dictionaries(st.text("abc", min_size=1, max_size=4), st.integers(-9, 30), max_size=60).map(
    lambda values: [Item(code, value) for code, value in values.items()]
)


def _items(values: list[int]) -> list[Item]:
    return [Item(f"{place:03d}", value) for place, value in enumerate(values)]


def _sizes(found: Pyramid) -> list[int]:
    return [len(tier.codes) for tier in found.tiers]


def test_the_oracle_counts() -> None:
    assert list(boundaries(250)) == ORACLE["seed_n250"] == ORACLE["curry_n250"]
    assert (list(boundaries(30)), list(boundaries(7))) == (ORACLE["n30"], ORACLE["n7"])
    for count, sizes in ((250, [3, 10, 37, 200]), (30, [1, 1, 4, 24]), (7, [1, 0, 1, 5])):
        found = pyramid(_items(list(range(1, count + 1))))
        assert (_sizes(found), found.ranked, found.small) == (sizes, count, count < 20)


def test_layers_are_widths() -> None:
    assert _sizes(pyramid(_items(list(range(1, 251))), preset=LAYERS)) == [3, 12, 50, 185]


@pytest.mark.parametrize(("values", "sizes"), [
    ([100, *[50] * 6, *range(1, 24)], [1, 6, 0, 23]), ([99, 99, *range(1, 29)], [2, 0, 4, 24]), ([5] * 30, [30, 0, 0, 0]),
    ([], [0, 0, 0, 0]), ([7], [1, 0, 0, 0]), ([0, -5], [0, 0, 0, 2]),
])
def test_ties_go_up_and_losses_down(values: list[int], sizes: list[int]) -> None:
    assert _sizes(pyramid(_items(values))) == sizes


def test_the_profit_side_passes_everything_where_lower_tiers_lose_money() -> None:
    preset = Preset(("top", "rest"), (Decimal("0.25"),))
    found = pyramid(_items([100, 90, 80, 1]), {"000": 120, "001": 30, "002": -50, "003": None}, preset)
    top, rest = found.tiers
    assert (percent(top.profit_share), percent(rest.profit_share), percent(rest.cumulative_profit)) == (120, -20, 100)
    assert (percent(top.customers), rest.without_profit) == (25, 1)


def test_without_profit_there_is_no_share_of_it() -> None:
    assert pyramid(_items([5, 3]), {}).tiers[0].profit_share.reason == "no_data"
    assert pyramid(_items([5, 3]), {"000": -5}).tiers[0].profit_share.reason == "negative_base"
    assert pyramid(_items([5, 3]), {"000": 0}).tiers[0].profit_share.reason == "no_base"
    assert pyramid([]).tiers[0].customers.reason == "no_base"


def test_lead_are_those_that_lose_money() -> None:
    found = pyramid(_items([*range(1, 21), 0, -1]), preset=PROFIT)
    assert [tier.name for tier in found.tiers] == ["platinum", "gold", "iron", "lead"]
    assert _sizes(found) == [1, 3, 17, 1]
    assert found.tiers[2].codes[-1] == "020", "a profit of nothing is no loss"


def test_a_preset_is_checked() -> None:
    for names, cuts, mode in ((("a",), ("0.1",), "cumulative"), (("a", "b", "c"), ("0.2", "0.1"), "cumulative"),
                              (("a", "b", "c"), ("0.6", "0.6"), "layered"), (("a", "b"), ("0.1",), "other")):
        with pytest.raises(ValueError):
            Preset(names, tuple(map(Decimal, cuts)), mode)


@given(ITEMS, st.sampled_from([CURRY, LAYERS, PROFIT]), st.randoms(use_true_random=False))
def test_tiers_partition_the_customers_in_any_order(items: list[Item], preset: Preset, dice: random.Random) -> None:
    found = pyramid(items, preset=preset)
    assert sorted(code for tier in found.tiers for code in tier.codes) == sorted(item.code for item in items)
    assert sum(tier.profit for tier in found.tiers) == sum(item.value for item in items)
    tiers, place = found.tier_of(), {tier.name: number for number, tier in enumerate(found.tiers)}
    for one in items:
        assert all(place[tiers[one.code]] <= place[tiers[other.code]] for other in items if one.value > other.value)
        assert all(tiers[one.code] == tiers[other.code] for other in items if one.value == other.value)
    mixed = items[:]
    dice.shuffle(mixed)
    assert pyramid(mixed, preset=preset) == found
