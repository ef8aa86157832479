"""鱼骨图: the possible causes of one complaint by the branches of the cause tree, drawn and listed (domain/40 §4.8)."""

from functools import partial
from typing import TYPE_CHECKING
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.i18n import gettext_text as _
from app.models import Complaint, fields_of
from app.models.choices import CAUSE
from app.models.complaint_parts import PossibleCause
from app.reports.complaint_subject import Case, case_of, paper
from app.reports.document import Block, Cell, ChartBlock, Column, Document, Empty, Facts, Heading, Paragraph, Table
from app.reports.eight_d import whys
from app.reports.fishbone_drawing import CONFIRMED, OPEN, REFUTED, SIGNS, Bone, fishbone
from app.services import present

if TYPE_CHECKING:
    from matplotlib.figure import Figure

_SIZE = (250.0, 132.0)
"""Millimetres of the drawing on a page laid across."""


def build(session: Session, complaint: str | UUID) -> Document:
    """The fishbone of one complaint, by number or id; empty branches leave room to write."""
    case = case_of(session, complaint)
    causes = _causes(session, case)
    bones = tuple(_bone(code, label, causes, case) for code, label in _branches())
    drawn = partial(_figure, case.values["subject"], bones, _("and {count} more in the list"))
    alt = _("Fishbone diagram: {problem}").format(problem=case.values["subject"])
    legend = _("{yes} confirmed · {no} ruled out · {open} not yet examined").format(yes=CONFIRMED, no=REFUTED, open=OPEN)
    blocks = (
        ChartBlock(drawn, *_SIZE, alt=alt), Paragraph(legend, quiet=True), *_list(causes), *whys(session, case), *_result(case),
    )  # fmt: skip
    about = (case.names.get("customer_id", ""), "", case.text("received_at"))
    return paper(session, _("Fishbone diagram"), case, blocks, across=True, meta=about)


def _figure(problem: str, bones: tuple[Bone, ...], more: str, width: float, height: float) -> "Figure":
    return fishbone(problem, bones, more, (width, height))


def _branches() -> tuple[tuple[str, str], ...]:
    return tuple((choice.code, _(choice.label)) for choice in CAUSE)


def _causes(session: Session, case: Case) -> list[PossibleCause]:
    wanted = (PossibleCause.complaint_id == case.values["id"], PossibleCause.deleted_at.is_(None))
    return list(session.scalars(sa.select(PossibleCause).where(*wanted).order_by(PossibleCause.id)))


def _bone(code: str, label: str, causes: list[PossibleCause], case: Case) -> Bone:
    own = [each for each in causes if each.branch == code]
    ranked = sorted(own, key=lambda each: {"yes": 0, None: 1}.get(each.confirmed, 2))
    root = code in (case.values["cause"], case.values["escape_cause"])
    return Bone(label, tuple((each.name, each.confirmed) for each in ranked), root)


def _list(causes: list[PossibleCause]) -> tuple[Block, ...]:
    if not causes:
        return (Empty(_("No possible cause is recorded yet; write them onto the branches.")),)
    columns = (Column("", kind="symbol"), Column(_("Branch")), Column(_("Possible cause"), weight=1))
    order = [choice.code for choice in CAUSE]
    field = fields_of(PossibleCause)["branch"]
    ranked = sorted(enumerate(causes), key=lambda each: (order.index(each[1].branch), each[0]))
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (SIGNS.get(each.confirmed or "", OPEN), present.text_of(field, each.branch), each.name) for _place, each in ranked
    )
    sure = frozenset(place for place, (_number, each) in enumerate(ranked) if each.confirmed == "yes")
    return Heading(_("Possible causes"), 2), Table(columns, rows, emphasis=sure)


def _result(case: Case) -> tuple[Block, ...]:
    keys = ("cause", "cause_detail", "cause_text", "escape_cause", "escape_text")
    items = tuple((_(fields_of(Complaint)[key].label), case.text(key) or None) for key in keys)
    return Heading(_("Conclusion"), 2), Facts(items, 1)
