"""What stands around a complaint in its record: talks, promises, transfers, the customer's other complaints, what to tell."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.analysis.workdays import Calendar
from app.models import Complaint, Customer, Employee
from app.services import (
    complaint_costs,
    complaint_extension,
    complaint_messages,
    complaint_parts_eight_d,
    complaint_promises,
    complaint_transfers,
    records,
    settings,
)
from app.services.complaint_messages import Line
from app.services.complaint_people import WALK_IN_CODE, me
from app.services.complaint_promises import PromiseLine
from app.services.complaint_record import load
from app.services.complaint_transfers import TransferLine
from app.services.complaint_view import CaseView, case_view
from app.services.workcalendar import firm_calendar

OTHERS = 8
"""How many of a customer's other complaints are listed."""


@dataclass(frozen=True, slots=True)
class Other:
    """Another complaint of the same customer."""

    id: UUID
    number: str
    subject: str
    state: str
    received_at: datetime
    closed_at: datetime | None


@dataclass(frozen=True, slots=True)
class Around:
    """``people`` names everybody in the lines; ``mine``: the open transfer waits for the person at the keyboard (or nobody
    knows who that is); ``recovered`` is the sum of the remedies in fen; ``longest`` tells until when it can be extended;
    ``orphaned``: the customer is in the recycle bin."""

    talks: tuple[Line, ...]
    promises: tuple[PromiseLine, ...]
    transfers: tuple[TransferLine, ...]
    people: Mapping[UUID, str]
    mine: bool
    others: tuple[Other, ...]
    eight_d: bool
    recovered: int | None
    limits: Mapping[str, int]
    longest: Any
    progress_due: datetime | None
    orphaned: bool

    def open_transfer(self) -> TransferLine | None:
        """The transfer nobody answered yet."""
        return next((line for line in self.transfers if line.state == "open"), None)


def around(session: Session, complaint_id: UUID) -> Around:
    """Read everything beside a complaint's own fields."""
    record = load(session, complaint_id)
    talks, transfers = complaint_messages.of(session, complaint_id), complaint_transfers.of(session, complaint_id)
    promises = complaint_promises.of(session, complaint_id)
    named = {person for line in transfers for person in (line.from_id, line.to_id)}
    named |= {line.by_id for line in talks} | {line.by_id for line in promises}
    return Around(
        talks, promises, transfers, records.titles(session, Employee, [person for person in named if person]),
        any(line.state == "open" and me(session) in (None, line.to_id) for line in transfers), _others(session, record),
        complaint_parts_eight_d.asked(session, complaint_id), complaint_costs.recovery_sum(session, complaint_id),
        settings.value(session, "complaint.limits"), complaint_extension.longest(session, complaint_id),
        complaint_messages.next_progress(session, complaint_id),
        session.scalar(sa.select(Customer.deleted_at).where(Customer.id == record.customer_id)) is not None,
    )  # fmt: skip


def whole(session: Session, complaint_id: UUID) -> tuple[CaseView, Around, Calendar]:
    """All that a record shows, in one read: the case, what is around it, the firm's calendar."""
    return case_view(session, complaint_id), around(session, complaint_id), firm_calendar(session)


def _others(session: Session, record: Complaint) -> tuple[Other, ...]:
    """The latest first, those still open before the others; people who walked in have nothing in common."""
    if session.scalar(sa.select(Customer.code).where(Customer.id == record.customer_id)) == WALK_IN_CODE:
        return ()
    columns = (Complaint.id, Complaint.number, Complaint.subject, Complaint.state, Complaint.received_at, Complaint.closed_at)
    same = (Complaint.customer_id == record.customer_id, Complaint.id != record.id, Complaint.state != "S00")
    ended = Complaint.state.in_(("S80", "S85", "S90", "S95", "S96", "S97"))
    found = sa.select(*columns).where(*same, Complaint.deleted_at.is_(None)).order_by(ended, Complaint.received_at.desc())
    return tuple(Other(*row) for row in session.execute(found.limit(OTHERS)))
