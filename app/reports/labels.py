"""Address labels: who gets one, what stands on it, and on which sheets of labels it fits."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.analysis.regions import postal_address
from app.errors import ValidationError
from app.i18n import N_, language, ngettext_text
from app.i18n import gettext_text as _
from app.models import Contact, Customer, fields_of
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
        wanted = ids[start : start + 500]
        people = _people(session, wanted)
        for row in session.execute(sa.select(*columns).where(Customer.id.in_(wanted))).mappings():
            found[row["id"]] = {**row, "person": people.get(row["id"])}
    return [found[key] for key in ids if key in found]


def _people(session: Session, customers: Sequence[Any]) -> dict[Any, dict[str, Any]]:
    """Who opens a firm's post: the one who decides there, else the only one known; nobody where that is open."""
    columns = (Contact.customer_id, Contact.name, Contact.title, Contact.form_of_address, Contact.role)
    staying = (Contact.customer_id.in_(customers), Contact.deleted_at.is_(None), sa.not_(Contact.has_left))
    there: dict[Any, list[dict[str, Any]]] = {}
    for row in session.execute(sa.select(*columns).where(*staying).order_by(Contact.name_key, Contact.id)).mappings():
        there.setdefault(row["customer_id"], []).append(dict(row))
    deciding = {key: [row for row in rows if row["role"] == "decider"] or rows for key, rows in there.items()}
    return {key: rows[0] for key, rows in deciding.items() if len(rows) == 1}


def _label(row: dict[str, Any]) -> Label:
    """Large to small in Chinese: postcode, address, firm, and the name in the end; small to large in English."""
    chinese, firm = language() == "zh", row["name"] if row["kind"] != "person" else ""
    whom = row["person"] if firm else row
    named = _named(whom, chinese) if whom is not None else ""
    address = postal_address(row["region"], row["address"], chinese)
    if chinese:
        lines = (row["postcode"], address, firm if named else "")
        return Label(_("To {name}").format(name=named or firm), tuple(each for each in lines if each), last=True)
    return Label(named or firm, tuple(each for each in (firm if named else "", address, row["postcode"]) if each))


def _named(row: dict[str, Any], chinese: bool) -> str:
    """Somebody as an envelope names them: the full name with the post, else with the courtesy word that is recorded."""
    choice = fields_of(Customer)["form_of_address"].choice(row["form_of_address"])
    courtesy = _(choice.label) if choice is not None and choice.code != "none" else ""
    if not chinese:
        return f"{courtesy} {row['name']}".strip()
    return f"{row['name']} {row.get('title') or courtesy}".strip()
