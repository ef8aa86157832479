"""The customer pyramid and the inverted profit pyramid (domain/30 C08, domain/05; Curry; Zeithaml, Rust & Lemon 2001)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal
from itertools import pairwise

from app.analysis.figures import NEGATIVE_BASE, NO_DATA, Figure, ratio, undefined
from app.analysis.pareto_classes import Item

CUMULATIVE, LAYERED = "cumulative", "layered"
SMALL_SAMPLE = 20


def _ends(cuts: Sequence[Decimal], mode: str) -> list[Decimal]:
    if mode not in (CUMULATIVE, LAYERED):
        raise ValueError(f"No such mode: {mode}")
    return [cut if mode == CUMULATIVE else sum(cuts[: place + 1], Decimal(0)) for place, cut in enumerate(cuts)]


@dataclass(frozen=True, slots=True)
class Preset:
    """Names of the tiers from the top, and a share for each but the lowest. `cumulative`: 1 %, 5 %, 20 % are the ends of the
    tiers; `layered`: they are their widths. `zero_is_low`: a value of 0 is of the lowest tier (else only losses are)."""

    names: tuple[str, ...] = ("vip", "major", "common", "minor")
    cuts: tuple[Decimal, ...] = (Decimal("0.01"), Decimal("0.05"), Decimal("0.20"))
    mode: str = CUMULATIVE
    zero_is_low: bool = True

    def __post_init__(self) -> None:
        ends = _ends(self.cuts, self.mode)
        ordered = all(first <= second for first, second in pairwise(ends))
        if len(self.names) != len(self.cuts) + 1 or not ordered or not all(0 < end <= 1 for end in ends):
            raise ValueError("Each tier but the lowest has a cut, in rising order, up to 100 %")


CURRY = Preset()
LAYERS = Preset(mode=LAYERED)
PROFIT = Preset(("platinum", "gold", "iron", "lead"), (Decimal("0.05"), Decimal("0.20"), Decimal(1)), zero_is_low=False)
"""Zeithaml's pyramid: ranked by profit, and lead are the customers that lose money."""


@dataclass(frozen=True, slots=True)
class Tier:
    """A tier: its customers in their order, and the two sides of the twin chart: its share of the customers and of the profit
    (fractions; negative where the tier loses money, so that those above pass 100 %). `profit` in cents counts known
    ones only; None where nobody's of the tier is known."""

    name: str
    codes: tuple[str, ...]
    customers: Figure
    profit: int | None
    profit_share: Figure
    cumulative_profit: Figure
    without_profit: int


@dataclass(frozen=True, slots=True)
class Pyramid:
    """`ranked`: N, the customers with a value > 0; `small`: N < 20, the scorecard says more (the tiers are still counted)."""

    tiers: tuple[Tier, ...]
    ranked: int
    small: bool

    def tier_of(self) -> dict[str, str]:
        """The tier's name by the customer's code."""
        return {code: tier.name for tier in self.tiers for code in tier.codes}


def boundaries(count: int, preset: Preset = CURRY) -> tuple[int, ...]:
    """How many customers each tier and those above it hold: ceil(N × cut); 250 gives 3, 13, 50."""
    ends = _ends(preset.cuts, preset.mode)
    return tuple(int((count * end).to_integral_value(ROUND_CEILING)) for end in ends)


def pyramid(values: Iterable[Item], profits: Mapping[str, int | None] | None = None, preset: Preset = CURRY) -> Pyramid:
    """C08: the customers by value (cents), ties by code.

    N = customers with a value > 0; a tie at a boundary goes up to the higher tier; values ≤ 0 go to the lowest tier.
    `profits` (cents by code) fill the other side; without them the values themselves do. A total profit ≤ 0 leaves the shares
    of profit undefined (no_base, negative_base). No customers: tiers without any, shares no_base.
    """
    ordered = sorted(values, key=lambda item: (-item.value, item.code))
    ranked = [item for item in ordered if item.value > 0]
    ends = [_with_ties(ranked, end) for end in boundaries(len(ranked), preset)]
    groups = [ranked[start:end] for start, end in zip([0, *ends], [*ends, len(ranked)], strict=True)]
    for item in ordered[len(ranked):]:
        groups[_place_of_the_rest(item, preset)].append(item)
    known = {item.code: item.value for item in ordered} if profits is None else profits
    return Pyramid(_tiers(groups, known, preset), len(ranked), len(ranked) < SMALL_SAMPLE)


def _with_ties(ranked: Sequence[Item], end: int) -> int:
    while 0 < end < len(ranked) and ranked[end].value == ranked[end - 1].value:
        end += 1
    return end


def _place_of_the_rest(item: Item, preset: Preset) -> int:
    return -2 if item.value == 0 and not preset.zero_is_low else -1


def _tiers(groups: Sequence[Sequence[Item]], profits: Mapping[str, int | None], preset: Preset) -> tuple[Tier, ...]:
    everyone = sum(map(len, groups))
    sums = [_sum([profits.get(item.code) for item in group]) for group in groups]
    anything = any(profits.get(item.code) is not None for group in groups for item in group)
    total = sum(own or 0 for own in sums) if anything else None
    return tuple(
        Tier(
            name, tuple(item.code for item in group), ratio(len(group), everyone), own,
            undefined(NO_DATA) if own is None else share_of_profit(own, total),
            share_of_profit(sum(part or 0 for part in sums[: place + 1]), total),
            sum(profits.get(item.code) is None for item in group),
        )
        for place, (name, group, own) in enumerate(zip(preset.names, groups, sums, strict=True))
    )


def _sum(known_or_not: Sequence[int | None]) -> int | None:
    """Of what is known; None where somebody is there and nothing is."""
    known = [one for one in known_or_not if one is not None]
    return sum(known) if known or not known_or_not else None


def share_of_profit(part: int, total: int | None) -> Figure:
    """part / total; undefined where nothing is known (no_data), or where the total is 0 (no_base) or a loss (negative_base)."""
    if total is None:
        return undefined(NO_DATA)
    return undefined(NEGATIVE_BASE) if total < 0 else ratio(part, total)
