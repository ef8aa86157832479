"""Complaint: intake F-25, of handling F-26 and follow-up F-27 what the monthly report needs, and its event log (domain/40).

The state and the times in this table are the events' shadow for lists; figures as of a day come from the events.
"""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Index
from sqlalchemy.orm import Mapped

from app.i18n import N_
from app.models import choices as c
from app.models import fields as f
from app.models.base import Entity, live_index
from app.models.checks import amount_problem


class Complaint(Entity):
    """An expression of dissatisfaction to which an answer is expected (ISO 10002); it can never be deleted."""

    entity = "complaints"
    label = N_("Complaint")
    plural = N_("Complaints")
    titles = ("subject", "number")
    prefix = "TS"
    number_field = "number"
    monthly_number = True
    keep = True
    undone_create = {"state": "S00", "next_due": None}
    noted = frozenset({"level"})  # an escalation that was raised by itself outlives the undoing of what people did
    draft = ("state", "S00")
    sealed = (
        "state", frozenset({"S90", "S95", "S96", "S97"}), N_("An archived complaint is only read. Undo the archiving first.")
    )  # fmt: skip

    number: Mapped[str] = f.code(N_("Complaint no."))
    subject: Mapped[str] = f.line(N_("Subject"))
    state: Mapped[str] = f.choice(N_("State"), c.COMPLAINT_STATE, default="S10")
    customer_id: Mapped[UUID] = f.link(N_("Customer"), "customers", owned=True)
    contact_id: Mapped[UUID | None] = f.link(N_("Person"), "contacts")
    complainant: Mapped[str | None] = f.name(N_("Complainant"))
    complainant_phone: Mapped[str | None] = f.phone(N_("Complainant's phone"))
    relation: Mapped[str | None] = f.line(N_("Relation to the customer"), 80)
    anonymous: Mapped[bool] = f.flag(N_("Anonymous"))
    received_at: Mapped[datetime] = f.moment(N_("Received"))
    channel: Mapped[str | None] = f.choice(N_("Channel"), c.COMPLAINT_CHANNEL, default="phone")
    first_owner_id: Mapped[UUID | None] = f.link(N_("First-contact owner"), "employees")
    handler_id: Mapped[UUID | None] = f.link(N_("Handler"), "employees")
    salesperson_id: Mapped[UUID | None] = f.link(N_("Salesperson"), "employees")
    product: Mapped[str | None] = f.line(N_("Product"))
    batch: Mapped[str | None] = f.code(N_("Batch"), 80)
    serial_no: Mapped[str | None] = f.code(N_("Serial no."), 80)
    order_no: Mapped[str | None] = f.code(N_("Order or invoice no."), 80)
    region: Mapped[str | None] = f.line(N_("Region"), 80)
    occurred_at: Mapped[datetime | None] = f.moment(N_("Occurred at"))
    place: Mapped[str | None] = f.line(N_("Place"))
    text: Mapped[str | None] = f.text(N_("In the customer's words"))
    description: Mapped[str | None] = f.text(N_("Description"))
    demands: Mapped[str | None] = f.choices(N_("Demands"), c.DEMAND)
    demand_amount: Mapped[int | None] = f.money(N_("Amount demanded"), check=amount_problem)
    expected_on: Mapped[date | None] = f.day(N_("Expected by"))
    mood: Mapped[str | None] = f.choice(N_("Mood"), c.SCALE)
    restated: Mapped[bool] = f.flag(N_("Restated to the customer"))
    safety: Mapped[bool] = f.flag(N_("Safety or health at stake"))
    publicity: Mapped[bool] = f.flag(N_("Media, authority or court threatened"))
    repeat_of_id: Mapped[UUID | None] = f.link(N_("Repeat of"), "complaints")
    told: Mapped[str | None] = f.line(N_("Told to the customer"), 500)
    # F-26
    category: Mapped[str | None] = f.listed(N_("Category"), "complaint.categories")
    severity: Mapped[str | None] = f.choice(N_("Severity"), c.SEVERITY, default="S2")
    urgency: Mapped[str | None] = f.choice(N_("Urgency"), c.URGENCY, default="U2")
    priority: Mapped[str | None] = f.choice(N_("Priority"), c.PRIORITY, default="P3")
    scope: Mapped[str | None] = f.choice(N_("Scope"), c.SCOPE)
    complexity: Mapped[str | None] = f.choice(N_("Complexity"), c.COMPLEXITY)
    validity: Mapped[str | None] = f.choice(N_("Validity"), c.VALIDITY, default="pending")
    department: Mapped[str | None] = f.line(N_("Responsible department"), 80)
    party: Mapped[str | None] = f.choice(N_("Responsible party"), c.PARTY)
    containment: Mapped[str | None] = f.text(N_("Immediate action"))
    investigation: Mapped[str | None] = f.text(N_("Findings"))
    cause: Mapped[str | None] = f.choice(N_("Cause"), c.CAUSE)
    cause_detail: Mapped[str | None] = f.listed(N_("Exact cause"), "complaint.causes")
    cause_text: Mapped[str | None] = f.text(N_("Root cause"))
    escape_cause: Mapped[str | None] = f.choice(N_("Why it was not caught"), c.CAUSE)
    escape_text: Mapped[str | None] = f.text(N_("How it got through"))
    solution: Mapped[str | None] = f.text(N_("Solution"))
    answer: Mapped[str | None] = f.text(N_("Answer to the customer"))
    answer_channel: Mapped[str | None] = f.choice(N_("Answered by"), c.COMPLAINT_CHANNEL)
    remedies_told: Mapped[str | None] = f.choice(N_("Told what else the customer can do"), c.YES_NO)
    accepted: Mapped[bool] = f.flag(N_("Accepted by the customer"))
    acceptance: Mapped[str | None] = f.line(N_("How the customer agreed"), 500)
    executed_on: Mapped[date | None] = f.day(N_("Carried out on"))
    prevention: Mapped[str | None] = f.text(N_("Prevention"))
    compensation: Mapped[int | None] = f.money(N_("Compensation"))
    returns_cost: Mapped[int | None] = f.money(N_("Returned goods"))
    logistics_cost: Mapped[int | None] = f.money(N_("Logistics cost"))
    rework_cost: Mapped[int | None] = f.money(N_("Rework or repair cost"), check=amount_problem)
    credit_notes: Mapped[int | None] = f.money(N_("Credit notes"), check=amount_problem)
    fines: Mapped[int | None] = f.money(N_("Fines"), check=amount_problem)
    recovered_cost: Mapped[int | None] = f.money(N_("Recovered from suppliers or insurance"), check=amount_problem)
    labour_minutes: Mapped[int | None] = f.integer(N_("Handling time (minutes)"), check=amount_problem)
    eight_d_asked: Mapped[str | None] = f.choice(N_("Customer wants an 8D report"), c.YES_NO)
    # outside procedure (S98)
    external_body: Mapped[str | None] = f.line(N_("External body"), 120)
    external_no: Mapped[str | None] = f.code(N_("External case no."), 80)
    external_due: Mapped[date | None] = f.day(N_("External deadline"))
    external_result: Mapped[str | None] = f.text(N_("External decision"))
    # set by the transitions
    waiting_for: Mapped[str | None] = f.line(N_("Waiting for"), 500)
    waiting_until: Mapped[date | None] = f.day(N_("Waiting until"))
    level: Mapped[int | None] = f.integer(N_("Escalation level"))
    extended_from: Mapped[datetime | None] = f.moment(N_("Close by, before the extension"))
    acknowledged_at: Mapped[datetime | None] = f.moment(N_("Acknowledged on"))
    assessed_at: Mapped[datetime | None] = f.moment(N_("Assessed on"))
    answered_at: Mapped[datetime | None] = f.moment(N_("Answered on"))
    closed_at: Mapped[datetime | None] = f.moment(N_("Closed on"))
    acknowledge_due: Mapped[datetime | None] = f.moment(N_("Acknowledge by"))
    answer_due: Mapped[datetime | None] = f.moment(N_("Answer by"))
    close_due: Mapped[datetime | None] = f.moment(N_("Close by"))
    follow_up_due: Mapped[datetime | None] = f.moment(N_("Follow up by"))
    next_due: Mapped[datetime | None] = f.moment(N_("Due"))
    due_provisional: Mapped[bool] = f.flag(N_("Due dates provisional"))
    reopened: Mapped[int | None] = f.integer(N_("Times reopened"))
    merged_into_id: Mapped[UUID | None] = f.link(N_("Merged into"), "complaints")
    # F-27
    follow_up_at: Mapped[datetime | None] = f.moment(N_("Followed up"))
    follow_up_by_id: Mapped[UUID | None] = f.link(N_("Followed up by"), "employees")
    follow_up_result: Mapped[str | None] = f.choice(N_("Follow-up result"), c.FOLLOW_UP_RESULT)
    satisfaction: Mapped[str | None] = f.choice(N_("Attitude to the handling"), c.SATISFACTION)
    fair_outcome: Mapped[str | None] = f.choice(N_("Fair outcome"), c.SCALE)
    fair_process: Mapped[str | None] = f.choice(N_("Fair and quick process"), c.SCALE)
    fair_manner: Mapped[str | None] = f.choice(N_("Respectful manner"), c.SCALE)
    stays: Mapped[str | None] = f.choice(N_("Will stay a customer"), c.SCALE)
    recommend: Mapped[str | None] = f.choice(N_("Would recommend us"), c.RECOMMEND)
    follow_up_note: Mapped[str | None] = f.text(N_("Customer's comment"))
    notes: Mapped[str | None] = f.text(N_("Notes"))
    archive_checks: Mapped[str | None] = f.choices(N_("Archive checklist"), c.ARCHIVE_CHECK)
    masked_on: Mapped[date | None] = f.day(N_("Personal data taken out on"))
    own: Mapped[dict[str, str] | None] = f.own_values()


