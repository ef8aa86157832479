"""Attachment: a file that belongs to a record; its content lies beside the data file, named by its hash."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Mapped

from app.i18n import N_
from app.models import choices as c
from app.models import fields as f
from app.models import improvement, issued, receivable, request  # noqa: F401 (the tables its links name)
from app.models.base import Entity


class Attachment(Entity):
    """A file kept with one record: exactly one of the owner links is filled. Two attachments may share their content."""

    entity = "attachments"
    label = N_("Attachment")
    plural = N_("Attachments")
    tells_owner = True

    customer_id: Mapped[UUID | None] = f.link(N_("Customer"), "customers", part=True)
    contact_id: Mapped[UUID | None] = f.link(N_("Decision-maker"), "contacts", part=True)
    visit_id: Mapped[UUID | None] = f.link(N_("Visit"), "visits", part=True)
    complaint_id: Mapped[UUID | None] = f.link(N_("Complaint"), "complaints", part=True)
    request_id: Mapped[UUID | None] = f.link(N_("Service request"), "requests", part=True)
    improvement_id: Mapped[UUID | None] = f.link(N_("Improvement"), "improvements", part=True)
    issued_report_id: Mapped[UUID | None] = f.link(N_("Issued report"), "issued_reports", part=True)
    dunning_id: Mapped[UUID | None] = f.link(N_("Dunning step"), "dunnings", part=True)
    name: Mapped[str] = f.name(N_("File name"), 255)
    kind: Mapped[str | None] = f.choice(N_("Kind"), c.ATTACHMENT_KIND)
    digest: Mapped[str] = f.opaque(N_("Content hash"), 64)
    size: Mapped[int] = f.integer(N_("File size"))
    mime: Mapped[str | None] = f.opaque(N_("File type"), 120)
    added_at: Mapped[datetime] = f.moment(N_("Added at"))
    notes: Mapped[str | None] = f.text(N_("Notes"))
