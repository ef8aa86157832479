"""Taking a step with a complaint: values in, guards, the new state, its times, and one line in the log (domain/40 §4.5)."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from app.analysis import priorities
from app.analysis.complaint_states import CLOSED, OPEN, PAUSED
from app.analysis.complaint_transitions import path, target_of, transition
from app.errors import ConflictError, ValidationError
from app.i18n import N_
from app.models import Complaint
from app.services import complaint_due, complaint_events, complaint_guards, complaint_people, records, roles, settings
from app.services.complaint_guards import Draft

Values = Mapping[str, Any]
_SHADOW = frozenset({
    "number", "state", "acknowledged_at", "assessed_at", "answered_at", "closed_at", "acknowledge_due", "answer_due",
    "close_due", "next_due", "follow_up_due", "due_provisional", "reopened",
})  # fmt: skip


def load(session: Session, complaint_id: UUID) -> Complaint:
    """The complaint; ConflictError when there is none."""
    record = session.get(Complaint, complaint_id)
    if record is None:
        raise ConflictError(N_("This record no longer exists."))
    return record


def step(session: Session, complaint_id: UUID, action: str, values: Values | None = None, reason: str = "") -> None:
    """Take one transition of domain/40 by its code. ``values`` are fields of the complaint it brings, and ``at``: when
    it happened (now, if not said); ``to``: which of two states (T18, T27). ValidationError names what is missing."""
    roles.require_actor(session, transition(action).actor)
    record, given = load(session, complaint_id), dict(values or {})
    wanted = given.pop("at", None) or (record.received_at if action == "T01" else None)
    at = complaint_events.moment_for(session, complaint_id, wanted)
    target = _target(record, action, given.pop("to", None))
    put(session, record, given)
    _defaults(session, record, action)
    complaint_guards.check(Draft(session, record, action, at, reason), transition(action).guards)
    before, record.state = record.state, target
    _effects(session, record, action, before, at)
    complaint_due.set_next_due(record)
    complaint_events.append(session, record, action, at, before, reason)


def advance(session: Session, complaint_id: UUID, goal: str, values: Values | None = None, reason: str = "") -> None:
    """The small firm's short way: every step to a goal of ``complaint_transitions.GOALS`` as one undoable step."""
    record, given = load(session, complaint_id), dict(values or {})
    at = given.pop("at", None)
    put(session, record, given)
    codes = route(session, record, goal)
    if not codes:
        raise ConflictError(N_("“{name}” is no longer at this step. Look at it again."), name=record.subject)
    for number, code in enumerate(codes, 1):
        step(session, complaint_id, code, {"at": at}, reason if number == len(codes) else "")


def route(session: Session, record: Complaint, goal: str) -> tuple[str, ...]:
    """The transitions that ``advance`` takes; a cost over the handler's limit goes through approval like a severe case."""
    limit = settings.value(session, "complaint.limits")["handler"]
    severity = "S3" if complaint_guards.cost_of(record) > limit else record.severity
    try:
        return path(record.state, goal, severity)
    except ValueError as error:
        raise ConflictError(N_("From here the complaint cannot go there. Choose one of the steps offered.")) from error


def put(session: Session, record: Complaint, values: Values) -> frozenset[str]:
    """Set fields of the complaint and return those that changed; what only steps set, and the first-contact owner, stay.
    Priority and deadlines follow."""
    tidy = records.checked(Complaint, {key: value for key, value in values.items() if key not in _SHADOW}, whole=False)
    if record.first_owner_id is not None and tidy.get("first_owner_id", record.first_owner_id) != record.first_owner_id:
        raise ValidationError(N_("The first-contact owner never changes."), field="first_owner_id")
    changed = {key for key, value in tidy.items() if getattr(record, key) != value}
    for key in changed:
        setattr(record, key, tidy[key])
    _prioritise(record, tidy, changed)
    if record.state != "S00" and changed & {"severity", "urgency", "priority", "received_at"}:
        complaint_due.reschedule(session, record, complaint_events.pauses(complaint_events.entries(session, record.id)))
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


def _defaults(session: Session, record: Complaint, action: str) -> None:
    if action in {"T04", "T05", "T06", "T11"} and record.handler_id is None:
        record.handler_id = record.first_owner_id
    if action == "T15":
        record.accepted = True
    if action == "T16":
        record.accepted = False


def _prioritise(record: Complaint, tidy: Values, changed: set[str]) -> None:
    """Priority by severity and urgency (C33) whenever these change; by hand it may only be raised (domain/40 §4.3)."""
    computed = priorities.priority(record.severity, record.urgency)
    if "priority" in changed and computed is not None and (tidy["priority"] or "P4") > computed:
        raise ValidationError(N_("Severity and urgency ask for {priority}: it can only be raised."), field="priority",
                              priority=computed)  # fmt: skip
    if changed & {"severity", "urgency"} and "priority" not in changed and computed is not None:
        record.priority = computed


def _effects(session: Session, record: Complaint, action: str, before: str, at: datetime) -> None:
    if before in PAUSED and record.state not in PAUSED:
        start = complaint_events.entered(complaint_events.entries(session, record.id), before) or at
        complaint_due.after_pause(session, record, (start, at))
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
