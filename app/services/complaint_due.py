"""Deadlines of a complaint: from its priority, the firm's targets and the firm's calendar (domain/40 §4.3, C33)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from app.analysis import priorities
from app.analysis.complaint_states import OPEN, PAUSED
from app.analysis.complaint_targets import with_pauses
from app.analysis.priorities import DEFAULT_TARGETS, Allowance, PriorityTargets
from app.analysis.workdays import Calendar, extended, nth_workday, paused_days, working_days_between
from app.formats import from_local, local
from app.models import Complaint
from app.services import settings
from app.services.workcalendar import firm_calendar

_BEFORE_ANSWER = frozenset({"S20", "S30", "S40", "S45", "S50", "S55"})
Pause = tuple[datetime, datetime]


def targets(session: Session) -> Mapping[str, PriorityTargets]:
    """The firm's targets: the defaults with what it changed, {"P1": {"close": [3, "working_days"]}}."""
    own = settings.value(session, "complaint.targets")
    return {code: _changed(default, own.get(code, {})) for code, default in DEFAULT_TARGETS.items()}


def _changed(default: PriorityTargets, own: Mapping[str, Any]) -> PriorityTargets:
    names = ("acknowledge", "assess", "answer", "close", "update", "follow_up")
    return PriorityTargets(**{n: Allowance(int(own[n][0]), own[n][1]) if n in own else getattr(default, n) for n in names})


@dataclass(frozen=True, slots=True)
class Rules:
    """What deadlines follow from: the firm's calendar and targets, and how many working days a customer is waited for."""

    calendar: Calendar
    targets: Mapping[str, PriorityTargets]
    waiting_days: int


def rules(session: Session) -> Rules:
    """The rules in force; read once for many complaints."""
    return Rules(firm_calendar(session), targets(session), int(settings.value(session, "complaint.waiting_days")))


def deadlines(rules: Rules, priority: str, received_at: datetime) -> dict[str, Any]:
    """The due fields of a complaint just received."""
    found = priorities.due_dates(priority, local(received_at), rules.calendar, rules.targets)
    return {
        "acknowledge_due": from_local(found.acknowledge), "answer_due": from_local(found.answer),
        "close_due": from_local(found.close), "due_provisional": found.provisional,
    }  # fmt: skip


def reschedule(session: Session, record: Complaint, pauses: list[Pause], reopened_at: datetime | None = None) -> None:
    """Compute a complaint's deadlines anew after its priority or receipt changed. Pauses and an extension stay granted; a
    reopened one has its new target from ``reopened_at``."""
    found = rules(session)
    in_round = reopened_at is not None and record.extended_from is not None and record.extended_from >= reopened_at
    granted = _extension(found.calendar, record, record.next_due if in_round else record.close_due)
    for key, value in deadlines(found, record.priority or "P3", record.received_at).items():
        setattr(record, key, value)
    for key in ("answer_due", "close_due"):
        setattr(record, key, _later(session, getattr(record, key), pauses))
    if record.reopened and reopened_at is not None:
        target = deadlines(found, record.priority or "P3", reopened_at)["close_due"]
        record.next_due = _later(session, target, [pause for pause in pauses if pause[0] >= reopened_at])
    if granted:
        _extend(found.calendar, record, "next_due" if in_round else "close_due", granted)
    set_next_due(record, found.calendar)


def _extend(calendar: Calendar, record: Complaint, key: str, days: int) -> None:
    record.extended_from = getattr(record, key)
    setattr(record, key, from_local(extended(calendar, local(getattr(record, key)), days).at))


def _extension(calendar: Calendar, record: Complaint, due: datetime | None) -> int:
    """Working days by which the target in force was extended."""
    if record.extended_from is None or due is None:
        return 0
    return working_days_between(calendar, local(record.extended_from), local(due))


def latest_wait(session: Session, asked: datetime) -> date:
    """The last day on which a customer asked then may send what is missing (S45)."""
    return nth_workday(firm_calendar(session), local(asked).date(), int(settings.value(session, "complaint.waiting_days")))


def _later(session: Session, due: datetime, pauses: list[Pause]) -> datetime:
    waited = [(local(start), local(end)) for start, end in pauses]
    return from_local(with_pauses(firm_calendar(session), local(due), waited)) if waited else due


