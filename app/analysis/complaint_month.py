"""The month's complaints: everything the printed report needs, computed from cases (domain/50 §5.2–5.3, domain/05)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from app.analysis.complaint_aftermath import attitude, cost, validity_counts
from app.analysis.complaint_breakdown import breakdowns, category_details, category_rows, severity_grid
from app.analysis.complaint_case import Case
from app.analysis.complaint_flow import Population, flow_row, flow_rows, population
from app.analysis.complaint_kpi import empty_values, kpi_rows, period_values
from app.analysis.complaint_members import members
from app.analysis.complaint_repeats import (
    Link,
    recurring_problems,
    reopen_rows,
    repeat_links,
    repeat_rows,
    top_customers,
)
from app.analysis.complaint_story import Story, stories
from app.analysis.complaint_timeliness import open_cases, timeliness
from app.analysis.complaint_trend import trend
from app.analysis.complaint_typical import typical_cases
from app.analysis.month_parameters import Bases, MonthParameters
from app.analysis.month_types import KpiRow, MonthReport
from app.analysis.periods import ReportSpans, YearMonth, report_spans
from app.analysis.workdays import Calendar

_DEFAULTS = MonthParameters()
_NO_BASES = Bases()


def cases_needed_from(month: YearMonth, parameters: MonthParameters = _DEFAULTS) -> datetime:
    """Complaints received from here on, and those not final at this moment, are all that a month's report needs:
    two years of trend, last year to date, and the repeats' look back."""
    earliest = min(month.plus(-23).start, YearMonth(month.year - 1, 1).start)
    return earliest - timedelta(days=max(parameters.repeat_days, parameters.recurring_days))


def month_report(
    cases: Iterable[Case],
    month: YearMonth,
    calendar: Calendar,
    parameters: MonthParameters = _DEFAULTS,
    bases: Bases = _NO_BASES,
    cut: datetime | None = None,
) -> MonthReport:
    """The report of a month as of its end, or as of `cut` (exclusive, local) while it runs. Earlier periods are
    computed from the same cases, each as of its own end; one that ended before the first case is no_data."""
    told = stories(cases, calendar)
    spans = report_spans(month, cut, parameters.like_for_like)
    now = population(told, spans.this)
    last = population(told, spans.last)
    known_last = last if told and told[0].case.received_at < spans.last.end else None
    links = repeat_links(told, parameters.repeat_days, spans.this.end)
    categories = category_rows(now, known_last, parameters)
    still_open = open_cases(now, calendar)
    return MonthReport(
        month=month,
        span=spans.this,
        complete=spans.complete,
        parameter_version=parameters.version,
        base=bases.this,
        kpis=_kpis(told, spans, (now, last), links, calendar, parameters, bases),
        flow=flow_rows(told, spans.this),
        flow_total=flow_row(None, now),
        validity=validity_counts(now),
        categories=categories,
        vital_few=tuple(row.key for row in categories if row.vital),
        details=category_details(categories, now, known_last),
        trend=trend(told, month, spans.this.end),
        grid=severity_grid(now),
        breakdowns=breakdowns(now, known_last, parameters),
        timeliness=timeliness(told, now, still_open, calendar),
        repeats=repeat_rows(now, links),
        reopenings=reopen_rows(told, now),
        top_customers=top_customers(now, parameters.top_customers),
        recurring=recurring_problems(told, now, parameters),
        attitude=attitude(now, parameters.max_comments),
        cost=cost(now, parameters, bases.this),
        open_cases=still_open,
        typical=typical_cases(told, now, links),
        members=members(now, still_open),
    )


def _kpis(
    told: list[Story],
    spans: ReportSpans,
    counted: tuple[Population, Population],
    links: Mapping[str, Link],
    calendar: Calendar,
    parameters: MonthParameters,
    bases: Bases,
) -> tuple[KpiRow, ...]:
    now, last = counted
    others = [population(told, span) for span in (spans.last_year, spans.to_date, spans.to_date_last_year)]
    periods = zip((last, *others), (bases.last, bases.last_year, bases.to_date, bases.to_date_last_year), strict=True)
    this = period_values(told, now, bases.this, links, calendar, parameters) if told else empty_values()
    earlier = [
        period_values(told, people, base, repeat_links(told, parameters.repeat_days, people.span.end), calendar, parameters)
        for people, base in periods
    ]
    return kpi_rows(this, earlier[0], earlier[1], earlier[2], earlier[3], parameters)
