"""Sections VI, VII and XII of the monthly complaint report: how fast, what came again, what is still open."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from app.analysis.complaint_transitions import TRANSITIONS
from app.analysis.figures import rounded
from app.analysis.month_lists import OpenCase, ReopenRow, RepeatRow
from app.analysis.month_types import AgeRow, MonthReport
from app.formats import excerpt, money_text
from app.i18n import gettext_text as _
from app.reports.document import UNDEFINED, Block, Cell, Column, Heading, Landscape, SideBySide, Table
from app.reports.heading import listed
from app.reports.month_spread import nothing
from app.reports.month_words import KPI_NAMES, SIGN_NAMES, Words, share_text

_MOST = 12  # rows of a list that only illustrates; section XII names every open case
_STEPS = {transition.code: transition.label for transition in TRANSITIONS}


def case_blocks(report: MonthReport, words: Words) -> tuple[Block, ...]:
    """Timeliness, then repeats, reopenings and the customers who complained most."""
    return (Heading(_("VI Timeliness")), *_timeliness(report), Heading(_("VII Repeats and reopenings")), *_again(report, words))


def _timeliness(report: MonthReport) -> tuple[Block, ...]:
    times = report.timeliness
    rates = (("acknowledged_rate", times.acknowledged_rate), ("answered_rate", times.answered_rate),
             ("on_time_rate", times.on_time_rate), ("on_time_closed_rate", times.on_time_closed_rate))  # fmt: skip
    days = (("mean_days", times.mean_days), ("median_days", times.median_days), ("p90_days", times.p90_days))
    facts = [(_(KPI_NAMES[code]), share_text(figure)) for code, figure in rates]
    facts += [(_(KPI_NAMES[code]), _days(rounded(figure))) for code, figure in days]
    speed = figures_table(facts)
    ages = Table(
        (Column(_("Open since (work days)"), weight=1), Column(_("Cases"), kind="number")),
        tuple((_age(row), row.count) for row in times.ages),
        keys=tuple(("", f"age.{row.first}") for row in times.ages),
    )
    late = _overdue(times.overdue)
    return SideBySide((speed, ages)), late


def figures_table(facts: Iterable[tuple[str, Cell]]) -> Table:
    """A short list of this month's figures."""
    return Table((Column(_("Indicator"), weight=1), Column(_("This month"), kind="number")), tuple(facts))


def _days(value: object) -> str:
    return UNDEFINED if value is None else _("{days} work days").format(days=value)


def _age(row: AgeRow) -> str:
    if row.last is None:
        return _("over {days}").format(days=row.first - 1)
    return f"{row.first}–{row.last}"


def _overdue(cases: tuple[OpenCase, ...]) -> Block:
    if not cases:
        return Table((Column(_("Overdue at the end of the month")),), ((_("None is overdue."),),))
    columns = (
        Column(_("Complaint no."), kind="number", align="left"), Column(_("Customer"), weight=2), Column(_("Subject"), weight=3),
        Column(_("Priority"), kind="symbol"), Column(_("Close by"), kind="number"), Column(_("Days late"), kind="number"),
        Column(_("Handler")),
    )  # fmt: skip
    rows = tuple(
        (case.number, case.customer, case.subject, case.priority or UNDEFINED, _day(case.close_due), case.days_overdue,
         case.handler)
        for case in cases[:_MOST]
    )  # fmt: skip
    caption = _("Overdue complaints (work days late)")
    return Table(columns, rows, caption=caption, notes=_rest(len(cases)), keys=first_cell(cases[:_MOST], len(columns)))


def first_cell(cases: Sequence[OpenCase | RepeatRow | ReopenRow], width: int) -> tuple[tuple[str, ...], ...]:
    """Keys of a list of cases: the first cell opens the case."""
    return tuple((f"id.{case.id}", *("",) * (width - 1)) for case in cases)


def _rest(count: int) -> tuple[str, ...]:
    """The note under a list that was cut."""
    return (_("{count} more are not listed here.").format(count=count - _MOST),) if count > _MOST else ()


def _day(moment: datetime | None) -> Cell:
    return None if moment is None else moment.date()


def _again(report: MonthReport, words: Words) -> tuple[Block, ...]:
    parts = [*_repeats(report, words), *_reopened(report, words), *_customers(report, words)]
    return tuple(parts) or (nothing(),)


