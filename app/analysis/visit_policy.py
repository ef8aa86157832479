"""How often a customer is visited, by whose level (F-08, I-090, domain/70 §7.3): rates of versions, demand, ideal days.

A year's demand is rounded half up over the year and not over its parts: what a policy changed half way, an exception or
the day a customer came asks for is added up by days first. The ideal days of a quarter are those of its year.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import pairwise
from uuid import UUID
from zlib import crc32

LEVELS = ("manager", "director", "vp", "cxo", "touch")
FACE_LEVELS = LEVELS[:4]
"""The levels that travel; "touch" are calls and messages, which nobody plans by the day."""

FACE_KINDS = frozenset({"visit", "reception", "meeting", "forum", "fair"})
GRADED = ("gold", "silver", "ordinary", "watch")
NEW, AT_RISK = "new", "at_risk"
CLASSES = (*GRADED, NEW, AT_RISK)
NEW_DAYS = 90
RISK_DAYS: Mapping[str, int] = {"manager": 14, "director": 30}
_RISKY_SENIORS = frozenset({"gold", "silver"})
_UNPLANNED = frozenset({"prospect", "lost", "never"})
Rates = Mapping[tuple[str, str], int]


def _grid(text: str) -> Rates:
    rows = (line.split() for line in text.strip().splitlines())
    return {(row[0], level): int(count) for row in rows for level, count in zip(LEVELS, row[1:], strict=True)}


DEFAULT_GRID = _grid("""
    gold     24 4 2 1 24
    silver   12 2 1 0 12
    ordinary  4 0 0 0  6
    watch     2 0 0 0  4
    new       3 1 0 0  6
    at_risk   1 1 0 0 52
""")
"""(class, level) -> visits a year; of new customers within their first 90 days, of those at risk beside what their grade has."""


@dataclass(frozen=True, slots=True)
class Version:
    """The grid in force from a day on until the next version; a cell that is missing is 0."""

    edition: int
    effective_on: date
    rates: Rates = field(hash=False)


USUAL = Version(0, date.min, DEFAULT_GRID)
"""What holds before the firm's own first version."""


@dataclass(frozen=True, slots=True)
class Deviation:
    """A customer's own number of visits a year of one level, from and until the days named (both included), or for ever."""

    level: str
    per_year: int
    begins_on: date | None = None
    ends_on: date | None = None

    def holds(self, day: date) -> bool:
        """Whether it is in force that day."""
        return (self.begins_on is None or self.begins_on <= day) and (self.ends_on is None or day <= self.ends_on)


@dataclass(frozen=True, slots=True)
class Client:
    """A customer as far as visits are planned by it. ``since``: nobody visited it before that day."""

    id: UUID
    owner: UUID | None = None
    grade: str | None = None
    status: str | None = None
    won_on: date | None = None
    since: date | None = None
    last_contact: date | None = None
    region: str = ""
    deviations: tuple[Deviation, ...] = ()


@dataclass(frozen=True, slots=True)
class Wish:
    """One visit the policy asks for, ideally on ``day``; an urgent one until ``until``. ``base`` is False where the day is
    bound to something else than the even spread over the year."""

    level: str
    day: date
    until: date | None = None
    base: bool = True


def levels_above(level: str, along: Iterable[str]) -> tuple[str, ...]:
    """The levels of those who go along that a visit counts for beside its own: a senior who comes too has been there, while
    the salesperson who shows a senior the way has made no visit of their own."""
    own = FACE_LEVELS.index(level) if level in FACE_LEVELS else -1
    found = set(along)
    return tuple(each for each in FACE_LEVELS[own + 1:] if each in found)


def version_at(versions: Sequence[Version], day: date) -> Version:
    """The version in force: the latest one that had begun; of two of the same day the later edition."""
    begun = [each for each in versions if each.effective_on <= day]
    return max(begun, key=lambda each: (each.effective_on, each.edition), default=USUAL)


def rate(versions: Sequence[Version], day: date, grade: str, level: str) -> int:
    """Visits a year of a class and level by the version in force that day."""
    return version_at(versions, day).rates.get((grade, level), 0)


def _is_new(status: str | None, won_on: date | None, day: date) -> bool:
    return status == NEW and won_on is not None and 0 <= (day - won_on).days < NEW_DAYS


def yearly_demand(classes: Iterable[str], rates: Rates = DEFAULT_GRID) -> dict[str, int]:
    """Visits a year by level that so many customers of these classes ask for (oracle D73_visits)."""
    counted = Counter(classes)
    return {level: sum(rates.get((grade, level), 0) * count for grade, count in counted.items()) for level in LEVELS}


