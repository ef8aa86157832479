"""投诉处理单: one complaint as a form to be signed (F-25 to F-27); what is empty leaves room to write."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.formats import money_text
from app.i18n import N_
from app.i18n import gettext_text as _
from app.models import Complaint, Employee, fields_of
from app.models.complaint_parts import Recovery
from app.reports.complaint_subject import Case, case_of, paper
from app.reports.document import Block, Column, Document, Paragraph, Table
from app.reports.form_fields import Filling, Part, form_blocks, places, signing_line
from app.reports.lines import clean
from app.services import present, records

LONGEST = 900
"""Characters of one box: a longer story is cut there, and the sheet says where the whole stands."""

RECEIPT = places(
    "number received_at channel first_owner_id customer_id:2 complainant complainant_phone product:2 batch serial_no order_no:2 "
    "occurred_at place text:4x2 demands:4* demand_amount expected_on safety:1*! publicity:1*! told:4")
HANDLING = places(
    "category:2 severity urgency handler_id priority department:2 validity:2* party:2* containment:4 investigation:4x2 "
    "cause cause_detail cause_text:2 escape_cause escape_text:3")
ANSWER = places(
    "solution:4x2 answer:4x2 answer_channel answered_at acceptance:2 executed_on closed_at prevention:2")
COSTS = places("compensation returns_cost logistics_cost rework_cost credit_notes fines recovered_cost labour_minutes")
FOLLOW_UP = places(
    "follow_up_at follow_up_by_id follow_up_result:2* satisfaction:4* fair_outcome fair_process fair_manner stays "
    "follow_up_note:4")
_PARTS = (
    Part(N_("Receipt"), RECEIPT, "receipt", 1), Part(N_("Assessment and investigation"), HANDLING, "handling", 2),
    Part(N_("Solution, answer and carrying out"), ANSWER, "answer", 3), Part(N_("Costs"), COSTS, "costs", 4),
    Part(N_("Follow-up"), FOLLOW_UP, "follow_up", 5),
)  # fmt: skip


def build(session: Session, complaint: str | UUID) -> Document:
    """The sheet of one complaint, by number or id."""
    case = case_of(session, complaint)
    filling, cut = shortened(case.filling)
    below = {"answer": recoveries(session, case)}
    blocks = (*form_blocks(Complaint, _PARTS, frozenset(), filling, below), *_note(cut), *signing_line(signers()))
    return paper(session, _("Complaint sheet"), case, blocks)


def signers() -> tuple[str, ...]:
    """Who signs a complaint's papers."""
    return _("First-contact owner"), _("Handler"), _("Reviewed by"), _("Approved by")


def shortened(filling: Filling) -> tuple[Filling, tuple[str, ...]]:
    """The filling with texts cut at ``LONGEST``, and the labels of those that were."""
    values, cut = dict[str, Any](filling.values), list[str]()
    for key, field in fields_of(Complaint).items():
        text = values.get(key)
        if field.kind == "text" and isinstance(text, str) and len(text) > LONGEST:
            values[key] = clean(text)[: LONGEST - 1].rstrip() + "…"
            cut.append(_(field.label))
    return replace(filling, values=values), tuple(cut)


def _note(cut: tuple[str, ...]) -> tuple[Block, ...]:
    if not cut:
        return ()
    text = _("Shortened here: {labels}. The whole text stands in the process record.").format(labels=_(", ").join(cut))
    return (Paragraph(text, quiet=True),)


def recoveries(session: Session, case: Case) -> tuple[Block, ...]:
    """What was done to make it good again, line by line; nothing where nothing is recorded."""
    statement = sa.select(Recovery).where(Recovery.complaint_id == case.values["id"], Recovery.deleted_at.is_(None))
    lines = list(session.scalars(statement.order_by(Recovery.id)))
    if not lines:
        return ()
    people = records.titles(session, Employee, [line.responsible_id for line in lines if line.responsible_id])
    columns = (
        Column(_("Kind")), Column(_("What is done"), weight=1), Column(_("Amount"), kind="number"), Column(_("Responsible")),
        Column(_("Due on"), kind="number"), Column(_("Done on"), kind="number"),
    )  # fmt: skip
    rows = tuple(_recovery(line, people) for line in lines)
    total = (_("Total"), None, money_text(sum(line.amount or 0 for line in lines)), "", "", "")
    return (Table(columns, rows, total=(total[0], "", *total[2:]), caption=_("Remedies")),)


def _recovery(line: Recovery, people: Mapping[UUID, str]) -> tuple[Any, ...]:
    kind = present.text_of(fields_of(Recovery)["kind"], line.kind)
    amount = None if line.amount is None else money_text(line.amount)
    who = people.get(line.responsible_id) if line.responsible_id else None
    return kind, line.name, amount, who, line.due_on, line.done_on
