"""Share of wallet (domain/30 C21): what we sell of what the customer buys in a category. In cents."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from app.analysis.figures import NO_BASE, NO_DATA, Figure, known, ratio, undefined


@dataclass(frozen=True, slots=True)
class Wallet:
    """`share` (a fraction, at most 1) and `potential` (cents: total - ours, at least 0). `doubtful`: we sold more than the
    customer is said to buy, so the total is wrong."""

    share: Figure
    potential: Figure
    doubtful: bool


def share_of_wallet(ours: int, total: int | None) -> Wallet:
    """C21: ours / total of the same period, category and tax basis.

    Total unknown: no_data; 0 or below: no_base. Ours above the total: 1, doubtful. Ours below 0 (only returns): 0.
    """
    if total is None or total <= 0:
        reason = NO_DATA if total is None else NO_BASE
        return Wallet(undefined(reason), undefined(reason), total is not None and ours > 0)
    if ours > total:
        return Wallet(Figure(Decimal(1), None, Decimal(ours), Decimal(total)), known(0), True)
    return Wallet(ratio(max(ours, 0), total), known(total - max(ours, 0)), False)
