"""What customers promised to pay (F-33): kept where the money came in by its day, broken where it did not. Found from receipts.

Kept is written in the step that records the receipt, so that undoing the one undoes the other; what a person said stays.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.analysis import dunning_ladder as ladders
from app.errors import ConflictError
from app.i18n import N_
from app.models import Customer, Employee
from app.models.base import table_of
from app.models.receivable import Dunning, Receipt
from app.services import records
from app.services.business.sums import in_books

MOST = 200


@dataclass(frozen=True, slots=True)
class Promised:
    """A promise of payment: so much (fen, None: not said) by a day, made on one; ``state`` is kept, broken, over or open."""

    id: UUID
    customer_id: UUID
    customer: str
    who: str
    amount: int | None
    made_on: date
    due: date
    kept_on: date | None
    state: str


def of_customer(session: Session, customer_id: UUID, as_of: date) -> tuple[Promised, ...]:
    """All promises of a customer made up to a day, the newest first."""
    return tuple(_read(session, as_of, Dunning.customer_id == customer_id, Dunning.done_on <= as_of))


def within(session: Session, first: date, last: date) -> tuple[Promised, ...]:
    """Promises that were due in a period, and those open at its end, of all customers, by their day."""
    wanted = sa.or_(Dunning.promised_on.between(first, last), sa.and_(Dunning.promised_on > last, Dunning.done_on <= last))
    found = _read(session, last, wanted, Dunning.done_on <= last)
    return tuple(sorted(found, key=lambda one: (one.due, one.customer)))


def unsettled(session: Session, until: date, as_of: date) -> tuple[Promised, ...]:
    """Promises neither kept nor broken that are due up to a day, the earliest first, bounded; asked of an index."""
    open_ones = (Dunning.kept_on.is_(None), Dunning.broken.is_not_distinct_from(False), Dunning.promised_on <= until)
    return tuple(sorted(_read(session, as_of, *open_ones, most=MOST), key=lambda one: (one.due, one.id)))


def _read(session: Session, as_of: date, *where: sa.ColumnElement[bool], most: int | None = None) -> Iterator[Promised]:
    d, name = Dunning, sa.func.coalesce(Customer.short_name, Customer.name)
    shown = (d.id, d.customer_id, name, Employee.name, d.promised, d.done_on, d.promised_on, d.kept_on, d.broken)
    found = sa.select(*shown).join(Customer, Customer.id == d.customer_id).outerjoin(Employee, Employee.id == d.done_by_id)
    living = (d.deleted_at.is_(None), d.promised_on.is_not(None), Customer.deleted_at.is_(None))
    rows: Any = session.execute(found.where(*living, *where).order_by(d.promised_on.desc(), d.id.desc()).limit(most))
    for key, customer, named, who, amount, made, due, kept, broken in rows:
        state = ladders.promise_state(kept if kept is None or kept <= as_of else None, broken, due, as_of)
        yield Promised(key, customer, named, who or "", amount, made, due, kept, state)


def follow(session: Session, customer_id: UUID, gone: date | None = None) -> None:
    """Note as kept what the customer's receipts keep. ``gone``: the day of a receipt that is there no longer; what it had kept
    is open again."""
    rows = _promises(session, customer_id)
    kept = _kept(session, customer_id, rows)
    for row in rows:
        day = kept.get(row.id.hex)
        if row.kept_on is None and row.broken and not (day is not None and row.promised):
            continue  # without an amount nobody can say that it was kept after all
        if day != row.kept_on and (row.kept_on is None or row.kept_on == gone):
            records.update(session, Dunning, row.id, {"kept_on": day, "broken": False})


def _promises(session: Session, customer_id: UUID) -> Sequence[Any]:
    """All promises of a customer, whatever became of them."""
    d = Dunning
    wanted = (d.customer_id == customer_id, d.deleted_at.is_(None), d.promised_on.is_not(None))
    columns = (d.id, d.invoice_id, d.promised, d.done_on, d.promised_on, d.kept_on, d.broken)
    return session.execute(sa.select(*columns).where(*wanted)).all()


def _kept(session: Session, customer_id: UUID, rows: Sequence[Any]) -> dict[str, date]:
    """The day each was kept by the receipts."""
    about = {row.id: row.invoice_id.hex if row.invoice_id else "" for row in rows}
    promises = [ladders.Promise(row.id.hex, about[row.id], row.promised, row.done_on, row.promised_on) for row in rows]
    return ladders.keeping(promises, _receipts(session, customer_id)) if rows else {}


def _receipts(session: Session, customer_id: UUID) -> Sequence[tuple[date, int]]:
    r = Receipt
    mine = (r.customer_id == customer_id, r.deleted_at.is_(None), in_books(table_of(r)))
    return [(day, amount) for day, amount in session.execute(sa.select(r.received_on, r.amount).where(*mine))]


def settle(session: Session, as_of: date) -> tuple[int, int]:
    """Look through the promises whose day has passed: (kept, broken) as the receipts say, all in this step."""
    d = Dunning
    over = (d.deleted_at.is_(None), d.promised_on < as_of, d.kept_on.is_(None), d.broken.is_not_distinct_from(False))
    kept = broken = 0
    for key, customer in session.execute(sa.select(d.id, d.customer_id).where(*over)).all():
        day = _kept(session, customer, _promises(session, customer)).get(key.hex)
        records.update(session, Dunning, key, {"kept_on": day, "broken": day is None})
        kept, broken = kept + (day is not None), broken + (day is None)
    return kept, broken


def keep(session: Session, dunning_id: UUID, day: date) -> None:
    """The customer paid as promised, by what a person knows. ConflictError where the promise was settled meanwhile."""
    _settle_one(session, dunning_id, {"kept_on": day, "broken": False})


def break_(session: Session, dunning_id: UUID) -> None:
    """The customer did not pay as promised. ConflictError where the promise was settled meanwhile."""
    _settle_one(session, dunning_id, {"kept_on": None, "broken": True})


def _settle_one(session: Session, dunning_id: UUID, values: dict[str, Any]) -> None:
    row = records.get(session, Dunning, dunning_id)
    if row["kept_on"] is not None or row["broken"] or row["promised_on"] is None:
        raise ConflictError(N_("This promise was settled meanwhile."))
    records.update(session, Dunning, dunning_id, values)
