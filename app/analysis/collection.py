"""Collection rates (domain/30 C26): what came in of what was sold, planned, and due. With tax, in cents, as fractions."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from app.analysis.figures import Figure, ratio
from app.analysis.payment_habits import Bill


@dataclass(frozen=True, slots=True)
class Collection:
    """`of_sales` (回款率) may pass 1; `of_plan` (计划达成率); `of_due` (到期回款率), the fair one. Each no_base where nothing was
    sold, planned or due, `of_plan` no_data without a plan."""

    of_sales: Figure
    of_plan: Figure
    of_due: Figure


class Promised(NamedTuple):
    """So many cents promised on a day until a day; ``kept``: somebody said that it was."""

    made: date
    until: date
    cents: int
    kept: bool = False


def collection(receipts: int, sales: int, planned: int | None, due: Figure) -> Collection:
    """C26 of a period: receipts / credit sales, receipts / planned receipts, and what `due_rate` gave. Sales ≤ 0 (more
    credit notes than sales) count as 0: no_base."""
    return Collection(ratio(receipts, max(sales, 0)), ratio(receipts, planned), due)


def due_rate(bills: Iterable[Bill], first: date, last: date) -> Figure:
    """Receipts by `last` against invoices due in first…last / the amount due then.

    Paid early counts; a receipt larger than its invoice counts up to the invoice; credit notes (≤ 0) are not due.
    """
    owed = [bill for bill in bills if bill.amount > 0 and first <= bill.due <= last]
    paid = (sum(payment.amount for payment in bill.paid if payment.day <= last) for bill in owed)
    return ratio(
        sum(min(max(amount, 0), bill.amount) for amount, bill in zip(paid, owed, strict=True)), sum(bill.amount for bill in owed)
    )


def came_of(promises: Iterable[Promised], receipts: Iterable[tuple[date, int]]) -> int:
    """Cents that came in of what one customer promised: a receipt (day, cents) counts once, for the promise due first among those
    it was paid for (made…until), and none counts for more than was promised. Never more than the plan."""
    days = sorted((day, cents) for day, cents in receipts if cents > 0)
    left, came = [cents for _day, cents in days], 0
    for one in sorted(promises, key=lambda each: (each.until, each.made)):
        wanted = one.cents
        for place, (day, _cents) in enumerate(days):
            part = min(left[place], wanted) if one.made <= day <= one.until else 0
            left[place] -= part
            wanted -= part
        came += one.cents if one.kept else one.cents - wanted
    return came
