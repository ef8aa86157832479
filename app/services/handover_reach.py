"""How the customers of a hand-over are reached, and what waits there: what whoever takes them over needs first."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.analysis.complaint_states import OPEN
from app.models import Complaint, Contact, Customer, Visit
from app.models.base import in_view
from app.services.sensitive import veiled

_CHUNK = 500


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody at a customer who has not left; ``phone`` as stored, "" where none is."""

    customer_id: UUID
    name: str
    title: str
    role: str | None
    phone: str


@dataclass(frozen=True, slots=True)
class Reach:
    """One customer: phone as stored ("" for none), everybody there with who decides first, the day of the next planned visit
    (None: nothing planned), complaints not closed."""

    phone: str
    people: tuple[Person, ...] = ()
    next_visit: date | None = None
    complaints: int = 0

    @property
    def decider(self) -> Person | None:
        """Who decides there: of several the one with the most weight."""
        return self.people[0] if self.people and self.people[0].role == "decider" else None


def reach(session: Session, customers: Collection[UUID]) -> dict[UUID, Reach]:
    """Customer -> how it is reached, whoever looks after its visits and complaints."""
    found: dict[UUID, Reach] = {}
    for chunk in _chunks(list(customers)):
        phones = _phones(session, chunk)
        people, visits, complaints = _people(session, chunk), _visits(session, chunk), _complaints(session, chunk)
        for key, phone in phones.items():
            found[key] = Reach(phone, tuple(people.get(key, ())), visits.get(key), complaints.get(key, 0))
    return found


def _chunks(ids: Sequence[UUID]) -> Iterator[Sequence[UUID]]:
    return (ids[start : start + _CHUNK] for start in range(0, len(ids), _CHUNK))


def _phones(session: Session, ids: Sequence[UUID]) -> dict[UUID, str]:
    columns = (Customer.id, Customer.kind, Customer.phone, Customer.mobile)
    rows = session.execute(sa.select(*columns).where(Customer.id.in_(ids))).mappings()
    shown = {row["id"]: veiled(Customer, row) for row in map(_named, rows)}
    return {key: values["phone"] or values["mobile"] or "" for key, values in shown.items()}


def _named(row: Mapping[Any, Any]) -> dict[str, Any]:
    return {str(key): value for key, value in row.items()}


def _people(session: Session, ids: Sequence[UUID]) -> dict[UUID, list[Person]]:
    columns = (Contact.customer_id, Contact.name, Contact.title, Contact.role, Contact.phone, Contact.office_phone)
    here = (Contact.customer_id.in_(ids), sa.not_(Contact.has_left), *in_view(Contact))
    order = ((Contact.role == "decider").desc(), Contact.weight.desc(), Contact.name_key, Contact.id)
    found: dict[UUID, list[Person]] = {}
    for row in session.execute(sa.select(*columns).where(*here).order_by(*order)).mappings():
        values = veiled(Contact, _named(row))
        phone = values["phone"] or values["office_phone"] or ""
        person = Person(values["customer_id"], values["name"], values["title"] or "", values["role"], phone)
        found.setdefault(person.customer_id, []).append(person)
    return found


def _visits(session: Session, ids: Sequence[UUID]) -> dict[UUID, date]:
    planned = (Visit.customer_id.in_(ids), Visit.state == "planned", Visit.planned_on.is_not(None), *in_view(Visit))
    first = sa.select(Visit.customer_id, sa.func.min(Visit.planned_on)).where(*planned).group_by(Visit.customer_id)
    return {key: day for key, day in session.execute(first) if day is not None}


def _complaints(session: Session, ids: Sequence[UUID]) -> dict[UUID, int]:
    running = (Complaint.customer_id.in_(ids), Complaint.state.in_(sorted(OPEN)), *in_view(Complaint))
    counted = sa.select(Complaint.customer_id, sa.func.count()).where(*running).group_by(Complaint.customer_id)
    return {key: int(count) for key, count in session.execute(counted)}
