"""C02, C32 and C44: working days and hours."""

import json
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.analysis import workdays
from app.analysis.figures import half_up
from app.analysis.holidays_cn import TABLES, days_of, default_calendar, qingming, statutory_fallback
from app.analysis.workdays import Calendar

ORACLES = json.loads((Path(__file__).parents[1] / "oracles.json").read_text(encoding="utf-8"))
CALENDAR = default_calendar({2027: {"spring_festival": date(2027, 2, 6), "dragon_boat": date(2027, 6, 9)}})
MOMENTS = st.datetimes(datetime(2025, 1, 1), datetime(2026, 10, 31)).map(lambda at: at.replace(second=0, microsecond=0))


@pytest.mark.parametrize("row", ORACLES["C02_workdays"]["add_working_days"])
def test_due_matches_the_oracle(row):
    due = workdays.due(CALENDAR, datetime.fromisoformat(row[0]), row[1])
    assert due.at == datetime.fromisoformat(row[2])
    assert due.provisional == (row[3:] == ["provisional"])


@pytest.mark.parametrize("row", ORACLES["C02_workdays"]["add_working_minutes"])
def test_working_minutes_match_the_oracle(row):
    assert workdays.add_working_minutes(CALENDAR, datetime.fromisoformat(row[0]), row[1]).at == datetime.fromisoformat(
        row[2]
    )


@pytest.mark.parametrize("row", ORACLES["C02_workdays"]["working_days_between"])
def test_days_between_match_the_oracle(row):
    first, last = map(datetime.fromisoformat, row[:2])
    assert workdays.working_days_between(CALENDAR, first, last) == row[2]


@pytest.mark.parametrize("row", ORACLES["C32_frt"]["rows"])
def test_response_hours_match_the_oracle(row):
    first, last = map(datetime.fromisoformat, row[:2])
    assert workdays.natural_hours_between(first, last) == Decimal(str(row[2]))
    assert workdays.working_hours_between(CALENDAR, first, last) == Decimal(str(row[3]))


@pytest.mark.parametrize("row", ORACLES["C44_care"]["rows"])
def test_reminders_match_the_oracle(row):
    assert workdays.remind_on(CALENDAR, date.fromisoformat(row[0]), row[1]) == date.fromisoformat(row[2])


def test_reminder_in_working_days_counts_back_over_a_holiday():
    assert workdays.remind_on(CALENDAR, date(2026, 10, 8), 2, "wd") == date(2026, 9, 29)


@pytest.mark.parametrize("year", [2025, 2026])
def test_a_year_has_248_workdays(year):
    assert workdays.count_workdays(CALENDAR, year) == 248


def test_receipt_at_closing_time_is_of_that_day():
    assert workdays.d0(CALENDAR, datetime(2026, 7, 10, 18)) == date(2026, 7, 10)
    assert workdays.d0(CALENDAR, datetime(2026, 7, 10, 18, 1)) == date(2026, 7, 13)
    assert workdays.due(CALENDAR, datetime(2026, 7, 10, 18), 0).at == datetime(2026, 7, 10, 18)


def test_a_pause_extends_the_deadline_by_its_workdays():
    same_day = (datetime(2026, 7, 15, 9), datetime(2026, 7, 15, 17))
    pauses = [(datetime(2026, 7, 8, 10), datetime(2026, 7, 14, 9)), same_day]
    assert workdays.paused_days(CALENDAR, pauses) == 4
    assert workdays.extended(CALENDAR, datetime(2026, 7, 17, 18), 4).at == datetime(2026, 7, 23, 18)
    assert workdays.extended(CALENDAR, datetime(2026, 7, 17, 16), 0).at == datetime(2026, 7, 17, 16)


