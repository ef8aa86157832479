"""Handing a colleague's customers to others: with the visits planned there, the complaints in work and the people they look
after, in one step that can be undone. 首问责任人, the first-contact owner of a complaint, never changes.
"""

import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.analysis.complaint_states import OPEN
from app.errors import ValidationError
from app.i18n import N_
from app.i18n import gettext_text as _
from app.models import BY_KEY, Complaint, Contact, Customer, Employee, Visit
from app.models.base import in_view
from app.models.handover import Handover
from app.services import bulk, complaints, handover_rest, records
from app.services.handover_reach import Reach, reach
from app.services.merged import living_ids

CUSTOMERS, VISITS, COMPLAINTS, PEOPLE = "customers", "visits", "complaints", "contacts"
KINDS = (CUSTOMERS, VISITS, COMPLAINTS, PEOPLE)


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that is somebody's: for customers ``customer_id`` is their own id. ``number`` is "" where it has none."""

    kind: str
    id: UUID
    title: str
    number: str
    customer_id: UUID
    customer: str


@dataclass(frozen=True, slots=True)
class Portfolio:
    """What a colleague looks after. ``loose`` are visits, complaints and people at customers that are not among these."""

    employee_id: UUID
    name: str
    customers: tuple[Item, ...]
    there: Mapping[UUID, tuple[Item, ...]]
    loose: tuple[Item, ...]
    reach: Mapping[UUID, Reach]

    def count(self, kind: str, customer_id: UUID) -> int:
        """How many open things of a kind there are at one of the customers."""
        return sum(item.kind == kind for item in self.there.get(customer_id, ()))


@dataclass(frozen=True, slots=True)
class Handed:
    """What was done: the hand-over's id, and how many of each kind changed hands."""

    id: UUID
    counts: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Colleague:
    """Somebody who gives or takes."""

    id: UUID
    name: str
    has_left: bool


def colleagues(session: Session) -> tuple[Colleague, ...]:
    """Everybody, those who are still there first."""
    statement = sa.select(Employee.id, Employee.name, Employee.has_left).where(Employee.deleted_at.is_(None))
    rows = session.execute(statement.order_by(Employee.has_left, Employee.name_key, Employee.id))
    return tuple(Colleague(*row) for row in rows)


def usual_owner(session: Session, customers: Collection[UUID]) -> UUID | None:
    """Whose most of these customers are; None where they are nobody's."""
    counts: dict[UUID, int] = {}
    wanted = list(customers)
    for start in range(0, len(wanted), 500):
        chunk = sa.select(Customer.owner_id).where(Customer.id.in_(wanted[start : start + 500]), Customer.owner_id.is_not(None))
        for owner in filter(None, session.scalars(chunk)):
            counts[owner] = counts.get(owner, 0) + 1
    return max(counts, key=lambda owner: counts[owner]) if counts else None


def portfolio(session: Session, employee_id: UUID, only: Collection[UUID] | None = None) -> Portfolio:
    """What a colleague has to hand over; ``only`` these customers, and then nothing at others."""
    name = records.get(session, Employee, employee_id)["name"]
    wanted = None if only is None else set(only)
    customers = tuple(item for item in _customers(session, employee_id) if wanted is None or item.id in wanted)
    ours = {item.id for item in customers}
    there: dict[UUID, list[Item]] = {}
    loose = []
    for item in (*_visits(session, employee_id), *_complaints(session, employee_id), *_people(session, employee_id)):
        if item.customer_id in ours:
            there.setdefault(item.customer_id, []).append(item)
        elif wanted is None:
            loose.append(item)
    return Portfolio(employee_id, name, customers, {key: tuple(items) for key, items in there.items()}, tuple(loose),
                     reach(session, ours))  # fmt: skip


def _customers(session: Session, employee_id: UUID) -> list[Item]:
    statement = sa.select(Customer.id, Customer.name, Customer.code).where(Customer.owner_id == employee_id, *in_view(Customer))
    rows = session.execute(statement.order_by(Customer.name_key, Customer.id))
    return [Item(CUSTOMERS, key, name, code, key, name) for key, name, code in rows]


