"""What customers promised to pay in a period (C26): the planned receipts of the file, by dunning steps that name an amount."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.analysis.collection import Promised, came_of
from app.analysis.figures import NO_DATA, Figure, ratio, undefined
from app.models.base import table_of
from app.models.receivable import Dunning, Receipt
from app.services.business.kept import kept
from app.services.business.ledger import came
from app.services.business.period import Period


@dataclass(frozen=True, slots=True)
class Planned:
    """A customer's promises for days of a period: the steps that say so, how much (fen), and what of it came in by those days."""

    steps: tuple[UUID, ...]
    amount: int
    came: int


def promised(session: Session, period: Period) -> Mapping[UUID, Planned]:
    """By customer, of the promises made by the period's end. One that was not kept and was given anew after its day counts once:
    the new one."""
    return kept(session, ("promised", period), lambda: _promised(session, period))


def of_plan(planned: Mapping[UUID, Planned]) -> Figure:
    """What came in / what was promised; no_data where nobody promised anything."""
    amounts = [(one.came, one.amount) for one in planned.values()]
    return ratio(sum(part for part, _all in amounts), sum(whole for _part, whole in amounts)) if amounts else undefined(NO_DATA)


def _promised(session: Session, period: Period) -> dict[UUID, Planned]:
    about: dict[tuple[UUID, UUID | None], list[Any]] = {}
    for row in _steps(session, period):
        about.setdefault((row.customer_id, row.invoice_id), []).append(row)
    rows: dict[UUID, list[Any]] = {}
    for (customer, _invoice), several in about.items():
        rows.setdefault(customer, []).extend(row for row in several if _counts(row, several, period.last))
    paid = _receipts(session, rows, period.last)
    return {key: _planned(several, paid.get(key, ()), period.last) for key, several in rows.items()}


def _steps(session: Session, period: Period) -> Sequence[Any]:
    d = Dunning
    where = (d.deleted_at.is_(None), d.promised > 0, d.promised_on.between(period.first, period.last), d.done_on <= period.last)
    columns = (d.id, d.customer_id, d.invoice_id, d.done_on, d.promised_on, d.promised, d.kept_on)
    return session.execute(sa.select(*columns).where(*where).order_by(d.id)).all()


def _is_kept(row: Any, last: date) -> bool:
    return row.kept_on is not None and row.kept_on <= last


def _counts(row: Any, several: list[Any], last: date) -> bool:
    return _is_kept(row, last) or all(other.done_on <= row.promised_on for other in several)


def _receipts(session: Session, rows: Mapping[UUID, list[Any]], last: date) -> dict[UUID, list[tuple[date, int]]]:
    """What these customers paid since the first promise was made."""
    receipt = table_of(Receipt)
    since = min((row.done_on for several in rows.values() for row in several), default=last)
    found: dict[UUID, list[tuple[date, int]]] = {}
    columns = (receipt.c.customer_id, receipt.c.received_on, receipt.c.amount)
    for key, day, amount in session.execute(sa.select(*columns).where(*came(receipt, last), receipt.c.received_on >= since)):
        if key in rows:
            found.setdefault(key, []).append((day, amount))
    return found


def _planned(rows: list[Any], paid: Sequence[tuple[date, int]], last: date) -> Planned:
    made = [Promised(row.done_on, row.promised_on, row.promised, _is_kept(row, last)) for row in rows]
    return Planned(tuple(row.id for row in rows), sum(one.cents for one in made), came_of(made, paid))