def test_backwards_is_zero_and_negative_deadlines_are_refused():
    first, last = datetime(2026, 7, 10, 9), datetime(2026, 7, 8, 9)
    assert workdays.working_days_between(CALENDAR, first, last) == 0
    assert workdays.working_hours_between(CALENDAR, first, last) == 0
    with pytest.raises(ValueError):
        workdays.due(CALENDAR, first, -1)
    with pytest.raises(ValueError):
        workdays.add_working_minutes(CALENDAR, first, -1)


def test_a_table_without_workdays_is_refused_instead_of_searched_forever():
    off = {date(2026, 1, 1) + timedelta(days=number): "off" for number in range(365)}
    calendar = Calendar(off, frozenset({2026}), statutory=frozenset())
    assert workdays.next_workday(calendar, date(2026, 12, 30)) == date(2027, 1, 1)
    longer = Calendar(off | {date(2027, 1, 1): "off"}, frozenset({2026, 2027}))
    with pytest.raises(ValueError):
        workdays.next_workday(longer, date(2025, 12, 31))


def test_qingming_follows_the_tables_and_the_almanac():
    assert [qingming(year).day for year in (2024, 2025, 2026, 2027, 2028)] == [4, 4, 5, 5, 4]
    with pytest.raises(ValueError):
        qingming(1999)


def test_a_year_without_table_uses_statutory_days_only():
    lunar = {"spring_festival": date(2027, 2, 6), "dragon_boat": date(2027, 6, 9), "mid_autumn": date(2027, 9, 15)}
    days = statutory_fallback(2027, lunar)
    assert {date(2027, 2, day) for day in (5, 6, 7, 8)} <= days
    assert {date(2027, 4, 5), date(2027, 5, 2), date(2027, 6, 9), date(2027, 9, 15), date(2027, 10, 3)} <= days
    assert len(days) == 13
    before = statutory_fallback(2024, {"spring_festival": date(2024, 2, 10)})
    assert date(2024, 2, 12) in before
    assert not {date(2024, 2, 9), date(2024, 5, 2)} & before


def test_the_tables_say_which_weekends_are_worked():
    days = days_of(TABLES[2026])
    assert [day for day, kind in days.items() if kind == "work"] == [
        date(2026, 1, 4), date(2026, 2, 14), date(2026, 2, 28), date(2026, 5, 9), date(2026, 9, 20), date(2026, 10, 10),
    ]


@given(MOMENTS, MOMENTS, st.integers(0, 15))
def test_deadlines_keep_the_order_of_receipts(one, other, days):
    first, last = sorted((one, other))
    assert workdays.due(CALENDAR, first, days).at <= workdays.due(CALENDAR, last, days).at
    assert workdays.due(CALENDAR, first, days).at < workdays.due(CALENDAR, first, days + 1).at


@given(MOMENTS, st.integers(0, 15))
def test_between_is_the_inverse_of_due(moment, days):
    start = workdays.d0(CALENDAR, moment)
    assert workdays.working_days_between(CALENDAR, start, workdays.due(CALENDAR, moment, days).at) == days


@given(MOMENTS, st.integers(0, 3000))
def test_hours_between_are_the_inverse_of_added_minutes(moment, minutes):
    end = workdays.add_working_minutes(CALENDAR, moment, minutes).at
    assert half_up(workdays.working_hours_between(CALENDAR, moment, end) * 60, 6) == minutes
    assert CALENDAR.opens <= end.time() <= CALENDAR.closes


@given(MOMENTS, st.integers(0, 1500), st.integers(0, 1500))
def test_minutes_add_up(moment, first, second):
    step = workdays.add_working_minutes(CALENDAR, moment, first).at
    assert workdays.add_working_minutes(CALENDAR, step, second).at == workdays.add_working_minutes(
        CALENDAR, moment, first + second
    ).at


@given(st.lists(MOMENTS, min_size=3, max_size=3).map(sorted))
def test_days_between_add_up(moments):
    first, middle, last = moments
    between = workdays.working_days_between
    assert between(CALENDAR, first, middle) + between(CALENDAR, middle, last) == between(CALENDAR, first, last)
