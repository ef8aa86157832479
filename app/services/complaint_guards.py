"""What must hold before a complaint may take a step: the guards that the table of transitions names (domain/40 §4.5).

A guard reads the record as it will be after the step's values are in. Names without an entry here need no check yet
(evidence files, external texts): their issue adds one line.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from app.errors import ValidationError
from app.i18n import N_
from app.models import Complaint, Customer
from app.services import complaint_events, records, roles, settings
from app.services.complaint_people import colleagues


@dataclass(frozen=True, slots=True)
class Draft:
    """A step about to be taken."""

    session: Session
    record: Complaint
    action: str
    at: datetime
    reason: str


def missing(field: str) -> ValidationError:
    """The error that a field of a complaint must be filled first."""
    return records.missing(Complaint, field)


def _filled(*keys: str) -> Callable[[Draft], None]:
    def check(draft: Draft) -> None:
        for key in keys:
            if getattr(draft.record, key) in (None, ""):
                raise missing(key)

    return check


def _reasoned(draft: Draft) -> None:
    if not draft.reason.strip():
        raise ValidationError(N_("The reason is missing."), field="reason")


def _handler(draft: Draft) -> None:
    if draft.record.handler_id is None and colleagues(draft.session):
        raise missing("handler_id")


def _detailed_category(draft: Draft) -> None:
    parents = {row["parent"] for row in settings.value(draft.session, "complaint.categories")}
    if draft.record.category in parents:
        raise ValidationError(N_("Choose the exact kind within the category."), field="category")


def _up_to_s2(draft: Draft) -> None:
    if draft.record.severity in {"S3", "S4"}:
        raise ValidationError(N_("Serious and critical complaints need an approval."), field="severity")


def _within_limit(draft: Draft) -> None:
    if cost_of(draft.record) > settings.value(draft.session, "complaint.limits")["handler"]:
        raise ValidationError(N_("This cost needs an approval."), field="compensation")


def cost_of(record: Complaint) -> int:
    """What settling the complaint costs in fen, labour apart."""
    return (record.compensation or 0) + (record.returns_cost or 0) + (record.logistics_cost or 0)


def _urgent(draft: Draft) -> None:
    if draft.record.priority != "P1":
        raise ValidationError(N_("Only an urgent complaint (P1) is assessed before the customer is told."), field="priority")


def _agreed(draft: Draft) -> None:
    if not draft.record.accepted:
        raise ValidationError(N_("The customer has not accepted yet."), field="accepted")


def _decided(draft: Draft) -> None:
    if draft.record.validity in (None, "pending"):
        raise missing("validity")


def _caused(draft: Draft) -> None:
    """A justified complaint isn't settled or closed without a cause (invariant v)."""
    if draft.record.validity != "invalid" and draft.record.cause is None:
        raise missing("cause")


def _whole_receipt(draft: Draft) -> None:
    """The rest of what F-25 marks ● (domain/05: before T10)."""
    record = draft.record
    customer = draft.session.get_one(Customer, record.customer_id)
    if record.complainant is None and customer.kind != "person" and not record.anonymous:
        raise missing("complainant")
    if record.text is None and record.description is None:
        raise missing("text")
    _filled("channel", "demands")(draft)


def _returned_too_often(draft: Draft) -> None:
    log = complaint_events.entries(draft.session, draft.record.id)
    if sum(entry.stands and entry.action == "T07" for entry in log) >= 2:
        raise ValidationError(N_("It was returned twice already: the manager decides."), field="reason")


def _somebody_else(draft: Draft) -> None:
    _follower(draft)
    others = [each for each in colleagues(draft.session) if each != draft.record.handler_id]
    if others and draft.record.follow_up_by_id == draft.record.handler_id:
        raise ValidationError(N_("Somebody other than the handler asks the customer."), field="follow_up_by_id")


def _follower(draft: Draft) -> None:
    if draft.record.follow_up_by_id is None and colleagues(draft.session):
        raise missing("follow_up_by_id")


def _asked(draft: Draft) -> None:
    if draft.record.satisfaction is None and draft.record.follow_up_result not in {"not_reached", "refused"}:
        raise missing("satisfaction")


def _soon_enough(draft: Draft) -> None:
    log = complaint_events.entries(draft.session, draft.record.id)
    closed = complaint_events.entered(log, "S80") or draft.at
    days = settings.value(draft.session, "complaint.reopen_days")[draft.record.state]
    if draft.at - closed > timedelta(days=int(days)):
        raise ValidationError(
            N_("It was closed more than {days} days ago. Record a new complaint instead."), field="reason", days=days
        )


def _master(draft: Draft) -> None:
    _filled("merged_into_id")(draft)
    master = draft.session.get_one(Complaint, draft.record.merged_into_id)
    if master.id == draft.record.id or master.state in {"S00", "S95", "S96", "S97"}:
        raise ValidationError(N_("Choose another complaint that is in work."), field="merged_into_id")


def _confirmed(draft: Draft) -> None:
    """Urgent ones are closed by a supervisor."""
    if draft.record.priority in {"P1", "P2"}:
        roles.require(draft.session, "approve")


GUARDS: Mapping[str, Callable[[Draft], Any]] = {
    "who_what_how_bad": _filled("customer_id", "subject", "severity"), "channel": _filled("channel"),
    "severity_at_most_s2": _up_to_s2, "cost_within_own_limit": _within_limit, "cost_within_handler_limit": _within_limit,
    "category": _filled("category"), "l2": _detailed_category, "cause": _caused, "final_cause": _caused,
    "answer": _filled("answer"), "customer_agrees": _agreed, "severity": _filled("severity"),
    "urgency": _filled("urgency"), "handler": _handler, "receiver_accepts": _handler, "priority_p1": _urgent,
    "reason": _reasoned, "at_most_twice": _returned_too_often, "what_is_missing": _reasoned,
    "new_facts_or_timeout": _reasoned, "validity": _decided, "recovery": _filled("solution"),
    "receipt_complete": _whole_receipt, "options_exhausted": _reasoned, "remedy_done": _filled("executed_on"),
    "not_the_handler": _somebody_else, "attitude_or_three_attempts": _asked, "within_reopen_days": _soon_enough,
    "customer_statement": _reasoned, "master": _master, "new_record": _reasoned, "body": _reasoned,
    "decision": _reasoned, "supervisor_confirms_p1_p2": _confirmed,
}  # fmt: skip


def check(draft: Draft, guards: tuple[str, ...]) -> None:
    """Raise ValidationError with its field for the first guard that does not hold."""
    for name in guards:
        if name in GUARDS:
            GUARDS[name](draft)
