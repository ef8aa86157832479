"""Sections III to V of the monthly complaint report: categories, trend, and who and what the complaints were about."""

from collections.abc import Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

from app.analysis.figures import half_up, percent, rounded
from app.analysis.month_types import GROWTH, UNKNOWN, BreakdownRow, CategoryRow, MonthReport
from app.i18n import gettext_text as _
from app.reports.document import Block, Cell, ChartBlock, Column, Empty, Heading, Landscape, Paragraph, SideBySide, Table
from app.reports.month_overview import count_cell
from app.reports.month_words import DIMENSION_NAMES, Words, change_of, month_label

if TYPE_CHECKING:
    from matplotlib.figure import Figure as Drawing

_MOST_ROWS = 8
_BESIDE = 3
_NO_KEYS = ("", "", "")
_IN_ORDER = ("product", "region", "department", "salesperson", "channel", "grade")  # long tables stand beside long ones
_IF_KNOWN = frozenset({"region", "department", "grade"})


def nothing() -> Empty:
    """The line of a section without data."""
    return Empty(_("Nothing under this heading this month."))


def spread_blocks(report: MonthReport, words: Words) -> tuple[Block, ...]:
    """Categories with the Pareto chart, twelve months, and the breakdowns."""
    return (
        Heading(_("III Categories")), *_categories(report, words),
        Heading(_("IV Trend")), *_trend(report),
        Heading(_("V Breakdown")), *_breakdowns(report, words),
    )  # fmt: skip


def _categories(report: MonthReport, words: Words) -> tuple[Block, ...]:
    if not report.categories:
        return (nothing(),)
    names = [words.label("category", row.key) for row in report.categories]
    labels = (_("Cases"), _("Share %"), _("Cumulative %"), _("Last month"), _("MoM"))
    columns = (Column(_("Category"), weight=1), *(Column(label, kind="number") for label in labels))
    rows = tuple(_category(name, row) for name, row in zip(names, report.categories, strict=True))
    vital = frozenset(index for index, row in enumerate(report.categories) if row.vital)
    note = _("Bold: the categories that make up 80 % of the complaints.")
    keys = tuple(("", f"category.{row.key}", "", "", "", "") for row in report.categories)
    table = Table(columns, rows, emphasis=vital, notes=(note,), keys=keys)
    return table, _pareto(report.categories, names), *_details(report, words)


def _category(name: str, row: CategoryRow) -> tuple[Cell, ...]:
    return (name, row.count, percent(row.share), percent(row.cumulative), count_cell(row.last), change_of(row.change, GROWTH))


def _pareto(rows: Sequence[CategoryRow], names: list[str]) -> ChartBlock:
    counts, shares = [row.count for row in rows], [row.cumulative.value for row in rows]
    vital = sum(row.vital for row in rows)

    def draw(width: float, height: float) -> "Drawing":
        from app.reports import charts

        return charts.pareto(names, counts, shares, vital, size=(width, height))

    caption = _("Figure 1  Complaints by category (cases, cumulative share)")
    return ChartBlock(draw, 160, 62, caption, caption)


def _details(report: MonthReport, words: Words) -> tuple[Block, ...]:
    """The parts of the vital few, each beside its category: a row that stood above them could end a page."""
    columns = (Column(_("Category"), weight=1), Column(_("Problem"), weight=1), *_number_columns())
    parts = [(detail.category, row) for detail in report.details for row in detail.rows]
    rows = tuple((words.label("category", code), *_row(words.label("l2", row.key), row)) for code, row in parts)
    keys = tuple(("", "", f"l2.{row.key}", *_NO_KEYS) for _code, row in parts)
    caption = _("Main categories in detail (shares within the category)")
    return (Table(columns, rows, caption=caption, keys=keys),) if rows else ()


def _number_columns() -> tuple[Column, ...]:
    labels = (_("Cases"), _("Share %"), _("Last month"), _("MoM"))
    return tuple(Column(label, kind="number") for label in labels)


def _row(name: str, row: BreakdownRow) -> tuple[Cell, ...]:
    return name, row.count, percent(row.share), count_cell(row.last), change_of(row.change, GROWTH)


