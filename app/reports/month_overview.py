"""Sections I and II of the monthly complaint report: the summary, the indicators, the flow of cases."""

from app.analysis.figures import Figure
from app.analysis.month_types import COUNT, FlowRow, KpiRow, MonthReport
from app.i18n import gettext_text as _
from app.reports.document import Block, Cell, Column, Heading, Paragraph, Table
from app.reports.heading import minute_text
from app.reports.month_story import story
from app.reports.month_words import KPI_NAMES, SYMBOLS, UNIT_NAMES, Words, change_of, target_of, value_of

SHOWN = (
    "new_net", "closed", "ending", "closure_rate", "same_month_rate", "on_time_rate", "mean_days",
    "acknowledged_rate", "valid_rate", "repeat_rate", "reopen_rate", "first_contact_rate", "satisfied_rate",
    "per_1000_orders", "per_100_customers", "compensation", "quality_cost", "quality_cost_share",
)  # fmt: skip
OPENS = {
    "new_net": "new_net", "closed": "closed", "ending": "ending", "closure_rate": "closed", "same_month_rate": "new_net",
    "on_time_rate": "due", "mean_days": "closed", "valid_rate": "new_net", "repeat_rate": "repeats", "reopen_rate": "reopenings",
    "first_contact_rate": "closed", "satisfied_rate": "attitude", "per_1000_orders": "new_net", "per_100_customers": "new_net",
    "compensation": "cost", "quality_cost": "cost", "quality_cost_share": "cost", "on_time_closed_rate": "closed",
    "median_days": "closed", "p90_days": "closed", "response_rate": "closed", "attitude_mean": "attitude",
    "acknowledged_rate": "new_net", "answered_rate": "new_net",
}  # fmt: skip
"""The cases that an indicator's figure of this month opens."""

_FLOW = ("opening", "new", "reopened", "withdrawn", "gone", "", "closed", "ending", "overdue_open")
_STOCKS = frozenset({"ending"})  # as of a day: a sum over the year means nothing


def overview_blocks(report: MonthReport, words: Words, remark: str = "") -> tuple[Block, ...]:
    """Summary, what somebody remarks on it, table of indicators, roll-forward by priority."""
    running: tuple[Block, ...] = ()
    if not report.complete:
        told = _("The month is not over: as of {moment}, compared with whole months.")
        running = (Paragraph(told.format(moment=minute_text(report.span.end)), bold=True),)
    return (
        Heading(_("I Summary")), *running, Paragraph(story(report, words)),
        *((Paragraph(remark),) if remark else ()), indicators(report),
        Heading(_("II Case flow")), flow_table(report),
    )  # fmt: skip


def indicators(report: MonthReport) -> Table:
    """One line an indicator, over five periods, with its target."""
    labels = (_("This month"), _("Last month"), _("MoM"), _("Year before"), _("YoY"), _("Year to date"), _("YTD YoY"),
              _("Target"))  # fmt: skip
    columns = (
        Column(_("Indicator"), "left", kind="number"), Column(_("Unit")), *(Column(label, kind="number") for label in labels),
        Column(_("Met"), kind="symbol"),
    )  # fmt: skip
    note = _("● target met   ▲ nearly   × missed   — undefined, see the definitions")
    return Table(columns, tuple(_indicator(report.kpi(code)) for code in SHOWN), notes=(note,), keys=_opened())


def _opened() -> tuple[tuple[str, ...], ...]:
    return tuple(("", "", OPENS.get(code, ""), *("",) * 8) for code in SHOWN)


def _indicator(row: KpiRow) -> tuple[Cell, ...]:
    to_date: tuple[Cell, Cell] = (value_of(row.to_date, row.unit), change_of(row.to_date_yoy, row.change))
    return (
        _(KPI_NAMES[row.code]), _(UNIT_NAMES[row.unit]), value_of(row.this, row.unit),
        value_of(row.last, row.unit), change_of(row.mom, row.change),
        value_of(row.last_year, row.unit), change_of(row.yoy, row.change), *(("", "") if row.code in _STOCKS else to_date),
        target_of(row.target, row.unit) or "", SYMBOLS.get(row.attainment or "", ""),
    )  # fmt: skip


def flow_table(report: MonthReport) -> Table:
    """From open before to open after, by priority."""
    labels = (_("Open before"), _("New cases"), _("Reopened"), _("Withdrawn cases"), _("Merged, converted"), _("To handle"),
              _("Cases closed"), _("Open after"), _("Overdue cases"))  # fmt: skip
    columns = (Column(_("Priority")), *(Column(label, kind="number") for label in labels))
    late = [case.priority for case in report.open_cases if case.overdue]
    rows = tuple(_flow_row(Words().label("priority", row.key), row, late.count(row.key)) for row in report.flow)
    keys = tuple(("", *(f"flow.{row.key}.{key}" if key else "" for key in _FLOW)) for row in report.flow)
    total = _flow_row(_("Total"), report.flow_total, len(late))
    return Table(columns, rows, total=total, keys=(*keys, ("", *_FLOW)))


def _flow_row(name: str, row: FlowRow, late: int) -> tuple[Cell, ...]:
    return (name, row.opening, row.new, row.reopened, row.withdrawn, row.merged + row.converted, row.to_handle, row.closed,
            row.ending, late)  # fmt: skip


def count_cell(figure: Figure) -> Cell:
    """A count as a cell, None where it isn't known."""
    return value_of(figure, COUNT)
