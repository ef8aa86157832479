"""Handing a complaint on (首问负责制, domain/40 §4.4): complete only when the receiver accepts, else it falls back to the first
contact, who never changes."""

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
from app.services import complaint_events, complaint_rules, complaint_steps, records, roles, settings
from app.services.complaint_checks import name_of
from app.services.complaint_people import me
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


def hand_over(session: Session, complaint_id: UUID, to_id: UUID, reason: str = "") -> UUID:
    """Ask somebody to take the case over; returns the transfer. It stays with its handler until they accept (where the firm
    doesn't wait for that, it is theirs at once). A second transfer needs the right to approve."""
    record = complaint_steps.load(session, complaint_id)
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
    if not complaint_rules.on(session, "transfer_acceptance"):
        accept(session, complaint_id)
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


def accept(session: Session, complaint_id: UUID) -> None:
    """The receiver takes the case: T06 from S30, else a line of the log. Only they can, where it is known who is there."""
    record, transfer = complaint_steps.load(session, complaint_id), _open(session, complaint_id)
    who = me(session)
    if complaint_rules.on(session, "transfer_acceptance") and who is not None and who != transfer.to_id:
        raise ValidationError(
            N_("{name} accepts the case, nobody else. Hand it over, or switch the person with Ctrl+Shift+P."),
            field="handler_id", name=name_of(session, transfer.to_id),
        )  # fmt: skip
    if record.state == "S30":
        complaint_steps.step(session, complaint_id, "T06", {"handler_id": transfer.to_id})
        return
    _answer(session, record, transfer, "accepted", _("Transfer accepted"))
    record.handler_id = transfer.to_id
    session.flush()


def give_back(session: Session, complaint_id: UUID, reason: str) -> None:
    """The receiver does not take the case, or returns it (T07 from S30 and S40, twice at most): the first contact has it."""
    record, transfer = complaint_steps.load(session, complaint_id), open_one(session, complaint_id)
    if record.state in {"S30", "S40"}:
        complaint_steps.step(session, complaint_id, "T07", {}, reason)
    elif transfer is None:
        raise ConflictError(N_("“{name}” is no longer at this step. Look at it again."), name=record.subject)
    elif not reason.strip():
        raise ValidationError(N_("The reason is missing."), field="reason")
    else:
        _answer(session, record, transfer, "returned", reason)


def fall_back(session: Session, complaint_id: UUID) -> None:
    """Not accepted in time: the first contact has the case again (§4.4)."""
    record, transfer = complaint_steps.load(session, complaint_id), _open(session, complaint_id)
    at = complaint_events.moment_for(session, complaint_id, None)
    transfer.state, transfer.answered_at, record.handler_id = "fell_back", at, record.first_owner_id or record.handler_id
    complaint_events.append(session, record, "T29", at, record.state, FELL_BACK)


def _answer(session: Session, record: Complaint, transfer: Transfer, state: str, reason: str) -> None:
    at = complaint_events.moment_for(session, record.id, None)
    transfer.state, transfer.answered_at = state, at
    complaint_events.append(session, record, "T29", at, record.state, reason)


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


def _open(session: Session, complaint_id: UUID) -> Transfer:
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
