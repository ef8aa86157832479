"""Records that were merged into others still mean somebody: their numbers and ids lead to the one that stayed."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.errors import ValidationError
from app.i18n import N_
from app.models import Customer, Entity
from app.models.base import table_of
from app.services import records
from app.services.merge import MERGED

_LONGEST_CHAIN = 50
_MANY = 500


def final(session: Session, entity: type[Entity], record_id: UUID) -> UUID:
    """The record that an id means today: the one it was merged into, by way of others too; itself where it wasn't."""
    table = table_of(entity)
    for _step in range(_LONGEST_CHAIN if MERGED in table.c else 0):
        row = session.execute(sa.select(table.c[MERGED], table.c.deleted_at).where(table.c.id == record_id)).first()
        if row is None or row[0] is None or row[1] is None:
            break
        record_id = row[0]
    return record_id


def living_ids(session: Session, entity: type[Entity], ids: Sequence[UUID]) -> list[UUID]:
    """The records that these ids mean today, each once, in their order."""
    moved = {key: final(session, entity, key) for key in merged_among(session, entity, ids)}
    return list(dict.fromkeys(moved.get(key, key) for key in ids))


def merged_away(session: Session, entity: type[Entity], keys: Sequence[str]) -> list[tuple[UUID, dict[str, Any]]]:
    """Records that were merged into others: (the living record meant today, the merged one's ``id`` and these values)."""
    table = table_of(entity)
    if MERGED not in table.c:
        return []
    gone = table.c[MERGED].is_not(None) & table.c.deleted_at.is_not(None)
    wanted = sa.select(table.c.id, *(table.c[key] for key in keys)).where(gone).order_by(table.c.id)
    found = [(final(session, entity, row["id"]), dict(row)) for row in session.execute(wanted).mappings()]
    there = sa.select(table.c.id).where(table.c.id == sa.bindparam("wanted"), table.c.deleted_at.is_(None))
    living = {key for key in {each for each, _values in found} if session.execute(there, {"wanted": key}).first()}
    return [(key, values) for key, values in found if key in living]


def merged_among(session: Session, entity: type[Entity], ids: Sequence[UUID]) -> list[UUID]:
    """Those of these records that were merged into others."""
    table = table_of(entity)
    if MERGED not in table.c:
        return []
    found: set[UUID] = set()
    for start in range(0, len(ids), _MANY):
        marked = sa.select(table.c.id).where(table.c.id.in_(ids[start : start + _MANY]), table.c[MERGED].is_not(None))
        found.update(session.scalars(marked))
    return [each for each in ids if each in found]


def living(session: Session, customer_id: UUID | None) -> UUID | None:
    """The customer as they are today: one that was merged is the record it was merged into. ValidationError where they are in
    the recycle bin."""
    if customer_id is None:
        return None
    meant = final(session, Customer, customer_id)
    customer = records.get(session, Customer, meant)
    if customer["deleted_at"] is not None:
        raise ValidationError(
            N_("“{name}” is in the recycle bin. Restore the customer, or choose another; what is typed stays."),
            field="customer_id", name=customer["name"],
        )  # fmt: skip
    return meant
