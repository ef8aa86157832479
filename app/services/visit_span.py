"""The statement behind the calendar of visits: days on one side, of each the first visits and how many there are in all."""

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.formats import from_local
from app.models import Contact, Customer, Employee, Visit
from app.models.base import table_of
from app.models.types import DateType, MomentType, UuidType
from app.models.visit_parts import VisitPerson
from app.models.visit_plan import VisitSeries

MOST_DAYS = 100
"""Days asked for in one statement; SQLite puts no more than 500 beside each other."""
_PLANNED: sa.ColumnElement[str] = sa.literal_column("'planned'")
_DONE: sa.ColumnElement[str] = sa.literal_column("'done'")
"""Said in the statement and not bound: the indexes of visits are partial."""
_MOST: sa.BindParameter[int] = sa.bindparam("most", type_=sa.Integer())


def rows(session: Session, first: date, last: date, who: UUID | None, most: int) -> Iterator[Any]:
    """One row a visit from first to last (both included): ``day``, ``many`` (how many of its kind that day has) and what is shown
    of it; at most ``most`` planned ones and as many done ones of a day. Of everybody, or those that ``who`` makes or goes to."""
    whole = tuple(days(first, last))
    for start in range(0, len(whole), MOST_DAYS):
        asked = whole[start : start + MOST_DAYS]
        given = {"who": who, "most": most} if who is not None else {"most": most}
        yield from session.execute(_statement(len(asked), who is not None), given | _moments(asked))


def days(first: date, last: date) -> Iterator[date]:
    """Each day from first to last."""
    for step in range((last - first).days + 1):
        yield first + timedelta(days=step)


def _moments(asked: Sequence[date]) -> dict[str, date | datetime]:
    """What is bound for each day: itself, its first and its last moment."""
    found: dict[str, date | datetime] = {}
    for number, day in enumerate(asked):
        found |= {f"day{number}": day, f"begin{number}": _at(day, time.min), f"finish{number}": _at(day, time.max)}
    return found


@lru_cache(maxsize=16)
def _statement(count: int, mine: bool) -> sa.Select[Any]:
    """Made once for as many days: making it anew costs more than what it finds."""
    bounds = sa.union_all(*(_day(number) for number in range(count))).cte("days")
    counted = _counted(bounds, mine)
    return _shown(sa.union_all(_ahead(counted, mine), _over(counted, mine)).cte("found"))


def _day(number: int) -> sa.Select[Any]:
    kinds: tuple[tuple[str, Any], ...] = (("day", DateType()), ("begin", MomentType()), ("finish", MomentType()))
    return sa.select(*(sa.bindparam(f"{name}{number}", type_=kind).label(name) for name, kind in kinds))


def _at(day: date, clock: time) -> datetime:
    """A moment of the firm's day; at either end of the calendar that of UTC."""
    moment = datetime.combine(day, clock)
    try:
        return from_local(moment).astimezone(UTC)
    except OverflowError:
        return moment.replace(tzinfo=UTC)


def _theirs(visit: Any, mine: bool) -> tuple[sa.ColumnElement[bool], ...]:
    if not mine:
        return ()
    who = sa.bindparam("who", type_=UuidType())
    person = table_of(VisitPerson).alias()
    along = sa.exists().where(person.c.visit_id == visit.c.id, person.c.employee_id == who, person.c.deleted_at.is_(None))
    return (sa.or_(visit.c.owner_id == who, along),)


def _planned(day: sa.FromClause, mine: bool) -> tuple[Any, tuple[sa.ColumnElement[bool], ...]]:
    visit = table_of(Visit).alias()
    where = (visit.c.deleted_at.is_(None), visit.c.state == _PLANNED, visit.c.planned_on == day.c.day)
    return visit, (*where, *_theirs(visit, mine))


def _happened(day: sa.FromClause, mine: bool) -> tuple[Any, tuple[sa.ColumnElement[bool], ...]]:
    visit = table_of(Visit).alias()
    within = (visit.c.happened_at >= day.c.begin, visit.c.happened_at <= day.c.finish)
    return visit, (visit.c.deleted_at.is_(None), visit.c.state == _DONE, *within, *_theirs(visit, mine))


def _counted(bounds: sa.CTE, mine: bool) -> sa.CTE:
    """The days with how many visits are planned (``ahead``) and were made (``over``)."""
    (planned, ahead), (done, over) = _planned(bounds, mine), _happened(bounds, mine)
    counts = (
        sa.select(sa.func.count()).select_from(visit).where(*where).correlate(bounds).scalar_subquery().label(name)
        for name, visit, where in (("ahead", planned, ahead), ("over", done, over))
    )
    return sa.select(bounds, *counts).cte("counted").prefix_with("MATERIALIZED")


def _ahead(counted: sa.CTE, mine: bool) -> sa.Select[Any]:
    visit, where = _planned(counted, mine)
    clock, order = visit.c.planned_time, visit.c.day_order
    sorting = (clock.is_(None), clock, order.is_(None), order, visit.c.id)
    return _firsts(counted, counted.c.ahead, sa.select(visit.c.id).where(*where).order_by(*sorting).limit(_MOST))


def _over(counted: sa.CTE, mine: bool) -> sa.Select[Any]:
    visit, where = _happened(counted, mine)
    sorting = (visit.c.happened_at, visit.c.id)
    return _firsts(counted, counted.c.over, sa.select(visit.c.id).where(*where).order_by(*sorting).limit(_MOST))


def _firsts(counted: sa.CTE, many: sa.ColumnElement[int], first: sa.Select[Any]) -> sa.Select[Any]:
    visit = table_of(Visit).alias()
    joined = sa.join(counted, visit, visit.c.id.in_(first.correlate(counted)))
    return sa.select(visit.c.id, counted.c.day, many.label("many")).select_from(joined).where(many > 0)


def _shown(found: sa.CTE) -> sa.Select[Any]:
    v, s = table_of(Visit), table_of(VisitSeries)
    c, n, e = table_of(Customer), table_of(Contact), table_of(Employee)
    repeats = sa.exists().where(s.c.calendar_uid == v.c.calendar_uid, s.c.deleted_at.is_(None))
    columns = (
        found.c.day, found.c.many, v.c.id, v.c.state, v.c.kind, v.c.planned_time, v.c.happened_at, v.c.minutes, v.c.day_order,
        v.c.confirmed_on, repeats.label("repeats"), v.c.customer_id, c.c.name.label("customer"), n.c.name.label("contact"),
        v.c.owner_id, e.c.name.label("owner"), v.c.purpose,
    )  # fmt: skip
    joined = found.join(v, v.c.id == found.c.id).join(c, c.c.id == v.c.customer_id)
    return sa.select(*columns).select_from(joined.outerjoin(n, n.c.id == v.c.contact_id).outerjoin(e, e.c.id == v.c.owner_id))