def wishes(
    client: Client, versions: Sequence[Version], first: date, last: date, today: date, risk_days: Mapping[str, int] = RISK_DAYS
) -> list[Wish]:
    """What the policy asks for on the days first…last (both included), in order of the days."""
    found = [wish for year in range(first.year, last.year + 1) for wish in _of_year(client, versions, year)]
    found += [*_of_new(client, versions), *_of_risk(client, versions, today, risk_days)]
    return sorted((wish for wish in found if first <= wish.day <= last), key=lambda wish: (wish.day, LEVELS.index(wish.level)))


def demand(client: Client, versions: Sequence[Version], year: int, level: str) -> int:
    """Visits of a level that the even spread of a whole year asks for: prorated by days, rounded half up once."""
    return _rounded(sum(rates.get(level, 0) * days for _day, days, rates in _spans(client, versions, year)), _days_in(year))


def _rounded(top: int, base: int) -> int:
    return (2 * top + base) // (2 * base)


def _days_in(year: int) -> int:
    return (date(year, 12, 31) - date(year, 1, 1)).days + 1


def _of_year(client: Client, versions: Sequence[Version], year: int) -> Iterator[Wish]:
    spans, whole = _spans(client, versions, year), _days_in(year)
    for level in FACE_LEVELS:
        total = sum(rates.get(level, 0) * days for _day, days, rates in spans)
        count = _rounded(total, whole)
        shift = crc32(client.id.bytes + level.encode()) / 2**32
        for number in range(count):
            yield Wish(level, _day_at(spans, level, (number + shift) * total / count))


def _day_at(spans: Sequence[tuple[date, int, Mapping[str, int]]], level: str, place: float) -> date:
    """The day by which so much of the demand has run up."""
    for start, days, rates in spans:
        share = rates.get(level, 0) * days
        if place < share:
            return start + timedelta(days=int(place / rates[level]))
        place -= share
    start, days, _rates = spans[-1]
    return start + timedelta(days=days - 1)


def _spans(client: Client, versions: Sequence[Version], year: int) -> list[tuple[date, int, Mapping[str, int]]]:
    """The year in parts in which nothing changes: first day, number of days, visits a year by level."""
    begin, end = date(year, 1, 1), date(year, 12, 31)
    cuts = {begin, *(day for day in _cuts(client, versions) if begin < day <= end)}
    days = sorted(cuts)
    lengths = [(after - day).days for day, after in pairwise(days)] + [(end - days[-1]).days + 1]
    return [(day, length, _rates_on(client, versions, day)) for day, length in zip(days, lengths, strict=True)]


def _cuts(client: Client, versions: Sequence[Version]) -> Iterator[date]:
    yield from (version.effective_on for version in versions)
    for one in client.deviations:
        if one.begins_on is not None:
            yield one.begins_on
        if one.ends_on is not None and one.ends_on < date.max:
            yield one.ends_on + timedelta(days=1)
    if client.since is not None:
        yield client.since
    if client.status == NEW and client.won_on is not None:
        yield client.won_on
        yield client.won_on + timedelta(days=NEW_DAYS)


def _rates_on(client: Client, versions: Sequence[Version], day: date) -> Mapping[str, int]:
    """Visits a year by level on a day, without what new customers and those at risk get at once."""
    if (client.since is not None and day < client.since) or client.status in _UNPLANNED or client.grade == "never":
        return {}
    own = {one.level: one.per_year for one in client.deviations if one.holds(day)}
    if client.grade not in GRADED or _is_new(client.status, client.won_on, day):
        return own
    rates = version_at(versions, day).rates
    return {level: rates.get((client.grade, level), 0) for level in FACE_LEVELS} | own


def _of_new(client: Client, versions: Sequence[Version]) -> Iterator[Wish]:
    """The visits of a newly won customer, spread over the first 90 days."""
    if client.status != NEW or client.won_on is None or client.grade == "never":
        return
    own = {one.level for one in client.deviations if one.holds(client.won_on)}
    for level in (level for level in FACE_LEVELS if level not in own):
        count = rate(versions, client.won_on, NEW, level)
        for number in range(count):
            days = (2 * number + 1) * NEW_DAYS // (2 * count)
            yield Wish(level, client.won_on + timedelta(days=days), client.won_on + timedelta(days=NEW_DAYS - 1), False)


def _of_risk(client: Client, versions: Sequence[Version], today: date, risk_days: Mapping[str, int]) -> Iterator[Wish]:
    """One visit more, soon: by the manager of everyone at risk, by the director of the gold and silver ones."""
    if client.status != AT_RISK or client.grade == "never":
        return
    for level, days in risk_days.items():
        if level == "manager" or client.grade in _RISKY_SENIORS:
            for number in range(rate(versions, today, AT_RISK, level)):
                day = min(today + timedelta(days=days // 2 + number), today + timedelta(days=days - 1))
                yield Wish(level, day, today + timedelta(days=days - 1), False)
