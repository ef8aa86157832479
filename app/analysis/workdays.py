"""Working days and working hours (domain/30 C02, C32, C44; domain/05).

All datetimes are naive local wall time of the firm (Asia/Shanghai unless set otherwise): callers convert from UTC.
Days come from a maintained table; a year without one uses weekends and statutory days, and what was computed with it is
`provisional`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Literal

DayKind = Literal["off", "work"]

_DAY = timedelta(days=1)
_LONGEST_HOLIDAY = 366  # a year off in a row is a broken table, not a holiday


@dataclass(frozen=True)
class Calendar:
    """Working days of the firm. `days`: the exceptions of the years in `years` (a holiday is off, a make-up day works).
    `statutory`: days off in years without a table. Business hours run from `opens` to `closes`, no lunch break."""

    days: Mapping[date, DayKind] = field(default_factory=dict)
    years: frozenset[int] = frozenset()
    opens: time = time(9)
    closes: time = time(18)
    statutory: frozenset[date] = frozenset()

    def __post_init__(self) -> None:
        if self.opens >= self.closes:
            raise ValueError("Business hours end before they begin")


@dataclass(frozen=True, slots=True)
class Due:
    """A deadline; `provisional` where a year without a holiday table was needed to compute it."""

    at: datetime
    provisional: bool


def is_workday(calendar: Calendar, day: date) -> bool:
    """Whether people work that day: the table decides, else Monday to Friday without statutory days."""
    kind = calendar.days.get(day) if day.year in calendar.years else None
    if kind is not None:
        return kind == "work"
    return day.weekday() < 5 and (day.year in calendar.years or day not in calendar.statutory)


def is_provisional(calendar: Calendar, first: date, last: date) -> bool:
    """Whether a year between the two days (both included) has no maintained table."""
    return any(year not in calendar.years for year in range(first.year, last.year + 1))


def next_workday(calendar: Calendar, day: date) -> date:
    """The first workday after the day."""
    return _seek(calendar, day + _DAY, _DAY)


def previous_workday(calendar: Calendar, day: date) -> date:
    """The last workday before the day."""
    return _seek(calendar, day - _DAY, -_DAY)


def _seek(calendar: Calendar, day: date, step: timedelta) -> date:
    for _ in range(_LONGEST_HOLIDAY):
        if is_workday(calendar, day):
            return day
        day += step
    raise ValueError("The holiday table leaves no working day")


def nth_workday(calendar: Calendar, day: date, count: int) -> date:
    """The count-th workday after the day (before it for a negative count); 0 gives the day itself."""
    step = next_workday if count >= 0 else previous_workday
    for _ in range(abs(count)):
        day = step(calendar, day)
    return day


def d0(calendar: Calendar, moment: datetime) -> date:
    """The working day a receipt belongs to: its own up to and including closing time, else the next workday."""
    day = moment.date()
    if is_workday(calendar, day) and moment.time() <= calendar.closes:
        return day
    return next_workday(calendar, day)


def due(calendar: Calendar, received: datetime, days: int) -> Due:
    """Closing time of the n-th workday after D0; n = 0 is D0 itself. A negative n raises ValueError."""
    if days < 0:
        raise ValueError("A deadline lies after the receipt")
    last = nth_workday(calendar, d0(calendar, received), days)
    return Due(datetime.combine(last, calendar.closes), is_provisional(calendar, received.date(), last))


def add_working_minutes(calendar: Calendar, moment: datetime, minutes: int) -> Due:
    """The moment after so many minutes of business time. Minutes that end exactly at closing end there (domain/05)."""
    if minutes < 0:
        raise ValueError("A deadline lies after the receipt")
    left = timedelta(minutes=minutes)
    opens, closes = _business_time(calendar, moment)
    while left > closes - opens:
        left -= closes - opens
        opens, closes = _hours_of(calendar, next_workday(calendar, opens.date()))
    at = opens + left
    return Due(at, is_provisional(calendar, moment.date(), at.date()))


def _hours_of(calendar: Calendar, day: date) -> tuple[datetime, datetime]:
    return datetime.combine(day, calendar.opens), datetime.combine(day, calendar.closes)


def _business_time(calendar: Calendar, moment: datetime) -> tuple[datetime, datetime]:
    """What is left of the day the moment belongs to."""
    opens, closes = _hours_of(calendar, d0(calendar, moment))
    return max(opens, moment), closes


def working_days_between(calendar: Calendar, first: date, last: date) -> int:
    """Number of workdays d with date(first) < d ≤ date(last); the same day, or a last before the first, gives 0."""
    day, end, count = _date(first), _date(last), 0
    while day < end:
        day += _DAY
        count += is_workday(calendar, day)
    return count


def _date(moment: date) -> date:
    return moment.date() if isinstance(moment, datetime) else moment


def paused_days(calendar: Calendar, pauses: Iterable[tuple[datetime, datetime]]) -> int:
    """Workdays inside pauses (from, to): each counts d with date(from) < d ≤ date(to) (C02)."""
    return sum(working_days_between(calendar, start, end) for start, end in pauses)


def extended(calendar: Calendar, deadline: datetime, days: int) -> Due:
    """The deadline moved by so many workdays, to closing time; 0 days leave it as it is."""
    if days <= 0:
        return Due(deadline, is_provisional(calendar, deadline.date(), deadline.date()))
    last = nth_workday(calendar, deadline.date(), days)
    return Due(datetime.combine(last, calendar.closes), is_provisional(calendar, deadline.date(), last))


def working_hours_between(calendar: Calendar, first: datetime, last: datetime) -> Decimal:
    """Hours of business time between two moments (C32); 0 where the last is before the first."""
    start, end = first.date(), last.date()
    if start >= end:
        return _hours(_worked(calendar, start, first, last))
    whole, day = 0, start + _DAY
    while day < end:  # a day in between counts whole: no clock is looked at
        whole += is_workday(calendar, day)
        day += _DAY
    opens, closes = _hours_of(calendar, start)
    return _hours(_worked(calendar, start, first, last) + whole * (closes - opens) + _worked(calendar, end, first, last))


def _worked(calendar: Calendar, day: date, first: datetime, last: datetime) -> timedelta:
    """The business time of a day that lies between two moments."""
    if not is_workday(calendar, day):
        return timedelta()
    opens, closes = _hours_of(calendar, day)
    return max(timedelta(), min(closes, last) - max(opens, first))


def natural_hours_between(first: datetime, last: datetime) -> Decimal:
    """Hours on the clock between two moments (C32); 0 where the last is before the first."""
    return _hours(max(timedelta(), last - first))


def _hours(span: timedelta) -> Decimal:
    return Decimal(span.days * 86400 + span.seconds) / 3600


def remind_on(calendar: Calendar, event: date, lead: int, unit: Literal["d", "wd"] = "d") -> date:
    """C44: "d" is so many calendar days before the event and then back to a workday; "wd" the n-th workday before."""
    if unit == "wd":
        return nth_workday(calendar, event, -lead)
    day = event - timedelta(days=lead)
    return day if is_workday(calendar, day) else previous_workday(calendar, day)


def count_workdays(calendar: Calendar, year: int) -> int:
    """Workdays of a calendar year (248 in 2025 and in 2026)."""
    return working_days_between(calendar, date(year - 1, 12, 31), date(year, 12, 31))
