"""Sections VII, VIII and X of the customer analysis: complaints and requests, satisfaction, visits planned and done."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal

from app.analysis.figures import half_up
from app.analysis.visit_figures import visit_figures
from app.formats import money_text
from app.i18n import gettext_text as _
from app.models import Complaint, Visit, fields_of
from app.reports.customer_reading import ComplaintLine, Requests, VisitLine, visit_facts
from app.reports.document import Block, Cell, Column, Empty, Paragraph, Table, cell_text
from app.reports.lines import shorten
from app.reports.month_words import share_text
from app.services.present import text_of

_LAST_VISITS, _LAST_COMPLAINTS, _AHEAD = 10, 15, 8
_EXCERPT = 120


def service_blocks(complaints: Sequence[ComplaintLine], requests: Requests, today: date) -> tuple[Block, ...]:
    """Service requests in a sentence, then complaints."""
    told = _("Service requests in 12 months: {count}, {open} of them open.").format(count=requests.year, open=requests.open)
    return *((Paragraph(told),) if requests.year or requests.open else ()), *_complaints(complaints, today)


def satisfaction_blocks(complaints: Sequence[ComplaintLine]) -> tuple[Block, ...]:
    """What is known without a survey: how complainants found the handling."""
    marks = [int(line.satisfaction) for line in complaints if line.satisfaction not in (None, "0")]
    none = _("No satisfaction survey was recorded.")
    if not marks:
        return (Empty(none),)
    mean = half_up(Decimal(sum(marks)) / len(marks), 2)
    heard = _("After complaints {count} answers were noted, {mean} of 5 on average.").format(count=len(marks), mean=mean)
    return (Paragraph(f"{none} {heard}"),)


def visit_blocks(visits: tuple[VisitLine, ...], today: date) -> tuple[Block, ...]:
    """Plan and done, what is ahead, the last ones."""
    return tuple(_visits(visits, today))


def _visits(visits: tuple[VisitLine, ...], today: date) -> list[Block]:
    if not visits:
        return [Empty(_("No visits are planned or recorded."))]
    done = [line for line in visits if line.state == "done"]
    ahead = sorted((line for line in visits if line.state == "planned"), key=lambda line: line.planned_on or date.max)
    blocks: list[Block] = [_visit_facts(visits, today)]
    if ahead:
        blocks.append(_planned(ahead[:_AHEAD]))
    if done:
        blocks.append(_done(done))
    return blocks


def _visit_facts(visits: tuple[VisitLine, ...], today: date) -> Table:
    figures = visit_figures(visit_facts(visits), today - timedelta(days=365), today)
    return one_row({
        _("Planned, last 12 months"): figures.planned, _("Done in time (±7 days)"): figures.on_time,
        _("Completion of the plan"): share_text(figures.completion), _("Done in all"): figures.done,
        _("of them unplanned"): figures.unplanned, _("Purpose achieved"): share_text(figures.effective),
    })  # fmt: skip


def one_row(figures: Mapping[str, Cell]) -> Table:
    """A few figures side by side, each under its name."""
    return Table(tuple(Column(label, "left", kind="number") for label in figures), (tuple(figures.values()),))


def _planned(lines: Sequence[VisitLine]) -> Table:
    columns = (
        Column(_("Planned for"), "left", kind="number"), Column(_("Done by")), Column(_("Whom")), Column(_("Purpose"), weight=1),
    )  # fmt: skip
    rows = tuple((line.planned_on, line.who or None, line.whom or None, line.purpose or None) for line in lines)
    return Table(columns, rows, caption=_("Visits planned"))


def _done(lines: Sequence[VisitLine]) -> Table:
    fields = fields_of(Visit)
    columns = (
        Column(_("Date and kind"), "left", kind="number"), Column(_("Who and whom"), "left", kind="number"),
        Column(_("What was said"), weight=1), Column(_("Result")),
    )  # fmt: skip
    rows = tuple(
        (f"{cell_text(line.day)}\n{text_of(fields['kind'], line.kind)}", "\n".join(filter(None, (line.who, line.whom))) or None,
         excerpt(line.content or line.purpose) or None, text_of(fields["result"], line.result) or None)
        for line in lines[:_LAST_VISITS]
    )  # fmt: skip
    return Table(columns, rows, caption=_("Last visits"), notes=more(len(lines) - len(rows)))


def excerpt(text: str) -> str:
    """A long text's beginning on one line."""
    return shorten(" ".join(text.split()), _EXCERPT)


def more(count: int) -> tuple[str, ...]:
    """The note under a table that shows only the latest."""
    return (_("{count} earlier ones are not shown.").format(count=count),) if count > 0 else ()


def _complaints(lines: Sequence[ComplaintLine], today: date) -> list[Block]:
    if not lines:
        return [Empty(_("No complaints are recorded."))]
    return [_complaint_facts(lines, today), _complaint_table(lines)]


def _complaint_facts(lines: Sequence[ComplaintLine], today: date) -> Table:
    year = [line for line in lines if line.received_at.date() > today - timedelta(days=365)]
    marks = [int(line.satisfaction) for line in lines if line.satisfaction not in (None, "0")]
    mean = half_up(Decimal(sum(marks)) / len(marks), 2) if marks else None
    return one_row({
        _("Complaints in all"): len(lines), _("Last 12 months"): len(year), _("Still open"): sum(line.open for line in lines),
        _("Mean attitude"): mean, _("Compensation paid"): money_text(sum(line.compensation for line in lines)),
    })  # fmt: skip


def _complaint_table(lines: Sequence[ComplaintLine]) -> Table:
    columns = (
        Column(_("Complaint no."), "left", kind="number"), Column(_("Received"), kind="number"), Column(_("Subject"), weight=1),
        Column(_("Priority"), kind="symbol"), Column(_("State")), Column(_("Closed on"), kind="number"),
        Column(_("Attitude to the handling")),
    )  # fmt: skip
    shown = lines[:_LAST_COMPLAINTS]
    return Table(columns, tuple(_complaint(line) for line in shown), notes=more(len(lines) - len(shown)))


def _complaint(line: ComplaintLine) -> tuple[Cell, ...]:
    fields = fields_of(Complaint)
    return (
        line.number, line.received_at.date(), excerpt(line.subject), line.priority, text_of(fields["state"], line.state),
        line.closed_at.date() if line.closed_at else None, text_of(fields["satisfaction"], line.satisfaction) or None,
    )  # fmt: skip
