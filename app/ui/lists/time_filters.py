"""Periods one can filter days and moments by, seen from the firm's present day."""

from datetime import date, datetime, time, timedelta
from typing import Any

from app.formats import from_local, today
from app.i18n import N_
from app.services.lists import Filter

PERIODS = {
    "today": N_("Today"),
    "week": N_("Last 7 days"),
    "month": N_("This month"),
    "days30": N_("Last 30 days"),
    "days90": N_("Last 90 days"),
    "not30": N_("Not for 30 days"),
    "not90": N_("Not for 90 days"),
    "past": N_("Before today"),
    "coming": N_("Next 7 days"),
    "empty": N_("Never"),
}


def period_filter(key: str, kind: str, period: str) -> tuple[Filter, ...]:
    """The conditions on a date or moment field for one of the periods."""
    present = today()
    if period == "empty":
        return (Filter(key, "empty"),)
    first, end = _bounds(period, present)
    found = []
    if first is not None:
        found.append(Filter(key, "from", (_value(kind, first),)))
    if end is not None:
        found.append(Filter(key, "before", (_value(kind, end),)))
    return tuple(found)


def _bounds(period: str, present: date) -> tuple[date | None, date | None]:
    """(first day, day after the last)."""
    day = timedelta(days=1)
    return {
        "today": (present, present + day),
        "week": (present - 6 * day, present + day),
        "month": (present.replace(day=1), None),
        "days30": (present - 29 * day, present + day),
        "days90": (present - 89 * day, present + day),
        "not30": (None, present - 29 * day),
        "not90": (None, present - 89 * day),
        "past": (None, present),
        "coming": (present, present + 7 * day),
    }[period]


def _value(kind: str, day: date) -> Any:
    return from_local(datetime.combine(day, time())) if kind == "moment" else day
