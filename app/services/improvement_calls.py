"""When a complaint asks for an improvement: the same problem of the same product came up again and again (domain/30 C46)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.formats import local
from app.models import Complaint
from app.services import improvements

OFTEN = 3
WINDOW = timedelta(days=90)
_UNCOUNTED = ("S00", "S95", "S96", "S97")
Received = tuple[UUID, datetime]


@dataclass(frozen=True, slots=True)
class Call:
    """Complaints of one problem that no improvement answers yet, the earliest first; the one in hand is among them."""

    complaints: tuple[UUID, ...]


def call_of(session: Session, complaint_id: UUID) -> Call | None:
    """The recurring problem this complaint belongs to: at least three complaints of the same product and the same exact
    category within 90 days. None where there are fewer, or where an improvement answers one of them or their category."""
    found = session.execute(
        sa.select(Complaint.product, Complaint.category, Complaint.received_at).where(
            Complaint.id == complaint_id, Complaint.state.not_in(_UNCOUNTED)
        )
    ).first()
    product, category, received = found or (None, None, None)
    if product is None or category is None or received is None:
        return None
    alike = _often(_alike(session, product, category, received), complaint_id)
    since = local(received).date() - WINDOW
    if not alike or any(improvements.of_complaint(session, each) for each in alike):
        return None
    return Call(alike) if improvements.missing_for(session, [category], since) else None


def _alike(session: Session, product: str, category: str, received: datetime) -> list[Received]:
    statement = sa.select(Complaint.id, Complaint.received_at).where(
        Complaint.product == product, Complaint.category == category, Complaint.deleted_at.is_(None),
        Complaint.state.not_in(_UNCOUNTED), Complaint.received_at.between(received - WINDOW, received + WINDOW),
    )  # fmt: skip
    return [(key, at) for key, at in session.execute(statement.order_by(Complaint.received_at, Complaint.id))]


def _often(alike: Sequence[Received], wanted: UUID) -> tuple[UUID, ...]:
    """The fullest 90 days that hold the wanted one; nothing where they hold fewer than three."""
    windows = [[key for key, at in alike[place:] if at - start <= WINDOW] for place, (_key, start) in enumerate(alike)]
    best = max((window for window in windows if wanted in window), key=len, default=[])
    return tuple(best) if len(best) >= OFTEN else ()
