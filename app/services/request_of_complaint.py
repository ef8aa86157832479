"""The service request of a complaint that is none (T25, domain/40 §4.11): it keeps when it came in, by which way, who received
it, what was said; files stay with both."""

from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.analysis import request_states as states
from app.models import Complaint
from app.models.attachment import Attachment
from app.models.request import ServiceRequest
from app.services import records, requests

SHARED = ("subject", "customer_id", "contact_id", "received_at", "channel", "first_owner_id", "handler_id", "product",
           "serial_no", "text", "notes")  # fmt: skip
NAMED = (("caller", "complainant"), ("caller_phone", "complainant_phone"))
_CONTENT = ("name", "kind", "digest", "size", "mime", "added_at", "notes")


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
    copy_files(session, Attachment.complaint_id, complaint_id, Attachment.request_id, key)
    return key


def _former(session: Session, complaint_id: UUID) -> ServiceRequest | None:
    wanted = (ServiceRequest.complaint_id == complaint_id, ServiceRequest.state == states.COMPLAINT)
    return session.scalars(sa.select(ServiceRequest).where(*wanted, ServiceRequest.deleted_at.is_(None))).first()


def _fresh(session: Session, record: dict[str, Any], kind: str, reason: str) -> UUID:
    values: dict[str, Any] = {key: record[key] for key in SHARED} | {here: record[there] for here, there in NAMED}
    notes = "\n".join(part for part in (record["notes"], reason) if part)
    return requests.register(session, {**values, "notes": notes, "kind": kind, "complaint_id": record["id"]})


def copy_files(session: Session, source: Any, source_id: UUID, target: Any, target_id: UUID) -> None:
    """The same contents with the other record as well: nothing is stored twice, nothing leaves where it was."""
    living = Attachment.deleted_at.is_(None)
    there = set(session.scalars(sa.select(Attachment.digest).where(target == target_id, living)))
    for each in session.scalars(sa.select(Attachment).where(source == source_id, living).order_by(Attachment.added_at)).all():
        if each.digest not in there:
            values = {key: getattr(each, key) for key in _CONTENT}
            records.create(session, Attachment, {**values, target.key: target_id})
