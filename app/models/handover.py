"""Handover: what one colleague gave to others in one step, kept so that the list can be printed and signed."""

from uuid import UUID

from sqlalchemy.orm import Mapped

from app.i18n import N_
from app.models import fields as f
from app.models.base import Entity


class Handover(Entity):
    """One hand-over: whose things they were, and who got which of them. Undone together with the step that made it."""

    entity = "handovers"
    label = N_("Hand-over")
    plural = N_("Hand-overs")
    titles = ("title",)
    searched = False

    title: Mapped[str] = f.line(N_("Title"), 200)
    from_id: Mapped[UUID | None] = f.link(N_("Handed over by"), "employees")
    has_left: Mapped[bool] = f.flag(N_("Has left"))
    items: Mapped[str | None] = f.text(N_("What was handed over"), 10_000_000)
    """JSON: receiver (hex) -> kind of record -> ids (hex)."""
