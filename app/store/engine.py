"""SQLite through sqlcipher3: pragmas, connections, and what a file says of itself. The only dialect-aware room but search.

The reasoning, with figures, stands in docs/decisions/0004 and in the fault paper: FULL loses no acknowledged save at a
power cut, NORMAL does; ``mode=rw`` makes no file from a mistyped path; nobody else opens the live file.
"""

import os
import struct
import sys
from collections.abc import Callable
from contextlib import closing, suppress
from dataclasses import dataclass
from enum import Enum
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import quote

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.pool import NullPool, Pool, QueuePool
from sqlalchemy.util import LRUCache
from sqlcipher3 import dbapi2

from app.store import keys
from app.store.place import kind_of
from app.versions import refusal

APPLICATION_ID = 0x434C4D31
SCHEMA_VERSION = 7
SqliteError = dbapi2.Error
"""What a bare connection raises."""
_PAGES = 4096
"""Pages copied between two words on how far it is: 16 MB."""
_TRANSLATED: LRUCache[Any, Any] = LRUCache(500)
"""Statements as SQL; as many as an engine of SQLAlchemy keeps by itself."""
_MAGIC = b"SQLite format 3\x00"
_MALFORMED = "database disk image is malformed"
_PRAGMAS = (
    "PRAGMA busy_timeout=5000",
    "PRAGMA foreign_keys=ON",
    "PRAGMA synchronous=FULL",
    "PRAGMA fullfsync=ON",
    "PRAGMA checkpoint_fullfsync=ON",
    "PRAGMA secure_delete=ON",
    "PRAGMA trusted_schema=OFF",
    "PRAGMA temp_store=MEMORY",
    "PRAGMA mmap_size=0",
    "PRAGMA cell_size_check=ON",
    "PRAGMA cache_size=-16000",
)


class FileState(Enum):
    """What a path holds, read from the header before SQLite opens it."""

    MISSING = "missing"
    EMPTY = "empty"
    FOREIGN = "foreign"
    OLDER = "older"
    CURRENT = "current"
    NEWER = "newer"


@dataclass(frozen=True, slots=True)
class Access:
    """How a file may be opened: ``immutable`` where even its folder is read-only and WAL files cannot be made."""

    readonly: bool
    immutable: bool = False


def file_state(path: Path) -> FileState:
    """Recognise a file without opening it as a database, so that a foreign or newer one is never touched."""
    if not path.is_file():
        return FileState.MISSING
    with path.open("rb") as file:
        header = file.read(100)
    if not header:
        return FileState.EMPTY
    if len(header) < 100 or header[:16] != _MAGIC:
        return FileState.FOREIGN
    version, application = struct.unpack(">I", header[60:64])[0], struct.unpack(">I", header[68:72])[0]
    if application != APPLICATION_ID:
        return FileState.FOREIGN
    if version == SCHEMA_VERSION:
        return FileState.CURRENT
    return FileState.NEWER if version > SCHEMA_VERSION else FileState.OLDER


def access_to(path: Path) -> Access:
    """What the file system allows here."""
    writable = os.access(path, os.W_OK)
    folder_writable = os.access(path.parent, os.W_OK)
    return Access(not (writable and folder_writable), not folder_writable)


def uri_of(path: Path) -> str:
    """The file as SQLite is to open it: by the very bytes of its name. A text would go there as UTF-8, which is another file
    where the locale is not (faults F98)."""
    return f"file:{quote(os.fsencode(path.resolve()))}"


def connect(path: Path, access: Access, *, writes: bool) -> Any:
    """One bare connection with every pragma set; never creates a file.

    Readers open with ``rw`` too where they may: only such a connection takes -wal and -shm away again when it is the last.
    """
    if refused := refusal(sys.version_info[:3], sqlite=dbapi2.sqlite_version_info):
        raise refused
    connection = _unlocked(path, access) if keys.is_encrypted(path) else _opened(path, access)
    try:
        _prepare(connection, path, writes)
    except UnicodeDecodeError as error:  # the complaint quotes a damaged schema
        connection.close()
        raise malformed(error) from error
    return connection


