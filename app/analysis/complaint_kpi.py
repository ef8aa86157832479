"""The KPI table of the complaint month (domain/50 §5.2): one figure per code and period, compared and judged."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal

from app.analysis.complaint_aftermath import attitude, cost, valid_rate
from app.analysis.complaint_flow import Population
from app.analysis.complaint_repeats import Link, reopen_rows
from app.analysis.complaint_story import Story, closed_before
from app.analysis.complaint_targets import overdue_at
from app.analysis.complaint_timeliness import (
    acknowledged_rate,
    answered_rate,
    days_of_closed,
    mean_of,
    median_of,
    on_time_closed_rate,
    on_time_rate,
    percentile_of,
)
from app.analysis.figures import NO_DATA, Figure, difference, growth_of, known, percentage_points, ratio, undefined
from app.analysis.month_parameters import MonthParameters, PeriodBase, Target
from app.analysis.month_types import (
    CENTS,
    COUNT,
    DIFFERENCE,
    FRACTION,
    GROWTH,
    MET,
    MISSED,
    NEAR,
    PER_100,
    PER_1000,
    POINTS,
    SCORE,
    WORKING_DAYS,
    KpiRow,
)
from app.analysis.workdays import Calendar, working_days_between

KPIS: Mapping[str, tuple[str, str]] = {
    "opening": (COUNT, GROWTH),
    "new": (COUNT, GROWTH),
    "withdrawn": (COUNT, GROWTH),
    "new_net": (COUNT, GROWTH),
    "to_handle": (COUNT, GROWTH),
    "closed": (COUNT, GROWTH),
    "ending": (COUNT, GROWTH),
    "overdue_open": (COUNT, GROWTH),
    "closure_rate": (FRACTION, POINTS),
    "same_month_rate": (FRACTION, POINTS),
    "on_time_rate": (FRACTION, POINTS),
    "on_time_closed_rate": (FRACTION, POINTS),
    "mean_days": (WORKING_DAYS, DIFFERENCE),
    "median_days": (WORKING_DAYS, DIFFERENCE),
    "p90_days": (WORKING_DAYS, DIFFERENCE),
    "acknowledged_rate": (FRACTION, POINTS),
    "answered_rate": (FRACTION, POINTS),
    "valid_rate": (FRACTION, POINTS),
    "repeat_rate": (FRACTION, POINTS),
    "reopen_rate": (FRACTION, POINTS),
    "first_contact_rate": (FRACTION, POINTS),
    "satisfied_rate": (FRACTION, POINTS),
    "attitude_mean": (SCORE, DIFFERENCE),
    "response_rate": (FRACTION, POINTS),
    "per_1000_orders": (PER_1000, GROWTH),
    "per_100_customers": (PER_100, GROWTH),
    "share_of_contacts": (FRACTION, POINTS),
    "compensation": (CENTS, GROWTH),
    "quality_cost": (CENTS, GROWTH),
    "quality_cost_share": (FRACTION, POINTS),
}

Values = Mapping[str, Figure]


def period_values(
    stories: Sequence[Story],
    people: Population,
    base: PeriodBase,
    links: Mapping[str, Link],
    calendar: Calendar,
    parameters: MonthParameters,
) -> Values:
    """Every KPI of one period. A period that ended before the first recorded complaint knows nothing: no_data."""
    if not stories or people.span.end <= stories[0].case.received_at:
        return dict.fromkeys(KPIS, undefined(NO_DATA))
    return {
        **_counts(people),
        **_rates(stories, people, links, calendar, parameters),
        **_days(people, calendar),
        **_after(people, base, parameters),
        **_densities(len(people.net), base),
    }


def empty_values() -> Values:
    """This month's values where no complaint was ever recorded: nothing came in, and nothing can be divided."""
    zeros = {code: known(0) for code, (unit, _) in KPIS.items() if unit in {COUNT, CENTS}}
    return {code: zeros.get(code, undefined(NO_DATA)) for code in KPIS}


def _counts(people: Population) -> dict[str, Figure]:
    overdue = [each for each in people.ending if overdue_at(each, people.span.end)]
    counts = {
        "opening": people.opening, "new": people.new, "withdrawn": people.withdrawn, "new_net": people.net,
        "closed": people.closed, "ending": people.ending, "overdue_open": overdue,
    }
    return {code: known(len(cases)) for code, cases in counts.items()} | {"to_handle": known(people.to_handle)}


