"""Visits as a calendar file for a phone (RFC 5545), that our own import takes back as changes of the same visits.

Each time is an event of its own, also those of a series: a phone that has an event of this UID replaces it. A time that came
from somebody's series keeps its UID with the RECURRENCE-ID, so that it stands in for that one time.
"""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.errors import ValidationError
from app.exchange import calendar_words
from app.exchange.card_writer import folded
from app.files import atomic_write
from app.formats import from_local, local
from app.i18n import N_
from app.models import Visit
from app.models.session import logged
from app.services import roles
from app.services.visit_briefs import Brief, briefs, going

HOST = "clientele"
USUAL_MINUTES = 60
"""How long a visit of no known length takes in a calendar: an event of no length is a mere line there."""

_STATUS = {"cancelled": "CANCELLED", "done": "CONFIRMED"}
_CHUNK, _HISTORY = 500, 200
_ESCAPES = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n"})
_CONTROLS = dict.fromkeys((*range(0x09), *range(0x0B, 0x20), 0x7F))


def export_calendar(
    session: Session, path: Path, ids: Sequence[UUID] | None = None, everything: bool = False, owner: UUID | None = None
) -> int:
    """Write the planned visits, or those of ``ids`` in their order, to an .ics file; returns how many. Those that have no day
    are left out; ``everything`` takes the done and the cancelled ones too, ``owner`` only those that a colleague makes or goes
    along to.

    ValidationError where the person at the keyboard may not, StorageError where it can't be written."""
    if path.suffix.casefold() != ".ics":
        raise ValidationError(N_("{file} must end with .ics."), file=path.name)
    roles.require_out(session)
    chosen = _chosen(session, ids, everything, owner)
    count = 0
    with atomic_write(path, shared=True) as file:
        file.write(b"".join(map(folded, _HEAD)))
        for start in range(0, len(chosen), _CHUNK):
            for brief in briefs(session, chosen[start : start + _CHUNK]):
                file.write(b"".join(map(folded, event(brief, _first_clock(session, brief.values)))))
                count += 1
        file.write(folded("END:VCALENDAR"))
    return count


_HEAD = ("BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Clientele//Visits//EN", "CALSCALE:GREGORIAN")


def _chosen(session: Session, ids: Sequence[UUID] | None, everything: bool, owner: UUID | None) -> list[UUID]:
    wanted = sa.select(Visit.id).where(Visit.deleted_at.is_(None), Visit.planned_on.is_not(None) | Visit.happened_at.is_not(None))
    if not everything:
        wanted = wanted.where(Visit.state == "planned", Visit.planned_on.is_not(None))
    if owner is not None:
        wanted = wanted.where(going(owner))
    found = list(session.scalars(wanted.order_by(Visit.planned_on, Visit.planned_time, Visit.id)))
    known = set(found)
    return found if ids is None else [one for one in ids if one in known]


def _first_clock(session: Session, values: Any) -> str | None:
    """At what time a time of somebody's series was when it came in, whatever it was moved to since: its series knows no other."""
    clock: str | None = values["planned_time"]
    if values["occurs_on"] is not None and values["origin"] == "calendar" and values["row_version"] > 1:
        made = (entry.change.after for entry in logged(session, values["id"], _HISTORY) if entry.change.before is None)
        clock = next(made, {"planned_time": clock}).get("planned_time")
    return clock


def event(brief: Brief, first_clock: str | None = None) -> Iterator[str]:
    """The lines of one visit, not folded yet. It must have a day. ``first_clock``: at what time its series has it, if any."""
    values = brief.values
    yield "BEGIN:VEVENT"
    yield from _identity(values, first_clock)
    for name, moment in (("DTSTAMP", "updated_at"), ("CREATED", "created_at"), ("LAST-MODIFIED", "updated_at")):
        yield f"{name}:{_utc(values[moment])}"
    yield f"SEQUENCE:{values['row_version']}"
    yield from _when(values)
    texts = (("SUMMARY", calendar_words.title(brief)), ("LOCATION", brief.address),
             ("DESCRIPTION", calendar_words.description(brief)))  # fmt: skip
    yield from (f"{name}:{escaped(text)}" for name, text in texts if text)
    yield f"STATUS:{_STATUS.get(values['state']) or ('CONFIRMED' if values['confirmed_on'] else 'TENTATIVE')}"
    yield "END:VEVENT"


def _identity(values: Any, first_clock: str | None) -> Iterator[str]:
    """A visit that came from a calendar is the event it came from; one of our own series stands for itself."""
    uid = uid_of(values)
    yield f"UID:{escaped(uid)}"
    if values["occurs_on"] is not None and uid == values["calendar_uid"]:
        yield f"RECURRENCE-ID{_stamp(values['occurs_on'], first_clock)}"


def uid_of(values: Any) -> str:
    """The UID of a visit's event."""
    foreign = values["calendar_uid"] if values["origin"] == "calendar" else None
    return foreign or f"{values['id']}@{HOST}"


def _when(values: Any) -> Iterator[str]:
    """On a day, or at a time for so long; the time of a done visit is when it took place."""
    if values["state"] == "done" and values["happened_at"] is not None:
        moment = local(values["happened_at"])
        day, clock = moment.date(), moment.strftime("%H:%M")
    else:
        day, clock = values["planned_on"] or local(values["happened_at"]).date(), values["planned_time"]
    yield f"DTSTART{_stamp(day, clock)}"
    if clock is None:
        yield f"DTEND{_stamp(day + timedelta(days=1) if day < date.max else day, None)}"
    else:
        yield f"DURATION:{duration(values['minutes'] or USUAL_MINUTES)}"


def _stamp(day: date, clock: str | None) -> str:
    """The rest of a line that names a day, or a moment in UTC: no phone has to know the firm's zone."""
    if clock is None:
        return f";VALUE=DATE:{day.isoformat().replace('-', '')}"
    return f":{_utc(moment_of(day, clock))}"


def moment_of(day: date, clock: str) -> datetime:
    """A planned time of the firm's clock; one that daylight saving skips is the hour after it."""
    return _in_utc(from_local(datetime.combine(day, time.fromisoformat(clock))))


def _in_utc(moment: datetime) -> datetime:
    """A typing error at either end of the calendar stays within it."""
    with suppress(OverflowError):
        return moment.astimezone(UTC)
    return moment


def _utc(moment: datetime) -> str:
    """``20261201T013000Z``."""
    return _in_utc(moment).replace(tzinfo=None).isoformat(timespec="seconds").replace("-", "").replace(":", "") + "Z"


def duration(minutes: int) -> str:
    """``PT1H30M``."""
    hours, rest = divmod(minutes, 60)
    return "PT" + (f"{hours}H" if hours else "") + (f"{rest}M" if rest or not hours else "")


def escaped(text: str) -> str:
    """A text value (RFC 5545 §3.3.11)."""
    return sayable(text).translate(_ESCAPES)


def sayable(text: str) -> str:
    """A text as an event can hold it: without control characters."""
    return text.replace("\r\n", "\n").replace("\r", "\n").translate(_CONTROLS)
