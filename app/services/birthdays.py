"""When a birthday comes next, by the solar or the lunar calendar (domain/60 §6.6, C04).

A lunar birthday is stored as month and day of the lunar calendar; day 30 in a month of 29 days is its last day. One in a
leap month is kept in the ordinary month of that number every year, or, by the firm's rule, in the leap month where a year
has it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache

from sqlalchemy.orm import Session

from app.analysis.age import age, birthday_in
from app.analysis.born import LEAP, LUNAR, Born, born, exists
from app.services import settings

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


@dataclass(frozen=True, slots=True)
class Rules:
    """How a firm keeps the doubtful birthdays: ``leap_month`` is regular or leap_if_exists, ``leap_day`` the month and day
    of 29 February in common years."""

    leap_month: str = "regular"
    leap_day: tuple[int, int] = (2, 28)


USUAL = Rules()


def rules(session: Session) -> Rules:
    """The firm's rules (settings ``birthday.leap_month``, ``birthday.leap_day``)."""
    return Rules(
        str(settings.value(session, "birthday.leap_month")),
        (3, 1) if settings.value(session, "birthday.leap_day") == "03-01" else (2, 28),
    )


@cache
def solar_of_lunar(year: int, month: int, day: int, leap: bool = False) -> date:
    """The solar day of a lunar one, of the ordinary month where the year has no such leap month; day 30 falls on the last
    day of a month of 29."""
    from lunar_python import Lunar, LunarMonth

    whole = LunarMonth.fromYm(year, -month if leap else month)
    if whole is None:
        return solar_of_lunar(year, month, day)
    solar = Lunar.fromYmd(year, whole.getMonth(), min(day, whole.getDayCount())).getSolar()
    return date.fromisoformat(solar.toYmd())


def occurrences(birthday: str | date, calendar: str | None, first: date, last: date, kept_by: Rules = USUAL) -> list[date]:
    """The days within ``first`` … ``last`` (both included) on which a birthday is kept: none, one or, lunar, even two
    in a solar year. A day that its calendar can't have is never kept."""
    day = born(str(birthday))
    if not exists(day, calendar):
        return []
    days = _lunar(day, calendar == LEAP, first, last, kept_by) if calendar in (LUNAR, LEAP) else _solar(day, first, last, kept_by)
    return sorted({each for each in days if first <= each <= last})


def _solar(day: Born, first: date, last: date, kept_by: Rules) -> Iterator[date]:
    for year in range(first.year, last.year + 1):
        yield birthday_in(year, day.month, day.day, kept_by.leap_day)


def _lunar(day: Born, leap: bool, first: date, last: date, kept_by: Rules) -> Iterator[date]:
    in_leap = leap and kept_by.leap_month == "leap_if_exists"
    for year in range(first.year - 1, last.year + 1):
        if year in _LUNAR_YEARS:
            yield solar_of_lunar(year, day.month, day.day, in_leap)


def solar_birth(birthday: str, calendar: str | None) -> date | None:
    """The solar day of birth; None without a year, or beyond the lunar tables."""
    day = born(birthday)
    if day.year is None or not exists(day, calendar):
        return None
    if calendar not in (LUNAR, LEAP):
        return date(day.year, day.month, day.day)
    return solar_of_lunar(day.year, day.month, day.day, calendar == LEAP) if day.year in _LUNAR_YEARS else None


def age_on(birthday: str | None, calendar: str | None, today: date) -> int | None:
    """周岁, completed years by the solar day of birth; None where the year is unknown (domain/60 §6.5)."""
    day = solar_birth(birthday, calendar) if birthday else None
    return age(day, today) if day else None
