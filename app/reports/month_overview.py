"""Sections I and II of the monthly complaint report: the summary, the indicators, the flow of cases."""

from app.analysis.figures import Figure
from app.analysis.month_types import COUNT, FlowRow, KpiRow, MonthReport
from app.i18n import gettext_text as _
from app.reports.document import Block, Cell, Column, Heading, Paragraph, Table
from app.reports.heading import joined, listed, minute_text
from app.reports.month_words import (
    KPI_NAMES,
    SYMBOLS,
    UNIT_NAMES,
    Words,
    change_of,
    share_text,
    target_of,
    value_of,
)  # fmt: skip

_SHOWN = (
    "new_net", "ending", "closure_rate", "same_month_rate", "on_time_rate", "mean_days",
    "acknowledged_rate", "valid_rate", "repeat_rate", "reopen_rate", "first_contact_rate", "satisfied_rate",
    "per_1000_orders", "per_100_customers", "compensation", "quality_cost",
)  # fmt: skip
_STOCKS = frozenset({"ending"})  # as of a day: a sum over the year means nothing


def overview_blocks(report: MonthReport, words: Words) -> tuple[Block, ...]:
    """Summary, table of indicators, roll-forward by priority."""
    running: tuple[Block, ...] = ()
    if not report.complete:
        told = _("The month is not over: as of {moment}, compared with whole months.")
        running = (Paragraph(told.format(moment=minute_text(report.span.end)), bold=True),)
    return (
        Heading(_("I Summary")), *running, Paragraph(summary(report, words)), _indicators(report),
        Heading(_("II Case flow")), _flow(report),
    )  # fmt: skip


def summary(report: MonthReport, words: Words) -> str:
    """The month in at most 150 Chinese characters; what is undefined is left out, not shown as 0."""
    flow = report.flow_total
    if not (flow.new or flow.to_handle or flow.closed):
        return _("No complaints were received, and none were open.")
    return joined([_received(report), *_compared(report), *_handled(report), _left(report), _problems(report, words)])


def _received(report: MonthReport) -> str:
    flow, found = report.flow_total, report.validity
    told = _("Received {new}, withdrawn {withdrawn}: {net} new ({valid} justified, {invalid} not, {assist} assistance).")
    return told.format(new=flow.new, withdrawn=flow.withdrawn, net=flow.new_net, valid=found.valid, invalid=found.invalid,
                       assist=found.assist)  # fmt: skip


def _compared(report: MonthReport) -> list[str]:
    row = report.kpi("new_net")
    pairs = ((row.mom, _("{change} on last month.")), (row.yoy, _("{change} on the same month last year.")))
    return [told.format(change=change_of(figure, row.change)) for figure, told in pairs if figure.value is not None]


def _handled(report: MonthReport) -> list[str]:
    flow = report.flow_total
    told = [_("To be handled {to_handle}, closed {closed}.").format(to_handle=flow.to_handle, closed=flow.closed)]
    rates = (("closure_rate", _("Closing rate {rate}.")), ("on_time_rate", _("Closed on time {rate}.")))
    figures = [(report.kpi(code).this, text) for code, text in rates]
    return told + [text.format(rate=share_text(figure)) for figure, text in figures if figure.value is not None]


def _left(report: MonthReport) -> str:
    late = sum(case.overdue for case in report.open_cases)
    return _("Open at the end {open}, overdue {overdue}.").format(open=len(report.open_cases), overdue=late)


def _problems(report: MonthReport, words: Words) -> str:
    vital = [row for row in report.categories if row.vital]
    if not vital:
        return ""
    names = listed([words.label("category", row.key) for row in vital])
    return _("Main problems: {names} ({share} together).").format(names=names, share=share_text(vital[-1].cumulative))


def _indicators(report: MonthReport) -> Table:
    labels = (_("This month"), _("Last month"), _("MoM"), _("Year before"), _("YoY"), _("Year to date"), _("YTD YoY"),
              _("Target"))  # fmt: skip
    columns = (
        Column(_("Indicator"), "left", kind="number"), Column(_("Unit")), *(Column(label, kind="number") for label in labels),
        Column(_("Met"), kind="symbol"),
    )  # fmt: skip
    note = _("● target met   ▲ nearly   × missed   — undefined, see the definitions")
    return Table(columns, tuple(_indicator(report.kpi(code)) for code in _SHOWN), notes=(note,))


def _indicator(row: KpiRow) -> tuple[Cell, ...]:
    to_date: tuple[Cell, Cell] = (value_of(row.to_date, row.unit), change_of(row.to_date_yoy, row.change))
    return (
        _(KPI_NAMES[row.code]), _(UNIT_NAMES[row.unit]), value_of(row.this, row.unit),
        value_of(row.last, row.unit), change_of(row.mom, row.change),
        value_of(row.last_year, row.unit), change_of(row.yoy, row.change), *(("", "") if row.code in _STOCKS else to_date),
        target_of(row.target, row.unit) or "", SYMBOLS.get(row.attainment or "", ""),
    )  # fmt: skip


def _flow(report: MonthReport) -> Table:
    labels = (_("Open before"), _("New cases"), _("Reopened"), _("Withdrawn cases"), _("Merged, converted"), _("To handle"),
              _("Cases closed"), _("Open after"), _("Overdue cases"))  # fmt: skip
    columns = (Column(_("Priority")), *(Column(label, kind="number") for label in labels))
    late = [case.priority for case in report.open_cases if case.overdue]
    rows = tuple(_flow_row(Words().label("priority", row.key), row, late.count(row.key)) for row in report.flow)
    return Table(columns, rows, total=_flow_row(_("Total"), report.flow_total, len(late)))


def _flow_row(name: str, row: FlowRow, late: int) -> tuple[Cell, ...]:
    return (name, row.opening, row.new, row.reopened, row.withdrawn, row.merged + row.converted, row.to_handle, row.closed,
            row.ending, late)  # fmt: skip


def count_cell(figure: Figure) -> Cell:
    """A count as a cell, None where it isn't known."""
    return value_of(figure, COUNT)
