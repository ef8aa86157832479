"""Customer lifetime value (domain/30 C12, domain/05; Gupta & Lehmann; Gupta et al. 2006).

It assumes a constant retention, as with contracts; for irregular buyers it is a rough guide. So it is shown to two significant
digits, but never rounded before it is summed. Money in cents, rates as fractions a year.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from statistics import median

from app.analysis.figures import NO_DATA, NOT_APPLICABLE, SAMPLE_TOO_SMALL, Figure, half_up, optional, ratio, undefined

DISCOUNT = Decimal("0.10")
ASSUMED, TIER, BASE = "assumed", "tier", "base"
_LEAST_RETENTION, _MOST_RETENTION, _ASSUMED_RETENTION = Decimal("0.30"), Decimal("0.95"), Decimal("0.80")
_LEAST_CUSTOMERS, _LEAST_DAYS, _YEAR = 30, 90, 365


@dataclass(frozen=True, slots=True)
class Terms:
    """How a lifetime value is reckoned. `immediate`: the first margin comes now, not in a year. `years`: a finite horizon (None:
    for ever). `growth` of the margin a year. `acquisition`: cents still to be spent (0 for existing customers)."""

    retention: Decimal
    discount: Decimal = DISCOUNT
    acquisition: int = 0
    immediate: bool = False
    years: int | None = None
    growth: Decimal = Decimal(0)


@dataclass(frozen=True, slots=True)
class Retention:
    """A rate for `Terms` and where it comes from: the tier, the whole base, or an assumption to be labelled as such."""

    rate: Decimal
    source: str


@dataclass(frozen=True, slots=True)
class Margin:
    """A customer's margin a year in cents, or undefined; provisional where it was stretched or borrowed from the tier."""

    cents: Figure
    provisional: bool


def multiple(terms: Terms) -> Decimal:
    """What a margin of 1 a year is worth.

    r / (1 + i - r (1 + g)); immediate: times (1 + i) / r, so (1 + i) / (1 + i - r (1 + g)); with `years` T the sum of
    r^t (1 + g)^(t-1) / (1 + i)^t over t = 1…T (immediate: r^t (1 + g)^t / (1 + i)^t over t = 0…T-1). ValueError unless
    0 ≤ r ≤ 1, i > -1, and r (1 + g) < 1 + i where the horizon is open.
    """
    retained, discounted = terms.retention * (1 + terms.growth), 1 + terms.discount
    if not 0 <= terms.retention <= 1 or discounted <= 0 or (terms.years is not None and terms.years < 0):
        raise ValueError("The retention must lie between 0 and 1, the discount above -1")
    if terms.years is not None:
        return _finite(terms, retained / discounted)
    if retained >= discounted:
        raise ValueError("Retention and growth outrun the discount: the value has no limit")
    return (discounted if terms.immediate else terms.retention) / (discounted - retained)


def _finite(terms: Terms, step: Decimal) -> Decimal:
    first = Decimal(1) if terms.immediate else terms.retention / (1 + terms.discount)
    total, share = Decimal(0), first
    for _year in range(terms.years or 0):
        total, share = total + share, share * step
    return total


def lifetime_value(margin: Decimal | int | None, terms: Terms) -> Figure:
    """CLV = m × multiple - AC, in cents, unrounded.

    A margin ≤ 0 is not capitalised: m - AC, one year's loss (see `is_loss`). An unknown margin is no_data. r = 0: -AC
    (without `immediate`). The rate is taken as it is; `retention_for` holds it in its range.
    """
    if margin is None:
        return undefined(NO_DATA)
    worth = multiple(terms)
    return Figure(Decimal(margin) * (worth if margin > 0 else 1) - terms.acquisition)


def is_loss(margin: Decimal | int | None) -> bool:
    """Whether the value is one year's loss and to be flagged as such."""
    return margin is not None and margin <= 0


def retention_for(tier: tuple[int, int], base: tuple[int, int]) -> Retention:
    """The rate of (active at the start, of them kept) over 24 months, as a yearly one: the square root.

    The tier's, with 30 customers or more; else the whole base's; nobody in it: 0.80, assumed. Held in [0.30, 0.95].
    """
    for source, (start, kept) in ((TIER, tier), (BASE, base)):
        if start >= (_LEAST_CUSTOMERS if source == TIER else 1):
            yearly = (Decimal(kept) / start).sqrt()
            return Retention(min(max(yearly, _LEAST_RETENTION), _MOST_RETENTION), source)
    return Retention(_ASSUMED_RETENTION, ASSUMED)


def yearly_margin(profit: int | None, days: int, tier: Sequence[int] = ()) -> Margin:
    """The margin a year of a customer known for `days`, of its profit in them (at most 12 months), in cents.

    A year or more: as it is. From 90 days: profit × 365 / days. Younger: the median of the tier. Both provisional.
    No profit known: no_data; young and nothing to borrow: sample_too_small.
    """
    if profit is None and days >= _LEAST_DAYS:
        return Margin(undefined(NO_DATA), True)
    if days >= _YEAR:
        return Margin(optional(profit), False)
    if days >= _LEAST_DAYS:
        return Margin(Figure(Decimal(profit or 0) * _YEAR / days), True)
    return Margin(Figure(Decimal(median(tier))) if tier else undefined(SAMPLE_TOO_SMALL), True)


def life(retention: Decimal) -> Figure:
    """The expected life in years, 1 / (1 - r); r = 1 has none (not_applicable)."""
    return undefined(NOT_APPLICABLE) if retention >= 1 else ratio(Decimal(1), 1 - retention)


def shown(value: Figure) -> Decimal | None:
    """A value in cents as reports show it: to two significant digits, half up; None stays None."""
    if value.value is None or value.value == 0:
        return value.value
    return half_up(value.value, 1 - value.value.adjusted())


def with_retention(terms: Terms, rate: Decimal) -> Terms:
    """The same terms at another retention (what-if, C29)."""
    return replace(terms, retention=rate)
