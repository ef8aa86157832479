"""Events of a calendar that are visits here: what was changed on the phone comes back as a change of the same visit.

A visit is found by the UID (and the day in its series) and never doubled. Only its plan comes back: when, how long, where, what
for, that it was cancelled, and notes below the line for them. What was changed here after the calendar's last change stays.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from app.exchange import calendar_words
from app.exchange.calendar_here import STEPS, Here
from app.exchange.calendar_known import Known
from app.exchange.calendar_writer import USUAL_MINUTES, moment_of, sayable
from app.exchange.drafts import Draft
from app.exchange.plan_types import Outcome
from app.exchange.sheet import Sheet, Trouble
from app.formats import day_text, local, today
from app.i18n import N_
from app.i18n import gettext_text as _
from app.models import Visit, fields_of
from app.models.session import logged
from app.services.records import problem_with
from app.services.visit_briefs import Brief

_HISTORY = 200
_PLAN = ("planned_on", "planned_time", "minutes")
_GONE = N_("The visit is in the recycle bin here and stays there.")
_OFF = N_("The event was cancelled in the calendar.")
_CALLED_OFF = N_("Cancelled in the calendar.")
_PROMISED_OFF = N_("“{text}” on {day} was agreed with the customer and is cancelled in the calendar. Tell them, and note why.")
_MOVED = N_("Moved in the calendar.")
_OURS = N_("“{text}” was changed here after it was changed in the calendar: {field} stays as it is here.")
_PROMISED = N_(
    "“{text}” was confirmed with the customer for {before} and was moved to {after} in the calendar. Tell the customer."
)
_OVER = N_("“{text}” was moved in the calendar to {day}, which is over. Record it or plan it for another day.")
_LEFT = N_("“{text}” on {day} is no longer among the times of its series in the calendar. It stays planned here.")
_TWICE = N_("The file has this event twice; the first counts.")


@dataclass(slots=True)
class Back:
    """What becomes of the rows whose visits are here, by row; ``review`` is what to look at."""

    outcomes: dict[int, Outcome] = field(default_factory=dict)
    review: list[Trouble] = field(default_factory=list)
    strangers: set[int] = field(default_factory=set)
    """Rows with the UID of an earlier row that are quite another event: some programs give all events one UID."""

    claimed: set[UUID] = field(default_factory=set)
    """The visits that no other row may mean."""


def come_back(session: Session, sheet: Sheet) -> Back:
    """The rows of a calendar whose visits are here, or that are none any more; nothing for any other file."""
    found, here = Back(), Here(session, sheet.events.values())
    seen: dict[tuple[str, date | None], Known] = {}
    for row in sheet.numbers:
        event = sheet.events.get(row)
        if event is None:
            continue
        one, first = here.find(event), seen.setdefault((event.key, event.occurs_on), event)
        if first is not event and not (first.start == event.start or first.title == event.title):
            found.strangers.add(row)
        elif first is not event:
            found.outcomes[row] = Outcome(row, "duplicates", reason=Trouble(row, "", _TWICE))
        elif one is not None:
            found.outcomes[row] = _outcome(session, row, event, one, found)
        elif event.status == "CANCELLED":
            found.outcomes[row] = _refused(row, _OFF)
        for brief in here.left.pop(event.key, ()):
            said = (("text", calendar_words.title(brief)), ("day", day_text(brief.values["planned_on"])))
            found.review.append(Trouble(row, "", _LEFT, said))
    return found


def keep_identity(sheet: Sheet, drafts: Iterable[Draft], back: Back) -> None:
    """What new visits remember of their event, so that it is found again."""
    for draft in drafts:
        event = sheet.events.get(draft.row)
        if event is not None and draft.row not in back.strangers:
            draft.usual |= {"calendar_uid": event.key, "occurs_on": event.occurs_on, "origin": "calendar"}


def _refused(row: int, sentence: str) -> Outcome:
    return Outcome(row, "refused", reason=Trouble(row, "", sentence))


def _outcome(session: Session, row: int, event: Known, one: "Brief | UUID | None", found: Back) -> Outcome:
    if not isinstance(one, Brief):
        return _refused(row, _GONE)
    record = one.values["id"]
    if record in found.claimed:
        return Outcome(row, "duplicates", reason=Trouble(row, "", _TWICE))
    found.claimed.add(record)
    changes, problems = changes_of(session, row, event, one)
    changes |= _place_in_series(event, one)
    found.review += problems
    former = {key: one.values[key] for key in changes}
    return Outcome(row, "updated" if changes else "unchanged", changes, record, former=former)


def _place_in_series(event: Known, one: Brief) -> dict[str, Any]:
    """Which time of the series the visit is from now on, so that it is found as this one."""
    values = one.values
    if not event.is_regular or values["occurs_on"] == event.occurs_on or values["calendar_uid"] not in (None, event.key):
        return {}
    return {"calendar_uid": event.key, "occurs_on": event.occurs_on}


# what was changed ------------------------------------------------------------------------------------------------------


def changes_of(session: Session, row: int, event: Known, one: Brief) -> tuple[dict[str, Any], list[Trouble]]:
    """The values that the phone changes of a planned visit, ready to be written, and what to look at."""
    if one.values["state"] != "planned":
        return {}, []
    found = differences(event, one)
    problems: list[Trouble] = []
    before = _former(session, event, one) if found else {}
    if before:
        there = differences(event, replace(one, values={**one.values, **before}))
        found = {key: value for key, value in found.items() if key in there}
        clashing = [key for key in found if key in before and event.changed]
        problems += [_stays(row, key, one) for key in dict.fromkeys("planned_on" if key in _PLAN else key for key in clashing)]
        found = {key: value for key, value in found.items() if key not in clashing}
    return _written(row, found, one, problems), problems


def _stays(row: int, key: str, one: Brief) -> Trouble:
    label = _(fields_of(Visit)[key].label)
    return Trouble(row, key, _OURS, (("text", calendar_words.title(one)), ("field", label)))


def _former(session: Session, event: Known, one: Brief) -> dict[str, Any]:
    """What the visit had when the calendar was changed last, of the fields that were changed here since. Where the calendar
    doesn't say when, that was when the visit came in from one last; nothing for one that never did."""
    if event.changed_at is not None and event.changed_at >= one.values["updated_at"].replace(microsecond=0):
        return {}
    entries = sorted(logged(session, one.values["id"], _HISTORY), key=lambda each: each.at)
    came_in = max((each.at for each in entries if each.label.key in STEPS), default=None)
    found: dict[str, Any] = {}
    for entry in entries:
        at = entry.at.replace(microsecond=0) if event.changed_at is not None else entry.at
        since = event.changed_at or came_in
        if since is not None and at > since:
            found = {**(entry.change.before or {}), **found}
    plan = {key: found.get(key, one.values[key]) for key in _PLAN} if found.keys() & set(_PLAN) else {}
    return {key: found[key] for key in ("place", "purpose", "notes", "state") if key in found} | plan


