"""A month against the month before, the same month last year, and the year so far (domain/30 C05). Amounts in cents.

The rates themselves are in ``figures.py`` (growth, annual_growth, percentage_points); the spans of a report in ``periods.py``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.analysis.figures import Figure, growth, optional
from app.analysis.periods import YearMonth


@dataclass(frozen=True, slots=True)
class MonthGrowth:
    """`current` and the three rates (fractions): 环比, 同比, 累计同比. `complete`: False for a month that isn't over, whose
    rates compare unlike spans and are labelled so ("未完")."""

    month: YearMonth
    current: Figure
    month_on_month: Figure
    year_on_year: Figure
    year_to_date: Figure
    complete: bool


def month_growth(values: Mapping[YearMonth, int], month: YearMonth, complete: bool = True) -> MonthGrowth:
    """C05 of monthly amounts. A month that is absent has no data (no_data), which isn't 0; of a year so far every month up to
    this one must be there. Base 0: new, or no_base; base below 0: negative_base."""
    now = values.get(month)
    return MonthGrowth(
        month, optional(now), growth(now, values.get(month.plus(-1))), growth(now, values.get(month.plus(-12))),
        growth(year_to_date(values, month), year_to_date(values, month.plus(-12))), complete,
    )


def year_to_date(values: Mapping[YearMonth, int], month: YearMonth) -> int | None:
    """The sum of January to this month; None where one of them is missing."""
    parts = [values.get(YearMonth(month.year, number)) for number in range(1, month.month + 1)]
    known = [part for part in parts if part is not None]
    return sum(known) if len(known) == len(parts) else None


def like_for_like(pairs: Sequence[tuple[int, int | None]]) -> Figure:
    """Growth of the customers with a base > 0 together, of (current, base): new customers don't pass for growth (C06)."""
    based = [(now, base) for now, base in pairs if base is not None and base > 0]
    return growth(sum(now for now, _base in based), sum(base for _now, base in based)) if based else growth(None, None)
