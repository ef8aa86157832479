"""Who handles a complaint in work, and how bad it is: changed by the step T29 alone, and another handler accepts the case first
where the firm waits for that (domain/40 §4.4, §4.5)."""

from uuid import UUID

from sqlalchemy.orm import Session

from app.analysis.complaint_states import OPEN, PAUSED
from app.errors import ValidationError
from app.i18n import N_
from app.models import Complaint
from app.services import complaint_events, complaint_rules, complaint_steps, roles
from app.services.complaint_checks import name_of
from app.services.complaint_locks import BY_STEP, in_work
from app.services.complaint_people import me
from app.services.complaint_record import load
from app.services.complaint_steps import Values

_UNASSESSED = frozenset({"S10", "S20"})
_CHANGE = "T29"


def log_change(session: Session, record: Complaint, before: str | None, reason: str) -> None:
    """The line of a change before the assessment. An urgent case (priority ``before`` P1 or P2) is made less urgent by whoever
    may supervise, as it is assessed by them."""
    if before in {"P1", "P2"} and (record.priority or "P4") > before and complaint_rules.on(session, "approvals"):
        roles.require(session, "approve")
    at = complaint_events.moment_for(session, record.id, None)
    complaint_events.append(session, record, _CHANGE, at, record.state, reason)


def step(session: Session, complaint_id: UUID, action: str, values: Values | None = None, reason: str = "") -> None:
    """``complaint_steps.step``; but whom T29 names as the handler is asked to accept the case, and it stays where it is until
    then."""
    given = dict(values or {})
    taker = given.get("handler_id") if action == _CHANGE else None
    record = load(session, complaint_id)
    if taker is None or not _must_accept(session, record, taker):
        complaint_steps.step(session, complaint_id, action, values, reason)
        return
    if not reason.strip():
        raise ValidationError(N_("The reason is missing."), field="reason")
    del given["handler_id"]
    if any(getattr(record, key) != given[key] for key in BY_STEP & given.keys()):
        complaint_steps.step(session, complaint_id, action, given, reason)
    _ask(session, record, taker, reason)


def to_be_asked(session: Session, complaint_id: UUID, values: Values) -> str:
    """The name of whoever T29 with these values would ask to take the case over; "" where nobody is asked."""
    taker = values.get("handler_id")
    asked = taker is not None and _must_accept(session, load(session, complaint_id), taker)
    return name_of(session, taker) if asked else ""


def reassign(session: Session, complaint_id: UUID, taker: UUID, reason: str, leaves: bool = False) -> bool:
    """Give a case to a colleague, in whatever state it is; False where it is theirs already or they were asked already. In work
    it takes the step T29, with a ``reason`` that may be the same for many. Where its handler ``leaves``, the first contact has
    it until it is accepted; one who leaves too hands it on at once."""
    record = load(session, complaint_id)
    if record.handler_id == taker:
        return False
    if not in_work(record.state):
        return _put(session, record, taker, reason)
    alone = leaves and record.first_owner_id in (None, record.handler_id)
    if alone or not _must_accept(session, record, taker):
        complaint_steps.step(session, complaint_id, _CHANGE, {"handler_id": taker}, reason)
        return True
    asked = _ask(session, record, taker, reason)
    record.handler_id = record.first_owner_id if leaves else record.handler_id
    session.flush()
    return asked


def _put(session: Session, record: Complaint, taker: UUID, reason: str) -> bool:
    changed = complaint_steps.put(session, record, {"handler_id": taker})
    if changed and record.state in OPEN:
        log_change(session, record, record.priority, reason)
    return bool(changed)


def _must_accept(session: Session, record: Complaint, taker: UUID) -> bool:
    """Where it is known who is at the keyboard, nobody is given a case unasked; one that waits for the customer or an outside
    body changes hands at once."""
    who, running = me(session), record.state in OPEN - PAUSED - _UNASSESSED
    asked = running and who not in (None, taker) and taker != record.handler_id
    return asked and complaint_rules.on(session, "transfer_acceptance")


def _ask(session: Session, record: Complaint, taker: UUID, reason: str) -> bool:
    """Ask somebody to accept the case; whoever was asked before is asked no longer. False where they were asked already."""
    from app.services import complaint_transfers  # maps what no start needs

    open_one = complaint_transfers.open_one(session, record.id)
    if open_one is not None and open_one.to_id == taker:
        return False
    complaint_transfers.settle(session, record.id, "fell_back", complaint_events.moment_for(session, record.id, None))
    complaint_transfers.hand_over(session, record.id, taker, reason)
    return True
