"""What customers owe and how they pay, read from invoices, receipts and allocations as of a day. With tax, in fen.

Invoices of the day and before, in the currency of the books; what was allocated later hasn't happened. Cash terms are no credit
and are left out of days and limits (domain/30 C24).
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.analysis.ageing import Debt
from app.analysis.payment_habits import Bill, Payment
from app.analysis.periods import YearMonth
from app.models.base import table_of
from app.models.portable import day_text, key_bytes, month_text
from app.models.receivable import Allocation, Invoice, Receipt
from app.models.types import DateType
from app.services.business.kept import kept
from app.services.business.period import Period
from app.services.business.sums import in_books

CREDIT = "credit"


@dataclass(frozen=True, slots=True)
class Account:
    """One customer's open items: ``debts`` still open or in their favour, and ``unallocated`` receipts (0 or more)."""

    debts: tuple[Debt, ...]
    unallocated: int


def open_accounts(session: Session, as_of: date) -> Mapping[UUID, Account]:
    """Every customer with anything open on that day; disputed invoices carry their open amount as ``disputed``."""
    return kept(session, ("open", as_of), lambda: _open_accounts(session, as_of))


def account_of(session: Session, customer_id: UUID, as_of: date) -> Account:
    """One customer's open items, read alone."""
    return _open_accounts(session, as_of, customer_id).get(customer_id, Account((), 0))


def _open_accounts(session: Session, as_of: date, only: UUID | None = None) -> dict[UUID, Account]:
    debts: defaultdict[UUID, list[Debt]] = defaultdict(list)
    for key, debt in _debts(session, as_of, only):
        debts[key].append(debt)
    rest = {key: amount for key, amount in _unallocated(session, as_of, only).items() if amount}
    return {key: Account(tuple(debts.get(key, ())), rest.get(key, 0)) for key in {*debts, *rest}}


def open_for_cash(session: Session, as_of: date) -> Mapping[UUID, tuple[Debt, ...]]:
    """What is open of invoices on cash terms, by customer."""
    return kept(session, ("open for cash", as_of), lambda: _open_for_cash(session, as_of))


def _open_for_cash(session: Session, as_of: date) -> dict[UUID, tuple[Debt, ...]]:
    found: defaultdict[UUID, list[Debt]] = defaultdict(list)
    for key, debt in _debts(session, as_of, None, cash_only=True):
        found[key].append(debt)
    return {key: tuple(several) for key, several in found.items()}


def _debts(session: Session, as_of: date, only: UUID | None, cash_only: bool = False) -> list[tuple[UUID, Debt]]:
    invoice, paid = table_of(Invoice), payments(as_of, only=only, cash_only=cash_only)
    signed = sa.case((invoice.c.kind == CREDIT, -invoice.c.total), else_=invoice.c.total)
    settled = sa.case((invoice.c.kind == CREDIT, -_used(invoice, as_of)), else_=sa.func.coalesce(paid.c.amount, 0))
    statement = sa.select(
        invoice.c.customer_id, invoice.c.issued_on, invoice.c.due_on, signed, settled, invoice.c.disputed
    ).join(paid, paid.c.invoice_id == invoice.c.id, isouter=True)
    where = [*until(invoice, as_of, only), signed != settled, *((invoice.c.cash,) if cash_only else ())]
    rows = session.execute(statement.where(*where)).all()
    return [
        (key, Debt(key.hex, issued, due, amount, done, max(amount - done, 0) if disputed else 0))
        for key, issued, due, amount, done, disputed in rows
    ]


def elsewhere(session: Session, as_of: date, only: UUID | None = None) -> dict[str, int]:
    """What is open in other currencies on a day, by currency in hundredths: told beside the sums (domain/00 G2)."""
    invoice, paid = table_of(Invoice), payments(as_of, only=only)
    amount, done = invoice.c.total, sa.func.coalesce(paid.c.amount, 0)
    rest = sa.func.sum(sa.case((invoice.c.kind == CREDIT, _used(invoice, as_of) - amount), else_=amount - done))
    statement = sa.select(invoice.c.currency, rest).join(paid, paid.c.invoice_id == invoice.c.id, isouter=True)
    own = () if only is None else (invoice.c.customer_id == only,)
    where = (invoice.c.deleted_at.is_(None), sa.not_(in_books(invoice)), invoice.c.issued_on <= as_of, *own)
    rows = session.execute(statement.where(*where).group_by(invoice.c.currency).order_by(invoice.c.currency))
    return {currency: int(amount) for currency, amount in rows if amount}


