"""What a credit limit rests on and what uses it up: monthly purchases, receivables, orders not billed yet. With tax, in fen."""

from collections.abc import Mapping, Sequence
from datetime import date
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.analysis import credit_limit
from app.analysis.credit_limit import Bought, Use
from app.models.base import table_of
from app.models.order import Order
from app.models.receivable import Invoice
from app.services.business import ledger
from app.services.business.period import ending
from app.services.business.sums import RETURN, counted


def bought(session: Session, as_of: date, customer_id: UUID | None = None) -> Mapping[UUID, Sequence[Bought]]:
    """Purchases in each of the last six whole or begun calendar months, newest first; of one customer, or of all."""
    order = table_of(Order)
    span = ending(as_of, credit_limit.MONTHS)
    months = [f"{month.year:04d}-{month.month:02d}" for month in reversed(span.month_list())][: credit_limit.MONTHS]
    month = sa.func.substr(sa.type_coerce(order.c.ordered_on, sa.Text()), 1, 7)
    sums = (sa.func.sum(_signed(order)), sa.func.sum(sa.case((order.c.kind == RETURN, 0), else_=1)))
    where = [*counted(until=as_of), order.c.ordered_on >= date.fromisoformat(f"{months[-1]}-01")]
    if customer_id is not None:
        where.append(order.c.customer_id == customer_id)
    found: dict[UUID, dict[str, Bought]] = {}
    for key, text, cents, count in session.execute(
        sa.select(order.c.customer_id, month, *sums).where(*where).group_by(order.c.customer_id, month)
    ):
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
    """Receivables, and orders without an invoice: delivered ones, and open ones; of one customer, or of all."""
    order, invoice = table_of(Order), table_of(Invoice)
    billed = sa.exists().where(invoice.c.order_id == order.c.id, invoice.c.deleted_at.is_(None))
    found: dict[UUID, dict[str, int]] = {}
    if bills_by_order(session):
        columns = (order.c.customer_id, order.c.state, sa.func.sum(_signed(order)))
        where = [*counted(until=as_of), ~billed]
        if customer_id is not None:
            where.append(order.c.customer_id == customer_id)
        for key, state, cents in session.execute(sa.select(*columns).where(*where).group_by(order.c.customer_id, order.c.state)):
            found.setdefault(key, {})[state] = int(cents)
    if customer_id is None:
        owed = ledger.balances(session, as_of)
    else:
        owed = {customer_id: ledger.balance_of(session, customer_id, as_of)}
    return {
        key: Use(owed.get(key, 0), found.get(key, {}).get("delivered", 0), found.get(key, {}).get("confirmed", 0))
        for key in {*owed, *found}
    }


def overdue(session: Session, as_of: date, customer_id: UUID | None = None) -> Mapping[UUID, tuple[int, int]]:
    """(days of the oldest undisputed debt that is overdue, all that is overdue in fen) of customers that are late."""
    found: dict[UUID, tuple[int, int]] = {}
    accounts = ledger.open_accounts(session, as_of) if customer_id is None else {
        customer_id: ledger.account_of(session, customer_id, as_of)}  # fmt: skip
    for key, one in accounts.items():
        late = [debt for debt in one.debts if debt.due < as_of and debt.open > 0]
        days = max(((as_of - debt.due).days for debt in late if debt.open > debt.disputed), default=0)
        if late:
            found[key] = days, sum(debt.open for debt in late)
    return found
