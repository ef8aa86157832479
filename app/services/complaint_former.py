"""What an earlier month's report still tells of complaints (domain/00 G5): what customers said of a handling before it was
reopened, which T22 clears, and when a closing target was extended. It is read from the change log, whose lines nobody writes
over."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased

from app.analysis.complaint_case import FollowUp
from app.analysis.workdays import working_days_between
from app.formats import local
from app.models import Complaint, ComplaintEvent
from app.models.session import logged
from app.services.workcalendar import firm_calendar

_MOST = 5000  # changes of one complaint that are looked through


def follow_ups(values: Mapping[Any, Any]) -> tuple[FollowUp, ...]:
    """The follow-up that these values of a complaint hold, if there was one."""
    if values.get("follow_up_at") is None:
        return ()
    attitude = int(values["satisfaction"]) if values.get("satisfaction") not in (None, "0") else None
    outcome, process, manner, stays = (
        _score(values.get(key)) for key in ("fair_outcome", "fair_process", "fair_manner", "stays")
    )
    said = values.get("follow_up_note") or ""
    return (FollowUp(local(values["follow_up_at"]), attitude, said, (outcome, process, manner), stays),)


def _score(code: str | None) -> int | None:
    return int(code) if code else None


def before_reopenings(session: Session, wanted: sa.ColumnElement[bool]) -> Mapping[UUID, tuple[FollowUp, ...]]:
    """By complaint, of those ``wanted`` that were reopened: the follow-ups before each reopening that still stands."""
    return {key: _cleared(session, key, lines) for key, lines in _reopenings(session, wanted).items()}


def _reopenings(session: Session, wanted: sa.ColumnElement[bool]) -> Mapping[UUID, list[UUID]]:
    line, revoking = ComplaintEvent, aliased(ComplaintEvent)
    revoked = sa.exists().where(revoking.revokes_id == line.id).correlate(line)
    statement = (
        sa.select(line.complaint_id, line.id)
        .join(Complaint, Complaint.id == line.complaint_id)
        .where(wanted, line.action == "T22", line.revokes_id.is_(None), ~revoked)
    )
    found: defaultdict[UUID, list[UUID]] = defaultdict(list)
    for key, line_id in session.execute(statement.order_by(line.id)):
        found[key].append(line_id)
    return found


def _cleared(session: Session, complaint_id: UUID, lines: list[UUID]) -> tuple[FollowUp, ...]:
    """What the steps cleared that wrote these lines: all that one write changes is logged with the same moment."""
    moments = {made.at for line_id in lines for made in logged(session, line_id, 1)}
    cleared = (made.change.before or {} for made in logged(session, complaint_id, _MOST) if made.at in moments)
    return tuple(said for values in cleared for said in follow_ups(values))


def extensions(session: Session, wanted: sa.ColumnElement[bool]) -> Mapping[UUID, tuple[datetime, int]]:
    """By complaint, of those ``wanted``: when (local) the closing target was extended, and by how many working days. The target
    that a reopened complaint has of its own is in no report."""
    calendar = firm_calendar(session)
    first_round = Complaint.extended_from.is_not(None) & (Complaint.extended_from < Complaint.close_due)
    statement = sa.select(Complaint.id, Complaint.extended_from, Complaint.close_due).where(wanted, first_round)
    found = {}
    for key, before, due in session.execute(statement).all():
        lines = (line for line in logged(session, key, _MOST) if line.change.after.get("extended_from") is not None)
        granted = next((line.at for line in lines if (line.change.before or {}).get("extended_from") is None), None)
        if granted is not None and before is not None and due is not None:
            found[key] = (local(granted), working_days_between(calendar, local(before), local(due)))
    return found
