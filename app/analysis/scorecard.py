"""The customers' scorecard: five criteria, bands gold, silver, ordinary, watch (domain/30 C09, 70 §7.2; seed S1-27)."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import ROUND_CEILING, Decimal

from app.analysis.figures import NO_DATA, Figure, ratio, undefined

PAYMENT, MARGIN, VOLUME, GROWTH, RELATION = "payment", "margin", "volume", "growth", "relation"
GOLD, SILVER, ORDINARY, WATCH = "gold", "silver", "ordinary", "watch"
BANDS = ((Decimal(80), GOLD), (Decimal(60), SILVER), (Decimal(40), ORDINARY))
ENOUGH = Decimal("0.60")
"""So much of the points must be available for a score (C09)."""

Steps = tuple[tuple[Decimal, int], ...]


def _steps(*pairs: tuple[str, int]) -> Steps:
    return tuple((Decimal(bound), points) for bound, points in pairs)


MARGIN_STEPS = _steps(("0.40", 20), ("0.30", 17), ("0.20", 14), ("0.15", 11), ("0.08", 7), ("0", 3))
GROWTH_STEPS = _steps(("0.30", 20), ("0.20", 17), ("0.10", 14), ("0", 11), ("-0.10", 7), ("-0.30", 3))
RELATION_STEPS = _steps(("12", 20), ("9", 17), ("6", 14), ("4", 11), ("2", 7), ("1", 3))
LATE_STEPS = _steps(("61", 3), ("31", 7), ("16", 11), ("8", 14))
TOP_STEPS = _steps(("0.05", 20), ("0.10", 17), ("0.20", 14), ("0.40", 11), ("0.60", 7), ("0.80", 3))


@dataclass(frozen=True, slots=True)
class Scorecard:
    """Which criteria count and their most points each. `FIVE` is the default, `SEED` S1's two criteria of 40 together.

    `weights`: how much each counts where that is not its points (0: not at all); `bands`: from which score on which band."""

    most: Mapping[str, int]
    weights: Mapping[str, int] = field(default_factory=dict)
    bands: tuple[tuple[Decimal, str], ...] = BANDS

    def weight(self, key: str) -> int:
        """How much a criterion counts."""
        return self.weights.get(key, self.most[key])

    @property
    def weighted(self) -> bool:
        """Whether any criterion counts otherwise than by its points."""
        return any(self.weight(key) != most for key, most in self.most.items())


FIVE = Scorecard(dict.fromkeys((PAYMENT, MARGIN, VOLUME, GROWTH, RELATION), 20))
SEED = Scorecard(dict.fromkeys((PAYMENT, MARGIN), 20))


@dataclass(frozen=True, slots=True)
class Score:
    """`points` of `available` (the most of the criteria that are known); `value`: points / available × 100; `coverage`:
    available / all (a fraction); `band` "" where the score is undefined (no_data: less than 60 % available)."""

    points: int
    available: int
    value: Figure
    coverage: Figure
    band: str
    provisional: bool


@dataclass(frozen=True, slots=True)
class Ranked:
    """A customer's place, 1 the best; equal values share a place and the next one is left out (4, 4, 6)."""

    code: str
    place: int
    value: Decimal


def score(points: Mapping[str, int | None], card: Scorecard = FIVE) -> Score:
    """C09: Σ points of the card's criteria, None or absent where not known.

    Known criteria are scaled: Σ points / Σ their most × 100, if they are ≥ 60 % of the total; then provisional. Below: no
    score. ValueError for points outside 0…most. Bands: ≥ 80 gold, ≥ 60 silver, ≥ 40 ordinary, else watch (unrounded).
    With weights the value is Σ weight × points / most over Σ weights of the known ones, and coverage is of the weights.
    """
    weights = {key: card.weight(key) for key in card.most}  # once: there are 20,000 customers
    known = {key: given for key, weight in weights.items() if weight > 0 and (given := points.get(key)) is not None}
    if any(not 0 <= given <= card.most[key] for key, given in known.items()):
        raise ValueError("Points outside of the criterion's range")
    reached, available = sum(known.values()), sum(card.most[key] for key in known)
    counting, total = sum(weights[key] for key in known), sum(weights.values())
    coverage = ratio(counting, total)
    if coverage.value is None or coverage.value < ENOUGH:
        return Score(reached, available, undefined(NO_DATA), coverage, "", True)
    value = Figure(Decimal(reached) * 100 / available if weights == card.most else _weighted(known, card) * 100 / counting)
    return Score(reached, available, value, coverage, band_of(value, card.bands), counting < total)


def _weighted(known: Mapping[str, int], card: Scorecard) -> Decimal:
    return sum((Decimal(card.weight(key) * given) / card.most[key] for key, given in known.items()), Decimal(0))


def band_of(value: Figure, bands: tuple[tuple[Decimal, str], ...] = BANDS) -> str:
    """The band of a score of 0…100; "" while it is undefined. 绝对不服务 is never computed (only F-12 gives it)."""
    if value.value is None:
        return ""
    return next((band for bound, band in bands if value.value >= bound), WATCH)


def payment_points(days_late: Figure) -> int | None:
    """Weighted days late: none 20, under 8 days 17, from 8 14, from 16 11, from 31 7, from 61 3, over 90 0."""
    days = days_late.value
    if days is None:
        return None
    if days <= 0:
        return 20
    return 0 if days > 90 else _at_least(days, LATE_STEPS, 17)


def margin_points(margin: Figure) -> int | None:
    """Gross margin (fraction): from 40 % 20 … from 0 3, a negative one 0."""
    return None if margin.value is None else _at_least(margin.value, MARGIN_STEPS)


def growth_points(growth: Figure) -> int | None:
    """Growth (fraction): from +30 % 20 … from -30 % 3, below 0. Undefined for a new customer."""
    return None if growth.value is None else _at_least(growth.value, GROWTH_STEPS)


def relation_points(trust: Figure) -> int | None:
    """The trust score (C20): from 12 20 … from 1 3, below 0."""
    return None if trust.value is None else _at_least(trust.value, RELATION_STEPS)


def volume_points(sales: Mapping[str, int]) -> dict[str, int]:
    """Points by rank of sales (cents by code): the top 5 % 20, 10 % 17, 20 % 14, 40 % 11, 60 % 7, 80 % 3, the rest 0.

    Ranked are customers with sales > 0, ceil(N × share) of them to each step as in C08; equal sales share the better rank.
    """
    selling = sorted((value for value in sales.values() if value > 0), reverse=True)
    ends = [(int((len(selling) * share).to_integral_value(ROUND_CEILING)), points) for share, points in TOP_STEPS]
    first: dict[int, int] = {}
    for place, value in enumerate(selling, 1):
        first.setdefault(value, place)
    return {
        code: next((points for end, points in ends if first[value] <= end), 0) if value > 0 else 0
        for code, value in sales.items()
    }


def ranking(values: Iterable[tuple[str, Figure]]) -> tuple[Ranked, ...]:
    """Codes by value descending, then by code; those without a value have no place."""
    known = sorted(((-value.value, code) for code, value in values if value.value is not None))
    return tuple(Ranked(code, _place(known, value), -value) for value, code in known)


def _place(known: Sequence[tuple[Decimal, str]], value: Decimal) -> int:
    return bisect_left(known, (value, "")) + 1


def _at_least(value: Decimal, steps: Steps, otherwise: int = 0) -> int:
    return next((points for bound, points in steps if value >= bound), otherwise)
