"""Phone memos (F-07): a call taken for somebody else. Whoever took it stays responsible until the addressee has taken it over.
Each function that writes is one step."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased

from app.errors import ConflictError, ValidationError
from app.i18n import N_
from app.models import Customer, Employee
from app.models.memo import PhoneMemo
from app.models.session import now
from app.services import records, visits
from app.services.complaint_people import first_contact, me

Values = Mapping[str, Any]
OPEN = "open"
CONVERTIBLE = frozenset({OPEN, "called", "settled"})
_URGENCY = {"U3": 0, "U2": 1, "U1": 2}
_BY_STEP = frozenset({"state", "accepted_at", "settled_at", "complaint_id", "request_id", "passed_on", "number"})


@dataclass(frozen=True, slots=True)
class MemoLine:
    """An open memo with its names; ``responsible_id`` is who has to see to it now."""

    id: UUID
    number: str
    subject: str
    called_at: datetime
    customer_id: UUID | None
    customer: str
    caller: str
    phone: str
    urgency: str
    call_back: bool
    call_by: datetime | None
    for_id: UUID | None
    for_name: str
    taken_by_id: UUID | None
    taken_by: str
    accepted_at: datetime | None

    @property
    def responsible_id(self) -> UUID | None:
        """The addressee once they took it over, else whoever took the call."""
        return self.for_id if self.accepted_at is not None else self.taken_by_id


def create(session: Session, values: Values) -> UUID:
    """Note a call: what about (``subject``) and who called (a customer, ``caller`` or ``caller_phone``) are needed; taken by the
    person at the keyboard, just now, unless said. One for oneself is taken over at once."""
    given = {key: value for key, value in values.items() if value not in (None, "") and key not in _BY_STEP}
    if not any(given.get(key) for key in ("customer_id", "caller", "caller_firm", "caller_phone")):
        raise ValidationError(N_("Who called is missing: choose a customer, or write a name or a number."), field="caller")
    given.setdefault("called_at", now(session))
    given.setdefault("taken_by_id", first_contact(session))
    if given.get("for_id") is not None and given["for_id"] == given["taken_by_id"]:
        given["accepted_at"] = now(session)
    given["call_back"] = bool(given.get("call_back") or given.get("call_by"))
    _plausible(session, given)
    return records.create(session, PhoneMemo, given)


def amend(session: Session, memo_id: UUID, values: Values, version: int | None = None) -> bool:
    """Change what a memo says (the record's form), never its state; another addressee goes by ``pass_on``."""
    given = {key: value for key, value in values.items() if key not in _BY_STEP | {"for_id"}}
    before = records.get(session, PhoneMemo, memo_id)
    _plausible(session, {**before, **given, "for_id": None})
    return records.update(session, PhoneMemo, memo_id, given, version)


def _plausible(session: Session, whole: Values) -> None:
    if whole["called_at"] > now(session):
        raise ValidationError(N_("This lies in the future."), field="called_at")
    if whole.get("call_by") is not None and whole["call_by"] < whole["called_at"]:
        raise ValidationError(N_("The call back would be due before the call."), field="call_by")
    if whole.get("for_id") is not None:
        _require_present(session, whole["for_id"])


def _require_present(session: Session, employee_id: UUID) -> None:
    person = records.get(session, Employee, employee_id)
    if person["has_left"]:
        raise ValidationError(N_("{name} has left. Choose somebody else."), field="for_id", name=person["name"])


def take_over(session: Session, memo_id: UUID, employee_id: UUID | None = None) -> None:
    """Somebody takes the memo over and is responsible from now on: the person at the keyboard unless said, the addressee where
    nobody says who that is."""
    row = _open(session, memo_id)
    who = employee_id or me(session) or row["for_id"]
    if who is not None and who != row["for_id"]:
        _require_present(session, who)
    if row["accepted_at"] is not None and row["for_id"] == who:
        raise ConflictError(N_("This memo was taken over already."))
    passed = {"passed_on": (row["passed_on"] or 0) + 1} if row["for_id"] not in (None, who) else {}
    records.update(session, PhoneMemo, memo_id, {"for_id": who, "accepted_at": now(session), **passed})


def pass_on(session: Session, memo_id: UUID, employee_id: UUID) -> None:
    """It is for somebody else: until they take it over, whoever took the call is responsible again."""
    row = _open(session, memo_id)
    if row["for_id"] == employee_id:
        raise ValidationError(N_("It is theirs already. Choose somebody else."), field="for_id")
    _require_present(session, employee_id)
    count = (row["passed_on"] or 0) + 1
    records.update(session, PhoneMemo, memo_id, {"for_id": employee_id, "accepted_at": None, "passed_on": count})


def leave_behind(session: Session, memo_id: UUID, heir: UUID | None) -> None:
    """Whom it was for has left: it is for the heir, else for nobody yet; until somebody takes it over, whoever took the call is
    responsible again."""
    count = (_open(session, memo_id)["passed_on"] or 0) + 1
    records.update(session, PhoneMemo, memo_id, {"for_id": heir, "accepted_at": None, "passed_on": count})


def call_back(session: Session, memo_id: UUID, result: str, at: datetime | None = None) -> UUID | None:
    """The caller was called back: what came of it is needed. With a customer it becomes a call on the timeline, whose id is
    returned."""
    row = _open(session, memo_id)
    moment = at or now(session)
    if moment > now(session) or moment < row["called_at"]:
        raise ValidationError(N_("The call back lies before the call, or in the future."), field="settled_at")
    _settle(session, row, "called", result, moment)
    if row["customer_id"] is None:
        return None
    call = {key: row[key] for key in ("customer_id", "contact_id")} | {"kind": "phone", "direction": "out", "happened_at": moment}
    return visits.record(session, {**call, "owner_id": me(session) or row["for_id"] or row["taken_by_id"],
                                   "purpose": row["subject"][:200], "content": result})  # fmt: skip


def settle(session: Session, memo_id: UUID, result: str) -> None:
    """It is settled without a call back; what came of it is needed."""
    _settle(session, _open(session, memo_id), "settled", result, now(session))


def _settle(session: Session, row: Values, state: str, result: str, moment: datetime) -> None:
    if not result.strip():
        raise records.missing(PhoneMemo, "result")
    accepted = {} if row["accepted_at"] is not None else {"accepted_at": moment}
    records.update(session, PhoneMemo, row["id"], {"state": state, "result": result, "settled_at": moment, **accepted})


def to_complaint(session: Session, memo_id: UUID, severity: str) -> UUID:
    """It is a complaint: received when the call came, its first-contact owner whoever took the call. Often that turns out when
    the caller is called back: what came of that stays."""
    from app.services import complaints

    row = _unconverted(session, memo_id)
    made = complaints.register(session, {
        **_shared(row), "complainant": _caller(row), "complainant_phone": row["caller_phone"], "severity": severity,
        "urgency": row["urgency"],
    })  # fmt: skip
    _became(session, row, {"state": "complaint", "complaint_id": made})
    return made


def to_request(session: Session, memo_id: UUID, kind: str = "enquiry") -> UUID:
    """It is a service request of this kind (choices.REQUEST_KIND): received when the call came."""
    from app.services import requests

    row = _unconverted(session, memo_id)
    made = requests.register(session, {
        **_shared(row), "caller": _caller(row), "caller_phone": row["caller_phone"], "kind": kind,
    })  # fmt: skip
    _became(session, row, {"state": "request", "request_id": made})
    return made


def _shared(row: Values) -> dict[str, Any]:
    same = {key: row[key] for key in ("customer_id", "contact_id", "subject", "notes")}
    call = {"received_at": row["called_at"], "channel": "phone", "first_owner_id": row["taken_by_id"]}
    return {**same, **call, "text": row["subject"]}


def _caller(row: Values) -> str:
    """Who called, as a complaint or request names a walk-in."""
    return row["caller"] or row["caller_firm"] or row["caller_phone"] or ""


def _became(session: Session, row: Values, changed: Values) -> None:
    moment = now(session)
    settled = {"settled_at": row["settled_at"] or moment, "accepted_at": row["accepted_at"] or moment}
    records.update(session, PhoneMemo, row["id"], {**changed, **settled})


def _unconverted(session: Session, memo_id: UUID) -> dict[str, Any]:
    row = records.get(session, PhoneMemo, memo_id)
    if row["state"] not in CONVERTIBLE:
        raise ConflictError(N_("This memo was dealt with meanwhile. Look at it again."))
    return row


def _open(session: Session, memo_id: UUID) -> dict[str, Any]:
    row = records.get(session, PhoneMemo, memo_id)
    if row["state"] != OPEN:
        raise ConflictError(N_("This memo was dealt with meanwhile. Look at it again."))
    return row


def open_for(session: Session, employee_id: UUID | None = None) -> tuple[MemoLine, ...]:
    """Open memos of somebody's day: those for them, and those they took and nobody took over; all without a person. What has to
    be called back by a time comes first, then by urgency and the time of the call."""
    m, addressee, taker = PhoneMemo, aliased(Employee), aliased(Employee)
    shown = (m.id, m.number, m.subject, m.called_at, m.customer_id, Customer.name, m.caller, m.caller_phone, m.urgency,
             m.call_back, m.call_by, m.for_id, addressee.name, m.taken_by_id, taker.name, m.accepted_at)  # fmt: skip
    found = (
        sa.select(*shown)
        .outerjoin(Customer, Customer.id == m.customer_id)
        .outerjoin(addressee, addressee.id == m.for_id)
        .outerjoin(taker, taker.id == m.taken_by_id)
        .where(m.deleted_at.is_(None), m.state == OPEN)
    )
    if employee_id is not None:
        waiting = (m.taken_by_id == employee_id) & m.accepted_at.is_(None)
        found = found.where((m.for_id == employee_id) | waiting)
    lines = [_line(row) for row in session.execute(found)]
    return tuple(sorted(lines, key=_pressing))


def _pressing(line: MemoLine) -> tuple[Any, ...]:
    urgency = _URGENCY.get(line.urgency, len(_URGENCY))
    if line.call_by is not None:
        return 0, line.call_by, urgency, line.called_at, line.id
    return 1, urgency, line.called_at, line.id


def _line(row: Any) -> MemoLine:
    key, number, subject, called, customer_id, customer, caller, phone, urgency, back, by, *people = row
    for_id, to, taken_id, taker, accepted = people
    return MemoLine(
        key, number, subject, called, customer_id, customer or "", caller or "", phone or "", urgency or "", bool(back), by,
        for_id, to or "", taken_id, taker or "", accepted,
    )  # fmt: skip
