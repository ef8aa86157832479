"""Which receipt pays which invoice: the one due longest first (F-32). Amounts with tax, in cents."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from app.analysis.currencies import CNY


@dataclass(frozen=True, slots=True)
class Owed:
    """An invoice with what of it is still open; nothing pays it that came in another currency (domain/00 G2)."""

    key: str
    due: date
    issued: date
    open: int
    currency: str = CNY


@dataclass(frozen=True, slots=True)
class Share:
    """So much for this invoice."""

    key: str
    amount: int


@dataclass(frozen=True, slots=True)
class Allocated:
    """What goes where, and what is left over: kept as unallocated, never spread (domain/30 C25)."""

    shares: tuple[Share, ...]
    rest: int


def oldest_first(amount: int, owed: Iterable[Owed]) -> Allocated:
    """An amount over open invoices by due day, then invoice day, then key.

    No share exceeds what is open, all together not the amount; an amount ≤ 0 (money paid back) pays nothing.
    """
    shares: list[Share] = []
    rest = amount
    for one in sorted(owed, key=lambda one: (one.due, one.issued, one.key)):
        part = min(max(rest, 0), max(one.open, 0))
        if part > 0:
            shares.append(Share(one.key, part))
            rest -= part
    return Allocated(tuple(shares), rest)


def too_much(amount: int, shares: Sequence[Share], owed: Iterable[Owed]) -> str:
    """What is wrong with shares given by hand: "invoice" where one gets more than is open, "receipt" where all together pass the
    amount, "negative", "unknown"; the empty text where nothing is."""
    open_by_key = {one.key: one.open for one in owed}
    wanted: dict[str, int] = {}
    for share in shares:
        wanted[share.key] = wanted.get(share.key, 0) + share.amount
    if any(share.amount < 0 for share in shares):
        return "negative"
    if any(key not in open_by_key for key in wanted):
        return "unknown"
    if any(part > open_by_key[key] for key, part in wanted.items()):
        return "invoice"
    return "receipt" if sum(wanted.values()) > max(amount, 0) else ""
