"""What the clock looks at: every open complaint with its targets, talks, transfers and what was raised before, read in few
queries (see complaint_clock)."""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.analysis import priorities
from app.analysis.complaint_clock import Aim, Watched, cause_of, is_automatic
from app.analysis.complaint_states import OPEN
from app.analysis.workdays import extended
from app.formats import local
from app.models import Complaint, ComplaintEvent, Customer, Employee
from app.models.complaint_parts import Message, Transfer
from app.services import complaint_due
from app.services.complaint_due import Rules

_SAME_DAYS = timedelta(days=90)
_SILENT = 2  # working days after the customer's last day until the case goes on without them
_ASKED = ("T07", "T08", "T16", "T22", "T26", "T28")
_COSTS = ("compensation", "returns_cost", "logistics_cost", "rework_cost", "credit_notes", "fines")
_COLUMNS = (
    *(getattr(Complaint, key) for key in (
        "id", "number", "subject", "state", "priority", "severity", "publicity", "repeat_of_id", "level", "category", "product",
        "received_at", "acknowledged_at", "assessed_at", "answered_at", "closed_at", "acknowledge_due", "answer_due", "close_due",
        "follow_up_due", "next_due", "reopened", "waiting_until", "external_due", "handler_id", "first_owner_id", "satisfaction",
        "follow_up_result", *_COSTS,
    )),
    Customer.name.label("customer"), Customer.grade, Employee.name.label("handler"),
)  # fmt: skip
Row = Mapping[str, Any]


@dataclass(slots=True)
class Past:
    """What the log and the talks of one complaint say: moments as stored, counts of what still stands."""

    raised: set[str] = field(default_factory=set)
    timely: set[str] = field(default_factory=set)
    returned: int = 0
    rejected: int = 0
    contacts: int = 0
    fell_back: int = 0
    told: datetime | None = None
    paused: datetime | None = None
    reopened: datetime | None = None
    answer_by: datetime | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """One complaint as the clock meets it."""

    row: Row
    past: Past
    aims: tuple[Aim, ...]
    watched: Watched


def found(session: Session, moment: datetime, *, followed: bool = False) -> tuple[Found, ...]:
    """Every open complaint, with ``followed`` also the closed ones whose customer is still to be asked."""
    rules = complaint_due.rules(session)
    rows = _rows(session, followed)
    past, same = _past(session), _same_problems(session, rows, moment)
    return tuple(_found(rules, row, past.get(row["id"]) or Past(), same.get(row["id"], 0)) for row in rows)


def _rows(session: Session, followed: bool) -> list[Row]:
    asked = Complaint.state.in_(("S80", "S85")) & Complaint.next_due.is_not(None)
    unanswered = Complaint.satisfaction.is_(None) & Complaint.follow_up_result.is_(None)
    wanted = Complaint.state.in_(sorted(OPEN))
    statement = (
        sa.select(*_COLUMNS)
        .join(Customer, Customer.id == Complaint.customer_id)
        .outerjoin(Employee, Employee.id == Complaint.handler_id)
        .where(Complaint.deleted_at.is_(None), sa.or_(wanted, asked & unanswered) if followed else wanted)
    )
    return [dict(row) for row in session.execute(statement.order_by(Complaint.id)).mappings()]


def _past(session: Session) -> dict[UUID, Past]:
    past: defaultdict[UUID, Past] = defaultdict(Past)
    for line in _lines(session):
        _note(past[line.complaint_id], line)
    of_open = (Complaint.state.in_(sorted(OPEN)), Complaint.deleted_at.is_(None))
    talks = sa.select(Message.complaint_id, Message.kind, sa.func.count(), sa.func.max(Message.at)).join(
        Complaint, Complaint.id == Message.complaint_id
    )
    kinds = (Message.deleted_at.is_(None), Message.kind.in_(("contact", "progress")))
    for key, kind, count, last in session.execute(talks.where(*of_open, *kinds).group_by(Message.complaint_id, Message.kind)):
        if kind == "contact":
            past[key].contacts = count
        else:
            past[key].told = last
    _transfers(session, past, of_open)
    return past


def _transfers(session: Session, past: defaultdict[UUID, Past], of_open: tuple[Any, ...]) -> None:
    statement = sa.select(Transfer.complaint_id, Transfer.state, Transfer.due_at).join(
        Complaint, Complaint.id == Transfer.complaint_id
    )
    states = Transfer.state.in_(("open", "fell_back"))
    for key, state, due in session.execute(statement.where(*of_open, Transfer.deleted_at.is_(None), states)):
        if state == "open":
            past[key].answer_by = due
        else:
            past[key].fell_back += 1


def _lines(session: Session) -> list[Any]:
    """The lines of open complaints that the clock asks about, in their order, with whether they still stand."""
    line = ComplaintEvent
    revoked = set(session.scalars(sa.select(line.revokes_id).where(line.revokes_id.is_not(None))))
    columns = (line.id, line.complaint_id, line.action, line.at, line.to_state, line.reason)
    statement = (
        sa.select(*columns)
        .join(Complaint, Complaint.id == line.complaint_id)
        .where(Complaint.state.in_(sorted(OPEN)), line.revokes_id.is_(None), line.action.in_(_ASKED))
        .order_by(line.at, line.created_at, line.id)
    )
    return [row for row in session.execute(statement) if row.action == "T28" or row.id not in revoked]


