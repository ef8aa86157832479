"""Who was at a visit, on both sides (F-06); what is said of a person's attitude afterwards becomes the person's own."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.errors import ValidationError
from app.i18n import N_
from app.models import Contact, Employee, Visit
from app.models.visit_parts import VisitPerson
from app.services import records

Values = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Met:
    """Somebody at a visit: a colleague, one of the customer's people, or a mere name."""

    id: UUID
    employee_id: UUID | None
    contact_id: UUID | None
    name: str
    level: str | None
    before: str | None
    after: str | None
    remark: str

    @property
    def is_ours(self) -> bool:
        """Whether it is a colleague."""
        return self.employee_id is not None


def of_visit(session: Session, visit_id: UUID) -> tuple[Met, ...]:
    """Everybody at a visit, colleagues first, in the order they were added."""
    found = (
        sa.select(VisitPerson, Contact.name, Employee.name)
        .outerjoin(Contact, Contact.id == VisitPerson.contact_id)
        .outerjoin(Employee, Employee.id == VisitPerson.employee_id)
        .where(VisitPerson.visit_id == visit_id, VisitPerson.deleted_at.is_(None))
        .order_by(VisitPerson.employee_id.is_(None), VisitPerson.id)
    )
    return tuple(
        Met(row.id, row.employee_id, row.contact_id, theirs or ours or row.name or "", row.level, row.before, row.after,
            row.remark or "")
        for row, theirs, ours in session.execute(found)
    )  # fmt: skip


def put(session: Session, visit_id: UUID, rows: Sequence[Values]) -> None:
    """Exactly these people were there (fields of VisitPerson); ``id`` names a line that stays. Lines left out go."""
    kept = {row["id"] for row in rows if row.get("id")}
    gone = [one.id for one in of_visit(session, visit_id) if one.id not in kept]
    records.delete(session, VisitPerson, gone)
    for row in rows:
        if row.get("id"):
            change(session, row["id"], {key: value for key, value in row.items() if key != "id"})
    add_all(session, visit_id, [row for row in rows if not row.get("id")])


def add_all(session: Session, visit_id: UUID, rows: Sequence[Values]) -> None:
    """Add people to a visit; the attitude before is the person's own unless said. ValidationError for somebody of another
    customer, somebody named twice, or nobody at all."""
    for row in rows:
        add(session, visit_id, row)


def add(session: Session, visit_id: UUID, row: Values) -> UUID:
    """Add somebody to a visit; errors as of ``add_all``."""
    there = {key for one in of_visit(session, visit_id) for key in (one.employee_id, one.contact_id) if key is not None}
    key = row.get("contact_id") or row.get("employee_id")
    if key is None and not str(row.get("name") or "").strip():
        raise ValidationError(N_("Who was there is missing: choose a person or write a name."), field="name")
    if key in there:
        raise ValidationError(N_("This person is among those at the visit already."), field="contact_id")
    return _add(session, records.get(session, Visit, visit_id), dict(row))


def change(session: Session, person_id: UUID, values: Values) -> bool:
    """Change a line: an attitude after the visit becomes the person's own; nobody of another customer was there."""
    line = records.get(session, VisitPerson, person_id)
    visit = records.get(session, Visit, line["visit_id"])
    if values.get("contact_id") and values["contact_id"] != line["contact_id"]:
        _of_the_customer(session, visit, values["contact_id"])
    _attitude(session, visit, line, values)
    return records.update(session, VisitPerson, person_id, values)


def _of_the_customer(session: Session, visit: Values, contact_id: UUID) -> Values:
    person = records.get(session, Contact, contact_id)
    if person["customer_id"] != visit["customer_id"]:
        raise ValidationError(N_("{name} belongs to another customer."), field="contact_id", name=person["name"])
    return person


def _add(session: Session, visit: Values, row: dict[str, Any]) -> UUID:
    if row.get("contact_id"):
        row.setdefault("before", _of_the_customer(session, visit, row["contact_id"])["attitude"])
        _attitude(session, visit, {"contact_id": row["contact_id"], "after": None}, row)
    elif row.get("employee_id"):
        row.setdefault("level", records.get(session, Employee, row["employee_id"])["level"])
    return records.create(session, VisitPerson, {**row, "visit_id": visit["id"]})


def _attitude(session: Session, visit: Values, before: Values, row: Values) -> None:
    """A new "after" is how the person stands to us from now on, unless a later visit has said so already."""
    contact, after = row.get("contact_id", before["contact_id"]), row.get("after")
    if contact is not None and after is not None and after != before["after"] and not _said_later(session, visit, contact):
        records.update(session, Contact, contact, {"attitude": after})


def _said_later(session: Session, visit: Values, contact: UUID) -> bool:
    if visit["happened_at"] is None:
        return False
    told = sa.select(VisitPerson.id).join(Visit, Visit.id == VisitPerson.visit_id).where(
        VisitPerson.contact_id == contact, VisitPerson.after.is_not(None), VisitPerson.deleted_at.is_(None),
        Visit.deleted_at.is_(None), Visit.id != visit["id"], Visit.happened_at > visit["happened_at"],
    ).limit(1)  # fmt: skip
    return session.scalar(told) is not None


@dataclass(frozen=True, slots=True)
class ToMeet:
    """One of a customer's people whom a visit may meet."""

    id: UUID
    name: str
    title: str
    attitude: str | None


def to_meet(session: Session, customer_id: UUID, most: int = 30) -> tuple[ToMeet, ...]:
    """The people who work at a customer, those met last first, ``most`` of them at most."""
    found = (
        sa.select(Contact.id, Contact.name, Contact.title, Contact.attitude)
        .where(Contact.customer_id == customer_id, Contact.deleted_at.is_(None), Contact.has_left.is_not_distinct_from(False))
        .order_by(Contact.last_contact_at.is_(None), Contact.last_contact_at.desc(), Contact.name, Contact.id)
        .limit(most)
    )
    return tuple(ToMeet(key, name, title or "", attitude) for key, name, title, attitude in session.execute(found))
