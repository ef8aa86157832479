"""Public holidays of mainland China: the State Council's tables as data, and the fallback for years without one.

Sources: domain/60 §6.9 (notices of the 国务院办公厅), domain/30 C02, domain/05 (Qingming). Lunar days arrive as values.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, time, timedelta

from app.analysis.workdays import Calendar, DayKind

SPRING_FESTIVAL, DRAGON_BOAT, MID_AUTUMN = "spring_festival", "dragon_boat", "mid_autumn"
LUNAR_KEYS = (SPRING_FESTIVAL, DRAGON_BOAT, MID_AUTUMN)

_FALLBACK_YEARS = range(2000, 2100)  # Qingming's formula holds here


@dataclass(frozen=True, slots=True)
class Holiday:
    """Days off from `first` to `last`, both included, and the weekend days worked for them."""

    name: str
    first: date
    last: date
    make_up: tuple[date, ...] = ()


TABLES: Mapping[int, tuple[Holiday, ...]] = {
    2025: (
        Holiday("元旦", date(2025, 1, 1), date(2025, 1, 1)),
        Holiday("春节", date(2025, 1, 28), date(2025, 2, 4), (date(2025, 1, 26), date(2025, 2, 8))),
        Holiday("清明节", date(2025, 4, 4), date(2025, 4, 6)),
        Holiday("劳动节", date(2025, 5, 1), date(2025, 5, 5), (date(2025, 4, 27),)),
        Holiday("端午节", date(2025, 5, 31), date(2025, 6, 2)),
        Holiday("国庆节、中秋节", date(2025, 10, 1), date(2025, 10, 8), (date(2025, 9, 28), date(2025, 10, 11))),
    ),
    2026: (
        Holiday("元旦", date(2026, 1, 1), date(2026, 1, 3), (date(2026, 1, 4),)),
        Holiday("春节", date(2026, 2, 15), date(2026, 2, 23), (date(2026, 2, 14), date(2026, 2, 28))),
        Holiday("清明节", date(2026, 4, 4), date(2026, 4, 6)),
        Holiday("劳动节", date(2026, 5, 1), date(2026, 5, 5), (date(2026, 5, 9),)),
        Holiday("端午节", date(2026, 6, 19), date(2026, 6, 21)),
        Holiday("中秋节", date(2026, 9, 25), date(2026, 9, 27)),
        Holiday("国庆节", date(2026, 10, 1), date(2026, 10, 7), (date(2026, 9, 20), date(2026, 10, 10))),
    ),
}


def days_of(holidays: Iterable[Holiday]) -> dict[date, DayKind]:
    """The table as days: every holiday off, every make-up day working."""
    days: dict[date, DayKind] = {}
    for holiday in holidays:
        for offset in range((holiday.last - holiday.first).days + 1):
            days[holiday.first + timedelta(days=offset)] = "off"
        days.update(dict.fromkeys(holiday.make_up, "work"))
    return days


def qingming(year: int) -> date:
    """Tomb-sweeping day by the formula of domain/05, good for 2000–2099; ValueError outside."""
    if year not in _FALLBACK_YEARS:
        raise ValueError(f"No Qingming formula for {year}")
    short = year % 100
    return date(year, 4, (2422 * short + 48100) // 10000 - short // 4)


def statutory_fallback(year: int, lunar: Mapping[str, date]) -> frozenset[date]:
    """Statutory days off of a year without a table (C02), no make-up days. `lunar` maps LUNAR_KEYS to the year's days;
    a missing key leaves that festival out. New Year's Eve and 2 May count since 2025."""
    recent = year >= 2025
    days = {date(year, 1, 1), date(year, 5, 1), *(date(year, 10, day) for day in (1, 2, 3))}
    days |= {date(year, 5, 2)} if recent else set()
    days |= {qingming(year)} if year in _FALLBACK_YEARS else set()
    if (spring := lunar.get(SPRING_FESTIVAL)) is not None:
        days |= {spring + timedelta(days=offset) for offset in range(-1 if recent else 0, 3)}
    days |= {lunar[key] for key in (DRAGON_BOAT, MID_AUTUMN) if key in lunar}
    return frozenset(days)


def default_calendar(
    lunar: Mapping[int, Mapping[str, date]] | None = None,
    tables: Mapping[int, Iterable[Holiday]] = TABLES,
    opens: time = time(9),
    closes: time = time(18),
) -> Calendar:
    """The calendar of the shipped (or given) tables; `lunar` maps a year without a table to its festivals."""
    days: dict[date, DayKind] = {}
    for holidays in tables.values():
        days.update(days_of(holidays))
    missing = [year for year in _FALLBACK_YEARS if year not in tables]
    statutory = frozenset(day for year in missing for day in statutory_fallback(year, (lunar or {}).get(year, {})))
    return Calendar(days, frozenset(tables), opens, closes, statutory)
