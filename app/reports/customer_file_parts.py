"""What hangs on a customer, as tables of the customer's file: owners, standards, needs, competitors …; empty ones to write in."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from app.formats import local
from app.i18n import gettext_text as _
from app.models import BY_KEY, Complaint, Customer, Visit, fields_of
from app.models.own import OWN_SECTION, own_fields
from app.reports.document import Block, Cell, Column, Facts, FormField, FormGrid, Heading, Table
from app.reports.form_fields import Filling, Place, form_grid
from app.services import customer_parts, customer_view, present
from app.services.customer_group import group
from app.services.field_doubts import share_doubt

COLUMNS = {
    "shareholders": ("name", "share", "kind"),
    "capabilities": ("name", "level", "importance"),
    "standards": ("name", "issuer", "effective_on", "effect"),
    "needs": ("name", "product_id", "quantity", "yearly_amount", "importance", "expectation", "performance"),
    "competitors": ("name", "products", "share", "strengths", "counter"),
    "traits": ("kind", "name", "impact", "counter", "responsible_id", "due_on", "state"),
    "agreements": ("kind", "name", "number", "starts_on", "ends_on", "notes"),
}
BELONGS = {
    "ownership": ("shareholders",), "business": ("standards", "capabilities"), "needs": ("needs",),
    "competition": ("competitors", "traits"),
}  # fmt: skip
"""Which parts stand in which section of the form."""
_BLANK_ROWS = {"shareholders": 3, "standards": 2, "capabilities": 2, "needs": 3, "competitors": 3, "traits": 3}
_NUMBERS = ("money", "percent", "integer", "decimal")
_WIDE = ("line", "name")

Below = Mapping[str, tuple[Block, ...]]
"""What stands below the boxes of a section, by its key."""


def filled_parts(session: Session, values: Mapping[str, Any]) -> dict[str, tuple[Block, ...]]:
    """The tables of a customer's parts by section; none for parts nobody recorded."""
    found = {
        section: tuple(block for entity in entities for block in _filled(session, entity, values["id"]))
        for section, entities in BELONGS.items()
    }
    found["ownership"] += _group(session, values["id"])
    running = _filled(session, "agreements", values["id"])
    return {**found, "agreements": running, "service": (*_dealings(session, values), *running)}


def _filled(session: Session, entity: str, customer_id: UUID) -> tuple[Block, ...]:
    fields = [fields_of(BY_KEY[entity])[key] for key in COLUMNS[entity]]
    lines = customer_parts.listed(session, entity, customer_id)
    if not lines:
        return ()
    columns = tuple(
        Column(_(each.label), weight=1.0 if each.kind in _WIDE else 0.0, kind="number" if each.kind in _NUMBERS else "text")
        for each in fields
    )  # fmt: skip
    rows = tuple(
        tuple(present.shown_text(each, values[each.key], titles.get(each.key, "")) or None for each in fields)
        for values, titles in lines
    )  # fmt: skip
    doubt = share_doubt([values for values, _titles in lines]) if "share" in COLUMNS[entity] else ""
    return (Table(columns, rows, caption=_(BY_KEY[entity].plural), notes=(doubt,) if doubt else ()),)


def _group(session: Session, customer_id: UUID) -> tuple[Block, ...]:
    """The firms of the group, each under what owns it."""
    found = group(session, customer_id)
    if found is None:
        return ()
    columns = (Column(_("Group"), weight=1), Column(_(fields_of(Customer)["code"].label)), Column(_("Last contact")))
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (("\u3000" * each.level) + each.name, each.code, local(each.last_contact_at).date() if each.last_contact_at else None)
        for each in found.members
    )
    here = frozenset(place for place, each in enumerate(found.members) if each.id == customer_id)
    return (Table(columns, rows, emphasis=here),)


def _dealings(session: Session, values: Mapping[str, Any]) -> tuple[Block, ...]:
    """Visits, complaints, last contact: counted, not typed."""
    counted = [customer_view.count_of(session, entity, values["id"]) for entity in (Visit, Complaint)]
    last = values.get("last_contact_at")
    items: tuple[tuple[str, Cell], ...] = (
        (_("Visits"), counted[0]), (_("Complaints"), counted[1]),
        (_("Last contact"), local(last).date() if last else None),
    )  # fmt: skip
    return (Facts(items, 3),)


def blank_parts() -> dict[str, tuple[Block, ...]]:
    """Boxes to write parts into, by section."""
    return {
        section: tuple(block for entity in entities for block in _blank(entity)) for section, entities in BELONGS.items()
    }


def _blank(entity: str) -> tuple[Block, ...]:
    fields = [fields_of(BY_KEY[entity])[key] for key in COLUMNS[entity] if not key.endswith("_id")]
    boxes = tuple(FormField(_(each.label)) for each in fields)
    return Heading(_(BY_KEY[entity].plural), 2), FormGrid(boxes * _BLANK_ROWS[entity], len(boxes))


def own_blocks(filling: Filling) -> tuple[Block, ...]:
    """The firm's own fields under a heading of their own, filled or empty; choices as boxes to tick on a blank form."""
    blank = not filling.values
    own = own_fields(Customer)
    wanted = [Place(key, 2, 1, blank and each.kind == "choice") for key, each in own.items()]
    return (Heading(_(OWN_SECTION), 2), form_grid(Customer, wanted, frozenset(), filling)) if wanted else ()

