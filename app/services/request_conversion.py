"""A request that turns out to be a complaint, and a complaint that is none (domain/40 §4.11, T25): both keep when it came in,
by which way, who received it, what was said; files stay with both."""

from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.analysis import request_states as states
from app.errors import ConflictError
from app.i18n import N_
from app.i18n import gettext_text as _
from app.models import Complaint
from app.models.attachment import Attachment
from app.models.request import ServiceRequest
from app.services import records

_SHARED = ("subject", "customer_id", "contact_id", "received_at", "channel", "first_owner_id", "handler_id", "product",
           "serial_no", "text", "notes")  # fmt: skip
_NAMED = (("caller", "complainant"), ("caller_phone", "complainant_phone"))
_CONTENT = ("name", "kind", "digest", "size", "mime", "added_at", "notes")


def to_complaint(session: Session, request_id: UUID, severity: str) -> UUID:
    """The customer is dissatisfied: the request becomes a complaint of this severity, received when the request was. Returns
    the complaint's id; ConflictError where the request is one already, or was cancelled."""
    from app.services import complaints

    row = records.get(session, ServiceRequest, request_id)
    if row["state"] not in states.CONVERTIBLE:
        raise ConflictError(N_("“{name}” is no longer at this step. Look at it again."), name=row["subject"])
    values: dict[str, Any] = {key: row[key] for key in _SHARED} | {there: row[here] for here, there in _NAMED}
    values |= {"severity": severity, "description": _so_far(row)}
    complaint_id = complaints.register(session, values)
    changed = {"state": states.COMPLAINT, "complaint_id": complaint_id}
    records.update(session, ServiceRequest, request_id, changed)
    _copy_files(session, Attachment.request_id, request_id, Attachment.complaint_id, complaint_id)
    return complaint_id


def _so_far(row: dict[str, Any]) -> str:
    """What was done before, for whoever handles the complaint."""
    begun = _("Was service request {number}.").format(number=row["number"])
    parts = (begun, row["solution"], row["rating_note"])
    return "\n".join(part for part in parts if part)


def from_complaint(session: Session, complaint_id: UUID, kind: str = "enquiry", reason: str = "") -> UUID:
    """The service request of a complaint that is none, of a ``kind`` of choices.REQUEST_KIND: the one it came from, else a new
    one. Returns its id. The complaint itself is not touched: T25 does that."""
    record = records.get(session, Complaint, complaint_id)
    before = _former(session, complaint_id)
    if before is not None:
        notes = "\n".join(part for part in (before.notes, reason) if part)
        state = states.WORKING if before.responded_at else states.REGISTERED
        again: dict[str, Any] = {"state": state, "kind": kind, "notes": notes or None}
        records.update(session, ServiceRequest, before.id, {**again, **dict.fromkeys(("done_at", "confirmed_at"))})
        key = before.id
    else:
        key = _fresh(session, record, kind, reason)
    _copy_files(session, Attachment.complaint_id, complaint_id, Attachment.request_id, key)
    return key


def _former(session: Session, complaint_id: UUID) -> ServiceRequest | None:
    wanted = (ServiceRequest.complaint_id == complaint_id, ServiceRequest.state == states.COMPLAINT)
    return session.scalars(sa.select(ServiceRequest).where(*wanted, ServiceRequest.deleted_at.is_(None))).first()


def _fresh(session: Session, record: dict[str, Any], kind: str, reason: str) -> UUID:
    from app.services import requests

    values: dict[str, Any] = {key: record[key] for key in _SHARED} | {here: record[there] for here, there in _NAMED}
    notes = "\n".join(part for part in (record["notes"], reason) if part)
    return requests.register(session, {**values, "notes": notes, "kind": kind, "complaint_id": record["id"]})


def _copy_files(session: Session, source: Any, source_id: UUID, target: Any, target_id: UUID) -> None:
    """The same contents with the other record as well: nothing is stored twice, nothing leaves where it was."""
    living = Attachment.deleted_at.is_(None)
    there = set(session.scalars(sa.select(Attachment.digest).where(target == target_id, living)))
    for each in session.scalars(sa.select(Attachment).where(source == source_id, living).order_by(Attachment.added_at)).all():
        if each.digest not in there:
            values = {key: getattr(each, key) for key in _CONTENT}
            records.create(session, Attachment, {**values, target.key: target_id})
