"""Visits that repeat: the series, its single times as visits for twelve months ahead, and changes of one, of this one and the
following, or of all. A time that was moved, called off, confirmed or done is never made again nor touched."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any, Literal
from uuid import NAMESPACE_OID, UUID, uuid4, uuid5

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.analysis import visit_series as rules
from app.errors import ConflictError, ValidationError
from app.formats import today
from app.i18n import N_
from app.models import Customer, Visit
from app.models.base import table_of
from app.models.types import uuid7
from app.models.visit_plan import VisitSeries
from app.services import records, visit_reseating, visits

Values = Mapping[str, Any]
Scope = Literal["this", "following", "all"]
SHARED = ("customer_id", "contact_id", "owner_id", "kind", "level", "purpose", "planned_time", "minutes", "place")
"""What all times of a series have in common; the day is the rule's."""
_PATTERN = frozenset({"rule", "starts_on"})
_BAD_RULE = N_("This rule can't be followed. Choose how often it repeats, or write a rule such as FREQ=WEEKLY;BYDAY=TU.")


def create(session: Session, values: Values) -> UUID:
    """A visit that repeats by ``rule`` from ``starts_on`` on; its times within twelve months become planned visits. Returns the
    series. ValidationError where the rule can't be followed or never comes true."""
    for key in ("customer_id", "purpose", "rule", "starts_on"):
        if not values.get(key):
            raise records.missing(VisitSeries, key)
    _check_rule(values)
    given = {**values, "calendar_uid": values.get("calendar_uid") or f"{uuid4()}@clientele"}
    series = records.create(session, VisitSeries, given)
    _make(session, records.get(session, VisitSeries, series), today())
    return series


def _check_rule(values: Values) -> None:
    if not rules.is_sound(values["rule"], values["starts_on"]):
        raise ValidationError(_BAD_RULE, field="rule")


def extend(session: Session, day: date | None = None) -> int:
    """Make the times that came within twelve months since; how many there were. Nothing happens twice."""
    present = day or today()
    table = VisitSeries
    late = (table.planned_until.is_(None)) | (table.planned_until < rules.horizon(present))
    found = sa.select(table.id).join(Customer, Customer.id == table.customer_id).where(*_running(), late).order_by(table.id)
    return sum(_make(session, records.get(session, VisitSeries, key), present) for key in session.scalars(found).all())


def due_for_more(session: Session, day: date | None = None) -> bool:
    """Whether ``extend`` has something to look at: asked before writing, it keeps empty steps out."""
    present, table = day or today(), VisitSeries
    asked = sa.select(table.rule, table.starts_on, table.planned_until).join(Customer, Customer.id == table.customer_id)
    rows = session.execute(asked.where(*_running()))
    end = rules.horizon(present)
    return any(rules.times(rule, start, max(start, _after(until)), end) for rule, start, until in rows)


def _running() -> tuple[sa.ColumnElement[bool], ...]:
    """Series that go on, of customers that are served."""
    served = sa.or_(Customer.grade.is_(None), Customer.grade != "never")
    return VisitSeries.deleted_at.is_(None), VisitSeries.ended_on.is_(None), Customer.deleted_at.is_(None), served


def _after(day: date | None) -> date:
    return date.min if day is None else date.fromordinal(min(day.toordinal() + 1, date.max.toordinal()))


def _make(session: Session, series: Values, present: date) -> int:
    """The times from the day on up to which they were made, to the horizon."""
    end = rules.horizon(max(present, series["starts_on"]))
    first = max(series["starts_on"], _after(series["planned_until"]))
    days = rules.times(series["rule"], series["starts_on"], first, end, _known(session, series["calendar_uid"]))
    _fill(session, series, days)
    if days or series["planned_until"] is None:
        records.update(session, VisitSeries, series["id"], {"planned_until": end})
    return len(days)


def _fill(session: Session, series: Values, days: Sequence[date]) -> None:
    """Make the times of these days."""
    usual = {key: series[key] for key in SHARED} | {"state": "planned", "origin": "series", "direction": "out"}
    usual |= {"calendar_uid": series["calendar_uid"]}
    usual["owner_id"] = series["owner_id"] or visits.usual_owner(session, series["customer_id"])
    rows = [{**usual, "planned_on": day, "first_planned_on": day, "occurs_on": day} for day in days]
    records.create_many(session, Visit, rows, _ids(session, series["calendar_uid"], days))


def _ids(session: Session, uid: str, days: Sequence[date]) -> list[UUID]:
    """The same on every laptop that makes a time; one whose id was given to a time that is no more gets another."""
    wanted = [uuid5(NAMESPACE_OID, f"{uid}|{day}") for day in days]
    used = set(session.scalars(sa.select(table_of(Visit).c.id).where(table_of(Visit).c.id.in_(wanted))))
    return [uuid7() if key in used else key for key in wanted]


def _known(session: Session, uid: str) -> set[date]:
    """The times that stand, also those called off. One that was deleted lies before ``planned_until`` and is not made again;
    what an undone step took away lies after it and is."""
    found = sa.select(Visit.occurs_on).where(Visit.calendar_uid == uid, Visit.deleted_at.is_(None))
    return {day for day in session.scalars(found) if day is not None}


