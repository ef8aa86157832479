"""What customers bought, added up by SQL: one row a customer, whatever the number of orders.

Sales are confirmed and delivered orders in the currency of the books; returns count against them; drafts, cancelled orders
and what lies in the recycle bin (with its customer, too) count nowhere. Amounts in fen, without tax (domain/00 G3).
"""

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.analysis.currencies import CNY
from app.analysis.periods import YearMonth
from app.models import Customer
from app.models.base import table_of
from app.models.order import Order
from app.models.portable import month_text
from app.models.types import DateType
from app.services.business.kept import kept
from app.services.business.period import Period

RETURN = "return"
COUNTING = ("confirmed", "delivered")


@dataclass(frozen=True, slots=True)
class Sales:
    """One customer's period: ``net`` = gross - discounts - returns; ``cogs`` None where the cost of any order is not known;
    ``orders`` counts sales only; ``last`` is the day of the last of them."""

    gross: int
    discounts: int
    returns: int
    net: int
    cogs: int | None
    orders: int
    last: date | None


def counted(
    period: Period | None = None, until: date | None = None, any_currency: bool = False
) -> list[sa.ColumnElement[bool]]:
    """What holds for orders that count: in the period, or up to a day."""
    order = table_of(Order)
    found = [order.c.deleted_at.is_(None), order.c.state.in_(COUNTING), *(() if any_currency else (in_books(order),))]
    if period is not None:
        found += [order.c.ordered_on >= period.first, order.c.ordered_on <= period.last]
    return found if until is None else [*found, order.c.ordered_on <= until]


def in_books(table: sa.Table) -> sa.ColumnElement[bool]:
    """In the currency of the books; nothing said is that one."""
    return sa.or_(table.c.currency.is_(None), table.c.currency.in_(("", CNY)))


def sales(session: Session, period: Period) -> Mapping[UUID, Sales]:
    """What each customer bought in a period; who has no order in it is not there."""
    return _sums(session, period)[0]


def left_out(session: Session, period: Period) -> Mapping[str, int]:
    """Net amounts of the period's orders in other currencies, by currency: told beside the sums, never in them."""
    return _sums(session, period)[1]


def _sums(session: Session, period: Period) -> tuple[Mapping[UUID, Sales], Mapping[str, int]]:
    return kept(session, ("sales", period), lambda: _read_sums(session, period))


def of_customer(session: Session, period: Period, customer_id: UUID) -> Sales | None:
    """What one customer bought in a period, read alone; None without an order in it."""
    return _read_sums(session, period, customer_id)[0].get(customer_id)


def _read_sums(session: Session, period: Period, only: UUID | None = None) -> tuple[dict[UUID, Sales], dict[str, int]]:
    order = table_of(Order)
    where = [*counted(period, any_currency=True), *((order.c.customer_id == only,) if only is not None else ())]
    statement = sa.select(order.c.customer_id, order.c.currency, *_columns(order)).where(*where)
    found: dict[UUID, Sales] = {}
    others: dict[str, int] = {}
    for key, currency, *sums in session.execute(statement.group_by(order.c.customer_id, order.c.currency)).all():
        one = _of(*sums)
        if currency and currency != CNY:
            others[currency] = others.get(currency, 0) + one.net
        else:
            found[key] = _added(found[key], one) if key in found else one
    return found, others


def _added(first: Sales, second: Sales) -> Sales:
    cogs = None if first.cogs is None or second.cogs is None else first.cogs + second.cogs
    last = max((day for day in (first.last, second.last) if day is not None), default=None)
    return Sales(first.gross + second.gross, first.discounts + second.discounts, first.returns + second.returns,
                 first.net + second.net, cogs, first.orders + second.orders, last)  # fmt: skip


def _columns(order: sa.Table) -> list[sa.ColumnElement[Any]]:
    is_return = order.c.kind == RETURN
    gross = sa.func.coalesce(order.c.gross, order.c.net + sa.func.coalesce(order.c.discount, 0))
    unknown = sa.and_(order.c.cost.is_(None), order.c.net != 0)
    return [
        sa.func.sum(sa.case((is_return, 0), else_=gross)),
        sa.func.sum(sa.case((is_return, 0), else_=gross - order.c.net)),
        sa.func.sum(sa.case((is_return, order.c.net), else_=0)),
        sa.func.sum(sa.case((is_return, -order.c.cost), else_=order.c.cost)),
        sa.func.sum(sa.case((unknown, 1), else_=0)),
        sa.func.sum(sa.case((is_return, 0), else_=1)),
        sa.type_coerce(sa.func.max(sa.case((is_return, None), else_=order.c.ordered_on)), DateType()),
    ]


