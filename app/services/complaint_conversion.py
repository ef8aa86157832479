"""A complaint that is none becomes a service request and keeps the time it came in (T25, domain/40 §4.11)."""

from uuid import UUID

from sqlalchemy.orm import Session

from app.models import Complaint
from app.services import records

_SAME = (
    "subject", "customer_id", "contact_id", "received_at", "channel", "first_owner_id", "handler_id", "product", "serial_no",
    "text", "notes",
)  # fmt: skip


def converted(session: Session, record: Complaint, kind: str = "enquiry") -> UUID:
    """Make the service request of a complaint and return its id; ``kind`` is one of choices.REQUEST_KIND."""
    from app.models.request import ServiceRequest

    values = {key: getattr(record, key) for key in _SAME}
    values |= {"caller": record.complainant, "caller_phone": record.complainant_phone, "kind": kind, "complaint_id": record.id}
    return records.create(session, ServiceRequest, values)
