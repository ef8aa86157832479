"""What winning a customer costs and returns, and what losing one does (domain/30 C28). In cents."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from app.analysis.figures import NO_BASE, NO_DATA, NOT_APPLICABLE, Figure, ratio, undefined

_MONTHS = 12


@dataclass(frozen=True, slots=True)
class Acquisition:
    """`cost` per new customer (cents), `worth` (CLV / CAC, a multiple), `payback` (months). Each undefined by itself."""

    cost: Figure
    worth: Figure
    payback: Figure


def acquisition(spent: int | None, new_customers: int, lifetime: Figure, yearly_margin: Figure) -> Acquisition:
    """C28: CAC = cost in the period / new customers in it (none: no_base; cost unknown: no_data); CLV / CAC (CAC 0: no_base);
    payback = CAC / (yearly margin / 12), never (not_applicable) where the margin is ≤ 0."""
    cost = ratio(spent, new_customers)
    return Acquisition(cost, _over(lifetime, cost), _payback(cost, yearly_margin))


def return_on(benefit: int | None, cost: int | None) -> Figure:
    """ROI = (benefit - cost) / cost, a fraction; cost 0 or below: no_base; either unknown: no_data."""
    if benefit is None or cost is None:
        return undefined(NO_DATA)
    return ratio(benefit - cost, cost) if cost > 0 else undefined(NO_BASE)


def defection_cost(lifetimes: Sequence[Decimal | int], handling: int) -> Figure:
    """Σ lifetime values of the customers lost (unrounded cents) + handling each; nobody lost: 0."""
    return Figure(sum(map(Decimal, lifetimes), Decimal(0)) + handling * len(lifetimes))


def _over(top: Figure, base: Figure) -> Figure:
    if top.value is None or base.value is None:
        return undefined((top if top.value is None else base).reason or NO_DATA)
    return ratio(top.value, base.value)


def _payback(cost: Figure, margin: Figure) -> Figure:
    if cost.value is None or margin.value is None:
        return undefined((cost if cost.value is None else margin).reason or NO_DATA)
    return ratio(cost.value * _MONTHS, margin.value) if margin.value > 0 else undefined(NOT_APPLICABLE)
