"""What a credit limit rests on and what uses it up: monthly purchases, receivables, orders not billed yet. With tax, in fen."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.analysis import credit_limit
from app.analysis.credit_limit import Bought, Use
from app.models.base import table_of
from app.models.order import Order
from app.models.portable import days_until, month_text
from app.models.receivable import Invoice
from app.models.types import DateType
from app.services.business import ledger
from app.services.business.kept import kept
from app.services.business.period import ending
from app.services.business.sums import RETURN, counted

OPEN = "confirmed"


def bought(session: Session, as_of: date, customer_id: UUID | None = None) -> Mapping[UUID, Sequence[Bought]]:
    """Purchases in each of the last six whole or begun calendar months, newest first; of one customer, or of all."""
    order = table_of(Order)
    span = ending(as_of, credit_limit.MONTHS)
    months = [f"{month.year:04d}-{month.month:02d}" for month in reversed(span.month_list())][: credit_limit.MONTHS]
    month = month_text(order.c.ordered_on)
    sums = (sa.func.sum(_signed(order)), sa.func.sum(sa.case((order.c.kind == RETURN, 0), else_=1)))
    where = [*counted(until=as_of), order.c.ordered_on >= date.fromisoformat(f"{months[-1]}-01")]
    if customer_id is not None:
        where.append(order.c.customer_id == customer_id)
    found: dict[UUID, dict[str, Bought]] = {}
    statement = sa.select(order.c.customer_id, month, *sums).where(*where).group_by(order.c.customer_id, month)
    for key, text, cents, count in session.execute(statement).all():
        found.setdefault(key, {})[text] = Bought(int(cents), int(count))
    return {key: [several.get(text, Bought(0, 0)) for text in months] for key, several in found.items()}


def _signed(order: sa.Table) -> sa.ColumnElement[int]:
    amount = sa.func.coalesce(order.c.total, order.c.net)
    return sa.case((order.c.kind == RETURN, -amount), else_=amount)


def bills_by_order(session: Session) -> bool:
    """Whether invoices name their orders: without any that does, nobody can tell what is billed."""
    invoice = table_of(Invoice)
    named = sa.select(invoice.c.id).where(invoice.c.order_id.is_not(None), invoice.c.deleted_at.is_(None)).limit(1)
    return session.execute(named).first() is not None


def use(session: Session, as_of: date, customer_id: UUID | None = None) -> Mapping[UUID, Use]:
    """Receivables, and what of orders no invoice bills: delivered ones, and open ones; of one customer, or of all. Where invoices
    don't name their orders nobody can tell what of the delivered ones is billed; open ones are not."""
    found: dict[UUID, dict[str, int]] = {}
    for key, state, cents in session.execute(_unbilled_orders(as_of, customer_id, bills_by_order(session))).all():
        found.setdefault(key, {})[state] = int(cents)
    if customer_id is None:
        owed = ledger.balances(session, as_of)
    else:
        owed = {customer_id: ledger.balance_of(session, customer_id, as_of)}
    return {key: Use(owed.get(key, 0), *_unbilled(found.get(key, {}))) for key in {*owed, *found}}


def _unbilled_orders(as_of: date, only: UUID | None, named: bool) -> sa.Select[Any]:
    """(customer, state, sum) of what is not billed; delivered orders only where invoices name theirs (``named``)."""
    order = table_of(Order)
    source, rest, where = _billing(as_of, only, named)
    over = ((rest <= 0, 0),) if named else ()  # billed for more than was ordered
    signed = sa.func.sum(sa.case(*over, (order.c.kind == RETURN, -rest), else_=rest))
    found = sa.select(order.c.customer_id, order.c.state, signed).select_from(source)
    return found.where(*where).group_by(order.c.customer_id, order.c.state)


