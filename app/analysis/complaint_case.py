"""A complaint as the month's analysis sees it: values only, in the language-neutral codes of domain/40.

All times are naive local wall time (Asia/Shanghai unless set otherwise): services convert from UTC. Attributes
(priority, category, validity …) are taken as given; states and closings are rebuilt from the events, so that any past
month can be computed again (domain/00 G5).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

VALID, INVALID, ASSIST, PENDING = "valid", "invalid", "assist", "pending"
OURS = "us"  # of the parties that may be responsible

COMPENSATION, RETURNS, REWORK, LOGISTICS, CREDIT, FINES, RECOVERED = (
    "compensation", "returns", "rework", "logistics", "credit", "fines", "recovered",
)
LABOUR = "labour"  # never a line of a case: hours times the rate of the parameters
COST_KINDS = (COMPENSATION, RETURNS, REWORK, LOGISTICS, LABOUR, CREDIT, FINES, RECOVERED)


@dataclass(frozen=True, slots=True)
class Event:
    """One line of a complaint's log. `code` is T01…T30 ("" for an import). A revoked event counts for nothing."""

    code: str
    at: datetime
    from_state: str
    to_state: str
    revoked: bool = False
    reason: str = ""


@dataclass(frozen=True, slots=True)
class FollowUp:
    """One follow-up: attitude 5 (very satisfied) … 1, None for no answer or refused. `fairness` are 1–5 for outcome,
    process and manner, `stays` whether the customer will stay, 1–5."""

    at: datetime
    attitude: int | None
    comment: str = ""
    fairness: tuple[int | None, int | None, int | None] = (None, None, None)
    stays: int | None = None


@dataclass(frozen=True, slots=True)
class Remedy:
    """One thing done to make it good again, and what it cost in cents, None where no amount is written down; `kind` of the
    codes of domain/40 §4.9."""

    kind: str
    cents: int | None = None


@dataclass(frozen=True, slots=True)
class CostLine:
    """Cost of a complaint in cents; `kind` of COST_KINDS. `recovered` is positive too: it is subtracted."""

    kind: str
    cents: int


@dataclass(frozen=True, slots=True)
class Case:
    """One complaint. A case without an unrevoked registration (T01 or import) is a draft and isn't counted.

    `customer_id` None: a walk-in nobody can recognise again (never a repeat, never a top customer). `category` is the
    L1 code ("10"), `l2` the L2 code or text. `close_due` and `answer_due` are the targets that a reopening leaves
    standing, moved by the pauses that are over.
    `extended`: when the closing target was extended, and by how many working days (not of a reopened case's own target).
    `retargeted`: each change of how bad it is as (moment, the targets it changed as they were before it, by key), oldest first.
    `first_handled`: whether who handles it is its first contact, None where nobody handles it; `transfers` is when it was
    handed to somebody else.
    """

    id: str
    number: str
    received_at: datetime
    events: tuple[Event, ...] = ()
    customer_id: str | None = None
    customer: str = ""
    subject: str = ""
    category: str | None = None
    l2: str | None = None
    severity: str | None = None
    urgency: str | None = None
    priority: str | None = None
    product: str | None = None
    serial: str | None = None
    region: str | None = None
    salesperson: str | None = None
    channel: str | None = None
    department: str | None = None
    grade: str | None = None
    status: str | None = None
    handler: str | None = None
    first_handled: bool | None = None
    transfers: tuple[datetime, ...] = ()
    cause: str | None = None
    escape: str | None = None
    party: str | None = None
    validity: str = PENDING
    repeat: bool | None = None  # None: decided by C46; True or False: somebody decided
    acknowledged_at: datetime | None = None
    ack_due: datetime | None = None
    answer_due: datetime | None = None
    close_due: datetime | None = None
    extended: tuple[datetime, int] | None = None
    retargeted: tuple[tuple[datetime, Mapping[str, datetime | None]], ...] = ()
    followups: tuple[FollowUp, ...] = ()
    costs: tuple[CostLine, ...] = ()
    remedies: tuple[Remedy, ...] = ()
    handling_hours: Decimal = Decimal(0)
