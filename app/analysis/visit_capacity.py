"""Who can go where on which day: each person's days and visits, each customer's distance between two visits (F-08).

Days are bits of whole numbers, bit n the n-th day of the diary: a window of days is one shift, what is free one "and".
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from app.analysis.workdays import Calendar, is_workday

DAILY = 6
DETOUR_DAYS = 4
"""So far from its own day a visit goes to a day beside neighbours: further, weeks would fill up and others stay empty."""

_FALLS_TO = {
    "director": ("director", "manager", "vp", "cxo"), "vp": ("vp", "cxo", "director", "manager"),
    "cxo": ("cxo", "vp", "director", "manager"),
}  # fmt: skip
"""Whom a level falls to in a firm without it (domain/70 §7.3: 总监→销售经理, VP→副总, CXO→总经理)."""


@dataclass(frozen=True, slots=True)
class Person:
    """A colleague: ``daily`` visits a day at most, ``absent`` from and until days, both included."""

    id: UUID | None
    level: str | None = None
    manager: UUID | None = None
    daily: int = DAILY
    absent: tuple[tuple[date, date], ...] = ()
    left: bool = False


People = Mapping[UUID | None, Person]


def person_for(level: str, owner: UUID | None, people: People, named: Mapping[str, UUID]) -> UUID | None:
    """Who makes a visit of this level: the customer's owner the first level, whoever ``named`` says or has that level the
    others, first those above the owner; the next senior where nobody has it, the owner where nobody is senior. A firm of one
    does all itself. None where nobody can be told."""
    present = sorted(key for key, person in people.items() if key is not None and not person.left)
    if len(present) == 1 and (owner is None or owner == present[0]):
        return present[0]
    for wanted in _FALLS_TO.get(level, ()):
        found = _of_level(wanted, owner, people, named)
        if found is not None:
            return found
    return owner


def _of_level(level: str, owner: UUID | None, people: People, named: Mapping[str, UUID]) -> UUID | None:
    chosen = people.get(named.get(level))
    if chosen is not None and chosen.id is not None and not chosen.left:
        return chosen.id
    fitting = sorted(key for key, one in people.items() if key is not None and one.level == level and not one.left)
    if owner in fitting:
        return owner
    above = [key for key in _chain(owner, people) if key in fitting]
    return next(iter([*above, *fitting]), None)


def _chain(owner: UUID | None, people: People) -> Iterator[UUID]:
    """Those above somebody, the nearest first; a circle ends where it began."""
    seen, at = {owner}, people[owner].manager if owner in people else None
    while at is not None and at not in seen:
        seen.add(at)
        yield at
        at = people[at].manager if at in people else None


class Diary:
    """What is free on the days first…last (both included); it is written while a plan is made.

    ``gap`` days at least lie between two visits of a customer. Days before ``earliest`` are over.
    """

    def __init__(self, first: date, last: date, earliest: date, calendar: Calendar, gap: int) -> None:
        self.gap = gap
        self.base = first.toordinal() - 2 * gap
        self.days = self._working(max(first, earliest), last, calendar)
        self.free: dict[UUID | None, int] = {}
        self.load: dict[tuple[UUID | None, int], int] = {}
        self.daily: dict[UUID | None, int] = {}
        self.present: dict[UUID | None, int] = {}
        self.taken: dict[UUID, int] = {}
        self.shunned: dict[UUID, int] = {}
        self.near: dict[tuple[UUID | None, str], int] = {}

    def _working(self, first: date, last: date, calendar: Calendar) -> int:
        days = (date.fromordinal(number) for number in range(first.toordinal(), last.toordinal() + 1))
        return sum(1 << (day.toordinal() - self.base) for day in days if is_workday(calendar, day))

    def enter(self, person: Person) -> None:
        """A person with the days they are there; somebody who left has none."""
        away = 0
        for begin, end in person.absent:
            away |= self.span(begin.toordinal() - self.base, end.toordinal() - self.base)
        self.present[person.id] = 0 if person.left or person.daily <= 0 else self.days & ~away
        self.free[person.id], self.daily[person.id] = self.present[person.id], person.daily

    def at(self, day: date) -> int:
        """The place of a day."""
        return day.toordinal() - self.base

    def day(self, place: int) -> date:
        """The day of a place."""
        return date.fromordinal(self.base + place)

    @staticmethod
    def span(first: int, last: int) -> int:
        """The places first…last, both included."""
        first = max(0, first)
        return ((1 << (last - first + 1)) - 1) << first if last >= first else 0

    def note(self, person: UUID | None, client: UUID, place: int, regions: Sequence[str]) -> None:
        """A visit stands on that day."""
        if place < 0:
            return
        self.accompany(person, place)
        self.taken[client] = self.taken.get(client, 0) | self.span(place - self.gap + 1, place + self.gap - 1)
        for region in regions:
            self.near[person, region] = self.near.get((person, region), 0) | 1 << place

    def shun(self, client: UUID, place: int) -> None:
        """Nothing new is to stand with the customer that day; what stands there may stay."""
        if place >= 0:
            self.shunned[client] = self.shunned.get(client, 0) | 1 << place

    def accompany(self, person: UUID | None, place: int) -> None:
        """One visit less for somebody that day, who goes or goes along."""
        count = self.load[person, place] = self.load.get((person, place), 0) + 1
        if count >= self.daily.get(person, 0):
            self.free[person] = self.free.get(person, 0) & ~(1 << place)

    def choose(
        self, people: Sequence[UUID | None], client: UUID, regions: Sequence[str], target: int, reach: tuple[int, int]
    ) -> int | None:
        """The best day for a visit of these people, the first of whom makes it: within reach beside neighbours, else within
        reach the nearest to the target, else the nearest at all; None where there is none."""
        able = self.all_free(people) & ~(self.taken.get(client, 0) | self.shunned.get(client, 0))
        within = able & self.span(*reach)
        close = within & self.span(target - DETOUR_DAYS, target + DETOUR_DAYS)
        for region in regions:
            beside = close & self.near.get((people[0], region), 0)
            if beside:
                return _nearest(beside, target)
        return _nearest(within or able, target)

    def why_not(self, people: Sequence[UUID | None], client: UUID) -> str:
        """Why there is no day left on which all of them can go: past, absent, full or too_close."""
        here, free = self.all_present(people), self.all_free(people)
        if not self.days:
            return "past"
        if not here:
            return "absent"
        return "full" if not free or here & ~self.taken.get(client, 0) else "too_close"

    def all_present(self, people: Sequence[UUID | None]) -> int:
        """The days on which all of them are there."""
        return _common(self.present, people)

    def all_free(self, people: Sequence[UUID | None]) -> int:
        """The days on which each of them has a visit free."""
        return _common(self.free, people)


def _common(days: Mapping[UUID | None, int], people: Sequence[UUID | None]) -> int:
    found = days.get(people[0], 0)
    for one in people[1:]:
        found &= days.get(one, 0)
    return found


def _nearest(days: int, target: int) -> int | None:
    """The place nearest to the target, the earlier one of two."""
    if not days:
        return None
    target = max(0, target)
    after, before = days >> target, days & ((1 << target) - 1)
    up = target + (after & -after).bit_length() - 1 if after else None
    down = before.bit_length() - 1 if before else None
    if up is None or down is None:
        return down if up is None else up
    return up if up - target < target - down else down
