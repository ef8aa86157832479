"""What a complaint costs (C35): its kinds, their sum, the hours; compensation follows the remedies (invariant vi of §4.5)."""

from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.analysis.month_parameters import MonthParameters
from app.models import Complaint

KINDS = ("compensation", "returns_cost", "logistics_cost", "rework_cost", "credit_notes", "fines")
"""What is spent; what suppliers or an insurance pay back is taken off."""


def recovery_sum(session: Session, complaint_id: UUID) -> int | None:
    """Fen of all remedies of a complaint; None where no line has an amount."""
    from app.models.complaint_parts import Recovery

    session.flush()
    own = (Recovery.complaint_id == complaint_id, Recovery.deleted_at.is_(None))
    found: int | None = session.scalar(sa.select(sa.func.sum(Recovery.amount)).where(*own))
    return found


def follow(session: Session, record: Complaint, before: int | None) -> None:
    """Compensation is the sum of the remedies where they have amounts; without any it stays as it was typed. ``before`` is
    the sum until now: one that came from lines that are gone goes with them."""
    total = recovery_sum(session, record.id)
    if total != before:
        record.compensation = total
        session.flush()


def total(values: Mapping[str, Any], rate: int) -> int | None:
    """Fen of a complaint with its handling time at ``rate`` fen an hour; None where nothing is written down."""
    hours = labour(values.get("labour_minutes"), rate)
    parts = [values.get(key) for key in KINDS] + [hours]
    known: list[int] = [part for part in parts if part is not None]
    if not known and values.get("recovered_cost") is None:
        return None
    return sum(known) - int(values.get("recovered_cost") or 0)


def labour(minutes: int | None, rate: int) -> int | None:
    """Fen of so many minutes at ``rate`` fen an hour, rounded half up."""
    if minutes is None:
        return None
    return int((Decimal(minutes) * rate / 60).quantize(Decimal(1), ROUND_HALF_UP))


def rate() -> int:
    """Fen an hour of handling costs: the one the monthly report counts with."""
    return MonthParameters().labour_rate_cents


def approver(amount: int | None, limits: Mapping[str, int]) -> str:
    """Who may grant an amount (§4.9): "handler", "supervisor", "manager" or "director"."""
    for who in ("handler", "supervisor", "manager"):
        if (amount or 0) <= limits[who]:
            return who
    return "director"
