"""Complaints from a file: stored in bulk, each with the log its dates tell."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from app.analysis import priorities
from app.analysis.complaint_states import CLOSED, OPEN
from app.models import Complaint, ComplaintEvent
from app.models.session import now
from app.services import complaint_due, complaint_events, complaint_people, records
from app.services.complaint_due import Rules

Row = Mapping[str, Any]


def import_cases(session: Session, rows: Sequence[Row]) -> list[UUID]:
    """Store complaints as they came from elsewhere: ``customer_id`` (walk-in where missing), ``subject`` and
    ``received_at``, and what else is known. ``closed_at`` or ``state`` say how far it got; the log gets the receipt and
    the way it ended. A closed one without a date counts as closed on the day it came in."""
    usual = {"first_owner_id": complaint_people.first_contact(session), "received_at": now(session)}
    if any(not row.get("customer_id") for row in rows):
        usual["customer_id"] = complaint_people.walk_in(session)
    rules = complaint_due.rules(session)
    whole = [_whole(row, usual, rules) for row in rows]
    found = records.create_many(session, Complaint, whole)
    events = [event for key, row in zip(found, whole, strict=True) for event in _events(key, row)]
    records.create_many(session, ComplaintEvent, events)
    return found


def _whole(row: Row, usual: Row, rules: Rules) -> dict[str, Any]:
    filled = {**usual, **{key: value for key, value in row.items() if value not in (None, "")}}
    filled["state"] = state_of(filled)
    filled.setdefault("severity", "S2")
    filled.setdefault("urgency", "U2")
    filled.setdefault("priority", priorities.priority(filled["severity"], filled["urgency"]))
    due = complaint_due.deadlines(rules, filled["priority"], filled["received_at"])
    filled |= {key: value for key, value in due.items() if key not in filled}
    return filled | _ending(rules, filled)


def state_of(row: Row) -> str:
    """How far a complaint got, from what a row says of it: ``state``, ``closed_at``."""
    state = row.get("state")
    if state is None or (state not in CLOSED and state in OPEN and row.get("closed_at")):
        return "S80" if row.get("closed_at") else "S10"
    return str(state)


def is_causeless(values: Row) -> bool:
    """Whether a complaint was closed as justified without its cause (invariant v)."""
    return values["state"] in CLOSED and values.get("validity") == "valid" and not values.get("cause")


def _ending(rules: Rules, row: Row) -> dict[str, Any]:
    """When it was closed; what is due next for those still in work. Old follow-ups are not asked for any more."""
    if row["state"] in CLOSED:
        closed: datetime = max(row.get("closed_at") or row["received_at"], row["received_at"])
        return {"closed_at": closed, "follow_up_due": complaint_due.follow_up(rules, row["priority"], closed)}
    if row["state"] not in OPEN:
        return {"closed_at": None}
    return {"closed_at": None, "next_due": row[complaint_due.due_key(row["state"])]}


def _events(complaint_id: UUID, row: Row) -> list[dict[str, Any]]:
    base = {"complaint_id": complaint_id, "by_id": None}
    log = [{**base, "action": "T01", "at": row["received_at"], "from_state": "S00", "to_state": "S10"}]
    if row["state"] not in {"S00", "S10"}:
        known = row["closed_at"] or row.get("answered_at") or row["received_at"]
        at = max(known, row["received_at"] + complaint_events.TICK)  # the log has one order only
        log.append({**base, "action": "import", "at": at, "from_state": "S10", "to_state": row["state"]})
    return log
