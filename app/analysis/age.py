"""Ages and solar birthdays (domain/60 §6.5): 周岁, with 29 February's rule."""

from __future__ import annotations

from datetime import date


def age(born: date, today: date) -> int | None:
    """Completed years. A birthday on 29 February counts on 1 March in common years. None for a birth in the future."""
    if born > today:
        return None
    return today.year - born.year - ((today.month, today.day) < (born.month, born.day))


def birthday_in(year: int, month: int, day: int, leap_day: tuple[int, int] = (2, 28)) -> date:
    """The birthday to be reminded of in a year; 29 February falls on `leap_day` in common years (setting)."""
    try:
        return date(year, month, day)
    except ValueError:
        if (month, day) != (2, 29):
            raise
        return date(year, *leap_day)
