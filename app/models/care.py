"""Care for customers (F-28, domain/70 §7.6): rules that name an occasion, and what was done about each; snoozed items."""

from datetime import date
from uuid import UUID

from sqlalchemy.orm import Mapped

from app.i18n import N_
from app.models import choices as c
from app.models import fields as f
from app.models import visit_choices as v
from app.models.base import Entity, live_index
from app.models.checks import amount_problem


class CarePlan(Entity):
    """A rule: on this occasion, so many days before it, for customers of these grades, by these means.

    ``lead`` counts calendar or working days before the occasion, negative ones after it (domain/05, C44)."""

    entity = "care_plans"
    label = N_("Care plan")
    plural = N_("Care plans")

    name: Mapped[str] = f.line(N_("Name"))
    occasion: Mapped[str] = f.choice(N_("Occasion"), v.CARE_EVENT, default="manual")
    festival: Mapped[str | None] = f.choice(N_("Festival"), v.CARE_FESTIVAL)
    happens_on: Mapped[date | None] = f.day(N_("Day"))
    grades: Mapped[str | None] = f.choices(N_("For grades"), c.GRADE)
    tagged: Mapped[str | None] = f.tags(N_("For tags"))
    lead: Mapped[int | None] = f.integer(N_("Lead (days)"))
    lead_unit: Mapped[str | None] = f.choice(N_("Counted in"), v.LEAD_UNIT, default="d")
    means: Mapped[str | None] = f.choice(N_("Means"), v.CARE_MEANS)
    words: Mapped[str | None] = f.text(N_("Text"))
    gift: Mapped[str | None] = f.line(N_("Gift"))
    gift_cap: Mapped[int | None] = f.money(N_("Gift at most"), check=amount_problem)
    owner_rule: Mapped[str | None] = f.choice(N_("Who does it"), v.CARE_OWNER, default="owner")
    owner_id: Mapped[UUID | None] = f.link(N_("Colleague"), "employees")
    year: Mapped[int | None] = f.integer(N_("Year"), check=amount_problem)
    budget: Mapped[int | None] = f.money(N_("Budget"), check=amount_problem)
    retired: Mapped[bool] = f.flag(N_("No longer used"))
    notes: Mapped[str | None] = f.text(N_("Notes"))


class CareTask(Entity):
    """What was done about one occasion of one customer or person: kept once somebody did, skipped or moved it."""

    entity = "care_tasks"
    label = N_("Care task")
    plural = N_("Care tasks")
    titles = ("name", "reason")
    searched = False

    customer_id: Mapped[UUID] = f.link(N_("Customer"), "customers", owned=True)
    plan_id: Mapped[UUID | None] = f.link(N_("Care plan"), "care_plans")
    contact_id: Mapped[UUID | None] = f.link(N_("Person"), "contacts")
    name: Mapped[str | None] = f.line(N_("Occasion"))
    happens_on: Mapped[date | None] = f.day(N_("Day of the occasion"))
    remind_on: Mapped[date | None] = f.day(N_("Remind on"))
    owner_id: Mapped[UUID | None] = f.link(N_("Responsible"), "employees")
    state: Mapped[str] = f.choice(N_("State"), v.CARE_STATE, default="open")
    reason: Mapped[str | None] = f.line(N_("Reason"), 500)
    means: Mapped[str | None] = f.choice(N_("Means"), v.CARE_MEANS)
    done_on: Mapped[date | None] = f.day(N_("Done on"))
    cost: Mapped[int | None] = f.money(N_("Cost"), check=amount_problem)
    reaction: Mapped[str | None] = f.line(N_("Customer's reaction"), 500)
    visit_id: Mapped[UUID | None] = f.link(N_("Visit"), "visits")


live_index(CareTask, "remind_on")


class Snooze(Entity):
    """An item of somebody's day put off: which record, what about it, until when. The newest one counts."""

    entity = "snoozes"
    label = N_("Put off")
    plural = N_("Put off")
    titles = ("item",)
    searched = False

    employee_id: Mapped[UUID | None] = f.link(N_("Colleague"), "employees")
    about: Mapped[str] = f.code(N_("Kind of record"), 40)
    record_key: Mapped[str] = f.code(N_("Record"), 40)
    item: Mapped[str] = f.code(N_("Item"), 40)
    until_on: Mapped[date] = f.day(N_("Until"))


live_index(Snooze, "until_on")
