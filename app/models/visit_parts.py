"""What hangs on a visit (F-06): who was there, on both sides, and what either side promised."""

from datetime import date
from uuid import UUID

from sqlalchemy.orm import Mapped

from app.i18n import N_
from app.models import choices as c
from app.models import fields as f
from app.models import visit_choices as v
from app.models.base import Entity, live_index
from app.models.checks import amount_problem


class VisitPerson(Entity):
    """Somebody at a visit: a colleague (``employee_id``), one of the customer's people (``contact_id``), or a mere name.

    ``before`` and ``after`` are the attitude of the customer's person to us; what is said after becomes the person's own.
    """

    entity = "visit_people"
    label = N_("Person at the visit")
    plural = N_("People at the visit")
    titles = ("name",)
    searched = False

    visit_id: Mapped[UUID] = f.link(N_("Visit"), "visits", owned=True)
    employee_id: Mapped[UUID | None] = f.link(N_("Colleague"), "employees")
    contact_id: Mapped[UUID | None] = f.link(N_("Person"), "contacts")
    name: Mapped[str | None] = f.name(N_("Full name"))
    level: Mapped[str | None] = f.choice(N_("Level"), c.LEVEL)
    before: Mapped[str | None] = f.choice(N_("Attitude before"), c.ATTITUDE)
    after: Mapped[str | None] = f.choice(N_("Attitude after"), c.ATTITUDE)
    remark: Mapped[str | None] = f.line(N_("Remark"), 500)


class VisitPromise(Entity):
    """Something promised at a visit by us or by them: what, who, by when; an order or a payment with its amount."""

    entity = "visit_promises"
    label = N_("Promise")
    plural = N_("Promises")
    titles = ("name",)

    visit_id: Mapped[UUID] = f.link(N_("Visit"), "visits", owned=True)
    side: Mapped[str] = f.choice(N_("Promised by"), v.OUR_SIDE, default="us")
    kind: Mapped[str | None] = f.choice(N_("Kind"), v.VISIT_PROMISE, default="action")
    name: Mapped[str] = f.line(N_("What was promised"), 500)
    responsible_id: Mapped[UUID | None] = f.link(N_("Responsible"), "employees")
    contact_id: Mapped[UUID | None] = f.link(N_("Person"), "contacts")
    amount: Mapped[int | None] = f.money(N_("Amount"), check=amount_problem)
    due_on: Mapped[date | None] = f.day(N_("Due on"))
    kept_on: Mapped[date | None] = f.day(N_("Kept on"))
    broken: Mapped[str | None] = f.line(N_("Why it was not kept"), 500)


live_index(VisitPromise, "due_on")
