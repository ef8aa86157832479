"""Handing a complaint on (首问负责制, domain/40 §4.4): complete only when the receiver accepts, else it falls back to the first
contact, who never changes."""

from uuid import UUID

from sqlalchemy.orm import Session

from app.errors import ConflictError, ValidationError
from app.i18n import N_
from app.i18n import gettext_text as _
from app.models import Complaint
from app.models.complaint_parts import Transfer
from app.services import complaint_events, complaint_rules, complaint_steps
from app.services.complaint_checks import name_of
from app.services.complaint_people import me
from app.services.complaint_record import load
from app.services.complaint_transfer_lines import (
    TransferLine,
    Waiting,
    accept_by,
    ask,
    count,
    fall_back,
    of,
    open_one,
    required,
    settle,
    waiting,
)

__all__ = ["TransferLine", "Waiting", "accept", "accept_by", "count", "fall_back", "give_back", "hand_over", "of", "open_one",
           "settle", "waiting"]  # fmt: skip


def hand_over(session: Session, complaint_id: UUID, to_id: UUID, reason: str = "") -> UUID:
    """Ask somebody to take the case over; returns the transfer. It stays with its handler until they accept (where the firm
    doesn't wait for that, it is theirs at once). A second transfer needs the right to approve."""
    transfer = ask(session, complaint_id, to_id, reason)
    if not complaint_rules.on(session, "transfer_acceptance"):
        accept(session, complaint_id)
    return transfer


def accept(session: Session, complaint_id: UUID) -> None:
    """The receiver takes the case: T06 from S30, else a line of the log. Only they can, where it is known who is there."""
    record, transfer = load(session, complaint_id), required(session, complaint_id)
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
    """The receiver does not take the case (T07 from S30), and it stays with whoever handles it; or its handler returns it (T07
    from S40, twice at most): the first contact has it."""
    record, transfer = load(session, complaint_id), open_one(session, complaint_id)
    if record.state == "S30" or (record.state == "S40" and transfer is None):
        complaint_steps.step(session, complaint_id, "T07", {}, reason)
    elif transfer is None:
        raise ConflictError(N_("“{name}” is no longer at this step. Look at it again."), name=record.subject)
    elif not reason.strip():
        raise ValidationError(N_("The reason is missing."), field="reason")
    else:
        _answer(session, record, transfer, "returned", reason)


def _answer(session: Session, record: Complaint, transfer: Transfer, state: str, reason: str) -> None:
    at = complaint_events.moment_for(session, record.id, None)
    transfer.state, transfer.answered_at = state, at
    complaint_events.append(session, record, "T29", at, record.state, reason)


