"""What serving customers cost (domain/30 C10): direct costs of a customer, shared ones without."""

from datetime import date
from uuid import UUID

from sqlalchemy.orm import Mapped

from app.i18n import N_
from app.models import fields as f
from app.models import trade_choices as t
from app.models.base import Entity, live_index
from app.models.checks import amount_problem


class Cost(Entity):
    """One cost beside the goods: of a customer, or of nobody in particular (shared out by logged time, or shown as not
    shared out). What visits, care and complaints keep themselves is not entered here a second time."""

    entity = "costs"
    label = N_("Cost")
    plural = N_("Costs")
    titles = ("name", "kind")

    customer_id: Mapped[UUID | None] = f.link(N_("Customer"), "customers")
    kind: Mapped[str] = f.choice(N_("Kind"), t.COST_KIND, default="service")
    spent_on: Mapped[date] = f.day(N_("Day"))
    amount: Mapped[int | None] = f.money(N_("Amount"))
    minutes: Mapped[int | None] = f.integer(N_("Time spent (minutes)"), check=amount_problem)
    name: Mapped[str | None] = f.line(N_("What for"), 300)
    currency: Mapped[str | None] = f.code(N_("Currency"), 3)
    order_id: Mapped[UUID | None] = f.link(N_("Sales order"), "orders")
    owner_id: Mapped[UUID | None] = f.link(N_("Done by"), "employees")


live_index(Cost, "spent_on")
