"""When a birthday comes next, by the solar or the lunar calendar (domain/60 §6.6, C04).

A lunar birthday is stored as month and day of the lunar calendar; day 30 in a month of 29 days is its last day, a leap
month is its ordinary month every year.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

_LUNAR_YEARS = range(1900, 2099)


@dataclass(frozen=True, slots=True)
class LunarDay:
    """A day of the lunar calendar; ``leap`` for one in a leap month."""

    year: int
    month: int
    day: int
    leap: bool


def lunar_parts(day: date) -> LunarDay:
    """A solar day in the lunar calendar."""
    from lunar_python import Solar

    lunar = Solar.fromYmd(day.year, day.month, day.day).getLunar()
    return LunarDay(lunar.getYear(), abs(lunar.getMonth()), lunar.getDay(), lunar.getMonth() < 0)


@cache
def solar_of_lunar(year: int, month: int, day: int) -> date:
    """The solar day of a lunar one of an ordinary month; day 30 falls on the last day of a month of 29."""
    from lunar_python import Lunar, LunarMonth

    whole = LunarMonth.fromYm(year, month)
    days = whole.getDayCount() if whole is not None else day
    return date.fromisoformat(Lunar.fromYmd(year, month, min(day, days)).getSolar().toYmd())


def occurrences(birthday: date, calendar: str | None, first: date, last: date) -> list[date]:
    """The days within ``first`` … ``last`` (both included) on which a birthday is kept: none, one or, lunar, even two
    in a solar year. 29 February is kept on the 28th in other years."""
    days = _lunar(birthday, first, last) if calendar in ("lunar", "lunar_leap") else _solar(birthday, first, last)
    return sorted({day for day in days if first <= day <= last})


def _solar(birthday: date, first: date, last: date) -> Iterator[date]:
    for year in range(first.year, last.year + 1):
        leap_less = birthday.month == 2 and birthday.day == 29 and not _is_leap(year)
        yield date(year, 2, 28) if leap_less else birthday.replace(year=year)


def _is_leap(year: int) -> bool:
    return (date(year, 3, 1) - timedelta(days=1)).day == 29


def _lunar(birthday: date, first: date, last: date) -> Iterator[date]:
    for year in range(first.year - 1, last.year + 1):
        if year in _LUNAR_YEARS:
            yield solar_of_lunar(year, birthday.month, birthday.day)
