"""The complaint itself, for whatever is done with it."""

from uuid import UUID

from sqlalchemy.orm import Session

from app.errors import ConflictError
from app.i18n import N_
from app.models import Complaint


def load(session: Session, complaint_id: UUID) -> Complaint:
    """The complaint; ConflictError when there is none."""
    record = session.get(Complaint, complaint_id)
    if record is None:
        raise ConflictError(N_("This record no longer exists."))
    return record
