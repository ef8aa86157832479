"""Sections VIII to XI of the report on the whole base: coverage, satisfaction, churn and risk, quality of files."""

from collections import Counter

from sqlalchemy.orm import Session

from app.formats import money_text, percent_text
from app.i18n import gettext_text as _
from app.i18n import ngettext_text
from app.reports.base_figures import Figures
from app.reports.base_losses import loss_blocks
from app.reports.customer_dealings import one_row
from app.reports.document import Block, Column, Empty, Heading, Paragraph, SideBySide, Table
from app.reports.heading import joined
from app.reports.money_words import part, share, yuan
from app.services import base_counts
from app.services.business.labels import LABELS
from app.services.business.sums import by_salesperson

_TOP = 20
_CLASSES = ("gold", "silver", "ordinary", "watch")


def relation_blocks(session: Session, found: Figures) -> tuple[Block, ...]:
    """The four sections."""
    return (
        Heading(_("VIII Relations and coverage")), *_relations(session, found),
        Heading(_("IX Satisfaction and loyalty")), *_satisfaction(found),
        Heading(_("X Churn and risk")), *_churn(found), *loss_blocks(session, found.period),
        Heading(_("XI Quality of the files")), *_files(session, found),
    )  # fmt: skip


def _relations(session: Session, found: Figures) -> list[Block]:
    cover, visits = found.coverage, found.visits.total.figures
    facts = one_row({
        _("Visits due"): visits.planned, _("Completion of the plan"): share(visits.completion), _("Done in all"): visits.done,
        _("Purpose achieved"): share(visits.effective), _("With a decider recorded"): part(cover.with_decider, cover.customers),
        _("Without contact for 90 days"): part(cover.silent, cover.customers),
    })  # fmt: skip
    return [facts, *_owners(session, found)]


def _owners(session: Session, found: Figures) -> list[Block]:
    """Sales by salesperson: what would go if one of them went."""
    sums = Counter(by_salesperson(session, found.period))
    total = sum(sums.values())
    if total <= 0:
        return []
    names = base_counts.names(session, [key for key in sums if key is not None])
    columns = (Column(_("Salesperson"), weight=1), Column(_("Net sales"), kind="number"), Column(_("Share"), kind="number"))
    rows = tuple(
        (names.get(key, "") if key is not None else _("Nobody"), money_text(amount), percent_text(amount / total))
        for key, amount in sums.most_common(8)
    )  # fmt: skip
    most = max((amount for key, amount in sums.items() if key is not None), default=0) / total
    risk = _("One salesperson holds {share} of the sales: name a deputy for each large customer.")
    told = [Paragraph(risk.format(share=percent_text(most)))] if most > 0.5 else []
    return [Table(columns, rows, caption=_("Sales by salesperson")), *told]


def _satisfaction(found: Figures) -> list[Block]:
    columns = (Column(_("Grade")), Column(_("Customers"), kind="number"), Column(_("Complaints"), kind="number"),
               Column(_("For each customer"), kind="number"))  # fmt: skip
    rows = tuple(
        (_(LABELS[grade]) if grade in LABELS else _("None yet"), count, found.complaints.get(grade, 0),
         f"{found.complaints.get(grade, 0) / count:.2f}" if count else None)
        for grade in (*_CLASSES, "never", "") if (count := found.grades.get(grade, 0))
    )  # fmt: skip
    return [Paragraph(_("No satisfaction survey was recorded."), quiet=True),
            Table(columns, rows, caption=_("Complaints received in the period"))]  # fmt: skip


def _churn(found: Figures) -> list[Block]:
    churn, revenue = found.standing.churn, found.standing.revenue
    facts = one_row({
        _("Customers at the start"): churn.start, _("Lost"): churn.lost, _("Churn"): share(churn.churn),
        _("Retention"): share(churn.retention), _("Revenue that stayed"): share(revenue.gross_retention),
        _("Revenue with growth"): share(revenue.net_retention),
    })  # fmt: skip
    risky = found.at_risk
    if not risky:
        return [facts, Empty(_("Nobody is at risk."))]
    known = [left for _line, left in risky if left is not None]
    said = _at_risk(found.basis.gross, len(risky), money_text(sum(known) if known else None))
    if known and len(known) < len(risky):
        said = joined([said, _("Of {count} of them nobody knows the profit.").format(count=len(risky) - len(known))])
    columns = (
        Column(_("Customer"), weight=1), Column(_("Days since the last order"), kind="number"),
        Column(_("Usual days between orders"), kind="number"), Column(found.basis.noun, kind="number"),
    )  # fmt: skip
    rows = tuple(
        (line.client.name, line.row.days, f"{line.row.interval:.0f}", yuan(left))
        for line, left in risky[:_TOP]
    )  # fmt: skip
    return [facts, Paragraph(said), Table(columns, rows, caption=_("At risk; amounts of 12 months"))]


def _at_risk(gross: bool, count: int, value: str) -> str:
    words = ngettext_text("{count} customer is at risk, with {value} of profit a year.",
                          "{count} customers are at risk, with {value} of profit a year.", count)  # fmt: skip
    if gross:
        words = ngettext_text("{count} customer is at risk, with {value} of gross profit a year.",
                              "{count} customers are at risk, with {value} of gross profit a year.", count)  # fmt: skip
    return words.format(count=count, value=value)


def _files(session: Session, found: Figures) -> list[Block]:
    cover = found.coverage
    columns = (Column(_("Field"), weight=1), Column(_("Filled"), kind="number"))
    rows = tuple((_(label), percent_text(have)) for label, have in base_counts.filled(session))
    stale = _("{share} of the files of customers we deal with were not changed for 180 days.").format(
        share=part(cover.stale, cover.customers) or "—"
    )
    half = (len(rows) + 1) // 2
    tables = SideBySide((Table(columns, rows[:half]), Table(columns, rows[half:])))
    return [tables, Paragraph(stale)] if rows else [Empty(_("There are no firms in the file."))]
