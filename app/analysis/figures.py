"""Figures that know when they are undefined (domain/00 G1, G2; domain/30 C05).

Ratios stay fractions (0.786 for 78.6 %) and unrounded: rounding belongs to the moment of display.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from functools import cache

Number = int | Decimal

NO_BASE = "no_base"
NO_DATA = "no_data"
SAMPLE_TOO_SMALL = "sample_too_small"
NOT_APPLICABLE = "not_applicable"
NEW = "new"
NEGATIVE_BASE = "negative_base"
REASONS = (NO_BASE, NO_DATA, SAMPLE_TOO_SMALL, NOT_APPLICABLE, NEW, NEGATIVE_BASE)


@dataclass(frozen=True, slots=True)
class Figure:
    """A number, or None with the reason code why there is none. `top` and `base` are a ratio's numerator and
    denominator where it has them, so that a report can print them; they don't count in comparisons."""

    value: Decimal | None
    reason: str | None = None
    top: Decimal | None = field(default=None, compare=False)
    base: Decimal | None = field(default=None, compare=False)

    def __post_init__(self) -> None:
        if (self.value is None) == (self.reason is None):
            raise ValueError("A figure has either a value or a reason")
        if self.reason is not None and self.reason not in REASONS:
            raise ValueError(f"Unknown reason: {self.reason}")


def known(value: Number) -> Figure:
    """The figure of a plain number."""
    return Figure(Decimal(value))


@cache
def undefined(reason: str) -> Figure:
    """A figure without a value; `reason` is one of REASONS. The same one for all: of 20,000 customers many have none."""
    return Figure(None, reason)


def optional(value: Number | None, reason: str = NO_DATA) -> Figure:
    """The figure of a number that may be missing."""
    return undefined(reason) if value is None else known(value)


def half_up(value: Number | str, places: int = 0) -> Decimal:
    """Rounded half away from zero (domain/05): half_up("-0.485", 2) is -0.49. Negative places round tens, hundreds."""
    rounded = Decimal(value).quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
    return abs(rounded) if rounded == 0 else rounded  # no "-0.0" on paper


def ratio(top: Number | None, base: Number | None) -> Figure:
    """top / base as a fraction; no_data where either is missing, no_base where base is 0."""
    if top is None or base is None:
        return undefined(NO_DATA)
    if base == 0:
        return Figure(None, NO_BASE, Decimal(top), Decimal(0))
    above, below = Decimal(top), Decimal(base)
    return Figure(above / below, None, above, below)


def percent(figure: Figure, places: int = 1) -> Decimal | None:
    """A fraction as a rounded percentage (0.7857 → 78.6); None stays None."""
    return None if figure.value is None else half_up(figure.value * 100, places)


def rounded(figure: Figure, places: int = 1) -> Decimal | None:
    """The figure's value rounded half up; None stays None."""
    return None if figure.value is None else half_up(figure.value, places)


def growth(current: Number | None, base: Number | None) -> Figure:
    """C05: (current - base) / base. Base 0 gives `new` where something grew and `no_base` where nothing did;
    a negative base gives `negative_base`."""
    if current is None or base is None:
        return undefined(NO_DATA)
    if base == 0:
        return undefined(NEW if current > 0 else NO_BASE)
    if base < 0:
        return undefined(NEGATIVE_BASE)
    return Figure((Decimal(current) - Decimal(base)) / Decimal(base))


def difference(current: Figure, base: Figure) -> Figure:
    """current - base; undefined with the reason of the side that is missing (the current one first)."""
    for figure in (current, base):
        if figure.value is None:
            return undefined(figure.reason or NO_DATA)
    return Figure((current.value or Decimal(0)) - (base.value or Decimal(0)))


def percentage_points(current: Figure, base: Figure) -> Figure:
    """The difference of two fractions in percentage points: 0.786 against 0.750 is 3.6 (C05), unrounded."""
    gap = difference(current, base)
    return gap if gap.value is None else Figure(gap.value * 100)


def growth_of(current: Figure, base: Figure) -> Figure:
    """C05 over figures: an undefined side passes its reason on."""
    if current.value is None:
        return undefined(current.reason or NO_DATA)
    if base.value is None:
        return undefined(base.reason or NO_DATA)
    return growth(current.value, base.value)


def annual_growth(first: Number | None, last: Number | None, years: int) -> Figure:
    """CAGR: (last/first)^(1/years) - 1; not_applicable unless both values and the years are positive."""
    if first is None or last is None:
        return undefined(NO_DATA)
    if first <= 0 or last <= 0 or years <= 0:
        return undefined(NOT_APPLICABLE)
    return Figure((Decimal(last) / Decimal(first)) ** (Decimal(1) / Decimal(years)) - 1)
