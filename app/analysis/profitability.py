"""A customer's profitability (domain/30 C10; Kotler; activity-based costing). Without tax, in cents."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from app.analysis.figures import NO_DATA, NOT_APPLICABLE, Figure, half_up, known, optional, ratio, undefined

VISITS, SERVICE, LOGISTICS, COMPLAINTS, GIFTS = "visits", "service", "logistics", "complaints", "gifts"
FINANCING, BAD_DEBT = "financing", "bad_debt"
COST_KINDS = (VISITS, SERVICE, LOGISTICS, COMPLAINTS, GIFTS, FINANCING, BAD_DEBT)
_YEAR = 365


@dataclass(frozen=True, slots=True)
class Trade:
    """What was sold to a customer in the period: gross sales, and discounts, rebates, returns as positive amounts. `cogs`: the
    cost of the goods net of returned ones; None: some product has no cost."""

    gross: int
    discounts: int = 0
    returns: int = 0
    cogs: int | None = None

    @property
    def net(self) -> int:
        """Net sales = gross - discounts and rebates - returns; below 0 where more came back than went out."""
        return self.gross - self.discounts - self.returns


@dataclass(frozen=True, slots=True)
class Profit:
    """Net sales and what is left of them, in cents; ratios are fractions of net sales (not_applicable where those are ≤ 0).
    `missing`: kinds of cost nobody recorded. Where all are missing, cost and profit are undefined (no_data): not 0."""

    net: int
    gross_profit: Figure
    margin: Figure
    cost: Figure
    cost_ratio: Figure
    profit: Figure
    profit_ratio: Figure
    missing: tuple[str, ...]


def profitability(trade: Trade, costs: Mapping[str, int | None]) -> Profit:
    """C10: gross profit = net - COGS; cost to serve = Σ of the kinds recorded; profit = gross profit - cost to serve.

    A kind that is None or absent is missing and named, and the sum is of the others. COGS unknown: no gross profit, no profit.
    """
    given = [value for kind in COST_KINDS if (value := costs.get(kind)) is not None]
    missing = tuple([kind for kind in COST_KINDS if costs.get(kind) is None])  # a list is quicker, and there are many
    gross_profit = optional(None if trade.cogs is None else trade.net - trade.cogs)
    cost = optional(sum(given) if given else None)
    profit = undefined(NO_DATA)
    if gross_profit.value is not None and cost.value is not None:
        profit = known(gross_profit.value - cost.value)
    shares = (of_net(part, trade.net) for part in (gross_profit, cost, profit))
    margin, cost_ratio, profit_ratio = shares
    return Profit(trade.net, gross_profit, margin, cost, cost_ratio, profit, profit_ratio, missing)


def of_net(part: Figure, net: int) -> Figure:
    """part / net sales; net ≤ 0: not_applicable; an unknown part passes its reason on."""
    if net <= 0:
        return undefined(NOT_APPLICABLE)
    return part if part.value is None else ratio(part.value, net)


def financing(average_receivable: int, rate: Decimal, days: int) -> int:
    """Average receivable × yearly rate × days / 365 in cents, half up; a balance in the customer's favour costs nothing."""
    return int(half_up(Decimal(max(average_receivable, 0)) * rate * days / _YEAR))


def total_trade(trades: Iterable[Trade]) -> Trade:
    """The sum of several; its COGS are unknown where any part's are."""
    listed = list(trades)
    cogs = [trade.cogs for trade in listed if trade.cogs is not None]
    return Trade(
        sum(trade.gross for trade in listed), sum(trade.discounts for trade in listed), sum(trade.returns for trade in listed),
        sum(cogs) if len(cogs) == len(listed) else None,
    )