def open_invoices(session: Session, customer_id: UUID | None, as_of: date) -> tuple[tuple[UUID, date], ...]:
    """The invoices of a customer, or of all, that are not paid in full on a day, with the day each is due, the oldest first."""
    invoice, paid = table_of(Invoice), payments(as_of, only=customer_id)
    rest = invoice.c.total - sa.func.coalesce(paid.c.amount, 0)
    found = sa.select(invoice.c.id, invoice.c.due_on).join(paid, paid.c.invoice_id == invoice.c.id, isouter=True)
    where = (*until(invoice, as_of, customer_id), invoice.c.kind != CREDIT, rest != 0)
    rows = session.execute(found.where(*where).order_by(invoice.c.due_on, invoice.c.id))
    return tuple((key, due) for key, due in rows)


def _used(invoice: sa.Table, as_of: date) -> sa.ColumnElement[int]:
    """What of a credit note other invoices of that day and before have used up."""
    part, other = table_of(Allocation).alias(), table_of(Invoice).alias("other")
    own = sa.select(sa.func.coalesce(sa.func.sum(part.c.amount), 0)).join(other, other.c.id == part.c.invoice_id)
    there = (part.c.deleted_at.is_(None), other.c.deleted_at.is_(None), other.c.issued_on <= as_of)
    return own.where(part.c.credit_id == invoice.c.id, *there).correlate(invoice).scalar_subquery()


def until(invoice: sa.Table, as_of: date, only: UUID | None = None) -> list[sa.ColumnElement[bool]]:
    """What holds for invoices of that day and before in the books, of one customer or of all."""
    found = [invoice.c.deleted_at.is_(None), in_books(invoice), invoice.c.issued_on <= as_of]
    return found if only is None else [*found, invoice.c.customer_id == only]


def payments(as_of: date, credits: bool = True, only: UUID | None = None, cash_only: bool = False) -> sa.Subquery:
    """(invoice_id, amount): what was paid of each invoice by then, by receipts and (``credits``) credit notes of that day and
    before; ``only`` of this customer's invoices, ``cash_only`` of those on cash terms."""
    part, receipt, credit = table_of(Allocation), table_of(Receipt), table_of(Invoice).alias("credit")
    joined = part.join(receipt, receipt.c.id == part.c.receipt_id, isouter=credits)
    day: sa.ColumnElement[Any] = receipt.c.received_on
    gone: sa.ColumnElement[bool] = receipt.c.deleted_at.is_not(None)
    if credits:
        joined = joined.join(credit, credit.c.id == part.c.credit_id, isouter=True)
        day, gone = sa.func.coalesce(day, credit.c.issued_on), sa.or_(gone, credit.c.deleted_at.is_not(None))
    statement = sa.select(part.c.invoice_id, sa.func.sum(part.c.amount).label("amount")).select_from(joined)
    where = [part.c.deleted_at.is_(None), sa.not_(gone), day <= as_of]
    own = table_of(Invoice).alias("own")
    wanted = [*((own.c.customer_id == only,) if only is not None else ()), *((own.c.cash,) if cash_only else ())]
    if wanted:
        where.append(part.c.invoice_id.in_(sa.select(own.c.id).where(*wanted)))
    return statement.where(*where).group_by(part.c.invoice_id).subquery()


def _unallocated(session: Session, as_of: date, only: UUID | None) -> dict[UUID, int]:
    part, receipt, invoice = table_of(Allocation), table_of(Receipt), table_of(Invoice)
    there = (part.c.deleted_at.is_(None), invoice.c.deleted_at.is_(None), invoice.c.issued_on <= as_of)
    uses = [part.c.receipt_id.is_not(None), *there]
    if only is not None:
        own = receipt.alias("own")
        uses.append(part.c.receipt_id.in_(sa.select(own.c.id).where(own.c.customer_id == only)))
    used = sa.select(part.c.receipt_id, sa.func.sum(part.c.amount).label("amount"))
    used = used.join(invoice, invoice.c.id == part.c.invoice_id).where(*uses)
    sums = used.group_by(part.c.receipt_id).subquery()
    rest = sa.func.sum(receipt.c.amount - sa.func.coalesce(sums.c.amount, 0))
    statement = sa.select(receipt.c.customer_id, rest).join(sums, sums.c.receipt_id == receipt.c.id, isouter=True)
    rows = session.execute(statement.where(*came(receipt, as_of, only)).group_by(receipt.c.customer_id)).all()
    return {key: int(amount) for key, amount in rows}


