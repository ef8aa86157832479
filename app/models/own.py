"""Fields of a firm's own: defined by records (``CustomField``), kept in the ``own`` column, used like any declared field.

Their keys read ``own.<id>``. Which there are is known to the whole process, like the language: one data file is worked in
at a time, and its store publishes the definitions when it opens and whenever they change.
"""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Dialect

from app.i18n import N_
from app.models.base import Entity, fields_of, table_of
from app.models.fields import Choice, Field
from app.models.types import DateType, DecimalText

COLUMN = "own"
PREFIX = "own."
_LONGEST = 2000
_KINDS = {"line": "line", "number": "decimal", "date": "date", "choice": "choice"}

class _Day(DateType):
    """A day among texts: what was typed while the field was of another kind is none."""

    cache_ok = True

    def process_result_value(self, value: Any, dialect: Dialect) -> date | None:
        try:
            return super().process_result_value(value, dialect)
        except ValueError:
            return None


_TYPES: dict[str, sa.types.TypeEngine[Any]] = {"decimal": DecimalText(), "date": _Day()}
_published: dict[str, dict[str, Field]] = {}


def publish(definitions: Iterable[Mapping[Any, Any]]) -> None:
    """Make these definitions (rows of ``CustomField``, in the order of their places) the ones in force."""
    found: dict[str, dict[str, Field]] = {}
    for row in definitions:
        field = _field(row)
        found.setdefault(row["target"], {})[field.key] = field
    for target in _published.keys() - found.keys():
        del _published[target]
    _published.update(found)  # never empty in between: readers beside the writer look here meanwhile


@contextmanager
def undisturbed() -> Iterator[None]:
    """What is published inside, for the copy of another file, is no longer in force afterwards."""
    before = dict(_published)
    try:
        yield
    finally:
        _published.update(before)
        for target in _published.keys() - before.keys():
            del _published[target]


def _field(row: Mapping[Any, Any]) -> Field:
    options = tuple(Choice(text, text) for line in (row["options"] or "").splitlines() if (text := line.strip()))
    kind: Any = _KINDS.get(row["kind"], "line")
    hidden = "always" if row["sensitive"] else ""
    return Field(row["name"], kind, _LONGEST if kind == "line" else 0, options, sensitive=hidden, key=PREFIX + row["id"].hex)


def takes_own_fields(entity: type[Entity]) -> bool:
    """Whether a firm may add fields to this kind of record."""
    return COLUMN in table_of(entity).c


def own_fields(entity: type[Entity]) -> dict[str, Field]:
    """The firm's own fields of an entity by key, in their order; none where it takes none."""
    return _published.get(entity.entity, {}) if takes_own_fields(entity) else {}


def typed_fields(entity: type[Entity]) -> dict[str, Field]:
    """Everything that can be typed into a record: declared fields, then the firm's own."""
    return {**fields_of(entity), **own_fields(entity)}


def column_of(entity: type[Entity], key: str) -> sa.ColumnElement[Any]:
    """What a statement selects, filters and sorts by for a field, own ones included."""
    table = table_of(entity)
    if not key.startswith(PREFIX):
        return table.c[key]
    text = sa.type_coerce(table.c[COLUMN], sa.JSON)[key.removeprefix(PREFIX)].as_string()
    field = own_fields(entity).get(key)
    return sa.type_coerce(text, _TYPES.get(field.kind if field else "", sa.Text()))


def ordered_by(entity: type[Entity], key: str) -> sa.ColumnElement[Any]:
    """The same for an order: numbers by their size and not by their digits."""
    column = column_of(entity, key)
    return sa.cast(column, sa.Float) if isinstance(column.type, DecimalText) else column


def spread(entity: type[Entity], values: Mapping[Any, Any]) -> dict[str, Any]:
    """Column values with the firm's own fields under keys of their own, as forms and papers use them."""
    kept = values.get(COLUMN) or {}
    own = {key: value_of(field, kept.get(key.removeprefix(PREFIX))) for key, field in own_fields(entity).items()}
    return {**{key: value for key, value in values.items() if key != COLUMN}, **own}


def gathered(values: Mapping[str, Any], before: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """The opposite: own values folded into one column over those it held ``before``; an emptied one is dropped."""
    own = {key.removeprefix(PREFIX): _plain(value) for key, value in values.items() if key.startswith(PREFIX)}
    folded = {key: value for key, value in values.items() if not key.startswith(PREFIX)}
    if own:
        folded[COLUMN] = {key: value for key, value in {**(before or {}), **own}.items() if value is not None} or None
    return folded


def _plain(value: Any) -> Any:
    return None if value in (None, "") else value.isoformat() if isinstance(value, date) else str(value)


def value_of(field: Field, plain: str | None) -> Any:
    """A kept text as a value of the field; where its kind was changed meanwhile, the text as it stands."""
    if plain is None:
        return None
    try:
        return Decimal(plain) if field.kind == "decimal" else date.fromisoformat(plain) if field.kind == "date" else plain
    except (ValueError, InvalidOperation):
        return plain


OWN_SECTION = N_("Own fields")