def _things(session: Session, kind: str, entity: Any, title: Any, number: Any, *conditions: Any) -> list[Item]:
    statement = (
        sa.select(entity.id, title, number, Customer.id, Customer.name)
        .join(Customer, Customer.id == entity.customer_id)
        .where(*in_view(entity), *conditions)
        .order_by(Customer.name_key, entity.id)
    )
    return [Item(kind, key, said or "", no or "", owner, name) for key, said, no, owner, name in session.execute(statement)]


def _visits(session: Session, employee_id: UUID) -> list[Item]:
    planned = (Visit.owner_id == employee_id, Visit.state == "planned")
    return _things(session, VISITS, Visit, Visit.purpose, Visit.number, *planned)


def _complaints(session: Session, employee_id: UUID) -> list[Item]:
    running = (Complaint.handler_id == employee_id, Complaint.state.in_(sorted(OPEN)))
    return _things(session, COMPLAINTS, Complaint, Complaint.subject, Complaint.number, *running)


def _people(session: Session, employee_id: UUID) -> list[Item]:
    staying = (Contact.our_contact_id == employee_id, sa.not_(Contact.has_left))
    return _things(session, PEOPLE, Contact, Contact.name, sa.literal(""), *staying)


def hand_over(
    session: Session, employee_id: UUID, choice: Mapping[UUID, UUID], rest: UUID | None = None, left: bool = False
) -> Handed:
    """Give each customer of ``choice`` (customer -> colleague), with what is open there, to the colleague chosen; what is
    open at other customers goes to ``rest``, where one is named. ``left`` notes that the colleague has left.

    ValidationError where nothing is handed over, or to somebody who cannot take it.
    """
    found = portfolio(session, employee_id)
    _require_takers(session, employee_id, {*choice.values(), *([rest] if rest else [])})
    if left and (any(item.id not in choice for item in found.customers) or (found.loose and rest is None)):
        raise ValidationError(N_("Whoever has left keeps nothing: choose somebody for everything."), field="left")
    given = _shared_out(found, choice, rest)
    if not given and not left:
        raise ValidationError(N_("There is nothing to hand over."))
    for taker, items in given.items():
        _give(session, found, taker, items, left)
    handover_rest.pass_series(session, employee_id, choice, rest)
    if left:
        records.update(session, Employee, employee_id, {"has_left": True})
        handover_rest.turn_back(session, employee_id)
        handover_rest.pass_memos(session, employee_id, choice, rest)
    return Handed(_keep(session, found, given, left), _counts(given))


def _require_takers(session: Session, giver: UUID, takers: Iterable[UUID]) -> None:
    for taker in takers:
        values = records.get(session, Employee, taker)
        if taker == giver:
            raise ValidationError(N_("{name} cannot hand over to themselves."), field="to", name=values["name"])
        if values["has_left"] or values["deleted_at"] is not None:
            raise ValidationError(N_("{name} has left and takes nothing over."), field="to", name=values["name"])


def _shared_out(found: Portfolio, choice: Mapping[UUID, UUID], rest: UUID | None) -> dict[UUID, list[Item]]:
    given: dict[UUID, list[Item]] = {}
    for customer in found.customers:
        if customer.id in choice:
            given.setdefault(choice[customer.id], []).extend((customer, *found.there.get(customer.id, ())))
    if rest is not None and found.loose:
        given.setdefault(rest, []).extend(found.loose)
    return given


def _give(session: Session, found: Portfolio, taker: UUID, items: Iterable[Item], left: bool) -> None:
    ids: dict[str, list[UUID]] = {kind: [item.id for item in items if item.kind == kind] for kind in KINDS}
    for kind in (CUSTOMERS, VISITS, PEOPLE):
        if ids[kind]:
            bulk.assign(session, kind, ids[kind], taker)
    why = _("Handed over by {name}").format(name=found.name)
    for key in ids[COMPLAINTS]:
        complaints.reassign(session, key, taker, why, left)
    _follow_customers(session, found.employee_id, ids[CUSTOMERS], taker)


