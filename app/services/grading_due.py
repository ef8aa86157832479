"""Whether last month is still to be graded: cheap, as Today asks it (one row by index each)."""

from datetime import date, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.formats import today
from app.models.grading import Grading
from app.models.order import Order
from app.services.business.sums import COUNTING

UNTIL = 20
"""The day of the month after which Today no longer asks for the month before."""


def due_month(session: Session, present: date | None = None) -> date | None:
    """The last day of the month before this one where it was not graded for good yet; None where it was."""
    last = (present or today()).replace(day=1) - timedelta(days=1)
    g = Grading
    done = sa.select(g.id).where(g.deleted_at.is_(None), g.final, g.as_of == last).limit(1)
    return None if session.scalar(done) is not None else last


def asked_month(session: Session, present: date) -> date | None:
    """The same at the beginning of a month, where anybody ordered in the month before: else there is nothing to grade."""
    last = due_month(session, present) if present.day <= UNTIL else None
    if last is None:
        return None
    o = Order
    span = (o.ordered_on >= last.replace(day=1), o.ordered_on <= last)
    sold = sa.select(o.id).where(o.deleted_at.is_(None), *span, o.state.in_(COUNTING)).limit(1)
    return last if session.scalar(sold) is not None else None
