"""RFM as the R package "rfm" publishes it (A. Hebbali, rfm_table_order and rfm_segment of its vignette): a third rule.

It differs from domain/30 C13: all orders count, not those of 12 months; cuts are quantiles plus one, so that scores are not
evenly filled; ten segments, of which the first that matches wins, and customers that match none ("others").
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

OTHERS = "others"


@dataclass(frozen=True, slots=True)
class Purchase:
    """One order: whose, when, how much (any one unit; cents in the program)."""

    code: str
    day: date
    amount: int


@dataclass(frozen=True, slots=True)
class PublishedRow:
    """A customer's facts and scores (5 the best) and its segment."""

    code: str
    days: int
    orders: int
    amount: int
    recency: int
    frequency: int
    monetary: int
    segment: str


@dataclass(frozen=True, slots=True)
class Bounds:
    """A segment: lowest and highest score of R, F and M, all included."""

    name: str
    recency: tuple[int, int]
    frequency: tuple[int, int]
    monetary: tuple[int, int]

    def hold(self, recency: int, frequency: int, monetary: int) -> bool:
        """Whether the scores lie within."""
        pairs = zip((recency, frequency, monetary), (self.recency, self.frequency, self.monetary), strict=True)
        return all(low <= score <= high for score, (low, high) in pairs)


PUBLISHED = (
    Bounds("champions", (4, 5), (4, 5), (4, 5)), Bounds("loyal", (2, 5), (3, 5), (3, 5)),
    Bounds("potential_loyalist", (3, 5), (1, 3), (1, 3)), Bounds("new", (4, 5), (1, 1), (1, 1)),
    Bounds("promising", (3, 4), (1, 1), (1, 1)), Bounds("need_attention", (2, 3), (2, 3), (2, 3)),
    Bounds("about_to_sleep", (2, 3), (1, 2), (1, 2)), Bounds("at_risk", (1, 2), (2, 5), (2, 5)),
    Bounds("cant_lose", (1, 1), (4, 5), (4, 5)), Bounds("lost", (1, 2), (1, 2), (1, 2)),
)  # fmt: skip


def published_rfm(purchases: Iterable[Purchase], as_of: date, unit: int = 1) -> tuple[PublishedRow, ...]:
    """The customers by code; orders after `as_of` haven't happened, nobody left gives ().

    days = as_of - last order, orders = their number, amount = their sum. Score = 1 + how many of the four cuts are ≤ the
    value, recency the other way round; a cut is the quantile (type 7) of 20, 40, 60, 80 % plus one `unit` of the amount (plus 1
    for days and orders). With amounts in cents, `unit` 100 gives what the package gives with yuan.
    """
    facts = _facts(purchases, as_of)
    cuts = [cuts_of([fact[place] for fact in facts.values()], unit if place == 2 else 1) for place in range(3)]
    rows = []
    for code, fact in sorted(facts.items()):
        days, orders, amount = (1 + sum(value >= cut for cut in own) for value, own in zip(fact, cuts, strict=True))
        rows.append(PublishedRow(code, *fact, 6 - days, orders, amount, published_segment(6 - days, orders, amount)))
    return tuple(rows)


def published_segment(recency: int, frequency: int, monetary: int) -> str:
    """The first segment that holds the scores; "others" where none does."""
    return next((bounds.name for bounds in PUBLISHED if bounds.hold(recency, frequency, monetary)), OTHERS)


def _facts(purchases: Iterable[Purchase], as_of: date) -> dict[str, tuple[int, int, int]]:
    facts: dict[str, tuple[int, int, int]] = {}
    for one in purchases:
        if one.day <= as_of:
            days, orders, amount = facts.get(one.code, ((as_of - one.day).days, 0, 0))
            facts[one.code] = min(days, (as_of - one.day).days), orders + 1, amount + one.amount
    return facts


def cuts_of(values: Sequence[int], unit: int = 1) -> tuple[Fraction, ...]:
    """The four cuts of the values: quantile 0.2, 0.4, 0.6, 0.8 (type 7: linear between the neighbours) plus `unit`."""
    ordered = sorted(values)
    return tuple(_quantile(ordered, Fraction(place, 5)) + unit for place in (1, 2, 3, 4)) if ordered else ()


def _quantile(ordered: Sequence[int], share: Fraction) -> Fraction:
    place = (len(ordered) - 1) * share
    below = int(place)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (place - below) * (ordered[above] - ordered[below])
