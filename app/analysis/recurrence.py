"""When something repeats (RRULE of RFC 5545 §3.3.10), in days and never for long: rules made to hang are cut off (fault F52)."""

import calendar
import re
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from app.i18n import N_

_WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_BY_DAY = re.compile(r"([+-]?\d{1,2})?(MO|TU|WE|TH|FR|SA|SU)")
_SEVERAL = re.compile(r"BY(?:HOUR|MINUTE|SECOND)=\d+,")
_DAY = re.compile(r"(\d{4})(\d\d)(\d\d)(?:T\d{0,6}Z?)?")
_KNOWN = frozenset({"FREQ", "INTERVAL", "COUNT", "UNTIL", "BYMONTH", "BYMONTHDAY", "BYDAY", "BYSETPOS", "WKST", "BYHOUR",
                    "BYMINUTE", "BYSECOND"})  # fmt: skip
_LONGEST = 2_000
_DIGITS = 9
MOST_DAYS = 1_000
SECONDS = 0.2
"""What one rule may cost, unless its caller knows better."""


@dataclass(frozen=True, slots=True)
class Occurrences:
    """The days of a series. ``whole`` is False where it goes on for ever or was cut off, or isn't understood."""

    days: tuple[date, ...]
    whole: bool


@dataclass(frozen=True, slots=True)
class _Rule:
    freq: str
    interval: int
    count: int | None
    until: date | None
    months: tuple[int, ...]
    month_days: tuple[int, ...]
    weekdays: tuple[tuple[int, int], ...]
    """(ordinal or 0, weekday from 0)"""

    positions: tuple[int, ...]
    week_start: int = 0

    @property
    def ends(self) -> bool:
        return self.count is not None or self.until is not None


def is_finite(rule: str) -> bool:
    """Whether a rule says when it ends."""
    parts = {name for name, _equals, _value in (part.partition("=") for part in rule.upper().split(";"))}
    return bool(parts & {"COUNT", "UNTIL"})


_WITHIN = N_("“{text}” repeats several times a day ({rule}); only its first time comes in.")
_WEEKS = N_("“{text}” repeats by weeks or days of the year ({rule}), which is not followed; only its first time comes in.")
_BROKEN = N_("The rule by which “{text}” repeats cannot be read ({rule}); only its first time comes in.")


def problem_of(rule: str) -> str:
    """The untranslated sentence (with ``text`` and ``rule``) that says why a rule is not followed; "" where it is."""
    if _read(rule) is not None:
        return ""
    parts = dict(part.partition("=")[::2] for part in rule[:_LONGEST].upper().replace(" ", "").split(";"))
    if parts.get("FREQ") in ("HOURLY", "MINUTELY", "SECONDLY"):
        return _WITHIN
    return _WEEKS if parts.keys() & {"BYWEEKNO", "BYYEARDAY"} and parts.get("FREQ") in _STEPS else _BROKEN


def is_several_a_day(rule: str) -> bool:
    """Whether a rule that is followed day by day means several times of each of them."""
    return _SEVERAL.search(rule.upper().replace(" ", "")) is not None


def is_understood(rule: str) -> bool:
    """Whether the rule can be followed, day by day."""
    return _read(rule) is not None


def occurrences(
    rule: str, start: date, most: int = MOST_DAYS, seconds: float = SECONDS, last: date = date.max
) -> Occurrences:
    """The days on which a series takes place up to the ``last``, at most so many and for at most so long; the start alone where
    the rule isn't understood or repeats within a day."""
    read = _read(rule)
    if read is None:
        return Occurrences((start,), False)
    latest, days = time.monotonic() + seconds, list[date]()
    most = most if read.count is None else min(most, read.count)
    try:
        for found in _periods(read, start):
            for day in found:
                if read.until is not None and day > read.until:
                    return Occurrences(tuple(days), True)
                if day > last:
                    return Occurrences(tuple(days), False)
                if day >= start:
                    days.append(day)
                if len(days) >= most:
                    return Occurrences(tuple(days), read.count is not None and len(days) >= read.count)
            if time.monotonic() > latest:
                return Occurrences(tuple(days), False)
    except (OverflowError, ValueError):  # the end of the calendar, in the year 9999
        pass
    return Occurrences(tuple(days), read.until is not None)


def _read(rule: str) -> _Rule | None:
    parts = dict(part.strip().split("=", 1) for part in rule[:_LONGEST].upper().split(";") if "=" in part)
    try:
        found = _Rule(
            parts.get("FREQ", ""), int(parts.get("INTERVAL", "1")[:_DIGITS]),
            int(parts["COUNT"][:_DIGITS]) if "COUNT" in parts else None, _day(parts["UNTIL"]) if "UNTIL" in parts else None,
            _numbers(parts.get("BYMONTH", "")), _numbers(parts.get("BYMONTHDAY", "")), _weekdays(parts.get("BYDAY", "")),
            _numbers(parts.get("BYSETPOS", "")), _WEEKDAYS.index(parts.get("WKST", "MO")),
        )  # fmt: skip
    except ValueError:
        return None
    sound = found.freq in _STEPS and found.interval > 0 and set(parts) <= _KNOWN and (found.count is None or found.count > 0)
    names = [part.partition("=")[0].strip() for part in rule.upper().split(";") if "=" in part]
    once = len(names) == len(set(names)) and not {"COUNT", "UNTIL"} <= parts.keys()
    return found if sound and once and _is_possible(found) and len(rule) <= _LONGEST else None


