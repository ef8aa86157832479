"""Telling the process which fields the firm added, whenever a file is opened, upgraded, or they change."""

from collections.abc import Iterator
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.models import Entity, Field, entities
from app.models.base import table_of
from app.models.own import COLUMN, PREFIX, own_fields, publish, takes_own_fields, value_of

KEY = "custom_fields"
"""The public key of the definitions, here so that a firm without any need not map them."""


def publish_own_fields(session: Session) -> None:
    """Make the definitions in this file the ones in force (``models/own.py``)."""
    if not session.connection().exec_driver_sql("SELECT count(*) FROM custom_fields").scalar():
        publish(())  # a firm without any, at every start: compiling the question costs more than asking it
        return
    from app.models.firm_lists import CustomField

    table = table_of(CustomField)
    living = sa.select(table).where(table.c.deleted_at.is_(None), table.c.retired == sa.false())
    publish(session.execute(living.order_by(table.c.position, table.c.id)).mappings().all())


def heard_otherwise(session: Session) -> dict[type[Entity], set[UUID]]:
    """Make the definitions as this write leaves them the ones in force; returns the records whose own values are words for the
    search now and were none before, or the other way round (a field retired, in use again, of another kind)."""
    owners = [entity for entity in entities() if takes_own_fields(entity)]
    before = {entity: own_fields(entity) for entity in owners}
    publish_own_fields(session)
    found: dict[type[Entity], set[UUID]] = {}
    for entity in owners:
        now = own_fields(entity)
        for key in before[entity].keys() | now.keys():
            old, new = before[entity].get(key), now.get(key)
            if old is None or new is None or old.kind != new.kind:
                found.setdefault(entity, set()).update(_respoken(session, entity, key, old, new))
    return found


def _respoken(session: Session, entity: type[Entity], key: str, old: Field | None, new: Field | None) -> Iterator[UUID]:
    table = table_of(entity)
    value = sa.type_coerce(table.c[COLUMN], sa.JSON)[key.removeprefix(PREFIX)].as_string()
    for record_id, plain in session.execute(sa.select(table.c.id, value).where(value.is_not(None))):
        if _is_word(old, plain) != _is_word(new, plain):
            yield record_id


def _is_word(field: Field | None, plain: str) -> bool:
    return field is not None and isinstance(value_of(field, plain), str)
