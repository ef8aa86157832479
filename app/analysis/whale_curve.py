"""The whale curve: cumulative profit over customers from the best to the worst (domain/30 C10; Kaplan & Narayanan 2001)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from app.analysis.customer_pyramid import share_of_profit
from app.analysis.figures import Figure, ratio
from app.analysis.pareto_classes import Item


@dataclass(frozen=True, slots=True)
class WhalePoint:
    """A customer in its place: its profit, the profit up to it (cents), that as a share of the total (a fraction, over 1 before
    losses pull it down), and the share of the customers up to it."""

    code: str
    profit: int
    cumulative: int
    profit_share: Figure
    customer_share: Figure


@dataclass(frozen=True, slots=True)
class Whale:
    """`peak`: how many customers make the most there is to make; `peak_profit` (cents) and its share of the total; `losses`:
    what the customers behind them lose, ≤ 0. A total ≤ 0 has no shares (no_base, negative_base)."""

    points: tuple[WhalePoint, ...]
    total: int
    peak: int
    peak_profit: int
    peak_share: Figure
    losses: int


def whale_curve(profits: Iterable[Item]) -> Whale:
    """Customers by profit (cents) descending, ties by code, with running sums. Nobody: no points, total 0.

    Those without a known profit are left out by the caller, who says how many.
    """
    ordered = sorted(profits, key=lambda item: (-item.value, item.code))
    total = sum(item.value for item in ordered)
    points: list[WhalePoint] = []
    running = 0
    for place, item in enumerate(ordered, 1):
        running += item.value
        points.append(WhalePoint(item.code, item.value, running, share_of_profit(running, total), ratio(place, len(ordered))))
    peak = sum(item.value > 0 for item in ordered)
    most = sum(item.value for item in ordered[:peak])
    return Whale(tuple(points), total, peak, most, share_of_profit(most, total), total - most)
