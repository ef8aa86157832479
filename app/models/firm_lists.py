"""What a firm adds to the program for itself: fields of its own, saved views, pairs that are no duplicates."""

from sqlalchemy.orm import Mapped

from app.i18n import N_
from app.models import choices as c
from app.models import fields as f
from app.models.base import Entity


class CustomField(Entity):
    """A field of the firm's own on one kind of record; its values lie in the ``own`` column of that record.

    ``target`` is the key of the entity, ``options`` the choices of a choice field, one a line. A retired one is no longer
    shown; what was typed stays.
    """

    entity = "custom_fields"
    label = N_("Own field")
    plural = N_("Own fields")
    searched = False

    target: Mapped[str] = f.choice(N_("Belongs to"), c.CUSTOM_TARGET, default="customers")
    name: Mapped[str] = f.line(N_("Field name"), 80)
    kind: Mapped[str] = f.choice(N_("Kind"), c.CUSTOM_KIND, default="line")
    options: Mapped[str | None] = f.text(N_("Choices, one a line"), 4000)
    position: Mapped[int | None] = f.integer(N_("Order of display"))
    retired: Mapped[bool] = f.flag(N_("No longer used"))
    sensitive: Mapped[bool | None] = f.flag(N_("Hidden until clicked"))


class SavedView(Entity):
    """A list as somebody wants to see it again: filters, columns, widths and order, as JSON."""

    entity = "saved_views"
    label = N_("Saved view")
    plural = N_("Saved views")
    searched = False

    target: Mapped[str] = f.code(N_("Belongs to"), 40)
    name: Mapped[str] = f.line(N_("Name"), 80)
    query: Mapped[str] = f.text(N_("Filters and columns"), 20_000)
    pinned: Mapped[bool] = f.flag(N_("Pinned"))
    position: Mapped[int | None] = f.integer(N_("Order of display"))


class DistinctPair(Entity):
    """Two records that look alike and were said to be different: never proposed again."""

    entity = "distinct_pairs"
    label = N_("No duplicates")
    plural = N_("No duplicates")
    titles = ("pair",)
    searched = False

    target: Mapped[str] = f.code(N_("Belongs to"), 40)
    pair: Mapped[str] = f.code(N_("Pair"), 80)
    """The two ids as hexadecimal text in ascending order, with a colon between."""
