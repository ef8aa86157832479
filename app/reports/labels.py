"""Address labels: who gets one, what stands on it, and on which sheets of labels it fits."""

from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.analysis.regions import postal_address
from app.errors import ValidationError
from app.i18n import N_, language, ngettext_text
from app.i18n import gettext_text as _
from app.models import Customer, fields_of
from app.reports.document import Document, Label, LabelSheet
from app.services import lists
from app.services.lists import ListQuery

MOST = 5000


@dataclass(frozen=True, slots=True)
class Layout:
    """A common A4 sheet of labels; ``name`` is a msgid."""

    key: str
    name: str
    sheet: LabelSheet


LAYOUTS: tuple[Layout, ...] = (
    Layout("3x8", N_("3 × 8 labels, 70 × 37 mm"), LabelSheet(3, 8, 70.0, 37.125, 0.0, 0.0)),
    Layout("3x7", N_("3 × 7 labels, 63.5 × 38.1 mm"), LabelSheet(3, 7, 63.5, 38.1, 7.25, 15.15, 2.5)),
    Layout("2x8", N_("2 × 8 labels, 105 × 37 mm"), LabelSheet(2, 8, 105.0, 37.125, 0.0, 0.0)),
    Layout("2x7", N_("2 × 7 labels, 99.1 × 38.1 mm"), LabelSheet(2, 7, 99.1, 38.1, 4.65, 15.15, 2.5)),
)


EVERYBODY = ListQuery("customers", ("name",), "name")


def build(session: Session, query: ListQuery = EVERYBODY, sheet: str = "3x8") -> Document:
    """Labels for the customers of a list, in its order; those without an address are left out and counted in ``note``."""
    layout = next((each for each in LAYOUTS if each.key == sheet), None)
    if layout is None:
        raise ValidationError(N_("There is no sheet of labels “{sheet}”."), field="sheet", sheet=sheet)
    rows = _customers(session, query)
    found = [_label(row) for row in rows if row["address"]]
    without = len(rows) - len(found)
    note = ngettext_text("{count} customer has no address and gets no label.",
                         "{count} customers have no address and get no label.", without).format(count=without)  # fmt: skip
    return Document(
        title=_("Address labels"), blocks=(), language=language(), labels=tuple(found), sheet=layout.sheet,
        note=note if without else "",
    )  # fmt: skip


def _customers(session: Session, query: ListQuery) -> list[dict[str, Any]]:
    ids = lists.ids(session, query, MOST)
    columns = (Customer.id, Customer.name, Customer.kind, Customer.form_of_address, Customer.address, Customer.postcode,
               Customer.region)  # fmt: skip
    found: dict[Any, dict[str, Any]] = {}
    for start in range(0, len(ids), 500):
        chunk = sa.select(*columns).where(Customer.id.in_(ids[start : start + 500]))
        found |= {row["id"]: dict(row) for row in session.execute(chunk).mappings()}
    return [found[key] for key in ids if key in found]


def _label(row: dict[str, Any]) -> Label:
    """Small to large in English; postcode, address, then the name in Chinese letters."""
    choice = fields_of(Customer)["form_of_address"].choice(row["form_of_address"])
    form = _(choice.label) if choice is not None and choice.code != "none" and row["kind"] == "person" else ""
    address = postal_address(row["region"], row["address"], language() == "zh")
    if language() == "zh":
        addressee = _("To {name}").format(name=f"{row['name']} {form}".strip())
        return Label(addressee, tuple(each for each in (row["postcode"], address) if each), last=True)
    return Label(f"{form} {row['name']}".strip(), tuple(each for each in (address, row["postcode"]) if each))
