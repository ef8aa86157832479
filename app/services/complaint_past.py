"""What a complaint said before the changes made since a moment (domain/00 G5): who handled it, how bad it was, what the customer
said, its targets. Read from the change log, whose lines nobody writes over.

A change counts from the moment of the step that made it (steps may be entered afterwards), else from when it was written. What is
merely recorded (category, causes, costs) is told as it is known when the report is made: issued reports are frozen.
"""

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.formats import local
from app.models import Complaint, ComplaintEvent
from app.models.session import logged

_MOST = 5000  # changes of one complaint that are looked through
_DECIDED = frozenset({"handler_id", "severity", "urgency", "priority", "acknowledge_due"})
_DUE = frozenset({"answer_due", "close_due"})
_SAID = frozenset({
    "follow_up_at", "follow_up_result", "satisfaction", "follow_up_note", "fair_outcome", "fair_process", "fair_manner", "stays",
})  # fmt: skip
_REOPENED = "T22"  # what it clears is looked up in complaint_former


Target = tuple[datetime, Mapping[str, datetime | None]]


@dataclass(frozen=True, slots=True)
class Past:
    """``values``: fields as they stood before the moment asked for. ``targets``: of each change of how bad it is, oldest
    first, the local moment and those of answer_due and close_due that it changed, as they were before it (None: no target)."""

    values: Mapping[str, Any]
    targets: tuple[Target, ...]


def before(session: Session, wanted: sa.ColumnElement[bool], moment: datetime) -> Mapping[UUID, Past]:
    """The past of the complaints ``wanted`` that were changed since a moment (UTC); the others are as they were."""
    touched = sa.select(Complaint.id).where(wanted, Complaint.updated_at >= moment, Complaint.row_version > 1)
    return {key: _past(session, key, moment) for key in session.scalars(touched)}


def _past(session: Session, complaint_id: UUID, moment: datetime) -> Past:
    changes = [made for made in logged(session, complaint_id, _MOST) if made.change.before is not None]
    steps = _steps(session, complaint_id)
    values: dict[str, Any] = {}
    targets: list[Target] = []
    newer: datetime | None = None
    for made in changes:  # newest first
        action, at = _step_of(steps, made.at, newer)
        newer = made.at
        earlier = made.change.before
        if {"severity", "urgency", "priority"} & earlier.keys() and (dues := _DUE & earlier.keys()):
            targets.append((local(at), {key: _local(earlier[key]) for key in dues}))
        if at >= moment:
            keys = _DECIDED if action == _REOPENED else _DECIDED | _SAID
            values |= {key: earlier[key] for key in keys & earlier.keys()}
    return Past(values, tuple(reversed(targets)))


Steps = Sequence[tuple[datetime, str, datetime]]


def _steps(session: Session, complaint_id: UUID) -> Steps:
    """(written, action, moment) of the lines of the log, in the order in which they were written."""
    columns = (ComplaintEvent.created_at, ComplaintEvent.action, ComplaintEvent.at)
    found = session.execute(sa.select(*columns).where(ComplaintEvent.complaint_id == complaint_id))
    return sorted((written, action, at) for written, action, at in found)


def _step_of(steps: Steps, written: datetime, newer: datetime | None) -> tuple[str, datetime]:
    """The step that one write took: the first line written from then on and before the next write. A write without one, a form's,
    is of its own moment."""
    place = bisect_left(steps, written, key=lambda step: step[0])
    if place < len(steps) and (newer is None or steps[place][0] < newer):
        return steps[place][1], steps[place][2]
    return "", written


def _local(moment: datetime | None) -> datetime | None:
    return None if moment is None else local(moment)
