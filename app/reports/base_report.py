"""客户资源现状分析报告 (R-03): the whole base in thirteen sections and a list by grade (domain/50 §5.4).

Rooms: base_structure (II, III), base_value (IV to VII), base_relations (VIII to XI), base_conclusions (I, XII, XIII).
"""

from datetime import date

from sqlalchemy.orm import Session

from app.formats import today
from app.i18n import N_, language
from app.i18n import gettext_text as _
from app.reports.base_conclusions import conclusion_blocks, measure_blocks, summary
from app.reports.base_figures import Figures, figures_of
from app.reports.base_relations import relation_blocks
from app.reports.base_structure import structure_blocks
from app.reports.base_value import value_blocks
from app.reports.document import Block, Column, Document, Empty, Heading, Paragraph, Table
from app.reports.heading import firm, printed_text
from app.reports.money_words import yuan
from app.services.business.labels import LABELS
from app.services.business.words import STATUS

_LISTED = 300
_DEFINITIONS = N_(
    "Customers: all outside the recycle bin. Sales, profit and grades are those of twelve months up to the day, without tax; "
    "receivables are with tax on the day. Active, at risk and lost follow from each customer's own rhythm of orders. Value at "
    "risk is the profit of a year with the customers at risk. What nobody recorded is not known and stands as —; it never "
    "counts as 0."
)


def build(session: Session, day: date | None = None) -> Document:
    """The base as of a day, today unless said."""
    as_of, ours = day or today(), firm(session)
    found = figures_of(session, as_of)
    blocks = _blocks(session, found) if found.total else (Empty(_("There are no customers yet.")),)
    return Document(
        title=_("State of the customer base"), blocks=blocks, company=ours.name, logo=ours.logo,
        meta=(_("{first} to {last}").format(first=found.period.first, last=as_of), "", _("Amounts in CNY")),
        number=f"KHZY-{as_of:%Y%m%d}", signatures=(_("Prepared by"), _("Reviewed by"), _("Approved by")),
        footer=(_("Figures as of {moment}").format(moment=as_of), printed_text()), language=language(),
    )  # fmt: skip


def _blocks(session: Session, found: Figures) -> tuple[Block, ...]:
    return (
        Heading(_("I Overview")), *summary(found), Paragraph(_(_DEFINITIONS), quiet=True),
        *structure_blocks(session, found), *value_blocks(session, found), *relation_blocks(session, found),
        Heading(_("XII Strengths, weaknesses, chances, threats")), *conclusion_blocks(found),
        Heading(_("XIII Measures and plan")), *measure_blocks(session, found),
        Heading(_("Appendix: customers by grade")), *_listed(found),
    )  # fmt: skip


def _listed(found: Figures) -> tuple[Block, ...]:
    """The list: best grades first, within each by sales; of a large base the largest."""
    order = {grade: place for place, grade in enumerate(("gold", "silver", "ordinary", "watch", "never"))}
    lines = sorted(found.profits.lines, key=lambda one: (order.get(one.client.grade or "", 9), -one.row.profit.net))
    columns = (
        Column(_("Grade")), Column(_("Customer no.")), Column(_("Customer"), weight=1), Column(_("Status")),
        Column(_("Net sales"), kind="number"), Column(found.basis.noun, kind="number"),
    )  # fmt: skip
    states = {line.client.key: line.row.code for line in found.statuses.lines}
    rows = tuple(
        (_(LABELS[one.client.grade]) if one.client.grade in LABELS else None, one.client.code, one.client.name,
         _(STATUS[states[one.client.key]]) if one.client.key in states else None, yuan(one.row.profit.net),
         yuan(found.basis.of(one.row.profit)))
        for one in lines[:_LISTED]
    )  # fmt: skip
    left = found.total - len(rows)
    notes = (_("{count} customers without sales or costs in the period, or beyond the first {most}, are not listed.").format(
        count=left, most=_LISTED),) if left > 0 else ()  # fmt: skip
    return (Table(columns, rows, notes=notes),) if rows else (Empty(_("No customer has sales or costs in this period.")),)
