"""A history that agrees with itself: where texts of the log were damaged, what they now say becomes what was."""

import json
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.models import Entity
from app.models.base import table_of
from app.models.types import to_plain
from app.store import log
from app.store.changes import recorded_keys
from app.store.tables import changes
from app.store.texts import text_problems

Plain = dict[str, Any]
_CHUNK = 500


def retell(session: Session) -> None:
    """Set the former values and the digests of records whose texts do not lead to their digests by those texts."""
    wrong = list(text_problems(session))
    for start in range(0, len(wrong), _CHUNK):
        some = sa.select(changes.c.record_id).where(changes.c.seq.in_(wrong[start : start + _CHUNK])).distinct()
        for (record_id,) in session.execute(some).fetchall():
            _retell(session, record_id)


def _retell(session: Session, record_id: UUID) -> None:
    state: Plain = {}
    for row in _told(session, record_id):
        if row.digest == log.ERASED:
            return
        after = json.loads(row.after)
        before = None if row.before is None else log.plain({key: state.get(key) for key in after})
        state.update(after)
        values = {"before": before, "digest": log.row_digest(state)}
        session.execute(sa.update(changes).where(changes.c.seq == row.seq).values(**values))


def _told(session: Session, record_id: UUID) -> list[Any]:
    columns = sa.select(changes.c.seq, changes.c.before, changes.c.after, changes.c.digest)
    return list(session.execute(columns.where(changes.c.record_id == record_id).order_by(changes.c.seq)))


def difference(session: Session, entity: type[Entity], record_id: UUID) -> tuple[Plain, Plain, bytes]:
    """What the log makes of a record and what it is, in the fields that differ, and its digest as it is."""
    logged: Plain = {}
    for row in _told(session, record_id):
        logged.update(json.loads(row.after))
    table, keys = table_of(entity), recorded_keys(entity)
    columns = sa.select(*(table.c[key] for key in keys)).where(table.c.id == record_id)
    stored = dict(zip(keys, session.execute(columns).one(), strict=True))
    plain = {key: to_plain(value) for key, value in stored.items()}
    differing = [key for key in {**logged, **plain} if logged.get(key) != plain.get(key)]
    return {key: logged.get(key) for key in differing}, {key: plain.get(key) for key in differing}, log.row_digest(stored)
