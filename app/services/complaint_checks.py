"""The guards themselves: each reads the record as it will be after the step's values are in, and raises a ValidationError that
names its field. The table that says which guard is which stands in complaint_guards."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from app.analysis.complaint_states import CLOSED
from app.errors import ValidationError
from app.formats import day_text, local
from app.i18n import N_
from app.models import Complaint, Customer
from app.services import complaint_events, complaint_rules, records, settings
from app.services.complaint_costs import KINDS
from app.services.complaint_people import colleagues, me

RETURNS = 2
_GRANTED = frozenset({"S55", "S60", "S65", "S70"}) | CLOSED


@dataclass(frozen=True, slots=True)
class Draft:
    """A step about to be taken; ``extra`` is what it brings besides fields of the complaint."""

    session: Session
    record: Complaint
    action: str
    at: datetime
    reason: str
    extra: Mapping[str, Any] = field(default_factory=dict)

    def asks(self, rule: str) -> bool:
        """Whether the firm has this rule (complaint_rules)."""
        return complaint_rules.on(self.session, rule)


Check = Callable[[Draft], None]


def missing(key: str) -> ValidationError:
    """The error that a field of a complaint must be filled first."""
    return records.missing(Complaint, key)


def filled(*keys: str) -> Check:
    """A guard that these fields are not empty."""

    def check(draft: Draft) -> None:
        for key in keys:
            if getattr(draft.record, key) in (None, ""):
                raise missing(key)

    return check


def ruled(rule: str, guard: Check) -> Check:
    """A guard that only stands where the firm has the rule."""

    def check(draft: Draft) -> None:
        if draft.asks(rule):
            guard(draft)

    return check


def reasoned(draft: Draft) -> None:
    if not draft.reason.strip():
        raise ValidationError(N_("The reason is missing."), field="reason")


def named_handler(draft: Draft) -> None:
    if draft.record.handler_id is None and colleagues(draft.session):
        raise missing("handler_id")


def received_by_handler(draft: Draft) -> None:
    """Only whoever takes a case over accepts it, where the program knows who is at the keyboard (§4.4)."""
    named_handler(draft)
    who, handler = me(draft.session), draft.record.handler_id
    if draft.asks("transfer_acceptance") and None not in (who, handler) and who != handler:
        raise ValidationError(
            N_("{name} accepts the case, nobody else. Hand it over, or switch the person with Ctrl+Shift+P."),
            field="handler_id", name=name_of(draft.session, handler),
        )  # fmt: skip


def name_of(session: Session, employee_id: UUID | None) -> str:
    """A colleague's name; "" for nobody."""
    from app.models import Employee

    return records.titles(session, Employee, [employee_id]).get(employee_id, "") if employee_id else ""


def detailed_category(draft: Draft) -> None:
    parents = {row["parent"] for row in settings.value(draft.session, "complaint.categories")}
    if draft.record.category in parents:
        raise ValidationError(N_("Choose the exact kind within the category."), field="category")


def up_to_s2(draft: Draft) -> None:
    """T03 always, T11 where the firm approves solutions."""
    if draft.record.severity in {"S3", "S4"} and (draft.action == "T03" or draft.asks("approvals")):
        raise ValidationError(N_("Serious and critical complaints need an approval."), field="severity")


def within_limit(draft: Draft) -> None:
    if cost_of(draft.record) > settings.value(draft.session, "complaint.limits")["handler"]:
        raise ValidationError(N_("This cost needs an approval."), field="compensation")


def within_authority(draft: Draft) -> None:
    """Who approves may grant no more than their role allows (§4.9)."""
    most = complaint_rules.authority(draft.session)
    if most is not None and cost_of(draft.record) > most:
        raise ValidationError(N_("This cost is above your limit: somebody higher approves it."), field="compensation")


def require_granted(session: Session, record: Complaint) -> None:
    """ValidationError where the cost of a case whose solution is approved rises above what the person may grant (§4.9)."""
    most = complaint_rules.authority(session) if record.state in _GRANTED and complaint_rules.on(session, "approvals") else None
    if most is not None and cost_of(record) > most:
        raise ValidationError(N_("This cost is above your limit: somebody higher approves it."), field="compensation")


def cost_of(record: Complaint) -> int:
    """What settling the complaint costs in fen, labour apart."""
    return sum(getattr(record, key) or 0 for key in KINDS)


def urgent(draft: Draft) -> None:
    if draft.record.priority != "P1":
        raise ValidationError(N_("Only an urgent complaint (P1) is assessed before the customer is told."), field="priority")


def agreed(draft: Draft) -> None:
    if not draft.record.accepted:
        raise ValidationError(N_("The customer has not accepted yet."), field="accepted")


def decided(draft: Draft) -> None:
    if draft.record.validity in (None, "pending"):
        raise missing("validity")


def caused(draft: Draft) -> None:
    """A justified complaint isn't settled or closed without a cause (invariant v)."""
    if draft.record.validity != "invalid" and draft.record.cause is None:
        raise missing("cause")


def whole_receipt(draft: Draft) -> None:
    """The rest of what F-25 marks ● (domain/05: before T10)."""
    record = draft.record
    customer = draft.session.get_one(Customer, record.customer_id)
    if record.complainant is None and customer.kind != "person" and not record.anonymous:
        raise missing("complainant")
    if record.text is None and record.description is None:
        raise missing("text")
    filled("channel", "demands")(draft)


def promised_later(draft: Draft) -> None:
    due = draft.extra.get("promise_due")
    if due is not None and due <= draft.at:
        raise ValidationError(N_("What is promised lies after the moment of the promise."), field="promise_due")


def by_when(draft: Draft) -> None:
    """At most so many working days from asking (S45)."""
    from app.services.complaint_due import latest_wait

    until, asked = draft.record.waiting_until, local(draft.at).date()
    if until is None:
        raise missing("waiting_until")
    last = latest_wait(draft.session, draft.at)
    if not asked <= until <= last:
        words = N_("The customer has until {day} at most, and not less than until today.")
        raise ValidationError(words, field="waiting_until", day=day_text(last))


def returned_too_often(draft: Draft) -> None:
    log = complaint_events.entries(draft.session, draft.record.id)
    if sum(entry.stands and entry.action == "T07" for entry in log) >= RETURNS:
        raise ValidationError(N_("It was returned twice already: the manager decides."), field="reason")


def answer_channel(draft: Draft) -> None:
    filled("channel" if draft.action == "T02" else "answer_channel")(draft)
