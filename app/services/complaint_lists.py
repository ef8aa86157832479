"""Complaints in lists: how many are open and late, what is due, which categories there are."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.analysis.complaint_states import OPEN, PAUSED
from app.models import Complaint, Customer
from app.models.types import now_utc
from app.services import settings
from app.services.complaint_people import me
from app.services.filtering import handed_over
from app.services.present import lexicon

_RUNNING = sorted(OPEN - PAUSED)
_FOLLOWED = ("S80", "S85")


@dataclass(frozen=True, slots=True)
class Summary:
    """Complaints in work, how many of them are late, how many follow-ups are due, and how many complaints wait to be accepted by
    the person at the keyboard (by anybody where nobody said who that is)."""

    open: int
    overdue: int
    follow_ups: int
    to_accept: int = 0


@dataclass(frozen=True, slots=True)
class DueComplaint:
    """A complaint on which something is due."""

    id: UUID
    number: str
    customer: str
    subject: str
    priority: str | None
    severity: str | None
    state: str
    due: datetime | None


def summary(session: Session, moment: datetime | None = None) -> Summary:
    """The figures beside the list, counted in SQL."""
    late = Complaint.next_due < (moment or now_utc())
    statement = sa.select(
        sa.func.count().filter(Complaint.state.in_(sorted(OPEN))),
        sa.func.count().filter(Complaint.state.in_(_RUNNING) & late),
        sa.func.count().filter(Complaint.state.in_(_FOLLOWED) & late),
    ).where(Complaint.deleted_at.is_(None), Complaint.state.in_([*sorted(OPEN), *_FOLLOWED]))
    who = me(session)
    handed = Complaint.id.in_(handed_over((who,) if who is not None else ())) & Complaint.state.in_(sorted(OPEN))
    waiting = sa.select(sa.func.count()).select_from(Complaint).where(Complaint.deleted_at.is_(None), handed)
    return Summary(*session.execute(statement).one(), session.scalar(waiting) or 0)


def due_list(session: Session, until: datetime, limit: int = 50) -> tuple[DueComplaint, ...]:
    """What is due before ``until``, the latest first: open complaints and follow-ups, paused ones left out."""
    statement = (
        sa.select(
            Complaint.id, Complaint.number, Customer.name, Complaint.subject, Complaint.priority, Complaint.severity,
            Complaint.state, Complaint.next_due,
        )
        .join(Customer, Customer.id == Complaint.customer_id)
        .where(Complaint.deleted_at.is_(None), Complaint.next_due < until, Complaint.state.in_([*_RUNNING, *_FOLLOWED]))
        .order_by(Complaint.next_due, Complaint.id)
        .limit(limit)
    )  # fmt: skip
    return tuple(DueComplaint(*row) for row in session.execute(statement))


def category_choices(session: Session) -> list[tuple[str, str]]:
    """(code, label) of the categories that can be chosen: the parts, "Delivery › Late delivery", and undivided ones."""
    rows = settings.value(session, "complaint.categories")
    divided = {row["parent"] for row in rows}
    words = lexicon(session, "complaint.categories")
    return [(row["code"], words[row["code"]]) for row in rows if row["code"] not in divided]
