"""What a step fills in by itself before its guards look, and the priority that severity and urgency give (domain/40 §4.3)."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.analysis import priorities
from app.errors import ValidationError
from app.formats import money_text
from app.i18n import N_
from app.models import Complaint
from app.services import complaint_due, complaint_effects, roles
from app.services.complaint_people import first_contact

_LINE = 500


def fill(session: Session, record: Complaint, action: str, at: datetime, reason: str) -> None:
    """Set what is empty and plain: who handles it, by which channel, until when the customer is waited for."""
    if record.first_owner_id is None:
        record.first_owner_id = first_contact(session)
    if action in {"T04", "T05", "T06", "T11", "T22"} and record.handler_id is None:
        record.handler_id = record.first_owner_id
    if action == "T06":
        record.handler_id = complaint_effects.asked(session, record) or record.handler_id
    if action in {"T15", "T16"}:
        record.accepted = action == "T15"
    if action == "T08":
        record.waiting_for = record.waiting_for or _line(reason)
        record.waiting_until = record.waiting_until or complaint_due.latest_wait(session, at)
    for key, usual in _usual(record, action, reason):
        if getattr(record, key) in (None, ""):
            setattr(record, key, usual)


def _usual(record: Complaint, action: str, reason: str) -> tuple[tuple[str, Any], ...]:
    if action == "T14":
        return (("answer_channel", record.channel),)
    if action == "T15":
        return (("acceptance", _line(reason)),)
    return (("external_result", reason.strip() or None),) if action == "T27" else ()


def reason_of(record: Complaint, action: str) -> str:
    """What the log says where the step has fields of its own for it."""
    told = {
        "T08": (record.waiting_for,), "T15": (record.acceptance,), "T26": (record.external_body, record.external_no),
        "T27": (record.external_result,),
    }  # fmt: skip
    return " · ".join(filter(None, told.get(action, ())))


def _line(reason: str) -> str | None:
    return " ".join(reason.split())[:_LINE] or None


def prioritise(session: Session, record: Complaint, tidy: Mapping[str, Any], changed: set[str], reason: str) -> None:
    """Priority by severity and urgency (C33) whenever these change. By hand it may be raised with a reason, and lowered only
    by whoever may approve."""
    computed = priorities.priority(record.severity, record.urgency)
    if "priority" in changed and computed is not None and tidy["priority"] != computed:
        _by_hand(session, record, tidy["priority"] or "P4", computed, reason)
    if changed & {"severity", "urgency"} and "priority" not in changed and computed is not None:
        record.priority = computed


def _by_hand(session: Session, record: Complaint, wanted: str, computed: str, reason: str) -> None:
    lower = wanted > computed
    if lower and not (reason.strip() and roles.may(session, "approve")):
        raise ValidationError(
            N_("Severity and urgency ask for {priority}: lowering it needs a reason, and the approval of a supervisor."),
            field="priority", priority=computed,
        )  # fmt: skip
    if record.state != "S00" and not reason.strip():
        raise ValidationError(
            N_("A priority set by hand needs a reason: use “Change responsibility or priority”."), field="priority"
        )


def require_remedies(session: Session, record: Complaint) -> None:
    """Where remedies with amounts are written down, the compensation is their sum (invariant vi): it is changed there."""
    from app.models.complaint_parts import Recovery

    of_case = (Recovery.complaint_id == record.id, Recovery.deleted_at.is_(None))
    total = session.scalar(sa.select(sa.func.sum(Recovery.amount)).where(*of_case))
    if total is not None and record.compensation != total:
        raise ValidationError(
            N_("The compensation is the sum of the remedies, {amount}: change it there."), field="compensation",
            amount=money_text(total),
        )  # fmt: skip
