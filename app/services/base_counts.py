"""What the whole customer base is made of, counted in SQL: by kind, region, industry, size, source; contact, people, complaints,
salespeople, files (for R-03)."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.analysis.complaint_states import COUNTED
from app.analysis.regions import area_of
from app.formats import from_local
from app.i18n import gettext_text as _
from app.models import Complaint, Contact, Customer, Employee, fields_of
from app.models.base import table_of
from app.models.order import Order
from app.services.business.period import Period
from app.services.business.sums import RETURN, counted
from app.services.present import text_of
from app.services.regions import AREA_NAMES

FIELDS = ("company_type", "industry", "size", "source", "region")
PERSON = "person"
"""What stands for the fields of firms where a customer is none; segments of R-04 do the same."""
_OF_FIRMS = ("company_type", "industry", "size")
REQUIRED = ("phone", "address", "industry", "owner_id", "credit_code", "region", "source", "size")
"""Fields whose filling says how good the files are."""
SILENT_DAYS, STALE_DAYS = 90, 180
_FACES = ("decider", "approver")


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the base: its name as people say it ("" not filled in), and how many customers."""

    name: str
    count: int


@dataclass(frozen=True, slots=True)
class Channel:
    """A channel of sale ("" not said): how many customers bought over it (they may buy over several), and for how much
    (net sales, fen)."""

    name: str
    customers: int
    net: int


@dataclass(frozen=True, slots=True)
class Coverage:
    """Of ``customers`` that are dealt with (not lost, not prospects): with a decider recorded, without contact for 90 days, with
    a file nobody changed for 180 days."""

    customers: int
    with_decider: int
    silent: int
    stale: int


def parts(session: Session, field: str, most: int = 8) -> tuple[Part, ...]:
    """Customers by a choice field, or by the large region their place lies in, the largest part first, those without last; what
    is beyond ``most`` together. Private customers are a part of their own where firms have the field."""
    table = table_of(Customer)
    column: sa.ColumnElement[Any] = sa.func.substr(table.c.region_code, 1, 2) if field == "region" else table.c[field]
    if field in _OF_FIRMS:
        column = sa.case((table.c.kind == PERSON, PERSON), else_=column)
    found: Any = session.execute(sa.select(column, sa.func.count()).where(table.c.deleted_at.is_(None)).group_by(column)).all()
    counts: Counter[str] = Counter()
    for value, count in found:
        counts[_named(field, value)] += count
    ordered = sorted(counts.items(), key=lambda pair: (not pair[0], -pair[1], pair[0]))
    shown = [Part(name, count) for name, count in ordered]
    rest = sum(one.count for one in shown[most:])
    return (*shown[:most], *((Part(_("All others"), rest),) if rest else ()))


def _named(field: str, value: str | None) -> str:
    if not value:
        return ""
    if field == "region":
        return _(AREA_NAMES[area]) if (area := area_of(f"{value}0000")) else ""
    return _("Private customer") if value == PERSON and field in _OF_FIRMS else text_of(fields_of(Customer)[field], value)


def total(session: Session) -> int:
    """How many customers there are."""
    table = table_of(Customer)
    return session.scalar(sa.select(sa.func.count()).where(table.c.deleted_at.is_(None))) or 0


def coverage(session: Session, today: date) -> Coverage:
    """How well those that are dealt with are known and looked after."""
    table, people = table_of(Customer), table_of(Contact)
    mine = (table.c.deleted_at.is_(None), sa.func.coalesce(table.c.status, "active").not_in(("prospect", "lost", "never")))
    silent, stale = _before(today, SILENT_DAYS), _before(today, STALE_DAYS)
    decider = sa.exists().where(
        people.c.customer_id == table.c.id, people.c.deleted_at.is_(None), people.c.role.in_(_FACES), sa.not_(people.c.has_left)
    )
    quiet = sa.or_(table.c.last_contact_at.is_(None), table.c.last_contact_at < silent)

    def number(condition: sa.ColumnElement[bool]) -> sa.ColumnElement[int]:
        return sa.func.coalesce(sa.func.sum(sa.case((condition, 1), else_=0)), 0)

    row: Any = session.execute(
        sa.select(sa.func.count(), number(decider), number(quiet), number(table.c.updated_at < stale)).where(*mine)
    ).one()
    return Coverage(*(int(value) for value in row))


def _before(today: date, days: int) -> datetime:
    return from_local(datetime.combine(today - timedelta(days=days), datetime.min.time()))


def filled(session: Session) -> tuple[tuple[str, float], ...]:
    """Fields that matter, and the share of firms whose file has them; () without any firm."""
    table = table_of(Customer)
    where = (table.c.deleted_at.is_(None), table.c.kind == "company")
    columns = [sa.func.sum(sa.case((table.c[key].is_not(None), 1), else_=0)) for key in REQUIRED]
    count, *sums = session.execute(sa.select(sa.func.count(), *columns).where(*where)).one()
    fields = fields_of(Customer)
    return tuple((fields[key].label, (have or 0) / count) for key, have in zip(REQUIRED, sums, strict=True)) if count else ()


def channels(session: Session, period: Period, most: int = 8) -> tuple[Channel, ...]:
    """What came over which channel of sale in a period, by the orders, the most first; orders that name none last."""
    order = table_of(Order)
    name = sa.func.coalesce(order.c.channel, "")
    signed = sa.case((order.c.kind == RETURN, -order.c.net), else_=order.c.net)
    columns = (sa.func.count(order.c.customer_id.distinct()), sa.func.sum(signed))
    rows: Any = session.execute(sa.select(name, *columns).where(*counted(period)).group_by(name)).all()
    found = sorted((Channel(*row) for row in rows), key=lambda one: (not one.name, -one.net, one.name))
    return tuple(found[:most])


def complaints_by_grade(session: Session, first: date, last: date) -> Mapping[str, int]:
    """Complaints received in a period by the customers' grades ("" for none), as the monthly report counts them."""
    case, customer = table_of(Complaint), table_of(Customer)
    begin, end = (from_local(datetime.combine(day, datetime.min.time())) for day in (first, last + timedelta(days=1)))
    found = sa.select(customer.c.grade, sa.func.count()).join(customer, customer.c.id == case.c.customer_id)
    where = (case.c.deleted_at.is_(None), case.c.state.in_(COUNTED), case.c.received_at >= begin, case.c.received_at < end)
    return {grade or "": count for grade, count in session.execute(found.where(*where).group_by(customer.c.grade))}


def grades(session: Session) -> Mapping[str, int]:
    """Customers by grade ("" for none)."""
    table = table_of(Customer)
    rows = session.execute(sa.select(table.c.grade, sa.func.count()).where(table.c.deleted_at.is_(None)).group_by(table.c.grade))
    return {grade or "": count for grade, count in rows}


def names(session: Session, keys: Sequence[UUID]) -> Mapping[UUID, str]:
    """Names of colleagues."""
    table = table_of(Employee)
    rows: Any = session.execute(sa.select(table.c.id, table.c.name).where(table.c.id.in_(keys))).all()
    return {row[0]: row[1] for row in rows}
