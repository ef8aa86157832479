"""What customers promised to pay in a period (C26): the planned receipts of the file, by dunning steps that name an amount."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.analysis.figures import NO_DATA, Figure, ratio, undefined
from app.models.receivable import Dunning
from app.services.business.kept import kept
from app.services.business.period import Period


def promised(session: Session, period: Period) -> Mapping[UUID, int]:
    """Fen by customer, promised for a day of the period by its end. A promise that was not kept and was given anew after its day
    counts once: the new one."""
    return kept(session, ("promised", period), lambda: _promised(session, period))


def _promised(session: Session, period: Period) -> dict[UUID, int]:
    d = Dunning
    where = (d.deleted_at.is_(None), d.promised > 0, d.promised_on.between(period.first, period.last), d.done_on <= period.last)
    rows = session.execute(sa.select(d.customer_id, d.invoice_id, d.done_on, d.promised_on, d.promised, d.kept_on).where(*where))
    about: dict[tuple[UUID, UUID | None], list[Any]] = {}
    for row in rows:
        about.setdefault((row.customer_id, row.invoice_id), []).append(row)
    found: dict[UUID, int] = {}
    for (customer, _invoice), several in about.items():
        found[customer] = found.get(customer, 0) + sum(row.promised for row in several if _counts(row, several, period.last))
    return found


def _counts(row: Any, several: list[Any], last: date) -> bool:
    is_kept = row.kept_on is not None and row.kept_on <= last
    return is_kept or all(other.done_on <= row.promised_on for other in several)


def of_plan(came: Mapping[UUID, int], planned: Mapping[UUID, int]) -> Figure:
    """What those who promised paid / what they promised; it may pass 1. no_data where nobody promised anything."""
    return ratio(sum(came.get(key, 0) for key in planned), sum(planned.values())) if planned else undefined(NO_DATA)
