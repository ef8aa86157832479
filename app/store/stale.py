"""A write-ahead log that does not belong to the file beside it: never replayed, moved aside (fault F15).

SQLite replays any log that has the file's name. After a crash that is right; where somebody put a backup in the file's
place and left the log, it mixes both, and an integrity check may find nothing. So a log that was left is first looked at
through connections that write nothing. It is another file's when the file alone is sound, and with the log it is not, or
its history is not the one that the log goes on with. A crash in the middle of a checkpoint leaves a file that alone is a
patchwork: nothing can be said against its log then, and it is replayed.
"""

import glob
import os
from contextlib import closing, suppress
from datetime import datetime
from hashlib import blake2b
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session
from sqlcipher3 import dbapi2

from app.errors import LockedError
from app.models import BY_KEY
from app.store.engine import Access, FileState, connect, file_state, make_engine
from app.store.log import ERASED, stored_digests
from app.store.tables import changes

_BEFORE = 200
"""So many changes before the log's own are checked for going on without a gap."""
_HEADER = 32
_UNREADABLE = (dbapi2.Error, ValueError, LockedError)
"""What looking into a patchwork raises; of an encrypted one, that no key opens it."""


def set_aside(path: Path) -> Path | None:
    """Move a log that does not fit to ``<name>-wal.stale-<time>``; returns where it is now, None where all is well. To be
    called by who holds the lock, before the file is opened."""
    left = path.with_name(path.name + "-wal")
    try:
        if left.stat().st_size <= _HEADER or not _is_anothers(path):
            return None
    except FileNotFoundError:
        return None
    stamp = datetime.now().astimezone().strftime("%Y%m%d-%H%M%S")
    aside = next(place for n in range(1, 1000) if not (place := left.with_name(f"{left.name}.stale-{stamp}-{n}")).exists())
    os.replace(left, aside)
    with suppress(FileNotFoundError):
        path.with_name(path.name + "-shm").unlink()
    return aside


def _is_anothers(path: Path) -> bool:
    alone = _end(path)
    if alone is None or not _is_sound(path, Access(True, immutable=True), alone[1] - _BEFORE):
        return False
    return not (_has(path, *alone) and _is_sound(path, Access(True), alone[1] - _BEFORE))


def _end(path: Path) -> tuple[str, int, bytes] | None:
    """Whose file it is and where its history ends, the log left out; None where it cannot be read."""
    with suppress(*_UNREADABLE), closing(connect(path, Access(True, immutable=True), writes=False)) as connection:
        row = connection.execute("SELECT seq, chain FROM changes ORDER BY seq DESC LIMIT 1").fetchone()
        return _fact(connection), *(row or (0, b""))
    return None


def _has(path: Path, file: str, seq: int, chain: bytes) -> bool:
    """Whether file and log together are that file, with the same history up to there."""
    with suppress(*_UNREADABLE), closing(connect(path, Access(True), writes=False)) as connection:
        at = connection.execute("SELECT chain FROM changes WHERE seq = ?", (seq,)).fetchone()
        return _fact(connection) == file and (seq == 0 or (at is not None and at[0] == chain))
    return False


def _is_sound(path: Path, access: Access, after: int) -> bool:
    """Structure, the history after this change, and the records it is about."""
    with suppress(*_UNREADABLE), closing(connect(path, access, writes=False)) as connection:
        whole = connection.execute("PRAGMA quick_check(1)").fetchone()[0] == "ok"
        return whole and _goes_on(connection, max(after, 0) + 1) and _rows_agree(path, access, after)
    return False


def _goes_on(connection: Any, first: int) -> bool:
    """Every change from here on follows from the one before, and belongs to an operation that is there."""
    chain, expected = None, first
    rows = connection.execute("SELECT seq, digest, chain FROM changes WHERE seq >= ? ORDER BY seq", (first,))
    for seq, digest, now in rows:
        if seq != expected or (chain is not None and blake2b(chain + digest, digest_size=16).digest() != now):
            return False
        chain, expected = now, seq + 1
    orphans = "SELECT count(*) FROM changes c LEFT JOIN operations o ON o.seq = c.operation WHERE c.seq >= ? AND o.seq IS NULL"
    return not connection.execute(orphans, (first,)).fetchone()[0]


def _rows_agree(path: Path, access: Access, after: int) -> bool:
    """Every record that was changed after this change is as its last change left it."""
    if file_state(path) is not FileState.CURRENT:
        return True
    engine = make_engine(path, access, writes=False)
    try:
        with Session(engine) as session:
            return _agree(session, after)
    except (DBAPIError, ValueError):
        return False
    finally:
        engine.dispose()


def _agree(session: Session, after: int) -> bool:
    columns = sa.select(changes.c.entity, changes.c.record_id, changes.c.digest)
    latest = {(row[0], row[1]): row[2] for row in session.execute(columns.where(changes.c.seq > after).order_by(changes.c.seq))}
    entities = {entity for entity, _record in latest}
    stored = {
        (entity, record): digest
        for entity in entities
        for record, digest in stored_digests(session, BY_KEY[entity], [each for key, each in latest if key == entity])
    }
    return stored == {record: digest for record, digest in latest.items() if digest != ERASED}


def aside(path: Path) -> list[Path]:
    """Logs that were moved aside, for whoever tells the person about them; the latest first."""
    return sorted(path.parent.glob(f"{glob.escape(path.name)}-wal.stale-*"), reverse=True)


def _fact(connection: Any) -> str:
    row = connection.execute("SELECT value FROM file_facts WHERE key = 'file'").fetchone()
    return str(row[0]) if row else ""
