"""Customers by segment (R-04): sums, shares, undefined figures; needs of several files."""

from app.analysis.figures import NEW, NO_BASE, NO_DATA
from app.analysis.segmentation import OTHERS, Asked, Crossing, Fact, crossed, segmented, wanted

FACTS = (
    ("gold", Fact(net=600, before=500, earned=180, orders=4, complaints=2, visits=12)),
    ("gold", Fact(net=200, before=300, earned=None, orders=1, complaints=0, visits=2)),
    ("silver", Fact(net=200, before=0, earned=40, orders=5, complaints=1, visits=0)),
    ("", Fact(complaints=1)),
)


def test_a_segment_has_its_sums_and_its_parts_of_the_whole():
    gold, silver, nothing = segmented(FACTS, order=("gold", "silver"))
    assert (gold.customers, gold.buyers, gold.net, gold.complaints, gold.visits) == (2, 2, 800, 2, 14)
    figures = (gold.customer_share, gold.sales_share, gold.growth, gold.average_order, gold.complaint_rate, gold.visit_rate)
    assert [str(figure.value) for figure in figures] == ["0.5", "0.8", "0", "160", "0.4", "7"]
    assert str(gold.margin.value) == "0.3"  # of the one whose profit is known
    assert silver.growth.reason == NEW
    assert [one.reason for one in (nothing.margin, nothing.growth, nothing.average_order)] == [NO_DATA, NO_BASE, NO_BASE]
    assert sum(one.sales_share.value for one in (gold, silver, nothing)) == 1


def test_segments_come_in_their_order_then_by_sales_with_those_not_sorted_last():
    facts = [("", Fact(net=9)), ("b", Fact(net=1)), ("c", Fact(net=5)), ("a", Fact(net=3)), ("d", Fact(net=4))]
    assert [one.code for one in segmented(facts)] == ["c", "d", "a", "b", ""]
    assert [one.code for one in segmented(facts, order=("b", "x"))] == ["b", "c", "d", "a", ""]
    few = segmented(facts, most=3)
    assert [(one.code, one.net) for one in few] == [("c", 5), ("d", 4), (OTHERS, 4), ("", 9)]
    assert segmented(()) == ()


def test_no_sales_at_all_have_no_shares():
    (only,) = segmented([("a", Fact())])
    assert (only.sales_share.reason, str(only.customer_share.value)) == (NO_DATA, "1")


def test_needs_are_one_however_they_are_spaced_and_gaps_are_what_is_missed():
    asked = [Asked("1", "Hex bolt", 4, 5, 3, 100), Asked("2", "hex  bolt", 2, 4), Asked("2", "Hex bolt", None, None, 2),
             Asked("3", "Seal", 5), Asked("4", "Belt", 1, 1, 1, 7)]  # fmt: skip
    bolt, seal = wanted(asked, most=2)
    assert (bolt.name, bolt.customers, bolt.yearly) == ("Hex bolt", 2, 100)
    marks = (bolt.importance, bolt.expectation, bolt.performance, bolt.gap)
    assert [str(one.value) for one in marks] == ["3", "4.5", "2.5", "2.0"]
    assert (seal.name, seal.gap.reason, seal.yearly) == ("Seal", NO_DATA, None)


def test_a_crossing_counts_customers_and_sales():
    found = crossed([("L", "gold", 5), ("L", "gold", 7), ("S", "", 1)])
    assert found == {("L", "gold"): Crossing(2, 12), ("S", ""): Crossing(1, 1)}
