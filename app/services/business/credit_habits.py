"""What dealings themselves say of a customer's credit: the share paid in time, the years, the margin (70 §7.9)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.analysis import credit_score
from app.analysis.figures import NO_DATA, Figure, optional, ratio, undefined
from app.analysis.profitability import of_net
from app.models.base import table_of
from app.models.order import Order
from app.models.portable import days_until
from app.models.receivable import Allocation, Invoice, Receipt
from app.models.types import DateType
from app.services.business import credit_use, ledger, sums
from app.services.business.kept import kept
from app.services.business.period import Period
from app.services.business.sums import RETURN, Sales, counted, sales


@dataclass(frozen=True, slots=True)
class Habits:
    """``on_time`` and ``margin`` are fractions; ``days`` since the first order, None without any."""

    on_time: Figure
    days: int | None
    margin: Figure

    @property
    def marks(self) -> dict[str, int | None]:
        """The marks that follow; None where nothing does."""
        return {
            credit_score.PAYMENT: credit_score.payment_mark(self.on_time),
            credit_score.YEARS: None if self.days is None else credit_score.years_mark(self.days),
            credit_score.MARGIN: credit_score.margin_mark(self.margin),
        }


NONE = Habits(undefined(NO_DATA), None, undefined(NO_DATA))
"""Of a customer without any dealings."""


def habits(session: Session, period: Period) -> Mapping[UUID, Habits]:
    """Every customer that ordered up to the end of the period, or owed in it."""
    return kept(session, ("habits", period), lambda: _habits(session, period))


def _habits(session: Session, period: Period) -> dict[UUID, Habits]:
    paid, first = paying(session, period), _first_orders(session, period.last)
    bought = sales(session, period)
    return {key: _dealt(paid.get(key), first.get(key), bought.get(key), period.last) for key in {*paid, *first}}


def of_customer(session: Session, period: Period, customer_id: UUID) -> Habits:
    """One customer's, read alone."""
    paid, first = paying(session, period, customer_id), _first_orders(session, period.last, customer_id)
    bought = sums.of_customer(session, period, customer_id)
    return _dealt(paid.get(customer_id), first.get(customer_id), bought, period.last)


def _dealt(paid: "Paying | None", first: date | None, bought: Sales | None, last: date) -> Habits:
    days = None if first is None else (last - first).days
    return Habits(NONE.on_time if paid is None else paid.on_time, days, NONE.margin if bought is None else _margin(bought))


def _margin(one: Sales) -> Figure:
    """The gross margin (C10); costs to serve aren't asked."""
    return of_net(optional(None if one.cogs is None else one.net - one.cogs), one.net)


@dataclass(frozen=True, slots=True)
class Paying:
    """How a customer pays: of ``base`` (fen paid, or late) what was paid by its day, and fen × days late. The figures are made
    when they are asked for, for there are many customers."""

    good: int
    fen_days: int
    base: int

    @property
    def on_time(self) -> Figure:
        """The share by amount that was paid by its day, a fraction."""
        return ratio(self.good, self.base)

    @property
    def days_late(self) -> Figure:
        """Days late, weighted by amount."""
        return ratio(self.fen_days, self.base)


def paying(session: Session, period: Period, customer_id: UUID | None = None) -> Mapping[UUID, Paying]:
    """As ``payment_habits`` has it of every piece: of what receipts paid in the period, and of what is overdue at its end;
    invoices for cash and credit notes are left out. Added up by SQL; of one customer, or of all."""
    if customer_id is not None:
        return _paying(session, period, customer_id)
    return kept(session, ("paying", period), lambda: _paying(session, period, None))


def _paying(session: Session, period: Period, customer_id: UUID | None) -> dict[UUID, Paying]:
    part, receipt, invoice = table_of(Allocation), table_of(Receipt), table_of(Invoice)
    in_time = receipt.c.received_on <= invoice.c.due_on
    late = part.c.amount * days_until(invoice.c.due_on, receipt.c.received_on)
    sums = (sa.func.sum(sa.case((in_time, part.c.amount), else_=0)), sa.func.sum(sa.case((in_time, 0), else_=late)),
            sa.func.sum(part.c.amount))  # fmt: skip
    joined = sa.select(invoice.c.customer_id, *sums).select_from(
        part.join(receipt, receipt.c.id == part.c.receipt_id).join(invoice, invoice.c.id == part.c.invoice_id))  # fmt: skip
    where = [part.c.deleted_at.is_(None), receipt.c.deleted_at.is_(None), receipt.c.received_on >= period.first,
             receipt.c.received_on <= period.last, *ledger.until(invoice, period.last, customer_id),
             invoice.c.kind != ledger.CREDIT, invoice.c.cash.is_distinct_from(True)]  # fmt: skip
    rows = session.execute(joined.where(*where).group_by(invoice.c.customer_id)).all()
    paid = {key: (int(good), int(days), int(whole)) for key, good, days, whole in rows}
    owed = credit_use.overdue(session, period.last, customer_id)
    return {key: _of(*paid.get(key, (0, 0, 0)), owed.get(key, credit_use.NONE_LATE)) for key in {*paid, *owed}}


def _of(good: int, days: int, whole: int, owed: credit_use.Late) -> Paying:
    return Paying(good, days + owed.fen_days, whole + owed.on_credit)


def _first_orders(session: Session, until: date, only: UUID | None = None) -> dict[UUID, date]:
    """The day of each customer's first order, returns left out; of one, or of all."""
    order = table_of(Order)
    day = sa.type_coerce(sa.func.min(order.c.ordered_on), DateType())
    own = () if only is None else (order.c.customer_id == only,)
    where = (*counted(until=until, any_currency=True), order.c.kind != RETURN, *own)
    rows = session.execute(sa.select(order.c.customer_id, day).where(*where).group_by(order.c.customer_id)).all()
    return {key: first for key, first in rows if first is not None}
