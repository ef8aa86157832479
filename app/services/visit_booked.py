"""What a plan of visits finds in the file: what stands, what somebody worked on, and what was called off or deleted (F-08)."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.analysis.visit_policy import FACE_KINDS, FACE_LEVELS, levels_above
from app.analysis.visit_proposal import Booked
from app.formats import from_local, local
from app.models import Employee, Visit
from app.models.visit_parts import VisitPerson

_STILL_OWED = ("absent", "us", "way")
"""Why a visit did not happen (choices.VISIT_MISSED) that leave it owed to the customer: it is planned for another day."""


@dataclass(frozen=True, slots=True)
class Companion:
    """Somebody named for a visit; ``employee`` is None for one of the customer's people, ``level`` one of FACE_LEVELS or empty
    where it isn't known."""

    employee: UUID | None
    level: str


def booked(session: Session, first: date, last: date) -> Iterator[Booked]:
    """The visits planned for or done on these days, both included."""
    people = companions(session)
    v = Visit
    planned = (v.state == "planned") & v.planned_on.between(first, last)
    begin, end = (from_local(datetime.combine(day, time())) for day in (first, last + timedelta(days=1)))
    done = (v.state == "done") & (v.happened_at >= begin) & (v.happened_at < end)
    shown = (v.id, v.customer_id, v.owner_id, v.state, v.planned_on, v.happened_at, v.level, v.origin, v.confirmed_on,
             _worked().label("worked"))  # fmt: skip
    for condition in (planned, done):
        found = sa.select(*shown).where(v.deleted_at.is_(None), v.kind.in_(sorted(FACE_KINDS)), condition)
        for row in session.execute(found):
            day = local(row.happened_at).date() if row.state == "done" and row.happened_at is not None else row.planned_on
            if day is not None:
                yield _booked(row, day, people.get(row.id, ()))


def _worked() -> sa.ColumnElement[bool]:
    """Whether somebody moved a visit or wrote something to it: the planner leaves all that empty."""
    v = Visit
    return sa.or_(sa.func.coalesce(v.moved_times, 0) > 0, *(sa.func.coalesce(column, "") != "" for column in (
        v.purpose, v.preparation, v.notes, v.planned_time, v.place)))  # fmt: skip


def _booked(row: Any, day: date, people: Sequence[Companion]) -> Booked:
    movable = row.state == "planned" and row.origin == "planner" and row.confirmed_on is None
    level, owner = policy_level(row.level), row.owner_id
    return Booked(row.id, row.customer_id, owner, day, level, movable, along(people, owner), bool(row.worked or people),
                  also(people, owner, level))  # fmt: skip


def policy_level(level: str | None) -> str:
    """The level of the policy that a visit counts for: one without a level is the salesperson's own; empty for other desks."""
    return "manager" if level in (None, "rep") else level if level in FACE_LEVELS else ""


def companions(session: Session, *conditions: sa.ColumnElement[bool]) -> dict[UUID, list[Companion]]:
    """Visit -> who is named for it; ``conditions`` are on visits."""
    found: dict[UUID, list[Companion]] = defaultdict(list)
    shown = (VisitPerson.visit_id, VisitPerson.employee_id, sa.func.coalesce(VisitPerson.level, Employee.level))
    named = sa.select(*shown).outerjoin(Employee, Employee.id == VisitPerson.employee_id).where(VisitPerson.deleted_at.is_(None))
    if conditions:
        named = named.join(Visit, Visit.id == VisitPerson.visit_id).where(*conditions)
    for visit, person, level in session.execute(named.order_by(VisitPerson.id)):
        found[visit].append(Companion(person, policy_level(level) if level else ""))
    return found


def along(people: Sequence[Companion], owner: UUID | None) -> tuple[UUID, ...]:
    """The colleagues who go along."""
    return tuple(dict.fromkeys(one.employee for one in people if one.employee is not None and one.employee != owner))


def also(people: Sequence[Companion], owner: UUID | None, level: str) -> tuple[str, ...]:
    """The levels above its own that a visit counts for with them."""
    return levels_above(level, (one.level for one in people if one.employee is not None and one.employee != owner))


# what is not proposed again ----------------------------------------------------------------------------------------------


def called_off(session: Session, first: date, last: date) -> Iterator[Booked]:
    """Visits of an earlier plan on these days that were called off or deleted. Those that we were prevented from are still owed
    and have no level here. A plan that went as a whole in one step (undone, deleted) is none: it may be made anew."""
    v = Visit
    ours = (v.origin == "planner") & v.planned_on.between(first, last)
    shown = (v.id, v.customer_id, v.owner_id, v.planned_on, v.level)
    cancelled = sa.select(*shown, v.missed).where(ours, v.deleted_at.is_(None), v.state == "cancelled").order_by(v.id)
    for key, customer, owner, day, level, missed in session.execute(cancelled):
        yield Booked(key, customer, owner, day or first, "" if missed in _STILL_OWED else policy_level(level))
    gone = sa.select(*shown, v.created_at).where(ours, v.deleted_at.is_not(None), v.state == "planned").order_by(v.id)
    rows = session.execute(gone).all()
    whole = _gone_as_a_whole(session) if rows else frozenset()
    for key, customer, owner, day, level, made in rows:
        if made not in whole:
            yield Booked(key, customer, owner, day or first, policy_level(level))


def _gone_as_a_whole(session: Session) -> frozenset[datetime]:
    """The moments of plans of which every visit went in one step."""
    v, deleted = Visit, Visit.deleted_at
    found = sa.select(v.created_at).where(v.origin == "planner").group_by(v.created_at).having(
        sa.func.count() == sa.func.count(deleted), sa.func.min(deleted) == sa.func.max(deleted)
    )  # fmt: skip
    return frozenset(session.scalars(found))
