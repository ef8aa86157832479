"""What a record's document in the search index says: its own words, sounds and digits, the name of the record it belongs to,
and the words of the parts that tell of it (names of attachments, lines of a customer's file)."""

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Any, NamedTuple
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.models import BY_KEY, Entity, entities, fields_of, title_of
from app.models.base import table_of
from app.models.own import COLUMN, PREFIX, spread
from app.store.changes import DELETED
from app.store.tokens import digits, sounds, tails, words

_TEXT_KINDS = ("name", "line", "code", "text", "email", "url", "tags")
_MANY = 500

Wanted = dict[type[Entity], set[UUID]]


class Document(NamedTuple):
    """The three columns of the index."""

    words: str
    sounds: str
    digits: str


def document(entity: type[Entity], values: Mapping[str, Any], owner: str = "") -> Document:
    """The document of a record alone; ``owner`` is the name of the record it belongs to."""
    spoken, names, numbers = [owner] if owner else [], [owner] if owner else [], []
    for key, kind in _heard(entity):
        value = values.get(key)
        if not value:
            continue
        if kind in _TEXT_KINDS:
            spoken.append(value)
        if kind == "name":
            names.append(value)
        if kind in ("phone", "code"):
            numbers.append(digits(value))
    spoken += _own_words(entity, values)
    return Document(
        " ".join(token for text in spoken for token in words(text)),
        " ".join(sound for text in names for sound in sounds(text)),
        " ".join(tail for run in numbers if run for tail in tails(run[-24:], 3)),
    )


@cache
def _heard(entity: type[Entity]) -> tuple[tuple[str, str], ...]:
    """(key, kind) of the fields that words, sounds or digits come from."""
    kinds = {*_TEXT_KINDS, "phone", "code"}
    return tuple((key, field.kind) for key, field in fields_of(entity).items() if field.kind in kinds)


def _own_words(entity: type[Entity], values: Mapping[str, Any]) -> list[str]:
    """What the firm's own fields say in words."""
    own = spread(entity, values) if values.get(COLUMN) else {}
    return [value for key, value in own.items() if key.startswith(PREFIX) and isinstance(value, str) and value]


def joined(documents: Iterable[Document]) -> Document:
    """One document of several. No phrase reaches from one into the next: a token that no text gives stands between."""
    return Document(*(f" {APART} ".join(filter(None, texts)) for texts in zip(*documents, strict=True)))


APART = "\ufdd0"
"""A noncharacter: a token for SQLite, a word for nobody."""


@cache
def unheard(entity: type[Entity]) -> frozenset[str]:
    """Fields that no words, sounds or digits come from: a change of theirs leaves the index as it is."""
    heard = {*_TEXT_KINDS, "name", "phone", "code"}
    return frozenset(key for key, field in fields_of(entity).items() if field.kind not in heard and not field.owned)


def owners(session: Session, entity: type[Entity], rows: Iterable[Mapping[Any, Any]]) -> dict[UUID, str]:
    """The names of the records that these belong to."""
    names: dict[UUID, str] = {}
    for key, field in fields_of(entity).items():
        if field.owned:
            owner = BY_KEY[field.link]
            owner_table = table_of(owner)
            titles = [owner_table.c[title] for title in owner.titles]
            wanted = {row[key] for row in rows if row[key]}
            for found in session.execute(sa.select(owner_table.c.id, *titles).where(owner_table.c.id.in_(wanted))).mappings():
                names[found["id"]] = title_of(owner, dict(found))
    return names


# parts that tell of their record ----------------------------------------------------------------------------------------


@cache
def telling(owner: type[Entity]) -> tuple[tuple[type[Entity], str], ...]:
    """The parts whose words find records of this kind too, each with its link: ``((Attachment, "customer_id"), …)``."""
    parts = ((part, key, field) for part in entities() if part.tells_owner for key, field in fields_of(part).items())
    return tuple((part, key) for part, key, field in parts if field.owned and field.link == owner.entity)


def told(session: Session, owner: type[Entity], ids: Sequence[UUID]) -> dict[UUID, list[Document]]:
    """What the living parts of these records (at most some hundred) say, by record."""
    found: dict[UUID, list[Document]] = {}
    for part, key in telling(owner):
        table, silent = table_of(part), unheard(part)
        heard = [column for column in table.c if column.key not in silent]
        living = sa.select(*heard).where(table.c[key].in_(ids), table.c[DELETED].is_(None)).order_by(table.c.id)
        for row in session.execute(living).mappings():
            found.setdefault(row[key], []).append(document(part, dict(row)))
    return found


def add_told(session: Session, wanted: Wanted) -> None:
    """The records that the parts among these belong to have to be indexed too."""
    for part in [entity for entity in wanted if entity.tells_owner]:
        table, ids = table_of(part), list(wanted[part])
        for key, field in fields_of(part).items():
            if not field.owned:
                continue
            for start in range(0, len(ids), _MANY):
                linked = sa.select(table.c[key]).where(table.c.id.in_(ids[start : start + _MANY]), table.c[key].is_not(None))
                wanted.setdefault(BY_KEY[field.link], set()).update(session.scalars(linked))


def add_left(part: type[Entity], before: Mapping[str, Any] | None, wanted: Wanted) -> None:
    """A part that went over to another record is told of the one it left no more."""
    for key, field in fields_of(part).items() if part.tells_owner and before else ():
        if field.owned and (before or {}).get(key):
            wanted.setdefault(BY_KEY[field.link], set()).add((before or {})[key])
