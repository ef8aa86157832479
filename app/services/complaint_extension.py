"""Extending the closing target of a complaint: once, by at most as much again, approved, and told to the customer before the
old deadline (domain/40 §4.3). ``extended_from`` keeps the old one."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy.orm import Session

from app.analysis.complaint_states import OPEN, PAUSED
from app.analysis.workdays import nth_workday, working_days_between
from app.errors import ValidationError
from app.formats import day_text, from_local, local
from app.i18n import N_
from app.i18n import gettext_text as _
from app.models import Complaint
from app.models.session import now
from app.models.types import now_utc
from app.services import complaint_due, complaint_events, complaint_messages, complaint_rules, roles
from app.services.complaint_record import load
from app.services.workcalendar import firm_calendar


def why_not(session: Session, complaint_id: UUID) -> str:
    """Why the target cannot be extended, a msgid; "" where it can."""
    return _problem(load(session, complaint_id), now_utc())


def _problem(record: Complaint, moment: datetime) -> str:
    due = _due(record)
    if record.state not in OPEN or record.state in PAUSED or due is None:
        return N_("Only what is in work can be extended.")
    if record.extended_from is not None:
        return N_("It was extended once already; a target is extended once only.")
    return N_("The target is past: it is extended before its end, or not at all.") if moment > due else ""


def _due(record: Complaint) -> datetime | None:
    """The closing target in force: a reopened complaint has one of its own."""
    return record.next_due if record.reopened else record.close_due


def longest(session: Session, complaint_id: UUID) -> date | None:
    """The last day it may be extended to: once more the working days it had; None where it cannot be extended."""
    record = load(session, complaint_id)
    return None if _problem(record, now_utc()) else _last_day(session, record)


def _last_day(session: Session, record: Complaint) -> date:
    calendar, due = firm_calendar(session), local(_due(record) or record.received_at)
    began = local(record.received_at)
    if record.reopened:
        log = complaint_events.entries(session, record.id)
        began = local(complaint_events.reopened(log) or record.received_at)
    return nth_workday(calendar, due.date(), max(1, working_days_between(calendar, began, due)))


def extend(session: Session, complaint_id: UUID, until: date, reason: str, channel: str | None = None) -> None:
    """Move the closing target to the end of a day. The customer is told: a progress message says until when and why.
    ValidationError (fields ``until``, ``reason``) where that is not possible."""
    record, present = load(session, complaint_id), now(session)
    if problem := _problem(record, present):
        raise ValidationError(problem, field="until")
    if not reason.strip():
        raise ValidationError(N_("The reason is missing."), field="reason")
    if complaint_rules.on(session, "approvals"):
        roles.require(session, "approve")
    wanted = from_local(datetime.combine(until, firm_calendar(session).closes))
    _require_within(session, record, until, wanted)
    _move(session, record, wanted)
    words = _("The closing target was extended to {day}: {reason}").format(day=day_text(until), reason=reason.strip())
    at = complaint_events.moment_for(session, complaint_id, None)
    complaint_events.append(session, record, "T29", at, record.state, words)
    complaint_messages.add(session, complaint_id, complaint_messages.PROGRESS, words, channel)


def _require_within(session: Session, record: Complaint, until: date, wanted: datetime) -> None:
    due, last = _due(record), _last_day(session, record)
    if due is None or wanted <= due:
        told = day_text(local(due).date()) if due is not None else "—"
        raise ValidationError(N_("The closing target is {day}: the new day lies after it."), field="until", day=told)
    if until > last:
        raise ValidationError(
            N_("It can be extended to {day} at most: by as many working days as it had."), field="until", day=day_text(last)
        )


def _move(session: Session, record: Complaint, wanted: datetime) -> None:
    record.extended_from = _due(record)
    if record.reopened:
        record.next_due = wanted
    else:
        record.close_due = wanted
    complaint_due.set_next_due(record, firm_calendar(session))
    session.flush()
