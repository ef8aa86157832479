"""Credit: the policy of each grade and the file of each customer (F-29, F-30; domain/30 C27, domain/70 §7.9)."""

from datetime import date
from decimal import Decimal
from uuid import UUID

from sqlalchemy.orm import Mapped

from app.i18n import N_
from app.models import choices as c
from app.models import fields as f
from app.models import trade_choices as t
from app.models.base import Entity, live_index
from app.models.checks import amount_problem


class CreditPolicy(Entity):
    """What a credit grade gets from a day on (F-30): terms, the factor of its limit, discount for cash, a cap."""

    entity = "credit_policies"
    label = N_("Credit policy")
    plural = N_("Credit policies")
    titles = ("grade",)
    searched = False

    grade: Mapped[str] = f.choice(N_("Credit grade"), c.CREDIT_GRADE, default="B")
    edition: Mapped[int] = f.integer(N_("Version"), check=amount_problem)
    effective_on: Mapped[date] = f.day(N_("Valid from"))
    standard: Mapped[str | None] = f.line(N_("Credit standard"), 300)
    terms_days: Mapped[int | None] = f.integer(N_("Terms (days)"), check=amount_problem)
    factor: Mapped[Decimal | None] = f.decimal(N_("Factor of the limit"), check=amount_problem)
    cap: Mapped[int | None] = f.money(N_("Limit at most"), check=amount_problem)
    cash_discount: Mapped[str | None] = f.line(N_("Cash discount"), 80)
    collection: Mapped[str | None] = f.line(N_("Collection policy"), 300)


class CreditFile(Entity):
    """One assessment of a customer's credit and the limit applied for (F-29); the newest approved and valid one counts."""

    entity = "credit_files"
    label = N_("Credit file")
    plural = N_("Credit files")
    titles = ("number",)
    prefix = "XY"
    number_field = "number"

    number: Mapped[str] = f.code(N_("Credit file no."))
    customer_id: Mapped[UUID] = f.link(N_("Customer"), "customers", owned=True)
    assessed_on: Mapped[date] = f.day(N_("Credit assessed on"))
    looked_from: Mapped[date | None] = f.day(N_("Dealings since"))
    payment: Mapped[str | None] = f.choice(N_("Payment record"), t.CREDIT_PAYMENT)
    years: Mapped[str | None] = f.choice(N_("Years and steadiness of dealings"), t.CREDIT_YEARS)
    finances: Mapped[str | None] = f.choice(N_("Finances"), t.CREDIT_FINANCES)
    outlook: Mapped[str | None] = f.choice(N_("Business and outlook"), t.CREDIT_OUTLOOK)
    reputation: Mapped[str | None] = f.choice(N_("Management and its reputation"), t.CREDIT_REPUTATION)
    margin: Mapped[str | None] = f.choice(N_("Margin of our dealings"), t.CREDIT_MARGIN)
    security: Mapped[str | None] = f.choice(N_("Security or payment in advance"), t.CREDIT_SECURITY)
    strategic: Mapped[str | None] = f.choice(N_("Strategic value"), t.CREDIT_STRATEGIC)
    outside: Mapped[str | None] = f.choice(N_("Credit elsewhere"), t.CREDIT_OUTSIDE)
    dishonest: Mapped[bool] = f.flag(N_("On the list of dishonest debtors"))
    score: Mapped[Decimal | None] = f.decimal(N_("Score"))
    grade: Mapped[str | None] = f.choice(N_("Credit grade"), c.CREDIT_GRADE)
    computed_limit: Mapped[int | None] = f.money(N_("Limit by the rule"), check=amount_problem)
    wished_limit: Mapped[int | None] = f.money(N_("Limit applied for"), check=amount_problem)
    wished_days: Mapped[int | None] = f.integer(N_("Terms applied for (days)"), check=amount_problem)
    applicant_id: Mapped[UUID | None] = f.link(N_("Applied by"), "employees")
    state: Mapped[str] = f.choice(N_("State"), t.CREDIT_STATE, default="draft")
    approved_limit: Mapped[int | None] = f.money(N_("Limit approved"), check=amount_problem)
    approved_days: Mapped[int | None] = f.integer(N_("Terms approved (days)"), check=amount_problem)
    guarantee: Mapped[str | None] = f.line(N_("Security"), 300)
    approver_id: Mapped[UUID | None] = f.link(N_("Who approved it"), "employees")
    approved_on: Mapped[date | None] = f.day(N_("Approved on"))
    valid_until: Mapped[date | None] = f.day(N_("Valid until"))
    reason: Mapped[str | None] = f.line(N_("Reason of the decision"), 500)
    notes: Mapped[str | None] = f.text(N_("Notes"))


live_index(CreditFile, "valid_until")
