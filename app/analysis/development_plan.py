"""The development plan over three years: plan, actual, attainment (domain/30 C37, F-10). Amounts in cents."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from app.analysis.figures import NO_BASE, NO_DATA, Figure, half_up, known, ratio, undefined

VOLUME, EXPENSE, PROFIT, PROMOTION, TRAINED = "volume", "expense", "profit", "promotion", "trained"
MEASURES = (VOLUME, EXPENSE, PROFIT, PROMOTION, TRAINED)
"""业务量, 费用, 利润, 公关促销, 培训人员 (people)."""
LESS_IS_BETTER = frozenset({EXPENSE, PROMOTION})


@dataclass(frozen=True, slots=True)
class Attainment:
    """`rate` (a fraction), `variance` (actual - plan), `favourable` None while the rate is undefined. `unplanned`: 计划外."""

    rate: Figure
    variance: Figure
    favourable: bool | None
    unplanned: bool


def attainment(measure: str, plan: int | None, actual: int | None) -> Attainment:
    """C37: actual / plan. Of an expense, above 100 % is unfavourable; of the others, below.

    Plan 0 (or below) with something done: no_base, unplanned. Plan or actual unknown: no_data. ValueError for another measure.
    """
    if measure not in MEASURES:
        raise ValueError(f"No such measure: {measure}")
    if plan is None or actual is None:
        return Attainment(undefined(NO_DATA), undefined(NO_DATA), None, False)
    variance = known(actual - plan)
    if plan <= 0:
        return Attainment(undefined(NO_BASE), variance, None, plan == 0 and actual > 0)
    favourable = actual <= plan if measure in LESS_IS_BETTER else actual >= plan
    return Attainment(ratio(actual, plan), variance, favourable, False)


def plan_so_far(plan: int, months: int, profile: Sequence[int] | None = None) -> int:
    """The part of a year's plan for its first `months` (0…12), half up: by the month profile where one is entered (12 weights
    ≥ 0, not all 0), else linear. Twelve months give the plan itself."""
    weights = list(profile) if profile is not None else [1] * 12
    if len(weights) != 12 or min(weights) < 0 or sum(weights) == 0 or not 0 <= months <= 12:
        raise ValueError("Twelve weights, and up to twelve months")
    return int(half_up(Decimal(plan) * sum(weights[:months]) / sum(weights)))
