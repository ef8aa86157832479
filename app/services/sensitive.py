"""Values that are hidden until somebody asks for them (domain/60): which they are, and what stands in their place.

The field says when it is sensitive (``Field.sensitive``); the record decides: of a private person, of a child. Lists, papers
and histories hide them unless they run inside ``in_clear``.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date
from typing import Any

from app.formats import today
from app.models import Entity, Field
from app.models.own import typed_fields

HIDDEN = "••••••"
MAJORITY = 14
"""Under so many years a person's data are sensitive (PIPL 28)."""

_clear: ContextVar[bool] = ContextVar("clear", default=False)


@contextmanager
def in_clear(on: bool = True) -> Iterator[None]:
    """Inside, nothing is hidden: the person asked for it, and that is noted by whoever lets them."""
    token = _clear.set(on)
    try:
        yield
    finally:
        _clear.reset(token)


def is_clear() -> bool:
    """Whether everything may be shown now."""
    return _clear.get()


def asks(field: Field) -> str:
    """The field of the record that decides whether this one is sensitive; empty where none does."""
    return field.sensitive.partition("=")[0] if "=" in field.sensitive else ""


def is_sensitive(field: Field, value: Any, decides: Any = None, day: date | None = None) -> bool:
    """Whether a value is; ``decides`` is the value of the field that ``asks`` names, unknown (None) counts as yes."""
    if not field.sensitive or value in (None, ""):
        return False
    if field.sensitive == "minor":
        return _is_child(str(value), day or today())
    _key, _equals, wanted = field.sensitive.partition("=")
    return not wanted or decides in (None, wanted)


def _is_child(birthday: str, day: date) -> bool:
    try:
        born = date.fromisoformat(birthday)
    except ValueError:  # without a year nobody knows
        return False
    return (day.year - born.year) - ((day.month, day.day) < (born.month, born.day)) < MAJORITY


def hides(field: Field, values: Mapping[Any, Any]) -> bool:
    """Whether this value of a record is hidden now."""
    decides = values.get(asks(field)) if asks(field) else None
    return not is_clear() and is_sensitive(field, values.get(field.key), decides)


def veiled(entity: type[Entity], values: Mapping[str, Any]) -> dict[str, Any]:
    """A record's values with ``HIDDEN`` for those that are hidden now: what papers are made of."""
    hidden = {key for key, field in typed_fields(entity).items() if field.sensitive and hides(field, values)}
    return {key: HIDDEN if key in hidden else value for key, value in values.items()}


def emptied(entity: type[Entity], values: Mapping[str, Any]) -> dict[str, Any]:
    """The same with nothing in their place: what files are made of, that somebody may read in again."""
    return {key: None if value == HIDDEN else value for key, value in veiled(entity, values).items()}


def any_of(fields: Iterable[Field]) -> bool:
    """Whether any of these fields can be sensitive."""
    return any(field.sensitive for field in fields)


def deciding(fields: Iterable[Field]) -> list[str]:
    """The fields of a record that say whether one of these is sensitive."""
    return list(dict.fromkeys(key for field in fields if (key := asks(field))))


def veiled_row(fields: Sequence[Field], values: Sequence[Any], decides: Mapping[str, Any]) -> tuple[Any, ...]:
    """What is read of a row: ``HIDDEN`` for what is sensitive. ``decides`` has the values of the deciding fields."""
    pairs = zip(fields, values, strict=True)
    return tuple(HIDDEN if is_sensitive(field, value, decides.get(asks(field))) else value for field, value in pairs)