def bills(session: Session, period: Period) -> Mapping[UUID, list[Bill]]:
    """Invoices that were due, or paid, in a period, with every payment up to its end: how customers pay (C09, C26)."""
    return kept(session, ("bills", period), lambda: _bills(session, period))


def _bills(session: Session, period: Period) -> dict[UUID, list[Bill]]:
    invoice, before = table_of(Invoice), payments(period.first - timedelta(days=1), credits=False)
    paid, credited = _paid_within(session, period), _credited(session, period.last)
    columns = (key_bytes(invoice.c.id), invoice.c.customer_id, day_text(invoice.c.due_on), invoice.c.total, before.c.amount)
    statement = sa.select(*columns).join(before, before.c.invoice_id == invoice.c.id, isouter=True)
    open_then = sa.or_(before.c.amount.is_(None), before.c.amount < invoice.c.total, invoice.c.due_on >= period.first)
    where = (*until(invoice, period.last), invoice.c.kind != CREDIT, invoice.c.cash.is_distinct_from(True), open_then)
    found: dict[UUID, list[Bill]] = {}
    days: dict[str, date] = {}
    early = period.first - timedelta(days=1)
    for key, customer, due, total, settled in session.execute(statement.where(*where)).all():
        several = [Payment(day_of(days, day), amount) for day, amount in paid.get(key, ())]
        earlier = [Payment(min(early, day_of(days, due)), settled)] if settled else []
        owed = max(total - credited.get(key, 0), 0)
        found.setdefault(customer, []).append(Bill(day_of(days, due), owed, (*earlier, *several)))
    return found


def _paid_within(session: Session, period: Period) -> dict[bytes, list[tuple[str, int]]]:
    """What receipts of the period paid, by invoice."""
    part, receipt = table_of(Allocation), table_of(Receipt)
    columns = (key_bytes(part.c.invoice_id), day_text(receipt.c.received_on), part.c.amount)
    where = (part.c.deleted_at.is_(None), receipt.c.deleted_at.is_(None), receipt.c.received_on >= period.first,
             receipt.c.received_on <= period.last)  # fmt: skip
    found: dict[bytes, list[tuple[str, int]]] = {}
    statement = sa.select(*columns).join(receipt, receipt.c.id == part.c.receipt_id).where(*where)
    for key, day, amount in session.execute(statement).all():
        found.setdefault(key, []).append((day, amount))
    return found


def _credited(session: Session, last: date) -> dict[bytes, int]:
    """What credit notes took off invoices since they were first late: no payment, and no debt any more."""
    part, credit = table_of(Allocation), table_of(Invoice)
    columns = (key_bytes(part.c.invoice_id), sa.func.sum(part.c.amount))
    where = (part.c.deleted_at.is_(None), credit.c.deleted_at.is_(None), credit.c.issued_on <= last)
    statement = sa.select(*columns).join(credit, credit.c.id == part.c.credit_id).where(*where).group_by(part.c.invoice_id)
    return {key: int(amount) for key, amount in session.execute(statement).all()}


def day_of(known: dict[str, date], text: str) -> date:
    """A stored day, each read once."""
    return known.get(text) or known.setdefault(text, date.fromisoformat(text))


def credit_sales(session: Session, period: Period, customer_id: UUID | None = None) -> Mapping[YearMonth, int]:
    """Invoiced sales on credit by month, net of credit notes; opening balances are no sales. Of one customer, or of all."""
    found = credit_sales_by_customer(session, period)
    mine = found.values() if customer_id is None else [found.get(customer_id, {})]
    total: dict[YearMonth, int] = {}
    for months in mine:
        for month, amount in months.items():
            total[month] = total.get(month, 0) + amount
    return total


def credit_sales_by_customer(session: Session, period: Period) -> Mapping[UUID, Mapping[YearMonth, int]]:
    """The same, by customer."""
    return kept(session, ("credit sales", period), lambda: _credit_sales(session, period))


def _credit_sales(session: Session, period: Period) -> dict[UUID, dict[YearMonth, int]]:
    invoice = table_of(Invoice)
    month = month_text(invoice.c.issued_on)
    signed = sa.case((invoice.c.kind == CREDIT, -invoice.c.total), else_=invoice.c.total)
    where = [*until(invoice, period.last), invoice.c.issued_on >= period.first, invoice.c.kind != "opening",
             invoice.c.cash.is_distinct_from(True)]  # fmt: skip
    statement = sa.select(invoice.c.customer_id, month, sa.func.sum(signed)).where(*where)
    rows = session.execute(statement.group_by(invoice.c.customer_id, month)).all()
    months = {text: YearMonth(int(text[:4]), int(text[5:7])) for text in {text for _key, text, _amount in rows}}
    found: dict[UUID, dict[YearMonth, int]] = {}
    for key, text, amount in rows:
        found.setdefault(key, {})[months[text]] = amount
    return found