def _rates(
    stories: Sequence[Story],
    people: Population,
    links: Mapping[str, Link],
    calendar: Calendar,
    parameters: MonthParameters,
) -> dict[str, Figure]:
    net, closed = len(people.net), len(people.closed)
    closed_new = sum(closed_before(each, people.span.end) is not None for each in people.net)
    reopened = {row.id for row in reopen_rows(stories, people)}
    return {
        "closure_rate": ratio(closed, people.to_handle),
        "same_month_rate": ratio(closed_new, net),
        "on_time_rate": on_time_rate(people),
        "on_time_closed_rate": on_time_closed_rate(people),
        "acknowledged_rate": acknowledged_rate(stories, people.span),
        "answered_rate": answered_rate(stories, people.span),
        "valid_rate": valid_rate(people),
        "repeat_rate": ratio(sum(each.case.id in links for each in people.net), net),
        "reopen_rate": ratio(len(reopened), closed),
        "first_contact_rate": first_contact_rate(people, links, calendar, parameters.first_contact_days),
    }


def first_contact_rate(people: Population, links: Mapping[str, Link], calendar: Calendar, days: int) -> Figure:
    """C32: closed by the first contact without a transfer, never reopened and not repeated within `days` working days, of all
    closed."""
    at_once = {each.case.id for each in people.closed if _at_first_contact(each, people.span.end)}
    came_again = {
        link.earlier.case.id
        for link in links.values()
        if link.earlier is not None
        and link.since is not None
        and link.earlier.case.id in at_once
        and working_days_between(calendar, link.since, link.later.case.received_at) <= days
    }
    return ratio(len(at_once - came_again), len(people.closed))


def _at_first_contact(story: Story, end: datetime) -> bool:
    """As far as is known at the end. Of a case brought in from elsewhere nobody knows who solved it, but on the spot (T03)."""
    case = story.case
    codes = {event.code for event in case.events if not event.revoked and event.at < end}
    handed_on = "T07" in codes or any(at < end for at in case.transfers)
    came_back = any(at < end for _closed, at in story.reopenings)
    alone = case.first_handled and not codes & {"", "import"}
    return not handed_on and not came_back and bool(alone or ("T03" in codes and case.first_handled is not False))


def _days(people: Population, calendar: Calendar) -> dict[str, Figure]:
    days = days_of_closed(people, calendar)
    return {"mean_days": mean_of(days), "median_days": median_of(days), "p90_days": percentile_of(days, 90)}


def _after(people: Population, base: PeriodBase, parameters: MonthParameters) -> dict[str, Figure]:
    thought, spent = attitude(people, 0), cost(people, parameters, base)
    return {
        "satisfied_rate": thought.satisfied_rate, "attitude_mean": thought.mean, "response_rate": thought.response_rate,
        "compensation": known(spent.compensation_cents), "quality_cost": known(spent.total_cents),
        "quality_cost_share": spent.share_of_sales,
    }


def _densities(net: int, base: PeriodBase) -> dict[str, Figure]:
    return {
        "per_1000_orders": _times(ratio(net, base.orders), 1000),
        "per_100_customers": _times(ratio(net, base.active_customers), 100),
        "share_of_contacts": ratio(net, base.contacts),
    }


def _times(figure: Figure, factor: int) -> Figure:
    return figure if figure.value is None else Figure(figure.value * factor, None, figure.top, figure.base)


def kpi_rows(
    this: Values, last: Values, last_year: Values, to_date: Values, to_date_last_year: Values,
    parameters: MonthParameters,
) -> tuple[KpiRow, ...]:
    """The table: values of the five periods, their changes, and what the targets say, in the order of KPIS."""
    return tuple(
        KpiRow(
            code, unit, change, this[code], last[code], compared(change, this[code], last[code]), last_year[code],
            compared(change, this[code], last_year[code]), to_date[code], to_date_last_year[code],
            compared(change, to_date[code], to_date_last_year[code]), parameters.targets.get(code),
            attainment(this[code], parameters.targets.get(code), parameters.near),
        )
        for code, (unit, change) in KPIS.items()
    )


def compared(change: str, current: Figure, base: Figure) -> Figure:
    """The change between two periods, read as the row says."""
    ways = {GROWTH: growth_of, POINTS: percentage_points, DIFFERENCE: difference}
    return ways[change](current, base)


def attainment(figure: Figure, target: Target | None, near: Decimal) -> str | None:
    """Met, near or missed; None without a target or a value."""
    if target is None or figure.value is None:
        return None
    value, goal = figure.value, target.value
    if not target.higher_is_better:
        return MET if value <= goal else NEAR if value * near <= goal else MISSED
    return MET if value >= goal else NEAR if value >= goal * near else MISSED
