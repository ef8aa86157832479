"""The transfers of a complaint (domain/40 §4.4): asking somebody to take it over, what became of each, which wait.

Taking a case and giving it back are steps: they stand in complaint_transfers.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.analysis.complaint_clock import FELL_BACK
from app.analysis.complaint_states import OPEN, PAUSED
from app.analysis.workdays import add_working_minutes
from app.errors import ConflictError, ValidationError
from app.formats import from_local, local
from app.i18n import N_
from app.i18n import gettext_text as _
from app.models import Complaint, Employee
from app.models.complaint_parts import Transfer
from app.services import complaint_events, records, roles, settings
from app.services.complaint_checks import name_of
from app.services.complaint_record import load
from app.services.workcalendar import firm_calendar


@dataclass(frozen=True, slots=True)
class Waiting:
    """A transfer that somebody has to accept by ``due_at``."""

    id: UUID
    complaint_id: UUID
    number: str
    subject: str
    to_id: UUID | None
    from_id: UUID | None
    due_at: datetime | None
    reason: str | None


@dataclass(frozen=True, slots=True)
class TransferLine:
    """One transfer of a complaint."""

    id: UUID
    from_id: UUID | None
    to_id: UUID | None
    state: str
    asked_at: datetime
    due_at: datetime | None
    answered_at: datetime | None
    reason: str | None


def ask(session: Session, complaint_id: UUID, to_id: UUID, reason: str = "") -> UUID:
    """Ask somebody to take the case over; returns the transfer. A second one needs the right to approve."""
    record = load(session, complaint_id)
    _require_possible(session, record, to_id)
    at = complaint_events.moment_for(session, complaint_id, None)
    giver = record.handler_id or record.first_owner_id
    values = {
        "complaint_id": complaint_id, "from_id": giver, "to_id": to_id, "asked_at": at, "due_at": accept_by(session, record, at),
        "reason": " ".join(reason.split()) or None,
    }  # fmt: skip
    transfer = records.create(session, Transfer, values)
    words = _("Handed over to {name}").format(name=name_of(session, to_id))
    complaint_events.append(session, record, "T29", at, record.state, "\n".join(filter(None, (words, reason.strip()))))
    return transfer


def _require_possible(session: Session, record: Complaint, to_id: UUID) -> None:
    taker = records.get(session, Employee, to_id)
    if record.state not in OPEN - PAUSED:
        raise ConflictError(N_("“{name}” is not in work. Look at it again."), name=record.subject)
    if taker["deleted_at"] is not None or taker["has_left"]:
        raise ValidationError(N_("{name} has left and takes nothing over."), field="to_id", name=taker["name"])
    if open_one(session, record.id) is not None:
        raise ValidationError(N_("It is handed over already: wait for the answer, or until it falls back."), field="to_id")
    if to_id == record.handler_id and record.state != "S30":
        raise ValidationError(N_("{name} handles it already."), field="to_id", name=taker["name"])
    if count(session, record.id) >= 1:
        roles.require(session, "approve")


def accept_by(session: Session, record: Complaint, asked: datetime) -> datetime:
    """Two working hours from asking; urgent cases (P1) half an hour by the clock."""
    allowed = settings.value(session, "complaint.transfer")
    if record.priority == "P1":
        return asked + timedelta(minutes=int(allowed["urgent_minutes"]))
    return from_local(add_working_minutes(firm_calendar(session), local(asked), int(allowed["working_minutes"])).at)


def fall_back(session: Session, complaint_id: UUID) -> None:
    """Not accepted in time: the first contact has the case again (§4.4)."""
    record, transfer = load(session, complaint_id), required(session, complaint_id)
    at = complaint_events.moment_for(session, complaint_id, None)
    transfer.state, transfer.answered_at, record.handler_id = "fell_back", at, record.first_owner_id or record.handler_id
    complaint_events.append(session, record, "T29", at, record.state, FELL_BACK)


def settle(session: Session, complaint_id: UUID, state: str, at: datetime) -> None:
    """Close the open transfer of a complaint, where there is one."""
    transfer = open_one(session, complaint_id)
    if transfer is not None:
        transfer.state, transfer.answered_at = state, at


def open_one(session: Session, complaint_id: UUID) -> Transfer | None:
    """The transfer of a complaint that waits for its answer."""
    waiting_for = sa.select(Transfer).where(
        Transfer.complaint_id == complaint_id, Transfer.state == "open", Transfer.deleted_at.is_(None)
    )
    return session.scalars(waiting_for.order_by(Transfer.id.desc()).limit(1)).first()


def required(session: Session, complaint_id: UUID) -> Transfer:
    """The transfer that waits for its answer; ConflictError where none does."""
    found = open_one(session, complaint_id)
    if found is None:
        raise ConflictError(N_("There is no open transfer any more. Look at the complaint again."))
    return found


def count(session: Session, complaint_id: UUID) -> int:
    """How often the case was handed over, whatever came of it."""
    statement = sa.select(sa.func.count()).where(Transfer.complaint_id == complaint_id, Transfer.deleted_at.is_(None))
    return session.scalar(statement) or 0


def of(session: Session, complaint_id: UUID) -> tuple[TransferLine, ...]:
    """The transfers of a complaint in their order."""
    columns = (Transfer.id, Transfer.from_id, Transfer.to_id, Transfer.state, Transfer.asked_at, Transfer.due_at,
               Transfer.answered_at, Transfer.reason)  # fmt: skip
    statement = sa.select(*columns).where(Transfer.complaint_id == complaint_id, Transfer.deleted_at.is_(None))
    return tuple(TransferLine(*row) for row in session.execute(statement.order_by(Transfer.asked_at, Transfer.id)))


def waiting(session: Session, to_id: UUID | None = None) -> tuple[Waiting, ...]:
    """Transfers nobody answered yet, of one receiver or of all, the most urgent first."""
    columns = (Transfer.id, Complaint.id, Complaint.number, Complaint.subject, Transfer.to_id, Transfer.from_id, Transfer.due_at,
               Transfer.reason)  # fmt: skip
    living = (Transfer.state == "open", Transfer.deleted_at.is_(None), Complaint.state.in_(sorted(OPEN)))
    mine = () if to_id is None else (Transfer.to_id == to_id,)
    statement = sa.select(*columns).join(Complaint, Complaint.id == Transfer.complaint_id).where(*living, *mine)
    return tuple(Waiting(*row) for row in session.execute(statement.order_by(Transfer.due_at, Transfer.id)))