def _follow_customers(session: Session, giver: UUID, customers: list[UUID], taker: UUID) -> None:
    """Open complaints of a customer name its new salesperson."""
    for start in range(0, len(customers), 500):
        chunk = Complaint.customer_id.in_(customers[start : start + 500])
        running = sa.select(Complaint.id).where(chunk, Complaint.salesperson_id == giver, Complaint.state.in_(sorted(OPEN)))
        for key in session.scalars(running).all():
            complaints.amend(session, key, {"salesperson_id": taker})


def _counts(given: Mapping[UUID, list[Item]]) -> dict[str, int]:
    return {kind: sum(item.kind == kind for items in given.values() for item in items) for kind in KINDS}


def _keep(session: Session, found: Portfolio, given: Mapping[UUID, list[Item]], left: bool) -> UUID:
    told = {
        taker.hex: {kind: [item.id.hex for item in items if item.kind == kind] for kind in KINDS}
        for taker, items in given.items()
    }
    values = {"title": found.name, "from_id": found.employee_id, "has_left": left, "items": json.dumps(told)}
    return records.create(session, Handover, values)


# the list to sign -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Past:
    """A hand-over that was done: the giver's name, when (aware), and what each receiver got, by kind."""

    name: str
    at: Any
    left: bool
    received: tuple[tuple[str, Mapping[str, tuple[Item, ...]]], ...]


def latest(session: Session) -> Past | None:
    """The hand-over done last and not undone; None before the first."""
    statement = (
        sa.select(Handover.id).where(Handover.deleted_at.is_(None)).order_by(Handover.created_at.desc(), Handover.id.desc())
    )
    found = session.scalars(statement.limit(1)).first()
    return past(session, found) if found else None


def past(session: Session, handover_id: UUID) -> Past:
    """A hand-over with its things as they are named today."""
    values = records.get(session, Handover, handover_id)
    told: dict[str, dict[str, list[str]]] = json.loads(values["items"] or "{}")
    names = records.titles(session, Employee, [UUID(hex=taker) for taker in told])
    received = []
    for taker, kinds in told.items():
        things = {kind: _named(session, kind, _meant(session, kind, keys)) for kind, keys in kinds.items()}
        received.append((names.get(UUID(hex=taker), ""), things))
    return Past(values["title"], values["created_at"], values["has_left"], tuple(sorted(received, key=lambda each: each[0])))


def _meant(session: Session, kind: str, keys: Iterable[str]) -> list[UUID]:
    """What was handed over as it is there today: what was merged since is the record it was merged into."""
    return living_ids(session, BY_KEY[kind], [UUID(hex=key) for key in keys])


_NAMED: dict[str, tuple[Any, Any, Any]] = {
    VISITS: (Visit, Visit.purpose, Visit.number), COMPLAINTS: (Complaint, Complaint.subject, Complaint.number),
    PEOPLE: (Contact, Contact.name, Contact.phone),
}  # fmt: skip


def _named(session: Session, kind: str, ids: list[UUID]) -> tuple[Item, ...]:
    found: list[Item] = []
    for start in range(0, len(ids), 500):
        chunk = ids[start : start + 500]
        if kind == CUSTOMERS:
            named = session.execute(sa.select(Customer.id, Customer.name, Customer.code).where(Customer.id.in_(chunk)))
            found += [Item(kind, key, name, code, key, name) for key, name, code in named]
        else:
            entity, title, number = _NAMED[kind]
            statement = sa.select(entity.id, title, number, Customer.id, Customer.name)
            rows = session.execute(statement.join(Customer, Customer.id == entity.customer_id).where(entity.id.in_(chunk)))
            found += [Item(kind, key, said or "", no or "", owner, name) for key, said, no, owner, name in rows]
    order = {key: place for place, key in enumerate(ids)}
    return tuple(sorted(found, key=lambda item: order[item.id]))
