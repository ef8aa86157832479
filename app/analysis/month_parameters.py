"""Settings and denominators of the month's complaint report: what `complaint_month.month_report` is given."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Target:
    """A target in the KPI's own unit (0.90 for 90 %)."""

    value: Decimal
    higher_is_better: bool = True


def default_targets() -> dict[str, Target]:
    """domain/70 §7.10, by KPI code."""
    return {
        "acknowledged_rate": Target(Decimal("0.98")),
        "on_time_rate": Target(Decimal("0.90")),
        "satisfied_rate": Target(Decimal("0.85")),
        "repeat_rate": Target(Decimal("0.05"), higher_is_better=False),
        "reopen_rate": Target(Decimal("0.03"), higher_is_better=False),
        "first_contact_rate": Target(Decimal("0.60")),
    }


@dataclass(frozen=True, slots=True)
class MonthParameters:
    """Settings of the report (domain/00 G6). `hide_below`: breakdown rows under it are put together as "others" in the
    dimensions named in `hidden_dimensions`; `near`: share of a target that still counts as near."""

    version: str = "1"
    targets: Mapping[str, Target] = field(default_factory=default_targets)
    vital_share: Decimal = Decimal("0.80")
    max_categories: int = 9
    other_categories: tuple[str, ...] = ("99",)
    hide_below: int = 3
    hidden_dimensions: tuple[str, ...] = ()
    repeat_days: int = 90
    recurring_count: int = 3
    recurring_days: int = 90
    first_contact_days: int = 10
    top_customers: int = 10
    max_comments: int = 5
    labour_rate_cents: int = 6000
    near: Decimal = Decimal("0.95")
    like_for_like: bool = False


@dataclass(frozen=True, slots=True)
class PeriodBase:
    """What complaints are measured against in one period; None: nothing recorded. `sales_cents` tax-exclusive."""

    orders: int | None = None
    active_customers: int | None = None
    contacts: int | None = None
    sales_cents: int | None = None


@dataclass(frozen=True, slots=True)
class Bases:
    """Denominators of the five periods."""

    this: PeriodBase = PeriodBase()
    last: PeriodBase = PeriodBase()
    last_year: PeriodBase = PeriodBase()
    to_date: PeriodBase = PeriodBase()
    to_date_last_year: PeriodBase = PeriodBase()
