"""Amounts of several currencies are never added (domain/00 G2: the books are kept in CNY)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

CNY = "CNY"


@dataclass(frozen=True, slots=True)
class Amount:
    """Hundredths of a currency, by its ISO 4217 code; "" is the books' own."""

    cents: int
    currency: str = CNY


@dataclass(frozen=True, slots=True)
class Sum:
    """The sum in one currency, how many amounts it is made of, and the others by currency, to be named beside it."""

    cents: int
    count: int
    left_out: dict[str, int]


def total(amounts: Iterable[Amount], currency: str = CNY) -> Sum:
    """The amounts in `currency`; the others are summed apart (codes in upper case, sorted) and converted by nobody."""
    sums: dict[str, int] = {}
    count = 0
    for amount in amounts:
        code = amount.currency.strip().upper() or currency
        sums[code] = sums.get(code, 0) + amount.cents
        count += code == currency
    return Sum(sums.pop(currency, 0), count, dict(sorted(sums.items())))
