"""What the window needs to show one visit, in one reading."""

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.formats import from_local, local
from app.models import Visit
from app.services import records
from app.services.visits import open_next_steps

_MIDDAY = "12:00"


@dataclass(frozen=True, slots=True)
class VisitView:
    """A visit's values, the names behind its links, whether its next step is still open, and the series it is a time of."""

    values: dict[str, Any]
    titles: dict[str, str]
    step_open: bool
    series: "Repeated | None" = None


@dataclass(frozen=True, slots=True)
class Repeated:
    """A series as one of its times shows it: its rule and first day, which of how many planned times this one is."""

    rule: str
    starts_on: date
    place: int
    count: int


def visit_view(session: Session, visit_id: UUID) -> VisitView:
    """One visit; ConflictError when there is none."""
    values = records.get(session, Visit, visit_id)
    day = values["next_on"]
    followed = None
    if day is not None:
        followed = session.scalar(open_next_steps(day, day).with_only_columns(Visit.id).where(Visit.id == visit_id))
    return VisitView(values, records.link_titles(session, Visit, values), followed is not None, _repeated(session, values))


def _repeated(session: Session, values: dict[str, Any]) -> Repeated | None:
    if values["origin"] != "series" or values["occurs_on"] is None:
        return None
    from app.services import visit_series

    series = visit_series.series_of(session, values["id"])
    if series is None:
        return None
    living = (Visit.calendar_uid == series["calendar_uid"], Visit.deleted_at.is_(None))
    days = session.scalars(sa.select(Visit.occurs_on).where(*living, Visit.occurs_on.is_not(None))).all()
    place = sum(day <= values["occurs_on"] for day in days if day is not None)
    return Repeated(series["rule"], series["starts_on"], place, len(days))


def plan_of_next_step(session: Session, visit_id: UUID) -> tuple[dict[str, Any], dict[str, str]]:
    """The values and link names a plan of this record's next step begins with."""
    done = records.get(session, Visit, visit_id)
    keys = ("customer_id", "contact_id", "owner_id", "kind", "level", "project_no")
    values = {key: done[key] for key in keys}
    values |= {"purpose": (done["next_step"] or "")[:200] or None, "planned_on": done["next_on"]}
    return values, records.link_titles(session, Visit, values)


def usual_moment(planned_on: date | None, planned_time: str | None, present: datetime) -> datetime:
    """When a visit that is written down at a moment (aware) was, unless said: as planned where that is over (midday of a day
    without an hour), else just now."""
    day = local(present).date()
    if planned_on is None or planned_on > day or (planned_on == day and not planned_time):
        return present
    planned = from_local(datetime.combine(planned_on, time.fromisoformat(planned_time or _MIDDAY)))
    return min(planned, present)


def known_customer(session: Session, values: dict[str, Any]) -> dict[str, str]:
    """The names behind the links of a new visit's first values."""
    return records.link_titles(session, Visit, values)


def count_due(session: Session, today: Any) -> int:
    """How many planned visits are overdue or for today: the badge in the rail."""
    planned = sa.text("visits.deleted_at IS NULL AND visits.state = 'planned'")
    return int(session.scalar(sa.select(sa.func.count()).select_from(Visit).where(planned, Visit.planned_on <= today)) or 0)
