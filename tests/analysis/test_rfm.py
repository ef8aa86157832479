"""C13: RFM in both modes, and the rule the rfm package publishes."""

import csv
import json
import random
from collections import Counter
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.analysis.rfm import POTENTIAL, QUINTILE, SEGMENTS, Buyer, rfm, segment
from app.analysis.rfm_published import Purchase, cuts_of, published_rfm, published_segment

ORACLES = json.loads((Path(__file__).parents[1] / "oracles.json").read_text(encoding="utf-8"))
ROWS = ORACLES["C13_rfm"]["rows"]
BUYERS = [Buyer(code, days, orders, sales * 100) for code, days, orders, sales, *_scores in ROWS]
ANY = st.dictionaries(st.text("abc", min_size=1, max_size=3), st.tuples(
    st.none() | st.integers(0, 900), st.integers(0, 20), st.integers(-(10**6), 10**8)), max_size=25,
).map(lambda rows: [Buyer(code, *row) for code, row in rows.items()])


def test_the_oracle_quintiles() -> None:
    found = rfm(reversed(BUYERS), QUINTILE)
    assert [[row.recency, row.frequency, row.monetary] for row in found.rows] == [row[4:] for row in ROWS]
    assert found.provisional, "fewer than 100 customers"


def test_the_oracle_of_fixed_steps() -> None:
    found = rfm(BUYERS)
    assert [[row.code, row.recency, row.frequency, row.monetary] for row in found.rows] == ORACLES["C13_rfm_fixed"]["rows"]
    assert (found.mode, found.provisional) == ("fixed", False)


@pytest.mark.parametrize(("scores", "name"), [
    ((5, 5, 5), "important_value"), ((3, 4, 4), "important_keep"), ((4, 3, 4), "important_develop"),
    ((3, 3, 4), "important_win_back"),
    ((4, 4, 3), "general_value"), ((1, 5, 1), "general_keep"), ((5, 1, 3), "general_develop"), ((1, 1, 1), "general_win_back"),
])
def test_the_eight_segments(scores: tuple[int, int, int], name: str) -> None:
    assert segment(*scores) == name


@pytest.mark.parametrize("mode", ["fixed", QUINTILE])
def test_no_order_ever_and_none_in_a_year(mode: str) -> None:
    found = rfm([Buyer("a", None, 0, 0), Buyer("b", 400, 0, 0), Buyer("c", 3, 2, -500)], mode)
    never, old, back = found.rows
    assert (never.recency, never.frequency, never.monetary, never.segment) == (None, None, None, POTENTIAL)
    assert (old.frequency, old.monetary, old.segment) == (1, 1, "general_win_back")
    assert back.monetary is not None
    assert rfm([], mode).rows == ()
    assert [row.code for row in rfm([Buyer("a", 5, 1, 100)], mode).rows] == ["a"]
    with pytest.raises(ValueError):
        rfm([], "other")


def test_a_hundred_make_quintiles_reliable() -> None:
    found = rfm([Buyer(f"{n:03d}", n, 1 + n // 7, n * 100) for n in range(100)], QUINTILE)
    assert not found.provisional
    counts = [sum(row.monetary == score for row in found.rows) for score in (1, 2, 3, 4, 5)]
    assert counts == [20] * 5


@given(ANY, st.sampled_from(["fixed", QUINTILE]), st.randoms(use_true_random=False))
def test_scores_rise_with_the_facts_in_any_order(buyers: list[Buyer], mode: str, dice: random.Random) -> None:
    found = rfm(buyers, mode)
    rows = {row.code: row for row in found.rows}
    assert sorted(rows) == sorted(buyer.code for buyer in buyers)
    assert all(row.segment in SEGMENTS or row.segment == POTENTIAL for row in found.rows)
    active = [buyer for buyer in buyers if buyer.days is not None and buyer.orders > 0]
    for one in active:
        for other in active:
            mine, its = rows[one.code], rows[other.code]
            assert one.sales < other.sales or (mine.monetary or 0) >= (its.monetary or 0)
            assert one.orders < other.orders or (mine.frequency or 0) >= (its.frequency or 0)
            assert (one.days or 0) > (other.days or 0) or (mine.recency or 0) >= (its.recency or 0)
    mixed = buyers[:]
    dice.shuffle(mixed)
    assert rfm(mixed, mode) == found


def test_the_published_rule_by_hand() -> None:
    """Five customers a day apart: quantiles 0.8, 1.6, 2.4, 3.2 of days 0…4, each plus one, and value < cut."""
    assert cuts_of([4, 2, 0, 3, 1]) == (Fraction(9, 5), Fraction(13, 5), Fraction(17, 5), Fraction(21, 5))
    orders = [Purchase(code, date(2028, 2, 29 - back), 1000 * (back + 1)) for back, code in enumerate("abcde")]
    later = Purchase("a", date(2028, 3, 1), 10**9)
    found = published_rfm([*orders, Purchase("a", date(2027, 3, 1), -400), later], date(2028, 2, 29), unit=100)
    assert [(row.code, row.days, row.orders, row.amount) for row in found][:2] == [("a", 0, 2, 600), ("b", 1, 1, 2000)]
    assert [row.recency for row in found] == [5, 5, 4, 3, 2]
    assert [row.frequency for row in found] == [4, 1, 1, 1, 1]
    assert published_rfm([], date(2028, 2, 29)) == ()
    assert (published_segment(5, 4, 4), published_segment(1, 5, 1), published_segment(5, 1, 1)) == (
        "champions", "others", "potential_loyalist")


def test_the_published_counts(shared: Path) -> None:
    with (shared / "data/rfm/rfm_data_orders.csv").open(encoding="utf-8") as file:
        orders = [Purchase(row["customer_id"], date.fromisoformat(row["order_date"]), int(row["revenue"]))
                  for row in csv.DictReader(file)]
    assert len(orders) == 4906
    found = published_rfm(orders, date(2006, 12, 31))
    assert len(found) == 995
    assert Counter(one.segment for one in found) == {
        "champions": 158, "loyal": 278, "potential_loyalist": 229, "lost": 111, "at_risk": 86, "about_to_sleep": 50,
        "others": 48, "need_attention": 35,
    }
    cents = published_rfm([Purchase(one.code, one.day, one.amount * 100) for one in orders], date(2006, 12, 31), unit=100)
    assert [one.segment for one in cents] == [one.segment for one in found]
