"""What is said of records that go to the recycle bin and come back, and who may move customers there."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.errors import ValidationError
from app.i18n import N_
from app.models import BY_KEY, Customer, Entity, entities, fields_of, title_of
from app.models.base import table_of
from app.services import roles

Words = tuple[str, dict[str, Any]]
"""A msgid and its values, for a Label."""
_OTHERS = N_("“{name}” has another salesperson. The owner, a manager or that salesperson may move it to the recycle bin.")
_BINNED = {
    "customers": (N_("Moved customer {name} to the recycle bin"),
                  N_("Moved customer {name} with {parts} records to the recycle bin"),
                  N_("Moved {count} customers to the recycle bin")),
    "contacts": (N_("Moved {name} to the recycle bin"), N_("Moved {name} with {parts} records to the recycle bin"),
                 N_("Moved {count} people to the recycle bin")),
}  # fmt: skip
_ANY = (*_BINNED["contacts"][:2], N_("Moved {count} records to the recycle bin"))
_BACK = N_("Brought {name} back"), N_("Brought {name} back with {parts} records")
_MANY_BACK = N_("Restored {count} records"), N_("Restored {count} records with {parts} that belong to them")


def check_customers(session: Session, ids: Sequence[UUID]) -> None:
    """Salespeople let go of their own customers, and of those that nobody has; ValidationError for those of others."""
    if roles.may(session, "approve"):
        return
    mine, table = roles.me(session), table_of(Customer)
    for start in range(0, len(ids), 500):
        of_others = table.c.id.in_(ids[start : start + 500]) & table.c.owner_id.is_not(None) & (table.c.owner_id != mine)
        name = session.execute(sa.select(table.c.name).where(of_others).limit(1)).scalar()
        if name is not None:
            raise ValidationError(_OTHERS, name=name)


def removal_words(session: Session, entity: str, ids: Sequence[UUID]) -> Words:
    """How the step is called that moves these records to the recycle bin: a single one with its name and what goes with it."""
    one, with_parts, many = _BINNED.get(entity, _ANY)
    if len(ids) != 1:
        return many, {"count": f"{len(ids):,}"}
    name, parts = _name(session, entity, ids[0]), _parts(session, BY_KEY[entity], ids, None)
    return (with_parts, {"name": name, "parts": f"{parts:,}"}) if parts else (one, {"name": name})


def return_words(session: Session, entity: str, ids: Sequence[UUID]) -> Words:
    """The same for the step that brings them back: what went with them comes back with them."""
    moments = _moments(session, entity, ids)
    parts = sum(_parts(session, BY_KEY[entity], [key], moment) for key, moment in moments.items())
    if len(ids) == 1:
        values: dict[str, Any] = {"name": _name(session, entity, ids[0])}
        return (_BACK[1], values | {"parts": f"{parts:,}"}) if parts else (_BACK[0], values)
    counted = {"count": f"{len(ids):,}"}
    return (_MANY_BACK[1], counted | {"parts": f"{parts:,}"}) if parts else (_MANY_BACK[0], counted)


def _moments(session: Session, entity: str, ids: Sequence[UUID]) -> Mapping[UUID, Any]:
    table = table_of(BY_KEY[entity])
    rows = [session.execute(sa.select(table.c.id, table.c.deleted_at).where(table.c.id == one)).first() for one in ids]
    return {row[0]: row[1] for row in rows if row is not None and row[1] is not None}


def _name(session: Session, entity: str, record_id: UUID) -> str:
    kind = BY_KEY[entity]
    record = session.get(kind, record_id)
    return "" if record is None else title_of(kind, {key: getattr(record, key) for key in kind.titles})


def _parts(session: Session, kind: type[Entity], ids: Sequence[UUID], moment: Any) -> int:
    """How many records belong to these, and to those: living ones, or those that went to the bin at a moment."""
    count = 0
    for part in entities():
        for key, field in fields_of(part).items():
            if not field.owned or field.link != kind.entity or part.keep:
                continue
            column, gone = table_of(part).c[key], table_of(part).c.deleted_at
            alike = gone.is_(None) if moment is None else gone == moment
            found = list(session.scalars(sa.select(table_of(part).c.id).where(column.in_(ids), alike)))
            count += len(found) + (_parts(session, part, found, moment) if found else 0)
    return count
