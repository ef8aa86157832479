"""The life of a service request as one table (domain/40 §4.11): registered, dispatched, in work, to be confirmed, completed,
rated; and by when each level of service has to react (domain/70 §7.4).

Datetimes are naive wall time of the firm, as in workdays. Codes are language-neutral, `label` an English msgid.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

from app.analysis.moves import Move, leading_out, line
from app.analysis.workdays import Calendar, Due, add_working_minutes, due
from app.i18n import N_

REGISTERED, DISPATCHED, WORKING, CONFIRMING = "registered", "dispatched", "working", "confirming"
DONE, RATED, COMPLAINT, CANCELLED = "done", "rated", "complaint", "cancelled"
UNANSWERED = frozenset({REGISTERED, DISPATCHED})
OPEN = UNANSWERED | {WORKING, CONFIRMING}
CLOSED = frozenset({DONE, RATED, COMPLAINT, CANCELLED})

_PRICE = "entitlement price price_accepted"
MOVES = (
    line("dispatch", N_("Dispatch"), REGISTERED, DISPATCHED, "handler_id", "level"),
    line("start", N_("Begin work"), f"{REGISTERED} {DISPATCHED}", WORKING, "handler_id", _PRICE),
    line("complete", N_("Complete"), f"{REGISTERED} {DISPATCHED} {WORKING}", CONFIRMING, "solution done_at",
          f"handler_id {_PRICE}"),
    line("confirm", N_("Customer confirms"), CONFIRMING, DONE, "confirmed_at", "rating rating_note"),
    line("rate", N_("Record rating"), DONE, RATED, "rating", "rating_note"),
    line("again", N_("Not solved yet"), f"{CONFIRMING} {DONE}", WORKING, "notes"),
    line("hand_on", N_("Hand on"), f"{DISPATCHED} {WORKING}", DISPATCHED, "handler_id", "notes"),
    line("cancel", N_("Cancel the request"), f"{REGISTERED} {DISPATCHED} {WORKING} {CONFIRMING}", CANCELLED, "notes"),
)  # fmt: skip
CONVERTIBLE = OPEN | {DONE, RATED}
"""From where a request can become a complaint: dissatisfaction may show after the work as well."""

_BY_CODE = {move.code: move for move in MOVES}
_UNITS = {"min": 1, "h": 60, "wh": 60}


@dataclass(frozen=True, slots=True)
class Times:
    """By when the customer has to hear from us, and somebody has to be on the spot; None where the level promises nothing."""

    respond: Due | None
    arrive: Due | None


def move(code: str) -> Move:
    """The move of a code; KeyError for an unknown one."""
    return _BY_CODE[code]


def allowed(state: str) -> tuple[Move, ...]:
    """The moves that lead out of a state, the usual one first."""
    return leading_out(MOVES, state)


def next_due(state: str, respond: datetime | None, arrive: datetime | None) -> datetime | None:
    """By when the next thing has to happen: the answer first, then being on the spot; None where nothing is waited for."""
    if state in UNANSWERED:
        return respond if respond is not None else arrive
    return arrive if state == WORKING else None


def times(target: Mapping[str, Any] | None, received: datetime, calendar: Calendar) -> Times:
    """Both deadlines of a level. `target` has "respond" and "arrive", each [number, unit] or null, and "hours", in which
    hours and minutes run: ["08:00", "22:00"] every day; null around the clock. Units: wd and wh (working days and hours of
    the firm), h, min. No target gives no deadlines."""
    wanted = target or {}
    found = (_deadline(wanted.get(key), wanted.get("hours"), received, calendar) for key in ("respond", "arrive"))
    return Times(*found)


def _deadline(span: Any, hours: Any, received: datetime, calendar: Calendar) -> Due | None:
    if span is None:
        return None
    count, unit = int(span[0]), str(span[1])
    if unit == "wd":
        return due(calendar, received, count)
    minutes = count * _UNITS[unit]
    if unit == "wh":
        return add_working_minutes(calendar, received, minutes)
    return Due(_within_hours(received, minutes, hours), provisional=False)


def _within_hours(received: datetime, minutes: int, hours: Any) -> datetime:
    """Minutes of service that is there every day between two times; without them around the clock."""
    left, at = timedelta(minutes=minutes), received
    if hours is None:
        return at + left
    opens, closes = (time.fromisoformat(each) for each in hours)
    if at.time() > closes:
        at = datetime.combine(at.date() + timedelta(days=1), opens)
    at = max(at, datetime.combine(at.date(), opens))
    while (room := datetime.combine(at.date(), closes) - at) < left:
        left -= room
        at = datetime.combine(at.date() + timedelta(days=1), opens)
    return at + left