def _of(gross: int, discounts: int, returns: int, cost: int | None, unknown: int, orders: int, last: date | None) -> Sales:
    return Sales(gross, discounts, returns, gross - discounts - returns, None if unknown else cost or 0, orders, last)


def by_month(session: Session, period: Period, customer_id: UUID | None = None) -> Mapping[YearMonth, int]:
    """Net sales by calendar month, of one customer or of all; a month without an order is not there."""
    order = table_of(Order)
    month = month_text(order.c.ordered_on)
    signed = sa.case((order.c.kind == RETURN, -order.c.net), else_=order.c.net)
    where = counted(period) if customer_id is None else [*counted(period), order.c.customer_id == customer_id]
    rows = session.execute(sa.select(month, sa.func.sum(signed)).where(*where).group_by(month).order_by(month))
    return {YearMonth(int(text[:4]), int(text[5:7])): amount for text, amount in rows}


def by_salesperson(session: Session, period: Period) -> Mapping[UUID | None, int]:
    """Net sales of a period by who sold: the order's salesperson, else the customer's; None is nobody."""
    order, customer = table_of(Order), table_of(Customer)
    who = sa.func.coalesce(order.c.owner_id, customer.c.owner_id)
    signed = sa.case((order.c.kind == RETURN, -order.c.net), else_=order.c.net)
    found = sa.select(who, sa.func.sum(signed)).join(customer, customer.c.id == order.c.customer_id).where(*counted(period))
    return {key: int(amount) for key, amount in session.execute(found.group_by(who))}


def in_other_currencies(session: Session, period: Period, customer_id: UUID | None = None) -> Mapping[str, int]:
    """Net sales of a period that are not in the currency of the books, by currency; of one customer, or of all. ``left_out`` is
    the same for who has asked for the sales anyway."""
    order = table_of(Order)
    signed = sa.case((order.c.kind == RETURN, -order.c.net), else_=order.c.net)
    own = () if customer_id is None else (order.c.customer_id == customer_id,)
    where = (*counted(period, any_currency=True), ~in_books(order), *own)
    rows = session.execute(sa.select(order.c.currency, sa.func.sum(signed)).where(*where).group_by(order.c.currency))
    return {row[0]: row[1] for row in rows}


def books_begin(session: Session) -> date | None:
    """The day of the first order that counts; None without any."""
    order = table_of(Order)
    first = sa.select(sa.type_coerce(sa.func.min(order.c.ordered_on), DateType())).where(*counted())
    return kept(session, "books begin", lambda: session.scalar(first))


def order_days(session: Session, until: date) -> Mapping[UUID, list[date]]:
    """The days on which each customer ordered in any currency, up to a day, in order and without doubles."""
    return kept(session, ("days", until), lambda: _cut(kept(session, "days", lambda: _order_days(session)), until))


def _cut(found: Mapping[UUID, list[date]], until: date) -> dict[UUID, list[date]]:
    """Those up to a day: several days are asked of one reading."""
    ends = {key: bisect_right(days, until) for key, days in found.items()}
    return {key: days if ends[key] == len(days) else days[: ends[key]] for key, days in found.items() if ends[key]}


def _order_days(session: Session) -> dict[UUID, list[date]]:
    """One row a customer, its days as one text: of 20,000 customers a row a day would be half a million."""
    order = table_of(Order)
    statement = sa.select(order.c.customer_id, sa.cast(order.c.ordered_on, sa.Text()).label("day")).distinct()
    each = statement.where(*counted(any_currency=True), order.c.kind != RETURN).order_by("customer_id", "day").subquery()
    texts = sa.select(each.c.customer_id, sa.func.aggregate_strings(each.c.day, ",")).group_by(each.c.customer_id)
    found = {key: sorted(days.split(",")) for key, days in session.execute(texts).all()}
    known = {text: date.fromisoformat(text) for text in {text for days in found.values() for text in days}}
    return {key: [known[text] for text in days] for key, days in found.items()}