def _is_possible(rule: _Rule) -> bool:
    """Whether its numbers name months, days and places that there are (RFC 5545 §3.3.10)."""
    days = all(0 < abs(day) <= 31 for day in rule.month_days)
    ordinals = rule.freq in ("MONTHLY", "YEARLY") or not any(ordinal for ordinal, _weekday in rule.weekdays)
    picked = rule.weekdays or rule.month_days or rule.months
    places = all(0 < abs(place) <= 366 for place in rule.positions) and bool(picked or not rule.positions)
    return days and ordinals and places and all(0 < month <= 12 for month in rule.months)


def _numbers(text: str) -> tuple[int, ...]:
    return tuple(int(one[:_DIGITS]) for one in text.split(",") if one)


def _weekdays(text: str) -> tuple[tuple[int, int], ...]:
    found = [_BY_DAY.fullmatch(one.strip()) for one in text.split(",") if one.strip()]
    if None in found:
        raise ValueError(text)
    return tuple((int(one[1] or 0), _WEEKDAYS.index(one[2])) for one in found if one)


def _day(text: str) -> date:
    found = _DAY.fullmatch(text)
    if found is None:
        raise ValueError(text)
    return date(int(found[1]), int(found[2]), int(found[3]))


def _periods(rule: _Rule, start: date) -> Iterator[list[date]]:
    """The days of each period, sorted; an endless iterator that the calendar's end stops."""
    step = 0
    while True:
        days = sorted(set(_STEPS[rule.freq](rule, start, step * rule.interval)))
        if rule.positions:
            days = [days[at - 1 if at > 0 else at] for at in rule.positions if 0 < abs(at) <= len(days)]
        yield sorted(set(days))
        step += 1


def _daily(rule: _Rule, start: date, steps: int) -> list[date]:
    day = start + timedelta(days=steps)
    return [day] if _fits(rule, day) and (not rule.weekdays or day.weekday() in _plain(rule)) else []


def _weekly(rule: _Rule, start: date, steps: int) -> list[date]:
    begin = start + timedelta(days=7 * steps - (start.weekday() - rule.week_start) % 7)
    places = sorted((one - rule.week_start) % 7 for one in _plain(rule) or {start.weekday()})
    return [day for day in (begin + timedelta(days=one) for one in places) if _fits(rule, day)]


def _monthly(rule: _Rule, start: date, steps: int) -> list[date]:
    months = start.year * 12 + start.month - 1 + steps
    return _in_month(rule, start, months // 12, months % 12 + 1)


def _yearly(rule: _Rule, start: date, steps: int) -> list[date]:
    year = start.year + steps
    if rule.weekdays and not rule.months and not rule.month_days:
        return list(_of_weekdays(rule, date(year, 1, 1), date(year, 12, 31)))
    months = rule.months or (range(1, 13) if rule.month_days else (start.month,))
    return [day for month in months if 1 <= month <= 12 for day in _in_month(rule, start, year, month)]


def _in_month(rule: _Rule, start: date, year: int, month: int) -> list[date]:
    if rule.months and month not in rule.months:
        return []
    last = calendar.monthrange(date(year, 1, 1).year, month)[1]
    if rule.weekdays:
        days = _of_weekdays(rule, date(year, month, 1), date(year, month, last))
        return [day for day in days if not rule.month_days or day.day in rule.month_days or day.day - last - 1 in rule.month_days]
    wanted = rule.month_days or (start.day,)
    return [date(year, month, one if one > 0 else last + 1 + one) for one in wanted if 0 < abs(one) <= last]


def _of_weekdays(rule: _Rule, first: date, last: date) -> Iterator[date]:
    """The days of these weekdays in a month or year, or only the first, second… or last of them."""
    for ordinal, weekday in rule.weekdays:
        begin = first + timedelta(days=(weekday - first.weekday()) % 7)
        days = [begin + timedelta(days=7 * week) for week in range((last - begin).days // 7 + 1)]
        if ordinal == 0:
            yield from days
        elif abs(ordinal) <= len(days):
            yield days[ordinal - 1 if ordinal > 0 else ordinal]


def _fits(rule: _Rule, day: date) -> bool:
    last = calendar.monthrange(day.year, day.month)[1]
    of_month = not rule.month_days or day.day in rule.month_days or day.day - last - 1 in rule.month_days
    return of_month and (not rule.months or day.month in rule.months)


def _plain(rule: _Rule) -> set[int]:
    return {weekday for _ordinal, weekday in rule.weekdays}


_STEPS = {"DAILY": _daily, "WEEKLY": _weekly, "MONTHLY": _monthly, "YEARLY": _yearly}
