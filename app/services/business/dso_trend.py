"""Days of sales of the whole firm month by month (C24): three sums by month instead of twelve readings of every customer."""

from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.analysis.dso import WINDOW, days_of_sales
from app.analysis.figures import Figure
from app.analysis.periods import YearMonth
from app.models.base import table_of
from app.models.portable import month_text
from app.models.receivable import Allocation, Invoice, Receipt
from app.services.business import ledger
from app.services.business.kept import kept
from app.services.business.sums import in_books

_MONTHS = 12


@dataclass(frozen=True, slots=True)
class Point:
    """A month's end (the day asked for in the last one): receivables on credit and credit sales of the window up to it (fen), and
    the simple DSO."""

    month: YearMonth
    receivables: int
    sales: int
    dso: Figure


def dso_trend(session: Session, as_of: date, window: int = WINDOW) -> tuple[Point, ...]:
    """The last twelve months, the oldest first; without those before the first invoice."""
    return kept(session, ("dso trend", as_of, window), lambda: _dso_trend(session, as_of, window))


def _dso_trend(session: Session, as_of: date, window: int) -> tuple[Point, ...]:
    owed, sold = _receivables(session, as_of), _credit_sales(session, as_of)
    last, found = YearMonth(as_of.year, as_of.month), []
    for month in (last.plus(-back) for back in range(_MONTHS - 1, -1, -1)):
        span = [month.plus(-back) for back in range(window)]
        open_then = sum(amount for name, amount in owed.items() if name <= str(month))
        sales = sum(sold.get(str(one), 0) for one in span)
        days = sum(as_of.day if one == last else monthrange(one.year, one.month)[1] for one in span)
        if owed and min(owed) <= str(month):
            found.append(Point(month, open_then, sales, days_of_sales(open_then, sales, days)))
    return tuple(found)


def _receivables(session: Session, as_of: date) -> Mapping[str, int]:
    """How the receivables on credit changed, by month (2026-11): invoices less receipts, without what is open on cash terms."""
    invoice, receipt = table_of(Invoice), table_of(Receipt)
    bills = _by_month(session, invoice.c.issued_on, _signed(invoice), *ledger.until(invoice, as_of), *_no_cash(invoice))
    paid = _by_month(session, receipt.c.received_on, -receipt.c.amount, *ledger.came(receipt, as_of))
    found: dict[str, int] = {}
    for part in (bills, paid, _of_cash(session, as_of)):
        for month, amount in part.items():
            found[month] = found.get(month, 0) + amount
    return found


def _of_cash(session: Session, as_of: date) -> dict[str, int]:
    """What receipts and credit notes paid of invoices on cash terms, less what credit notes on cash terms paid: it is no payment
    of what is owed on credit. It counts from the day on which both sides were there."""
    part, bill, receipt = table_of(Allocation), table_of(Invoice), table_of(Receipt)
    note = table_of(Invoice).alias("note")
    joined = part.join(bill, bill.c.id == part.c.invoice_id).join(receipt, receipt.c.id == part.c.receipt_id, isouter=True)
    joined = joined.join(note, note.c.id == part.c.credit_id, isouter=True)
    came = sa.func.coalesce(receipt.c.received_on, note.c.issued_on)
    day = sa.case((came > bill.c.issued_on, came), else_=bill.c.issued_on)
    is_cash = sa.case((bill.c.cash, part.c.amount), else_=0) - sa.case((note.c.cash, part.c.amount), else_=0)
    there = (each.c.deleted_at.is_(None) for each in (part, bill, receipt, note))
    where = (*there, in_books(bill), sa.or_(bill.c.cash, note.c.cash), day <= as_of)
    month = month_text(day)
    rows = session.execute(sa.select(month, sa.func.sum(is_cash)).select_from(joined).where(*where).group_by(month)).all()
    return {name: int(amount) for name, amount in rows}


def _credit_sales(session: Session, as_of: date) -> Mapping[str, int]:
    invoice = table_of(Invoice)
    where = (*ledger.until(invoice, as_of), *_no_cash(invoice), invoice.c.kind != "opening")
    return _by_month(session, invoice.c.issued_on, _signed(invoice), *where)


def _signed(invoice: sa.Table) -> sa.ColumnElement[Any]:
    return sa.case((invoice.c.kind == ledger.CREDIT, -invoice.c.total), else_=invoice.c.total)


def _no_cash(invoice: sa.Table) -> tuple[sa.ColumnElement[bool], ...]:
    return (invoice.c.cash.is_distinct_from(True),)


def _by_month(session: Session, day: sa.ColumnElement[Any], amount: Any, *where: sa.ColumnElement[bool]) -> dict[str, int]:
    month = month_text(day)
    rows = session.execute(sa.select(month, sa.func.sum(amount)).where(*where).group_by(month)).all()
    return {name: int(total) for name, total in rows}
