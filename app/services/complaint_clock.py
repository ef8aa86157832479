"""The clock of open complaints: what falls due is written by itself (escalations, transfers that fall back, waiting that ran
out), what is half gone is listed for Today (domain/40 §4.4–4.6).

``run`` may be called as often as one likes: nothing is written twice, and a cause once raised is never raised again, not even
where somebody revoked it.
"""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.analysis.complaint_clock import TIMED_OUT, Escalation, Limits, escalation, nudges
from app.formats import from_local, local
from app.i18n import N_
from app.models import ComplaintEvent
from app.models.types import now_utc
from app.services import complaint_due, complaint_steps, complaint_transfers, settings
from app.services.complaint_watch import Found, found, timed_out
from app.services.workcalendar import firm_calendar

LABEL = N_("Complaints: what fell due")
MOST = 50
"""Complaints that one run writes to; the next run, a minute later, goes on."""


@dataclass(frozen=True, slots=True)
class Reminder:
    """A target of which half, four fifths or all (``share``) is gone; ``target`` is one of analysis.complaint_clock.TARGETS."""

    complaint_id: UUID
    number: str
    subject: str
    customer: str
    target: str
    share: Decimal
    due_at: datetime
    handler_id: UUID | None
    handler: str | None


@dataclass(frozen=True, slots=True)
class Falling:
    """What falls due now: complaints whose transfer falls back, whose waiting ran out, and who rises to which level."""

    fall_backs: tuple[UUID, ...]
    time_outs: tuple[UUID, ...]
    escalations: tuple[tuple[UUID, Escalation], ...]

    def __len__(self) -> int:
        return len(self.fall_backs) + len(self.time_outs) + len(self.escalations)


def falling(session: Session, moment: datetime | None = None) -> Falling:
    """What ``run`` would write now."""
    present = moment or now_utc()
    rules, limits = complaint_due.rules(session), _limits(session)
    cases = found(session, present)
    late = [case for case in cases if case.past.answer_by is not None and case.past.answer_by < present]
    silent = [case for case in cases if timed_out(rules, case, local(present))]
    risen = ((case, escalation(case.watched, local(present), rules.calendar, limits)) for case in cases)
    return Falling(
        tuple(case.row["id"] for case in late), tuple(case.row["id"] for case in silent),
        tuple((case.row["id"], rise) for case, rise in risen if rise is not None),
    )  # fmt: skip


def _limits(session: Session) -> Limits:
    own = settings.value(session, "complaint.limits")
    return Limits(int(own["supervisor"]), int(own["manager"]))


def due(session: Session) -> bool:
    """Whether there is anything for ``run`` to do."""
    return len(falling(session)) > 0


def run(session: Session, known: Falling | None = None) -> int:
    """Write what fell due; returns how many complaints were written to. Nobody's step: the log names no person. ``known`` is
    what was found just before, so that nothing is computed while others wait to write."""
    first = known or falling(session)
    for complaint_id in first.fall_backs[:MOST]:
        complaint_transfers.fall_back(session, complaint_id)
    for complaint_id in first.time_outs[:MOST]:
        complaint_steps.step(session, complaint_id, "T09", {}, TIMED_OUT)
    moved = first.fall_backs or first.time_outs
    again = moved and known is None  # a case that goes on may be late at once; the next tick sees it too
    rising = falling(session).escalations if again else first.escalations
    for complaint_id, rise in rising[:MOST]:
        complaint_steps.step(session, complaint_id, "T28", {"level": rise.level}, rise.code)
    return len(first.fall_backs[:MOST]) + len(first.time_outs[:MOST]) + len(rising[:MOST])


def reminders(session: Session, moment: datetime | None = None, followed: bool = True) -> tuple[Reminder, ...]:
    """Targets of which at least half of the working time is gone, the most urgent first; follow-ups too, unless the asker has
    them from elsewhere (there may be as many as the file has closed complaints)."""
    present = moment or now_utc()
    calendar, here = firm_calendar(session), local(present)
    listed = [
        _reminder(case, nudge.target, nudge.share, nudge.due)
        for case in found(session, present, followed=followed)
        for nudge in nudges(case.row["state"], case.aims, here, calendar)
    ]
    return tuple(sorted(listed, key=lambda each: (each.due_at, each.number, each.target)))


def _reminder(case: Found, target: str, share: Decimal, due_at: datetime) -> Reminder:
    row = case.row
    return Reminder(
        row["id"], row["number"], row["subject"], row["customer"], target, share, from_local(due_at), row["handler_id"],
        row["handler"],
    )  # fmt: skip


def escalations(session: Session, complaint_id: UUID) -> int:
    """How often a complaint was escalated; a revoked escalation stays in the trail and counts (domain/05), once: redoing it
    writes its line again with its moment, and no two lines have one."""
    statement = sa.select(sa.func.count(ComplaintEvent.at.distinct())).where(
        ComplaintEvent.complaint_id == complaint_id, ComplaintEvent.action == "T28", ComplaintEvent.revokes_id.is_(None)
    )
    return session.scalar(statement) or 0
