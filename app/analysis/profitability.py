"""A customer's profitability (domain/30 C10; Kotler; activity-based costing). Without tax, in cents."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Protocol

from app.analysis.figures import NOT_APPLICABLE, Figure, half_up, optional, ratio, undefined

VISITS, SERVICE, LOGISTICS, COMPLAINTS, GIFTS = "visits", "service", "logistics", "complaints", "gifts"
FINANCING, BAD_DEBT = "financing", "bad_debt"
COST_KINDS = (VISITS, SERVICE, LOGISTICS, COMPLAINTS, GIFTS, FINANCING, BAD_DEBT)
_YEAR = 365


class Sold(Protocol):
    """What profitability needs to know of sales, in cents: see ``Trade``."""

    @property
    def gross(self) -> int: ...
    @property
    def discounts(self) -> int: ...
    @property
    def returns(self) -> int: ...
    @property
    def cogs(self) -> int | None: ...
    @property
    def net(self) -> int: ...


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
    """Net sales and what is left of them, in cents: `earned` is the gross profit, `spent` the cost to serve, each None where
    nobody knows it. `missing`: kinds of cost nobody recorded. The figures are made when they are asked for, for there are many
    customers; ratios are fractions of net sales (not_applicable where those are ≤ 0). Where all kinds of cost are missing, cost
    and profit are undefined (no_data): not 0."""

    net: int
    earned: int | None
    spent: int | None
    missing: tuple[str, ...]

    @property
    def left(self) -> int | None:
        """The profit in cents: what was earned without what was spent; None where either is not known."""
        return None if self.earned is None or self.spent is None else self.earned - self.spent

    @property
    def best_known(self) -> int | None:
        """The profit, or the gross profit where the cost to serve is not known; in cents."""
        return self.earned if self.spent is None else self.left

    @property
    def gross_profit(self) -> Figure:
        """Net sales without the cost of the goods."""
        return optional(self.earned)

    @property
    def margin(self) -> Figure:
        """Gross profit / net sales."""
        return of_net(self.gross_profit, self.net)

    @property
    def cost(self) -> Figure:
        """The cost to serve."""
        return optional(self.spent)

    @property
    def cost_ratio(self) -> Figure:
        """Cost to serve / net sales."""
        return of_net(self.cost, self.net)

    @property
    def profit(self) -> Figure:
        """Gross profit without the cost to serve."""
        return optional(self.left)

    @property
    def profit_ratio(self) -> Figure:
        """Profit / net sales."""
        return of_net(self.profit, self.net)


def profitability(trade: Sold, costs: Mapping[str, int | None]) -> Profit:
    """C10: gross profit = net - COGS; cost to serve = Σ of the kinds recorded; profit = gross profit - cost to serve.

    A kind that is None or absent is missing and named, and the sum is of the others. COGS unknown: no gross profit, no profit.
    """
    given = {kind: value for kind, value in costs.items() if value is not None and kind in COST_KINDS}
    net, cogs = trade.net, trade.cogs
    return Profit(net, None if cogs is None else net - cogs, sum(given.values()) if given else None, _missing(tuple(given)))


@cache
def _missing(given: tuple[str, ...]) -> tuple[str, ...]:
    """The kinds that are not there, in their order; of 20,000 customers most lack the same."""
    return tuple(kind for kind in COST_KINDS if kind not in given)


def of_net(part: Figure, net: int) -> Figure:
    """part / net sales; net ≤ 0: not_applicable; an unknown part passes its reason on."""
    if net <= 0:
        return undefined(NOT_APPLICABLE)
    return part if part.value is None else ratio(part.value, net)


def financing(average_receivable: int, rate: Decimal, days: int) -> int:
    """Average receivable × yearly rate × days / 365 in cents, half up; a balance in the customer's favour costs nothing."""
    return int(half_up(Decimal(max(average_receivable, 0)) * rate * days / _YEAR))


def total_trade(trades: Iterable[Sold]) -> Trade:
    """The sum of several; its COGS are unknown where any part's are."""
    listed = list(trades)
    cogs = [trade.cogs for trade in listed if trade.cogs is not None]
    return Trade(
        sum(trade.gross for trade in listed), sum(trade.discounts for trade in listed), sum(trade.returns for trade in listed),
        sum(cogs) if len(cogs) == len(listed) else None,
    )
