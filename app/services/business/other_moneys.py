"""What lies in other currencies than that of the books: in no figure, so that sentences tell it beside them (domain/00 G2).

In hundredths by currency; for papers and screens alike. Few rows are in other currencies, so nothing of it is kept.
"""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.analysis.profitability import COST_KINDS
from app.formats import number_text
from app.i18n import N_
from app.i18n import gettext_text as _
from app.models.base import table_of
from app.models.cost import Cost
from app.models.receivable import Allocation, Receipt
from app.services.business import ledger
from app.services.business.period import Period
from app.services.business.sums import in_books

Amounts = Mapping[str, int]
SALES = N_("Other currencies are in no sum: {amounts}.")
COSTS = N_("Costs in other currencies are in no sum: {amounts}.")
OWED = N_("Receivables in other currencies are in no sum: {amounts}.")
UNALLOCATED = N_("Paid in other currencies and not allocated: {amounts}.")


def told(sentence: str, amounts: Amounts) -> tuple[str, ...]:
    """One of the sentences above in the language in force; nothing where there is nothing to tell."""
    if not amounts:
        return ()
    parts = [f"{currency} {number_text(Decimal(amount) / 100, 2)}" for currency, amount in sorted(amounts.items())]
    return (_(sentence).format(amounts=_(", ").join(parts)),)


def cost_words(session: Session, period: Period, customer_id: UUID | None = None) -> tuple[str, ...]:
    """Costs to serve of a period that no profit holds; of one customer, or of all."""
    return told(COSTS, costs(session, period, customer_id))


def owed_words(session: Session, as_of: date, customer_id: UUID | None = None) -> tuple[str, ...]:
    """What is open on a day, and what was paid and pays nothing yet; of one customer, or of all."""
    return (*told(OWED, owed(session, as_of, customer_id)), *told(UNALLOCATED, unallocated(session, as_of, customer_id)))


def costs(session: Session, period: Period, customer_id: UUID | None = None) -> Amounts:
    """Costs to serve entered in a period."""
    cost = table_of(Cost)
    where = [cost.c.deleted_at.is_(None), sa.not_(in_books(cost)), cost.c.spent_on.between(period.first, period.last),
             cost.c.kind.in_(COST_KINDS), *_own(cost, customer_id)]  # fmt: skip
    found = sa.select(cost.c.currency, sa.func.sum(cost.c.amount)).where(*where).group_by(cost.c.currency)
    return _known(session, found)


def owed(session: Session, as_of: date, customer_id: UUID | None = None) -> Amounts:
    """What is open of invoices on a day, less open credit notes."""
    return ledger.elsewhere(session, as_of, customer_id)


def unallocated(session: Session, as_of: date, customer_id: UUID | None = None) -> Amounts:
    """What receipts brought by a day that pays no invoice."""
    receipt, part = table_of(Receipt), table_of(Allocation)
    used = sa.select(sa.func.coalesce(sa.func.sum(part.c.amount), 0)).where(part.c.receipt_id == receipt.c.id)
    paid = used.where(part.c.deleted_at.is_(None)).correlate(receipt).scalar_subquery()
    where = [receipt.c.deleted_at.is_(None), sa.not_(in_books(receipt)), receipt.c.received_on <= as_of,
             *_own(receipt, customer_id)]  # fmt: skip
    found = sa.select(receipt.c.currency, sa.func.sum(receipt.c.amount - paid)).where(*where)
    return _known(session, found.group_by(receipt.c.currency))


def _own(table: sa.Table, customer_id: UUID | None) -> tuple[sa.ColumnElement[bool], ...]:
    return () if customer_id is None else (table.c.customer_id == customer_id,)


def _known(session: Session, found: sa.Select[Any]) -> dict[str, int]:
    return {currency: int(amount) for currency, amount in session.execute(found).all() if amount}
