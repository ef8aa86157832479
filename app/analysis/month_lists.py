"""Rows of the lists in the month's complaint report: cases, customers and problems by name."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class OpenCase:
    """A complaint open at the cut. `days_overdue` in working days after the due day (0: due within the day or later);
    `overdue` is exact to the minute. `next_step` is the recommended transition's code."""

    id: str
    number: str
    customer: str
    customer_id: str | None
    subject: str
    category: str | None
    priority: str | None
    received_at: datetime
    close_due: datetime | None
    overdue: bool
    days_overdue: int
    age_days: int
    handler: str | None
    state: str
    next_step: str | None


@dataclass(frozen=True, slots=True)
class RepeatRow:
    """A repeat of the month (C46). `earlier_*` is None where somebody marked it by hand."""

    id: str
    number: str
    customer: str
    category: str | None
    l2: str | None
    received_at: datetime
    earlier_number: str | None
    earlier_at: datetime | None
    interval_days: int | None
    cause: str | None = None


@dataclass(frozen=True, slots=True)
class ReopenRow:
    """A reopening inside the month."""

    id: str
    number: str
    customer: str
    category: str | None
    l2: str | None
    closed_at: datetime
    reopened_at: datetime
    interval_days: int
    reason: str = ""


@dataclass(frozen=True, slots=True)
class TopCustomer:
    """New (net) complaints of one customer, and how many of all its complaints are open at the cut. `signs` say why the
    customer may leave: "overdue", "reopened", "dissatisfied"."""

    customer_id: str
    customer: str
    grade: str | None
    count: int
    open: int
    compensation_cents: int
    status: str | None = None
    signs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Recurring:
    """Same product and L2, at least `recurring_count` complaints within `recurring_days` up to the cut (C46)."""

    product: str
    l2: str
    count: int


@dataclass(frozen=True, slots=True)
class Comment:
    number: str
    attitude: int | None
    text: str
    id: str = ""
