"""ABC classes by cumulative share (domain/30 C07; Pareto, Juran), in two readings of the cuts."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from app.analysis.figures import NO_BASE, NOT_APPLICABLE, Figure, ratio, undefined

BEFORE, WITHIN = "before", "within"
A, B, C = "A", "B", "C"


@dataclass(frozen=True, slots=True)
class Cut:
    """Where A and B end, as fractions. `before` (C07, the default): an item belongs to A while the share of those before it
    is < `a`. `within`: while the share including it is ≤ `a`; a first item larger than `a` is then no A."""

    mode: str = BEFORE
    a: Decimal = Decimal("0.80")
    b: Decimal = Decimal("0.95")

    def __post_init__(self) -> None:
        if self.mode not in (BEFORE, WITHIN) or not 0 < self.a <= self.b <= 1:
            raise ValueError(f"No such cut: {self.mode}:{self.a}/{self.b}")


C07 = Cut()


@dataclass(frozen=True, slots=True)
class Item:
    """A customer (or product) and its value in cents; zero and below are allowed."""

    code: str
    value: int


@dataclass(frozen=True, slots=True)
class Classed:
    """An item in its place: its share and the share up to and including it (fractions of the positive values), and
    its letter; `letter` is None, with `reason`, where nothing is positive."""

    code: str
    value: int
    share: Figure
    cumulative: Figure
    letter: str | None
    reason: str | None = None


def parse_cut(text: str) -> Cut:
    """"before:80/95" or "within:55/85" (percent); ValueError for anything else."""
    mode, _colon, cuts = text.partition(":")
    first, slash, second = cuts.partition("/")
    try:
        a, b = Decimal(first) / 100, Decimal(second) / 100
    except InvalidOperation as error:
        raise ValueError(f"Not a cut: {text}") from error
    if not slash or not a.is_finite() or not b.is_finite():
        raise ValueError(f"Not a cut: {text}")
    return Cut(mode, a, b)


def classify(items: Iterable[Item], cut: Cut = C07) -> tuple[Classed, ...]:
    """The items by value descending, ties by code (G8).

    share = value / Σ positive values; A, B, C as `cut` says. Items ≤ 0 are C, stand last and are no part of the sum
    (share not_applicable). Nothing positive: no letter, no_base. Nothing at all: ().
    """
    ordered = sorted(items, key=lambda item: (-item.value, item.code))
    total = sum(item.value for item in ordered if item.value > 0)
    rows: list[Classed] = []
    running = 0
    for item in ordered:
        rows.append(_row(item, running, total, cut))
        running += max(item.value, 0)
    return tuple(rows)


def _row(item: Item, before: int, total: int, cut: Cut) -> Classed:
    if total == 0:
        return Classed(item.code, item.value, undefined(NO_BASE), undefined(NO_BASE), None, NO_BASE)
    if item.value <= 0:
        return Classed(item.code, item.value, undefined(NOT_APPLICABLE), undefined(NOT_APPLICABLE), C)
    including = before + item.value
    letter = _letter(before, including, total, cut)
    return Classed(item.code, item.value, ratio(item.value, total), ratio(including, total), letter)


def _letter(before: int, including: int, total: int, cut: Cut) -> str:
    """Compared as products of whole numbers: exact where a quotient would be rounded."""
    if cut.mode == BEFORE:
        return A if before < cut.a * total else B if before < cut.b * total else C
    return A if including <= cut.a * total else B if including <= cut.b * total else C


def class_a(items: Iterable[Item], cut: Cut = C07) -> frozenset[str]:
    """The codes of class A: the smallest set whose share before its last member is below the cut; without the shares, which
    nobody asked for."""
    ordered = sorted([item for item in items if item.value > 0], key=lambda item: (-item.value, item.code))
    total, running, found = sum(item.value for item in ordered), 0, []
    for item in ordered:
        including = running + item.value
        if _letter(running, including, total, cut) != A:
            break
        found.append(item.code)
        running = including
    return frozenset(found)
