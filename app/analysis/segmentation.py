"""Customers by segment (R-04, I-024): for each how many, what they buy, what is left of it, how it grows, what they ask for.

A segment is whatever a customer is sorted by: class, tier, size, industry, region. The measures are the same for all of them.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from app.analysis.figures import NO_DATA, Figure, difference, growth, ratio, undefined

OTHERS = "…"


@dataclass(frozen=True, slots=True)
class Fact:
    """One customer's period, in fen: net sales of it and of as many months before it, gross profit (None: not known), orders,
    complaints received, visits done."""

    net: int = 0
    before: int = 0
    earned: int | None = None
    orders: int = 0
    complaints: int = 0
    visits: int = 0


@dataclass(frozen=True, slots=True)
class Segment:
    """All customers of a code together. ``margin`` is that of those whose gross profit is known; ``complaint_rate`` is
    per order, ``visit_rate`` per customer; ``customer_share`` and ``sales_share`` of all customers."""

    code: str
    customers: int
    buyers: int
    net: int
    complaints: int
    visits: int
    customer_share: Figure
    sales_share: Figure
    margin: Figure
    growth: Figure
    average_order: Figure
    complaint_rate: Figure
    visit_rate: Figure


Sorted = Sequence[tuple[str, Fact]]


def segmented(sorted_facts: Sorted, order: Sequence[str] = (), most: int = 0) -> tuple[Segment, ...]:
    """One segment a code: in ``order``, those it lacks after it by net sales, "" last. Beyond ``most`` (0: no limit) the rest
    are one segment, OTHERS."""
    groups = _groups(sorted_facts)
    codes = sorted(groups, key=lambda code: (_place(code, order), -sum(one.net for one in groups[code]), code))
    named = [code for code in codes if code]
    if most and len(named) > most:
        for code in named[most - 1 :]:
            groups[OTHERS] += groups.pop(code)
        codes = [*named[: most - 1], OTHERS, *(code for code in codes if not code)]
    whole = [fact for _code, fact in sorted_facts]
    return tuple(together(code, groups[code], whole) for code in codes)


def _groups(sorted_facts: Sorted) -> defaultdict[str, list[Fact]]:
    groups: defaultdict[str, list[Fact]] = defaultdict(list)
    for code, fact in sorted_facts:
        groups[code].append(fact)
    return groups


def _place(code: str, order: Sequence[str]) -> int:
    return order.index(code) if code in order else len(order) + (not code)


def together(code: str, facts: Sequence[Fact], whole: Sequence[Fact]) -> Segment:
    """The figures of some customers, as parts of all of them."""
    net, complaints, visits = (sum(getattr(one, key) for one in facts) for key in ("net", "complaints", "visits"))
    count, orders, known = len(facts), sum(one.orders for one in facts), [one for one in facts if one.earned is not None]
    return Segment(
        code, count, sum(one.orders > 0 for one in facts), net, complaints, visits, ratio(count, len(whole)),
        _part(net, sum(one.net for one in whole)), _margin(known), growth(net, sum(one.before for one in facts)),
        ratio(net, orders), ratio(complaints, orders), ratio(visits, count),
    )  # fmt: skip


def _part(net: int, whole: int) -> Figure:
    return ratio(net, whole) if whole > 0 else undefined(NO_DATA)


def _margin(known: Sequence[Fact]) -> Figure:
    base = sum(one.net for one in known)
    return ratio(sum(one.earned or 0 for one in known), base) if base > 0 else undefined(NO_DATA)


@dataclass(frozen=True, slots=True)
class Asked:
    """One need in a customer's file; marks 1 to 5, amounts in fen, None where nobody said."""

    customer: str
    name: str
    importance: int | None = None
    expectation: int | None = None
    performance: int | None = None
    yearly: int | None = None


@dataclass(frozen=True, slots=True)
class Wanted:
    """A need of several customers: the means of their marks; ``gap``: by how much they expect more than they get."""

    name: str
    customers: int
    importance: Figure
    expectation: Figure
    performance: Figure
    gap: Figure = field(compare=False)
    yearly: int | None = None


def wanted(asked: Iterable[Asked], most: int) -> tuple[Wanted, ...]:
    """The needs that most customers name, then the more important, then by name; ``most`` of them."""
    groups: defaultdict[str, list[Asked]] = defaultdict(list)
    for one in asked:
        groups[" ".join(one.name.split()).casefold()].append(one)
    found = [_wanted(several) for several in groups.values()]
    found.sort(key=lambda one: (-one.customers, -(one.importance.value or Decimal(0)), one.name))
    return tuple(found[:most])


def _wanted(several: Sequence[Asked]) -> Wanted:
    importance, expectation, performance = (_mean(several, key) for key in ("importance", "expectation", "performance"))
    amounts = [one.yearly for one in several if one.yearly is not None]
    name = Counter(one.name for one in several).most_common(1)[0][0]
    return Wanted(
        name, len({one.customer for one in several}), importance, expectation, performance,
        difference(expectation, performance), sum(amounts) if amounts else None,
    )  # fmt: skip


def _mean(several: Sequence[Asked], key: str) -> Figure:
    marks = [getattr(one, key) for one in several if getattr(one, key) is not None]
    return ratio(sum(marks), len(marks)) if marks else undefined(NO_DATA)


@dataclass(frozen=True, slots=True)
class Crossing:
    """A field of two sortings: how many customers, what they bought (fen)."""

    customers: int
    net: int


def crossed(sorted_twice: Iterable[tuple[str, str, int]]) -> Mapping[tuple[str, str], Crossing]:
    """(row, column) -> its customers; what has none is not there."""
    counts: Counter[tuple[str, str]] = Counter()
    nets: Counter[tuple[str, str]] = Counter()
    for row, column, net in sorted_twice:
        counts[row, column] += 1
        nets[row, column] += net
    return {place: Crossing(count, nets[place]) for place, count in counts.items()}