def received(session: Session, period: Period, customer_id: UUID | None = None) -> int:
    """What came in during a period, less what was paid back and what came for invoices on cash terms."""
    receipt = table_of(Receipt)
    where: list[Any] = [receipt.c.deleted_at.is_(None), in_books(receipt), receipt.c.received_on >= period.first,
                        receipt.c.received_on <= period.last]  # fmt: skip
    if customer_id is not None:
        where.append(receipt.c.customer_id == customer_id)
    whole = int(session.scalar(sa.select(sa.func.coalesce(sa.func.sum(receipt.c.amount), 0)).where(*where)) or 0)
    return whole - sum(_for_cash(session, period, customer_id).values())


def _for_cash(session: Session, period: Period, only: UUID | None = None) -> dict[UUID, int]:
    """What came in for invoices on cash terms, which stand in no credit sales; by customer."""
    part, receipt, invoice = table_of(Allocation), table_of(Receipt), table_of(Invoice)
    where = [part.c.deleted_at.is_(None), *came(receipt, period.last, only), receipt.c.received_on >= period.first,
             invoice.c.cash, invoice.c.deleted_at.is_(None)]  # fmt: skip
    joined = invoice.join(part, part.c.invoice_id == invoice.c.id).join(receipt, receipt.c.id == part.c.receipt_id)
    found = sa.select(receipt.c.customer_id, sa.func.sum(part.c.amount)).select_from(joined).where(*where)
    return {key: int(amount) for key, amount in session.execute(found.group_by(receipt.c.customer_id)).all()}


def received_by_customer(session: Session, period: Period) -> Mapping[UUID, int]:
    """The same, by customer."""
    receipt = table_of(Receipt)
    where = (receipt.c.deleted_at.is_(None), in_books(receipt), receipt.c.received_on >= period.first,
             receipt.c.received_on <= period.last)  # fmt: skip
    found = sa.select(receipt.c.customer_id, sa.func.sum(receipt.c.amount)).where(*where).group_by(receipt.c.customer_id)
    cash = _for_cash(session, period)
    return {key: int(amount) - cash.get(key, 0) for key, amount in session.execute(found).all()}


def balances(session: Session, as_of: date) -> Mapping[UUID, int]:
    """Receivables of each customer on a day: invoices less credit notes less receipts (fen, below 0 in their favour)."""
    return kept(session, ("balances", as_of), lambda: _balances(session, as_of))


def balance_of(session: Session, customer_id: UUID, as_of: date) -> int:
    """One customer's receivables, read alone."""
    return _balances(session, as_of, customer_id).get(customer_id, 0)


def came(receipt: sa.Table, as_of: date, only: UUID | None = None) -> list[sa.ColumnElement[bool]]:
    """What holds for receipts of that day and before in the books, of one customer or of all."""
    found = [receipt.c.deleted_at.is_(None), in_books(receipt), receipt.c.received_on <= as_of]
    return found if only is None else [*found, receipt.c.customer_id == only]


def _balances(session: Session, as_of: date, only: UUID | None = None) -> dict[UUID, int]:
    invoice, receipt = table_of(Invoice), table_of(Receipt)
    signed = sa.func.sum(sa.case((invoice.c.kind == CREDIT, -invoice.c.total), else_=invoice.c.total))
    owed = sa.select(invoice.c.customer_id, signed).where(*until(invoice, as_of, only)).group_by(invoice.c.customer_id)
    found = {key: int(amount) for key, amount in session.execute(owed).all()}
    paid = sa.select(receipt.c.customer_id, sa.func.sum(receipt.c.amount)).where(*came(receipt, as_of, only))
    for key, amount in session.execute(paid.group_by(receipt.c.customer_id)).all():
        found[key] = found.get(key, 0) - int(amount)
    return found


def first_day(session: Session) -> date | None:
    """The day of the first invoice; None without any."""
    invoice = table_of(Invoice)
    day = sa.type_coerce(sa.func.min(invoice.c.issued_on), DateType())
    found: date | None = session.scalar(sa.select(day).where(invoice.c.deleted_at.is_(None)))
    return found
