"""Taking a step with a complaint: values in, guards, the new state, its times, and one line in the log (domain/40 §4.5)."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from app.analysis import priorities
from app.analysis.complaint_clock import Cause
from app.analysis.complaint_states import CLOSED, OPEN, PAUSED
from app.analysis.complaint_transitions import FIRST_CONTACT, HANDLER, path, target_of, transition
from app.errors import ConflictError, ValidationError
from app.i18n import N_
from app.models import Complaint
from app.models.session import now
from app.services import (
    complaint_actors,
    complaint_defaults,
    complaint_due,
    complaint_effects,
    complaint_events,
    complaint_guards,
    complaint_locks,
    complaint_people,
    complaint_rules,
    records,
    roles,
    settings,
)
from app.services.complaint_guards import Draft
from app.services.complaint_record import load
from app.services.workcalendar import firm_calendar

Values = Mapping[str, Any]
_KNOWN = frozenset({*priorities.SEVERITIES, *priorities.URGENCIES})
EXTRA = frozenset({"promise_due", "request_kind", "level"})
"""What a step may bring besides fields: by when the customer was promised an answer (T02), the kind of service request it
becomes (T25), the level to rise to (T28)."""

_SHADOW = frozenset({
    "number", "state", "acknowledged_at", "assessed_at", "answered_at", "closed_at", "acknowledge_due", "answer_due",
    "close_due", "next_due", "follow_up_due", "due_provisional", "reopened", "level", "extended_from", "masked_on",
})  # fmt: skip


def step(session: Session, complaint_id: UUID, action: str, values: Values | None = None, reason: str = "") -> None:
    """Take one transition of domain/40 by its code. ``values`` are fields of the complaint it brings, and ``at``: when
    it happened (now, if not said); ``to``: which of two states (T18, T27); those of EXTRA. ValidationError names what is
    missing. A ``Cause`` as reason marks a step the program takes by itself: no role is asked for."""
    record, given = load(session, complaint_id), dict(values or {})
    wanted = given.pop("at", None) or (record.received_at if action == "T01" else None)
    extra = {key: given.pop(key) for key in EXTRA & given.keys()}
    at = complaint_events.moment_for(session, complaint_id, wanted)
    target = _target(record, action, given.pop("to", None))
    complaint_locks.require_assessing(record, action, given)
    if not isinstance(reason, Cause):
        _permit(session, record, action, given)
    put(session, record, given, reason, at)
    complaint_defaults.fill(session, record, action, at, reason)
    complaint_guards.check(Draft(session, record, action, at, reason, extra), transition(action).guards)
    _require_cause(record, target)
    before, record.state = record.state, target
    _effects(session, record, action, before, at)
    complaint_due.set_next_due(record, firm_calendar(session))
    said = reason if reason.strip() else complaint_defaults.reason_of(record, action)
    line = complaint_events.append(session, record, action, at, before, said)
    complaint_effects.after(session, record, action, line, extra)


def _permit(session: Session, record: Complaint, action: str, given: Values) -> None:
    """Supervising steps need the right to approve, where the firm approves at all. A case of P3 or P4 may be assessed by the
    first contact (T04). Whose steps the others are is asked where the firm has that rule."""
    urgency, severity = given.get("urgency", record.urgency), given.get("severity", record.severity)
    priority = priorities.priority(severity, urgency) if {severity, urgency} <= _KNOWN else record.priority
    mild = action == "T04" and priority in {"P3", "P4"} and record.priority not in {"P1", "P2"}
    if mild or transition(action).actor in (FIRST_CONTACT, HANDLER):
        complaint_actors.require_named(session, record, action)
    elif complaint_rules.on(session, "approvals"):
        roles.require_actor(session, transition(action).actor)


def _require_cause(record: Complaint, target: str) -> None:
    """Invariant (v): no justified complaint is closed without its cause, by whatever way."""
    if target in CLOSED and record.validity == "valid" and record.cause is None:
        raise complaint_guards.missing("cause")

_SOLVING = frozenset({"T10", "T11"})  # they need the whole receipt


def advance(session: Session, complaint_id: UUID, goal: str, values: Values | None = None, reason: str = "") -> None:
    """The small firm's short way: every step to a goal of ``complaint_transitions.GOALS`` as one undoable step. A case that
    somebody else has to accept is handed over to them and waits in S30 (§4.4)."""
    record, given = load(session, complaint_id), dict(values or {})
    at, extra = given.pop("at", None), {key: given.pop(key) for key in EXTRA & given.keys()}
    complaint_locks.require_unlocked(record, given)
    put(session, record, given, reason, at)
    codes = route(session, record, goal)
    if _SOLVING & set(codes) and not record.text:
        record.description = record.description or record.subject  # in our words: nobody asked for theirs
    if not codes:
        raise ConflictError(N_("“{name}” is no longer at this step. Look at it again."), name=record.subject)
    for number, code in enumerate(codes, 1):
        if code == "T06" and complaint_effects.waits_for_another(session, record):
            complaint_effects.hand_on(session, record, reason)
            return
        step(session, complaint_id, code, {"at": at, **extra}, reason if number == len(codes) else "")


def route(session: Session, record: Complaint, goal: str) -> tuple[str, ...]:
    """The transitions that ``advance`` takes; a cost over the handler's limit goes through approval like a severe case."""
    try:
        return path(record.state, goal, weight(session, record))
    except ValueError as error:
        raise ConflictError(N_("From here the complaint cannot go there. Choose one of the steps offered.")) from error


