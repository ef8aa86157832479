"""Events of a calendar as the rows of a table: birthdays become people, everything else is there for visits."""

import re
import time
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import Any

from app.exchange.calendar_events import Event
from app.exchange.calendar_rules import is_finite, occurrences
from app.exchange.calendar_series import Series, rule_here
from app.exchange.csvtext import NumberedRow
from app.exchange.sheet import Trouble
from app.exchange.vcard_values import NO_YEAR
from app.i18n import N_
from app.i18n import gettext_text as _

COLUMNS = (
    N_("Full name"), N_("Birthday"), N_("Customer"), N_("Purpose"), N_("Start"), N_("Duration (minutes)"), N_("Place"),
    N_("What was said"),
    N_("Their participants"), N_("Organiser"), N_("Repeats"), N_("Last time"), N_("Website"), N_("Tags"), N_("Notes"),
)  # fmt: skip
PROPOSALS = {
    "contacts": ("name", "birthday", "", "", "", "", "", "", "", "", "", "", "", "", "notes"),
    "visits": ("", "", "customer", "purpose", "when", "minutes", "place", "content", "with_them", "", "", "", "", "", "notes"),
}
DERIVED = ("Full name", "Birthday")
_BIRTHDAY = re.compile(r"birthday|geburtstag|生日|生辰|诞辰", re.IGNORECASE)
_WORDS = re.compile(r"(?:['’]s)?\s*\bbirthday\b|的?(?:生日|生辰|诞辰)|[🎂🎁🎉]", re.IGNORECASE)
_EDGES = " \t:：-–—()（）'’\""
_YEAR = re.compile(r"([1-9][0-9]{2}|1[0-9]{3}|20[0-9]{2})\s+(?=\S)")
_SIMPLE = re.compile(r"FREQ=(DAILY|WEEKLY|MONTHLY|YEARLY)(?:;(?:INTERVAL=1|WKST=\w\w|COUNT=\d+|UNTIL=\w+|BYMONTH=\d+))*")
_EVERY = {"DAILY": N_("every day"), "WEEKLY": N_("every week"), "MONTHLY": N_("every month"), "YEARLY": N_("every year")}
_ONE_LINE, _MOST_TAGS = 200, 500
_SECONDS = 5.0
"""For all series of a file together."""


def header() -> list[str]:
    """The header in the language in force."""
    return [_(name) for name in COLUMNS]


def rows(events: Iterable[Event], kinds: list[str], series: Series) -> Iterator[NumberedRow]:
    """(line of the event, its cells) of every event; ``kinds`` gains birthday or event for each, ``series`` the times near
    today of each event that repeats."""
    latest = time.monotonic() + _SECONDS
    for event in events:
        series.troubles += event.troubles
        birthday = _is_birthday(event)
        kinds.append("birthday" if birthday else "event")
        in_time = time.monotonic() < latest
        series.take(event, birthday, in_time)
        yield event.line, _cells(event, birthday, in_time)
    series.settle()


def meta(troubles: list[Trouble], kinds: list[str]) -> dict[str, Any]:
    """What the parent process needs to make a sheet of the rows."""
    listed = [[one.row, one.field, one.message, [list(pair) for pair in one.values]] for one in troubles]
    entity = "contacts" if 2 * kinds.count("birthday") > len(kinds) else "visits"
    return {"troubles": listed, "proposals": PROPOSALS, "derived": [_(name) for name in DERIVED], "entity": entity}


def _is_birthday(event: Event) -> bool:
    """A day of every year that calls itself one, or stands in a calendar of them."""
    said = " ".join((event.summary, event.calendar, *event.tags))
    whole_day = event.start is not None and not isinstance(event.start, datetime)
    return whole_day and "YEARLY" in event.rule.upper() and _BIRTHDAY.search(said) is not None


def _cells(event: Event, birthday: bool, in_time: bool) -> list[str]:
    name, day = _born(event) if birthday else ("", "")
    lines = [f"{label}: {value}" for label, value in event.more]
    title, place = _fitting(event.summary, N_("Purpose"), lines), _fitting(event.place, N_("Place"), lines)
    people = _fitting(", ".join(event.people), N_("Their participants"), lines)
    return [
        name, day, "", title, _written(event.start), "" if event.minutes is None else str(event.minutes), place,
        event.description, people, event.organiser, _repeats(event.rule), _last(event) if in_time else "", event.url,
        ",".join(event.tags)[:_MOST_TAGS], "\n".join(lines),
    ]  # fmt: skip


def _fitting(text: str, label: str, lines: list[str]) -> str:
    """A text that fits its field; a longer one is kept whole in the notes."""
    text = " ".join(text.split())
    if len(text) > _ONE_LINE:
        lines.append(f"{_(label)}: {text}")
    return text if len(text) <= _ONE_LINE else f"{text[: _ONE_LINE - 1]}…"


def _born(event: Event) -> tuple[str, str]:
    """Whose birthday it is and when; a year in front of the name is that of the birth."""
    name = _WORDS.sub(" ", event.summary).strip(_EDGES)
    day = event.start if event.start is not None else date.min
    found = _YEAR.match(name)
    if found:
        name = name[found.end() :]
        try:
            day = day.replace(year=int(found[1]))
        except ValueError:  # 29 February of a common year
            name = f"{found[1]} {name}"
    written = day.isoformat()[:10]
    return " ".join(name.split()), written.replace(NO_YEAR, "-", 1) if written.startswith(NO_YEAR) else written


def _written(start: date | datetime | None) -> str:
    if isinstance(start, datetime):
        return start.isoformat(" ")
    return start.isoformat() if start else ""


def _repeats(rule: str) -> str:
    """How often in words where it is simple, else the rule as it stands."""
    found = _SIMPLE.fullmatch(rule.upper())
    return _(_EVERY[found[1]]) if found else rule[:_ONE_LINE]


def _last(event: Event) -> str:
    """The last day of a series that ends."""
    if event.start is None or not event.rule or not is_finite(event.rule):
        return ""
    day = event.start.date() if isinstance(event.start, datetime) else event.start
    series = occurrences(rule_here(event), day)
    return series.days[-1].isoformat() if series.whole and series.days else ""
