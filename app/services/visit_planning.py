"""A plan of visits proposed from the file, and accepted in one step (F-08); ``analysis/visit_planner`` decides the days."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.analysis import visit_planner
from app.analysis.visit_capacity import Person
from app.analysis.visit_policy import FACE_KINDS, FACE_LEVELS, Client
from app.analysis.visit_proposal import Added, Booked, Facts, Moved, Proposal, Unplaced
from app.errors import ConflictError, ValidationError
from app.formats import from_local, local, today
from app.i18n import N_
from app.models import Contact, Customer, Employee, Visit
from app.models.visit_parts import VisitPerson
from app.services import absences, records, settings, visit_policy
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
    records.delete(session, Visit, [each.visit for each in proposal.dropped])
    for each in proposal.moved:
        _move(session, each)
    whom = _deciders(session)
    records.create_many(session, Visit, [_row(each, whom) for each in proposal.added])
    return proposal.changes


def _row(each: Added, whom: Mapping[UUID, UUID]) -> dict[str, Any]:
    return {
        "customer_id": each.customer, "contact_id": whom.get(each.customer), "kind": "visit", "state": "planned",
        "planned_on": each.day, "first_planned_on": each.day, "origin": "planner", "level": each.level, "owner_id": each.person,
        "direction": "out",
    }  # fmt: skip


def _move(session: Session, each: Moved) -> None:
    """Nobody was promised the old day; what was missed keeps the day it was first planned for."""
    moved: dict[str, Any] = {"planned_on": each.day, "owner_id": each.person, "day_order": None}
    if each.why == "past":
        moved["moved_times"] = (records.get(session, Visit, each.visit)["moved_times"] or 0) + 1
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
        tuple(people(session)), tuple(_booked(session, first - timedelta(days=gap), last + timedelta(days=gap))),
        {level: UUID(key) for level, key in settings.value(session, "visit.level_people").items() if key}, only,
        int(settings.value(session, "visit.window_days")), gap, settings.value(session, "visit.risk_days"),
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


def policy_level(level: str | None) -> str:
    """The level of the policy that a visit counts for: one without a level is the salesperson's own; empty for other desks."""
    return "manager" if level in (None, "rep") else level if level in FACE_LEVELS else ""


def _booked(session: Session, first: date, last: date) -> Iterator[Booked]:
    others = _companions(session)
    v = Visit
    shown = (v.id, v.customer_id, v.owner_id, v.state, v.planned_on, v.happened_at, v.level, v.origin, v.confirmed_on)
    planned = (v.state == "planned") & (v.planned_on >= first) & (v.planned_on <= last)
    begin, end = (from_local_day(day) for day in (first, last + timedelta(days=1)))
    done = (v.state == "done") & (v.happened_at >= begin) & (v.happened_at < end)
    for condition in (planned, done):
        rows = session.execute(sa.select(*shown).where(v.deleted_at.is_(None), v.kind.in_(sorted(FACE_KINDS)), condition))
        for key, customer, owner, state, day, happened, level, origin, confirmed in rows:
            movable = state == "planned" and origin == "planner" and confirmed is None
            on = local(happened).date() if state == "done" and happened is not None else day
            along = tuple(one for one in others.get(key, ()) if one != owner)
            if on is not None:
                yield Booked(key, customer, owner, on, policy_level(level), movable, along)


def from_local_day(day: date) -> datetime:
    """The moment a day of the firm begins."""
    return from_local(datetime.combine(day, time()))


def _companions(session: Session) -> dict[UUID, list[UUID]]:
    found: dict[UUID, list[UUID]] = defaultdict(list)
    ours = sa.select(VisitPerson.visit_id, VisitPerson.employee_id).where(
        VisitPerson.deleted_at.is_(None), VisitPerson.employee_id.is_not(None)
    )
    for visit, person in session.execute(ours.order_by(VisitPerson.id)):
        if person is not None:
            found[visit].append(person)
    return found