def _trend(report: MonthReport) -> tuple[Block, ...]:
    points = report.trend.points
    columns = [point.new_net.value for point in points]
    if not any(columns):
        return (nothing(),)
    labels = [month_label(point.month.month) for point in points]
    rates = [point.on_time_rate.value for point in points]
    before = [point.new_net_last_year.value for point in points]
    names = (_("New complaints (net)"), _("Closed on time"), _("same month last year"))

    def draw(width: float, height: float) -> "Drawing":
        from app.reports import charts

        return charts.trend(labels, columns, rates, before, names=names, size=(width, height))

    caption = _("Figure 2  New complaints and closing on time, last 12 months")
    return ChartBlock(draw, 160, 66, caption, caption, _points(report)), *_limits(report)


def _points(report: MonthReport) -> Table:
    columns = (
        Column(_("Month"), weight=1), Column(_("New complaints (net)"), kind="number"),
        Column(_("Closed on time %"), kind="number"), Column(_("same month last year"), kind="number"),
    )  # fmt: skip
    points = report.trend.points
    rows = tuple((str(point.month), count_cell(point.new_net), percent(point.on_time_rate), count_cell(point.new_net_last_year))
                 for point in points)  # fmt: skip
    return Table(columns, rows, keys=tuple(("", "new_net" if point is points[-1] else "", "", "") for point in points))


def _limits(report: MonthReport) -> tuple[Block, ...]:
    trend = report.trend
    if trend.mean.value is None or trend.upper.value is None:
        return ()
    told = _("Mean of the 12 months {mean}; limits of chance (mean ± 3√mean) {lower} to {upper}.")
    numbers = {"mean": rounded(trend.mean), "lower": rounded(trend.lower), "upper": rounded(trend.upper)}
    return (Paragraph(told.format(**numbers), quiet=True),)


def _breakdowns(report: MonthReport, words: Words) -> tuple[Block, ...]:
    if not report.flow_total.new_net:
        return (nothing(),)
    found = [(name, report.breakdown(name).rows) for name in _IN_ORDER]
    known = [(name, rows) for name, rows in found if name not in _IF_KNOWN or any(row.key != UNKNOWN for row in rows)]
    tables: list[Block] = [breakdown_table(rows, name, words, report.base.orders) for name, rows in known]
    rows = [tables[start : start + _BESIDE] for start in range(0, len(tables), _BESIDE)]
    beside = tuple(SideBySide((*row, *([Empty("")] * (_BESIDE - len(row))))) for row in rows)
    return grid_table(report, words), Landscape(beside)  # what is wide lies across


def breakdown_table(rows: Sequence[BreakdownRow], dimension: str, words: Words, orders: int | None = None) -> Table:
    """One dimension, at most eight rows and one for the rest; per 1,000 of the month's orders where these are known."""
    shown = [(*_row(words.label(dimension, row.key), row), *_dense(row.count, orders)) for row in rows[:_MOST_ROWS]]
    rest = rows[_MOST_ROWS:]
    if rest:
        shares = [percent(row.share) or 0 for row in rest]
        shown.append((_("{count} more").format(count=len(rest)), sum(row.count for row in rest), sum(shares), "", "",
                      *_dense(sum(row.count for row in rest), orders)))  # fmt: skip
    more = (Column(_("Per 1,000"), kind="number"),) if orders else ()
    keys = [("", f"{dimension}.{row.key}", *_NO_KEYS, *("",) * len(more)) for row in rows[:_MOST_ROWS]]
    keys += [("",) * (5 + len(more))] * bool(rest)
    columns = (Column(_(DIMENSION_NAMES[dimension]), weight=1), *_number_columns(), *more)
    notes = (_("Justified complaints of our own making only."),) if dimension == "department" else ()
    return Table(columns, tuple(shown), keys=tuple(keys), notes=notes)


def _dense(count: int, orders: int | None) -> tuple[Cell, ...]:
    return (half_up(Decimal(count * 1000) / orders, 1),) if orders else ()


def grid_table(report: MonthReport, words: Words) -> Table:
    """Severity by urgency."""
    urgencies = [words.label("urgency", code) for code in ("U1", "U2", "U3")]
    unknown = any(row.unknown for row in report.grid)
    labels = [*urgencies, *([_("Not recorded")] if unknown else []), _("Total")]
    columns = (Column(_("Severity and urgency"), weight=1), *(Column(label, kind="number") for label in labels))
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (words.label("severity", row.severity), row.u1, row.u2, row.u3, *([row.unknown] if unknown else []), row.total)
        for row in report.grid
    )
    across = ("U1", "U2", "U3", *([UNKNOWN] if unknown else []))
    keys = tuple(("", *(f"grid.{row.severity}.{key}" for key in across), f"severity.{row.severity}") for row in report.grid)
    return Table(columns, rows, keys=keys)


