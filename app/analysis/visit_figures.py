"""How well visits were planned and done (domain/30 C36, domain/05)."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from app.analysis.figures import Figure, ratio

ACHIEVED = "reached"
WINDOW_DAYS = 7
IN_TIME = timedelta(hours=24)
"""A record written so long after the visit at most is an "on-time record" (domain/20 F-06)."""


@dataclass(frozen=True, slots=True)
class VisitFact:
    """One visit. `planned` None: it came without a plan. `done` None: it hasn't happened. `cancelled_by_customer`
    takes a planned visit out of what was due. `result` is a code of choices.VISIT_RESULT."""

    customer_id: str
    planned: date | None = None
    done: date | None = None
    cancelled_by_customer: bool = False
    result: str | None = None


@dataclass(frozen=True, slots=True)
class VisitFigures:
    """`completion`: planned visits done within the window, of those planned; `coverage`: customers visited, of those
    with a plan; `effective`: visits with result "reached", of those done. `done` counts unplanned visits too."""

    planned: int
    on_time: int
    done: int
    unplanned: int
    cancelled: int
    completion: Figure
    coverage: Figure
    effective: Figure


def visit_figures(
    visits: Iterable[VisitFact], first: date, last: date, window: int = WINDOW_DAYS, as_of: date = date.max
) -> VisitFigures:
    """C36 over the days first…last (both included): what was due in them by the day ``as_of`` and what was done in them. What
    is planned for later is not due yet, and nobody's failing."""
    facts = list(visits)
    due = [visit for visit in facts if visit.planned is not None and first <= visit.planned <= min(last, as_of)]
    counted = [visit for visit in due if not visit.cancelled_by_customer]
    done = [visit for visit in facts if visit.done is not None and first <= visit.done <= last]
    on_time = sum(_in_window(visit, window) for visit in counted)
    return VisitFigures(
        len(counted), on_time, len(done), sum(visit.planned is None for visit in done), len(due) - len(counted),
        ratio(on_time, len(counted)), _coverage({visit.customer_id for visit in counted}, done),
        ratio(sum(visit.result == ACHIEVED for visit in done), len(done)),
    )


def _in_window(visit: VisitFact, window: int) -> bool:
    return visit.done is not None and visit.planned is not None and abs((visit.done - visit.planned).days) <= window


def _coverage(customers: Collection[str], done: Iterable[VisitFact]) -> Figure:
    return ratio(len(set(customers) & {visit.customer_id for visit in done}), len(customers))


def recorded_in_time(moments: Iterable[tuple[datetime, datetime | None]]) -> Figure:
    """The share of records written within 24 hours, of (happened at, recorded at); those whose moment of writing nobody knows
    (from files) don't count."""
    known = [(happened, written) for happened, written in moments if written is not None]
    return ratio(sum(written - happened <= IN_TIME for happened, written in known), len(known))
