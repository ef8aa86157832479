"""Ageing of receivables, provision, and interest for late payment (domain/30 C25, 国令802).

With tax, in cents. Days past due = as-of - due day; the published edge: an invoice of 30 November is 31 days old on 31 December.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from app.analysis.figures import Figure, half_up, ratio

NOT_DUE = "not_due"
DAILY_RATE = Decimal("0.0005")


@dataclass(frozen=True, slots=True)
class Bucket:
    """A column of the table: up to so many days (None: the last one) and the share to provide for."""

    key: str
    last: int | None
    provision: Decimal


PAST_DUE = tuple(
    Bucket(key, last, Decimal(share))
    for key, last, share in (
        (NOT_DUE, 0, "0.005"), ("d1_30", 30, "0.02"), ("d31_60", 60, "0.05"), ("d61_90", 90, "0.10"), ("d91_180", 180, "0.20"),
        ("d181_365", 365, "0.50"), ("over_365", None, "1"),
    )
)  # fmt: skip
YEARS = ("y1", "y1_2", "y2_3", "over_3")
"""财务账龄, by the invoice's age: 1年以内, 1–2, 2–3, 3年以上."""


@dataclass(frozen=True, slots=True)
class Debt:
    """An invoice in cents: its amount with tax (below 0: a credit note), what was paid, what of the rest is disputed."""

    customer: str
    issued: date
    due: date
    amount: int
    paid: int = 0
    disputed: int = 0

    @property
    def open(self) -> int:
        """What is still owed; 0 where more was paid than asked, or for a credit note."""
        return max(self.amount - self.paid, 0) if self.amount > 0 else 0

    @property
    def credit(self) -> int:
        """What is in the customer's favour: paid beyond the invoice, or a credit note that nothing used up."""
        return max(self.paid - self.amount, 0)


@dataclass(frozen=True, slots=True)
class Aged:
    """A column: its key, amount (cents), share of the open invoices (a fraction), and provision (cents, half up)."""

    key: str
    amount: int
    share: Figure
    provision: int


@dataclass(frozen=True, slots=True)
class Ageing:
    """`total`: open invoices, the sum of the columns. `unallocated`: receipts and credits that no invoice used, a negative line
    of its own (≤ 0), never spread. `net` = total + unallocated. `overdue_rate`: overdue / total (no_base: nothing open)."""

    rows: tuple[Aged, ...]
    total: int
    overdue: int
    overdue_rate: Figure
    provision: int
    unallocated: int
    disputed: int
    oldest_days: int

    @property
    def net(self) -> int:
        """Open invoices less what is unallocated."""
        return self.total + self.unallocated


@dataclass(frozen=True, slots=True)
class Yearly:
    """Open invoices by their age: cents by the keys of `YEARS`, every one present; `unallocated` as in `Ageing` (≤ 0), and the
    age of the oldest in days."""

    amounts: Mapping[str, int]
    unallocated: int
    disputed: int
    oldest_days: int

    @property
    def total(self) -> int:
        """Open invoices of every age."""
        return sum(self.amounts.values())

    @property
    def over_a_year(self) -> int:
        """What is older than a year."""
        return self.total - self.amounts[YEARS[0]]


def days_past_due(due: date, as_of: date) -> int:
    """as-of - due day; 0 or below: not yet due."""
    return (as_of - due).days


def bucket_of(days: int, buckets: Sequence[Bucket] = PAST_DUE) -> str:
    """The column of so many days past due: ≤ 0 not due, 1–30, 31–60, 61–90, 91–180, 181–365, more."""
    return next(bucket.key for bucket in buckets if bucket.last is None or days <= bucket.last)


def age_in_years(issued: date, as_of: date) -> str:
    """The column of 财务账龄: within a year up to and including the same day a year later (29 February: the 28th)."""
    return _years_of(issued, _starts(as_of))


def ageing(debts: Iterable[Debt], as_of: date, unallocated: int = 0, buckets: Sequence[Bucket] = PAST_DUE) -> Ageing:
    """C25 of the invoices issued by `as_of` (later ones don't exist yet). `unallocated`: receipts without an invoice, ≥ 0 cents.

    A receipt larger than its invoice, and a credit note, add to what is unallocated.
    """
    listed = [debt for debt in debts if debt.issued <= as_of]
    sums = dict.fromkeys((bucket.key for bucket in buckets), 0)
    for debt in listed:
        sums[bucket_of(days_past_due(debt.due, as_of), buckets)] += debt.open
    rows = _rows(sums, buckets)
    total = sum(sums.values())
    late = [(days_past_due(debt.due, as_of), debt.open) for debt in listed if debt.due < as_of and debt.open > 0]
    overdue = sum(amount for _days, amount in late)
    credit = unallocated + sum(debt.credit for debt in listed)
    disputed = sum(min(debt.disputed, debt.open) for debt in listed)
    provision = sum(row.provision for row in rows)
    return Ageing(rows, total, overdue, ratio(overdue, total), provision, -credit, disputed, max(late, default=(0, 0))[0])


def ageing_by_years(debts: Iterable[Debt], as_of: date, unallocated: int = 0) -> Yearly:
    """C25's other table: of the invoices issued by `as_of`, by their age; the rest as in `ageing`."""
    sums, starts = dict.fromkeys(YEARS, 0), _starts(as_of)
    credit, disputed, oldest = unallocated, 0, as_of
    for debt in debts:
        if debt.issued > as_of:
            continue
        credit += debt.credit
        if amount := debt.open:
            sums[_years_of(debt.issued, starts)] += amount
            disputed += min(debt.disputed, amount)
            oldest = min(oldest, debt.issued)
    return Yearly(sums, -credit, disputed, (as_of - oldest).days)


def late_interest(cents: int, days: int, daily: Decimal = DAILY_RATE) -> int:
    """Interest in cents, half up: amount × rate × days late; 0 before the due day. 0.05 % a day where nothing was agreed; owed
    by public bodies and large enterprises to small ones (国令802), which the caller decides."""
    return int(half_up(Decimal(max(cents, 0)) * daily * max(days, 0)))


def _rows(sums: dict[str, int], buckets: Sequence[Bucket]) -> tuple[Aged, ...]:
    total = sum(sums.values())
    nothing = ratio(0, total)  # most columns of most customers are empty, and there are many
    return tuple(
        Aged(bucket.key, amount, ratio(amount, total), int(half_up(amount * bucket.provision)))
        if (amount := sums[bucket.key]) else Aged(bucket.key, 0, nothing, 0)
        for bucket in buckets
    )  # fmt: skip


def _starts(as_of: date) -> tuple[date, ...]:
    """The first invoice days of the columns but the last: as many years back, of 29 February the 1st of March."""
    return tuple(_years_earlier(as_of, years) for years in range(1, len(YEARS)))


def _years_of(issued: date, starts: Sequence[date]) -> str:
    return next((key for key, start in zip(YEARS, starts, strict=False) if issued >= start), YEARS[-1])


def _years_earlier(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return date(day.year - years, 3, 1)
