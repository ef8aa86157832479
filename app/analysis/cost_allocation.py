"""What serving cost, shared out among customers by what was logged, and what nobody's is (domain/30 C10). In cents."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from app.analysis.figures import half_up


@dataclass(frozen=True, slots=True)
class Logged:
    """Hours of service or visits for a customer, as minutes."""

    code: str
    minutes: int


@dataclass(frozen=True, slots=True)
class Allocated:
    """Cents by customer, and 未分摊: what no customer carries (below 0 where the hours logged cost more than was booked). The two
    add up to the company's cost."""

    shares: Mapping[str, int]
    unallocated: int

    @property
    def total(self) -> int:
        """The company's cost."""
        return sum(self.shares.values()) + self.unallocated


def allocate(company: int, direct: Mapping[str, int], logged: Iterable[Logged], hourly: int) -> Allocated:
    """C10's default: costs booked to a customer, plus logged hours × `hourly` (cents, half up per customer); the rest of the
    `company`'s cost stays unallocated, so that Σ customers + unallocated = company."""
    minutes: dict[str, int] = {}
    for one in logged:
        minutes[one.code] = minutes.get(one.code, 0) + one.minutes
    codes = sorted(set(direct) | set(minutes))
    shares = {code: direct.get(code, 0) + _worth(minutes.get(code, 0), hourly) for code in codes}
    return Allocated(shares, company - sum(shares.values()))


def _worth(minutes: int, hourly: int) -> int:
    return int(half_up(Decimal(minutes) * hourly / 60)) if minutes else 0  # most have none, and there are many
