"""Talks about an open complaint: the customer got in touch again, was told of the progress, was not reached; notes."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.analysis import priorities
from app.analysis.complaint_states import OPEN
from app.errors import ValidationError
from app.formats import from_local, local
from app.i18n import N_
from app.models.complaint_parts import Message
from app.models.session import now
from app.services import complaint_due, records
from app.services.complaint_people import me
from app.services.complaint_record import load

CONTACT, PROGRESS, ATTEMPT, NOTE = "contact", "progress", "attempt", "note"


@dataclass(frozen=True, slots=True)
class Line:
    """One talk; ``kind`` is one of the four above."""

    id: UUID
    kind: str
    at: datetime
    by_id: UUID | None
    channel: str | None
    text: str | None


def add(
    session: Session, complaint_id: UUID, kind: str, text: str = "", channel: str | None = None, at: datetime | None = None
) -> UUID:
    """Write down a talk. What the customer said and notes need their words. ValidationError names what is missing, or a time
    before the receipt or in the future; on what is only read nothing is added but notes."""
    record, moment = load(session, complaint_id), at or now(session)
    if kind in {CONTACT, NOTE} and not text.strip():
        raise records.missing(Message, "text")
    if moment > now(session) or moment < record.received_at:
        raise ValidationError(N_("This lies before the receipt or in the future."), field="at")
    if record.state in {"S90", "S95", "S96", "S97"} and kind != NOTE:
        raise ValidationError(N_("An archived complaint is only read. Undo the archiving first."))
    values = {
        "complaint_id": complaint_id, "kind": kind, "at": moment, "by_id": me(session), "channel": channel, "text": text,
    }  # fmt: skip
    if kind == PROGRESS and record.acknowledged_at is None and record.state in OPEN - {"S10"}:
        record.acknowledged_at = moment  # assessed first (T05): the first word to the customer acknowledges
    return records.create(session, Message, values)


def of(session: Session, complaint_id: UUID) -> tuple[Line, ...]:
    """All talks of a complaint in their order."""
    columns = (Message.id, Message.kind, Message.at, Message.by_id, Message.channel, Message.text)
    statement = sa.select(*columns).where(Message.complaint_id == complaint_id, Message.deleted_at.is_(None))
    return tuple(Line(*row) for row in session.execute(statement.order_by(Message.at, Message.id)))


def attempts_on(session: Session, complaint_id: UUID) -> int:
    """On how many different days it was tried to reach the customer."""
    return len({local(line.at).date() for line in of(session, complaint_id) if line.kind == ATTEMPT})


def next_progress(session: Session, complaint_id: UUID) -> datetime | None:
    """When the customer hears of the progress next, by the rhythm of the priority (C33); None where nothing is in work."""
    record = load(session, complaint_id)
    if record.state not in OPEN:
        return None
    told = [line.at for line in of(session, complaint_id) if line.kind == PROGRESS]
    last = max(filter(None, (record.received_at, record.acknowledged_at, record.answered_at, *told)))
    return due_after(complaint_due.rules(session), record.priority or "P3", last)


def due_after(rules: complaint_due.Rules, priority: str, told: datetime) -> datetime:
    """When the next word is due after the last."""
    return from_local(priorities.next_update(priority, local(told), rules.calendar, rules.targets).at)
