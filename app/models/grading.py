"""What customers were graded at, by whom changed, and who is served no longer (domain/00 G7, C06 to C13, F-12)."""

from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from sqlalchemy import Index
from sqlalchemy.orm import Mapped

from app.i18n import N_
from app.models import choices as c
from app.models import fields as f
from app.models import trade_choices as t
from app.models.base import Entity, live_index
from app.models.checks import amount_problem


class Grading(Entity):
    """One grading of all customers: as of a day, by these parameters (JSON, so that it can be done again)."""

    entity = "gradings"
    label = N_("Grading")
    plural = N_("Gradings")
    titles = ("period",)
    searched = False

    period: Mapped[str] = f.code(N_("Month"), 7)
    as_of: Mapped[date] = f.day(N_("As of"))
    computed_at: Mapped[datetime] = f.moment(N_("Computed at"))
    final: Mapped[bool] = f.flag(N_("Final"))
    edition: Mapped[str | None] = f.code(N_("Version of the parameters"), 20)
    parameters: Mapped[str | None] = f.text(N_("Parameters"))
    graded_by_id: Mapped[UUID | None] = f.link(N_("Done by"), "employees")


class Grade(Entity):
    """What one customer came to in one grading, in every system, with what it was computed from (``inputs``, JSON)."""

    entity = "grades"
    label = N_("Grade")
    plural = N_("Grades")
    titles = ("band",)
    searched = False

    grading_id: Mapped[UUID] = f.link(N_("Grading"), "gradings", owned=True)
    customer_id: Mapped[UUID | None] = f.link(N_("Customer"), "customers")
    main: Mapped[str | None] = f.choice(N_("Main grade"), c.GRADE)
    abc: Mapped[str | None] = f.code(N_("ABC grade"), 1)
    cells: Mapped[str | None] = f.code(N_("The three matrices"), 3)
    score: Mapped[Decimal | None] = f.decimal(N_("Score"))
    band: Mapped[str | None] = f.choice(N_("Band of the score"), c.GRADE)
    tier: Mapped[str | None] = f.code(N_("Tier"), 20)
    pareto: Mapped[str | None] = f.code(N_("ABC by share of sales"), 1)
    rfm: Mapped[str | None] = f.code(N_("RFM"), 3)
    segment: Mapped[str | None] = f.code(N_("RFM segment"), 20)
    status: Mapped[str | None] = f.choice(N_("Status"), c.STATUS)
    level: Mapped[str | None] = f.choice(N_("Relationship level"), c.SCALE)
    provisional: Mapped[bool] = f.flag(N_("Provisional"))
    inputs: Mapped[str | None] = f.text(N_("Inputs"))


class GradeOverride(Entity):
    """A grade set by hand, for a reason and until a day; what was computed stays beside it (domain/00 G7)."""

    entity = "grade_overrides"
    label = N_("Grade set by hand")
    plural = N_("Grades set by hand")
    titles = ("reason",)

    customer_id: Mapped[UUID] = f.link(N_("Customer"), "customers", owned=True)
    system: Mapped[str] = f.choice(N_("System"), t.GRADE_SYSTEM, default="scorecard")
    value: Mapped[str] = f.code(N_("Grade"), 20)
    reason: Mapped[str] = f.line(N_("Reason"), 500)
    decided_by_id: Mapped[UUID | None] = f.link(N_("Decided by"), "employees")
    begins_on: Mapped[date] = f.day(N_("Valid from"))
    ends_on: Mapped[date | None] = f.day(N_("Valid until"))


class NeverServe(Entity):
    """The application to serve a customer no longer, and what was decided (F-12): never automatic, never for a complaint."""

    entity = "never_serves"
    label = N_("Never-serve application")
    plural = N_("Never-serve applications")
    titles = ("evidence",)

    customer_id: Mapped[UUID] = f.link(N_("Customer"), "customers", owned=True)
    applicant_id: Mapped[UUID | None] = f.link(N_("Applied by"), "employees")
    applied_on: Mapped[date] = f.day(N_("Applied on"))
    reason: Mapped[str] = f.choice(N_("Reason"), t.NEVER_REASON, default="other")
    evidence: Mapped[str] = f.text(N_("Evidence"))
    loss: Mapped[int | None] = f.money(N_("Loss (estimate)"), check=amount_problem)
    tried: Mapped[str] = f.text(N_("What was tried"))
    obligations: Mapped[str | None] = f.text(N_("Open receivables and obligations"))
    obligations_checked: Mapped[bool] = f.flag(N_("Receivables and obligations checked"))
    state: Mapped[str] = f.choice(N_("State"), t.NEVER_STATE, default="applied")
    director_id: Mapped[UUID | None] = f.link(N_("Director"), "employees")
    director_on: Mapped[date | None] = f.day(N_("Director decided on"))
    director_words: Mapped[str | None] = f.line(N_("Words of the director"), 500)
    manager_id: Mapped[UUID | None] = f.link(N_("General manager"), "employees")
    manager_on: Mapped[date | None] = f.day(N_("General manager decided on"))
    manager_words: Mapped[str | None] = f.line(N_("Words of the general manager"), 500)
    effective_on: Mapped[date | None] = f.day(N_("In force from"))
    review_on: Mapped[date | None] = f.day(N_("Looked at again on"))
    lifted_on: Mapped[date | None] = f.day(N_("Lifted on"))
    lifted_reason: Mapped[str | None] = f.line(N_("Why lifted"), 500)
    grade_before: Mapped[str | None] = f.choice(N_("Grade before"), c.GRADE)
    status_before: Mapped[str | None] = f.choice(N_("Status before"), c.STATUS)


Index("ix_grades_customer_id_grading_id", Grade.customer_id, Grade.grading_id)
live_index(Grading, "as_of")
live_index(NeverServe, "review_on")
