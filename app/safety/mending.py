"""Making a sound file of salvaged rows: what the log still knows is brought back, the rest is named, the chain begins anew.

Every record is held against the digest the log has of it. Where the log holds all its changes, they are played once more.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4, uuid5

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.i18n import N_
from app.models import BY_KEY, Entity, title_of
from app.models.base import table_of
from app.models.own import undisturbed
from app.models.types import moment_text, moment_value, now_utc, uuid7
from app.safety.cleaning import UNKNOWN, clean
from app.safety.retelling import difference, retell
from app.store import log, rollups, search
from app.store.changes import recorded_keys
from app.store.engine import migration_engine
from app.store.own_fields import publish_own_fields
from app.store.tables import EPOCH, changes, file_facts, operations
from app.store.undo import RESTORED
from app.store.verify import row_problems

LABEL = N_("Salvaged from {file}")
LOST = "?"
"""What stands for the name of a record that others belong to, and that is lost itself."""
_SHARED = UUID("6f1c2f5e-6c0b-4f55-9a55-0c8f1f2f7d3a")
_CHUNK = 1000
_SAME_STEP = timedelta(seconds=0.5)
"""A record is written within so long of the moment its step has in the log."""


@dataclass(frozen=True, slots=True)
class Missing:
    """A record of which the log knows, and nothing more could be read; ``title`` where its name was."""

    entity: str
    id: UUID
    title: str


@dataclass(frozen=True, slots=True)
class Mended:
    """How many records the log brought back by kind, which are lost, how many stand otherwise than the log says, how many
    stand in for lost ones by kind, and how many links were cut."""

    rebuilt: dict[str, int]
    missing: tuple[Missing, ...]
    doubtful: int
    stand_ins: dict[str, int]
    cut: int


def mend(path: Path, source: str) -> Mended:
    """Mend a file of the present schema that nobody has open; ``source`` is the name of the damaged one, for the log."""
    engine = migration_engine(path)
    try:
        with undisturbed(), Session(engine) as session, session.begin():
            return _mended(session, source)
    finally:
        engine.dispose()


def _mended(session: Session, source: str) -> Mended:
    clean(session)
    rebuilt: dict[str, int] = {}
    for entity, record_id in _wrong(session):
        if _played_again(session, entity, record_id):
            rebuilt[entity.entity] = rebuilt.get(entity.entity, 0) + 1
    stand_ins, cut = _mend_links(session)
    retell(session)
    missing, doubtful = list[Missing](), list[tuple[str, UUID]]()
    for entity, record_id in _wrong(session):
        if _is_there(session, entity, record_id):
            doubtful.append((entity.entity, record_id))
        else:
            missing.append(Missing(entity.entity, record_id, _title(session, entity, record_id)))
            session.execute(sa.delete(changes).where(changes.c.record_id == record_id))
    _name_steps(session)
    _note(session, source, doubtful)
    _chain_anew(session)
    _learn_again(session)
    return Mended(rebuilt, tuple(missing), len(doubtful), stand_ins, cut)


def _wrong(session: Session) -> list[tuple[type[Entity], UUID]]:
    """Records that are not as the log last saw them, or gone."""
    found = (text.partition(" ") for text in row_problems(session))
    return [(BY_KEY[entity], UUID(key)) for entity, _space, key in found if entity in BY_KEY]


def _is_there(session: Session, entity: type[Entity], record_id: UUID) -> bool:
    return session.execute(sa.select(table_of(entity).c.id).where(table_of(entity).c.id == record_id)).first() is not None


def _played_again(session: Session, entity: type[Entity], record_id: UUID) -> bool:
    """Set a record to what all its changes make of it, if they are all there; a record that is gone is made again."""
    values: dict[str, Any] | None = None
    last, at = b"", moment_text(now_utc())  # of a change whose operation is lost: no later than now
    for row in _steps(session, record_id):
        try:
            after = log.parsed(entity, row.after) or {}
        except (ValueError, TypeError, AttributeError):
            return False
        if row.before is None:
            values = {}
        if values is None:
            return False
        values |= after
        last, at = row.digest, row.at or at
    if values is None or log.row_digest(values) != last or _moved_on(session, entity, record_id, at):
        return False
    return _set(session, entity, record_id, {key: values.get(key) for key in recorded_keys(entity)}, at)


def _moved_on(session: Session, entity: type[Entity], record_id: UUID, at: str) -> bool:
    """Whether a record was changed after the last change that the log still has: then the record is the better witness."""
    changed = sa.select(sa.type_coerce(table_of(entity).c.updated_at, sa.Text())).where(table_of(entity).c.id == record_id)
    text = session.execute(changed).scalar()
    try:
        return text is not None and moment_value(text) > moment_value(at) + _SAME_STEP
    except ValueError:
        return False


def _steps(session: Session, record_id: UUID) -> list[Any]:
    columns = sa.select(changes.c.before, changes.c.after, changes.c.digest, operations.c.at)
    joined = columns.join(operations, operations.c.seq == changes.c.operation, isouter=True)
    return list(session.execute(joined.where(changes.c.record_id == record_id).order_by(changes.c.seq)))


def _set(session: Session, entity: type[Entity], record_id: UUID, values: dict[str, Any], at: str) -> bool:
    table = table_of(entity)
    if _is_there(session, entity, record_id):
        statement: Any = sa.update(table).where(table.c.id == record_id).values(**values, updated_at=table.c.updated_at)
    else:
        moment = moment_value(at)
        stamps = {"id": record_id, "row_version": 1, "created_at": moment, "updated_at": moment}
        statement = sa.insert(table).values(**values, **stamps)
    try:
        with session.begin_nested():
            session.execute(statement)
    except sa.exc.StatementError:  # what the log holds is not fit for the table
        return False
    rollups.recompute(session, entity.entity, {record_id})
    return True


def _title(session: Session, entity: type[Entity], record_id: UUID) -> str:
    """The last name the log has of a record."""
    found: dict[str, Any] = {}
    for row in _steps(session, record_id):
        try:
            found |= json.loads(row.after)
        except (ValueError, TypeError):
            continue
    return title_of(entity, found)


# links ----------------------------------------------------------------------------------------------------------------


def _mend_links(session: Session) -> tuple[dict[str, int], int]:
    """Links whose ends are lost: what belongs to a lost record gets a stand-in for it, other links are cut."""
    stand_ins, cut = dict[str, int](), 0
    for name, rowid, parent, place in session.connection().exec_driver_sql("PRAGMA foreign_key_check").fetchall():
        if name not in BY_KEY or parent not in BY_KEY:
            continue
        key = next(row[3] for row in _foreign_keys(session, name) if row[0] == place)
        if table_of(BY_KEY[name]).c[key].nullable:
            session.connection().exec_driver_sql(f'UPDATE "{name}" SET "{key}" = NULL WHERE rowid = ?', (rowid,))  # noqa: S608
            cut += 1
        else:
            lost = session.connection().exec_driver_sql(f'SELECT "{key}" FROM "{name}" WHERE rowid = ?', (rowid,))  # noqa: S608
            if made := _stand_in(session, BY_KEY[parent], UUID(bytes=lost.scalar_one())):
                stand_ins[parent] = stand_ins.get(parent, 0) + made
    return stand_ins, cut


def _foreign_keys(session: Session, name: str) -> list[Any]:
    return list(session.connection().exec_driver_sql(f'PRAGMA foreign_key_list("{name}")').fetchall())


def _stand_in(session: Session, entity: type[Entity], record_id: UUID) -> int:
    if _is_there(session, entity, record_id):
        return 0
    table, moment = table_of(entity), now_utc()
    values: dict[str, Any] = {"id": record_id, "row_version": 1, "created_at": moment, "updated_at": moment}
    for column in table.c:
        if not column.nullable and column.key not in values:
            default = getattr(column.default, "arg", None)
            given = default is not None and not callable(default)
            values[column.key] = default if given else _owner(session, column) or _stand_in_value(column.type, moment)
    session.execute(sa.insert(table).values(**values))
    return 1


def _owner(session: Session, column: sa.Column[Any]) -> UUID | None:
    """What a stand-in must belong to itself: one and the same stand-in of that kind for all of them."""
    parents = [key.column.table.name for key in column.foreign_keys if key.column.table.name in BY_KEY]
    if not parents:
        return None
    shared = uuid5(_SHARED, parents[0])
    _stand_in(session, BY_KEY[parents[0]], shared)
    return shared


def _stand_in_value(kind: Any, moment: Any) -> Any:
    plain = {"MomentType": moment, "DateType": moment.date(), "FlagType": False, "UuidType": uuid7()}
    return plain.get(type(kind).__name__, 0 if isinstance(kind, sa.Integer) else LOST)


# the log --------------------------------------------------------------------------------------------------------------


def _name_steps(session: Session) -> None:
    """Changes whose operation is lost belong to one without a name."""
    lost = sa.select(changes.c.operation).where(changes.c.operation.not_in(sa.select(operations.c.seq))).distinct()
    for (seq,) in session.execute(lost).fetchall():
        _add_operation(session, seq, UNKNOWN, {}, "do", 1)


def _add_operation(session: Session, seq: int | None, label: str, values: dict[str, str], origin: str, undone: int) -> int:
    row = {
        "id": uuid7(), "at": moment_text(now_utc()), "label": label, "label_values": json.dumps(values, ensure_ascii=False),
        "origin": origin, "undone": undone, "device": "", **({"seq": seq} if seq is not None else {}),
    }  # fmt: skip
    return int(session.execute(sa.insert(operations).values(**row).returning(operations.c.seq)).scalar_one())


def _note(session: Session, source: str, doubtful: list[tuple[str, UUID]]) -> None:
    """The salvage as the step where undo ends, with what the records are now that the log knew otherwise."""
    seq = _add_operation(session, None, LABEL, {"file": source}, RESTORED, 0)
    for entity, record_id in doubtful:
        before, after, digest = difference(session, BY_KEY[entity], record_id)
        row = {"operation": seq, "entity": entity, "record_id": record_id, "before": log.plain(before), "after": log.plain(after)}
        session.execute(sa.insert(changes).values(**row, digest=digest, chain=b""))


def _chain_anew(session: Session) -> None:
    """Number the changes without gaps and chain their digests; a number only ever gets smaller, so none meets another."""
    rows = session.execute(sa.select(changes.c.seq, changes.c.digest).order_by(changes.c.seq)).fetchall()
    statement = sa.update(changes).where(changes.c.seq == sa.bindparam("old")).values(
        seq=sa.bindparam("new"), chain=sa.bindparam("link")
    )  # fmt: skip
    for part in _linked([(row.seq, row.digest) for row in rows]):
        session.connection().execute(statement, part)


def _linked(rows: list[tuple[int, bytes]]) -> Iterator[list[dict[str, Any]]]:
    chain, part = log.GENESIS, list[dict[str, Any]]()
    for new, (old, digest) in enumerate(rows, 1):
        chain = log.chained(chain, digest)
        part.append({"old": old, "new": new, "link": chain})
        if len(part) == _CHUNK:
            yield part
            part = []
    if part:
        yield part


def _learn_again(session: Session) -> None:
    """Whose file it is, and the index for searching."""
    known = {row.key for row in session.execute(sa.select(file_facts.c.key))}
    session.execute(sa.delete(file_facts).where(file_facts.c.key == EPOCH))
    fresh = {EPOCH: uuid4().hex, **{key: value for key, value in (("file", uuid4().hex), ("device", "")) if key not in known}}
    session.execute(sa.insert(file_facts), [{"key": key, "value": value} for key, value in fresh.items()])
    publish_own_fields(session)
    search.rebuild(session)
