"""Times typed in a complaint's form: none before the receipt, none in the future, the follow-up after the closing; and a receipt
that is set right leaves a line in the log."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from app.analysis.complaint_states import OPEN
from app.errors import ValidationError
from app.formats import local, moment_text
from app.i18n import N_
from app.i18n import gettext_text as _
from app.models import Complaint
from app.models.session import now
from app.services import complaint_events, complaint_rules, roles

Values = Mapping[str, Any]


def require_plausible(session: Session, record: Complaint, values: Values) -> None:
    """ValidationError, with its field, for a time that cannot be."""
    _receipt(session, record, values)
    _follow_up(session, record, values)
    require_executed(session, record, values.get("executed_on", record.executed_on), record.executed_on)


def _receipt(session: Session, record: Complaint, values: Values) -> None:
    received = values.get("received_at", record.received_at)
    if received == record.received_at:
        return
    later = [entry.at for entry in complaint_events.entries(session, record.id) if entry.stands and entry.action != "T01"]
    if received is None or received > min([*later, now(session)]):
        raise ValidationError(N_("The receipt lies after the first step, or in the future."), field="received_at")


def _follow_up(session: Session, record: Complaint, values: Values) -> None:
    """The customer is asked after the complaint is closed, and not in the future."""
    said = any(values.get(key) not in (None, "") and values[key] != getattr(record, key)
               for key in ("satisfaction", "follow_up_result", "follow_up_at"))  # fmt: skip
    if said and record.state in OPEN:
        raise ValidationError(N_("The customer is asked after the complaint is closed."), field="satisfaction")
    asked, since = values.get("follow_up_at"), record.closed_at or record.received_at
    if asked is not None and asked != record.follow_up_at and not since <= asked <= now(session):
        raise ValidationError(N_("This lies before the closing or in the future."), field="follow_up_at")


def require_executed(session: Session, record: Complaint, day: Any, before: Any = None) -> None:
    """ValidationError for a day of execution before the receipt or in the future; ``before`` is the day it had."""
    if day is None or day == before:
        return
    if not local(record.received_at).date() <= day <= local(now(session)).date():
        raise ValidationError(N_("This lies before the receipt or in the future."), field="executed_on")


def log_receipt(session: Session, record: Complaint, before: Values) -> None:
    """The line of a receipt that was set right. Where a target was missed already, it is for a supervisor: a later receipt
    would heal it."""
    missed = before["next_due"] is not None and before["next_due"] < now(session)
    if missed and complaint_rules.on(session, "approvals"):
        roles.require(session, "approve")
    words = _("Receipt changed from {before} to {after}").format(
        before=moment_text(before["received_at"]), after=moment_text(record.received_at)
    )
    complaint_events.append(session, record, "T29", complaint_events.moment_for(session, record.id, None), record.state, words)
