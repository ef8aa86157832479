"""Complaints: registering, stepping on, following up (domain/40). Each function here is one undoable step of a person's.

Rooms behind this door: complaint_steps (transitions), complaint_guards, complaint_due, complaint_events (the log),
complaint_plan (what can be done now), complaint_lists, complaint_cases (the month), complaint_import.
"""

from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from app.analysis.complaint_states import OPEN, READ_ONLY
from app.errors import ValidationError
from app.i18n import N_
from app.models import Complaint, Customer, fields_of
from app.models.session import now
from app.services import complaint_events, complaint_people, complaint_times, merged, records
from app.services.complaint_cases import cases, month
from app.services.complaint_checks import cost_of, missing, require_granted
from app.services.complaint_costs import KINDS
from app.services.complaint_end_checks import explained
from app.services.complaint_import import import_cases
from app.services.complaint_lists import category_choices, due_list, summary
from app.services.complaint_locks import BY_STEP, OF_STEPS, locked_fields, require_kept, require_unlocked
from app.services.complaint_plan import options, prefilled
from app.services.complaint_record import load
from app.services.complaint_responsibility import log_change, reassign, step, to_be_asked
from app.services.complaint_steps import Values, advance, put

__all__ = [
    "BY_STEP", "advance", "amend", "cases", "category_choices", "convert", "due_list", "follow_up", "import_cases",
    "locked_fields", "log", "merge", "month", "options", "prefilled", "reassign", "register", "reopen", "step", "summary",
    "to_be_asked", "withdraw",
]  # fmt: skip

log = complaint_events.entries

_SUBJECT_LENGTH = 80


def register(session: Session, values: Values) -> UUID:
    """Record a complaint (T01): who (``customer_id``, or ``complainant`` alone for a walk-in), what (``subject`` or
    ``text``) and how bad (``severity``) suffice; defaults fill the rest. ValidationError names what is missing."""
    given = {key: value for key, value in values.items() if value not in (None, "")}
    given["customer_id"] = merged.living(session, given.get("customer_id")) or _walk_in(session, given)
    given["subject"] = given.get("subject") or _subject(given)
    if "severity" not in given:
        raise missing("severity")
    given.setdefault("received_at", now(session))
    if given["received_at"] > now(session):
        raise ValidationError(N_("This lies in the future."), field="received_at")
    given.setdefault("first_owner_id", complaint_people.first_contact(session))
    start = {key: given[key] for key in ("customer_id", "subject", "received_at")}
    complaint_id = records.create(session, Complaint, {**start, "state": "S00"})
    record = load(session, complaint_id)
    put(session, record, {**_from_customer(session, given), **given})
    _recognise(session, record)
    step(session, complaint_id, "T01")
    return complaint_id


def _walk_in(session: Session, given: dict[str, Any]) -> UUID | None:
    if not given.get("complainant"):
        raise ValidationError(N_("Who complains is missing: choose a customer or write a name."), field="customer_id")
    return complaint_people.walk_in(session)


def _subject(given: dict[str, Any]) -> str:
    line = next((line.strip() for line in str(given.get("text", "")).splitlines() if line.strip()), "")
    if not line:
        raise missing("subject")
    return line if len(line) <= _SUBJECT_LENGTH else line[: _SUBJECT_LENGTH - 1] + "…"


def _from_customer(session: Session, given: dict[str, Any]) -> dict[str, Any]:
    customer = records.get(session, Customer, given["customer_id"])
    inherited = {"salesperson_id": customer["owner_id"], "region": customer["region"]}
    if customer["kind"] == "person" and customer["code"] != complaint_people.WALK_IN_CODE:
        inherited["complainant"] = customer["name"][:120]
    return {key: value for key, value in inherited.items() if value}


def _recognise(session: Session, record: Complaint) -> None:
    if record.repeat_of_id is None:
        record.repeat_of_id = complaint_people.repeat_of(
            session, record.customer_id, record.received_at, category=record.category, serial_no=record.serial_no,
            apart_from=record.id,
        )  # fmt: skip


def amend(session: Session, complaint_id: UUID, values: Values, version: int | None = None, reason: str = "") -> bool:
    """Change what a complaint says (the record's form), never its state; True when something differed. Handler, severity,
    urgency and priority change so before the assessment, which is logged as T29; ValidationError later (``locked_fields``).
    A receipt that is set right is logged too, and asked of a supervisor where a target was missed already."""
    record = load(session, complaint_id)
    if version is not None:
        records.update(session, Complaint, complaint_id, {}, version)
    if record.state in READ_ONLY:
        raise ValidationError(N_("An archived complaint is only read. Undo the archiving first."))
    given = {key: value for key, value in values.items() if key not in OF_STEPS}
    complaint_times.require_plausible(session, record, given)
    require_unlocked(record, given)
    if given.get("customer_id", record.customer_id) != record.customer_id:
        given["customer_id"] = merged.living(session, given["customer_id"])
    before = {key: getattr(record, key) for key in fields_of(Complaint)}
    changed = put(session, record, given, reason)
    _settle(session, record, before, changed, reason)
    session.flush()
    return bool(changed)


def _settle(session: Session, record: Complaint, before: Values, changed: frozenset[str], reason: str) -> None:
    """What a change of the form asks for, and what it leaves in the log."""
    require_kept(record, before, changed)
    if changed & {"satisfaction", "follow_up_note"}:
        explained(record)
    if cost_of(record) > sum(before[key] or 0 for key in KINDS):
        require_granted(session, record)
    if record.state in OPEN and "received_at" in changed:
        complaint_times.log_receipt(session, record, before)
    if record.state in OPEN and changed & BY_STEP:
        log_change(session, record, before["priority"], reason)


def follow_up(session: Session, complaint_id: UUID, values: Values) -> None:
    """Record the customer's attitude after closing (F-27): starts the follow-up (T20) where that has not happened. A low score
    needs the customer's word why."""
    record = load(session, complaint_id)
    given = {"follow_up_at": now(session), "follow_up_result": "reached", **values}
    if record.state == "S80":
        step(session, complaint_id, "T20", given)
    elif record.state == "S85":
        given.pop("at", None)
        put(session, record, given)
        explained(record)
        session.flush()
    else:
        raise ValidationError(N_("The customer is asked after the complaint is closed."), field="satisfaction")


def reopen(session: Session, complaint_id: UUID, reason: str) -> None:
    """Take a closed complaint into work again (T22), within the firm's days."""
    step(session, complaint_id, "T22", {}, reason)


def withdraw(session: Session, complaint_id: UUID, reason: str) -> None:
    """The customer takes the complaint back (T23)."""
    step(session, complaint_id, "T23", {}, reason)


def merge(session: Session, complaint_id: UUID, master_id: UUID, reason: str = "") -> None:
    """Put a complaint into another about the same thing (T24); it counts no longer but stays visible."""
    step(session, complaint_id, "T24", {"merged_into_id": master_id}, reason)


def convert(session: Session, complaint_id: UUID, reason: str, kind: str = "enquiry") -> None:
    """It is no complaint (T25) but a service request of this ``kind``, which keeps the time it came in."""
    step(session, complaint_id, "T25", {"request_kind": kind}, reason)
