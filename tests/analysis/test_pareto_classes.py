"""C07: ABC classes by cumulative share, in both readings of the cuts."""

import csv
import json
import random
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.analysis import figures
from app.analysis.pareto_classes import Cut, Item, class_a, classify, parse_cut

ORACLE = json.loads((Path(__file__).parents[1] / "oracles.json").read_text(encoding="utf-8"))["C07_pareto_abc"]
ITEMS = st.dictionaries(st.text("abc", min_size=1, max_size=4), st.integers(-500, 5000), max_size=30).map(
    lambda values: [Item(code, value) for code, value in values.items()]
)
CUTS = st.sampled_from([Cut(), parse_cut("within:55/85")])


def test_the_oracle_rows() -> None:
    found = classify(Item(f"{place:02d}", value) for place, value, *_rest in reversed(ORACLE["rows"]))
    shown = [[int(row.code), row.value, float(figures.percent(row.cumulative) or 0), row.letter] for row in found]
    assert shown == ORACLE["rows"]
    assert found[0].share.base == ORACLE["total"]


def test_within_reads_the_share_including_the_item() -> None:
    items = [Item("a", 55), Item("b", 30), Item("c", 15)]
    assert [row.letter for row in classify(items, parse_cut("within:55/85"))] == ["A", "B", "C"]
    assert [row.letter for row in classify(items, parse_cut("before:55/85"))] == ["A", "B", "C"]
    assert [row.letter for row in classify(items, parse_cut("before:80/95"))] == ["A", "A", "B"]
    assert [row.letter for row in classify([Item("a", 90), Item("b", 10)], parse_cut("within:55/85"))] == ["C", "C"]


def test_zero_and_negative_values_are_c_and_no_part_of_the_sum() -> None:
    rows = classify([Item("back", -50), Item("none", 0), Item("one", 100)])
    assert [(row.code, row.letter) for row in rows] == [("one", "A"), ("none", "C"), ("back", "C")]
    assert rows[0].share.value == 1
    assert (rows[2].share.value, rows[2].share.reason) == (None, "not_applicable")


def test_nothing_positive_has_no_class() -> None:
    assert [(row.letter, row.reason) for row in classify([Item("a", 0), Item("b", -3)])] == [(None, "no_base")] * 2
    assert classify([]) == ()


def test_equal_values_stand_by_code() -> None:
    assert [row.code for row in classify([Item("b", 5), Item("c", 5), Item("a", 5)])] == ["a", "b", "c"]
    assert class_a([Item("a", 80), Item("b", 20)]) == {"a"}, "exactly 80 % before it is no longer A"


@pytest.mark.parametrize("text", [
    "", "before", "before:80", "other:80/95", "before:95/80", "before:x/95", "within:0/85", "before:nan/95",
])
def test_other_words_are_no_cut(text: str) -> None:
    with pytest.raises(ValueError):
        parse_cut(text)


def test_the_published_cumulative_shares(shared: Path) -> None:
    with (shared / "data/oracles/pareto.csv").open(encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if row["source"] == "blackcat"]
    found = classify(Item(row["category"], int(row["count"])) for row in rows)
    assert [int(figures.percent(row.cumulative, 0) or 0) for row in found] == [int(row["cum_pct_published"]) for row in rows]


@given(ITEMS, CUTS, st.randoms(use_true_random=False))
def test_classes_partition_the_items_in_any_order(items: list[Item], cut: Cut, dice: random.Random) -> None:
    rows = classify(items, cut)
    assert sorted(row.code for row in rows) == sorted(item.code for item in items)
    assert sum(row.value for row in rows) == sum(item.value for item in items)
    letters = "".join(row.letter or "-" for row in rows)
    assert letters == "".join(sorted(letters)), "never a better class below a worse one"
    mixed = items[:]
    dice.shuffle(mixed)
    assert classify(mixed, cut) == rows
    shares = [row.share.value for row in rows if row.share.value is not None]
    assert not shares or abs(sum(shares) - 1) < Decimal("1e-20")
