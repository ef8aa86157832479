"""The life of an improvement as one table: plan, do, check, then closed where it worked and begun again where it did not
(PDCA, domain/20 F-37)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from app.analysis.moves import Move, leading_out, line
from app.i18n import N_

PLAN, DO, CHECK, EFFECTIVE, INEFFECTIVE, DROPPED = "plan", "do", "check", "effective", "ineffective", "dropped"
_FURTHEST = Decimal(100)
OPEN = frozenset({PLAN, DO, CHECK, INEFFECTIVE})
CLOSED = frozenset({EFFECTIVE, DROPPED})

MOVES = (
    line("start", N_("Begin to carry out"), PLAN, DO, "plan owner_id due_on metric baseline target", "unit"),
    line("done", N_("Carried out"), DO, CHECK, "done_on evidence", "check_on"),
    line("close", N_("Close as effective"), CHECK, EFFECTIVE, "measured checked_on checked_by_id",
          "effective check_note same_person_reason standardised"),
    line("fail", N_("Not effective"), CHECK, INEFFECTIVE, "measured checked_on checked_by_id check_note", "same_person_reason"),
    line("again", N_("Begin again"), f"{INEFFECTIVE} {DROPPED}", PLAN, "", "plan due_on"),
    line("drop", N_("Drop the improvement"), f"{PLAN} {DO} {CHECK} {INEFFECTIVE}", DROPPED, "check_note"),
)  # fmt: skip

_BY_CODE = {move.code: move for move in MOVES}


@dataclass(frozen=True, slots=True)
class Dates:
    """What tells where an improvement stood on a day."""

    state: str
    opened_on: date | None = None
    done_on: date | None = None
    checked_on: date | None = None
    closed_on: date | None = None


def move(code: str) -> Move:
    """The move of a code; KeyError for an unknown one."""
    return _BY_CODE[code]


def allowed(state: str) -> tuple[Move, ...]:
    """The moves that lead out of a state, the usual one first."""
    return leading_out(MOVES, state)


def state_on(dates: Dates, day: date) -> str:
    """Where it stood at the end of a day, as its dates tell: a report of March says "to be checked" of what was closed in
    April. Whether something planned was being carried out already is not dated: it counts as it does now."""
    if dates.closed_on is not None and dates.closed_on <= day:
        return dates.state if dates.state in CLOSED else EFFECTIVE
    if dates.state == INEFFECTIVE and (dates.checked_on is None or dates.checked_on <= day):
        return INEFFECTIVE
    if dates.done_on is not None and dates.done_on <= day:
        return CHECK
    return PLAN if dates.state == PLAN else DO


def is_overdue(state: str, due_on: date | None, check_on: date | None, day: date) -> bool:
    """Whether what comes next is late on a day: carrying out until it is done, the check after that. Without a day never."""
    due = next_due(state, due_on, check_on)
    return due is not None and due < day


def next_due(state: str, due_on: date | None, check_on: date | None) -> date | None:
    """By when the next thing has to happen; None where nothing is waited for."""
    return {PLAN: due_on, DO: due_on, CHECK: check_on}.get(state)


def progress(baseline: Decimal | None, target: Decimal | None, measured: Decimal | None) -> Decimal | None:
    """How much of the way from before to target was made: 1 is the target, below 0 is worse than before. None where a figure
    is missing or the target is where it began.
    What goes further than a hundred times the way, either way, ends there."""
    if baseline is None or target is None or measured is None or target == baseline:
        return None
    if not (baseline.is_finite() and target.is_finite() and measured.is_finite()):
        return None
    return max(-_FURTHEST, min(_FURTHEST, (measured - baseline) / (target - baseline)))


def verdict(reached: Decimal | None) -> str | None:
    """What the figures suggest (EFFECTIVE): ``yes`` from the target on, ``no`` where nothing improved; a person decides."""
    if reached is None:
        return None
    return "yes" if reached >= 1 else "no" if reached <= 0 else "partly"