def _billing(
    as_of: date, only: UUID | None, named: bool
) -> tuple[sa.FromClause, sa.ColumnElement[int], list[sa.ColumnElement[bool]]]:
    """Orders, what of each is not billed, and which of them count."""
    order, invoice = table_of(Order), table_of(Invoice)
    amount = sa.func.coalesce(order.c.total, order.c.net)
    where = [*counted(until=as_of), *(() if only is None else (order.c.customer_id == only,))]
    if not named:
        return order, amount, [*where, order.c.state == OPEN]
    there = (invoice.c.order_id.is_not(None), invoice.c.deleted_at.is_(None), invoice.c.issued_on <= as_of)
    mine = () if only is None else (invoice.c.customer_id == only,)
    billed = sa.select(invoice.c.order_id, sa.func.sum(invoice.c.total).label("total")).where(*there, *mine)
    parts = billed.group_by(invoice.c.order_id).subquery()
    joined = order.join(parts, parts.c.order_id == order.c.id, isouter=True)
    return joined, amount - sa.func.coalesce(parts.c.total, 0), where


def unbilled_orders(session: Session, as_of: date, customer_id: UUID | None = None) -> list[UUID]:
    """The orders and returns of which anything is not billed, those that ``use`` adds up; the newest first."""
    order = table_of(Order)
    named = bills_by_order(session)
    source, rest, where = _billing(as_of, customer_id, named)
    found = sa.select(order.c.id).select_from(source).where(*where, *((rest > 0,) if named else ()))
    return list(session.scalars(found.order_by(order.c.ordered_on.desc(), order.c.id)))


def _unbilled(states: Mapping[str, int]) -> tuple[int, int]:
    """Delivered and open, neither below 0: a return that nobody credited yet takes from what isn't billed, and frees no more."""
    delivered, opened = states.get("delivered", 0), states.get(OPEN, 0)
    return max(delivered + min(opened, 0), 0), max(opened + min(delivered, 0), 0)


@dataclass(frozen=True, slots=True)
class Late:
    """What a customer owes past its day: all of it, that of invoices on credit (not for cash), how late those are (fen × days),
    and for how many days the oldest that is not disputed."""

    amount: int
    on_credit: int
    fen_days: int
    oldest: int


NONE_LATE = Late(0, 0, 0, 0)


def overdue(session: Session, as_of: date, customer_id: UUID | None = None) -> Mapping[UUID, Late]:
    """Customers that are late on that day, added up by SQL; of one, or of all."""
    if customer_id is not None:
        return _overdue(session, as_of, customer_id)
    return kept(session, ("overdue", as_of), lambda: _overdue(session, as_of, None))


def _overdue(session: Session, as_of: date, only: UUID | None) -> dict[UUID, Late]:
    invoice, paid = table_of(Invoice), ledger.payments(as_of, only=only)
    rest = invoice.c.total - sa.func.coalesce(paid.c.amount, 0)
    cash, disputed = invoice.c.cash.is_not_distinct_from(True), invoice.c.disputed.is_not_distinct_from(True)
    days = days_until(invoice.c.due_on, sa.bindparam("day", as_of, DateType()))
    sums = (
        sa.func.sum(rest), sa.func.sum(sa.case((cash, 0), else_=rest)), sa.func.sum(sa.case((cash, 0), else_=rest * days)),
        sa.type_coerce(sa.func.min(sa.case((disputed, None), else_=invoice.c.due_on)), DateType()),
    )  # fmt: skip
    where = [*ledger.until(invoice, as_of, only), invoice.c.kind != ledger.CREDIT, invoice.c.due_on < as_of, rest > 0]
    joined = sa.select(invoice.c.customer_id, *sums).join(paid, paid.c.invoice_id == invoice.c.id, isouter=True)
    rows = session.execute(joined.where(*where).group_by(invoice.c.customer_id)).all()
    return {
        key: Late(int(amount), int(on_credit), int(fen_days), (as_of - oldest).days if oldest is not None else 0)
        for key, amount, on_credit, fen_days, oldest in rows
    }
