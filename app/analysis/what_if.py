"""What if more customers stayed: an editable assumption, never a result of the company's own (domain/30 C29, G10)."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from app.analysis.figures import NO_DATA, Figure, difference, growth_of, undefined
from app.analysis.lifetime_value import Terms, lifetime_value, with_retention


@dataclass(frozen=True, slots=True)
class Assumption:
    """Yearly margin per customer (cents), retention now and after, discount, how many customers, what keeping one costs a year
    (cents), and how many times as dear a new one is."""

    margin: int
    now: Decimal
    after: Decimal
    discount: Decimal = Decimal("0.10")
    customers: int = 1
    keeping_cost: int | None = None
    new_to_old: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """Lifetime values before and after (cents), their growth (a fraction), what all customers together gain (cents), how many
    more stay in a year, and what winning as many new ones would cost (cents)."""

    before: Figure
    after: Figure
    growth: Figure
    gain: Figure
    kept: Decimal
    replacing_cost: Figure


def what_if(assumed: Assumption) -> Outcome:
    """C29: CLV (C12) at both rates. replacing = customers kept × cost of keeping one × new:old; no_data where a part of it is
    not given. A CLV ≤ 0 before has no growth. ValueError for rates that CLV refuses."""
    terms = Terms(assumed.now, assumed.discount)
    before, after = (lifetime_value(assumed.margin, with_retention(terms, rate)) for rate in (assumed.now, assumed.after))
    each = difference(after, before)
    gain = each if each.value is None else Figure(each.value * assumed.customers)
    kept = (assumed.after - assumed.now) * assumed.customers
    return Outcome(before, after, growth_of(after, before), gain, kept, _replacing(assumed, kept))


def _replacing(assumed: Assumption, kept: Decimal) -> Figure:
    if assumed.keeping_cost is None or assumed.new_to_old is None:
        return undefined(NO_DATA)
    return Figure(kept * assumed.keeping_cost * assumed.new_to_old)
