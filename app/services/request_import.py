"""Service requests from a file: stored in bulk, as far as their dates and states say they got."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from app.analysis import request_states as states
from app.models.request import ServiceRequest
from app.models.session import now
from app.services import complaint_people, records, requests

Row = Mapping[str, Any]
_AFTER_WORK = frozenset({states.CONFIRMING, states.DONE, states.RATED})


def import_requests(session: Session, rows: Sequence[Row]) -> list[UUID]:
    """Store requests as they came from elsewhere: ``customer_id`` (walk-in where missing), ``subject`` and ``received_at``
    (now where missing), and what else is known. One without a state is completed where its row says when, else registered; one
    that is completed without a day counts as completed on the day it came in. Level and deadlines are those of its customer."""
    usual: dict[str, Any] = {"first_owner_id": complaint_people.first_contact(session), "received_at": now(session)}
    if any(not row.get("customer_id") for row in rows):
        usual["customer_id"] = complaint_people.walk_in(session)
    levels: dict[UUID, str] = {}
    return records.create_many(session, ServiceRequest, [_whole(session, row, usual, levels) for row in rows])


def _whole(session: Session, row: Row, usual: Row, levels: dict[UUID, str]) -> dict[str, Any]:
    given = {**usual, **{key: value for key, value in row.items() if value not in (None, "")}}
    given.setdefault("kind", "enquiry")
    given.setdefault("entitlement", requests.usual_entitlement(given["kind"]))
    customer = given["customer_id"]
    if "level" not in given:
        given["level"] = levels.get(customer) or levels.setdefault(customer, requests.level_of(session, customer))
    given["state"] = _state(given)
    return {**requests.deadlines(session, given), **given, **_ending(given)}


def _state(row: Row) -> str:
    """A completed one is not open any more, a rated one says how; one that became a complaint says which."""
    state = row.get("state") or (states.DONE if _is_done(row) else states.REGISTERED)
    if state == states.COMPLAINT and not row.get("complaint_id"):
        state = states.DONE if _is_done(row) else states.REGISTERED
    if state in states.OPEN - {states.CONFIRMING} and _is_done(row):
        state = states.DONE
    return states.RATED if state == states.DONE and row.get("rating") else str(state)


def _is_done(row: Row) -> bool:
    return bool(row.get("done_at") or row.get("confirmed_at"))


def _ending(row: Row) -> dict[str, Any]:
    """When it was done and first answered; a state before that has no such times."""
    if row["state"] not in _AFTER_WORK:
        return {}
    done = row.get("done_at") or row.get("confirmed_at") or row["received_at"]
    return {"done_at": done, "responded_at": row.get("responded_at") or done}
