"""Records on their way out: as CSV or workbook with headers in the language in force, readable by our own import."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.errors import ValidationError
from app.exchange import existing, payments
from app.exchange.mapping import PLACES
from app.exchange.names import EXPORTED, public_fields, same
from app.exchange.spreadsheet import ENCODINGS, Cell, write_csv, write_workbook
from app.formats import local
from app.i18n import N_
from app.i18n import gettext_text as _
from app.models import BY_KEY, Field
from app.models.base import in_view
from app.models.own import column_of
from app.services import present, roles
from app.services.lists import all_fields
from app.services.sensitive import asks, hides

ALWAYS: dict[str, tuple[str, ...]] = {
    "customers": ("code", "name", "kind", "credit_code", "phone", "email", "address", "founded", "tags", "notes"),
    "contacts": ("name", "customer", "title", "phone", "email", "birthday"),
    "visits": ("number", "customer", "contact", "kind", "state", "planned_on", "happened_at", "purpose", "result"),
    "complaints": (
        "number", "customer", "complainant", "received_at", "closed_at", "product", "category", "subject", "text",
        "severity", "state",
    ),
    "requests": (
        "number", "customer", "caller", "received_at", "kind", "subject", "text", "state", "level", "entitlement", "handler",
        "respond_due", "done_at", "solution", "rating",
    ),
    "improvements": (
        "number", "name", "state", "category", "problem", "plan", "owner", "due_on", "metric", "unit", "baseline", "target",
        "measured", "effective",
    ),
    "products": ("code", "name", "model", "product_group"),
    "orders": ("number", "customer", "ordered_on", "kind", "state", "net", "cost", "tax", "total"),
    "invoices": ("number", "customer", "issued_on", "due_on", "kind", "total", "tax"),
    "receipts": ("number", "customer", "received_on", "amount", "method", "reference"),
    "costs": ("spent_on", "customer", "kind", "amount", "minutes", "name"),
}  # fmt: skip
"""Public fields that come first and are written even where nobody has them; others follow where somebody has."""

BESIDE: dict[str, dict[str, Callable[[Session, Sequence[UUID] | None], Mapping[UUID, str]]]] = {
    "receipts": {payments.NAME: payments.told},
}
"""What is no field of a record and goes out with it in a column of its own, which the import reads again."""

_CHUNK = 500


def export(
    session: Session, entity: str, path: Path, ids: Sequence[UUID] | None = None, shown: Sequence[str] | None = None,
    encoding: str = "utf-8",
) -> int:  # fmt: skip
    """Write every living record of an entity (no drafts), or those of ``ids`` in their order, to a .csv or .xlsx file; returns
    how many. ``shown`` are the keys of the columns a list shows, in its order; without it every field somebody has.

    ValidationError where the person at the keyboard may not, StorageError where it can't be written."""
    roles.require_out(session)
    suffix = path.suffix.casefold()
    if suffix not in (".csv", ".xlsx") or entity not in EXPORTED or encoding not in ENCODINGS:
        raise ValidationError(N_("{file} must end with .csv or .xlsx."), file=path.name)
    fields = list(columns(session, entity).values()) if shown is None else _shown(entity, shown)
    header = [_(field.label) for field in fields]
    rows = rows_of(session, entity, fields, ids)
    if suffix == ".csv":
        return write_csv(path, header, rows, encoding)
    return write_workbook(path, _(BY_KEY[entity].plural), header, rows)


def _shown(entity: str, keys: Sequence[str]) -> list[Field]:
    known = all_fields(BY_KEY[entity])
    return [known[key] for key in keys if key in known and known[key].kind != "image"]


def columns(session: Session, entity: str) -> dict[str, Field]:
    """The fields worth a column, by public name."""
    fields = public_fields(entity)
    counts = [sa.func.count(column_of(BY_KEY[entity], field.key)).label(name) for name, field in fields.items()]
    filled = session.execute(sa.select(*counts).where(*in_view(BY_KEY[entity]))).mappings().one()
    first = {name: fields[name] for name in ALWAYS.get(entity, ())}
    beside = {name: PLACES[entity][name] for name, tells in BESIDE.get(entity, {}).items() if tells(session, None)}
    return first | {name: field for name, field in fields.items() if name not in first and filled[name]} | beside


def rows_of(
    session: Session, entity: str, fields: Sequence[Field], chosen: Sequence[UUID] | None
) -> Iterator[list[Cell]]:
    """The records as rows of cells, some hundreds in memory at a time."""
    words = present.lexicons(session, {field.key: field for field in fields})
    links = {field.link: link_names(session, field.link) for field in fields if field.kind == "link"}
    ids = chosen if chosen is not None else _everything(session, entity)
    beside = BESIDE.get(entity, {})
    keys = [field.key for field in fields if field.key not in beside]
    asked = list(dict.fromkeys([*keys, *filter(None, map(asks, fields))]))
    for start in range(0, len(ids), _CHUNK):
        chunk = ids[start : start + _CHUNK]
        records = existing.full(session, entity, chunk, asked)
        for name, tells in beside.items():
            for record_id, text in tells(session, chunk).items():
                records[record_id][name] = text
        for record_id in chunk:
            row = records[record_id]
            yield [None if hides(field, row) else cell_of(field, row.get(field.key), links, words) for field in fields]


def _everything(session: Session, entity: str) -> Sequence[UUID]:
    cls = BY_KEY[entity]
    return session.scalars(sa.select(cls.id).where(*in_view(cls)).order_by(cls.id)).all()


def link_names(session: Session, entity: str) -> dict[UUID, str]:
    """What a link reads as: the name, or the number where several share the name."""
    cls = BY_KEY[entity]
    found = existing.keyed(session, entity, (cls.number_field or cls.titles[0], cls.titles[0]))
    first: dict[str, UUID] = {}
    for record_id, (_code, name) in found:
        first.setdefault(same(name or ""), record_id)
    return {record_id: name if first[same(name or "")] == record_id else code for record_id, (code, name) in found}


def cell_of(field: Field, value: Any, links: Mapping[str, Mapping[UUID, str]], words: present.Lexicons) -> Cell:
    """A stored value as a cell: amounts in yuan, moments on the firm's clock, choices by label, links by name."""
    if value is None:
        return None
    if field.kind == "money":
        return Decimal(value).scaleb(-2)
    if isinstance(value, datetime):
        return local(value)
    if field.kind == "flag":
        return _("Yes") if value else _("No")
    if field.kind in ("date", "integer", "decimal"):
        return value  # type: ignore[no-any-return]
    if field.kind == "birthday":
        return _day_or_text(value)
    title = links[field.link].get(value, "") if field.kind == "link" else ""
    return present.text_of(field, value, title, words)


def _day_or_text(birthday: str) -> Cell:
    """A whole day that a spreadsheet knows, as a day; 02-30 of a lunar year and a day without year as they are kept."""
    try:
        return date.fromisoformat(birthday)
    except ValueError:
        return birthday
