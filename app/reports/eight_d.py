"""8D report: one complaint from the emergency action to prevention and recognition, a box a discipline (F-26, domain/20)."""

from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.i18n import gettext_text as _
from app.models import Complaint, Field, fields_of
from app.models.complaint_parts import EightD, Why
from app.reports.complaint_subject import Case, case_of, paper
from app.reports.document import Block, Cell, Column, Document, Facts, FormField, FormGrid, Heading, Table
from app.reports.form_fields import signing_line
from app.services import present, records

DISCIPLINES = ("emergency", "team", "problem", "containment", "occurrence", "slipped", "chosen", "verified", "prevention",
               "closing")  # fmt: skip


_KNOWN = {
    "problem": "description", "containment": "containment", "occurrence": "cause_text", "slipped": "escape_text",
    "chosen": "solution", "prevention": "prevention",
}  # fmt: skip
"""What the complaint itself says where the 8D sheet has nothing yet."""


def build(session: Session, complaint: str | UUID) -> Document:
    """The 8D report of one complaint, by number or id; boxes nobody filled leave room to write."""
    case = case_of(session, complaint)
    sheet = _sheet(session, case)
    boxes = tuple(_box(key, sheet, case) for key in DISCIPLINES)
    blocks = (
        Facts(((_("Subject"), case.values["subject"]),), 1), Facts(_head(session, sheet, case), 2),
        *(FormGrid((box,), 1) for box in boxes[:6]), *whys(session, case), *(FormGrid((box,), 1) for box in boxes[6:]),
        *signing_line((_("Team leader"), _("Reviewed by"), _("Approved by"), _("Customer"))),
    )  # fmt: skip
    return paper(session, _("8D report"), case, blocks)


def _sheet(session: Session, case: Case) -> EightD | None:
    wanted = (EightD.complaint_id == case.values["id"], EightD.deleted_at.is_(None))
    return session.scalars(sa.select(EightD).where(*wanted).order_by(EightD.id)).first()


def _head(session: Session, sheet: EightD | None, case: Case) -> tuple[tuple[str, Cell], ...]:
    fields = fields_of(EightD)
    names = {} if sheet is None else records.link_titles(session, EightD, {"leader_id": sheet.leader_id})
    own = [(_(fields[key].label), _own(sheet, fields[key], names.get(key, ""))) for key in
           ("leader_id", "opened_on", "due_on", "closed_on")]  # fmt: skip
    known = [(_(fields_of(Complaint)[key].label), case.text(key) or None) for key in
             ("customer_id", "product", "batch", "received_at", "severity", "handler_id")]  # fmt: skip
    return (*known, *own)


def _own(sheet: EightD | None, field: Field, name: str) -> str | None:
    return None if sheet is None else present.shown_text(field, getattr(sheet, field.key), name) or None


def _box(key: str, sheet: EightD | None, case: Case) -> FormField:
    own = getattr(sheet, key) if sheet is not None else None
    text = own or (case.values.get(_KNOWN[key]) if key in _KNOWN else None) or ""
    return FormField(_(fields_of(EightD)[key].label), text, 1, 2)


def whys(session: Session, case: Case) -> tuple[Block, ...]:
    """The answers to "why?" on both sides, in their order; nothing where none was asked."""
    statement = sa.select(Why).where(Why.complaint_id == case.values["id"], Why.deleted_at.is_(None))
    lines = session.scalars(statement.order_by(Why.side.desc(), Why.place, Why.id)).all()
    if not lines:
        return ()
    field = fields_of(Why)["side"]
    columns = (Column(_("Question")), Column(_("No."), kind="number"), Column(_("Because"), weight=1))
    counted: dict[str, int] = {}
    rows: list[tuple[Cell, ...]] = []
    for line in lines:
        counted[line.side] = counted.get(line.side, 0) + 1
        rows.append((present.text_of(field, line.side), counted[line.side], line.name))
    return Heading(_("Five times why"), 2), Table(columns, tuple(rows))
