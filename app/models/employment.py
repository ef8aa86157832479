"""Employment: where a person worked before; the person stays, whoever pays them (F-03, domain/20)."""

from datetime import date
from uuid import UUID

from sqlalchemy.orm import Mapped

from app.i18n import N_
from app.models import fields as f
from app.models.base import Entity


class Employment(Entity):
    """A post a person left: at a customer of ours, or at a firm that is only named."""

    entity = "employments"
    label = N_("Former post")
    plural = N_("Former posts")
    titles = ("employer",)

    contact_id: Mapped[UUID] = f.link(N_("Decision-maker"), "contacts", owned=True)
    customer_id: Mapped[UUID | None] = f.link(N_("Customer"), "customers")
    employer: Mapped[str] = f.name(N_("Employer"), 200)
    title: Mapped[str | None] = f.line(N_("Position"), 120)
    department: Mapped[str | None] = f.line(N_("Department"), 80)
    since: Mapped[date | None] = f.day(N_("In post since"))
    until: Mapped[date | None] = f.day(N_("In post until"))
