"""Service requests (domain/40 §4.11): registered with the first contact's name on them, dispatched, done, confirmed, rated.

Each function that writes is one undoable step. Becoming a complaint stands in request_conversion, the way back in
request_of_complaint.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from app.analysis import request_states as states
from app.analysis.moves import Move
from app.errors import ConflictError, ValidationError
from app.formats import from_local, local
from app.i18n import N_
from app.models import Customer
from app.models.request import ServiceRequest
from app.models.session import now
from app.models.types import now_utc
from app.services import records, settings
from app.services.complaint_people import first_contact, me, walk_in
from app.services.workcalendar import firm_calendar

Values = Mapping[str, Any]
_MOVED = frozenset({
    "state", "number", "first_owner_id", "complaint_id", "respond_due", "arrive_due", "dispatched_at", "responded_at",
})  # fmt: skip
_TIMING = frozenset({"received_at", "level", "kind", "customer_id"})
_LEVEL_OF_GRADE = {"gold": "4", "silver": "3"}
_USUAL_LEVEL = "2"
_FREE = frozenset({"enquiry", "suggestion", "order", "other"})
_SUBJECT_LENGTH = 80


def register(session: Session, values: Values) -> UUID:
    """Record a request: who (``customer_id``, or ``caller`` alone for a walk-in) and what (``subject`` or ``text``) suffice.
    The person at the keyboard becomes the first-contact owner for good. ValidationError names what is missing."""
    given = {key: value for key, value in values.items() if value not in (None, "")}
    given["customer_id"] = given.get("customer_id") or _walk_in(session, given)
    given["subject"] = given.get("subject") or _subject(given)
    given.setdefault("received_at", now(session))
    given.setdefault("kind", "enquiry")
    given.setdefault("entitlement", usual_entitlement(given["kind"]))
    given["first_owner_id"] = given.get("first_owner_id") or first_contact(session)
    given["level"] = given.get("level") or level_of(session, given["customer_id"])
    _plausible(session, given)
    return records.create(session, ServiceRequest, {**given, **deadlines(session, given), "state": states.REGISTERED})


def usual_entitlement(kind: str) -> str:
    """What is answered for nothing is included; of the rest nobody knows yet."""
    return "included" if kind in _FREE else "open"


def _walk_in(session: Session, given: Values) -> UUID | None:
    if not given.get("caller"):
        raise ValidationError(N_("Who asks is missing: choose a customer or write a name."), field="customer_id")
    return walk_in(session)


def _subject(given: Values) -> str:
    line = next((line.strip() for line in str(given.get("text", "")).splitlines() if line.strip()), "")
    if not line:
        raise records.missing(ServiceRequest, "subject")
    return line if len(line) <= _SUBJECT_LENGTH else line[: _SUBJECT_LENGTH - 1] + "…"


def level_of(session: Session, customer_id: UUID) -> str:
    """The service level a customer has: the one in the file, else by grade (domain/70 §7.4), else the usual one."""
    customer = records.get(session, Customer, customer_id)
    return customer["service_level"] or _LEVEL_OF_GRADE.get(customer["grade"] or "", _USUAL_LEVEL)


def deadlines(session: Session, given: Values) -> dict[str, datetime | None]:
    """By when a request is answered, and for a repair by when somebody is there, by its level's targets."""
    target = settings.value(session, "request.targets").get(given.get("level") or _USUAL_LEVEL)
    found = states.times(target, local(given["received_at"]), firm_calendar(session))
    arrive = found.arrive if given.get("kind") == "repair" else None
    return {
        "respond_due": from_local(found.respond.at) if found.respond else None,
        "arrive_due": from_local(arrive.at) if arrive else None,
    }


def amend(session: Session, request_id: UUID, values: Values, version: int | None = None) -> bool:
    """Change what a request says (the record's form), never its state nor who received it; True when something differed.
    Another level, kind or receipt moves the deadlines while they still matter."""
    before = records.get(session, ServiceRequest, request_id)
    if before["first_owner_id"] and values.get("first_owner_id", before["first_owner_id"]) != before["first_owner_id"]:
        raise ValidationError(N_("The first-contact owner of a request never changes."), field="first_owner_id")
    given = {key: value for key, value in values.items() if key not in _MOVED}
    if before["state"] == states.COMPLAINT and given.keys() - {"notes"}:
        raise ValidationError(N_("This request became a complaint. Go on there; only the notes can be changed here."))
    whole = {**before, **given}
    _plausible(session, whole)
    if before["state"] in states.OPEN and any(whole[key] != before[key] for key in _TIMING):
        given |= deadlines(session, whole)
    return records.update(session, ServiceRequest, request_id, given, version)


