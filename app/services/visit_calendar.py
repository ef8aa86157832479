"""The visits of a span of days for the calendar: one statement reads the span and nothing else, however many visits there are.

The first visits of each day come with all that is shown of them, of the others only their number: a month paints a few lines
a day and says how many more there are.
"""

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.analysis.workdays import is_workday
from app.formats import from_local, local
from app.models import Employee
from app.models.types import DateType, MomentType, UuidType, moment_text
from app.services import absences
from app.services.complaint_people import me
from app.services.visit_conflicts import Clash, conflicts
from app.services.workcalendar import firm_calendar

ALL = 100_000
"""More visits than a day has: for ``most`` where each is wanted."""

_THEIRS = """(:who IS NULL OR w.owner_id = :who OR EXISTS (SELECT 1 FROM visit_people p
      WHERE p.visit_id = w.id AND p.employee_id = :who AND p.deleted_at IS NULL))"""
_AHEAD = f"w.deleted_at IS NULL AND w.state = 'planned' AND w.planned_on = d.day AND {_THEIRS}"
_DONE = f"w.deleted_at IS NULL AND w.state = 'done' AND w.happened_at >= d.begin AND w.happened_at <= d.finish AND {_THEIRS}"
_SPAN = """
WITH days(day, begin, finish) AS (
  SELECT json_extract(value, '$[0]'), json_extract(value, '$[1]'), json_extract(value, '$[2]') FROM json_each(:days)),
counted(day, begin, finish, ahead, done) AS MATERIALIZED (
  SELECT d.day, d.begin, d.finish, (SELECT COUNT(*) FROM visits w WHERE <ahead>), (SELECT COUNT(*) FROM visits w WHERE <done>)
  FROM days d),
found(id, day, many) AS (
  SELECT v.id, d.day, d.ahead FROM counted d JOIN visits v ON v.id IN (SELECT w.id FROM visits w WHERE <ahead>
    ORDER BY w.planned_time IS NULL, w.planned_time, w.day_order IS NULL, w.day_order, w.id LIMIT :most) WHERE d.ahead > 0
  UNION ALL
  SELECT v.id, d.day, d.done FROM counted d JOIN visits v ON v.id IN (SELECT w.id FROM visits w WHERE <done>
    ORDER BY w.happened_at, w.id LIMIT :most) WHERE d.done > 0)
SELECT f.day, f.many, v.id, v.state, v.kind, v.planned_time, v.happened_at, v.minutes, v.day_order, v.confirmed_on,
  EXISTS (SELECT 1 FROM visit_series s WHERE s.calendar_uid = v.calendar_uid AND s.deleted_at IS NULL) AS repeats,
  v.customer_id, c.name AS customer, n.name AS contact, v.owner_id, e.name AS owner, v.purpose
FROM found f JOIN visits v ON v.id = f.id JOIN customers c ON c.id = v.customer_id
  LEFT JOIN contacts n ON n.id = v.contact_id
  LEFT JOIN employees e ON e.id = v.owner_id""".replace("<ahead>", _AHEAD).replace("<done>", _DONE)
_TYPES: dict[str, Any] = {
    "day": DateType, "id": UuidType, "customer_id": UuidType, "owner_id": UuidType, "happened_at": MomentType,
    "confirmed_on": DateType,
}  # fmt: skip


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
    for row in _rows(session, first, last, who, most):
        entries[row.day].append(_entry(row))
        counts[row.day][row.state == "planned"] = row.many
    calendar = firm_calendar(session)
    days = tuple(_days(first, last))
    return Span(
        first, last, {day: tuple(sorted(found, key=_order)[:most]) for day, found in entries.items()},
        {day: sum(many.values()) for day, many in counts.items()},
        frozenset(day for day in days if not is_workday(calendar, day)), _away(session, days, who),
        calendar.opens.hour, calendar.closes.hour + (calendar.closes.minute > 0),
    )  # fmt: skip


def _days(first: date, last: date) -> Iterator[date]:
    for step in range((last - first).days + 1):
        yield first + timedelta(days=step)


def _rows(session: Session, first: date, last: date, who: UUID | None, most: int) -> Any:
    bounds = [(day.isoformat(), _at(day, time.min), _at(day, time.max)) for day in _days(first, last)]
    given = {"days": json.dumps(bounds), "first": first.isoformat(), "last": last.isoformat(), "most": most}
    return session.execute(sa.text(_SPAN).columns(**_TYPES), given | {"who": who.bytes if who is not None else None})


def _at(day: date, clock: time) -> str:
    """A moment of the firm's day; at either end of the calendar that of UTC."""
    moment = datetime.combine(day, clock)
    try:
        return moment_text(from_local(moment))
    except OverflowError:
        return moment_text(moment.replace(tzinfo=UTC))


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
