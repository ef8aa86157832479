"""Receivables of the customers at both ends of a span, in one pass: two days read apart cost twice as much."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.models.base import table_of
from app.models.receivable import Invoice, Receipt
from app.services.business import ledger
from app.services.business.kept import kept

Balances = Mapping[UUID, int]


def balances_at(session: Session, begin: date, end: date) -> tuple[Balances, Balances]:
    """What ``ledger.balances`` says of two days, the earlier one first (fen)."""
    return kept(session, ("balances", begin, end), lambda: _balances_at(session, begin, end))


def _balances_at(session: Session, begin: date, end: date) -> tuple[dict[UUID, int], dict[UUID, int]]:
    invoice, receipt = table_of(Invoice), table_of(Receipt)
    owed = sa.case((invoice.c.kind == ledger.CREDIT, -invoice.c.total), else_=invoice.c.total)
    first: dict[UUID, int] = {}
    last: dict[UUID, int] = {}
    for statement in (
        _sums(invoice.c.customer_id, owed, invoice.c.issued_on <= begin).where(*ledger.until(invoice, end)),
        _sums(receipt.c.customer_id, -receipt.c.amount, receipt.c.received_on <= begin).where(*ledger.came(receipt, end)),
    ):
        for key, then, now in session.execute(statement).all():
            first[key] = first.get(key, 0) + int(then)
            last[key] = last.get(key, 0) + int(now)
    return first, last


def _sums(who: sa.ColumnElement[UUID], amount: sa.ColumnElement[int], early: sa.ColumnElement[bool]) -> Any:
    return sa.select(who, sa.func.sum(sa.case((early, amount), else_=0)), sa.func.sum(amount)).group_by(who)