def malformed(cause: UnicodeDecodeError) -> Exception:
    """SQLite's complaint quotes a damaged schema and so is no text itself: what it would have said."""
    error = dbapi2.DatabaseError(_MALFORMED)
    error.__cause__ = cause
    return error  # type: ignore[no-any-return]


def is_unspeakable(error: sa.exc.DBAPIError) -> bool:
    """Whether this was such a complaint."""
    return error.orig is not None and isinstance(error.orig.__cause__, UnicodeDecodeError)


def _opened(path: Path, access: Access, key: bytes | None = None) -> Any:
    """A bare connection, with the key of an encrypted file as its first statement."""
    mode = "ro" if access.readonly else "rw"
    uri = f"{uri_of(path)}?mode={mode}" + ("&immutable=1" if access.immutable else "")
    connection = dbapi2.connect(uri, uri=True, isolation_level=None, check_same_thread=False, timeout=5.0)
    if key is not None:
        give_key(connection, key)
    return connection


def give_key(connection: Any, key: bytes) -> None:
    """Tell a new connection what its file is encrypted with. The header stays readable also in what it is vacuumed into."""
    connection.execute("PRAGMA cipher_log_level=NONE")  # it would write to the terminal
    connection.execute(f"PRAGMA cipher_default_plaintext_header_size={keys.HEADER}")
    connection.execute(f"PRAGMA key=\"x'{keys.as_sqlite_has_it(key)}'\"")


def _unlocked(path: Path, access: Access) -> Any:
    """A connection with the first unlocked key that opens the file. LockedError where none does; a file whose own key is
    unlocked is damaged then, as SQLite says."""
    failed: BaseException | None = None
    for key in keys.candidates(path):
        connection = _opened(path, access, key)
        try:
            connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
        except (dbapi2.DatabaseError, UnicodeDecodeError) as error:
            connection.close()
            if isinstance(error, dbapi2.OperationalError):  # busy, no disk: not the key's fault
                raise
            failed = error
            continue
        keys.opened_with(path, key)
        return connection
    if keys.is_unlocked(path):
        raise dbapi2.DatabaseError(_MALFORMED) from failed
    raise keys.locked(path) from failed


def encrypt_empty(path: Path, key: bytes) -> None:
    """Make an empty file, which is there, an encrypted one: its first page says so from then on."""
    with closing(_opened(path, Access(False), key)) as connection:
        connection.execute(f"PRAGMA application_id={APPLICATION_ID}")


def opens(path: Path, key: bytes) -> bool:
    """Whether this key opens an encrypted file."""
    with suppress(dbapi2.DatabaseError, UnicodeDecodeError), closing(_opened(path, access_to(path), key)) as connection:
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
        return True
    return False


def _prepare(connection: Any, path: Path, writes: bool) -> None:
    for pragma in _PRAGMAS:
        connection.execute(pragma)
    if writes and kind_of(path) != "local":  # no shared memory, and no two files to be copied one after the other
        connection.execute("PRAGMA journal_mode=DELETE")
        connection.execute("PRAGMA synchronous=EXTRA")
    elif writes:
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA wal_autocheckpoint=1000")
        connection.execute("PRAGMA journal_size_limit=16777216")


def make_engine(
    path: Path, access: Access, *, writes: bool, lenient: bool = False, before: Callable[[], None] = lambda: None
) -> sa.Engine:
    """An engine whose transactions begin IMMEDIATE (the one writer) or deferred and query-only (readers beside it).

    A ``lenient`` one reads texts that are no UTF-8 too, with U+FFFD for what is damaged, at a third of the speed. ``before``
    is called before each connection is made, and may refuse it."""

    def made() -> Any:
        before()
        return connect(path, access, writes=writes)

    size, overflow = (1, 0) if writes else (3, 5)
    engine = _engine_on(QueuePool(made, dialect=_dialect(), pool_size=size, max_overflow=overflow))
    if writes and kind_of(path) != "local":  # before any reader: the journal's kind is only changed by who is alone
        engine.connect().close()
    _begin_by_event(engine, "BEGIN IMMEDIATE" if writes else "BEGIN")
    if not writes:
        event.listen(engine, "connect", _to_read)
    if lenient:
        event.listen(engine, "connect", lambda connection, record: setattr(connection, "text_factory", _marked))
    return engine


