"""Which times of a series come in, as the events of a file say it: without those called off, and those moved by themselves."""

import re
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta, tzinfo

from app.exchange import limits
from app.exchange.calendar_events import Event
from app.exchange.calendar_known import Known
from app.exchange.calendar_rules import occurrences, problem_of
from app.exchange.sheet import Trouble
from app.formats import excerpt
from app.i18n import N_

NEAR = timedelta(days=366)
"""How far from today the single times of a series come in."""

_LONG = 4_000
_MOMENT = re.compile(r"(?<!\d)(\d{4})-?(\d\d)-?(\d\d)(?:T(\d\d):?(\d\d):?(\d\d)?(Z)?)?(?!\d)")
_UNTIL = re.compile(r"(?<=UNTIL=)\d{8}T\d{6}Z", re.IGNORECASE)
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
        why = problem_of(event.rule) if event.rule else ""
        if why:
            said = (("text", excerpt(event.summary, 60)), ("rule", excerpt(event.rule, 60)))
            self.troubles.append(Trouble(event.line, "", why, said))
        else:
            self.times[event.line] = near(event)

    def settle(self) -> None:
        """Once all are read: a time that stands in the file by itself is none of its series any more."""
        moved: dict[str, set[str]] = {}
        for line, text in self._moved:
            one = self.known[line]
            day = next(iter(days_in(text, self._zones.get(one.uid))), "")
            self.known[line] = replace(one, occurs=day)
            moved.setdefault(one.uid, set()).add(day)
        for line, times in self.times.items():
            uid = self.known[line].uid if line in self.known else ""
            self.times[line] = [each for each in times if each[:10] not in moved.get(uid, ())]


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
    days = occurrences(rule_here(event), start, limits.SERIES_DAYS, last=here + NEAR).days if event.rule else (start,)
    off = {day for name, text in event.more if name == "EXDATE" for day in days_in(text, _zone(event))}
    added = {date.fromisoformat(day) for name, text in event.more if name == "RDATE" for day in days_in(text, _zone(event))}
    wanted = sorted({day for day in (*days, *added) if abs(day - here) <= NEAR and day.isoformat() not in off})
    return [_at(event, day) for day in wanted]


def _at(event: Event, day: date) -> str:
    if not isinstance(event.start, datetime):
        return day.isoformat()
    return datetime.combine(day, event.start.time(), event.start.tzinfo).isoformat(" ")


def rule_here(event: Event) -> str:
    """The rule with its last moment, which is given in UTC, on the event's own clock."""
    zone = _zone(event)
    found = _UNTIL.search(event.rule)
    if zone is None or found is None:
        return event.rule
    last = next(iter(days_in(found[0], zone)), "")
    return _UNTIL.sub(last.replace("-", ""), event.rule) if last else event.rule


def days_in(text: str, zone: tzinfo | None) -> list[str]:
    """The days in a line such as EXDATE, in ISO form; moments in UTC on the clock of the series."""
    found = []
    for one in _MOMENT.finditer(text):
        try:
            moment = datetime(int(one[1]), int(one[2]), int(one[3]), int(one[4] or 0), int(one[5] or 0), tzinfo=UTC)
            here = moment.astimezone(zone) if one[7] and zone is not None else moment
        except (ValueError, OverflowError):
            continue
        found.append(here.date().isoformat())
    return found
