"""The forms without a record, to be filled in by hand: the boxes of the record's own fields, with room for a pen."""

from sqlalchemy.orm import Session

from app.i18n import gettext_text as _
from app.i18n import language
from app.models import Complaint, Contact, Entity, Visit, fields_of
from app.reports.customer_file import PEOPLE, file_blocks, file_title, signing
from app.reports.customer_file_parts import blank_parts, own_blocks
from app.reports.document import Block, Document, FormField, FormGrid, Heading, Spacer
from app.reports.form_fields import BLANK, MARKED, Part, form_blocks, signing_line
from app.reports.form_layouts import (
    COMPLAINT,
    COMPLAINT_REQUIRED,
    CONTACT,
    CONTACT_REQUIRED,
    MEMO,
    MEMO_REQUIRED,
    VISIT,
    VISIT_REQUIRED,
)
from app.reports.heading import firm

_PEOPLE_ROWS = 5


def customer(session: Session) -> Document:
    """客户档案表 of a firm (F-02)."""
    below = {**blank_parts(), "people": blank_people(), "notes": own_blocks(BLANK)}
    return _document(session, file_title("company"), (*file_blocks("company", BLANK, below), *signing("company")))


def blank_people() -> tuple[Block, ...]:
    """Boxes for the people who decide there."""
    fields = fields_of(Contact)
    boxes = tuple(FormField(_(fields[key].label)) for key in PEOPLE)
    return (FormGrid(boxes * _PEOPLE_ROWS, len(boxes)),)


def person(session: Session) -> Document:
    """客户档案表 of a private customer (F-01)."""
    below = {"background": own_blocks(BLANK)}
    return _document(session, file_title("person"), (*file_blocks("person", BLANK, below), *signing("person")))


def contact(session: Session) -> Document:
    """决策者卡 (F-03)."""
    return _form(session, _("Decision-maker card"), Contact, CONTACT, CONTACT_REQUIRED, (_("Filled in by"), _("Reviewed by")))


def visit(session: Session) -> Document:
    """拜访记录 (F-06) with its plan (F-08)."""
    return _form(session, _("Visit record"), Visit, VISIT, VISIT_REQUIRED, (_("Filled in by"), _("Reviewed by")))


def memo(session: Session) -> Document:
    """电话留言条 (F-07): three on a sheet, to be cut apart."""
    from app.models.memo import PhoneMemo

    slip, between = form_blocks(PhoneMemo, MEMO, MEMO_REQUIRED, BLANK), (Spacer(2), Heading(_("Phone memo"), 2))
    return _document(session, _("Phone memo"), (*slip, *between, *slip, *between, *slip))


def complaint(session: Session) -> Document:
    """投诉登记表 (F-25)."""
    signers = (_("First-contact owner"), _("Complainant"), _("Received by department"))
    return _form(session, _("Complaint intake"), Complaint, COMPLAINT, COMPLAINT_REQUIRED, signers)


def _form(
    session: Session,
    title: str,
    entity: type[Entity],
    parts: tuple[Part, ...],
    required: frozenset[str],
    signers: tuple[str, ...],
) -> Document:
    return _document(session, title, (*form_blocks(entity, parts, required, BLANK), *signing_line(signers)))


def _document(session: Session, title: str, blocks: tuple[Block, ...]) -> Document:
    ours = firm(session)
    return Document(title=title, blocks=blocks, company=ours.name, logo=ours.logo, footer=(_(MARKED),), language=language())
