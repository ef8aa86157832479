"""C26, C27: collection, credit score, limit, availability."""

import json
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.analysis import credit_score as scores
from app.analysis.collection import Promised, came_of, collection, due_rate
from app.analysis.credit_limit import Bought, Use, available, credit_limit, hold, manual_limit, monthly_purchases
from app.analysis.credit_score import WEIGHTS, credit_score
from app.analysis.figures import Figure, known, percent, undefined
from app.analysis.payment_habits import Bill, Payment

ORACLES = json.loads((Path(__file__).parents[1] / "oracles.json").read_text(encoding="utf-8"))
FIRST, LAST = date(2028, 2, 1), date(2028, 2, 29)


def test_the_oracle_of_collection() -> None:
    found = collection(54_000_000, 62_000_000, 60_000_000, undefined("no_base"))
    assert [float(percent(one) or 0) for one in (found.of_sales, found.of_plan)] == list(ORACLES["C26_collection"].values())
    assert found.of_due.reason == "no_base"
    nothing = collection(5, -3, None, undefined("no_base"))
    assert (nothing.of_sales.reason, nothing.of_plan.reason) == ("no_base", "no_data")
    more = collection(9, 5, 0, known(1))
    assert (more.of_sales.value, more.of_plan.reason) == (Decimal("1.8"), "no_base")


def test_what_was_due_and_came_in() -> None:
    early, day_after = Payment(FIRST - timedelta(days=9), 60), Payment(LAST + timedelta(days=1), 40)
    bills = [Bill(LAST, 100, [early, day_after]), Bill(FIRST, 100, [Payment(FIRST, 250)]), Bill(FIRST, -30),
             Bill(day_after.day, 100, [early])]
    assert due_rate(bills, FIRST, LAST).value == Decimal("0.8"), "60 of 100, and 100 of 100 though 250 came"
    assert due_rate(bills[2:], FIRST, LAST).reason == "no_base"


def test_a_score_of_all_factors() -> None:
    found = credit_score(dict.fromkeys(WEIGHTS, 5))
    assert (found.value.value, found.grade, found.provisional) == (100, "A", False)
    mixed = credit_score({**dict.fromkeys(WEIGHTS, 3), scores.PAYMENT: 5, scores.FINANCES: 0})
    assert (mixed.value.value, mixed.grade) == (61, "C"), "25 + 60 × 3/5 = 61"
    assert credit_score(dict.fromkeys(WEIGHTS, 5), dishonest=True).grade == "D"
    assert sum(WEIGHTS.values()) == 100


def test_a_score_with_gaps() -> None:
    found = credit_score({scores.PAYMENT: 5, scores.FINANCES: 3, scores.OUTLOOK: 3, scores.YEARS: 1})
    assert (found.value.value, percent(found.coverage), found.provisional) == (Decimal(42) * 100 / 60, 60, True)
    few = credit_score({scores.PAYMENT: 5})
    assert (few.value.reason, few.grade, credit_score({}, dishonest=True).grade) == ("no_data", "", "D")
    with pytest.raises(ValueError):
        credit_score({scores.PAYMENT: 4})


def test_grades_and_marks_at_their_bounds() -> None:
    assert [scores.grade_of(known(Decimal(value))) for value in ("80", "79.99", "65", "64.99", "50", "49.99")] == list("ABBCCD")
    assert scores.grade_of(undefined("no_data")) == ""
    assert [scores.payment_mark(known(Decimal(value))) for value in ("0.95", "0.949", "0.8", "0.6", "0.59")] == [5, 3, 3, 1, 0]
    assert [scores.margin_mark(known(Decimal(value))) for value in ("0.3", "0.15", "0.05", "-0.1")] == [5, 3, 1, 0]
    assert [scores.years_mark(days) for days in (1095, 1094, 365, 1, 0, None)] == [5, 3, 3, 1, 0, None]
    assert scores.payment_mark(undefined("no_base")) is None


def test_the_oracle_limit() -> None:
    oracle = ORACLES["C27_credit"]
    limit = credit_limit(monthly_purchases([Bought(8_000_000, 2)] * 6), 60, "B")
    assert limit.value == oracle["limit"] * 100
    free = available(limit, Use(11_000_000, 1_500_000, 0))
    assert free.value == oracle["avail"] * 100
    assert available(limit, Use(-100)).value == 16_000_100, "paid in advance"


def test_months_without_orders_are_left_out_of_the_mean() -> None:
    months = [Bought(300, 1), Bought(0, 0), Bought(-60, 0), Bought(360, 3), Bought(0, 0), Bought(0, 0), Bought(10**9, 9)]
    assert monthly_purchases(months).value == 300
    assert monthly_purchases([Bought(0, 0)] * 6).reason == "no_data"
    assert monthly_purchases([]).reason == "no_data"


def test_limits_at_their_edges() -> None:
    bought = known(9_999_999)
    assert credit_limit(bought, 30, "B").value == 9_900_000, "down to full 1,000 yuan"
    assert (credit_limit(bought, 30, "A", cap=5_000_050).value, credit_limit(known(-5), 30, "A").value) == (5_000_050, 0)
    new = undefined("no_data")
    assert (credit_limit(new, 30, "B").reason, credit_limit(new, 30, "D").value, credit_limit(bought, 30, "").reason) == (
        "no_data", 0, "not_applicable")
    assert available(credit_limit(new, 30, "B"), Use(5)).reason == "no_data"
    assert (manual_limit(900, 500), manual_limit(900, None), manual_limit(-1, 500)) == (500, 900, 0)


@pytest.mark.parametrize(("free", "days", "word"), [
    (0, 30, "free"), (-1, 0, "approval"), (500, 31, "approval"), (500, 60, "approval"), (500, 61, "stop"), (-1, 61, "stop"),
    (None, 0, "free"), (None, 61, "stop"),
])
def test_when_supply_is_held(free: int | None, days: int, word: str) -> None:
    assert hold(undefined("no_data") if free is None else known(free), days) == word


MARKED = st.dictionaries(st.sampled_from(sorted(WEIGHTS)), st.sampled_from([0, 1, 3, 5]))


@given(MARKED, st.integers(0, 10**9), st.integers(0, 10**6))
def test_better_marks_and_more_purchases_never_give_less(marks: dict[str, int], cents: int, more: int) -> None:
    found = credit_score(marks)
    assert found.value.value is None or 0 <= found.value.value <= 100
    for key in marks:
        better = credit_score({**marks, key: 5})
        assert found.value.value is None or (better.value.value or 0) >= found.value.value
    limits = [credit_limit(Figure(Decimal(amount)), 45, "C").value or 0 for amount in (cents, cents + more)]
    assert limits[0] <= limits[1]
    assert limits[0] % 100_000 == 0


def test_what_came_in_of_what_was_promised() -> None:
    first, second = Promised(date(2026, 6, 1), date(2026, 6, 10), 100), Promised(date(2026, 6, 1), date(2026, 6, 20), 100)
    paid = [(date(2026, 6, 5), 150), (date(2026, 6, 15), 20), (date(2026, 5, 31), 500), (date(2026, 6, 21), 500)]
    assert came_of([second, first], paid) == 170, "each receipt once, the one due first has it first"
    assert came_of([first], paid) == 100, "never more than was promised"
    assert came_of([first._replace(kept=True)], []) == 100, "what a person said stays"
    assert came_of([first], [(date(2026, 6, 5), -50)]) == came_of([], paid) == 0
