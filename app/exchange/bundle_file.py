"""A file of changes between two laptops: one sheet a kind of record, to be read by people, and the exact values in hidden
columns for the program. Records are matched by id."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, tzinfo
from decimal import Decimal
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from app.exchange.sheet import Sheet
from app.formats import zone
from app.models import BY_KEY, Entity, entities, fields_of
from app.models.base import table_of
from app.models.own import PREFIX, own_fields, value_of
from app.models.types import FlagType, MoneyType, from_plain, to_plain

ID, DATA = "clientele-id", "clientele-data"
"""Headers of the hidden columns: the record, and what changed as JSON, cut where a cell ends."""

MAIN = ("customers", "contacts", "visits", "complaints")
DELETED = "deleted_at"
_NOT_SENT = frozenset({"settings", "companies", "employees", "products", "attachments", "custom_fields", "saved_views",
                       "distinct_pairs", "handovers"})  # fmt: skip
_CELL = 30_000
"""Characters of JSON in one cell: a sheet holds 32,767."""


_MOST, _DIGITS = 2**63 - 1, 40
"""As large as a stored number gets, and as long as one of the firm's own."""


@dataclass(frozen=True, slots=True)
class Sent:
    """One record on its way: each changed field with its former and its new value; ``made`` where it is new.

    ``former`` are all the values a field had on the way: a laptop that still has one of them is merely behind."""

    entity: str
    id: UUID
    made: bool
    fields: Mapping[str, tuple[Any, Any]]
    former: Mapping[str, Sequence[Any]] = field(default_factory=dict)


def sent_entities() -> tuple[type[Entity], ...]:
    """What travels: the four main kinds of record, then what belongs to them."""
    parts = [one for one in entities() if one.entity not in MAIN and one.entity not in _NOT_SENT and _belongs(one)]
    return (*(BY_KEY[key] for key in MAIN), *parts)


def _belongs(entity: type[Entity]) -> bool:
    return any(field.kind == "link" and field.link in MAIN for field in fields_of(entity).values())


def cells_of(sent: Sent) -> list[str]:
    """The hidden cells: the id, then the JSON in as many cells as it takes."""
    fields = {key: [to_plain(before), to_plain(after)] for key, (before, after) in sent.fields.items()}
    former = {key: [to_plain(value) for value in sent.former.get(key, ())] for key in fields}
    text = json.dumps({"made": sent.made, "fields": fields, "former": former}, ensure_ascii=False)
    return [sent.id.hex, *(text[start : start + _CELL] for start in range(0, len(text), _CELL))]


def is_bundle(sheet: Sheet) -> bool:
    """Whether a workbook is a file of changes and no table of its own."""
    return sheet.header[:2] == (ID, DATA)


def sent_in(sheet: Sheet) -> Iterator[Sent | int]:
    """The records of one sheet; the number of a row instead whose hidden cells were damaged."""
    entity = next((one for one in sent_entities() if one.entity == sheet.name), None)
    width = sum(name == ID or name.startswith(DATA) for name in sheet.header)
    for number, row in zip(sheet.numbers, sheet.rows, strict=True):
        found = _sent(entity, row[:width]) if entity is not None else None
        yield number if found is None else found


def _sent(entity: type[Entity], cells: Sequence[str]) -> Sent | None:
    """The record of these cells; None where they hold anything that ``cells_of`` doesn't write."""
    try:
        read = json.loads("".join(cells[1:]))
        made, fields, former = (_only(kind, read[key]) for key, kind in (("made", bool), ("fields", dict), ("former", dict)))
        known = [key for key in fields if key in _keys(entity) or key.startswith(PREFIX)]
        pairs = {key: _pair(entity, key, fields[key]) for key in known}
        past = {key: [_value(entity, key, one) for one in _only(list, former[key])] for key in known}
        return Sent(entity.entity, UUID(hex=cells[0]), made, pairs, past)
    except (ValueError, KeyError, TypeError, IndexError, AttributeError, ArithmeticError, RecursionError):
        return None


def _keys(entity: type[Entity]) -> frozenset[str]:
    return frozenset({*fields_of(entity), *own_fields(entity), DELETED})


def _only(kind: type, value: Any) -> Any:
    """The value where it is of this kind; ValueError."""
    if not isinstance(value, kind):
        raise ValueError(value)
    return value


def _pair(entity: type[Entity], key: str, plain: Any) -> tuple[Any, Any]:
    before, after = _only(list, plain)
    return _value(entity, key, before), _value(entity, key, after)


def _value(entity: type[Entity], key: str, plain: Any) -> Any:
    """A value of the JSON as one of its column; ValueError and the like where it can be none."""
    if plain is None:
        return None
    if key.startswith(PREFIX):
        field = own_fields(entity).get(key)
        return _sound(_only(str, plain) if field is None else value_of(field, _only(str, plain)))
    kind = table_of(entity).c[key].type
    plain_kind = bool if isinstance(kind, FlagType) else int if isinstance(kind, (MoneyType, sa.Integer)) else str
    if isinstance(plain, bool) and plain_kind is int:
        raise ValueError(plain)
    return _sound(from_plain(kind, _only(plain_kind, plain)))


def _sound(value: Any) -> Any:
    """The value where it can be stored and shown."""
    if isinstance(value, str):
        value.encode()  # half a character is none
    elif isinstance(value, datetime):
        value.astimezone(UTC).astimezone(zone())
        _only(tzinfo, value.tzinfo)
    elif isinstance(value, (int, Decimal)) and not _is_number(value):
        raise ValueError(value)
    return value


def _is_number(value: int | Decimal) -> bool:
    if isinstance(value, int):
        return abs(value) <= _MOST
    return value.is_finite() and abs(value.adjusted()) <= _DIGITS