def series_of(session: Session, visit_id: UUID) -> dict[str, Any] | None:
    """The series a visit is a time of; None where it stands alone or came from somebody else's calendar."""
    uid = records.get(session, Visit, visit_id)["calendar_uid"]
    found = sa.select(VisitSeries.id).where(VisitSeries.calendar_uid == uid, VisitSeries.deleted_at.is_(None))
    key = session.scalars(found).first() if uid else None
    return records.get(session, VisitSeries, key) if key is not None else None


def change(session: Session, visit_id: UUID, values: Values, scope: Scope, by: timedelta = timedelta(0)) -> int:
    """Change this time alone, this one and the following, or all that are still ahead; how many visits changed. ``rule`` and
    ``starts_on`` may change for more than one: the times ahead go to the new days, about ``by`` further on. The visit in hand
    changes with them; other confirmed ones stay as they were promised. ``moved_reason`` says why a promised time changes."""
    visit, series = _time(session, visit_id)
    if scope == "this":
        return int(visits.amend(session, visit_id, {key: value for key, value in values.items() if key != "rule"}))
    former = series["calendar_uid"]
    if scope == "following" and visit["occurs_on"] > series["starts_on"]:
        series = _part(session, series, visit["occurs_on"])
    fields = {key: value for key, value in values.items() if key in SHARED}
    pattern = {key: value for key, value in values.items() if key in _PATTERN and value != series[key]}
    records.update(session, VisitSeries, series["id"], {**fields, **pattern})
    ahead = _ahead(session, series["calendar_uid"])
    if visit_id not in ahead and fields:
        reason = {key: values[key] for key in ("moved_reason",) if values.get(key)}
        visits.amend(session, visit_id, fields | reason)
    if pattern:
        return _reseated(session, series["id"], by, fields, former)
    return sum(records.update(session, Visit, key, fields) for key in ahead) + (visit_id not in ahead)


def cancel(session: Session, visit_id: UUID, scope: Scope, reason: str = "", missed: str | None = None) -> int:
    """Call off this time, this one and the following, or all ahead; how many visits it was. The series ends with them. ``missed``
    is one of choices.VISIT_MISSED."""
    visit, series = _time(session, visit_id)
    if scope == "this":
        visits.cancel(session, visit_id, reason, missed)
        return 1
    since = visit["occurs_on"] if scope == "following" else date.min
    ahead = [key for key, day in _planned_times(session, series["calendar_uid"]) if day >= since]
    for key in ahead:
        visits.cancel(session, key, reason, missed)
    ended = max(today(), series["starts_on"]) if scope == "all" else since
    rule = rules.ended_before(series["rule"], ended) if ended > date.min else series["rule"]
    records.update(session, VisitSeries, series["id"], {"rule": rule, "ended_on": today()})
    return len(ahead)


def _time(session: Session, visit_id: UUID) -> tuple[dict[str, Any], dict[str, Any]]:
    visit, series = records.get(session, Visit, visit_id), series_of(session, visit_id)
    if series is None or visit["occurs_on"] is None:
        raise ConflictError(N_("This visit does not repeat."))
    return visit, series


def _part(session: Session, series: dict[str, Any], day: date) -> dict[str, Any]:
    """The series ends before a day, and one of its own goes on from there with the times that are planned already."""
    later = {key: series[key] for key in (*SHARED, "planned_until")}
    rule = rules.begun_again(series["rule"], series["starts_on"], day)
    uid = f"{uuid4()}@clientele"
    made = records.create(session, VisitSeries, {**later, "rule": rule, "starts_on": day, "calendar_uid": uid})
    moved = sa.select(Visit.id).where(Visit.calendar_uid == series["calendar_uid"], Visit.occurs_on >= day)
    for key in session.scalars(moved.where(Visit.deleted_at.is_(None))).all():
        records.update(session, Visit, key, {"calendar_uid": uid})
    ended = {"rule": rules.ended_before(series["rule"], day), "ended_on": today()}
    records.update(session, VisitSeries, series["id"], ended)
    return records.get(session, VisitSeries, made)


def _reseated(session: Session, series_id: UUID, by: timedelta, fields: Values, former: str) -> int:
    """The times ahead by another rule; how many there are afterwards."""
    series = records.get(session, VisitSeries, series_id)
    _check_rule(series)
    _fill(session, series, visit_reseating.reseat(session, series, by, fields, former))
    end = visit_reseating.made_until(series, by)
    records.update(session, VisitSeries, series_id, {"planned_until": end, "ended_on": None})
    return len(_planned_times(session, series["calendar_uid"]))


def _planned_times(session: Session, uid: str) -> list[tuple[UUID, date]]:
    found = sa.select(Visit.id, Visit.occurs_on).where(
        Visit.calendar_uid == uid, Visit.deleted_at.is_(None), Visit.state == "planned", Visit.planned_on >= today()
    )
    return [(key, day) for key, day in session.execute(found.order_by(Visit.occurs_on)) if day is not None]


def _ahead(session: Session, uid: str) -> list[UUID]:
    """The times still ahead that nobody confirmed or moved by itself."""
    keys = [key for key, _day in _planned_times(session, uid)]
    free = sa.select(Visit.id).where(
        Visit.id.in_(keys), Visit.confirmed_on.is_(None), Visit.planned_on == Visit.occurs_on
    )
    return list(session.scalars(free.order_by(Visit.occurs_on)))
