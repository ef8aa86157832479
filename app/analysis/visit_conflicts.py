"""What speaks against a planned visit: somewhere else at that time, closed, absent, gone, over (F-08). Local time of the firm."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime, time
from itertools import combinations
from uuid import UUID

from app.analysis.workdays import Calendar, is_workday

KINDS = ("overlap", "hours", "day_off", "absent", "left", "past", "no_such_time")
USUAL_MINUTES = 60
_DAY = 24 * 60


@dataclass(frozen=True, slots=True)
class Slot:
    """A planned visit: its day, "HH:MM" or None, how long (None: an hour), and everybody of ours who goes."""

    id: UUID
    day: date
    clock: str | None
    minutes: int | None
    people: tuple[UUID, ...]

    @property
    def begins(self) -> time | None:
        """When it begins, where that is said; a text that is no time says nothing."""
        with suppress(ValueError):
            return time.fromisoformat(self.clock) if self.clock else None
        return None

    @property
    def span(self) -> tuple[int, int] | None:
        """From and to, in minutes since the first day of the calendar."""
        begins = self.begins
        if begins is None:
            return None
        start = self.day.toordinal() * _DAY + _minutes(begins)
        return start, start + max(1, USUAL_MINUTES if self.minutes is None else self.minutes)


@dataclass(frozen=True, slots=True)
class Conflict:
    """One objection; ``person`` is whom it concerns, ``other`` the visit it overlaps."""

    visit: UUID
    kind: str
    person: UUID | None = None
    other: UUID | None = None


@dataclass(frozen=True, slots=True)
class Firm:
    """What the firm's days are like: calendar, absences (first and last day), who left, the present day, and whether the clock
    ever shows a local time (it jumps where summer time begins)."""

    calendar: Calendar
    absences: Mapping[UUID, Sequence[tuple[date, date]]]
    left: frozenset[UUID]
    today: date
    shows: Callable[[datetime], bool] = lambda moment: True


def conflicts(slots: Iterable[Slot], firm: Firm) -> tuple[Conflict, ...]:
    """Every objection, each overlapping pair once, in order of days."""
    ordered = sorted(slots, key=lambda slot: (slot.day, slot.clock or "", slot.id))
    found = [conflict for slot in ordered for conflict in _alone(slot, firm)]
    return (*found, *_overlaps(ordered))


def _alone(slot: Slot, firm: Firm) -> Iterator[Conflict]:
    if slot.day < firm.today:
        yield Conflict(slot.id, "past")
    if not is_workday(firm.calendar, slot.day):
        yield Conflict(slot.id, "day_off")
    begins = slot.begins
    if begins is not None:
        end = _minutes(begins) + (USUAL_MINUTES if slot.minutes is None else slot.minutes)
        if begins < firm.calendar.opens or end > _minutes(firm.calendar.closes):
            yield Conflict(slot.id, "hours")
        if not firm.shows(datetime.combine(slot.day, begins)):
            yield Conflict(slot.id, "no_such_time")
    for person in slot.people:
        if person in firm.left:
            yield Conflict(slot.id, "left", person)
        if any(first <= slot.day <= last for first, last in firm.absences.get(person, ())):
            yield Conflict(slot.id, "absent", person)


def _minutes(clock: time) -> int:
    return clock.hour * 60 + clock.minute


def _overlaps(ordered: Sequence[Slot]) -> Iterator[Conflict]:
    by_person: dict[UUID, list[tuple[tuple[int, int], Slot]]] = defaultdict(list)
    for slot in ordered:
        span = slot.span
        for person in slot.people if span else ():
            by_person[person].append((span or (0, 0), slot))
    for person, own in sorted(by_person.items()):
        for (span, slot), (after, other) in _near(own):
            if span[0] < after[1] and after[0] < span[1]:
                yield Conflict(slot.id, "overlap", person, other.id)


def _near(own: list[tuple[tuple[int, int], Slot]]) -> Iterator[tuple[tuple[tuple[int, int], Slot], tuple[tuple[int, int], Slot]]]:
    """Pairs of the same day or of neighbouring ones: a visit may last past midnight."""
    days: dict[int, list[tuple[tuple[int, int], Slot]]] = defaultdict(list)
    for one in own:
        days[one[1].day.toordinal()].append(one)
    for day, ones in days.items():
        yield from combinations(ones, 2)
        yield from ((one, after) for one in ones if one[0][1] > (day + 1) * _DAY for after in days.get(day + 1, ()))