def _repeats(report: MonthReport, words: Words) -> list[Block]:
    columns = (
        Column(_("Complaint no."), kind="number", align="left"), Column(_("Customer"), weight=2), Column(_("Problem"), weight=2),
        Column(_("Received"), kind="number"), Column(_("Repeat of"), kind="number", align="left"),
        Column(_("Days between"), kind="number"), Column(_("Cause found"), weight=1),
    )  # fmt: skip
    rows = tuple(
        (row.number, row.customer, words.label("l2", row.l2), _day(row.received_at), row.earlier_number, row.interval_days,
         words.label("cause", row.cause))
        for row in report.repeats[:_MOST]
    )
    keys, notes = first_cell(report.repeats[:_MOST], len(columns)), _rest(len(report.repeats))
    return [Table(columns, rows, caption=_("Repeated complaints"), notes=notes, keys=keys)] if rows else []


def _reopened(report: MonthReport, words: Words) -> list[Block]:
    columns = (
        Column(_("Complaint no."), kind="number", align="left"), Column(_("Customer"), weight=2), Column(_("Problem"), weight=2),
        Column(_("First closed"), kind="number"), Column(_("Reopened on"), kind="number"),
        Column(_("Days between"), kind="number"), Column(_("Why the first solution failed"), weight=2),
    )  # fmt: skip
    rows = tuple(
        (row.number, row.customer, words.label("l2", row.l2), _day(row.closed_at), _day(row.reopened_at), row.interval_days,
         excerpt(row.reason, 80) or None)
        for row in report.reopenings[:_MOST]
    )
    keys, notes = first_cell(report.reopenings[:_MOST], len(columns)), _rest(len(report.reopenings))
    return [Table(columns, rows, caption=_("Reopened complaints"), notes=notes, keys=keys)] if rows else []


def recurring_table(report: MonthReport, words: Words) -> list[Block]:
    """What came often enough in the last 90 days to be one problem (C46); nothing where there is none."""
    columns = (Column(_("Product"), weight=1), Column(_("Problem"), weight=1), Column(_("Cases"), kind="number"))
    rows = tuple((words.label("product", row.product), words.label("l2", row.l2), row.count) for row in report.recurring[:_MOST])
    caption = _("Recurring problems (at least 3 cases in 90 days)")
    return [Table(columns, rows, caption=caption, notes=_rest(len(report.recurring)))] if rows else []


def _customers(report: MonthReport, words: Words) -> list[Block]:
    columns = (
        Column(_("Customer"), weight=1), Column(_("Grade")), Column(_("Status")), Column(_("New cases"), kind="number"),
        Column(_("Still open"), kind="number"), Column(_("Compensation"), kind="number"),
        Column(_("Sales a year"), kind="number"), Column(_("Risk")),
    )  # fmt: skip
    rows = tuple(
        (row.customer, words.label("grade", row.grade) if row.grade else None,
         words.label("status", row.status) if row.status else None, row.count, row.open,
         money_text(row.compensation_cents), UNDEFINED, listed([_(SIGN_NAMES[sign]) for sign in row.signs]))
        for row in report.top_customers
    )  # fmt: skip
    keys = tuple(("", "", "", f"customer.{row.customer_id}", "", "", "", "") for row in report.top_customers)
    caption = _("Customers who complained most (their sales are not kept in this file: —)")
    return [Table(columns, rows, caption=caption, keys=keys)] if rows else []


def open_list(report: MonthReport) -> tuple[Block, ...]:
    """XII: every complaint still open, on pages laid across."""
    heading = Heading(_("XII Open list"))
    return (Landscape((heading, open_table(report.open_cases))),) if report.open_cases else (heading, nothing())


def open_table(cases: tuple[OpenCase, ...]) -> Table:
    """One line a case, on pages laid across."""
    columns = (
        Column(_("Complaint no."), "left", kind="number"), Column(_("Customer"), weight=2), Column(_("Subject"), weight=3),
        Column(_("Priority"), kind="symbol"), Column(_("Received"), kind="number"), Column(_("Close by"), kind="number"),
        Column(_("Days late"), kind="number"), Column(_("Handler")), Column(_("State")), Column(_("Next step")),
    )  # fmt: skip
    rows = tuple(
        (case.number, case.customer, case.subject, case.priority or UNDEFINED, _day(case.received_at), _day(case.close_due),
         _late(case), case.handler, _state(case), _step(case))
        for case in cases
    )  # fmt: skip
    return Table(columns, rows, keys=first_cell(cases, len(columns)))


def _late(case: OpenCase) -> Cell:
    return case.days_overdue if case.overdue else ""


def _state(case: OpenCase) -> str:
    return Words().label("state", case.state)


def _step(case: OpenCase) -> str:
    return _(_STEPS[case.next_step]) if case.next_step in _STEPS else UNDEFINED
