"""Visits that repeat (RRULE of RFC 5545): the days of a series within its horizon, and a series parted in two."""

from __future__ import annotations

import re
from collections.abc import Collection
from datetime import date, timedelta

from app.analysis.recurrence import is_finite, is_several_a_day, is_understood, occurrences

_COUNT = re.compile(r"COUNT=(\d+)", re.IGNORECASE)
_MOST, _SECONDS = 20_000, 1.0


def horizon(day: date) -> date:
    """Up to when the single times of a series are made: twelve months ahead."""
    try:
        return day.replace(year=day.year + 1)
    except ValueError:  # 29 February, or the last year of the calendar
        return day.replace(year=day.year + 1, day=28) if day.year < date.max.year else date.max


def is_sound(rule: str, starts_on: date) -> bool:
    """Whether a rule can be followed, once a day at most, and ever comes true."""
    return is_understood(rule) and not is_several_a_day(rule) and bool(occurrences(rule, starts_on, 1, _SECONDS).days)


def times(rule: str, starts_on: date, first: date, last: date, known: Collection[date] = ()) -> tuple[date, ...]:
    """The days of a series within first…last (both included), without those ``known`` already, made, moved or called off."""
    asked = rule if is_finite(rule) or last == date.max else ended_before(rule, last + timedelta(days=1))
    days = occurrences(asked, starts_on, _MOST, _SECONDS).days
    return tuple(day for day in days if first <= day <= last and day not in known)


def ended_before(rule: str, day: date) -> str:
    """The rule with its last time before a day."""
    kept = [part for part in _parts(rule) if not part.upper().startswith(("COUNT=", "UNTIL="))]
    return ";".join([*kept, f"UNTIL={day - timedelta(days=1):%Y%m%d}"])


def begun_again(rule: str, starts_on: date, day: date) -> str:
    """The rule for a series that goes on from a day of the old one: a number of times loses those that are over."""
    found = _COUNT.search(rule)
    if found is None:
        return rule
    over = sum(each < day for each in occurrences(rule, starts_on, _MOST, _SECONDS).days)
    return _COUNT.sub(f"COUNT={max(1, int(found[1]) - over)}", rule)


def _parts(rule: str) -> list[str]:
    return [part.strip() for part in rule.split(";") if part.strip()]
