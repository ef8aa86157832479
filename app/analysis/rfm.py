"""Recency, frequency, monetary value: scores 1 to 5 in two modes, and the eight segments (domain/30 C13, domain/05).

The rule that the rfm package publishes is a third, in ``rfm_published.py``: its cuts and its segments are its own.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

FIXED, QUINTILE = "fixed", "quintile"
QUINTILE_FROM = 100
POTENTIAL = "potential"
VALUE, KEEP, DEVELOP, WIN_BACK = "value", "keep", "develop", "win_back"
IMPORTANT, GENERAL = "important", "general"
SEGMENTS = tuple(f"{weight}_{kind}" for weight in (IMPORTANT, GENERAL) for kind in (VALUE, KEEP, DEVELOP, WIN_BACK))
_HIGH = 4


@dataclass(frozen=True, slots=True)
class Buyer:
    """A customer: days since the last order (None: never ordered), orders and net sales (cents) of the last 12 months."""

    code: str
    days: int | None
    orders: int
    sales: int


@dataclass(frozen=True, slots=True)
class Steps:
    """The fixed cuts for 5, 4, 3, 2 (below them 1): days at most; orders and sales (cents) at least."""

    days: tuple[int, int, int, int] = (30, 60, 90, 180)
    orders: tuple[int, int, int, int] = (12, 6, 3, 2)
    sales: tuple[int, int, int, int] = (50_000_000, 20_000_000, 5_000_000, 1_000_000)


@dataclass(frozen=True, slots=True)
class Rfm:
    """Scores 1 to 5, 5 the best, None for one who never ordered. `segment`: one of SEGMENTS, or "potential"."""

    code: str
    recency: int | None
    frequency: int | None
    monetary: int | None
    segment: str


@dataclass(frozen=True, slots=True)
class RfmTable:
    """The customers by code. `provisional`: quintiles of fewer than 100 customers are unreliable."""

    rows: tuple[Rfm, ...]
    mode: str
    provisional: bool


Scale = Callable[[Buyer], tuple[int, int, int]]


def rfm(buyers: Iterable[Buyer], mode: str = FIXED, steps: Steps | None = None) -> RfmTable:
    """C13 over the customers.

    fixed (default): R ≤ 30/60/90/180 days, F ≥ 12/6/3/2 orders, M ≥ 500k/200k/50k/10k yuan give 5/4/3/2, else 1.
    quintile: p = (lower + equal / 2) / N, itself counted among the equal, score = min(5, ⌊5p⌋ + 1); recency ranks by days
    descending; N = those who ever ordered. Without an order in 12 months F = M = 0, score 1 each. Never ordered: potential.
    """
    listed = sorted(buyers, key=lambda buyer: buyer.code)
    ever = [buyer for buyer in listed if buyer.days is not None]
    scale = _scale(ever, mode, steps or Steps())
    return RfmTable(tuple(_row(buyer, scale) for buyer in listed), mode, mode == QUINTILE and len(ever) < QUINTILE_FROM)


def segment(recency: int, frequency: int, monetary: int) -> str:
    """重要/一般 by M ≥ 4; 价值 (R and F high), 保持 (F only), 发展 (R only), 挽留 (neither); high is ≥ 4."""
    kind = {(True, True): VALUE, (False, True): KEEP, (True, False): DEVELOP, (False, False): WIN_BACK}
    return f"{IMPORTANT if monetary >= _HIGH else GENERAL}_{kind[recency >= _HIGH, frequency >= _HIGH]}"


def _row(buyer: Buyer, scale: Scale) -> Rfm:
    if buyer.days is None:
        return Rfm(buyer.code, None, None, None, POTENTIAL)
    scores = scale(buyer)
    return Rfm(buyer.code, *scores, segment(*scores))


def _scale(ever: Sequence[Buyer], mode: str, steps: Steps) -> Scale:
    if mode == FIXED:
        return lambda buyer: _fixed(buyer, steps)
    if mode != QUINTILE:
        raise ValueError(f"No such mode: {mode}")
    days = sorted(-(buyer.days or 0) for buyer in ever)
    orders, sales = sorted(buyer.orders for buyer in ever), sorted(buyer.sales for buyer in ever)
    return lambda buyer: (
        quintile(days, -(buyer.days or 0)),
        *((quintile(orders, buyer.orders), quintile(sales, buyer.sales)) if buyer.orders > 0 else (1, 1)),
    )


def _fixed(buyer: Buyer, steps: Steps) -> tuple[int, int, int]:
    days = 5 - sum((buyer.days or 0) > cut for cut in steps.days)
    if buyer.orders <= 0:
        return days, 1, 1
    return days, 1 + sum(buyer.orders >= cut for cut in steps.orders), 1 + sum(buyer.sales >= cut for cut in steps.sales)


def quintile(ordered: Sequence[int], value: int) -> int:
    """The score of a value among `ordered` (ascending, holding it), in whole numbers: 5p = 5 (2 lower + equal) / 2N."""
    lower = bisect_left(ordered, value)
    equal = bisect_right(ordered, value) - lower
    return min(5, 5 * (2 * lower + equal) // (2 * len(ordered)) + 1)
