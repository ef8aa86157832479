"""Days on which colleagues visit nobody, and the planned visits that falls on (F-08)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.errors import ConflictError, ValidationError
from app.formats import day_text
from app.i18n import N_
from app.models import Customer, Employee, Visit
from app.models.visit_parts import VisitPerson
from app.models.visit_plan import Absence
from app.services import records

Values = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class AbsenceLine:
    """An absence with whose it is."""

    id: UUID
    employee_id: UUID
    employee: str
    kind: str
    begins_on: date
    ends_on: date
    notes: str


@dataclass(frozen=True, slots=True)
class VisitBrief:
    """A planned visit, short."""

    id: UUID
    day: date
    customer_id: UUID
    customer: str
    employee_id: UUID | None
    employee: str
    purpose: str
    confirmed: bool


def add(session: Session, values: Values) -> UUID:
    """Enter an absence, its first and last day included. ValidationError where it ends before it begins or the colleague has
    left, ConflictError where one of theirs stands on these days."""
    _check(session, values, None)
    return records.create(session, Absence, values)


def change(session: Session, absence_id: UUID, values: Values) -> bool:
    """Change an absence; True when something differed."""
    _check(session, {**records.get(session, Absence, absence_id), **values}, absence_id)
    return records.update(session, Absence, absence_id, values)


def remove(session: Session, absence_id: UUID) -> None:
    """Take an absence out."""
    records.delete(session, Absence, [absence_id])


def _check(session: Session, values: Values, own: UUID | None) -> None:
    for key in ("employee_id", "begins_on", "ends_on"):
        if not values.get(key):
            raise records.missing(Absence, key)
    if values["ends_on"] < values["begins_on"]:
        raise ValidationError(N_("The last day lies before the first."), field="ends_on")
    person = records.get(session, Employee, values["employee_id"])
    if person["has_left"]:
        raise ValidationError(N_("{name} has left and has no days to be absent on."), field="employee_id", name=person["name"])
    for line in listed(session, values["begins_on"]):
        if line.employee_id == person["id"] and line.id != own and line.begins_on <= values["ends_on"]:
            raise ConflictError(
                N_("{name} is entered as absent from {first} to {last} already. Change that entry."),
                name=line.employee, first=day_text(line.begins_on), last=day_text(line.ends_on),
            )  # fmt: skip


def listed(session: Session, since: date | None = None) -> tuple[AbsenceLine, ...]:
    """Absences that end on a day or later (all without one), in order of their first day."""
    found = sa.select(Absence, Employee.name).join(Employee, Employee.id == Absence.employee_id)
    found = found.where(Absence.deleted_at.is_(None), Employee.deleted_at.is_(None))
    if since is not None:
        found = found.where(Absence.ends_on >= since)
    rows = session.execute(found.order_by(Absence.begins_on, Absence.id))
    return tuple(
        AbsenceLine(one.id, one.employee_id, name, one.kind, one.begins_on, one.ends_on, one.notes or "") for one, name in rows
    )


def days_of(session: Session) -> dict[UUID, list[tuple[date, date]]]:
    """Everybody's absences as (first, last day)."""
    found: dict[UUID, list[tuple[date, date]]] = {}
    for line in listed(session):
        found.setdefault(line.employee_id, []).append((line.begins_on, line.ends_on))
    return found


def affected(session: Session, employee_id: UUID, first: date, last: date) -> tuple[VisitBrief, ...]:
    """The planned visits somebody makes or goes along to on these days: they are to be moved or handed over."""
    along = sa.select(VisitPerson.visit_id).where(VisitPerson.employee_id == employee_id, VisitPerson.deleted_at.is_(None))
    theirs = (Visit.owner_id == employee_id) | Visit.id.in_(along)
    return _briefs(session, theirs, Visit.planned_on >= first, Visit.planned_on <= last)


def of_left(session: Session) -> tuple[VisitBrief, ...]:
    """The planned visits of colleagues who have left: nobody will make them."""
    return _briefs(session, Employee.has_left)


def _briefs(session: Session, *conditions: Any) -> tuple[VisitBrief, ...]:
    shown = (Visit.id, Visit.planned_on, Visit.customer_id, Customer.name, Visit.owner_id, Employee.name, Visit.purpose)
    found = (
        sa.select(*shown, Visit.confirmed_on)
        .join(Customer, Customer.id == Visit.customer_id)
        .outerjoin(Employee, Employee.id == Visit.owner_id)
        .where(Visit.deleted_at.is_(None), Visit.state == "planned", Visit.planned_on.is_not(None), *conditions)
        .order_by(Visit.planned_on, Visit.id)
    )
    return tuple(
        VisitBrief(key, day, customer_id, customer, who, name or "", purpose or "", confirmed is not None)
        for key, day, customer_id, customer, who, name, purpose, confirmed in session.execute(found)
        if day is not None
    )
