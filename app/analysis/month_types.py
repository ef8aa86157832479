"""The month's complaints as figures: what `complaint_month.month_report` returns (domain/50 §5.2–5.3).

Codes and figures only: labels, units' names and sentences belong to the report. Every tuple is sorted as printed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from app.analysis.figures import Figure
from app.analysis.month_lists import Comment, OpenCase, Recurring, ReopenRow, RepeatRow, TopCustomer
from app.analysis.month_parameters import PeriodBase, Target
from app.analysis.periods import Span, YearMonth

# Units of a KPI: how its value is to be read.
COUNT, FRACTION, WORKING_DAYS, SCORE, CENTS, PER_1000, PER_100 = (
    "count", "fraction", "working_days", "score", "cents", "per_1000", "per_100",
)
# Kinds of change between two periods: growth is a fraction, points are percentage points, difference has the unit.
GROWTH, POINTS, DIFFERENCE = "growth", "points", "difference"
# Attainment of a target.
MET, NEAR, MISSED = "met", "near", "missed"
OTHERS = "others"  # the key of rows put together
UNKNOWN = "unknown"  # the key of cases without a value


@dataclass(frozen=True, slots=True)
class KpiRow:
    """One line of section 1. `change` says how to read mom, yoy and to_date_yoy. `this.top`/`this.base` carry a rate's
    numerator and denominator. KPI codes: complaint_kpi.KPIS."""

    code: str
    unit: str
    change: str
    this: Figure
    last: Figure
    mom: Figure
    last_year: Figure
    yoy: Figure
    to_date: Figure
    to_date_last_year: Figure
    to_date_yoy: Figure
    target: Target | None
    attainment: str | None


@dataclass(frozen=True, slots=True)
class FlowRow:
    """Roll-forward: opening + new + reopened − withdrawn − merged − converted − closed = ending (domain/05).
    `key` is "P1"…"P4" or "unknown", None for the total; `new` counts withdrawn ones too, `new_net` doesn't."""

    key: str | None
    opening: int
    new: int
    reopened: int
    withdrawn: int
    merged: int
    converted: int
    closed: int
    ending: int
    new_net: int

    @property
    def to_handle(self) -> int:
        return self.opening + self.new + self.reopened - self.withdrawn - self.merged - self.converted


@dataclass(frozen=True, slots=True)
class CategoryRow:
    """One bar of the Pareto chart (C34). `key` is the L1 code, "unknown" or "others"; `vital` marks the vital few."""

    key: str
    count: int
    share: Figure
    cumulative: Figure
    last: Figure
    change: Figure
    vital: bool


@dataclass(frozen=True, slots=True)
class BreakdownRow:
    """A key of a dimension with its cases; share of all, last month and growth."""

    key: str
    count: int
    share: Figure
    last: Figure
    change: Figure


@dataclass(frozen=True, slots=True)
class Breakdown:
    """New (net) complaints by one dimension. `key` of a row is the case's attribute, "unknown" or "others"."""

    dimension: str
    rows: tuple[BreakdownRow, ...]


@dataclass(frozen=True, slots=True)
class CategoryDetail:
    """L2 rows of one category of the vital few."""

    category: str
    rows: tuple[BreakdownRow, ...]


@dataclass(frozen=True, slots=True)
class GridRow:
    """One severity of the severity × urgency grid: counts for U1, U2, U3 and without urgency. `severity` "unknown" is
    the row of cases not assessed."""

    severity: str
    u1: int
    u2: int
    u3: int
    unknown: int

    @property
    def total(self) -> int:
        return self.u1 + self.u2 + self.u3 + self.unknown


@dataclass(frozen=True, slots=True)
class TrendPoint:
    """One month of the trend, each as of its own end; undefined (no_data) before the first recorded complaint."""

    month: YearMonth
    new_net: Figure
    on_time_rate: Figure
    new_net_last_year: Figure


@dataclass(frozen=True, slots=True)
class Trend:
    """Twelve months, oldest first, with the c-chart's mean ± 3√mean (lower never below 0)."""

    points: tuple[TrendPoint, ...]
    mean: Figure
    upper: Figure
    lower: Figure