def _to_read(connection: Any, _record: Any) -> None:
    connection.execute("PRAGMA query_only=ON")
    connection.execute("PRAGMA cache_size=-48000")  # sums over many rows come back to their pages


def _engine_on(pool: Pool) -> sa.Engine:
    """Engines differ in their connections alone: what one of them has translated into SQL serves all, the reader beside the
    writer and the next file too."""
    options = {"compiled_cache": _TRANSLATED}
    return sa.Engine(pool, _dialect(), sa.make_url("sqlite://"), execution_options=options, hide_parameters=True)


@cache
def _dialect() -> sa.Dialect:
    """What SQLAlchemy knows of this SQLite; it learns it from a connection."""
    engine = sa.create_engine("sqlite://", module=dbapi2)
    engine.connect().close()
    engine.dispose()
    return engine.dialect


def _marked(text: bytes) -> str:
    return text.decode("utf-8", "replace")


def migration_engine(path: Path) -> sa.Engine:
    """Migrations run on an engine of their own: foreign keys off, one explicit BEGIN IMMEDIATE."""
    engine = _engine_on(NullPool(lambda: connect(path, Access(False), writes=True), dialect=_dialect()))
    event.listen(engine, "connect", lambda connection, record: connection.execute("PRAGMA foreign_keys=OFF"))
    _begin_by_event(engine, "BEGIN IMMEDIATE")
    return engine


def _begin_by_event(engine: sa.Engine, statement: str) -> None:
    event.listen(engine, "begin", lambda connection: connection.exec_driver_sql(statement))
    event.listen(engine, "handle_error", _said)


def _said(context: sa.engine.ExceptionContext) -> BaseException | None:
    """Any statement on a damaged schema may end so; nothing that reads or writes has to know."""
    error = context.original_exception
    return sa.exc.DatabaseError(context.statement, None, malformed(error)) if isinstance(error, UnicodeDecodeError) else None


def stamp(connection: sa.Connection, version: int = SCHEMA_VERSION) -> None:
    """Write down whose file this is and which schema it has."""
    connection.exec_driver_sql(f"PRAGMA application_id={APPLICATION_ID}")
    connection.exec_driver_sql(f"PRAGMA user_version={version}")


def checkpoint(engine: sa.Engine) -> None:
    """Fold the write-ahead log into the file: short logs, and erased means erased. On a full disk, or a damaged file,
    the log stays."""
    with engine.connect() as connection:
        raw = connection.connection.driver_connection
        assert raw is not None  # noqa: S101 - a pool hands out live connections only
        with suppress(dbapi2.DatabaseError):
            raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def overwrite(engine: sa.Engine, source: Path, told: Callable[[float], None]) -> None:
    """Copy another database over the engine's own, page by page in one transaction of SQLite's backup; both stay whole."""
    with engine.connect() as connection:
        target = connection.connection.driver_connection
        other = connect(source, Access(False), writes=False)
        try:
            other.backup(target, pages=_PAGES, progress=lambda _status, left, whole: told(1 - left / max(whole, 1)))
        finally:
            other.close()
    checkpoint(engine)


def integrity_problems(connection: sa.Connection) -> list[str]:
    """What SQLite itself finds wrong: pages, indexes, foreign keys. Empty when all is well."""
    try:
        found = [row[0] for row in connection.exec_driver_sql("PRAGMA integrity_check") if row[0] != "ok"]
        return found + [f"foreign key: {row[0]} {row[1]}" for row in connection.exec_driver_sql("PRAGMA foreign_key_check")]
    except sa.exc.DatabaseError as error:
        if is_unspeakable(error):
            return [_MALFORMED]
        raise
