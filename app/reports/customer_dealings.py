"""Section X of the customer analysis: visits planned and done; and what its tables share with those of other sections."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from app.analysis.visit_figures import visit_figures
from app.i18n import gettext_text as _
from app.models import Visit, fields_of
from app.reports.customer_reading import VisitLine, visit_facts
from app.reports.document import Block, Cell, Column, Empty, Table, cell_text
from app.reports.lines import shorten
from app.reports.month_words import share_text
from app.services.present import text_of

_LAST_VISITS, _LAST_COMPLAINTS, _AHEAD = 10, 15, 8
_EXCERPT = 120


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
