"""Taking values out of the file for good: rows, index, log and drafts; the chain of the log still verifies (faults §5.6).

The chain covers digests only, so the texts before and after a change can go. A row that is gone leaves ``ERASED`` as its
last digest. Whatever is done here is no step that undo takes back.
"""

import json
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, TypeVar
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session
from sqlcipher3 import dbapi2

from app.errors import StorageError, reason_of
from app.i18n import N_
from app.models import BY_KEY, Entity, entities, fields_of
from app.models.base import table_of
from app.models.session import pulse
from app.store.changes import DELETED, Change, Label
from app.store.log import sign_again
from app.store.search import index_of, searchable
from app.store.store import Store, Written
from app.store.tables import changes, drafts, operations

ORIGIN = "erase"
RETIRED = 2
"""Of a step: neither done nor undone any more."""

_CHUNK = 500
_TRIES, _PAUSE = 25, 0.2
_LATER = N_("{file} is being read. What was erased leaves the disk when the program is closed.")
_NOT_NOW = N_("{file} could not be written anew: {reason}. What was erased leaves the disk at the next start.")
T = TypeVar("T")
Rewrite = Callable[[Any], Any]
"""Takes a JSON value and gives it back without what is to go; the same object where nothing was in it."""


def erase_step(store: Store, label: Label, work: Callable[[Session], T]) -> Written[T]:
    """Run a work that erases as one logged step, all of it or nothing."""

    def noting(session: Session) -> T:
        value = work(session)
        for (entity, record_id), values in _noted(session).items():  # what was there before is said of none
            session.info["recorder"].note(Change(entity.entity, record_id, values, values))
        return value

    return store._write(label, ORIGIN, None, noting)


def remove_rows(session: Session, entity: type[Entity], ids: Sequence[UUID]) -> None:
    """Delete records with their documents in the index, and note that they are gone."""
    table = table_of(entity)
    for start in range(0, len(ids), _CHUNK):
        pulse(session)
        chunk = list(ids[start : start + _CHUNK])
        _forget_documents(session, entity, chunk)
        session.execute(sa.delete(table).where(table.c.id.in_(chunk)))
    for record_id in ids:
        _noted(session)[entity, record_id] = {DELETED: session.info["now"]}


def _forget_documents(session: Session, entity: type[Entity], ids: Sequence[UUID]) -> None:
    if entity not in searchable():
        return
    table, name = table_of(entity), index_of(entity)
    docs = [{"d": doc} for doc in session.scalars(sa.select(table.c.doc).where(table.c.id.in_(ids))) if doc is not None]
    if docs:
        session.execute(sa.text(f"DELETE FROM {name} WHERE rowid = :d"), docs)  # noqa: S608


def set_values(session: Session, entity: type[Entity], record_id: UUID, values: dict[str, Any]) -> None:
    """Put values in the place of others, of which nothing is noted."""
    table = table_of(entity)
    stamps = {"updated_at": session.info["now"], "row_version": table.c.row_version + 1}
    session.execute(sa.update(table).where(table.c.id == record_id).values(**values, **stamps))
    _noted(session).setdefault((entity, record_id), {}).update(values)


def _noted(session: Session) -> dict[tuple[type[Entity], UUID], dict[str, Any]]:
    found: dict[tuple[type[Entity], UUID], dict[str, Any]] = session.info.setdefault("erased", {})
    return found


def blank_log(session: Session, ids: Iterable[UUID]) -> int:
    """Empty the texts of all changes of these records; returns how many. That a record was made remains."""
    pending, count = list(ids), 0
    emptied = sa.case((changes.c.before.is_(None), None), else_="{}")
    for start in range(0, len(pending), _CHUNK):
        some = changes.c.record_id.in_(pending[start : start + _CHUNK])
        found = session.connection().execute(sa.update(changes).where(some).values(before=emptied, after="{}"))
        count += found.rowcount
    return count


def retire_steps(session: Session) -> None:
    """Steps of which nothing is left are passed over by undo."""
    left = sa.exists().where(changes.c.operation == operations.c.seq, changes.c.after != "{}")
    session.execute(sa.update(operations).where(operations.c.undone == 0, sa.not_(left)).values(undone=RETIRED))


def rewrite_log(session: Session, choose: Callable[[str, UUID], Rewrite], may: Callable[[str], bool]) -> int:
    """Take out of every change what the rewriting that ``choose`` gives for its record takes out; returns how many it were.
    Texts of which ``may`` says that there is nothing to take out are not looked at any closer."""
    columns = sa.select(changes.c.seq, changes.c.entity, changes.c.record_id, changes.c.before, changes.c.after)
    found = []
    for number, row in enumerate(session.execute(columns).yield_per(_CHUNK)):
        if number % _CHUNK == 0:
            pulse(session)
        rewrite, sides = choose(row.entity, row.record_id), (row.before, row.after)
        new = tuple(_rewritten(side, rewrite) if side and may(side) else side for side in sides)
        if new != sides:
            found.append({"b_seq": row.seq, "b_before": new[0], "b_after": new[1]})
    if found:
        values: dict[str, Any] = {"before": sa.bindparam("b_before"), "after": sa.bindparam("b_after")}
        session.connection().execute(sa.update(changes).where(changes.c.seq == sa.bindparam("b_seq")).values(**values), found)
    return len(found)


