"""Sections VIII to X of the monthly complaint report: causes, remedies and cost, what customers thought of the handling."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from app.analysis.figures import percent, ratio, rounded
from app.analysis.month_types import UNKNOWN, Attitude, BreakdownRow, Cost, MonthReport
from app.formats import money_text
from app.i18n import gettext_text as _
from app.reports.document import UNDEFINED, Block, Cell, ChartBlock, Column, Heading, Paragraph, SideBySide, Table
from app.reports.month_cases import figures_table, recurring_table
from app.reports.month_spread import breakdown_table, nothing
from app.reports.month_words import COST_NAMES, FAIRNESS_NAMES, KPI_NAMES, Words, share_text

if TYPE_CHECKING:
    from matplotlib.figure import Figure as Drawing


def after_blocks(report: MonthReport, words: Words) -> tuple[Block, ...]:
    """Causes, recovery and cost, attitude to the handling."""
    return (
        Heading(_("VIII Causes")), *_causes(report, words),
        Heading(_("IX Recovery and cost")), *_cost(report, words),
        Heading(_("X Customer attitude to handling")), *_attitude(report.attitude, words),
    )  # fmt: skip


def _causes(report: MonthReport, words: Words) -> tuple[Block, ...]:
    known = [name for name in ("party", "escape") if _is_known(report, name)]
    tables = tuple(breakdown_table(report.breakdown(name).rows, name, words) for name in known)
    chart = (_cause_chart(report.breakdown("cause").rows, words),) if _is_known(report, "cause") else ()
    whole = (*chart, *((SideBySide(tables),) if tables else ()), *recurring_table(report, words))
    return whole or (nothing(),)


def _is_known(report: MonthReport, dimension: str) -> bool:
    return any(row.key != UNKNOWN for row in report.breakdown(dimension).rows)


def _cause_chart(rows: Sequence[BreakdownRow], words: Words) -> ChartBlock:
    """Why it happened, the main branches of the cause tree, most frequent first."""
    names, counts = [words.label("cause", row.key) for row in rows], [row.count for row in rows]

    def draw(width: float, height: float) -> "Drawing":
        from app.reports import charts

        return charts.bars(names, counts, size=(width, height))

    caption = _("Figure 3  Why it happened (cases)")
    return ChartBlock(draw, 160, 8 + 7 * len(rows), caption, caption, breakdown_table(rows, "cause", words))


def _named(code: str) -> str:
    """An indicator's name; the extractor of messages would take a code written inside ``_()`` for one of them."""
    return _(KPI_NAMES[code])


def _cost(report: MonthReport, words: Words) -> tuple[Block, ...]:
    cost = report.cost
    if not (cost.rows or cost.remedies):
        return (nothing(),)
    remedies = (_remedies(cost, words),) if cost.remedies else ()
    why = _("The month's sales are not entered, so that no share of them is known.")
    unknown = (Paragraph(why, quiet=True),) if cost.share_of_sales.value is None else ()
    return (*remedies, *((SideBySide((cost_table(cost), _cost_facts(report))),) if cost.rows else ()), *unknown)


def _remedies(cost: Cost, words: Words) -> Table:
    columns = (Column(_("Remedy"), weight=1), Column(_("Times"), kind="number"), Column(_("Complaints"), kind="number"),
               Column(_("Amount"), kind="number"))  # fmt: skip
    rows = tuple((words.label("recovery", row.kind), row.count, row.cases, money_text(row.cents)) for row in cost.remedies)
    total = (_("Total"), sum(row.count for row in cost.remedies), "", money_text(sum(row.cents for row in cost.remedies)))
    keys = tuple(("", f"remedy.{row.kind}", f"remedy.{row.kind}", "") for row in cost.remedies)
    return Table(columns, rows, total=total, keys=keys)


def cost_table(cost: Cost) -> Table:
    """C35: every kind of cost, what was recovered taken off."""
    columns = (Column(_("Kind of cost"), weight=1), Column(_("Amount"), kind="number"))
    rows = tuple((_(COST_NAMES[row.kind]), money_text(-row.cents if row.kind == "recovered" else row.cents))
                 for row in cost.rows)  # fmt: skip
    return Table(columns, rows, total=(_("Cost of poor quality"), money_text(cost.total_cents)),
                 keys=(("", ""),) * len(rows) + (("", "cost"),))  # fmt: skip


def _cost_facts(report: MonthReport) -> Table:
    cost = report.cost
    recovered = sum(row.cents for row in cost.rows if row.kind == "recovered")
    facts = (
        (_named("compensation"), money_text(cost.compensation_cents)),
        (_named("quality_cost"), money_text(cost.total_cents)),
        (_named("quality_cost_share"), share_text(cost.share_of_sales, 2)),
        (_("Recovered from others"), money_text(recovered)),
    )
    return figures_table(facts)


def _attitude(attitude: Attitude, words: Words) -> tuple[Block, ...]:
    if not attitude.answered:
        return (nothing(),)
    columns = (Column(_("Attitude to the handling"), weight=1), Column(_("Cases"), kind="number"),
               Column(_("Share %"), kind="number"))  # fmt: skip
    rows = tuple((_scale(score, words), count, _part(count, attitude.answered)) for score, count in attitude.counts)
    mean = rounded(attitude.mean, 2)
    facts: tuple[tuple[str, Cell], ...] = (
        (_("Asked (closed in the month)"), attitude.closed),
        (_("Answers"), attitude.answered),
        (_named("response_rate"), share_text(attitude.response_rate)),
        (_named("satisfied_rate"), share_text(attitude.satisfied_rate)),
        (_named("attitude_mean"), UNDEFINED if mean is None else str(mean)),
        *((_(FAIRNESS_NAMES[key]), f"{rounded(figure, 2)}") for key, figure in attitude.fairness if figure.value is not None),
    )
    scale = (Paragraph(_("Fairness and staying: means of answers from 1 to 5."), quiet=True),)
    asked = any(figure.value is not None for _key, figure in attitude.fairness)
    keys = tuple(("", f"attitude.{score}", "") for score, _count in attitude.counts)
    whole = SideBySide((Table(columns, rows, keys=keys), figures_table(facts)))
    return whole, *(scale if asked else ()), *_comments(attitude, words)


def _scale(score: int, words: Words) -> str:
    return f"{score}　{words.label('satisfaction', str(score))}"


def _part(count: int, whole: int) -> Cell:
    return percent(ratio(count, whole))


def _comments(attitude: Attitude, words: Words) -> tuple[Block, ...]:
    columns = (Column(_("Complaint no."), kind="number", align="left"), Column(_("Attitude to the handling")),
               Column(_("Customer's comment"), weight=1))  # fmt: skip
    rows = tuple(
        (each.number, None if each.attitude is None else words.label("satisfaction", str(each.attitude)), each.text)
        for each in attitude.comments
    )
    keys = tuple((f"id.{each.id}", "", "") for each in attitude.comments)
    return (Table(columns, rows, caption=_("Comments"), keys=keys),) if rows else ()
