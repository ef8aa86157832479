"""A plan of visits proposed from the file, and accepted in one step (F-08); ``analysis/visit_planner`` decides the days."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.analysis import visit_planner
from app.analysis.visit_capacity import Person
from app.analysis.visit_policy import Client
from app.analysis.visit_proposal import Added, Facts, Moved, Proposal, Unplaced
from app.errors import ConflictError, ValidationError
from app.formats import local, today
from app.i18n import N_
from app.models import Contact, Customer, Employee, Visit
from app.services import absences, records, settings, visit_booked, visit_policy
from app.services.workcalendar import firm_calendar

LONGEST = timedelta(days=366)
FURTHEST = 2 * LONGEST
WHY: Mapping[str, str] = {
    "past": N_("Its day is over"), "holiday": N_("No working day"), "absent": N_("The colleague is absent"),
    "full": N_("The colleague has no visit free"), "too_close": N_("Too close to another visit of the customer"),
    "left": N_("The colleague has left"), "no_owner": N_("Nobody looks after the customer"),
    "policy": N_("The policy no longer asks for it"),
}  # fmt: skip
"""Why a visit moves, goes or finds no room: msgids of the planner's reasons."""

_MOVED_ON = N_("Visits, absences or the policy changed since this plan was made. Nothing was written; look at the new plan.")
_DECIDING = ("decider", "approver")


@dataclass(frozen=True, slots=True)
class Names:
    """What a proposal is shown with."""

    customers: Mapping[UUID, str]
    people: Mapping[UUID, str]


def propose(session: Session, first: date, last: date, people: Collection[UUID] | None = None) -> Proposal:
    """The plan of the days first…last for everybody, or for these colleagues. Nothing is written. ValidationError where the
    period is over, ends before it begins or is longer than a year."""
    if last < first:
        raise ValidationError(N_("The last day lies before the first."), field="last")
    if last < today():
        raise ValidationError(N_("These days are over. Choose a period that is still ahead."), field="last")
    if first - today() > FURTHEST:
        raise ValidationError(N_("A plan begins within the next two years."), field="first")
    if last - first > LONGEST:
        raise ValidationError(N_("A plan covers a year at most."), field="last")
    return visit_planner.propose(_facts(session, first, last, None if people is None else frozenset(people)))


def accept(session: Session, proposal: Proposal) -> int:
    """Write a proposal, or what is left of it: the number of visits planned, moved and taken out. ConflictError where the file
    moved on since it was made; nothing is written then."""
    if proposal.earliest != today():
        raise ConflictError(_MOVED_ON)
    fresh = propose(session, proposal.first, proposal.last, proposal.only)
    for lines, known in ((proposal.added, fresh.added), (proposal.moved, fresh.moved), (proposal.dropped, fresh.dropped)):
        if not set(lines) <= set(known):
            raise ConflictError(_MOVED_ON)
    _drop(session, [each.visit for each in proposal.dropped])
    for each in proposal.moved:
        _move(session, each)
    whom = _deciders(session)
    records.create_many(session, Visit, [_row(each, whom) for each in proposal.added])
    return proposal.changes


def _drop(session: Session, visits: Sequence[UUID]) -> None:
    """What the plan itself takes out may be proposed again; whoever brings one back from the recycle bin wants it."""
    for visit in visits:
        records.update(session, Visit, visit, {"origin": "hand"})
    records.delete(session, Visit, visits)


def _row(each: Added, whom: Mapping[UUID, UUID]) -> dict[str, Any]:
    return {
        "customer_id": each.customer, "contact_id": whom.get(each.customer), "kind": "visit", "state": "planned",
        "planned_on": each.day, "first_planned_on": each.day, "origin": "planner", "level": each.level, "owner_id": each.person,
        "direction": "out",
    }  # fmt: skip


def _move(session: Session, each: Moved) -> None:
    """Nobody was promised the old day; what was missed, or moved by hand before, keeps the day it was first planned for."""
    before = records.get(session, Visit, each.visit)
    moved: dict[str, Any] = {"planned_on": each.day, "owner_id": each.person, "day_order": None}
    if each.why == "past" or before["moved_times"]:
        moved["moved_times"] = (before["moved_times"] or 0) + 1
    else:
        moved["first_planned_on"] = each.day
    records.update(session, Visit, each.visit, moved)


def _deciders(session: Session) -> dict[UUID, UUID]:
    """Customer -> who decides there, the weightiest first."""
    found = sa.select(Contact.customer_id, Contact.id).where(
        Contact.deleted_at.is_(None), sa.not_(Contact.has_left), Contact.role.in_(_DECIDING)
    )
    rows = session.execute(found.order_by(Contact.weight.is_(None), Contact.weight.desc(), Contact.id))
    deciders: dict[UUID, UUID] = {}
    for customer, person in rows:
        deciders.setdefault(customer, person)
    return deciders


def names(session: Session, proposal: Proposal) -> Names:
    """The names of the customers and colleagues of a proposal."""
    lines: list[Added | Moved | Unplaced] = [*proposal.added, *proposal.moved, *proposal.unplaced]
    customers = {each.customer for each in lines} | {each.customer for each in proposal.dropped} | set(proposal.ungraded)
    performers = {each.person for each in lines if each.person is not None}
    return Names(records.titles(session, Customer, customers), records.titles(session, Employee, performers))


# facts -------------------------------------------------------------------------------------------------------------------


def _facts(session: Session, first: date, last: date, only: frozenset[UUID] | None) -> Facts:
    present, gap = today(), max(1, int(settings.value(session, "visit.spacing_days")))
    return Facts(
        first, last, present, firm_calendar(session), visit_policy.versions(session), tuple(_clients(session)),
        tuple(people(session)), tuple(visit_booked.booked(session, first - timedelta(days=gap), last + timedelta(days=gap))),
        {level: UUID(key) for level, key in settings.value(session, "visit.level_people").items() if key}, only,
        int(settings.value(session, "visit.window_days")), gap, settings.value(session, "visit.risk_days"),
        tuple(visit_booked.called_off(session, first, last)),
    )  # fmt: skip


def _clients(session: Session) -> Iterator[Client]:
    own = visit_policy.deviations(session)
    c = Customer
    shown = (c.id, c.owner_id, c.grade, c.status, c.won_on, c.created_at, c.last_contact_at, c.region_code, c.region)
    for row in session.execute(sa.select(*shown).where(*visit_policy.planned_customers())):
        since, last = local(row.created_at).date(), row.last_contact_at
        yield Client(
            row.id, row.owner_id, row.grade, row.status, row.won_on, since if row.won_on is None else min(since, row.won_on),
            local(last).date() if last else None, row.region_code or row.region or "", own.get(row.id, ()),
        )  # fmt: skip


def people(session: Session) -> Iterator[Person]:
    """Every colleague with the days they are away; those who left have no capacity."""
    usual, away = int(settings.value(session, "visit.daily")), absences.days_of(session)
    for row in session.scalars(sa.select(Employee).where(Employee.deleted_at.is_(None)).order_by(Employee.id)):
        daily = usual if row.daily_visits is None else row.daily_visits
        yield Person(row.id, row.level, row.manager_id, daily, tuple(away.get(row.id, ())), row.has_left)
