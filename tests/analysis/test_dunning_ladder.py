"""The ladder of dunning steps, promises found from receipts, the limitation period, and sums written out in capitals."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.analysis.capital_amount import capital_amount
from app.analysis.dunning_ladder import (
    LADDER,
    Rung,
    Taken,
    due_step,
    kept_on,
    next_rung,
    promise_state,
    rank,
    reached,
    sue_until,
)

DUE = date(2026, 6, 30)
DAY = timedelta(days=1)


@pytest.mark.parametrize(("late", "step"), [
    (-8, ""), (-7, "reminder"), (0, "reminder"), (1, "message"), (6, "message"), (7, "call"), (15, "letter"), (29, "letter"),
    (30, "stop"), (60, "lawyer"), (89, "lawyer"), (90, "court"), (4000, "court"),
])  # fmt: skip
def test_each_step_begins_on_its_day(late: int, step: str) -> None:
    assert reached(DUE, DUE + late * DAY) == step


def test_a_step_taken_is_not_due_again_and_one_that_was_left_out_is_passed_over() -> None:
    letter = DUE + 15 * DAY
    assert due_step(DUE, letter) == "letter"
    assert due_step(DUE, letter, [Taken("call", DUE + 7 * DAY)]) == "letter"
    assert due_step(DUE, letter, [Taken("letter", letter)]) == ""
    assert next_rung(DUE, "letter", letter) == Rung("stop", DUE + 30 * DAY)
    assert next_rung(DUE, "court", letter) is None
    # a letter about several invoices is only a message for the one that fell due yesterday
    assert due_step(DUE, DUE + 7 * DAY, [Taken("letter", DUE + DAY)]) == "call"


def test_nobody_is_sued_who_was_never_written_to() -> None:
    day = DUE + 200 * DAY
    taken: list[Taken] = []
    found = []
    while step := due_step(DUE, day, taken):
        found.append(step)
        taken.append(Taken(step, day))
        ahead = next_rung(DUE, step, day)
        day = ahead.day if ahead else day
    assert found == ["letter", "stop", "lawyer", "court"]
    assert day == DUE + 215 * DAY


@given(st.integers(-30, 200), st.sampled_from(list(LADDER)))
def test_what_is_due_was_reached_and_is_done_once_taken(late: int, step: str) -> None:
    day = DUE + late * DAY
    found = due_step(DUE, day, [Taken(step, day)])
    assert rank(found) <= rank(reached(DUE, day))
    if found:
        assert due_step(DUE, day, [Taken(found, day)]) == ""


def test_a_promise_is_kept_by_what_came_in_between() -> None:
    made, until = date(2026, 7, 1), date(2026, 7, 10)
    assert kept_on(100, made, until, [(made - DAY, 500)]) is None
    assert kept_on(100, made, until, [(made, 40), (date(2026, 7, 9), 60), (until, 5)]) == date(2026, 7, 9)
    assert kept_on(100, made, until, [(made, 99), (until + DAY, 1)]) is None
    assert kept_on(100, made, until, [(made, 100), (made, -50), (until, 50)]) == until
    assert kept_on(None, made, until, [(until, 1)]) == until
    states = [promise_state(None, False, until, day) for day in (until, until + DAY)]
    assert states == ["open", "over"]
    assert (promise_state(made, False, until, until), promise_state(None, True, until, made)) == ("kept", "broken")


def test_a_written_demand_counts_the_three_years_anew() -> None:
    assert sue_until(DUE, []) == date(2029, 6, 30)
    reminder, letter = Taken("reminder", DUE - DAY, written=True), Taken("letter", date(2027, 3, 1), written=True)
    assert sue_until(DUE, [letter, reminder, Taken("call", date(2028, 1, 1))]) == date(2030, 3, 1)
    late = date(2031, 1, 1)
    assert sue_until(DUE, [Taken("letter", late, written=True)]) == date(2029, 6, 30)  # too late: nothing begins anew
    assert sue_until(DUE, [Taken("letter", late, agreed=True)]) == date(2034, 1, 1)  # but the customer may agree to pay
    assert sue_until(date(2028, 2, 29), []) == date(2031, 2, 28)


@pytest.mark.parametrize(("cents", "words"), [
    (140950, "壹仟肆佰零玖元伍角"), (600714, "陆仟零柒元壹角肆分"), (168032, "壹仟陆佰捌拾元叁角贰分"),
    (10700053, "壹拾万柒仟元伍角叁分"), (1640902, "壹万陆仟肆佰零玖元零贰分"), (32504, "叁佰贰拾伍元零肆分"),
    (0, "零元整"), (5, "伍分"), (50, "伍角"), (-12345, "负壹佰贰拾叁元肆角伍分"), (20_000_001_00, "贰仟万零壹元整"),
    (1_001_000_000_00, "壹拾亿零壹佰万元整"), (100_000_000_00, "壹亿元整"), (100_000_001_00, "壹亿零壹元整"),
])  # fmt: skip
def test_sums_are_written_out_as_the_rules_of_payment_show(cents: int, words: str) -> None:
    assert capital_amount(cents) == f"人民币{words}"


_VALUES = {sign: number for number, sign in enumerate("零壹贰叁肆伍陆柒捌玖")} | {"拾": 10, "佰": 100, "仟": 1000}


def _read(text: str) -> int:
    """A written sum read back, an own way: group by group."""
    total, section, digit = 0, 0, 0
    for sign in text.removeprefix("人民币").removesuffix("整"):
        if sign in "拾佰仟":
            section, digit = section + digit * _VALUES[sign], 0
        elif sign in "亿万元":
            section += digit
            unit = {"亿": 10**8, "万": 10**4, "元": 1}[sign]
            total, section, digit = total + section * unit * 100, 0, 0
        elif sign in "角分":
            total, digit = total + digit * (10 if sign == "角" else 1), 0
        else:
            digit = _VALUES[sign]
    return total


@given(st.integers(0, 10**14 - 1))
def test_every_sum_is_read_back_the_same(cents: int) -> None:
    text = capital_amount(cents)
    assert _read(text) == cents
    assert "零零" not in text
    with pytest.raises(ValueError, match="too large"):
        capital_amount(10**14)
