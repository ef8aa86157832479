"""A calendar file as events, one at a time (RFC 5545). The lines are those of cards; what isn't understood is named."""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone, tzinfo

from app.errors import ValidationError
from app.exchange import limits
from app.exchange.calendar_moments import MOMENT, moment_of, nobody, read_moment
from app.exchange.sheet import Trouble
from app.exchange.vcard_lines import NO_LINE, Line, lines
from app.exchange.vcard_values import Charset, charset_of, plain, spoilt, text_of
from app.formats import excerpt
from app.i18n import N_

Tell = Callable[[Trouble], None]

_DURATION = re.compile(r"\+?P(?:(\d{1,4})W)?(?:(\d{1,5})D)?(?:T(?:(\d{1,5})H)?(?:(\d{1,6})M)?(?:\d{1,7}S)?)?")
_OFFSET = re.compile(r"([+-])(\d\d)(\d\d)(?:\d\d)?")
_LONGEST_STAY = timedelta(days=366)
_PARTS = frozenset({"VTODO", "VJOURNAL", "VFREEBUSY"})


@dataclass(frozen=True, slots=True)
class Event:
    """One event. ``start`` is a day or a moment, with its zone where the file names a known one; None where it can't be
    read. ``minutes`` is None where no end is given. ``more`` are further lines worth reading as (name, value)."""

    line: int
    summary: str = ""
    start: date | datetime | None = None
    minutes: int | None = None
    place: str = ""
    description: str = ""
    people: tuple[str, ...] = ()
    organiser: str = ""
    rule: str = ""
    url: str = ""
    tags: tuple[str, ...] = ()
    calendar: str = ""
    more: tuple[tuple[str, str], ...] = ()
    troubles: tuple[Trouble, ...] = ()
    uid: str = ""
    status: str = ""
    changed: str = ""
    """LAST-MODIFIED in UTC as ISO, "" where the file doesn't say."""

    occurs: str = ""
    """RECURRENCE-ID as an ISO day or moment: the time of the series of this UID that the event stands for."""

    later: bool = False
    """Whether it stands for all later times of the series too (RANGE)."""


@dataclass(slots=True)
class _Calendar:
    """What holds for the events read so far: the calendar's name, the standard offsets of its own time zones."""

    charset: Charset
    name: str = ""
    zone: str = ""
    offsets: dict[str, timezone] | None = None
    method: str = ""
    """What the calendar is sent for (RFC 5546): CANCEL calls off everything in it."""

    def learn(self, line: Line, path: list[str]) -> None:
        """A line outside every event."""
        text = plain(text_of(line, self.charset)).strip()
        if line.name == "X-WR-CALNAME":
            self.name = text
        elif line.name == "METHOD":
            self.method = text.upper()
        elif line.name == "TZID":
            self.zone = text
        elif line.name == "TZOFFSETTO" and "STANDARD" in path:
            found = _OFFSET.fullmatch(text)
            if found and self.zone and int(found[2]) < 24 and int(found[3]) < 60:
                ahead = timedelta(hours=int(found[2]), minutes=int(found[3]))
                self.offsets = {**(self.offsets or {}), self.zone: timezone(ahead if found[1] == "+" else -ahead)}


def events(data: bytes, encoding: str = "", tell: Tell | None = None) -> Iterator[Event]:
    """Every event of a file with any number of calendars. ``tell`` is told what is wrong beside the events.

    Raises ValidationError where parts are nested beyond reason or there are too many lines.
    """
    tell = tell or (lambda trouble: None)
    known, others = _Calendar(charset_of(data, encoding)), Counter[str]()
    for start, held, unended in _held_together(data, known, others):
        yield _event(start, held, known, unended)
    for part, count in others.items():
        message = N_("Parts that are no events were left out: {count} × {part}.")
        tell(Trouble(0, "", message, (("count", count), ("part", part))))


def _held_together(data: bytes, known: _Calendar, others: Counter[str]) -> Iterator[tuple[int, list[Line], bool]]:
    """(line of BEGIN, its own lines, whether its end is missing) of each event; alarms inside are not its own."""
    path: list[str] = []
    held: list[Line] = []
    start = 0
    for line in lines(data):
        what = line.raw.strip().upper().decode("ascii", "replace")
        if line.name == "BEGIN":
            if what == "VEVENT" and "VEVENT" in path:
                yield start, held, True
                path = path[: path.index("VEVENT")]
            path.append(what)
            known.method = "" if what == "VCALENDAR" else known.method
            _check_depth(line, path)
            if what in _PARTS:
                others[what] += 1
            if what == "VEVENT":
                start, held = line.number, []
        elif line.name == "END":
            if what == "VEVENT" and "VEVENT" in path:
                yield start, held, False
            elif "VEVENT" in path and what in path[: path.index("VEVENT")]:
                yield start, held, True
            path = path[: len(path) - 1 - path[::-1].index(what)] if what in path else path
        elif path[-1:] == ["VEVENT"]:
            held.append(line)
        elif "VEVENT" not in path:
            known.learn(line, path)
    if "VEVENT" in path:
        yield start, held, True


def _check_depth(line: Line, path: list[str]) -> None:
    if len(path) > limits.CARD_DEPTH:
        raise ValidationError(
            N_("Line {line}: more than {limit} parts are begun inside one another and not ended."),
            line=line.number, limit=limits.CARD_DEPTH,
        )  # fmt: skip


