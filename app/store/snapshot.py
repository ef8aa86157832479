"""A whole copy of a data file while it is open and written to, and what any file says of itself, whatever its schema.

``VACUUM INTO`` on a connection of its own: a plain copy of live files was rubbish in 69 to 92 of 100 cases (faults, finding
7). Nothing here asks the models, so a file of an older program is copied and described as well.
"""

import json
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Event
from typing import Any

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.orm import Session
from sqlcipher3 import dbapi2

from app.errors import Cancelled
from app.store.archive import Stopped, Told
from app.store.engine import SCHEMA_VERSION, Access, access_to, connect, integrity_problems, make_engine, malformed, uri_of

_STEPS = 50_000
"""Steps of SQLite's machine between two looks at whether the person stopped: some milliseconds."""


@dataclass(frozen=True, slots=True)
class Facts:
    """A data file in figures: the last step and the head of the log's chain (hex, empty where nothing was logged), records
    outside the recycle bin by entity."""

    file: str
    device: str
    schema: int
    operation: int
    chain: str
    counts: Mapping[str, int]


def copy_into(path: Path, target: Path, told: Told, stopped: Stopped) -> None:
    """Copy the data file, as it is at one moment, to ``target``, which is missing or empty. Raises dbapi2.Error, OSError,
    Cancelled; the one copied is never written to."""
    connection = connect(path, access_to(path), writes=False)
    try:
        pages, size = (int(connection.execute(f"PRAGMA {name}").fetchone()[0]) for name in ("page_count", "page_size"))
        whole = max(pages * size, 1)

        def look() -> bool:
            told(min(target.stat().st_size / whole, 1.0) if target.exists() else 0.0)
            return stopped()

        with interruptible(connection, look):
            connection.execute("VACUUM INTO ?", (uri_of(target),))
    finally:
        connection.close()


@contextmanager
def interruptible(connection: Any, stopped: Stopped) -> Iterator[None]:
    """Long statements of a bare connection end with Cancelled when the person stops."""
    connection.set_progress_handler(lambda: int(stopped()), _STEPS)
    try:
        yield
    except dbapi2.OperationalError as error:
        if str(error) == "interrupted":
            raise Cancelled from error
        raise
    except UnicodeDecodeError as error:
        raise malformed(error) from error
    finally:
        connection.set_progress_handler(None, 0)


@contextmanager
def reading(path: Path) -> Iterator[Any]:
    """A bare connection in one reading transaction."""
    connection = connect(path, access_to(path), writes=False)
    try:
        connection.execute("BEGIN")
        yield connection
    except UnicodeDecodeError as error:
        raise malformed(error) from error
    finally:
        connection.close()


def facts_of(path: Path) -> Facts:
    """What the file says of itself at one moment. Raises dbapi2.Error where it cannot be read."""
    with reading(path) as connection:
        known = dict(connection.execute("SELECT key, value FROM file_facts"))
        last = connection.execute("SELECT max(seq) FROM operations").fetchone()[0] or 0
        chain = connection.execute("SELECT chain FROM changes ORDER BY seq DESC LIMIT 1").fetchone()
        schema = connection.execute("PRAGMA user_version").fetchone()[0]
        counts = {name: _count(connection, name) for name in tables_of(connection)}
        return Facts(known.get("file", ""), known.get("device", ""), schema, last, chain[0].hex() if chain else "", counts)


def _count(connection: Any, table: str) -> int:
    return int(connection.execute(f'SELECT count(*) FROM "{table}" WHERE deleted_at IS NULL').fetchone()[0])  # noqa: S608


def tables_of(connection: Any) -> list[str]:
    """The tables that hold records, told by the columns every record has."""
    columns = "SELECT 1 FROM pragma_table_info(m.name) WHERE name = '{}'"
    both = " AND ".join(f"EXISTS ({columns.format(name)})" for name in ("row_version", "deleted_at"))
    found = connection.execute(f"SELECT m.name FROM sqlite_master m WHERE m.type = 'table' AND {both} ORDER BY 1")  # noqa: S608
    return [row[0] for row in found]


def contents_of(path: Path) -> tuple[str, ...]:
    """Every content of an attachment that the file names, in or out of the recycle bin, or would name again after an undo."""
    with reading(path) as connection:
        if "attachments" not in tables_of(connection):
            return ()
        found = {row[0] for row in connection.execute("SELECT DISTINCT digest FROM attachments")}
        steps = connection.execute("SELECT before, after FROM changes WHERE entity = 'attachments'")
        found |= {json.loads(side).get("digest") for sides in steps for side in sides if side}
    return tuple(sorted(digest for digest in found if digest))


def head_after(path: Path, operation: int) -> str:
    """The head of the chain, in hex, when this step was the last; empty where nothing was logged by then."""
    wanted = "SELECT chain FROM changes WHERE operation <= ? ORDER BY seq DESC LIMIT 1"
    with reading(path) as connection:
        row = connection.execute(wanted, (operation,)).fetchone()
    return row[0].hex() if row else ""


def problems_of(path: Path, told: Told, stopped: Stopped) -> list[str]:
    """What is not sound in a file that nobody has open: structure, references, the log; the digests of its records too
    where it has the present schema. Empty when all is well.

    SQLite's own check and ours run beside each other, each on its own connection; where the structure is damaged only that
    is told, whatever the other found."""
    with ThreadPoolExecutor(1) as pool:
        halt = Event()
        content = pool.submit(_checked, path, _content_problems, lambda: halt.is_set() or stopped())
        try:
            structure = _checked(path, lambda session: integrity_problems(session.connection()), stopped)
        except BaseException:
            halt.set()
            raise
        told(0.6)
        if structure:
            halt.set()
            return structure
        found = content.result()
        told(1.0)
        return found


def _checked(path: Path, check: Callable[[Session], list[str]], stopped: Stopped) -> list[str]:
    engine = make_engine(path, Access(False), writes=False)
    event.listen(engine, "connect", lambda raw, _record: raw.set_progress_handler(lambda: int(stopped()), _STEPS))
    try:
        with Session(engine, info={"pulse": _pulse(stopped)}) as session:
            return check(session)
    except sa.exc.OperationalError as error:
        if str(error.orig) == "interrupted":
            raise Cancelled from error
        return [str(error.orig)]
    except sa.exc.DBAPIError as error:
        return [str(error.orig)]
    finally:
        engine.dispose()


def _pulse(stopped: Stopped) -> Callable[[], None]:
    def look() -> None:
        if stopped():
            raise Cancelled

    return look


def _content_problems(session: Session) -> list[str]:
    from app.store import verify  # maps every entity: nothing for a start

    current = session.connection().exec_driver_sql("PRAGMA user_version").scalar_one() == SCHEMA_VERSION
    return verify.record_problems(session) if current else _older_problems(session)


def _older_problems(session: Session) -> list[str]:
    """The chain of the log, and that every logged record is there: what needs no model of that time."""
    from app.store.log import ERASED, chain_problems

    found = [f"changes {seq}" for seq in chain_problems(session)]
    connection = session.connection()
    for table in tables_of(connection.connection.driver_connection):
        missing = (
            "SELECT count(DISTINCT record_id) FROM changes WHERE entity = ? AND NOT EXISTS "  # noqa: S608
            f'(SELECT 1 FROM "{table}" t WHERE t.id = changes.record_id) '
            "AND record_id NOT IN (SELECT record_id FROM changes WHERE digest = ?)"
        )
        count = connection.exec_driver_sql(missing, (table, ERASED)).scalar_one()
        found += [f"{table}: {count} missing"] if count else []
    return found
