"""Dunning as of a day: which step of the ladder is due for each customer and invoice, and taking one (F-33, domain/70 §7.9).

A disputed invoice leaves the ladder until its complaint is decided; a customer whose promise is open, or whose next step was
agreed for later, waits. What is open is read from the books, in their currency, with tax, in fen.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.analysis import dunning_ladder as ladders
from app.analysis.dunning_ladder import Taken
from app.models import Complaint, Customer, Employee
from app.models.base import table_of
from app.models.receivable import Allocation, Dunning, Invoice, Receipt
from app.models.types import DateType
from app.services import settings
from app.services.business.kept import kept
from app.services.business.ledger import CREDIT, payments
from app.services.business.sums import in_books

DECIDED = ("S70", "S80", "S85", "S90", "S95", "S97")
"""States of a complaint in which it is settled what a disputed invoice comes to."""


@dataclass(frozen=True, slots=True)
class Done:
    """A step that was taken; ``invoice_id`` None: for everything that was due."""

    id: UUID
    invoice_id: UUID | None
    step: str
    day: date
    method: str | None
    promised: int | None
    promised_on: date | None
    kept_on: date | None
    broken: bool
    next_on: date | None

    @property
    def taken(self) -> Taken:
        """As the ladder knows it: in writing, or with a promise."""
        return Taken(self.step, self.day, self.method in ladders.WRITTEN, self.promised_on is not None)


@dataclass(frozen=True, slots=True)
class Bill:
    """An open invoice. ``step`` is due now ("" none, and for one that is ``held``: disputed, not decided yet)."""

    id: UUID
    number: str
    issued_on: date
    due_on: date
    total: int
    open: int
    late: int
    held: bool
    reason: str
    step: str
    sue_until: date


@dataclass(frozen=True, slots=True)
class Debtor:
    """A customer with open invoices that are due soon or late, the one due longest first.

    ``step`` is the highest due among its invoices; ``waits_until`` the day of an open promise, or of the next step that was
    agreed: until then nothing is due. ``done``: its steps, the newest first."""

    id: UUID
    code: str
    name: str
    owner: str
    bills: tuple[Bill, ...]
    done: tuple[Done, ...]
    step: str
    waits_until: date | None

    @property
    def running(self) -> tuple[Bill, ...]:
        """What is on the ladder."""
        return tuple(bill for bill in self.bills if not bill.held)

    @property
    def overdue(self) -> int:
        """Open and past its day, without what is disputed."""
        return sum(bill.open for bill in self.running if bill.late > 0)

    @property
    def open(self) -> int:
        """All that is on the ladder."""
        return sum(bill.open for bill in self.running)

    @property
    def held(self) -> int:
        """What is disputed."""
        return sum(bill.open for bill in self.bills if bill.held)

    @property
    def late(self) -> int:
        """Days of the invoice due longest; below 0 where none is due yet."""
        return max((bill.late for bill in self.running), default=0)

    @property
    def sue_until(self) -> date | None:
        """The first day on which a claim could no longer be sued for is the one after this."""
        return min((bill.sue_until for bill in self.running if bill.late > 0), default=None)


def ladder(session: Session) -> Mapping[str, int]:
    """Step -> days after the due day, as the firm wants it (setting ``dunning.days``)."""
    days: Mapping[str, int] = settings.value(session, "dunning.days")
    found = {step: int(days.get(step, usual)) for step, usual in ladders.LADDER.items()}
    return dict(sorted(found.items(), key=lambda each: (each[1], ladders.rank(each[0]))))


def debtors(session: Session, as_of: date) -> tuple[Debtor, ...]:
    """Every customer with an open invoice that is overdue or due within the days of the first step, the longest due first."""
    return kept(session, ("dunning", as_of), lambda: _debtors(session, as_of, None))


def debtor(session: Session, customer_id: UUID, as_of: date) -> Debtor | None:
    """One customer with all of its open invoices, those not due yet too; None where nothing is open."""
    return next(iter(_debtors(session, as_of, customer_id)), None)


def due_now(session: Session, as_of: date) -> tuple[Debtor, ...]:
    """Those for whom a step is due and nothing is waited for, the highest step first."""
    found = [one for one in debtors(session, as_of) if one.step and one.waits_until is None]
    return tuple(sorted(found, key=lambda one: (-ladders.rank(one.step), -one.late, one.code)))


def _debtors(session: Session, as_of: date, only: UUID | None) -> tuple[Debtor, ...]:
    steps, taken = ladder(session), _taken(session, as_of, only)
    bills: defaultdict[UUID, list[Bill]] = defaultdict(list)
    for row in _rows(session, as_of, steps, only):
        bills[row.customer_id].append(_bill(row, taken.get(row.customer_id, ()), as_of, steps))
    names = _names(session, bills)
    found = [_debtor(names[key], several, taken.get(key, ()), as_of, steps) for key, several in bills.items() if key in names]
    return tuple(sorted(found, key=lambda one: (-one.late, one.code)))


def _debtor(who: Any, bills: list[Bill], done: Sequence[Done], as_of: date, steps: Mapping[str, int]) -> Debtor:
    step = max((bill.step for bill in bills), key=lambda each: ladders.rank(each, steps), default="")
    ordered = tuple(sorted(bills, key=lambda bill: (bill.due_on, bill.number)))
    return Debtor(who.id, who.code, who.short_name or who.name, who.owner or "", ordered, tuple(done), step, _waits(done, as_of))


def _waits(done: Iterable[Done], as_of: date) -> date | None:
    """Until an open promise is due, or the newest step's next one."""
    listed = list(done)
    promised = [one.promised_on for one in listed if one.promised_on and one.kept_on is None and not one.broken]
    ahead = [day for day in promised if day >= as_of] + [one.next_on for one in listed[:1] if one.next_on and one.next_on > as_of]
    return max(ahead, default=None)