def proposal(session: Session, request_id: UUID, code: str) -> dict[str, Any]:
    """What the panel of a move shows first: what stands in the record, else now and the person at the keyboard."""
    row, moment = records.get(session, ServiceRequest, request_id), now_utc()
    usual = {"handler_id": me(session) or first_contact(session), "done_at": moment, "confirmed_at": moment}
    return {key: row[key] if row[key] is not None else usual.get(key) for key in states.move(code).asks}


def take(session: Session, request_id: UUID, code: str, values: Values | None = None, version: int | None = None) -> None:
    """Take a move of ``request_states``. ValidationError names what is missing; ConflictError where the request has moved on
    meanwhile, or was changed since ``version`` was read."""
    row, step = records.get(session, ServiceRequest, request_id), states.move(code)
    if row["state"] not in step.sources:
        raise ConflictError(N_("“{name}” is no longer at this step. Look at it again."), name=row["subject"])
    checked = records.checked(ServiceRequest, values or {}, whole=False)
    given = {key: value for key, value in checked.items() if key not in _MOVED}
    whole = {**row, **given}
    for key in step.needs:
        if whole.get(key) in (None, "") and not (key == "handler_id" and first_contact(session) is None):
            raise records.missing(ServiceRequest, key)
    _guard(row, whole, step)
    _plausible(session, whole)
    if step.code == "dispatch" and whole["level"] != row["level"]:
        given |= deadlines(session, whole)
    records.update(session, ServiceRequest, request_id, {**given, **_effects(session, whole, step)}, version)


def _guard(row: Values, whole: Values, step: Move) -> None:
    if step.code in {"start", "complete"}:
        _require_entitlement(whole)
    if step.code == "hand_on" and whole["handler_id"] == row["handler_id"]:
        raise ValidationError(N_("It is theirs already. Choose somebody else."), field="handler_id")
    if step.code in {"confirm", "rate"} and whole["rating"] in {"1", "2"} and not (whole["rating_note"] or "").strip():
        raise ValidationError(N_("A low rating needs the customer's word why."), field="rating_note")
    if step.code in {"again", "cancel"} and whole["notes"] == row["notes"]:
        raise ValidationError(N_("Add to the notes why."), field="notes")


def _require_entitlement(whole: Values) -> None:
    """Nobody works on what is neither included nor paid for with the customer's consent (§4.11)."""
    if whole["entitlement"] not in {"included", "chargeable"}:
        raise ValidationError(N_("Say first whether this is included or to be paid."), field="entitlement")
    if whole["entitlement"] == "included":
        return
    if not whole["price"]:
        raise ValidationError(N_("What is to be paid needs its price before work begins."), field="price")
    if whole["price_accepted"] != "yes":
        raise ValidationError(N_("The customer agrees to the price before work begins."), field="price_accepted")


def _effects(session: Session, whole: Values, step: Move) -> dict[str, Any]:
    """The new state and the times that go with it."""
    moment = now(session)
    found: dict[str, Any] = {"state": step.target}
    if step.target == states.DISPATCHED:
        found["dispatched_at"] = moment
    if step.code in {"start", "complete"} and whole["responded_at"] is None:
        found["responded_at"] = whole["done_at"] if step.code == "complete" else moment
    if step.code == "again":
        found |= dict.fromkeys(("done_at", "confirmed_at", "rating", "rating_note"))
    if step.code == "confirm" and whole["rating"]:
        found["state"] = states.RATED
    return found


_ORDER = (("received_at", "done_at"), ("done_at", "confirmed_at"))


def _plausible(session: Session, whole: Values) -> None:
    """Times in their order, none of them in the future."""
    present = now(session)
    for key in ("received_at", "done_at", "confirmed_at"):
        if whole.get(key) and whole[key] > present:
            raise ValidationError(N_("This lies in the future."), field=key)
    for earlier, later in _ORDER:
        if whole.get(earlier) and whole.get(later) and whole[later] < whole[earlier]:
            raise ValidationError(N_("This lies before the step before it."), field=later)
