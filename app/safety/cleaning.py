"""Values that parse as rows of a damaged file but mean nothing: taken out before anybody reads them as records."""

import json
from collections.abc import Callable
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.i18n import N_
from app.models import BY_KEY, Entity, entities
from app.models.base import table_of
from app.models.types import DateType, MomentType, PlainJson, UuidType, moment_text, moment_value, now_utc
from app.store import log
from app.store.tables import changes, drafts, file_facts, operations

UNKNOWN = N_("A step that could not be salvaged")
_CHUNK = 1000
_BROKEN = (ValueError, TypeError, KeyError, AttributeError, RecursionError)


def clean(session: Session) -> int:
    """Empty, or drop with their row, values that are not of their kind; returns how many rows were dropped."""
    dropped = sum(_clean_entity(session, entity) for entity in entities())
    dropped += _clean_changes(session)
    _clean_operations(session)
    _drop_unreadable(session, drafts, drafts.c.body)
    _drop_unreadable(session, file_facts, file_facts.c.value, file_facts.c.key == "given")
    return dropped


def _is_moment(value: Any) -> bool:
    return bool(moment_text(moment_value(value)) == value)


_TESTS: tuple[tuple[type, Callable[[Any], bool]], ...] = (
    (MomentType, _is_moment),
    (DateType, lambda value: bool(date.fromisoformat(value))),
    (PlainJson, lambda value: isinstance(json.loads(value), dict)),
    (UuidType, lambda value: len(value) == 16),
)


def _good(test: Callable[[Any], bool], value: Any) -> bool:
    try:
        return value is None or test(value)
    except _BROKEN:
        return False


def _clean_entity(session: Session, entity: type[Entity]) -> int:
    table, connection, dropped = table_of(entity), session.connection(), 0
    tested = [(column, test) for column in table.c for kind, test in _TESTS if isinstance(column.type, kind)]
    names = ", ".join(f'"{column.key}"' for column, _test in tested)
    for rowid, *values in connection.exec_driver_sql(f'SELECT rowid, {names} FROM "{table.name}"').fetchall():  # noqa: S608
        wrong = [column for (column, test), value in zip(tested, values, strict=True) if not _good(test, value)]
        if any(not column.nullable and not isinstance(column.type, MomentType) for column in wrong):
            connection.exec_driver_sql(f'DELETE FROM "{table.name}" WHERE rowid = ?', (rowid,))  # noqa: S608
            dropped += 1
            continue
        for column in wrong:
            value = None if column.nullable else moment_text(now_utc())
            connection.exec_driver_sql(f'UPDATE "{table.name}" SET "{column.key}" = ? WHERE rowid = ?', (value, rowid))  # noqa: S608
    return dropped


def _clean_changes(session: Session) -> int:
    """Changes that cannot be read, or are of no known kind of record."""
    record_id = sa.type_coerce(changes.c.record_id, sa.LargeBinary)
    columns = sa.select(changes.c.seq, changes.c.entity, changes.c.before, changes.c.after, record_id)
    wrong = [row[0] for row in session.execute(columns).yield_per(_CHUNK) if not _readable(*row[1:])]
    for start in range(0, len(wrong), _CHUNK):
        session.execute(sa.delete(changes).where(changes.c.seq.in_(wrong[start : start + _CHUNK])))
    return len(wrong)


def _readable(entity: str, before: str | None, after: str, record_id: bytes) -> bool:
    try:
        log.parsed(BY_KEY[entity], before)
        log.parsed(BY_KEY[entity], after)
    except _BROKEN:
        return False
    return len(record_id) == 16


def _clean_operations(session: Session) -> None:
    columns = ("seq", "id", "at", "label_values", "actor")
    for seq, key, at, values, actor in (
        session.connection()
        .exec_driver_sql(
            f"SELECT {', '.join(columns)} FROM operations"  # noqa: S608
        )
        .fetchall()
    ):
        mended: dict[str, Any] = {}
        if not _good(_is_moment, at):
            mended["at"] = moment_text(now_utc())
        if not _good(lambda text: isinstance(json.loads(text), dict), values):
            mended |= {"label": UNKNOWN, "label_values": "{}"}
        if actor is not None and len(actor) != 16:
            mended["actor"] = None
        if len(key) != 16:
            session.connection().exec_driver_sql("UPDATE operations SET id = randomblob(16), digest = NULL WHERE seq = ?", (seq,))
        if mended:
            mended["digest"] = None
            session.execute(sa.update(operations).where(operations.c.seq == seq).values(**mended))


def _drop_unreadable(session: Session, table: sa.Table, text: sa.Column[Any], among: Any = True) -> None:
    key = table.c.key
    for row in session.execute(sa.select(key, text).where(sa.true() if among is True else among)).fetchall():
        if not _good(lambda value: isinstance(json.loads(value), dict), row[1]):
            session.execute(sa.delete(table).where(key == row[0]))
