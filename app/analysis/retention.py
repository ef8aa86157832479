"""Churn, retention, win-back, and what stays of the revenue (domain/30 C22; GRR and NRR)."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from app.analysis.figures import Figure, ratio

MONTHS = 12


@dataclass(frozen=True, slots=True)
class Churn:
    """Of the customers active at the start of a period: how many, how many of them are lost at its end, and the two rates
    (fractions; no_base where nobody was active)."""

    start: int
    lost: int
    churn: Figure
    retention: Figure


@dataclass(frozen=True, slots=True)
class Revenue:
    """What became of the start customers' revenue, in cents; losses are positive numbers."""

    start: int
    churned: int
    contraction: int
    expansion: int

    @property
    def gross_retention(self) -> Figure:
        """GRR = (start - churned - contraction) / start; a start of 0 is no_base."""
        return ratio(self.start - self.churned - self.contraction, self.start)

    @property
    def net_retention(self) -> Figure:
        """NRR = (start - churned - contraction + expansion) / start."""
        return ratio(self.start - self.churned - self.contraction + self.expansion, self.start)

    @property
    def churn(self) -> Figure:
        """Revenue churn = 1 - GRR (domain/05)."""
        return ratio(self.churned + self.contraction, self.start)


def churn(active_at_start: Collection[str], lost_at_end: Collection[str]) -> Churn:
    """C22: active at the start and lost at the end / active at the start, of codes.

    Never (end - start) / start: new customers would hide the losses. Losses of others than the start customers don't count.
    """
    start = set(active_at_start)
    return churn_of(len(start), len(start & set(lost_at_end)))


def churn_of(start: int, lost: int) -> Churn:
    """The same of numbers; ValueError where more are lost than were there."""
    if not 0 <= lost <= start:
        raise ValueError("More lost than were active at the start")
    return Churn(start, lost, ratio(lost, start), ratio(start - lost, start))


def yearly(monthly: Figure) -> Figure:
    """A monthly churn over a year: 1 - (1 - c)^12; undefined passes its reason on."""
    return monthly if monthly.value is None else Figure(1 - (1 - monthly.value) ** MONTHS)


def win_back(reactivated: int, contacted: int) -> Figure:
    """Reactivated / lost customers contacted (a fraction); nobody contacted is no_base."""
    return ratio(reactivated, contacted)


def revenue(before: Mapping[str, int], after: Mapping[str, int]) -> Revenue:
    """The parts of two periods' revenue in cents by customer: of those with revenue > 0 before, what is gone (nothing after, or
    only returns), what is less and what is more. Customers that are new don't count."""
    start = {code: value for code, value in before.items() if value > 0}
    now = {code: max(after.get(code, 0), 0) for code in start}
    return Revenue(
        sum(start.values()),
        sum(value for code, value in start.items() if now[code] == 0),
        sum(value - now[code] for code, value in start.items() if 0 < now[code] < value),
        sum(now[code] - value for code, value in start.items() if now[code] > value),
    )