class ComplaintEvent(Entity):
    """One step in the life of a complaint: append-only (domain/40 §4.10); a revoking event names the one it revokes."""

    entity = "complaint_events"
    label = N_("Step")
    plural = N_("Steps")
    titles = ("action",)
    append_only = True
    keep = True

    complaint_id: Mapped[UUID] = f.link(N_("Complaint"), "complaints", owned=True)
    action: Mapped[str] = f.code(N_("Step"), 8)
    at: Mapped[datetime] = f.moment(N_("At"))
    from_state: Mapped[str | None] = f.choice(N_("Former state"), c.COMPLAINT_STATE)
    to_state: Mapped[str] = f.choice(N_("New state"), c.COMPLAINT_STATE)
    by_id: Mapped[UUID | None] = f.link(N_("By"), "employees")
    reason: Mapped[str | None] = f.text(N_("Reason"))
    revokes_id: Mapped[UUID | None] = f.link(N_("Revokes"), "complaint_events")


Index("ix_complaints_number", Complaint.number)
Index("ix_complaints_state", Complaint.state)
Index("ix_complaints_closed_at", Complaint.closed_at)
live_index(Complaint, "received_at")
live_index(Complaint, "close_due")
live_index(Complaint, "next_due")
live_index(Complaint, "state", "next_due")