def _note(past: Past, line: Any) -> None:
    if line.action == "T28" and is_automatic(line.reason):
        cause = cause_of(line.reason)
        (past.timely if "." in cause else past.raised).add(cause)
    elif line.action == "T22":
        past.reopened = line.at
        past.timely.clear()  # a case that came back has targets of its own
    elif line.action in {"T08", "T26"}:
        past.paused = line.at
    past.returned += line.action == "T07"
    past.rejected += line.action == "T16"


def _same_problems(session: Session, rows: list[Row], moment: datetime) -> dict[UUID, int]:
    """How many complaints of the same kind about the same product came in the 90 days before each recent one, itself too."""
    recent = [row for row in rows if row["category"] and row["product"] and row["received_at"] >= moment - _SAME_DAYS]
    if not recent:
        return {}
    statement = sa.select(Complaint.category, Complaint.product, Complaint.received_at).where(
        Complaint.received_at >= min(row["received_at"] for row in recent) - _SAME_DAYS, Complaint.deleted_at.is_(None),
        Complaint.category.is_not(None), Complaint.product.is_not(None), Complaint.state.not_in(("S00", "S95", "S96", "S97")),
    )  # fmt: skip
    times: defaultdict[tuple[str | None, str | None], list[datetime]] = defaultdict(list)
    for category, product, received in session.execute(statement.order_by(Complaint.received_at)):
        times[category, product].append(received)
    return {row["id"]: _within(times[row["category"], row["product"]], row["received_at"]) for row in recent}


def _within(times: list[datetime], received: datetime) -> int:
    return bisect_right(times, received) - bisect_left(times, received - _SAME_DAYS)


def _found(rules: Rules, row: Row, past: Past, same: int) -> Found:
    aims = tuple(_aims(rules, row, past))
    watched = Watched(
        row["state"], row["level"] or 0, row["priority"], row["severity"], row["publicity"], row["repeat_of_id"] is not None,
        row["grade"] == "gold", sum(row[key] or 0 for key in _COSTS), past.contacts, past.returned, past.rejected, same,
        past.fell_back, aims, frozenset(past.raised | past.timely),
    )  # fmt: skip
    return Found(row, past, aims, watched)


def _aims(rules: Rules, row: Row, past: Past) -> list[Aim]:
    """The targets of a complaint that are still open, in local time."""
    state, start = row["state"], past.reopened or row["received_at"]
    unanswered = row["answered_at"] is None and state in {"S10", "S20", "S30", "S40", "S45", "S50", "S55"}
    unheard = state == "S10" or (row["assessed_at"] is not None and row["acknowledged_at"] is None)
    wanted = [
        ("acknowledge", row["received_at"], row["acknowledge_due"] if unheard and not row["reopened"] else None),
        ("answer", row["received_at"], row["answer_due"] if unanswered else None),
        ("close", start, (row["next_due"] if row["reopened"] else row["close_due"]) if state in OPEN else None),
        ("follow_up", row["closed_at"], row["follow_up_due"] if state in {"S80", "S85"} else None),
    ]  # fmt: skip
    aims = [Aim(code, local(since), local(due)) for code, since, due in wanted if since is not None and due is not None]
    return aims + _computed(rules, row, past)


def _computed(rules: Rules, row: Row, past: Past) -> list[Aim]:
    """Targets that no column holds: the assessment, the next word to the customer, what is waited for."""
    state, received = row["state"], local(row["received_at"])
    mine = rules.targets[row["priority"] or "P3"]
    aims = []
    if state in {"S10", "S20"} and row["assessed_at"] is None:
        aims.append(Aim("assess", received, priorities.deadline(mine.assess, received, rules.calendar).at))
    if state in OPEN and state != "S10":
        last = local(max(filter(None, (row["received_at"], row["acknowledged_at"], row["answered_at"], past.told))))
        aims.append(Aim("update", last, priorities.deadline(mine.update, last, rules.calendar).at))
    day = {"S45": row["waiting_until"], "S98": row["external_due"]}.get(state)
    if day is not None:
        ends = datetime.combine(day, rules.calendar.closes)
        aims.append(Aim("waiting" if state == "S45" else "external", min(local(past.paused or row["received_at"]), ends), ends))
    return aims


def timed_out(rules: Rules, case: Found, moment: datetime) -> bool:
    """Whether nothing came from the customer, not after two reminders either: two working days past their last day. A case
    that came in waiting without a day has what is allowed at most."""
    if case.row["state"] != "S45":
        return False
    ends = next((aim.due for aim in case.aims if aim.code == "waiting"), None)
    if ends is None and case.past.paused is not None:
        ends = extended(rules.calendar, local(case.past.paused), rules.waiting_days).at
    return ends is not None and moment > extended(rules.calendar, ends, _SILENT).at