@dataclass(frozen=True, slots=True)
class AgeRow:
    """Open complaints by working days since receipt: `first`…`last` inclusive, last None for "more"."""

    first: int
    last: int | None
    count: int


@dataclass(frozen=True, slots=True)
class Timeliness:
    """Section 6. Rates are fractions, days working days without pauses."""

    acknowledged_rate: Figure
    answered_rate: Figure
    on_time_rate: Figure
    on_time_closed_rate: Figure
    mean_days: Figure
    median_days: Figure
    p90_days: Figure
    ages: tuple[AgeRow, ...]
    overdue: tuple[OpenCase, ...]


@dataclass(frozen=True, slots=True)
class Attitude:
    """Section 10, over the cases finally closed in the period. `counts` is (attitude, count) from 5 to 1; `fairness` the
    means (1–5) of "outcome", "process", "manner" and "stays", each with its sum and the number of answers."""

    counts: tuple[tuple[int, int], ...]
    answered: int
    closed: int
    mean: Figure
    satisfied_rate: Figure
    response_rate: Figure
    comments: tuple[Comment, ...]
    fairness: tuple[tuple[str, Figure], ...] = ()


@dataclass(frozen=True, slots=True)
class CostRow:
    kind: str
    cents: int


@dataclass(frozen=True, slots=True)
class RemedyRow:
    """One kind of remedy: how often, for how many complaints, and what it cost."""

    kind: str
    count: int
    cases: int
    cents: int


@dataclass(frozen=True, slots=True)
class Cost:
    """Section 9, C35: cases finally closed in the period. `rows` in the order of COST_KINDS, only non-zero ones;
    `total_cents` = sum of the rows less `recovered`; `remedies` most frequent first."""

    rows: tuple[CostRow, ...]
    compensation_cents: int
    total_cents: int
    share_of_sales: Figure
    remedies: tuple[RemedyRow, ...] = ()


@dataclass(frozen=True, slots=True)
class ValidityCounts:
    """New (net) by validity; they add up to new_net."""

    valid: int
    invalid: int
    assist: int
    pending: int


@dataclass(frozen=True, slots=True)
class MonthReport:
    """Everything the monthly complaint report prints. `cut` is the exclusive end of what was seen; `complete` is False
    for a month still running. `base` are this month's denominators."""

    month: YearMonth
    span: Span
    complete: bool
    parameter_version: str
    base: PeriodBase
    kpis: tuple[KpiRow, ...]
    flow: tuple[FlowRow, ...]
    flow_total: FlowRow
    validity: ValidityCounts
    categories: tuple[CategoryRow, ...]
    vital_few: tuple[str, ...]
    details: tuple[CategoryDetail, ...]
    trend: Trend
    grid: tuple[GridRow, ...]
    breakdowns: tuple[Breakdown, ...]
    timeliness: Timeliness
    repeats: tuple[RepeatRow, ...]
    reopenings: tuple[ReopenRow, ...]
    top_customers: tuple[TopCustomer, ...]
    recurring: tuple[Recurring, ...]
    attitude: Attitude
    cost: Cost
    open_cases: tuple[OpenCase, ...]
    typical: tuple[str, ...] = ()
    """Cases worth telling, by id: the gravest, dearest, most stubborn ones (section 11)."""

    members: Mapping[str, tuple[str, ...]] = field(default_factory=dict, compare=False, repr=False)
    """The cases behind each figure by id: see ``complaint_members``."""

    def kpi(self, code: str) -> KpiRow:
        """The row of a KPI code; KeyError where there is none."""
        for row in self.kpis:
            if row.code == code:
                return row
        raise KeyError(code)

    def breakdown(self, dimension: str) -> Breakdown:
        """The breakdown by a dimension; KeyError where there is none."""
        for breakdown in self.breakdowns:
            if breakdown.dimension == dimension:
                return breakdown
        raise KeyError(dimension)
