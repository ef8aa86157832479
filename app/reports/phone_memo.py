"""电话留言条 (F-07): one call taken for somebody else, as a slip for whom it is meant; what is empty leaves room to write."""

from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.errors import ValidationError
from app.i18n import N_, language
from app.i18n import gettext_text as _
from app.models import fields_of
from app.models.memo import PhoneMemo
from app.reports.document import Document
from app.reports.form_fields import Filling, Part, form_blocks, places, signing_line
from app.reports.heading import firm, printed_text
from app.services import present, records
from app.services.sensitive import veiled

_PARTS = (
    Part("", places(
        "number called_at for_id taken_by_id caller caller_firm:2 caller_phone customer_id:3 contact_id subject:4x2 urgency:4* "
        "call_back:1* call_by passed_on accepted_at notes:4")),
    Part(N_("What came of it"), places("state:4* result:3x2 settled_at")),
)  # fmt: skip


def build(session: Session, memo: str | UUID) -> Document:
    """The slip of one memo, by number or id."""
    values = veiled(PhoneMemo, records.get(session, PhoneMemo, _find(session, memo)))
    filling = Filling(values, records.link_titles(session, PhoneMemo, values), present.lexicons(session, fields_of(PhoneMemo)))
    ours = firm(session)
    return Document(
        title=_("Phone memo"),
        blocks=(*form_blocks(PhoneMemo, _PARTS, frozenset(), filling), *signing_line((_("Taken by"), _("Taken over by")))),
        number=values["number"], company=ours.name, logo=ours.logo, footer=(printed_text(),), language=language(),
    )  # fmt: skip


def _find(session: Session, memo: str | UUID) -> UUID:
    """ValidationError where there is none with this number or id, or it is in the recycle bin."""
    text = str(memo).strip()
    wanted = PhoneMemo.id == memo if isinstance(memo, UUID) else sa.func.upper(PhoneMemo.number) == text.upper()
    found = session.scalars(sa.select(PhoneMemo.id).where(wanted, PhoneMemo.deleted_at.is_(None)).order_by(PhoneMemo.id)).first()
    if found is None:
        raise ValidationError(N_("There is no phone memo “{memo}”."), field="memo", memo=text)
    return found
