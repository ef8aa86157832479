"""客户档案表: a customer's file as a form to sign and stamp, F-02 for firms and F-01 for private customers (R-20)."""

from uuid import UUID

from sqlalchemy.orm import Session

from app.i18n import gettext_text as _
from app.i18n import language
from app.models import Contact, Customer, fields_of
from app.models.types import now_utc
from app.reports.attachment_list import attachment_blocks
from app.reports.document import Block, Column, Document, Heading, Signatures, Table
from app.reports.form_fields import MARKED, Filling, form_blocks, signing_line
from app.reports.form_layouts import FIRM, FIRM_REQUIRED, PERSON, PERSON_REQUIRED
from app.reports.heading import firm, printed_text
from app.reports.subject import find_customer
from app.services import contacts, present, records

PEOPLE = ("name", "title", "role", "phone", "birthday")


def build(session: Session, customer: str | UUID) -> Document:
    """The file of one customer (number or id), everything as it stands."""
    values = find_customer(session, customer)
    titles = records.link_titles(session, Customer, values)
    filling = Filling(values, titles, present.lexicons(session, fields_of(Customer)))
    ours = firm(session)
    return Document(
        title=file_title(values["kind"]),
        blocks=(
            *file_blocks(values["kind"], filling),
            *_people(session, values["id"]),
            *attachment_blocks(session, "customers", values["id"]),
            *signing(values["kind"]),
        ),
        number=values["code"],
        company=ours.name,
        logo=ours.logo,
        footer=(printed_text(), _(MARKED)),
        language=language(),
    )


def _people(session: Session, customer_id: UUID) -> tuple[Block, ...]:
    """The people who decide there, in their reporting lines; nothing for a file without people."""
    lines, _figures = contacts.chain(session, customer_id, now_utc())
    fields = [fields_of(Contact)[key] for key in PEOPLE]
    columns = tuple(Column(_(field.label), weight=1.0 if field.key == "title" else 0.0) for field in fields)
    rows = tuple(tuple(present.text_of(field, line.values[field.key]) for field in fields) for line in lines)
    return (Heading(_("Decision-makers"), 2), Table(columns, rows)) if rows else ()


def file_title(kind: str) -> str:
    """The form's name for a firm or a private customer."""
    return _("Customer file (private)") if kind == "person" else _("Customer file (firm)")


def file_blocks(kind: str, filling: Filling) -> tuple[Block, ...]:
    """The boxes of the file of this kind of customer."""
    parts, required = (PERSON, PERSON_REQUIRED) if kind == "person" else (FIRM, FIRM_REQUIRED)
    return form_blocks(Customer, parts, required, filling)


def signing(kind: str) -> tuple[Block, ...]:
    """Who filled it in and who checked it, and room for the customer's seal; low boxes where no firm puts a seal."""
    signers = (_("Filled in by"), _("Salesperson"), _("Reviewed by"), _("Customer's seal"))
    return signing_line(signers) if kind == "person" else (Signatures(signers),)
