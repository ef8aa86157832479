"""Improvement: what is changed so that it does not happen again, as Plan, Do, Check, Act (domain/20 F-37)."""

from datetime import date
from decimal import Decimal
from uuid import UUID

from sqlalchemy import Index
from sqlalchemy.orm import Mapped

from app.i18n import N_
from app.models import choices as c
from app.models import fields as f
from app.models.base import Entity


class Improvement(Entity):
    """One measure with its owner, its day and its figures: ``baseline`` before, ``target`` wanted, ``measured`` afterwards."""

    entity = "improvements"
    label = N_("Improvement")
    plural = N_("Improvements")
    titles = ("name", "number")
    prefix = "GJ"
    number_field = "number"
    monthly_number = True

    number: Mapped[str] = f.code(N_("Improvement no."))
    name: Mapped[str] = f.line(N_("Measure"), 300)
    source: Mapped[str | None] = f.choice(N_("Came from"), c.IMPROVEMENT_SOURCE, default="complaint")
    state: Mapped[str] = f.choice(N_("State"), c.IMPROVEMENT_STATE, default="plan")
    category: Mapped[str | None] = f.listed(N_("Category"), "complaint.categories")
    opened_on: Mapped[date | None] = f.day(N_("Opened on"))
    # P
    problem: Mapped[str | None] = f.text(N_("Problem"))
    data: Mapped[str | None] = f.text(N_("Figures behind it"))
    cause: Mapped[str | None] = f.choice(N_("Cause"), c.CAUSE)
    cause_text: Mapped[str | None] = f.text(N_("Root cause"))
    plan: Mapped[str | None] = f.text(N_("What will be done"))
    owner_id: Mapped[UUID | None] = f.link(N_("Responsible"), "employees")
    due_on: Mapped[date | None] = f.day(N_("Due on"))
    expected: Mapped[str | None] = f.line(N_("Expected result"), 500)
    metric: Mapped[str | None] = f.line(N_("Measured by"), 200)
    unit: Mapped[str | None] = f.line(N_("Unit"), 20)
    baseline: Mapped[Decimal | None] = f.decimal(N_("Before"))
    target: Mapped[Decimal | None] = f.decimal(N_("Target"))
    # D
    done_on: Mapped[date | None] = f.day(N_("Done on"))
    evidence: Mapped[str | None] = f.text(N_("Proof"))
    # C
    check_on: Mapped[date | None] = f.day(N_("To be checked on"))
    checked_on: Mapped[date | None] = f.day(N_("Checked on"))
    checked_by_id: Mapped[UUID | None] = f.link(N_("Checked by"), "employees")
    measured: Mapped[Decimal | None] = f.decimal(N_("Measured"))
    effective: Mapped[str | None] = f.choice(N_("Effective"), c.EFFECTIVE)
    check_note: Mapped[str | None] = f.text(N_("Finding of the check"))
    same_person_reason: Mapped[str | None] = f.line(N_("Why nobody else checked it"), 300)
    # A
    standardised: Mapped[str | None] = f.text(N_("Made a standard; next cycle"))
    closed_on: Mapped[date | None] = f.day(N_("Closed on"))
    begun_again: Mapped[int | None] = f.integer(N_("Begun again (times)"))
    notes: Mapped[str | None] = f.text(N_("Notes"))
    own: Mapped[dict[str, str] | None] = f.own_values()


class ImprovementCase(Entity):
    """A complaint that an improvement answers; an improvement may answer several."""

    entity = "improvement_cases"
    label = N_("Complaint behind an improvement")
    plural = N_("Complaints behind improvements")
    titles = ("complaint_id",)
    searched = False

    improvement_id: Mapped[UUID] = f.link(N_("Improvement"), "improvements", owned=True)
    complaint_id: Mapped[UUID | None] = f.link(N_("Complaint"), "complaints")


Index("ix_improvements_state", Improvement.state)
Index("ix_improvements_due_on", Improvement.due_on)
