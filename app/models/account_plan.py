"""How a customer is to be developed: policies, the portfolio decision, the plan over three years (F-09, F-10)."""

from datetime import date
from decimal import Decimal
from uuid import UUID

from sqlalchemy.orm import Mapped

from app.i18n import N_
from app.models import choices as c
from app.models import fields as f
from app.models import trade_choices as t
from app.models.base import Entity
from app.models.checks import amount_problem


class CustomerPolicy(Entity):
    """What a class of customers gets, or one customer as an exception, from a day on (F-09): the six dimensions 付款, 培训,
    人员支持, 授权, 奖励, 价格, each in words, with the figures that other parts reckon with."""

    entity = "customer_policies"
    label = N_("Customer policy")
    plural = N_("Customer policies")
    titles = ("reason", "grade")

    grade: Mapped[str | None] = f.choice(N_("Class"), c.GRADE)
    customer_id: Mapped[UUID | None] = f.link(N_("Customer"), "customers", part=True)
    edition: Mapped[int | None] = f.integer(N_("Version"), check=amount_problem)
    begins_on: Mapped[date] = f.day(N_("Valid from"))
    ends_on: Mapped[date | None] = f.day(N_("Valid until"))
    approver_id: Mapped[UUID | None] = f.link(N_("Who approved it"), "employees")
    reason: Mapped[str | None] = f.line(N_("Reason of the exception"), 500)
    payment: Mapped[str | None] = f.line(N_("Payment"), 300)
    payment_days: Mapped[int | None] = f.integer(N_("Terms (days)"), check=amount_problem)
    prepaid: Mapped[int | None] = f.percent(N_("Paid in advance"))
    credit_most: Mapped[int | None] = f.money(N_("Limit at most"), check=amount_problem)
    cash_discount: Mapped[str | None] = f.line(N_("Cash discount"), 80)
    training: Mapped[str | None] = f.line(N_("Training"), 300)
    training_times: Mapped[int | None] = f.integer(N_("Trainings a year"), check=amount_problem)
    staffing: Mapped[str | None] = f.line(N_("Support by people"), 300)
    man_days: Mapped[int | None] = f.integer(N_("Days of our people a year"), check=amount_problem)
    authority: Mapped[str | None] = f.line(N_("Authorisation"), 300)
    price_authority: Mapped[int | None] = f.percent(N_("May lower prices by"))
    reward: Mapped[str | None] = f.line(N_("Reward"), 300)
    rebate: Mapped[int | None] = f.percent(N_("Rebate"))
    price: Mapped[str | None] = f.line(N_("Price"), 300)
    price_discount: Mapped[int | None] = f.percent(N_("Below list price"))
    protection_days: Mapped[int | None] = f.integer(N_("Price protected (days)"), check=amount_problem)


class PortfolioDecision(Entity):
    """What we want with a customer: raise the share, keep, control, leave (I-085); the newest one counts."""

    entity = "portfolio_decisions"
    label = N_("Portfolio decision")
    plural = N_("Portfolio decisions")
    titles = ("reason",)

    customer_id: Mapped[UUID] = f.link(N_("Customer"), "customers", owned=True)
    decision: Mapped[str] = f.choice(N_("Decision"), t.PORTFOLIO, default="keep")
    reason: Mapped[str | None] = f.line(N_("Reason"), 500)
    decided_on: Mapped[date] = f.day(N_("Decided on"))
    decided_by_id: Mapped[UUID | None] = f.link(N_("Decided by"), "employees")
    review_on: Mapped[date | None] = f.day(N_("Looked at again on"))


class DevelopmentPlan(Entity):
    """The strategy for one customer and its plan over three years (F-10); the years and activities hang on it."""

    entity = "development_plans"
    label = N_("Development plan")
    plural = N_("Development plans")
    titles = ("number",)
    prefix = "GH"
    number_field = "number"

    number: Mapped[str] = f.code(N_("Plan no."))
    customer_id: Mapped[UUID] = f.link(N_("Customer"), "customers", owned=True)
    first_year: Mapped[int] = f.integer(N_("First year"), check=amount_problem)
    owner_id: Mapped[UUID | None] = f.link(N_("Responsible"), "employees")
    approver_id: Mapped[UUID | None] = f.link(N_("Who approved it"), "employees")
    approved_on: Mapped[date | None] = f.day(N_("Approved on"))
    approach: Mapped[str | None] = f.text(N_("How to approach"))
    winning: Mapped[str | None] = f.text(N_("How to win"))
    control: Mapped[str | None] = f.text(N_("How to manage"))
    long_term: Mapped[str | None] = f.text(N_("Long-term cooperation"))
    environment: Mapped[str | None] = f.line(N_("Environment"), 300)
    expectations: Mapped[str | None] = f.line(N_("Expectations"), 300)
    emotions: Mapped[str | None] = f.line(N_("Emotions"), 300)
    experience: Mapped[str | None] = f.line(N_("Experience"), 300)
    engagement: Mapped[str | None] = f.line(N_("Engagement"), 300)


class PlanYear(Entity):
    """What a plan expects of one year; ``profile`` is twelve shares for the months, separated by commas, if they differ."""

    entity = "plan_years"
    label = N_("Planned year")
    plural = N_("Planned years")
    titles = ("notes",)
    searched = False

    plan_id: Mapped[UUID] = f.link(N_("Development plan"), "development_plans", owned=True)
    year: Mapped[int] = f.integer(N_("Year"), check=amount_problem)
    volume: Mapped[int | None] = f.money(N_("Expected sales"), check=amount_problem)
    units: Mapped[Decimal | None] = f.decimal(N_("Expected quantity"), check=amount_problem)
    expense: Mapped[int | None] = f.money(N_("Expected costs"), check=amount_problem)
    profit: Mapped[int | None] = f.money(N_("Expected profit"))
    profile: Mapped[str | None] = f.line(N_("Shares of the months"), 200)
    notes: Mapped[str | None] = f.line(N_("Notes"), 500)


class PlanActivity(Entity):
    """One promotion, training or support that a plan foresees, and what became of it."""

    entity = "plan_activities"
    label = N_("Planned activity")
    plural = N_("Planned activities")

    plan_id: Mapped[UUID] = f.link(N_("Development plan"), "development_plans", owned=True)
    year: Mapped[int] = f.integer(N_("Year"), check=amount_problem)
    kind: Mapped[str] = f.choice(N_("Kind"), t.PLAN_ACTIVITY, default="promotion")
    name: Mapped[str] = f.line(N_("What"), 300)
    held_on: Mapped[date | None] = f.day(N_("Day"))
    budget: Mapped[int | None] = f.money(N_("Budget"), check=amount_problem)
    man_days: Mapped[Decimal | None] = f.decimal(N_("Days of our people"), check=amount_problem)
    spent: Mapped[int | None] = f.money(N_("Spent"), check=amount_problem)
    done_on: Mapped[date | None] = f.day(N_("Done on"))
