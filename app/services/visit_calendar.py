"""The visits of a span of days for the calendar: one statement reads the span and nothing else, however many visits there are.

The first visits of each day come with all that is shown of them, of the others only their number: a month paints a few lines
a day and says how many more there are.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.analysis.workdays import is_workday
from app.formats import local
from app.models import Employee
from app.services import absences, visit_span
from app.services.complaint_people import me
from app.services.visit_conflicts import Clash, conflicts
from app.services.workcalendar import firm_calendar

ALL = 100_000
"""More visits than a day has: for ``most`` where each is wanted."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A visit as the calendar shows it. ``clock`` is HH:MM on the firm's clock, empty for a plan without a time; ``day`` when it
    took place or is planned for."""

    id: UUID
    day: date
    clock: str
    minutes: int
    state: str
    kind: str
    customer_id: UUID
    customer: str
    contact: str
    owner_id: UUID | None
    owner: str
    purpose: str
    confirmed: bool
    order: int | None
    repeats: bool

    @property
    def planned(self) -> bool:
        """Whether it is still ahead: only these are moved."""
        return self.state == "planned"


@dataclass(frozen=True, slots=True)
class Span:
    """The days first…last: ``entries`` of each day in their order, ``counts`` of all of them, the days ``off``, who is
    ``away`` (names) on a day. Days without visits are in neither mapping."""

    first: date
    last: date
    entries: Mapping[date, tuple[Entry, ...]]
    counts: Mapping[date, int]
    off: frozenset[date]
    away: Mapping[date, tuple[str, ...]]
    opens: int
    closes: int

    def all(self) -> Iterator[Entry]:
        """Every visit that was read, in order."""
        for day in sorted(self.entries):
            yield from self.entries[day]


@dataclass(frozen=True, slots=True)
class Colleagues:
    """Whose calendar can be looked at; ``me`` is who sits here, None where nobody is known."""

    me: UUID | None
    names: Mapping[UUID, str]


def span(session: Session, first: date, last: date, who: UUID | None = None, most: int = ALL) -> Span:
    """What took place or is planned from first to last (both included), cancelled visits left out: of everybody, or of a
    colleague, who makes them or goes along. ``most``: how many of a day are wanted."""
    entries: dict[date, list[Entry]] = defaultdict(list)
    counts: dict[date, dict[bool, int]] = defaultdict(dict)
    for row in visit_span.rows(session, first, last, who, most):
        entries[row.day].append(_entry(row))
        counts[row.day][row.state == "planned"] = row.many
    calendar = firm_calendar(session)
    days = tuple(visit_span.days(first, last))
    return Span(
        first, last, {day: tuple(sorted(found, key=_order)[:most]) for day, found in entries.items()},
        {day: sum(many.values()) for day, many in counts.items()},
        frozenset(day for day in days if not is_workday(calendar, day)), _away(session, days, who),
        calendar.opens.hour, calendar.closes.hour + (calendar.closes.minute > 0),
    )  # fmt: skip


def _entry(row: Any) -> Entry:
    done = row.state == "done" and row.happened_at is not None
    clock = local(row.happened_at).strftime("%H:%M") if done else row.planned_time or ""
    return Entry(
        row.id, row.day, clock, row.minutes or 0, row.state, row.kind, row.customer_id, row.customer, row.contact or "",
        row.owner_id, row.owner or "", row.purpose or "", row.confirmed_on is not None, row.day_order, bool(row.repeats),
    )  # fmt: skip


def _order(entry: Entry) -> tuple[Any, ...]:
    return (entry.clock or "99", entry.order if entry.order is not None else ALL, entry.id)


def _away(session: Session, days: tuple[date, ...], who: UUID | None) -> dict[date, tuple[str, ...]]:
    found: dict[date, list[str]] = defaultdict(list)
    for line in absences.listed(session, days[0]):
        if who in (None, line.employee_id):
            for day in days:
                if line.begins_on <= day <= line.ends_on:
                    found[day].append(line.employee)
    return {day: tuple(dict.fromkeys(names)) for day, names in found.items()}


def clashes(session: Session, first: date, last: date) -> dict[UUID, tuple[Clash, ...]]:
    """What speaks against the planned visits of a span, visit by visit. That a day is over is no conflict of the calendar: such
    a visit is overdue and says so."""
    found: dict[UUID, list[Clash]] = defaultdict(list)
    for each in conflicts(session, first, last):
        if each.kind != "past":
            found[each.visit].append(each)
    return {visit: tuple(those) for visit, those in found.items()}


def colleagues(session: Session) -> Colleagues:
    """Who can be chosen: everybody who has not left, by name."""
    found = sa.select(Employee.id, Employee.name).where(Employee.deleted_at.is_(None), sa.not_(Employee.has_left))
    rows = session.execute(found.order_by(Employee.name, Employee.id))
    return Colleagues(me(session), {row.id: row.name for row in rows})
