"""Visits that repeat (RRULE of RFC 5545): the days of a series within its horizon, and a series parted in two."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from datetime import date, datetime, timedelta

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


def ends_moved(rule: str, by: timedelta) -> list[str]:
    """The parts of a rule that end it: a number of times as it is, a last day as far off as the times move."""
    found = []
    for part in _parts(rule):
        name, _sign, value = part.upper().partition("=")
        if name == "COUNT":
            found.append(part)
        elif name == "UNTIL":
            found.append(f"UNTIL={datetime.strptime(value[:8], '%Y%m%d').date() + by:%Y%m%d}")
    return found


def first_near(rule: str, day: date, near: date) -> date:
    """The time nearest to a day of an endless weekly, monthly or yearly rule that has one on ``day``."""
    if "WEEKLY" in rule:
        step = 14 if "INTERVAL=2" in rule else 7
        return day - timedelta(days=step * round((day - near).days / step))
    return min(_of_months(rule, day, near), key=lambda one: abs((one - near).days), default=day)


def _of_months(rule: str, day: date, near: date) -> Iterator[date]:
    """Times of the months around a day, in step with the month of ``day``."""
    step = 12 if "YEARLY" in rule else 3 if "INTERVAL=3" in rule else 1
    present, apart = near.year * 12 + near.month - 1, day.year * 12 + day.month - 1
    for month in range(max(present - step, 12), min(present + step, 12 * date.max.year) + 1):
        if (month - apart) % step == 0:
            first = date(month // 12, month % 12 + 1, 1)
            own = f"{rule};BYMONTH={day.month};BYMONTHDAY={day.day}" if step == 12 else rule
            yield from times(own, first, first, first + timedelta(days=27 if first == date(9999, 12, 1) else 30))


def _parts(rule: str) -> list[str]:
    return [part.strip() for part in rule.split(";") if part.strip()]
