"""Credit limit, what is available of it, and when supply is held (domain/30 C27, domain/05). With tax, in cents."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_FLOOR, Decimal

from app.analysis.figures import NO_DATA, NOT_APPLICABLE, Figure, ratio, undefined

MONTHS = 6
FACTORS: Mapping[str, Decimal] = {"A": Decimal("1.2"), "B": Decimal("1.0"), "C": Decimal("0.6"), "D": Decimal(0)}
FREE, APPROVAL, STOP = "free", "approval", "stop"
APPROVAL_DAYS, STOP_DAYS = 30, 60
"""An invoice overdue for more days than these holds supply."""
_STEP = 100_000  # 1,000 yuan
_TERM = 30


@dataclass(frozen=True, slots=True)
class Bought:
    """A calendar month's purchases with tax in cents (returns taken off), and how many orders there were."""

    cents: int
    orders: int


@dataclass(frozen=True, slots=True)
class Use:
    """What uses up the limit, in cents: receivables, goods delivered and not invoiced, and confirmed open orders."""

    receivables: int
    delivered: int = 0
    ordered: int = 0


def monthly_purchases(months: Sequence[Bought]) -> Figure:
    """The sum of the last 6 calendar months (newest first) / how many of them have an order (domain/05), in cents.
    None has: no_data (new: the limit is set by hand, F-29)."""
    recent = months[:MONTHS]
    active = sum(month.orders > 0 for month in recent)
    return ratio(sum(month.cents for month in recent), active) if active else undefined(NO_DATA)


def credit_limit(
    purchases: Figure, terms_days: int, grade: str, cap: int | None = None, factors: Mapping[str, Decimal] = FACTORS
) -> Figure:
    """Monthly purchases × terms / 30 × factor of the grade (A 1.2, B 1.0, C 0.6, D 0), down to full 1,000 yuan, at most `cap`.

    Purchases below 0 (more returns than orders) give 0. Undefined purchases pass their reason on, but D is always 0. No grade:
    not_applicable.
    """
    factor = factors.get(grade)
    if factor is None:
        return undefined(NOT_APPLICABLE)
    if factor == 0:
        return Figure(Decimal(0))
    if purchases.value is None:
        return undefined(purchases.reason or NO_DATA)
    steps = (max(purchases.value, Decimal(0)) * terms_days * factor / _TERM / _STEP).to_integral_value(ROUND_FLOOR)
    return Figure(steps * _STEP if cap is None else min(steps * _STEP, Decimal(cap)))


def manual_limit(wished: int, cap: int | None) -> int:
    """A limit set by hand (F-29), held between 0 and the policy's cap."""
    return max(wished if cap is None else min(wished, cap), 0)


def available(limit: Figure, use: Use) -> Figure:
    """limit - receivables - delivered, not invoiced - confirmed open orders, in cents; below 0 where the limit is passed. A
    negative balance (paid in advance) adds to it. Without a limit undefined, with its reason."""
    if limit.value is None:
        return undefined(limit.reason or NO_DATA)
    return Figure(limit.value - use.receivables - use.delivered - use.ordered)


def hold(free: Figure, oldest_overdue: int) -> str:
    """The block rule: an invoice more than 60 days overdue stops supply; more than 30 days, or nothing available, asks for
    approval of a new credit order. An unknown limit alone doesn't hold anything."""
    if oldest_overdue > STOP_DAYS:
        return STOP
    return APPROVAL if oldest_overdue > APPROVAL_DAYS or (free.value is not None and free.value < 0) else FREE
