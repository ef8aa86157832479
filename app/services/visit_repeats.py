"""Repeating visits as a person says them: how often and until when, as RRULE (RFC 5545) and as the days that come of it;
planned in one step, moved as one time, from one on, or all."""

import calendar
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.analysis import visit_series as rules
from app.errors import ValidationError
from app.i18n import N_
from app.models import Visit
from app.models.visit_plan import VisitSeries
from app.services import records, visit_series, visits
from app.services.visit_series import Scope

OFTEN = ("week", "fortnight", "month_day", "month_weekday", "quarter", "year")
"""How often a visit repeats; a visit that does not repeat has none of them."""

_DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
COMMON = frozenset({*visit_series.SHARED, "planned_on", "moved_reason"})
"""What a change of one time may be meant for several."""

_TIED = N_("This rule is tied to days of its own: move this time alone, or plan another series.")
_SERIES = ("customer_id", "contact_id", "owner_id", "kind", "level", "purpose", "planned_time", "minutes", "place")


def nth_of_month(day: date) -> int:
    """Which of its weekdays of the month a day is: 1 to 4, or -1 for the last where it is the fifth."""
    number = (day.day - 1) // 7 + 1
    return -1 if number == 5 else number


def is_last(day: date) -> bool:
    """Whether it is the last day of its month."""
    return day.day == calendar.monthrange(day.year, day.month)[1]


def rule_of(often: str, start: date, until: date | None = None, count: int | None = None) -> str:
    """The RRULE of one of OFTEN from a day on. The last day of a month stays the last one in shorter months."""
    by_day = "BYMONTHDAY=-1" if is_last(start) else f"BYMONTHDAY={start.day}"
    pattern = {
        "week": "FREQ=WEEKLY", "fortnight": "FREQ=WEEKLY;INTERVAL=2", "month_day": f"FREQ=MONTHLY;{by_day}",
        "month_weekday": f"FREQ=MONTHLY;BYDAY={nth_of_month(start)}{_DAYS[start.weekday()]}",
        "quarter": f"FREQ=MONTHLY;INTERVAL=3;{by_day}", "year": "FREQ=YEARLY",
    }[often]  # fmt: skip
    end = f";UNTIL={until:%Y%m%d}" if until is not None else f";COUNT={count}" if count is not None else ""
    return pattern + end


def often_of(rule: str) -> str:
    """Which of OFTEN a rule is; empty for another, from a calendar or written by hand."""
    parts = dict(part.partition("=")[::2] for part in rule.upper().split(";"))
    shape = {key: value for key, value in parts.items() if key not in ("UNTIL", "COUNT")}
    one_day = "," not in shape.get("BYDAY", "")
    if shape.get("FREQ") == "WEEKLY" and set(shape) <= {"FREQ", "INTERVAL", "BYDAY"} and one_day:
        return {"1": "week", "2": "fortnight"}.get(shape.get("INTERVAL", "1"), "")
    if shape.get("FREQ") == "MONTHLY" and "BYDAY" in shape:
        return "month_weekday" if set(shape) == {"FREQ", "BYDAY"} else ""
    if shape.get("FREQ") == "MONTHLY" and set(shape) <= {"FREQ", "INTERVAL", "BYMONTHDAY"}:
        return {"1": "month_day", "3": "quarter"}.get(shape.get("INTERVAL", "1"), "")
    return "year" if shape == {"FREQ": "YEARLY"} else ""


def first_days(rule: str, start: date) -> tuple[date, ...]:
    """The days within the twelve months that are planned at once."""
    return rules.times(rule, start, start, rules.horizon(start))


def plan(session: Session, values: Mapping[str, Any], rule: str) -> UUID:
    """Plan a visit that repeats from ``planned_on`` on; the first one comes back. What a series does not keep (what to prepare,
    notes) stands in the first."""
    for key in ("customer_id", "planned_on", "purpose"):
        if not values.get(key):
            raise records.missing(Visit, key)
    given = {key: value for key, value in values.items() if key in _SERIES}
    series = visit_series.create(session, {**given, "rule": rule, "starts_on": values["planned_on"]})
    uid = records.get(session, VisitSeries, series)["calendar_uid"]
    times = sa.select(Visit.id).where(Visit.calendar_uid == uid, Visit.deleted_at.is_(None)).order_by(Visit.occurs_on).limit(1)
    first = session.scalars(times).one()
    rest = {key: value for key, value in values.items() if key not in (*_SERIES, "planned_on", "state")}
    if rest:
        records.update(session, Visit, first, rest)
    return first


def move(session: Session, visit_id: UUID, day: date, clock: str, reason: str, scope: Scope) -> int:
    """Move one time, or it and those after it, or all that are ahead, by as many days; how many visits it was. The pattern
    follows the new day (the second Tuesday becomes the second Wednesday). A confirmed time asks why, as any visit does:
    ValidationError of ``moved_reason``; so does a rule tied to several days, of ``planned_on``."""
    series = visit_series.series_of(session, visit_id)
    visit = records.get(session, Visit, visit_id)
    if scope == "this" or series is None:
        visits.move(session, visit_id, day, reason, clock)
        return 1
    values: dict[str, Any] = {"planned_time": clock or None}
    by = day - (visit["occurs_on"] or visit["planned_on"])
    if by:
        values |= _pattern(series, day, by, scope)
    if visit["confirmed_on"] is not None or visit["planned_on"] != visit["occurs_on"]:
        visits.move(session, visit_id, day, reason, clock)
    return visit_series.change(session, visit_id, values, scope, by)


def amend(session: Session, visit_id: UUID, values: Mapping[str, Any], scope: Scope, version: int | None = None) -> None:
    """Change what a time's record says: what all times have in common, and the day, of those the ``scope`` names; the rest of
    this one alone. ``version`` as for ``records.update``."""
    visits.amend(session, visit_id, {key: value for key, value in values.items() if key not in COMMON}, version)
    shared = {key: value for key, value in values.items() if key in visit_series.SHARED}
    if shared:
        reason = {key: values[key] for key in ("moved_reason",) if values.get(key)}
        visit_series.change(session, visit_id, shared | reason, scope)
    if "planned_on" in values:
        clock = records.get(session, Visit, visit_id)["planned_time"] or ""
        move(session, visit_id, values["planned_on"], clock, values.get("moved_reason") or "", scope)


def _pattern(series: Mapping[str, Any], day: date, by: timedelta, scope: Scope) -> dict[str, Any]:
    """The rule and first day of a series one of whose times goes to ``day``, ``by`` further on; its end moves as far."""
    often = often_of(series["rule"])
    if not often:
        raise ValidationError(_TIED, field="planned_on")
    kept = rules.begun_again(series["rule"], series["starts_on"], day - by) if scope == "following" else series["rule"]
    bare = rule_of(often, day)
    start = day if scope == "following" else rules.first_near(bare, day, series["starts_on"] + by)
    return {"rule": ";".join([bare, *rules.ends_moved(kept, by)]), "starts_on": start}
