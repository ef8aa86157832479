"""The DSO family: how long sales take to become money (domain/30 C24).

Everything with tax, on credit terms only (customers paying cash are left out by the caller), in cents; results in days.
Credit notes reduce the receivables; disputed invoices stay in unless the caller leaves them out.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from app.analysis.figures import NO_BASE, NO_DATA, NOT_APPLICABLE, Figure, difference, ratio, undefined

WINDOW = 3
"""So many calendar months make up the window of the sales by default."""


@dataclass(frozen=True, slots=True)
class Month:
    """A calendar month's credit sales in cents (net of credit notes; 0 in a month without any) and its days."""

    sales: int
    days: int


@dataclass(frozen=True, slots=True)
class Receivables:
    """Receivables at the end of the window, at its beginning (None: not known), and what of the end isn't yet due."""

    end: int
    begin: int | None = None
    not_due: int | None = None


@dataclass(frozen=True, slots=True)
class CountBack:
    """Days by counting back. `exhausted`: the history is too short, show ">`covered` days"; `rest` is what it didn't explain."""

    days: Figure
    covered: int
    rest: int

    @property
    def exhausted(self) -> bool:
        """Whether the receivables reach back behind the first month known."""
        return self.rest > 0


@dataclass(frozen=True, slots=True)
class Dso:
    """The family over one window; each figure undefined by itself. `effectiveness` (CEI) is a fraction, `turnover` times a
    window, all others days."""

    simple: Figure
    average: Figure
    count_back: CountBack
    best_possible: Figure
    delinquent: Figure
    effectiveness: Figure
    turnover: Figure


def dso_family(receivables: Receivables, months: Sequence[Month], window: int = WINDOW) -> Dso:
    """C24 of months newest first; the first `window` of them make up the sales, all of them are counted back."""
    recent = months[:window]
    sales, days = sum(month.sales for month in recent), sum(month.days for month in recent)
    average = None if receivables.begin is None else Decimal(receivables.end + receivables.begin) / 2
    simple, best = days_of_sales(receivables.end, sales, days), days_of_sales(receivables.not_due, sales, days)
    return Dso(
        simple, days_of_sales(average, sales, days), count_back(receivables.end, months), best, difference(simple, best),
        effectiveness(receivables, sales), turnover(sales, average),
    )


def days_of_sales(amount: int | Decimal | None, sales: int, days: int) -> Figure:
    """amount / sales × days: simple with the receivables at the end, average with their mean, best possible (BPDSO) with what is
    not yet due. Sales ≤ 0: no_base. An amount ≤ 0: 0 days. Not known: no_data. ADD = simple - BPDSO."""
    if amount is None:
        return undefined(NO_DATA)
    if sales <= 0:
        return undefined(NO_BASE)
    return Figure(max(Decimal(amount), Decimal(0)) * days / sales)


def count_back(receivable: int, months: Sequence[Month]) -> CountBack:
    """倒推法: monthly sales are subtracted from the receivables, newest first; a whole month adds its days, the last one
    days × rest / sales. A month without sales (or with more credit notes than sales) adds its days and explains nothing (its
    balance is added to the rest). Receivables ≤ 0: 0 days. No sales at all: no_base. History too short: not_applicable."""
    if receivable <= 0:
        return CountBack(Figure(Decimal(0)), 0, 0)
    if all(month.sales <= 0 for month in months):
        return CountBack(undefined(NO_BASE), sum(month.days for month in months), receivable)
    rest, covered = receivable, 0
    for month in months:
        if rest <= month.sales:
            return CountBack(Figure(covered + Decimal(month.days) * rest / month.sales), covered, 0)
        rest, covered = rest - month.sales, covered + month.days
    return CountBack(undefined(NOT_APPLICABLE), covered, rest)


def effectiveness(receivables: Receivables, sales: int) -> Figure:
    """CEI = (begin + sales - end) / (begin + sales - end not due), a fraction; 1 where everything due was collected.
    Nothing to collect (≤ 0): no_base."""
    if receivables.begin is None or receivables.not_due is None:
        return undefined(NO_DATA)
    due = receivables.begin + sales - receivables.not_due
    return ratio(receivables.begin + sales - receivables.end, due) if due > 0 else undefined(NO_BASE)


def turnover(sales: int, average: Decimal | int | None) -> Figure:
    """Sales / mean receivables, times a window; mean receivables ≤ 0: no_base."""
    if average is None:
        return undefined(NO_DATA)
    return ratio(sales, average) if average > 0 else undefined(NO_BASE)