_SINGLE = ("SUMMARY", "LOCATION", "DESCRIPTION", "RRULE", "URL", "UID")
_MORE = ("COMMENT", "CONTACT", "RDATE", "EXDATE", "RECURRENCE-ID", "ATTACH")
_LONG = 2_000
_OURS = {NO_LINE: N_("Line {line} is no line of a calendar: “{text}”.")}
"""What the lines of cards say in words of their own."""


def _event(start: int, held: list[Line], known: _Calendar, unended: bool) -> Event:
    troubles: list[Trouble] = []

    def tell(message: str, line: int, text: str = "") -> None:
        troubles.append(Trouble(start, "", message, (("line", line), ("text", excerpt(text, 60)))))

    if unended:
        tell(N_("The event has no end: the file is cut off there, or damaged."), start)
    texts: dict[str, list[str]] = {}
    for line in held:
        if line.problem:
            tell(_OURS.get(line.problem, line.problem), line.number, text_of(line, known.charset))
        else:
            texts.setdefault(line.name, []).append(_text(line, known, tell))
    begin = moment_of(held, "DTSTART", known.offsets, tell)
    texts |= {name: _on_clock_of(begin, held, name, known) for name in ("EXDATE", "RDATE") if name in texts}
    if begin is None:
        tell(N_("The event has no day that can be read."), start)
    single = {name: "\n".join(dict.fromkeys(filter(None, texts.get(name, ())))) for name in _SINGLE}
    return Event(
        start, single["SUMMARY"], begin, _minutes(held, begin, known, texts), single["LOCATION"], single["DESCRIPTION"],
        _people(held, "ATTENDEE", known), ", ".join(_people(held, "ORGANIZER", known)), single["RRULE"], single["URL"],
        tuple(word.strip() for text in texts.get("CATEGORIES", ()) for word in text.split(",") if word.strip()), known.name,
        tuple((name, text[:_LONG]) for name in _MORE for text in texts.get(name, ()) if text), tuple(troubles),
        single["UID"], _status(texts, known), _changed(held), _occurs(held, known),
        any(line.name == "RECURRENCE-ID" and "RANGE" in line.params for line in held),
    )  # fmt: skip


def _status(texts: dict[str, list[str]], known: _Calendar) -> str:
    return "CANCELLED" if known.method == "CANCEL" else texts.get("STATUS", [""])[0].upper()


def _on_clock_of(begin: date | datetime | None, held: list[Line], name: str, known: _Calendar) -> list[str]:
    """The lines of a name with their moments on the clock of the series, where they are written on another (TZID)."""
    zone = begin.tzinfo if isinstance(begin, datetime) else None
    lines = (line for line in held if line.name == name and not line.problem)
    return [_rewritten(line, zone, known) for line in lines]


def _rewritten(line: Line, zone: tzinfo | None, known: _Calendar) -> str:
    text = _text(line, known, nobody)

    def moved(found: re.Match[str]) -> str:
        moment = read_moment(found, line, known.offsets, nobody)
        if not isinstance(moment, datetime) or found[7] or moment.tzinfo in (None, zone):
            return found[0]
        return f"{moment.astimezone(zone):%Y%m%dT%H%M%S}"

    return MOMENT.sub(moved, text) if zone is not None and "TZID" in line.params else text


def _occurs(held: list[Line], known: _Calendar) -> str:
    moment = moment_of(held, "RECURRENCE-ID", known.offsets, nobody)
    return "" if moment is None else moment.isoformat()


def _changed(held: list[Line]) -> str:
    """LAST-MODIFIED is in UTC (RFC 5545 §3.8.7.3)."""
    moment = moment_of(held, "LAST-MODIFIED", None, nobody)
    return moment.replace(tzinfo=None).isoformat() if isinstance(moment, datetime) else ""


def _text(line: Line, known: _Calendar, tell: Callable[[str, int, str], None]) -> str:
    text = text_of(line, known.charset)
    if spoilt(line, text):
        tell(N_("Line {line} holds characters that cannot be read: “{text}”."), line.number, plain(text))
    return plain(text).strip()


def _people(held: list[Line], name: str, known: _Calendar) -> tuple[str, ...]:
    """Name and mail address of those taking part."""
    found = []
    for line in held:
        if line.name == name:
            text = plain(text_of(line, known.charset)).strip()
            mail = text[7:] if text[:7].casefold() == "mailto:" else text
            who = line.param("CN").strip()
            found.append(f"{who} <{mail}>" if who and who != mail else mail or who)
    return tuple(dict.fromkeys(filter(None, found)))


def _minutes(held: list[Line], begin: date | datetime | None, known: _Calendar, texts: dict[str, list[str]]) -> int | None:
    """How long it takes; None for whole days and where the end makes no sense."""
    if not isinstance(begin, datetime):
        return None
    said = _DURATION.fullmatch(texts.get("DURATION", [""])[0])
    if said:
        weeks, days, hours, minutes = (int(part or 0) for part in said.groups())
        length = timedelta(weeks=weeks, days=days, hours=hours, minutes=minutes)
    else:
        end = moment_of(held, "DTEND", known.offsets, nobody)
        if not isinstance(end, datetime) or (end.tzinfo is None) != (begin.tzinfo is None):
            return None
        length = end - begin
    return int(length.total_seconds() // 60) if timedelta() < length <= _LONGEST_STAY else None