def differences(event: Known, one: Brief) -> dict[str, Any]:
    """What the event says otherwise than the visit, by field key."""
    if event.status == "CANCELLED":
        return {"state": "cancelled"}
    found = _when(event, one) | _texts(event, one)
    fields = fields_of(Visit)
    return {key: value for key, value in found.items() if value is None or problem_with(fields[key], value) is None}


def _when(event: Known, one: Brief) -> dict[str, Any]:
    values, found = one.values, dict[str, Any]()
    if event.day is None or values["planned_on"] is None:
        return {}
    clock = values["planned_time"]
    ours = local(moment_of(values["planned_on"], clock)) if clock is not None else None
    theirs = event.moment.replace(second=0, microsecond=0) if event.moment is not None else None
    if (ours, ours or values["planned_on"]) != (theirs, theirs or event.day):
        found = {key: value for key, value in (("planned_on", event.day), ("planned_time", event.clock)) if value != values[key]}
    if theirs is not None and event.minutes not in (None, values["minutes"] or USUAL_MINUTES):
        found["minutes"] = event.minutes
    return found


def _texts(event: Known, one: Brief) -> dict[str, Any]:
    found: dict[str, Any] = {}
    place, title = _line(event.place), _line(event.title)
    if place and place != _line(one.address):
        found["place"] = place
    ours = {_line(text) for text in (*calendar_words.titles(one), one.values["purpose"] or "")}
    purpose = calendar_words.purpose_of(one, title)
    if title and title not in ours and purpose and not (purpose == title and _is_renamed(title, one)):
        found["purpose"] = purpose
    there = (one.values["notes"] or "").splitlines()
    more = [line for line in calendar_words.noted(event.description).splitlines() if line.strip() and line not in there]
    if more:
        found["notes"] = "\n".join((*there, *more))
    return found


def _line(text: str) -> str:
    """A text as it is compared: what a calendar leaves of it, in one line."""
    return " ".join(sayable(text).split())


def _is_renamed(title: str, one: Brief) -> bool:
    """Whether only the customer is called otherwise here by now."""
    return bool(one.values["purpose"]) and title.endswith(_line(one.values["purpose"]))


def _written(row: int, found: dict[str, Any], one: Brief, problems: list[Trouble]) -> dict[str, Any]:
    """The changes with their reason: of a move (which ``visits.amend`` counts), of a cancelled visit in its notes."""
    values = one.values
    if found.get("state") == "cancelled":
        if values["confirmed_on"] is not None:
            said = (("text", calendar_words.title(one)), ("day", day_text(values["planned_on"])))
            problems.append(Trouble(row, "state", _PROMISED_OFF, said))
        return {"state": "cancelled", "notes": "\n".join(filter(None, (values["notes"], _(_CALLED_OFF))))}
    other_day = "planned_on" in found
    confirmed = values["confirmed_on"] is not None and (other_day or "planned_time" in found)
    if other_day and found["planned_on"] < today():
        said = (("text", calendar_words.title(one)), ("day", day_text(found["planned_on"])))
        problems.append(Trouble(row, "planned_on", _OVER, said))
    if confirmed:
        problems.append(_promised(row, found, one))
    return found | {"moved_reason": _(_MOVED)} if other_day or confirmed else found


def _promised(row: int, found: Mapping[str, Any], one: Brief) -> Trouble:
    days = (("before", _said(one.values)), ("after", _said({**one.values, **found})))
    return Trouble(row, "planned_on", _PROMISED, (("text", calendar_words.title(one)), *days))


def _said(values: Mapping[str, Any]) -> str:
    return " ".join(filter(None, (day_text(values["planned_on"]), values["planned_time"])))