def weight(session: Session, record: Complaint) -> str | None:
    """The severity that decides whether the solution goes through approval; None where the firm approves nothing."""
    if not complaint_rules.on(session, "approvals"):
        return None
    limit = settings.value(session, "complaint.limits")["handler"]
    return "S3" if complaint_guards.cost_of(record) > limit else record.severity


def put(
    session: Session, record: Complaint, values: Values, reason: str = "", at: datetime | None = None
) -> frozenset[str]:
    """Set fields of the complaint and return those that changed; what only steps set, and the first-contact owner, stay.
    Priority and deadlines follow; a priority set by hand needs the ``reason``. What the customer says of the handling is of
    ``at`` (now, if not said), unless a time is given with it."""
    tidy = records.checked(Complaint, {key: value for key, value in values.items() if key not in _SHADOW}, whole=False)
    if record.first_owner_id is not None and tidy.get("first_owner_id", record.first_owner_id) != record.first_owner_id:
        raise ValidationError(N_("The first-contact owner never changes."), field="first_owner_id")
    changed = {key for key, value in tidy.items() if getattr(record, key) != value}
    for key in changed:
        setattr(record, key, tidy[key])
    complaint_defaults.prioritise(session, record, tidy, changed, reason)
    if "follow_up_at" not in changed and any(tidy[key] for key in changed & {"satisfaction", "follow_up_result"}):
        record.follow_up_at = at or now(session)  # said anew: what was said before is the earlier month's
    if "compensation" in changed and record.state != "S00":
        complaint_defaults.require_remedies(session, record)
    if changed & {"validity", "cause"}:
        _require_cause(record, record.state)
    if record.state in OPEN and changed & {"severity", "urgency", "priority", "received_at"}:
        log = complaint_events.entries(session, record.id)
        complaint_due.reschedule(session, record, complaint_events.pauses(log), complaint_events.reopened(log))
    return frozenset(changed)


def _target(record: Complaint, action: str, wanted: str | None) -> str:
    try:
        target = target_of(action, record.state)
    except ValueError as error:
        raise ConflictError(N_("“{name}” is no longer at this step. Look at it again."), name=record.subject) from error
    if wanted is None:
        return target
    if wanted not in transition(action).targets:
        raise ValidationError(N_("Choose where it goes."), field="to")
    return wanted


def _effects(session: Session, record: Complaint, action: str, before: str, at: datetime) -> None:
    if before in PAUSED and record.state not in PAUSED:
        log = complaint_events.entries(session, record.id)
        waits = complaint_events.last_wait(log, at)
        complaint_due.after_wait(session, record, waits, complaint_events.pauses(log), complaint_events.reopened(log))
    for key in _STAMPS.get(action, ()):
        if getattr(record, key) is None or action == "T14":
            setattr(record, key, at)
    if record.state in CLOSED and before in OPEN:
        complaint_due.on_closing(session, record, at)
    if action in _MORE:
        _MORE[action](session, record, at)


def _scheduled(session: Session, record: Complaint, _at: datetime) -> None:
    complaint_due.reschedule(session, record, [])


def _found_again(session: Session, record: Complaint, _at: datetime) -> None:
    if record.repeat_of_id is None:
        record.repeat_of_id = complaint_people.repeat_of(
            session, record.customer_id, record.received_at, category=record.category, serial_no=record.serial_no,
            apart_from=record.id,
        )  # fmt: skip


def _followed_up(_session: Session, record: Complaint, at: datetime) -> None:
    if record.follow_up_at is None:
        record.follow_up_at = at


_STAMPS: Mapping[str, tuple[str, ...]] = {
    "T02": ("acknowledged_at",), "T03": ("acknowledged_at", "assessed_at", "answered_at"), "T04": ("assessed_at",),
    "T05": ("assessed_at",), "T14": ("answered_at",),
}  # fmt: skip
_MORE: Mapping[str, Callable[[Session, Complaint, datetime], None]] = {
    "T01": _scheduled, "T04": _found_again, "T05": _found_again, "T21": _followed_up, "T22": complaint_due.on_reopening,
}
