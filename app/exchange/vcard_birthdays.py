"""Birthdays on cards by the calendar that the card says: the solar one, or the Chinese one in the writings of phones."""

import re

from app.analysis.born import LEAP, LUNAR, SOLAR, Born, born, exists, typed_birthday
from app.exchange.vcard_values import birthday_of

LUNAR_SCALES = frozenset({"chinese", "lunar"})
_APPLE = re.compile(r"00(\d\d)00(\d\d)(\d\d)(\d\d)", re.ASCII)
_FIRST_CYCLE = 1984 - 78 * 60
"""The year with which the cycle of sixty years of the number 0 would begin: the 78th began in 1984."""


def birthday_said(text: str, scale: str = "", no_year: str = "") -> tuple[str, str]:
    """(day as it is stored, calendar: "", lunar or lunar_leap); ("", "") where the text is no day of its calendar.

    ``scale`` is the card's CALSCALE, ``no_year`` the year that stands for none."""
    if scale.casefold() in LUNAR_SCALES:
        day = _apple_day(text) or birthday_of(text, no_year, LUNAR)
        return (day, LUNAR) if day else _in_words(text, LUNAR)
    if scale.casefold() not in ("", "gregorian"):
        return "", ""
    day = birthday_of(text, no_year)
    return (day, "") if day else _in_words(text, "")


def _apple_day(text: str) -> str:
    """``007800310318``: cycle, year of the cycle, month and day of the Chinese calendar."""
    found = _APPLE.fullmatch(text)
    if found is None:
        return ""
    cycle, year, month, day = map(int, found.groups())
    one = Born(_FIRST_CYCLE + 60 * cycle + year - 1, month, day)
    return one.text() if 1 <= year <= 60 and exists(one, LUNAR) else ""


def _in_words(text: str, calendar: str) -> tuple[str, str]:
    """农历八月十五 and the like; digits count only where they are a day of the calendar that is said."""
    try:
        found = typed_birthday(text)
    except ValueError:
        return "", ""
    calendar = found.calendar if found.calendar in (LUNAR, LEAP) else "" if found.calendar == SOLAR else calendar
    return (found.text, calendar) if exists(born(found.text), calendar or SOLAR) else ("", "")
