"""Which times of a series come in, as the events of a file say it: without those called off, and those moved by themselves."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from app.exchange import limits
from app.exchange.calendar_events import Event
from app.exchange.calendar_known import Known
from app.exchange.calendar_rules import is_several_a_day, occurrences, problem_of
from app.exchange.sheet import Trouble
from app.formats import excerpt
from app.i18n import N_

NEAR = timedelta(days=366)
"""How far from today the single times of a series come in."""

_LONG = 4_000
_MOMENT = re.compile(r"(?<!\d)(\d{4})-?(\d\d)-?(\d\d)(?:T(\d\d):?(\d\d):?(\d\d)?(Z)?)?(?!\d)")
_UNTIL = re.compile(r"(?<=UNTIL=)\d{8}T\d{6}Z?", re.IGNORECASE)
_LAST = re.compile(r"UNTIL=(\d{8})", re.IGNORECASE)
_PERIOD_END = re.compile(r"/[^,]*")
_ENDED = N_("“{text}” repeats until a day before it begins ({rule}); only its first time comes in.")
_SEVERAL = N_("“{text}” repeats several times a day ({rule}); only one time of each day comes in.")
_LATER = N_("“{text}” changes its series from a day on (RANGE). Only that one time is changed here.")


@dataclass(slots=True)
class Series:
    """The events read so far: the times near today of each that repeats, and what makes each event this one."""

    troubles: list[Trouble]
    """What is told of the file; gains what cannot be followed."""

    times: dict[int, list[str]] = field(default_factory=dict)
    """Line of the event -> ISO days or moments, each on the event's own clock."""

    known: dict[int, Known] = field(default_factory=dict)
    _zones: dict[str, tzinfo | None] = field(default_factory=dict)
    _moved: list[tuple[int, str]] = field(default_factory=list)

    def take(self, event: Event, birthday: bool, in_time: bool) -> None:
        """One event, in the order of the file."""
        if event.uid:
            self.known[event.line] = _known(event)
            if event.occurs:
                self._moved.append((event.line, event.occurs))
        if _repeats(event) and event.start is not None and not birthday and in_time and not event.occurs:
            self._zones[event.uid] = _zone(event)
            self._repeat(event)
        if event.later:
            self.troubles.append(Trouble(event.line, "", _LATER, (("text", excerpt(event.summary, 60)),)))

    def _repeat(self, event: Event) -> None:
        why = (problem_of(event.rule) or _over(event)) if event.rule else ""
        if not why:
            self.times[event.line] = near(event)
        if why or is_several_a_day(event.rule):
            said = (("text", excerpt(event.summary, 60)), ("rule", excerpt(event.rule, 60)))
            self.troubles.append(Trouble(event.line, "", why or _SEVERAL, said))

    def settle(self) -> None:
        """Once all are read: a time that stands in the file by itself is none of its series any more."""
        moved: dict[str, set[str]] = {}
        for line, text in self._moved:
            one = self.known[line]
            occurs, day = _on_clock(text, self._zones.get(one.uid))
            self.known[line] = replace(one, occurs=occurs)
            moved.setdefault(one.uid, set()).add(day)
        for line, times in self.times.items():
            uid = self.known[line].uid if line in self.known else ""
            self.times[line] = [each for each in times if each[:10] not in moved.get(uid, ())]


def _over(event: Event) -> str:
    """The sentence for a rule that ends days before its series begins; zones alone make a day's difference."""
    start = event.start.date() if isinstance(event.start, datetime) else event.start
    found = _LAST.search(event.rule)
    if start is None or found is None:
        return ""
    return _ENDED if date.fromisoformat(found[1]) < start - timedelta(days=1) else ""


def _on_clock(text: str, zone: tzinfo | None) -> tuple[str, str]:
    """(the day or moment with its zone, its day on the clock of the series)"""
    moment = datetime.fromisoformat(text) if len(text) > len("2026-01-01") else None
    if moment is None or zone is None:
        return text, text[:10]
    moment = moment.replace(tzinfo=zone) if moment.tzinfo is None else moment
    try:
        return moment.isoformat(), moment.astimezone(zone).date().isoformat()
    except OverflowError:
        return text, text[:10]


def _known(event: Event) -> Known:
    start = event.start.isoformat() if event.start is not None else ""
    return Known(event.uid, start, event.occurs, event.minutes, event.summary, event.place, event.description[-_LONG:],
                 event.status, event.changed, event.later)  # fmt: skip


def _repeats(event: Event) -> bool:
    return bool(event.rule) or any(name == "RDATE" for name, _text in event.more)


def _zone(event: Event) -> tzinfo | None:
    return event.start.tzinfo if isinstance(event.start, datetime) else None


def near(event: Event) -> list[str]:
    """The times of a series within a year from today, without those that were called off, each at the same hour of the event's
    own clock, whatever daylight saving does."""
    start = event.start.date() if isinstance(event.start, datetime) else event.start
    if start is None:
        return []
    here = date.today()
    days = set(occurrences(rule_here(event), start, limits.SERIES_DAYS, last=here + NEAR).days if event.rule else (start,))
    off = {day for name, text in event.more if name == "EXDATE" for day in days_in(text, _zone(event))}
    lines = (_PERIOD_END.sub("", text) for name, text in event.more if name == "RDATE")
    added = {day: clock for text in lines for day, clock in _moments(text, _zone(event))}
    wanted = sorted(day for day in days | added.keys() if abs(day - here) <= NEAR and day.isoformat() not in off)
    return [_at(event, day, None if day in days else added.get(day)) for day in wanted]


def _at(event: Event, day: date, clock: time | None) -> str:
    """A time of the series: at the hour of its first, or at its own where it was added by itself."""
    if not isinstance(event.start, datetime):
        return day.isoformat()
    return datetime.combine(day, clock or event.start.time(), event.start.tzinfo).isoformat(" ")


def rule_here(event: Event) -> str:
    """The rule with the last day on which a time of the series is not over, instead of its last moment."""
    found, start = _UNTIL.search(event.rule), event.start
    if found is None or not isinstance(start, datetime) or (start.tzinfo is None and found[0].upper().endswith("Z")):
        return event.rule
    for day, clock in _moments(found[0], start.tzinfo):
        last = day - timedelta(days=1) if clock is not None and clock < start.time() and day > date.min else day
        return _UNTIL.sub(last.isoformat().replace("-", ""), event.rule)
    return event.rule


def days_in(text: str, zone: tzinfo | None) -> list[str]:
    """The days in a line such as EXDATE, in ISO form; moments in UTC on the clock of the series."""
    return [day.isoformat() for day, _clock in _moments(text, zone)]


def _moments(text: str, zone: tzinfo | None) -> Iterator[tuple[date, time | None]]:
    """The days and moments in a line, on the clock of the series; what can't be read is passed over."""
    for one in _MOMENT.finditer(text):
        parts = [int(part or 0) for part in one.groups()[:6]]
        try:
            moment = datetime(parts[0], parts[1], parts[2], parts[3], parts[4], min(parts[5], 59), tzinfo=UTC)
            here = moment.astimezone(zone) if one[7] and zone is not None else moment
        except (ValueError, OverflowError):
            continue
        yield here.date(), here.time() if one[4] is not None else None
