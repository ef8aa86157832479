"""A series whose pattern moves: its times ahead go to the new days with all that was entered on them; what was moved, confirmed,
called off or deleted by itself stays so and is not made a second time."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.analysis import visit_series as rules
from app.formats import today
from app.models import Visit
from app.models.base import table_of
from app.services import records

_CLOSE, _FAR = 3, 15
"""Days that a time may lie off its expected place and still be the same one: of weeks, and of months and longer."""


def reseat(session: Session, series: Mapping[str, Any], by: timedelta, fields: Mapping[str, Any], former: str) -> list[date]:
    """Move the times ahead of a series whose rule is new by about ``by``; the days that come back have no time yet and are to be
    made. ``fields`` are written on those that nobody confirmed or moved by itself; ``former`` is the series they came from."""
    present, end = today(), made_until(series, by)
    days = rules.times(series["rule"], series["starts_on"], max(present, series["starts_on"]), end)
    taken: set[date] = set()
    for slot in _slots(session, series["calendar_uid"], former, present):
        day = _nearest(days, slot.occurs_on + by, taken, _CLOSE if "WEEKLY" in series["rule"].upper() else _FAR)
        if day is not None:
            taken.add(day)
            _seat(session, slot, day, fields)
        elif _is_free(slot) and slot.occurs_on + by >= present:
            records.delete(session, Visit, [slot.id])
    return [day for day in days if day not in taken and day - by >= present]


def made_until(series: Mapping[str, Any], by: timedelta) -> date:
    """Up to when the times of a series that moves are there: as far as before."""
    before: date | None = series["planned_until"]
    return rules.horizon(max(today(), series["starts_on"])) if before is None else before + by


def _slots(session: Session, uid: str, former: str, present: date) -> Sequence[Any]:
    """The times from today on, also those called off or deleted, by the day the old rule gave them."""
    v = table_of(Visit)
    shown = (v.c.id, v.c.occurs_on, v.c.planned_on, v.c.state, v.c.confirmed_on, v.c.deleted_at)
    mine = sa.or_(v.c.calendar_uid == uid, sa.and_(v.c.calendar_uid == former, v.c.deleted_at.is_not(None)))
    return session.execute(sa.select(*shown).where(mine, v.c.occurs_on >= present).order_by(v.c.occurs_on, v.c.id)).all()


def _nearest(days: Sequence[date], wanted: date, taken: Collection[date], most: int) -> date | None:
    close = [day for day in days if day not in taken and abs((day - wanted).days) <= most]
    return min(close, key=lambda day: abs((day - wanted).days), default=None)


def _is_free(slot: Any) -> bool:
    """Whether it stands as the series made it: planned, neither confirmed nor moved."""
    return bool(slot.deleted_at is None and slot.state == "planned" and slot.confirmed_on is None
                and slot.planned_on == slot.occurs_on)  # fmt: skip


def _seat(session: Session, slot: Any, day: date, fields: Mapping[str, Any]) -> None:
    if slot.deleted_at is not None:
        return
    moved = {"planned_on": day, "first_planned_on": day, **fields} if _is_free(slot) else {}
    records.update(session, Visit, slot.id, {"occurs_on": day, **moved})
