"""Severity × urgency → priority, and the deadlines that follow from it (domain/40 §4.3, domain/30 C33)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from app.analysis.workdays import Calendar, Due, add_working_minutes, due

SEVERITIES = ("S1", "S2", "S3", "S4")
URGENCIES = ("U1", "U2", "U3")
PRIORITIES = ("P1", "P2", "P3", "P4")

MATRIX: Mapping[tuple[str, str], str] = {
    ("S1", "U1"): "P4", ("S1", "U2"): "P4", ("S1", "U3"): "P3",
    ("S2", "U1"): "P4", ("S2", "U2"): "P3", ("S2", "U3"): "P2",
    ("S3", "U1"): "P3", ("S3", "U2"): "P2", ("S3", "U3"): "P2",
    ("S4", "U1"): "P2", ("S4", "U2"): "P1", ("S4", "U3"): "P1",
}

Unit = Literal["hours", "working_hours", "working_days"]


@dataclass(frozen=True, slots=True)
class Allowance:
    """Time allowed: natural hours, working hours or working days."""

    amount: int
    unit: Unit


@dataclass(frozen=True, slots=True)
class PriorityTargets:
    """What one priority promises from receipt; `update` is the rhythm of progress reports, `follow_up` from closing."""

    acknowledge: Allowance
    assess: Allowance
    answer: Allowance
    close: Allowance
    update: Allowance
    follow_up: Allowance


def _days(amount: int) -> Allowance:
    return Allowance(amount, "working_days")


DEFAULT_TARGETS: Mapping[str, PriorityTargets] = {
    "P1": PriorityTargets(Allowance(2, "hours"), Allowance(4, "working_hours"), _days(1), _days(3), _days(1), _days(2)),
    "P2": PriorityTargets(Allowance(4, "working_hours"), _days(1), _days(2), _days(5), _days(2), _days(3)),
    "P3": PriorityTargets(_days(1), _days(2), _days(3), _days(7), _days(3), _days(5)),
    "P4": PriorityTargets(_days(1), _days(2), _days(5), _days(10), _days(5), _days(7)),
}


@dataclass(frozen=True, slots=True)
class DueDates:
    """Deadlines of a complaint, local times; `provisional` where one of them needed a year without a table."""

    acknowledge: datetime
    assess: datetime
    answer: datetime
    close: datetime
    next_update: datetime
    provisional: bool


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known when a complaint comes in; the severity proposal reads it. `loss_cents` None: unknown."""

    safety: bool = False
    legal_or_media: bool = False
    loss_cents: int | None = None
    customers: int = 1
    business_stopped: bool = False
    key_customer_threatens: bool = False
    repeats: int = 0
    category: str | None = None


# Categories whose ordinary case is a defect, a late delivery or a wrong bill: S2 (domain/40 §4.3, §4.7).
ORDINARY_LOSS = frozenset({"10", "20", "50", "60", "70"})


def priority(severity: str | None, urgency: str | None) -> str | None:
    """The matrix; None while severity or urgency is unknown."""
    if severity is None or urgency is None:
        return None
    return MATRIX[severity, urgency]


def deadline(allowance: Allowance, start: datetime, calendar: Calendar) -> Due:
    """The end of an allowance that begins at `start`."""
    if allowance.unit == "hours":
        return Due(start + timedelta(hours=allowance.amount), False)
    if allowance.unit == "working_hours":
        return add_working_minutes(calendar, start, allowance.amount * 60)
    return due(calendar, start, allowance.amount)


def due_dates(
    priority: str,
    received: datetime,
    calendar: Calendar,
    targets: Mapping[str, PriorityTargets] = DEFAULT_TARGETS,
) -> DueDates:
    """All deadlines of a complaint of this priority; KeyError for an unknown priority."""
    mine = targets[priority]
    allowances = (mine.acknowledge, mine.assess, mine.answer, mine.close, mine.update)
    acknowledge, assess, answer, close, update = (deadline(each, received, calendar) for each in allowances)
    provisional = any(each.provisional for each in (acknowledge, assess, answer, close, update))
    return DueDates(acknowledge.at, assess.at, answer.at, close.at, update.at, provisional)


def next_update(
    priority: str, told: datetime, calendar: Calendar, targets: Mapping[str, PriorityTargets] = DEFAULT_TARGETS
) -> Due:
    """When the customer hears of the progress again after being told at `told`."""
    return deadline(targets[priority].update, told, calendar)


def follow_up_due(
    priority: str, closed: datetime, calendar: Calendar, targets: Mapping[str, PriorityTargets] = DEFAULT_TARGETS
) -> Due:
    """When the follow-up of a closed complaint is due."""
    return deadline(targets[priority].follow_up, closed, calendar)


def propose_severity(facts: Facts) -> str:
    """The highest severity of which one criterion holds (domain/40 §4.3); a proposal that a person may change."""
    loss = facts.loss_cents or 0
    if facts.safety or facts.legal_or_media or loss >= 5_000_000 or facts.customers >= 5:
        return "S4"
    if facts.business_stopped or facts.key_customer_threatens or loss >= 500_000 or facts.repeats >= 2:
        return "S3"
    return "S2" if loss > 0 or facts.category in ORDINARY_LOSS else "S1"
