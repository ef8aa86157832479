"""C34: the Pareto table."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from app.analysis.pareto import OTHERS, Bar, pareto

BARS = st.dictionaries(st.text("0123456789", min_size=2, max_size=2), st.integers(0, 50), max_size=25).map(
    lambda counts: [Bar(key, count, count * 7 % 5) for key, count in counts.items()]
)


def test_ties_go_to_the_dearer_and_then_to_the_code():
    rows = pareto([Bar("62", 1), Bar("30", 1), Bar("61", 1, 100), Bar("10", 5), Bar("20", 3)])
    assert [row.key for row in rows] == ["10", "20", "61", "30", "62"]
    assert [row.key for row in rows if row.vital] == ["10", "20", "61"]


def test_others_are_last_whatever_their_count():
    assert [row.key for row in pareto([Bar("99", 10), Bar("10", 1)])] == ["10", "99"]
    rows = pareto([Bar("99", 10), *(Bar(f"{number}", 20 - number) for number in range(10, 20))])
    assert (rows[-1].key, rows[-1].count, rows[-1].keys) == (OTHERS, 11, ("19", "99"))
    assert len(rows) == 10


def test_nothing_gives_no_chart():
    assert pareto([]) == () == pareto([Bar("10", 0)])


@given(BARS)
def test_shares_add_up_and_the_vital_few_are_the_shortest_beginning(bars):
    rows = pareto(bars)
    total = sum(bar.count for bar in bars)
    assert sum(row.count for row in rows) == total
    assert len(rows) <= 10
    running = 0
    for row in rows:
        assert row.vital == (running < Decimal("0.80") * total)
        running += row.count
        assert row.cumulative.base == total
        assert row.cumulative.top == running
