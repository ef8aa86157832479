"""The records that hang on a customer's file: shareholders, capabilities, standards, needs, competitors, traits,
contracts and warranties (F-02, F-11, F-28)."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.errors import ValidationError
from app.i18n import N_
from app.models import BY_KEY, Entity, fields_of
from app.models.base import table_of
from app.models.customer_parts import Agreement, Trait
from app.services import records

LINK = "customer_id"
Values = Mapping[str, Any]
Line = tuple[dict[str, Any], dict[str, str]]
"""A part's columns, and the names behind its links by field key."""


def listed(session: Session, entity: str, owner: UUID) -> tuple[Line, ...]:
    """The parts of one kind that belong to a customer, in the order in which they were added."""
    cls = BY_KEY[entity]
    table = table_of(cls)
    living = sa.select(table).where(table.c[LINK] == owner, table.c.deleted_at.is_(None)).order_by(table.c.id)
    rows = [dict(row) for row in session.execute(living).mappings()]
    return tuple((row, records.link_titles(session, cls, row)) for row in rows)


def add(session: Session, entity: str, owner: UUID, values: Values) -> UUID:
    """Add a part to a customer's file. ValidationError for the first value that can't be."""
    cls = BY_KEY[entity]
    given = {**usual(cls), **{key: value for key, value in values.items() if value is not None}}
    _check(cls, given)
    return records.create(session, cls, {**given, LINK: owner})


def usual(entity: type[Entity]) -> dict[str, Any]:
    """What a new part is unless said otherwise, by field key."""
    columns: Any = table_of(entity).c
    found = {key: columns[key].default for key in fields_of(entity)}
    return {key: default.arg for key, default in found.items() if default is not None and default.is_scalar}


def change(session: Session, entity: str, part: UUID, values: Values) -> bool:
    """Change a part; True when something differed."""
    cls = BY_KEY[entity]
    _check(cls, {**records.get(session, cls, part), **values})
    return records.update(session, cls, part, values)


def remove(session: Session, entity: str, part: UUID) -> None:
    """Move a part to the recycle bin."""
    records.delete(session, BY_KEY[entity], [part])


def _check(entity: type[Entity], values: Values) -> None:
    """What one kind of part asks for beyond its fields: a weakness needs an answer (F-11 ◐), a contract ends after it began."""
    if entity is Trait and values.get("kind") == "weakness" and not str(values.get("counter") or "").strip():
        raise ValidationError(N_("A weakness needs our answer."), field="counter")
    begins, ends = values.get("starts_on"), values.get("ends_on")
    if entity is Agreement and begins and ends and ends < begins:
        raise ValidationError(N_("The last day lies before the first."), field="ends_on")
