"""How much hangs on few customers: CR1, CR3, Herfindahl (domain/30 C38)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from app.analysis.figures import NO_BASE, Figure, ratio, undefined

CR1_ABOVE = Decimal("0.30")
HHI_ABOVE = Decimal(2500)


@dataclass(frozen=True, slots=True)
class Concentration:
    """`shares`: fractions of the sum, largest first. `hhi` 0…10,000. Warnings: CR1 > 30 %, HHI > 2,500."""

    shares: tuple[Decimal, ...]
    hhi: Figure
    warns_largest: bool
    warns_hhi: bool

    def cr(self, count: int) -> Figure:
        """CRn: the share of the `count` largest together; more than there are gives 1; nobody is no_base."""
        return Figure(sum(self.shares[:count], Decimal(0))) if self.shares else undefined(NO_BASE)


def concentration(values: Iterable[int], cr1_above: Decimal = CR1_ABOVE, hhi_above: Decimal = HHI_ABOVE) -> Concentration:
    """C38 of values in cents: CRn = share of the n largest, HHI = Σ share² × 10,000.

    Values ≤ 0 are left out (a share can't be negative). Nothing positive: undefined, no warning. One customer: 1 and 10,000.
    """
    positive = sorted((value for value in values if value > 0), reverse=True)
    total = sum(positive)
    if total == 0:
        return Concentration((), undefined(NO_BASE), False, False)
    hhi = ratio(10_000 * sum(value * value for value in positive), total * total)
    shares = tuple(Decimal(value) / total for value in positive)
    return Concentration(shares, hhi, shares[0] > cr1_above, (hhi.value or Decimal(0)) > hhi_above)
