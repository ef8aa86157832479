"""Visits with what somebody on the road needs: whom to ask for, where that is, what was promised. For calendars and papers."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.analysis.visit_policy import FACE_KINDS
from app.formats import from_local
from app.models import Contact, Customer, Employee, Entity, Visit
from app.models.visit_parts import VisitPerson, VisitPromise
from app.services.sensitive import emptied

_CHUNK = 500
Hide = Callable[[type[Entity], Mapping[str, Any]], dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Promise:
    """Something promised and neither kept nor broken off; ``ours`` where we owe it."""

    text: str
    due: date | None
    ours: bool


@dataclass(frozen=True, slots=True)
class Brief:
    """One visit: its ``values`` by field key (with ``id``, ``row_version``, ``created_at``, ``updated_at``), the ``customer``,
    the person met (``contact``, {} where none is named) and who goes. Sensitive values are None unless shown in clear."""

    values: Mapping[str, Any]
    customer: Mapping[str, Any]
    contact: Mapping[str, Any]
    owner: str
    promises: tuple[Promise, ...]
    along: tuple[str, ...] = ()
    """Colleagues who go along."""

    @property
    def goers(self) -> tuple[str, ...]:
        """Who goes, whoever answers for it first."""
        return tuple(dict.fromkeys(filter(None, (self.owner, *self.along))))

    @property
    def address(self) -> str:
        """Where it takes place: as planned, else where the customer is; "" where nobody knows."""
        return self.values["place"] or self.customer.get("address") or ""

    @property
    def phone(self) -> str:
        """How the person met is reached, or else the customer."""
        known = (*map(self.contact.get, ("phone", "office_phone")), *map(self.customer.get, ("phone", "mobile")))
        return next(filter(None, known), "")


def briefs(session: Session, ids: Sequence[UUID], hide: Hide = emptied) -> list[Brief]:
    """These visits in the order of their ids; deleted ones are left out. ``hide`` is ``sensitive.veiled`` for papers, where
    something shows that there is more."""
    found: dict[UUID, dict[str, Any]] = {}
    for start in range(0, len(ids), _CHUNK):
        found |= _rows(session, Visit, ids[start : start + _CHUNK])
    visits = [found[one] for one in ids if one in found and found[one]["deleted_at"] is None]
    customers = _linked(session, Customer, (one["customer_id"] for one in visits), hide)
    contacts = _linked(session, Contact, (one["contact_id"] for one in visits), hide)
    owners = _linked(session, Employee, (one["owner_id"] for one in visits), hide)
    promises, along = open_promises(session, customers), _along(session, [one["id"] for one in visits])
    return [
        Brief(
            one, customers[one["customer_id"]], contacts.get(one["contact_id"], {}),
            owners.get(one["owner_id"], {}).get("name", ""), promises.get(one["customer_id"], ()), along.get(one["id"], ()),
        )
        for one in visits
    ]  # fmt: skip


def _along(session: Session, ids: Sequence[UUID]) -> dict[UUID, tuple[str, ...]]:
    """Visit -> the colleagues named among its people."""
    found: dict[UUID, tuple[str, ...]] = {}
    for start in range(0, len(ids), _CHUNK):
        statement = (
            sa.select(VisitPerson.visit_id, Employee.name)
            .join(Employee, Employee.id == VisitPerson.employee_id)
            .where(VisitPerson.visit_id.in_(ids[start : start + _CHUNK]), VisitPerson.deleted_at.is_(None))
            .order_by(VisitPerson.id)
        )
        for visit, name in session.execute(statement):
            found[visit] = (*found.get(visit, ()), name)
    return found


def going(person: UUID) -> sa.ColumnElement[bool]:
    """The visits that a colleague makes or goes along to."""
    people = sa.select(VisitPerson.visit_id).where(VisitPerson.employee_id == person, VisitPerson.deleted_at.is_(None))
    return (Visit.owner_id == person) | Visit.id.in_(people)


def _linked(session: Session, cls: Any, ids: Iterable[UUID | None], hide: Hide) -> dict[UUID | None, dict[str, Any]]:
    wanted = sorted({one for one in ids if one is not None})
    found: dict[UUID | None, dict[str, Any]] = {}
    for start in range(0, len(wanted), _CHUNK):
        rows = _rows(session, cls, wanted[start : start + _CHUNK])
        found |= {one: {**hide(cls, values), "id": one} for one, values in rows.items()}
    return found


def _rows(session: Session, cls: Any, ids: Sequence[UUID]) -> dict[UUID, dict[str, Any]]:
    table = cls.__table__
    return {row["id"]: dict(row) for row in session.execute(sa.select(table).where(table.c.id.in_(ids))).mappings()}


def open_promises(session: Session, customers: Iterable[UUID | None]) -> dict[UUID, tuple[Promise, ...]]:
    """Customer -> what is still promised there by either side, the most urgent first."""
    wanted = [one for one in customers if one is not None]
    found: dict[UUID, list[Promise]] = {}
    for start in range(0, len(wanted), _CHUNK):
        for customer, text, due, ours in _promised(session, wanted[start : start + _CHUNK]):
            found.setdefault(customer, []).append(Promise(text, due, ours))
    return {one: tuple(sorted(several, key=lambda each: (each.due or date.max, each.text))) for one, several in found.items()}


def _promised(session: Session, customers: Sequence[UUID]) -> Iterable[tuple[UUID, str, date | None, bool]]:
    here = (Visit.customer_id.in_(customers), Visit.deleted_at.is_(None))
    quick = sa.select(Visit.customer_id, Visit.promise, Visit.promise_due).where(
        *here, Visit.promise.is_not(None), Visit.promise_kept_on.is_(None)
    )
    listed = (
        sa.select(Visit.customer_id, VisitPromise.name, VisitPromise.due_on, VisitPromise.side)
        .join(Visit, Visit.id == VisitPromise.visit_id)
        .where(*here, VisitPromise.deleted_at.is_(None), VisitPromise.kept_on.is_(None), VisitPromise.broken.is_(None))
    )
    yield from ((row[0], str(row[1]), row[2], True) for row in session.execute(quick))
    yield from ((row[0], row[1], row[2], row[3] == "us") for row in session.execute(listed))


def planned(session: Session, first: date, last: date, person: UUID | None = None) -> list[UUID]:
    """The planned visits of some days, both included, in the order in which they are driven: by day, by the order set by hand,
    by time, by place. Those of a ``person`` are also those to which they go along."""
    statement = sa.select(Visit.id).where(
        Visit.deleted_at.is_(None), Visit.state == "planned", Visit.planned_on >= first, Visit.planned_on <= last
    )
    return list(session.scalars(_in_order(statement if person is None else statement.where(going(person)))))


def next_planned(session: Session, customer_id: UUID) -> UUID | None:
    """The earliest visit still planned with a customer."""
    statement = sa.select(Visit.id).where(
        Visit.customer_id == customer_id, Visit.deleted_at.is_(None), Visit.state == "planned", Visit.planned_on.is_not(None)
    )
    return session.scalars(_in_order(statement).limit(1)).first()


def due_or_done(session: Session, first: date, last: date, owner: UUID | None = None) -> list[UUID]:
    """The visits that ``visit_performance`` counts in these days, both included: due then or done then, in the order of time;
    those of an ``owner`` are also those to which they go along."""
    due = sa.func.coalesce(Visit.first_planned_on, Visit.planned_on)
    since, until = (from_local(datetime.combine(day, datetime.min.time())) for day in (first, last + timedelta(days=1)))
    done = (Visit.state == "done") & (Visit.happened_at >= since) & (Visit.happened_at < until)
    face = Visit.kind.in_(sorted(FACE_KINDS))
    statement = sa.select(Visit.id).where(Visit.deleted_at.is_(None), face, due.between(first, last) | done)
    mine = statement if owner is None else statement.where(going(owner))
    return list(session.scalars(mine.order_by(due.is_(None), due, Visit.happened_at, Visit.id)))


def _in_order(statement: sa.Select[UUID]) -> sa.Select[UUID]:
    near = Customer.__table__.c
    placed = statement.join(Customer, Customer.id == Visit.customer_id)
    return placed.order_by(
        Visit.planned_on, Visit.day_order.is_(None), Visit.day_order, Visit.planned_time.is_(None), Visit.planned_time,
        near.region_code, near.name_key, Visit.id,
    )  # fmt: skip
