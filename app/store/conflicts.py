"""Other copies of a data file beside it ("data (conflicted copy).db", "data (1).db"): counted, never changed, never deleted
(fault F19)."""

from collections.abc import Iterator
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlcipher3 import dbapi2

from app.errors import LockedError
from app.store.engine import Access, FileState, connect, file_state

_OURS = (FileState.OLDER, FileState.CURRENT, FileState.NEWER)
_COUNTED = ("customers", "contacts", "visits", "complaints")
_MOST = 200


@dataclass(frozen=True, slots=True)
class Copy:
    """A data file that lies beside another; ``related`` ones were copied from it or it from them. ``counts`` has the living
    records by entity, and is empty where the file cannot be read, or is encrypted otherwise; ``last_step`` is when somebody
    last worked in it."""

    path: Path
    changed_at: datetime
    related: bool
    counts: dict[str, int]
    last_step: str | None


def conflicts(path: Path) -> list[Copy]:
    """Data files beside this one that have its name in theirs or came from it, the last changed first; for reading only, and
    not opened as a database in any way that leaves a trace."""
    wanted = _file_id(path)
    found = [copy for each in _beside(path) if (copy := _copy(each, wanted)).related or path.stem in each.stem]
    return sorted(found, key=lambda copy: copy.changed_at, reverse=True)


def _beside(path: Path) -> Iterator[Path]:
    with suppress(OSError):
        others = sorted(each for each in path.parent.iterdir() if each.is_file() and each.name != path.name)
        for each in others[:_MOST]:
            with suppress(OSError):
                if each.suffix.casefold() in (path.suffix.casefold(), ".db") and file_state(each) in _OURS:
                    yield each


def _copy(path: Path, wanted: str) -> Copy:
    changed = datetime.fromtimestamp(path.stat().st_mtime, UTC)
    try:
        with closing(_looking_at(path)) as connection:
            fact = connection.execute("SELECT value FROM file_facts WHERE key = 'file'").fetchone()
            last = connection.execute("SELECT max(at) FROM operations").fetchone()[0]
            counts = {name: _count(connection, name) for name in _COUNTED}
    except (dbapi2.Error, LockedError):
        return Copy(path, changed, False, {}, None)
    return Copy(path, changed, bool(wanted) and fact is not None and fact[0] == wanted, counts, last)


def _file_id(path: Path) -> str:
    """Read without a lock of ours at stake: SQLite's own connection, which shares them."""
    with suppress(dbapi2.Error, LockedError), closing(connect(path, Access(True), writes=False)) as connection:
        fact = connection.execute("SELECT value FROM file_facts WHERE key = 'file'").fetchone()
        return str(fact[0]) if fact else ""
    return ""


def _looking_at(path: Path) -> Any:
    """As it lies there: no journal is read, none is made. What another program has not folded in yet is not counted."""
    return connect(path, Access(True, immutable=True), writes=False)


def _count(connection: Any, table: str) -> int:
    return int(connection.execute(f"SELECT count(*) FROM {table} WHERE deleted_at IS NULL").fetchone()[0])  # noqa: S608