def blank_keys(session: Session, record_id: UUID, keys: frozenset[str]) -> None:
    """Empty these fields in all changes of one record."""
    columns = sa.select(changes.c.seq, changes.c.before, changes.c.after).where(changes.c.record_id == record_id)
    for seq, *sides in session.execute(columns).all():
        before, after = (side and _rewritten(side, lambda found: _without(found, keys)) for side in sides)
        session.execute(sa.update(changes).where(changes.c.seq == seq).values(before=before, after=after))


def _without(values: dict[str, Any], keys: frozenset[str]) -> dict[str, Any]:
    return {key: None if key in keys else value for key, value in values.items()}


def count_log(session: Session, ids: Iterable[UUID]) -> int:
    """How many changes of these records the log has."""
    pending, count = list(ids), 0
    for start in range(0, len(pending), _CHUNK):
        some = changes.c.record_id.in_(pending[start : start + _CHUNK])
        count += session.execute(sa.select(sa.func.count()).where(some)).scalar_one()
    return count


def count_drafts(session: Session, rewrite: Rewrite, ids: frozenset[str]) -> int:
    """How many drafts are of these records (ids as hex), or would be rewritten."""
    rows = session.execute(sa.select(drafts.c.key, drafts.c.body)).all()
    return sum(_is_of(key, ids) or _rewritten(body, rewrite) != body for key, body in rows)


def _is_of(key: str, ids: frozenset[str]) -> bool:
    return any(record_id in key.replace("-", "") for record_id in ids)


def links() -> Iterator[tuple[type[Entity], str, type[Entity]]]:
    """(entity, field, entity it links to) of every link that may be empty."""
    for entity in entities():
        for key, field in fields_of(entity).items():
            if field.link and table_of(entity).c[key].nullable:
                yield entity, key, BY_KEY[field.link]


def rewrite_labels(session: Session, rewrite: Rewrite) -> None:
    """Take it out of what steps are called, too."""
    found = []
    for seq, text in session.execute(sa.select(operations.c.seq, operations.c.label_values)):
        if (new := _rewritten(text, rewrite)) != text:
            found.append({"b_seq": seq, "b_values": new})
    if found:
        statement = sa.update(operations).where(operations.c.seq == sa.bindparam("b_seq"))
        session.connection().execute(statement.values(label_values=sa.bindparam("b_values")), found)
        sign_again(session, [one["b_seq"] for one in found])


def rewrite_drafts(session: Session, rewrite: Rewrite, ids: frozenset[str]) -> int:
    """Drop drafts of these records (ids as hex), take it out of the others; returns how many were concerned."""
    count = 0
    for key, body in session.execute(sa.select(drafts.c.key, drafts.c.body)).all():
        own = _is_of(key, ids)
        new = _rewritten(body, rewrite)
        if own:
            session.execute(sa.delete(drafts).where(drafts.c.key == key))
        elif new != body:
            session.execute(sa.update(drafts).where(drafts.c.key == key).values(body=new))
        count += own or new != body
    return count


def _rewritten(text: str, rewrite: Rewrite) -> str:
    value = json.loads(text)
    new = rewrite(value)
    return text if new == value else json.dumps(new, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def texts(session: Session, entity: type[Entity], keys: Sequence[str]) -> Iterator[tuple[UUID, str]]:
    """(id, all of these columns as one text) of every record, in the recycle bin or out of it."""
    table = table_of(entity)
    parts: list[sa.ColumnElement[str]] = [sa.func.coalesce(sa.cast(table.c[key], sa.Text()), "") for key in keys]
    whole = parts[0]
    for part in parts[1:]:
        whole = whole + "\n" + part
    for number, row in enumerate(session.execute(sa.select(table.c.id, whole)).yield_per(_CHUNK)):
        if number % _CHUNK == 0:
            pulse(session)
        yield row[0], row[1]


def compact(store: Store) -> None:
    """Write the file anew without what was deleted, and fold the write-ahead log into it. StorageError where the disk has no
    room for it, or somebody reads all the time: what was deleted then leaves the disk when the file is closed."""
    if store._writer is None:
        return
    with store._writing, store._writer.connect() as connection:
        raw: Any = connection.connection.driver_connection
        try:
            raw.execute("VACUUM")
            if not any(_folded(raw, number) for number in range(_TRIES)):
                raise StorageError(_LATER, file=store.path.name)
        except dbapi2.Error as error:
            raise StorageError(_NOT_NOW, file=store.path.name, reason=reason_of(error)) from error
        finally:
            store._watch.renew()


def _folded(raw: Any, number: int) -> bool:
    time.sleep(_PAUSE if number else 0)
    return not raw.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]


def all_records(session: Session, entity: type[Entity]) -> Iterator[UUID]:
    """The ids of every record of a kind."""
    yield from session.scalars(sa.select(table_of(entity).c.id))
