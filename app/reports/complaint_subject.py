"""Which complaint a paper is about, and what all papers about one share: its words, its names, its head and foot."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.errors import ValidationError
from app.i18n import N_, language
from app.models import Complaint, Employee, Field, fields_of
from app.reports.document import Block, Document
from app.reports.form_fields import Filling
from app.reports.heading import firm, printed_text
from app.reports.lines import shorten
from app.services import complaint_events, present, records
from app.services.complaint_events import Entry
from app.services.sensitive import veiled


@dataclass(frozen=True, slots=True)
class Case:
    """A complaint as papers need it; hidden values are hidden already. ``people`` names those of the log."""

    values: Mapping[str, Any]
    names: Mapping[str, str]
    words: present.Lexicons
    log: tuple[Entry, ...]
    people: Mapping[UUID, str]

    @property
    def filling(self) -> Filling:
        """What goes into the boxes of a form."""
        return Filling(self.values, self.names, self.words)

    def text(self, key: str) -> str:
        """A field in words; the empty text where nothing stands in it."""
        field: Field = fields_of(Complaint)[key]
        return present.shown_text(field, self.values[key], self.names.get(key, ""), self.words)


def find_complaint(session: Session, complaint: str | UUID) -> UUID:
    """The complaint of this number or id. ValidationError where there is none."""
    wanted = Complaint.id == complaint if isinstance(complaint, UUID) else _numbered(complaint.strip())
    found = session.scalars(sa.select(Complaint.id).where(wanted, Complaint.deleted_at.is_(None)).order_by(Complaint.id)).first()
    if found is None:
        raise ValidationError(N_("There is no complaint “{complaint}”."), field="complaint", complaint=complaint)
    return found


def _numbered(text: str) -> sa.ColumnElement[bool]:
    by_number = sa.func.upper(Complaint.number) == text.upper()
    try:
        return by_number | (Complaint.id == UUID(text))
    except ValueError:
        return by_number


def case_of(session: Session, complaint: str | UUID) -> Case:
    """Everything of one complaint, by number or id."""
    key = find_complaint(session, complaint)
    values = records.get(session, Complaint, key)
    log = tuple(complaint_events.entries(session, key))
    people = records.titles(session, Employee, [entry.by_id for entry in log if entry.by_id])
    words = present.lexicons(session, fields_of(Complaint))
    return Case(veiled(Complaint, values), records.link_titles(session, Complaint, values), words, log, people)


def paper(
    session: Session, title: str, case: Case, blocks: tuple[Block, ...], *, across: bool = False, meta: tuple[str, ...] = ()
) -> Document:
    """The pages of a paper about one complaint."""
    ours = firm(session)
    return Document(
        title=title, blocks=blocks, number=case.values["number"], subject=shorten(case.names.get("customer_id", ""), 24),
        company=ours.name, logo=ours.logo, footer=(printed_text(),), language=language(), across=across, meta=meta,
    )  # fmt: skip
