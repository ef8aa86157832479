"""The annex of the monthly complaint report: what each indicator means, with its numerator and denominator."""

from app.analysis.figures import Figure, half_up
from app.analysis.month_types import MonthReport
from app.i18n import N_
from app.i18n import gettext_text as _
from app.reports.document import UNDEFINED, Block, Column, Heading, Paragraph, Table
from app.reports.heading import joined, listed
from app.reports.month_words import KPI_NAMES

_DEFINED = (
    ("new_net", N_("Received in the month; without withdrawn, merged and converted ones.")),
    ("to_handle", N_("Open before + new + reopened − withdrawn − merged − converted.")),
    ("closure_rate", N_("Closed in the month ÷ to be handled. A reopened case counts by its last closing.")),
    ("same_month_rate", N_("New ones closed by the month's end ÷ new (net).")),
    ("on_time_rate", N_("Closed by their due date ÷ all whose due date falls in the month, still open ones included.")),
    ("on_time_closed_rate", N_("Closed by their due date ÷ closed in the month. Open overdue cases are invisible here.")),
    ("mean_days", N_("Work days from receipt to closing, less waiting for the customer or an outside body; cases closed.")),
    ("acknowledged_rate", N_("Acknowledged within the target ÷ all whose target falls in the month.")),
    ("answered_rate", N_("Answered within the target ÷ all whose target falls in the month.")),
    ("valid_rate", N_("Justified ÷ new ones assessed; assistance counts as assessed.")),
    ("repeat_rate", N_("Same customer with the same problem or serial number within {days} days ÷ new (net).")),
    ("reopen_rate", N_("Reopened in the month ÷ closed in the month.")),
    ("first_contact_rate", N_("Closed by the first contact, not transferred, reopened or repeated in 10 work days ÷ closed.")),
    ("satisfied_rate", N_("Satisfied or very satisfied ÷ answers, over cases closed in the month.")),
    ("response_rate", N_("Answers ÷ closed in the month.")),
    ("per_1000_orders", N_("New (net) ÷ orders of the month × 1,000.")),
    ("per_100_customers", N_("New (net) ÷ customers who ordered in the last 12 months × 100.")),
    ("share_of_contacts", N_("New (net) ÷ all contacts of the month: complaints, requests, enquiries.")),
    ("quality_cost", N_("Compensation, returns, rework, logistics, handling work, credit notes and fines, less what was "
                        "recovered; over cases closed in the month.")),
    ("quality_cost_share", N_("Cost of poor quality ÷ sales of the month without tax.")),
)  # fmt: skip

_AS_OF = N_("States, handlers, severity, priority, targets and pauses are those of the end of the month; categories, causes, "
            "texts, whether a complaint was justified, and costs are those known when this report was made.")  # fmt: skip


def definitions(report: MonthReport, holiday_years: tuple[int, ...], repeat_days: int) -> tuple[Block, ...]:
    """The table of definitions and the notes on how this month was counted."""
    columns = (Column(_("Indicator")), Column(_("Definition"), weight=1), Column(_("This month"), kind="number"))
    rows = tuple(
        (_(KPI_NAMES[code]), _(text).format(days=repeat_days), _fraction(report.kpi(code).this, code == "quality_cost_share"))
        for code, text in _DEFINED
    )
    return (
        Heading(_("Annex: definitions")), Table(columns, rows),
        Paragraph(joined(_notes(report, holiday_years)), quiet=True),
    )  # fmt: skip


def _fraction(figure: Figure, money: bool = False) -> str:
    """``9/12``, or a dash where there is no ratio."""
    if figure.top is None or figure.base is None:
        return "" if figure.value is not None else UNDEFINED
    if money:
        return f"{half_up(figure.top / 100):,f}/{half_up(figure.base / 100):,f}"
    return f"{figure.top:f}/{figure.base:f}"


def _notes(report: MonthReport, holiday_years: tuple[int, ...]) -> list[str]:
    notes = [_("“—” means undefined: there was nothing to divide by, or nothing recorded. pp: percentage points.")]
    notes.append(_(_AS_OF))
    base = report.base
    named = ((base.orders, _("orders")), (base.active_customers, _("active customers")), (base.contacts, _("contacts")),
             (base.sales_cents, _("sales")))  # fmt: skip
    if unknown := [name for value, name in named if value is None]:
        notes.append(_("Not entered for the month: {names}. What is measured against them is undefined.").format(
            names=listed(unknown)))  # fmt: skip
    tables = _("Parameters version {version}; complaints not yet assessed count by their provisional priority.")
    notes.append(tables.format(version=report.parameter_version))
    if holiday_years:
        years = f"{holiday_years[0]}–{holiday_years[-1]}"
        notes.append(_("Work days by the official holiday tables of {years}; later years are provisional.").format(years=years))
    return notes
