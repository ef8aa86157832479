"""The Pareto table: bars by count, their cumulative share, and the vital few (domain/30 C34, domain/05)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from app.analysis.figures import Figure, ratio

OTHERS = "others"


@dataclass(frozen=True, slots=True)
class Bar:
    """One category: how often, and what it cost (the tie-breaker, in cents)."""

    key: str
    count: int
    cost_cents: int = 0


@dataclass(frozen=True, slots=True)
class ParetoRow:
    """A bar in its place. `keys` are the categories it stands for: one, or those put together as "others"."""

    key: str
    count: int
    share: Figure
    cumulative: Figure
    vital: bool
    keys: tuple[str, ...]


def pareto(
    bars: Iterable[Bar],
    vital_share: Decimal = Decimal("0.80"),
    most: int = 9,
    other_keys: frozenset[str] = frozenset({"99"}),
) -> tuple[ParetoRow, ...]:
    """Rows by count, then cost, then key; "other" categories always last, and together with those beyond `most`.
    Bars without cases are left out; nothing to show gives (). The vital few are the shortest beginning that reaches
    `vital_share`."""
    counted = sorted((bar for bar in bars if bar.count > 0), key=lambda bar: (-bar.count, -bar.cost_cents, bar.key))
    named = [bar for bar in counted if bar.key not in other_keys]
    rest = named[most:] + [bar for bar in counted if bar.key in other_keys]
    groups: list[tuple[str, tuple[Bar, ...]]] = [(bar.key, (bar,)) for bar in named[:most]]
    if rest:
        groups.append((rest[0].key if len(rest) == 1 and rest[0].key in other_keys else OTHERS, tuple(rest)))
    return _rows(groups, vital_share)


def _rows(groups: list[tuple[str, tuple[Bar, ...]]], vital_share: Decimal) -> tuple[ParetoRow, ...]:
    total = sum(bar.count for _, bars in groups for bar in bars)
    rows: list[ParetoRow] = []
    before = 0
    for key, bars in groups:
        count = sum(bar.count for bar in bars)
        vital = before < vital_share * total
        before += count
        keys = tuple(bar.key for bar in bars)
        rows.append(ParetoRow(key, count, ratio(count, total), ratio(before, total), vital, keys))
    return tuple(rows)
