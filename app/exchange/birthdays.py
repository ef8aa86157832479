"""Birthdays in cells: whole days by the rules of dates, days without a year, and words of the lunar calendar."""

import re
from collections.abc import Callable
from datetime import date

from app.analysis.born import Born, Typed, born, exists, typed_birthday
from app.errors import ValidationError
from app.exchange import dates
from app.formats import excerpt
from app.i18n import N_

_DAY_MONTH = re.compile(r"([0-9]{1,2})\s*[-/.]\s*([0-9]{1,2})\.?", re.ASCII)
_STORED = re.compile(r"(?:[0-9]{4}|-)-[0-9]{2}-[0-9]{2}", re.ASCII)


def reader(order: dates.DateOrder, today: date) -> Callable[[str], str]:
    """How one column's cells are read: ``1985-08-15`` or ``--08-15``. Without a year the month comes first, unless the
    column's order, or a number beyond 12, says otherwise."""

    def read(text: str) -> str:
        if _STORED.fullmatch(text) and exists(born(text), "lunar"):
            return text  # our own export, a lunar 02-30 too
        part = _DAY_MONTH.fullmatch(text)
        if part:
            return _without_year(text, int(part[1]), int(part[2]), order)
        try:
            return dates.read_day(text, order, today).isoformat()
        except ValidationError:
            words = _typed(text)
            if words is None:
                raise
            return words.text

    return read


def _without_year(text: str, first: int, second: int, order: dates.DateOrder) -> str:
    turned = first > 12 or (order.possible == ("dmy",) and second <= 12)
    day = Born(None, second, first) if turned else Born(None, first, second)
    if not exists(day, None) and not exists(day, "lunar"):
        raise ValidationError(N_("There is no such day or time: “{value}”."), value=excerpt(text))
    return day.text()


def _typed(text: str) -> Typed | None:
    try:
        return typed_birthday(text)
    except ValueError:
        return None


def calendar_said(text: str) -> str:
    """The calendar that the words of a cell say; the empty text where they say none."""
    found = _typed(text)
    return found.calendar if found else ""


def unfit(day: str, calendar: str | None) -> ValidationError | None:
    """The error that a day doesn't exist in the calendar that the row says."""
    if exists(born(day), calendar):
        return None
    return ValidationError(N_("There is no such day or time: “{value}”."), value=day)
