"""Sections VIII to XI of the monthly complaint report: causes, cost, what customers thought, cases worth telling."""

from app.analysis.figures import percent, ratio, rounded
from app.analysis.month_types import UNKNOWN, Attitude, Cost, MonthReport
from app.formats import money_text
from app.i18n import gettext_text as _
from app.reports.document import UNDEFINED, Block, Cell, Column, Heading, SideBySide, Table
from app.reports.month_cases import figures_table
from app.reports.month_spread import breakdown_table, nothing
from app.reports.month_words import COST_NAMES, KPI_NAMES, Words, share_text


def after_blocks(report: MonthReport, words: Words) -> tuple[Block, ...]:
    """Causes, recovery and cost, attitude to the handling."""
    return (
        Heading(_("VIII Causes")), _causes(report, words),
        Heading(_("IX Recovery and cost")), *_cost(report.cost),
        Heading(_("X Customer attitude to handling")), *_attitude(report.attitude, words),
        Heading(_("XI Cases")), nothing(),
    )  # fmt: skip


def _causes(report: MonthReport, words: Words) -> Block:
    found = [(name, report.breakdown(name).rows) for name in ("cause", "party")]
    if not any(row.key != UNKNOWN for _name, rows in found for row in rows):
        return nothing()
    return SideBySide(tuple(breakdown_table(rows, name, words) for name, rows in found))


def _named(code: str) -> str:
    """An indicator's name; the extractor of messages would take a code written inside ``_()`` for one of them."""
    return _(KPI_NAMES[code])


def _cost(cost: Cost) -> tuple[Block, ...]:
    if not cost.rows:
        return (nothing(),)
    columns = (Column(_("Kind of cost"), weight=1), Column(_("Amount"), kind="number"))
    rows = tuple((_(COST_NAMES[row.kind]), money_text(-row.cents if row.kind == "recovered" else row.cents))
                 for row in cost.rows)  # fmt: skip
    table = Table(columns, rows, total=(_("Total"), money_text(cost.total_cents)))
    facts = (
        (_named("compensation"), money_text(cost.compensation_cents)),
        (_named("quality_cost"), money_text(cost.total_cents)),
        (_named("quality_cost_share"), share_text(cost.share_of_sales)),
    )
    return (SideBySide((table, figures_table(facts))),)


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
    )
    return SideBySide((Table(columns, rows), figures_table(facts))), *_comments(attitude, words)


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
    return (Table(columns, rows, caption=_("Comments")),) if rows else ()
