"""The firm's calendar: its own days and hours, and festivals of years without a table."""

from datetime import date, datetime

import pytest

from app.analysis.holidays_cn import LUNAR_KEYS
from app.analysis.workdays import due, is_workday
from app.services import settings
from app.services.lunar_days import lunar_festivals
from app.services.workcalendar import firm_calendar


@pytest.mark.parametrize("year", range(2005, 2051))
def test_the_lunar_table_agrees_with_the_library(year):
    from lunar_python import Lunar

    days = {"spring_festival": (1, 1), "dragon_boat": (5, 5), "mid_autumn": (8, 15)}
    expected = {key: date.fromisoformat(Lunar.fromYmd(year, *days[key]).getSolar().toYmd()) for key in LUNAR_KEYS}
    assert lunar_festivals()[year] == expected


def test_the_new_years_that_other_calendars_get_wrong():
    assert lunar_festivals()[2027]["spring_festival"] == date(2027, 2, 6)
    assert lunar_festivals()[2030]["spring_festival"] == date(2030, 2, 3)


def test_shipped_tables_decide_and_other_years_are_provisional(store):
    calendar = store.read(firm_calendar)
    assert not is_workday(calendar, date(2026, 6, 19))
    assert is_workday(calendar, date(2026, 5, 9))
    assert not is_workday(calendar, date(2027, 2, 8))
    assert due(calendar, datetime(2026, 12, 31, 10), 1).provisional
    assert not due(calendar, datetime(2026, 12, 30, 10), 1).provisional


def test_the_firms_own_days_hours_and_years(store):
    for key, value in {
        "work.days": {"2027-02-06": "work", "2027-03-01": "off"}, "work.years": [2027], "work.closes": "17:30",
    }.items():  # fmt: skip
        store.write("x", settings.change, key, value)
    calendar = store.read(firm_calendar)
    assert is_workday(calendar, date(2027, 2, 6))
    assert not is_workday(calendar, date(2027, 3, 1))
    found = due(calendar, datetime(2027, 2, 26, 10), 1)
    assert (found.at, found.provisional) == (datetime(2027, 3, 2, 17, 30), False)
