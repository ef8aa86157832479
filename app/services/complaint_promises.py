"""Promises to the customer of a complaint: by when, and whether they were kept (domain/40 §4.4, T02)."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.analysis.complaint_states import FINAL
from app.errors import ConflictError, ValidationError
from app.i18n import N_
from app.models import Complaint
from app.models.complaint_parts import Promise
from app.models.session import now
from app.models.types import now_utc
from app.services import records
from app.services.complaint_people import me


@dataclass(frozen=True, slots=True)
class PromiseLine:
    """A promise of a complaint; ``broken``: its time is over and it was not kept by then."""

    id: UUID
    complaint_id: UUID
    number: str
    name: str
    due_at: datetime | None
    kept_at: datetime | None
    by_id: UUID | None
    broken: bool


def promise(session: Session, complaint_id: UUID, name: str, due_at: datetime | None, at: datetime | None = None) -> UUID:
    """Write down what was promised. ValidationError where it is due before ``at`` (now, if not said)."""
    if due_at is None:
        raise records.missing(Promise, "due_at")
    if due_at <= (at or now(session)) and due_at <= now(session) and at is None:
        raise ValidationError(N_("What is promised lies after the moment of the promise."), field="due_at")
    values = {"complaint_id": complaint_id, "name": name, "due_at": due_at, "by_id": me(session)}
    return records.create(session, Promise, values)


def keep(session: Session, promise_id: UUID, at: datetime | None = None) -> None:
    """The promise was kept, now or at the time given."""
    record = session.get(Promise, promise_id)
    if record is None or record.deleted_at is not None:
        raise ConflictError(N_("This record no longer exists."))
    if at is not None and at > now(session):
        raise ValidationError(N_("This lies in the future."), field="kept_at")
    record.kept_at = at or now(session)
    session.flush()


def keep_answer(session: Session, complaint_id: UUID, at: datetime) -> None:
    """The answer was given: the oldest open promise, the one of the acknowledgement, is kept."""
    waiting = sa.select(Promise).where(
        Promise.complaint_id == complaint_id, Promise.kept_at.is_(None), Promise.deleted_at.is_(None)
    )
    found = session.scalars(waiting.order_by(Promise.created_at, Promise.id).limit(1)).first()
    if found is not None:
        found.kept_at = at


def of(session: Session, complaint_id: UUID) -> tuple[PromiseLine, ...]:
    """The promises of a complaint, what is due first in front."""
    return _lines(session, Promise.complaint_id == complaint_id)


def due(session: Session, until: datetime) -> tuple[PromiseLine, ...]:
    """Promises of all complaints that are not kept yet and due before ``until``; none of a complaint that is over."""
    return _lines(session, Promise.kept_at.is_(None), Promise.due_at < until, Complaint.state.not_in(sorted(FINAL)))


def _lines(session: Session, *conditions: sa.ColumnElement[bool]) -> tuple[PromiseLine, ...]:
    columns = (Promise.id, Complaint.id, Complaint.number, Promise.name, Promise.due_at, Promise.kept_at, Promise.by_id)
    statement = sa.select(*columns).join(Complaint, Complaint.id == Promise.complaint_id)
    living = (Promise.deleted_at.is_(None), Complaint.deleted_at.is_(None), Complaint.state != "S00")
    rows = session.execute(statement.where(*living, *conditions).order_by(Promise.due_at, Promise.id))
    present = now_utc()
    return tuple(PromiseLine(*row, broken=row.due_at is not None and (row.kept_at or present) > row.due_at) for row in rows)
