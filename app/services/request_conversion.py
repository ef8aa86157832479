"""A request that turns out to be a complaint (domain/40 §4.11): it keeps when it came in, by which way, who received it, what
was said; files stay with both."""

from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from app.analysis import request_states as states
from app.errors import ConflictError
from app.i18n import N_
from app.i18n import gettext_text as _
from app.models.attachment import Attachment
from app.models.request import ServiceRequest
from app.services import complaints, records
from app.services.request_of_complaint import NAMED, SHARED, copy_files


def to_complaint(session: Session, request_id: UUID, severity: str) -> UUID:
    """The customer is dissatisfied: the request becomes a complaint of this severity, received when the request was. Returns
    the complaint's id; ConflictError where the request is one already, or was cancelled."""
    row = records.get(session, ServiceRequest, request_id)
    if row["state"] not in states.CONVERTIBLE:
        raise ConflictError(N_("“{name}” is no longer at this step. Look at it again."), name=row["subject"])
    values: dict[str, Any] = {key: row[key] for key in SHARED} | {there: row[here] for here, there in NAMED}
    values |= {"severity": severity, "description": _so_far(row)}
    complaint_id = complaints.register(session, values)
    changed = {"state": states.COMPLAINT, "complaint_id": complaint_id}
    records.update(session, ServiceRequest, request_id, changed)
    copy_files(session, Attachment.request_id, request_id, Attachment.complaint_id, complaint_id)
    return complaint_id


def _so_far(row: dict[str, Any]) -> str:
    """What was done before, for whoever handles the complaint."""
    begun = _("Was service request {number}.").format(number=row["number"])
    parts = (begun, row["solution"], row["rating_note"])
    return "\n".join(part for part in parts if part)
