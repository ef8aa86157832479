"""Interest that public bodies and large firms owe for paying late, where nothing was agreed (C25, State Council Decree 802).

A hint, owed to small and medium firms alone: on what is open today, since it was due, without what is disputed.
"""

from collections.abc import Mapping
from datetime import date
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.analysis.ageing import days_past_due, late_interest
from app.models import Customer
from app.models.base import in_view, table_of
from app.models.receivable import Invoice
from app.services.business import ledger
from app.services.business.kept import kept

_PUBLIC, _LARGE = ("government", "institution"), "L"


def owed(session: Session, as_of: date) -> Mapping[UUID, int]:
    """Fen, by customer, of all that the decree names, 0 for those that pay in time; others are not in it."""
    return kept(session, ("late interest", as_of), lambda: _owed(session, as_of))


def _owed(session: Session, as_of: date) -> dict[UUID, int]:
    accounts, own = ledger.open_accounts(session, as_of), table_of(Customer)
    found = session.scalars(sa.select(own.c.id).where(*in_view(Customer), _named(own))).all()
    debts = {key: accounts[key].debts if key in accounts else () for key in found}
    return {
        key: sum(late_interest(debt.open - debt.disputed, days_past_due(debt.due, as_of)) for debt in several)
        for key, several in debts.items()
    }


def invoices(session: Session, as_of: date, customer_id: UUID | None) -> list[UUID]:
    """The invoices it is owed for, of one customer or of all."""
    own, invoice = table_of(Customer), table_of(Invoice)
    late = {key for key, due in ledger.open_invoices(session, customer_id, as_of) if due < as_of}
    named = sa.select(own.c.id).where(*in_view(Customer), _named(own))
    where = (*ledger.until(invoice, as_of, customer_id), invoice.c.disputed.is_distinct_from(True), invoice.c.due_on < as_of,
             invoice.c.customer_id.in_(named))  # fmt: skip
    return [key for key in session.scalars(sa.select(invoice.c.id).where(*where)) if key in late]


def is_owed_by(session: Session, customer_id: UUID) -> bool:
    """Whether the decree names such a customer."""
    own = table_of(Customer)
    return session.scalar(sa.select(own.c.id).where(own.c.id == customer_id, _named(own))) is not None


def _named(own: sa.Table) -> sa.ColumnElement[bool]:
    return sa.or_(own.c.company_type.in_(_PUBLIC), own.c.size == _LARGE)
