"""Ageing by the age of the invoice (C25, 财务账龄): the open items of the other ageing, and the invoices behind a column."""

from datetime import date
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.analysis.ageing import YEARS, Yearly, ageing_by_years
from app.models.base import table_of
from app.models.receivable import Invoice
from app.services.business import ledger
from app.services.business.clients import Analysed, Line, clients
from app.services.business.kept import kept

AGE = "age"
"""The mode of the ageing in which the age of the invoice counts, not the days past due."""


def by_age(session: Session, as_of: date) -> Analysed[Yearly, Yearly]:
    """Every customer with anything open, most older than a year first; ``company`` is all of them together."""
    return kept(session, ("ageing by years", as_of), lambda: _by_age(session, as_of))


def _by_age(session: Session, as_of: date) -> Analysed[Yearly, Yearly]:
    found, known = ledger.open_accounts(session, as_of), clients(session)
    lines = [Line(known[key], ageing_by_years(one.debts, as_of, one.unallocated)) for key, one in found.items() if key in known]
    lines.sort(key=lambda line: (-line.row.over_a_year, -line.row.total, line.client.key))
    return Analysed(tuple(lines), _together([line.row for line in lines]), {"as_of": as_of.isoformat(), "mode": AGE},
                    ledger.elsewhere(session, as_of))  # fmt: skip


def _together(rows: list[Yearly]) -> Yearly:
    sums = {key: sum(row.amounts[key] for row in rows) for key in YEARS}
    return Yearly(sums, sum(row.unallocated for row in rows), sum(row.disputed for row in rows),
                  max((row.oldest_days for row in rows), default=0))  # fmt: skip


def open_since(session: Session, customer_id: UUID | None, as_of: date) -> tuple[tuple[UUID, date], ...]:
    """The invoices of a customer, or of all, that are not paid in full on a day, with the day of each, the oldest first."""
    invoice, mine = table_of(Invoice), {key for key, _due in ledger.open_invoices(session, customer_id, as_of)}
    own = () if customer_id is None else (invoice.c.customer_id == customer_id,)
    found = sa.select(invoice.c.id, invoice.c.issued_on).where(*own)
    rows = session.execute(found.order_by(invoice.c.issued_on, invoice.c.id))
    return tuple((key, issued) for key, issued in rows if key in mine)
