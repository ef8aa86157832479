"""C25: ageing, provision and interest, with the published edge."""

import csv
import json
import random
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.analysis.ageing import YEARS, Debt, Yearly, age_in_years, ageing, ageing_by_years, bucket_of, late_interest
from app.analysis.figures import percent

ORACLES = json.loads((Path(__file__).parents[1] / "oracles.json").read_text(encoding="utf-8"))
ORACLE = ORACLES["C25_aging"]
DAY = date(2028, 2, 29)
DEBTS = st.lists(st.builds(
    lambda days, amount, paid: Debt("c", DAY - timedelta(days=max(days, 0) + 30), DAY - timedelta(days=days), amount, paid),
    st.integers(-60, 500), st.integers(-999, 9999), st.integers(0, 12000)), max_size=15)


def _debt(days: int, amount: int, paid: int = 0, disputed: int = 0) -> Debt:
    due = DAY - timedelta(days=days)
    return Debt("c", min(due, DAY) - timedelta(days=30), due, amount, paid, disputed)


def test_the_oracle_table() -> None:
    days = (-5, 30, 31, 90, 91, 365, 366)
    found = ageing([_debt(late, row[1] * 100) for late, row in zip(days, ORACLE["rows"], strict=True)], DAY)
    assert (found.total, found.overdue) == (ORACLE["total"] * 100, ORACLE["overdue"] * 100)
    assert float(percent(found.overdue_rate) or 0) == ORACLE["overdue_rate"]
    assert found.provision == ORACLE["reserve"] * 100
    shown = [[row.amount // 100, float(percent(row.share) or 0), row.provision / 100] for row in found.rows]
    assert shown == [row[1:] for row in ORACLE["rows"]]
    assert (found.oldest_days, found.net) == (366, found.total)


@pytest.mark.parametrize(("days", "key"), [
    (-1, "not_due"), (0, "not_due"), (1, "d1_30"), (30, "d1_30"), (31, "d31_60"), (60, "d31_60"), (61, "d61_90"), (90, "d61_90"),
    (91, "d91_180"), (180, "d91_180"), (181, "d181_365"), (365, "d181_365"), (366, "over_365"),
])
def test_where_a_bucket_ends(days: int, key: str) -> None:
    assert bucket_of(days) == key


def test_the_published_edge() -> None:
    """An invoice of 30 November is 31 days old on 31 December."""
    found = ageing([Debt("A", date(2026, 11, 30), date(2026, 11, 30), 1750)], date(2026, 12, 31))
    assert [row.key for row in found.rows if row.amount] == ["d31_60"]
    assert found.oldest_days == 31


def test_the_published_table(shared: Path) -> None:
    ends = {"d0_30": 30, "d31_60": 31, "d61_90": 90, "d90plus": 91}
    with (shared / "data/oracles/aging_larkin.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    debts = [_debt(late, int(row[key])) for row in rows[:-1] for key, late in ends.items() if row[key] != "0"]
    found = {row.key: row.amount for row in ageing(debts, DAY).rows if row.amount}
    assert list(found.values()) == [int(rows[-1][key]) for key in ends] == [103_000, 97_500, 39_500, 10_000]


def test_receipts_larger_than_the_invoice_are_a_line_of_their_own() -> None:
    found = ageing([_debt(40, 100, 30), _debt(10, 100, 250), _debt(5, -60), _debt(5, 0)], DAY, unallocated=40)
    assert (found.total, found.unallocated, found.net) == (70, -250, -180)
    assert [row.amount for row in found.rows if row.amount] == [70]


def test_disputes_stand_beside() -> None:
    found = ageing([_debt(40, 100, 30, 50), _debt(1, 100, 90, 50)], DAY)
    assert (found.total, found.disputed) == (80, 60)


def test_nothing_open() -> None:
    later = Debt("c", DAY + timedelta(days=1), DAY + timedelta(days=31), 500)
    found = ageing([later], DAY)
    assert (found.total, found.overdue_rate.reason, found.rows[0].share.reason, found.oldest_days) == (0, "no_base", "no_base", 0)


@pytest.mark.parametrize(("issued", "as_of", "key"), [
    (date(2024, 2, 29), date(2025, 2, 28), "y1"), (date(2024, 2, 29), date(2025, 3, 1), "y1_2"),
    (date(2025, 3, 1), date(2027, 3, 1), "y1_2"), (date(2025, 3, 1), date(2027, 3, 2), "y2_3"),
    (date(2025, 3, 1), date(2028, 3, 2), "over_3"), (DAY, DAY, "y1"),
])
def test_ageing_by_years_knows_the_leap_day(issued: date, as_of: date, key: str) -> None:
    assert age_in_years(issued, as_of) == key
    found = ageing_by_years([Debt("c", issued, issued, 7, disputed=3), Debt("c", as_of + timedelta(days=1), as_of, 9)], as_of, 4)
    assert found == Yearly({**dict.fromkeys(YEARS, 0), key: 7}, -4, 3, (as_of - issued).days)
    assert found.over_a_year == (0 if key == "y1" else 7)


def test_a_year_of_age_ends_where_the_calendar_says() -> None:
    """Up to and including the same day a year later, counted from either side of every leap day."""
    for back in range(4 * 366 + 3):
        issued = DAY - timedelta(days=back)
        later = [date(issued.year + years, *((2, 28) if (issued.month, issued.day) == (2, 29) and (issued.year + years) % 4
                                             else (issued.month, issued.day))) for years in (1, 2, 3)]  # fmt: skip
        assert age_in_years(issued, DAY) == YEARS[sum(end < DAY for end in later)], issued


def test_interest_for_late_payment() -> None:
    assert late_interest(10_000_000, 45) == ORACLES["C25_interest"]["late"] * 100
    assert (late_interest(100, -3), late_interest(-100, 45), late_interest(1000, 1)) == (0, 0, 1)


@given(DEBTS, st.integers(0, 5000), st.randoms(use_true_random=False))
def test_the_columns_hold_every_cent_in_any_order(debts: list[Debt], loose: int, dice: random.Random) -> None:
    found = ageing(debts, DAY, loose)
    assert sum(row.amount for row in found.rows) == found.total == ageing_by_years(debts, DAY).total
    assert found.net == sum(debt.amount - debt.paid for debt in debts) - loose, "as the ledger says"
    assert found.overdue == found.total - found.rows[0].amount
    assert ageing_by_years(debts, DAY, loose).unallocated == found.unallocated
    mixed = debts[:]
    dice.shuffle(mixed)
    assert ageing(mixed, DAY, loose) == found