def set_next_due(record: Complaint, calendar: Calendar) -> None:
    """What is due next in the state the complaint is in. A paused one waits for the customer's day, or for the outside body's;
    a reopened one keeps its new target until it is closed (after a pause ``after_wait`` finds it again)."""
    if record.state in {"S80", "S85"}:
        record.next_due = record.follow_up_due
    elif record.state not in OPEN:
        record.next_due = None
    elif record.reopened and (record.state not in PAUSED or _extended_again(record)):
        return
    elif record.state in PAUSED:
        day = record.waiting_until if record.state == "S45" else record.external_due
        record.next_due = _closing_time(calendar, day) if day else record.next_due or record.close_due
    else:
        record.next_due = getattr(record, due_key(record.state))


def due_key(state: str) -> str:
    """The field that says what is due next in a state in work."""
    return "acknowledge_due" if state == "S10" else "answer_due" if state in _BEFORE_ANSWER else "close_due"


def _extended_again(record: Complaint) -> bool:
    """Whether the target of a reopened complaint was extended: it stands nowhere but in ``next_due``."""
    return record.extended_from is not None and (record.close_due is None or record.extended_from >= record.close_due)


def _closing_time(calendar: Calendar, day: date) -> datetime:
    return from_local(datetime.combine(day, calendar.closes))


def on_closing(session: Session, record: Complaint, at: datetime) -> None:
    """The complaint is closed: its follow-up becomes due."""
    record.closed_at = at
    record.follow_up_due = follow_up(rules(session), record.priority or "P3", at)


def follow_up(rules: Rules, priority: str, closed_at: datetime) -> datetime:
    """When the customer of a closed complaint is to be asked."""
    return from_local(priorities.follow_up_due(priority, local(closed_at), rules.calendar, rules.targets).at)


FOLLOW_UP = ("follow_up_at", "follow_up_by_id", "follow_up_result", "satisfaction", "fair_outcome", "fair_process",
             "fair_manner", "stays", "recommend", "follow_up_note")  # fmt: skip
_FINDINGS = (*FOLLOW_UP, "executed_on", "archive_checks")


def on_reopening(session: Session, record: Complaint, at: datetime) -> None:
    """A reopened complaint has its closing target once more from now; the original date stays for the report (T22). What was
    found of the handling that failed is no finding of the next one: the change log keeps it (complaint_former)."""
    found = priorities.due_dates(record.priority or "P3", local(at), firm_calendar(session), targets(session))
    record.closed_at, record.follow_up_due = None, None
    record.accepted = False
    for key in _FINDINGS:
        setattr(record, key, None)
    record.reopened = (record.reopened or 0) + 1
    record.next_due = from_local(found.close)


def after_wait(
    session: Session, record: Complaint, waits: list[Pause], earlier: list[Pause], reopened_at: datetime | None
) -> None:
    """The complaint goes on after one or more pauses, one upon the other. The target of a reopened one is counted anew: while
    it waited, another day was due next."""
    for pause in waits:
        after_pause(session, record, pause)
    if record.reopened and reopened_at is not None and not _extended_again(record):
        target = deadlines(rules(session), record.priority or "P3", reopened_at)["close_due"]
        since = {pause for pause in (*earlier, *waits) if pause[0] >= reopened_at}
        record.next_due = _later(session, target, sorted(since))


def after_pause(session: Session, record: Complaint, pause: Pause) -> None:
    """Waiting for the customer or an outside body doesn't count: what is due moves on by the working days it took. What an
    extended target was before moves along, so that the days between the two stay those that were granted."""
    extended_key = "next_due" if _extended_again(record) else "close_due"
    for key in ("answer_due", "close_due", *(("next_due",) if record.reopened else ())):
        before = getattr(record, key)
        if before is not None:
            setattr(record, key, _later(session, before, [pause]))
        if key == extended_key and record.extended_from is not None and getattr(record, key) != before:
            days = paused_days(firm_calendar(session), [(local(pause[0]), local(pause[1]))])
            record.extended_from = from_local(extended(firm_calendar(session), local(record.extended_from), days).at)