def _bill(row: Any, done: Sequence[Done], as_of: date, steps: Mapping[str, int]) -> Bill:
    mine = [one.taken for one in done if one.invoice_id in (None, row.id)]
    held = bool(row.disputed) and row.state not in DECIDED
    step = "" if held else ladders.due_step(row.due_on, as_of, mine, steps)
    paid = [Taken("", row.paid_on, agreed=True)] if row.paid_on is not None else []
    until = ladders.sue_until(row.due_on, [*mine, *paid])
    left, late = row.total - row.paid, (as_of - row.due_on).days
    return Bill(row.id, row.number, row.issued_on, row.due_on, row.total, left, late, held, row.dispute_reason or "", step, until)


def _rows(session: Session, as_of: date, steps: Mapping[str, int], only: UUID | None) -> Sequence[Any]:
    """Invoices with anything open, when a part of each was paid last, and how its complaint stands."""
    i, paid, case = table_of(Invoice), payments(as_of, only=only), table_of(Complaint)
    settled = sa.func.coalesce(paid.c.amount, 0)
    columns = [i.c[key] for key in ("id", "customer_id", "number", "issued_on", "due_on", "total", "disputed", "dispute_reason")]
    where = [i.c.deleted_at.is_(None), in_books(i), i.c.kind != CREDIT, i.c.issued_on <= as_of, i.c.total > settled]
    first = min(steps.values(), default=0)
    where.append(i.c.due_on <= as_of - timedelta(days=first) if only is None else i.c.customer_id == only)
    found = sa.select(*columns, settled.label("paid"), _paid_on(i, as_of), case.c.state)
    found = found.join(paid, paid.c.invoice_id == i.c.id, isouter=True).join(case, case.c.id == i.c.complaint_id, isouter=True)
    return session.execute(found.where(*where)).all()


def _paid_on(invoice: sa.Table, as_of: date) -> sa.Label[Any]:
    part, receipt = table_of(Allocation), table_of(Receipt)
    last = sa.select(sa.func.max(receipt.c.received_on)).join(part, part.c.receipt_id == receipt.c.id)
    living = (part.c.deleted_at.is_(None), receipt.c.deleted_at.is_(None), receipt.c.received_on <= as_of)
    found = last.where(part.c.invoice_id == invoice.c.id, *living).correlate(invoice).scalar_subquery()
    return sa.type_coerce(found, DateType()).label("paid_on")


def _taken(session: Session, as_of: date, only: UUID | None) -> dict[UUID, list[Done]]:
    """The steps of each customer up to a day, the newest first."""
    d = table_of(Dunning)
    keys = ("id", "invoice_id", "step", "done_on", "method", "promised", "promised_on", "kept_on", "broken", "next_on")
    where = [d.c.deleted_at.is_(None), d.c.done_on <= as_of, *((d.c.customer_id == only,) if only is not None else ())]
    rows = session.execute(sa.select(d.c.customer_id, *(d.c[key] for key in keys)).where(*where)
                           .order_by(d.c.done_on.desc(), d.c.created_at.desc(), d.c.id.desc()))  # fmt: skip
    found: defaultdict[UUID, list[Done]] = defaultdict(list)
    for customer, *values in rows:
        found[customer].append(Done(*values))
    return found


_AT_ONCE = 500


def _names(session: Session, ids: Iterable[UUID]) -> dict[UUID, Any]:
    """Customers outside the recycle bin, with who looks after them."""
    c, e, listed = table_of(Customer), table_of(Employee), list(ids)
    found: dict[UUID, Any] = {}
    columns = (c.c.id, c.c.code, c.c.name, c.c.short_name, e.c.name.label("owner"))
    for place in range(0, len(listed), _AT_ONCE):
        wanted = c.c.id.in_(listed[place:place + _AT_ONCE])
        rows = session.execute(sa.select(*columns).join(e, e.c.id == c.c.owner_id, isouter=True)
                               .where(wanted, c.c.deleted_at.is_(None)))  # fmt: skip
        found |= {row.id: row for row in rows}
    return found
