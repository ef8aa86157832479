"""The list of a record's attachments on its paper: what lies in the file beside the paper itself."""

from uuid import UUID

from sqlalchemy.orm import Session

from app.formats import local, size_text
from app.i18n import gettext_text as _
from app.models import fields_of
from app.models.attachment import Attachment
from app.reports.document import Block, Column, Heading, Table
from app.services import attachments
from app.services.present import text_of


def attachment_blocks(session: Session, owner: str, owner_id: UUID) -> tuple[Block, ...]:
    """Name, kind, note, size and day of every attachment, the oldest first; nothing for a record without any."""
    kind = fields_of(Attachment)["kind"]
    rows = tuple(
        (one.name, text_of(kind, one.kind) or None, one.notes, size_text(one.size), local(one.added_at).date())
        for one in reversed(attachments.listed(session, owner, owner_id))
    )
    columns = (
        Column(_("File name"), weight=2), Column(_("Kind")), Column(_("Note"), weight=1), Column(_("File size"), kind="number"),
        Column(_("Added at"), kind="number"),
    )  # fmt: skip
    return (Heading(_("Attachments"), 2), Table(columns, rows)) if rows else ()
