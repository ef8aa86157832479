"""Codes and figures of the complaint month as people read them, in the language in force."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from app.analysis.figures import NEW, Figure, half_up, percent, rounded
from app.analysis.month_parameters import Target
from app.analysis.month_types import (
    CENTS,
    COUNT,
    DIFFERENCE,
    FRACTION,
    GROWTH,
    MET,
    MISSED,
    NEAR,
    OTHERS,
    PER_100,
    PER_1000,
    SCORE,
    UNKNOWN,
    WORKING_DAYS,
)  # fmt: skip
from app.i18n import N_
from app.i18n import gettext_text as _
from app.models import choices as c
from app.models.fields import Choice
from app.reports.document import UNDEFINED, Cell

KPI_NAMES: Mapping[str, str] = {
    "new": N_("Complaints received"), "withdrawn": N_("Complaints withdrawn"), "new_net": N_("New complaints (net)"),
    "to_handle": N_("To be handled"), "closed": N_("Closed in the month"), "ending": N_("Open at the end"),
    "closure_rate": N_("Closing rate"),
    "same_month_rate": N_("Closed in same month"), "on_time_rate": N_("Closed on time"),
    "on_time_closed_rate": N_("On time, of those closed"), "mean_days": N_("Mean handling time"),
    "median_days": N_("Median"), "p90_days": N_("90% handled within"),
    "acknowledged_rate": N_("Acknowledged on time"), "answered_rate": N_("Answered on time"),
    "valid_rate": N_("Share justified"), "repeat_rate": N_("Repeat rate"),
    "reopen_rate": N_("Reopening rate"), "first_contact_rate": N_("First-contact rate"),
    "satisfied_rate": N_("Satisfied customers"), "attitude_mean": N_("Mean attitude"),
    "response_rate": N_("Response rate"), "per_1000_orders": N_("Per 1,000 orders"),
    "per_100_customers": N_("Per 100 customers"), "compensation": N_("Compensation paid"),
    "quality_cost": N_("Cost of poor quality"), "quality_cost_share": N_("Its share of sales"),
    "share_of_contacts": N_("Of all contacts"),
    "opening": N_("Open at the beginning"), "overdue_open": N_("Overdue at the end"),
}  # fmt: skip
UNIT_NAMES: Mapping[str, str] = {
    COUNT: N_("cases"), FRACTION: "%", WORKING_DAYS: N_("work days"), SCORE: N_("points"), CENTS: N_("CNY"),
    PER_1000: "‰", PER_100: N_("cases"),
}  # fmt: skip
SYMBOLS = {MET: "●", NEAR: "▲", MISSED: "×"}  # all in the bundled font: a second one costs 0.3 s to load
DIMENSION_NAMES: Mapping[str, str] = {
    "salesperson": N_("Salesperson"), "product": N_("Product"), "channel": N_("Channel"), "region": N_("Region"),
    "department": N_("Department answerable"), "grade": N_("Grade"), "cause": N_("Cause"), "party": N_("Responsible party"),
    "severity": N_("Severity"), "l2": N_("Problem"), "category": N_("Category"), "escape": N_("Why it was not caught"),
}  # fmt: skip
COST_NAMES: Mapping[str, str] = {
    "compensation": N_("Compensation"), "returns": N_("Returned goods"), "rework": N_("Rework"),
    "logistics": N_("Logistics cost"),
    "labour": N_("Handling work"), "credit": N_("Credit notes"), "fines": N_("Fines"),
    "recovered": N_("Recovered from others"),
}  # fmt: skip
FAIRNESS_NAMES: Mapping[str, str] = {
    "outcome": N_("Fair outcome"), "process": N_("Fair and quick process"), "manner": N_("Respectful manner"),
    "stays": N_("Will stay a customer"),
}  # fmt: skip
SIGN_NAMES: Mapping[str, str] = {
    "overdue": N_("an overdue complaint"), "reopened": N_("reopened"), "dissatisfied": N_("dissatisfied"),
}
_SMALL = Decimal("0.01")  # a share below one per cent needs its second decimal: 0.81
_MONTHS = (
    N_("Jan"), N_("Feb"), N_("Mar"), N_("Apr"), N_("May"), N_("Jun"), N_("Jul"), N_("Aug"), N_("Sep"), N_("Oct"),
    N_("Nov"), N_("Dec"),
)  # fmt: skip
_CHOICES: Mapping[str, tuple[Choice, ...]] = {
    "severity": c.SEVERITY, "urgency": c.URGENCY, "priority": c.PRIORITY, "channel": c.COMPLAINT_CHANNEL, "grade": c.GRADE,
    "cause": c.CAUSE, "escape": c.CAUSE, "status": c.STATUS, "recovery": c.RECOVERY,
    "party": c.PARTY, "state": c.COMPLAINT_STATE, "satisfaction": c.SATISFACTION,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Words:
    """The firm's own words: names of complaint categories and their parts by code, in the language in force."""

    categories: Mapping[str, str] = field(default_factory=dict)

    def label(self, dimension: str, key: str | None) -> str:
        """A key of a dimension as people read it; text that is no code stays as typed."""
        if key is None or key == UNKNOWN:
            return _("Not recorded")
        if key == OTHERS:
            return _("Others")
        if dimension in ("category", "l2"):
            return self.categories.get(key, key)
        found = next((each for each in _CHOICES.get(dimension, ()) if each.code == key), None)
        return _(found.label) if found else key


def month_label(month: int) -> str:
    """``Jan`` or ``1月``."""
    return _(_MONTHS[month - 1])


def value_of(figure: Figure, unit: str) -> Cell:
    """A figure as a cell of a table that names the unit: percentages and days with one decimal, money in yuan."""
    if figure.value is None:
        return None
    if unit == FRACTION:
        small = figure.value < _SMALL and figure.value != 0
        return percent(figure, 2 if small else 1)
    if unit == CENTS:
        return half_up(figure.value / 100)
    return rounded(figure, {COUNT: 0, SCORE: 2}.get(unit, 1))


def change_of(figure: Figure, change: str) -> str | None:
    """A change with its sign: ``+22.2%``, ``−2.4 pp``, ``+0.4``; "new" where there was nothing before."""
    if figure.value is None:
        return _("new") if figure.reason == NEW else None
    if change == GROWTH:
        return f"{signed(figure.value * 100)}%"
    return signed(figure.value) if change == DIFFERENCE else _("{points} pp").format(points=signed(figure.value))


def signed(value: Decimal) -> str:
    """One decimal with a plus or a true minus; nothing before 0."""
    tidy = half_up(value, 1)
    return f"{'+' if tidy > 0 else ''}{tidy:,.1f}".replace("-", "−")


def share_text(figure: Figure, places: int = 1) -> str:
    """A fraction as ``78.6%``, or a dash."""
    value = percent(figure, places)
    return UNDEFINED if value is None else f"{value}%"


def target_of(target: Target | None, unit: str) -> str | None:
    """A target in its unit with the side it is met on: ``≥ 90``."""
    if target is None:
        return None
    value = target.value * 100 if unit == FRACTION else target.value / 100 if unit == CENTS else target.value
    text = f"{value.normalize():,f}"
    return f"{'≥' if target.higher_is_better else '≤'} {text}"
