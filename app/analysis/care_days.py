"""Days on which customers are thought of, when to be reminded of them, and what speaks against it (C44, F-28, domain/70 §7.6)."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from app.analysis.age import birthday_in
from app.analysis.holidays_cn import DRAGON_BOAT, MID_AUTUMN, SPRING_FESTIVAL, qingming
from app.analysis.workdays import Calendar, is_workday, next_workday, remind_on

Unit = Literal["d", "wd"]
Held = Literal["skipped", "held"]
_LUNAR = {"spring": SPRING_FESTIVAL, "dragon_boat": DRAGON_BOAT, "mid_autumn": MID_AUTUMN}
_FIXED = {"new_year": (1, 1), "labour": (5, 1), "national": (10, 1)}
CHANNELS = frozenset({"phone", "sms", "wechat", "email"})
"""Means that need the person's consent for that channel."""

PRESSING = frozenset({"P1", "P2"})
FURTHEST = 2 * 366
"""Days between an occasion and its reminder at most; a longer lead is a typing error."""


@dataclass(frozen=True, slots=True)
class Recipient:
    """Whom an occasion is about. ``channels``: ways somebody agreed to; None where nobody in particular is meant, whose consent
    could be asked. ``consent``: whether they agreed at all. ``priorities``: those of the customer's open complaints.
    ``official``: staff of the state, who take no gifts (domain/60 §6.10)."""

    grade: str | None = None
    status: str | None = None
    channels: Collection[str] | None = None
    consent: bool = False
    has_left: bool = False
    priorities: Collection[str] = ()
    official: bool = False


def reminder(calendar: Calendar, event: date, lead: int, unit: Unit = "d") -> date:
    """C44: so many calendar days before the event and then back to the previous working day, or the n-th working day before it
    (domain/05); a negative lead counts the same way after the event."""
    lead = max(-FURTHEST, min(lead, FURTHEST))
    return remind_on(calendar, event, lead, unit)


def reach(lead: int, unit: Unit) -> timedelta:
    """How far at most a reminder lies from its event."""
    days = min(abs(lead), FURTHEST)
    return timedelta(days=(2 * days if unit == "wd" else days) + 15)  # the longest holiday has 9 days


def festival_days(code: str, first: date, last: date, lunar: Mapping[int, Mapping[str, date]]) -> list[date]:
    """When a festival (choices.CARE_FESTIVAL) is kept within first…last; ``lunar``: year -> festival -> day. None in years
    beyond the tables."""
    found = []
    for year in range(first.year, last.year + 1):
        if code in _FIXED:
            found.append(date(year, *_FIXED[code]))
        elif code in _LUNAR and _LUNAR[code] in lunar.get(year, {}):
            found.append(lunar[year][_LUNAR[code]])
        elif code == "tomb" and 2000 <= year < 2100:
            found.append(qingming(year))
    return [day for day in found if first <= day <= last]


def anniversaries(day: date, first: date, last: date) -> list[date]:
    """Later years' days of the same date within first…last; 29 February on the 28th of common years."""
    years = range(max(first.year, day.year + 1), last.year + 1)
    return [each for year in years if first <= (each := birthday_in(year, day.month, day.day)) <= last]


def quarter_days(calendar: Calendar, first: date, last: date) -> list[date]:
    """The first working day of each quarter within first…last."""
    starts = (date(year, month, 1) for year in range(first.year, last.year + 1) for month in (1, 4, 7, 10))
    days = (day if is_workday(calendar, day) else next_workday(calendar, day) for day in starts)
    return [day for day in days if first <= day <= last]


def silent_day(since: date, days: int, until: date) -> date | None:
    """The last day up to ``until`` on which a full interval without contact was over; None while the first is not. After each
    further interval it is a new occasion."""
    intervals = (until - since).days // max(1, days)
    return since + timedelta(days=intervals * max(1, days)) if intervals > 0 else None


def hindrance(means: str | None, personal: bool, who: Recipient) -> tuple[Held, str] | None:
    """What speaks against it, as (skipped or held, reason): "left", "never", "official", "no_consent", "complaint"; None where
    nothing does. ``personal``: the occasion itself is a datum of the person (a birthday), which needs consent by any
    means."""
    if who.has_left:
        return "skipped", "left"
    if "never" in (who.grade, who.status):
        return "skipped", "never"
    if who.official and means == "gift":
        return "skipped", "official"
    if who.channels is not None and means in CHANNELS and means not in who.channels:
        return "skipped", "no_consent"
    if personal and not who.consent:
        return "skipped", "no_consent"
    return ("held", "complaint") if PRESSING & set(who.priorities) else None


def filled(words: str, values: Mapping[str, str]) -> str:
    """A template with its variables in braces filled in; unknown ones stay as they are, and no value is read as a template."""
    return "".join(_pieces(words, values))


def _pieces(words: str, values: Mapping[str, str]) -> Iterator[str]:
    while words:
        before, brace, rest = words.partition("{")
        name, end, after = rest.partition("}")
        yield before
        if not brace:
            return
        known = end and name in values
        yield values[name] if known else "{"
        words = after if known else rest
