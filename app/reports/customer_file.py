"""客户档案表: a customer's file as a form to sign and stamp, F-02 for firms and F-01 for private customers (R-20)."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from app.i18n import gettext_text as _
from app.i18n import language
from app.models import Contact, Customer, Field, fields_of
from app.models.types import now_utc
from app.reports.attachment_list import attachment_blocks
from app.reports.customer_file_parts import filled_parts, own_blocks
from app.reports.document import Block, Column, Document, Empty, Heading, Signatures, Table
from app.reports.form_fields import MARKED, Filling, form_blocks, signing_line
from app.reports.form_layouts import FIRM, FIRM_REQUIRED, PERSON, PERSON_REQUIRED
from app.reports.heading import firm, printed_text
from app.reports.subject import find_customer
from app.services import contacts, present, records
from app.services.sensitive import veiled

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
            *file_blocks(values["kind"], filling, _below(session, values, filling)),
            *attachment_blocks(session, "customers", values["id"]),
            *signing(values["kind"]),
        ),
        number=values["code"],
        subject=values["short_name"] or values["name"],
        company=ours.name,
        logo=ours.logo,
        footer=(printed_text(), _(MARKED)),
        language=language(),
    )


def _beside(field: Field, values: Mapping[str, Any]) -> str:
    return values[field.calendar] or "" if field.calendar else ""


def _people(session: Session, customer_id: UUID) -> tuple[Block, ...]:
    """The people who decide there, in their reporting lines."""
    lines, _figures = contacts.chain(session, customer_id, now_utc())
    fields = [fields_of(Contact)[key] for key in PEOPLE]
    columns = tuple(Column(_(field.label), weight=1.0 if field.key == "title" else 0.0) for field in fields)
    people = [veiled(Contact, line.values) for line in lines]
    rows = tuple(tuple(present.shown_text(each, one[each.key], _beside(each, one)) for each in fields) for one in people)
    return (Table(columns, rows),) if rows else (Empty(_("Nobody is recorded.")),)


def _headed_people(session: Session, customer_id: UUID) -> tuple[Block, ...]:
    """The same under a heading; nothing where there is nobody."""
    found = _people(session, customer_id)
    return () if isinstance(found[0], Empty) else (Heading(_("Decision-makers"), 2), *found)


def file_title(kind: str) -> str:
    """The form's name for a firm or a private customer."""
    return _("Customer file (private)") if kind == "person" else _("Customer file (firm)")


def _below(session: Session, values: Mapping[str, Any], filling: Filling) -> dict[str, tuple[Block, ...]]:
    """What hangs on the customer, by section."""
    parts = filled_parts(session, values)
    if values["kind"] == "person":
        hung = (*parts["needs"], *parts["agreements"])
        return {"background": (*hung, *_headed_people(session, values["id"]), *own_blocks(filling))}
    return {**parts, "people": _people(session, values["id"]), "notes": own_blocks(filling)}


def file_blocks(kind: str, filling: Filling, below: Mapping[str, tuple[Block, ...]]) -> tuple[Block, ...]:
    """The boxes of the file of this kind of customer, and what stands below them by section."""
    parts, required = (PERSON, PERSON_REQUIRED) if kind == "person" else (FIRM, FIRM_REQUIRED)
    return form_blocks(Customer, parts, required, filling, below)


def signing(kind: str) -> tuple[Block, ...]:
    """Who filled it in and who checked it, and room for the customer's seal; low boxes where no firm puts a seal."""
    signers = (_("Filled in by"), _("Salesperson"), _("Reviewed by"), _("Customer's seal"))
    return signing_line(signers) if kind == "person" else (Signatures(signers),)
