"""What speaks against planned visits, in sentences: of a period for the calendar, of one visit while it is typed (F-08)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.analysis.visit_conflicts import Conflict, Firm, Slot
from app.analysis.visit_conflicts import conflicts as found_conflicts
from app.formats import from_local, local, today
from app.i18n import N_
from app.i18n import gettext_text as _
from app.models import Customer, Employee, Visit
from app.models.visit_parts import VisitPerson
from app.services import absences, records
from app.services.workcalendar import firm_calendar

WORDS: Mapping[str, str] = {
    "overlap": N_("{name} is at {other} at that time."), "hours": N_("This lies outside the working hours."),
    "day_off": N_("This is no working day."), "absent": N_("{name} is absent that day."),
    "left": N_("{name} has left. Hand the visit over."), "past": N_("This day is over."),
    "no_such_time": N_("The clock skips this time: summer time begins that day."),
}  # fmt: skip
TYPED = UUID(int=0)
"""Stands for the visit that is being typed and has no record yet."""


@dataclass(frozen=True, slots=True)
class Clash:
    """One objection to a visit; ``kind`` is one of analysis.visit_conflicts.KINDS, ``other`` the visit it overlaps."""

    visit: UUID
    kind: str
    person: UUID | None
    name: str
    other: UUID | None
    other_customer: str

    @property
    def sentence(self) -> str:
        """What to tell the person planning."""
        return _(WORDS[self.kind]).format(name=self.name, other=self.other_customer)


def conflicts(session: Session, first: date, last: date) -> tuple[Clash, ...]:
    """What speaks against the planned visits of the days first…last; an overlap is told of both visits."""
    slots = _slots(session, first, last)
    return _told(session, [each for one in found_conflicts(slots, _firm(session)) for each in _both(one)])


def check(session: Session, values: Mapping[str, Any], visit_id: UUID | None = None) -> tuple[Clash, ...]:
    """What speaks against a visit as it is typed (``planned_on``, ``planned_time``, ``minutes``, ``owner_id`` and ``with``, ids
    of colleagues who go along); none without a day. ``visit_id`` is its record, where it has one."""
    whole = {**(records.get(session, Visit, visit_id) if visit_id else {}), **values}
    day = whole.get("planned_on")
    if day is None:
        return ()
    key = visit_id or TYPED
    along = tuple(values["with"]) if "with" in values else _along(session, visit_id)
    people = dict.fromkeys(one for one in (whole.get("owner_id"), *along) if one is not None)
    own = Slot(key, day, whole.get("planned_time"), whole.get("minutes"), tuple(people))
    near = [slot for slot in _slots(session, *_around(day)) if slot.id != key]
    found = [each for one in found_conflicts([*near, own], _firm(session)) for each in _both(one)]
    return _told(session, [one for one in found if one.visit == key])


def _around(day: date) -> tuple[date, date]:
    """The days before and after, where there are any: a visit may last past midnight."""
    ordinals = (max(1, day.toordinal() - 1), min(date.max.toordinal(), day.toordinal() + 1))
    return date.fromordinal(ordinals[0]), date.fromordinal(ordinals[1])


def _both(conflict: Conflict) -> tuple[Conflict, ...]:
    if conflict.other is None:
        return (conflict,)
    return conflict, Conflict(conflict.other, conflict.kind, conflict.person, conflict.visit)


def _told(session: Session, found: Iterable[Conflict]) -> tuple[Clash, ...]:
    lines = list(found)
    names = records.titles(session, Employee, {one.person for one in lines if one.person is not None})
    others = {one.other for one in lines if one.other is not None}
    visited = sa.select(Visit.id, Customer.name).join(Customer, Customer.id == Visit.customer_id)
    customers = {row.id: row.name for row in session.execute(visited.where(Visit.id.in_(others)))} if others else {}
    return tuple(
        Clash(one.visit, one.kind, one.person, names.get(one.person, "") if one.person else "", one.other,
              customers.get(one.other, "") if one.other else "")
        for one in lines
    )  # fmt: skip


def _firm(session: Session) -> Firm:
    left = session.scalars(sa.select(Employee.id).where(Employee.deleted_at.is_(None), Employee.has_left))
    return Firm(firm_calendar(session), absences.days_of(session), frozenset(left), today(), is_shown)


def is_shown(moment: datetime) -> bool:
    """Whether the firm's clock ever shows this local time; those at either end of the calendar it does."""
    try:
        return local(from_local(moment).astimezone(UTC)) == moment
    except OverflowError:
        return True


def _slots(session: Session, first: date, last: date) -> list[Slot]:
    v = Visit
    planned = (v.deleted_at.is_(None), v.state == "planned", v.planned_on >= first, v.planned_on <= last)
    rows = session.execute(sa.select(v.id, v.planned_on, v.planned_time, v.minutes, v.owner_id).where(*planned)).all()
    along: dict[UUID, list[UUID]] = {}
    p = VisitPerson
    ours = sa.select(p.visit_id, p.employee_id).join(v, v.id == p.visit_id)
    for visit, person in session.execute(ours.where(p.deleted_at.is_(None), p.employee_id.is_not(None), *planned)):
        if person is not None:
            along.setdefault(visit, []).append(person)
    return [
        Slot(key, day, clock, minutes, tuple(dict.fromkeys(one for one in (owner, *along.get(key, ())) if one is not None)))
        for key, day, clock, minutes, owner in rows
        if day is not None
    ]


def _along(session: Session, visit_id: UUID | None) -> tuple[UUID, ...]:
    p = VisitPerson
    ours = sa.select(p.employee_id).where(p.visit_id == visit_id, p.deleted_at.is_(None), p.employee_id.is_not(None))
    return tuple(one for one in session.scalars(ours) if one is not None) if visit_id else ()
