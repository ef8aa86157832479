"""How late a customer pays: weighted days late and the share on time (domain/30 C09; F-31, F-32)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple

from app.analysis.figures import Figure, ratio


class Payment(NamedTuple):
    """A receipt, or the part of it that is allocated to an invoice, in cents."""

    day: date
    amount: int


class Bill(NamedTuple):
    """An invoice in cents with the day it is due and what was paid on it, in any order."""

    due: date
    amount: int
    paid: Sequence[Payment] = ()


class Piece(NamedTuple):
    """A part of an invoice and how many days after its due day it was (or still is not) paid; early is 0."""

    amount: int
    days_late: int


def pieces(bills: Iterable[Bill], first: date, as_of: date) -> tuple[Piece, ...]:
    """What was paid in first…as_of (both included), and what is overdue at `as_of`; what is not yet due and unpaid doesn't count.

    A receipt larger than its invoice counts up to the invoice; one taken back (below 0) is owed again; payments after `as_of`
    haven't happened; credit notes (amount ≤ 0) are no debt.
    """
    found: list[Piece] = []
    for bill in bills:
        rest = bill.amount
        for payment in bill.paid if len(bill.paid) < 2 else sorted(bill.paid, key=lambda payment: payment.day):
            part = min(payment.amount, rest) if payment.day <= as_of else 0
            rest -= part
            if part > 0 and payment.day >= first:
                found.append(Piece(part, max((payment.day - bill.due).days, 0)))
        if rest > 0 and bill.due < as_of:
            found.append(Piece(rest, (as_of - bill.due).days))
    return tuple(found)


def weighted_days_late(parts: Iterable[Piece]) -> Figure:
    """Σ amount × days late / Σ amount, in days; no_base where nothing was due."""
    listed = list(parts)
    return ratio(sum(part.amount * part.days_late for part in listed), sum(part.amount for part in listed))


def on_time_share(parts: Iterable[Piece]) -> Figure:
    """The share by amount that was paid by its due day (a fraction); no_base where nothing was due."""
    listed = list(parts)
    return ratio(sum(part.amount for part in listed if part.days_late == 0), sum(part.amount for part in listed))
