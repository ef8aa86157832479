"""Reading what can be read out of a damaged file, row by row, into a new file with a report. The last resort (fault F25h).

The damaged file is copied first and never written to. What comes out is checked like any data file.
"""

import shutil
import struct
from collections.abc import Mapping
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from app.errors import LockedError, StorageError, reason_of
from app.i18n import N_
from app.safety import carving
from app.safety.carving import Leaf
from app.safety.mending import Mended, Missing, mend
from app.safety.restore import work_folder
from app.safety.shapes import Table, table_of_leaf, tables_in
from app.store import archive, key_files, keys, snapshot
from app.store.archive import Stopped, Told, never, unheard
from app.store.backup import part
from app.store.blobs import Blobs, as_they_are
from app.store.engine import SCHEMA_VERSION, Access, FileState, SqliteError, connect, file_state
from app.store.lock import release, take
from app.store.upgrade import lay_out, upgrade_copy

NOTHING = N_("Nothing could be read from {file}. The file was left untouched.")
_EXISTS = N_("{path} exists already. Choose another name, or open it.")
_FAILED = N_("{path} could not be written: {reason}. Choose another folder.")


@dataclass(frozen=True, slots=True)
class Report:
    """What came out. ``read``: rows by table; ``rebuilt``: records the log brought back; ``missing``: records it only knows
    of; ``doubtful``: records that differ from the log; ``stand_ins`` keep what belonged to lost records; ``refused`` and
    ``unknown`` rows were no good or of no known table; ``lost`` contents were nowhere; ``problems`` is what the check of the
    new file found, empty where it is sound; ``stood_in`` counts the stand-ins by kind."""

    path: Path
    read: Mapping[str, int]
    rebuilt: Mapping[str, int]
    missing: tuple[Missing, ...]
    doubtful: int
    stand_ins: int
    cut: int
    refused: int
    unknown: int
    lost: tuple[str, ...]
    problems: tuple[str, ...]
    stood_in: Mapping[str, int]


def salvage(path: Path, new_path: Path, *, told: Told | None = None, stopped: Stopped | None = None) -> Report:
    """Read what a damaged file still holds into ``new_path``, where nothing may be yet, and say what is missing.

    What is salvaged of an encrypted file is encrypted with the same key. StorageError where the file is open, the place is
    taken or full, or nothing can be read; LockedError where its key is not unlocked; Cancelled where the person stops.
    """
    told, stopped = told or unheard, stopped or never
    if new_path.exists():
        raise StorageError(_EXISTS, path=str(new_path))
    key = _key_of(path)
    lock = take(path) if path.exists() else None
    try:
        with work_folder(new_path.parent) as folder:
            return _salvaged(path, new_path, folder, key, told, stopped)
    except OSError as error:
        raise StorageError(_FAILED, path=str(new_path), reason=reason_of(error)) from error
    finally:
        if lock is not None:
            release(path, lock)


def _key_of(path: Path) -> bytes | None:
    """The key its pages are encrypted with; where the head is gone, the ``.keys`` beside it say that they are."""
    wrapped = keys.read_wrapped(path)
    if keys.is_encrypted(path) or wrapped is None or file_state(path) in (FileState.OLDER, FileState.CURRENT):
        return keys.key_of(path)
    if (key := keys.find(wrapped["key"])) is None:
        raise keys.locked(path)
    keys.opened_with(path, key)
    return key


def _salvaged(path: Path, new_path: Path, folder: Path, key: bytes | None, told: Told, stopped: Stopped) -> Report:
    source, target = _copied(path, folder), folder / "salvaged.db"
    lay_out(target, _version(source), key)
    filling = _Filling(source, target, key, part(told, 0.0, 0.6), stopped)
    filling.run()
    if not any(count for name, count in filling.read.items() if name not in ("file_facts", "drafts")):
        raise StorageError(NOTHING, file=path.name)
    upgrade_copy(target, mended=False)
    mended = mend(target, path.name)
    problems = snapshot.problems_of(target, part(told, 0.7, 1.0), stopped)
    lost = _bring_contents(path, new_path, target, stopped)
    if key is not None:
        key_files.write(new_path, key_files.wrapped_with(key, path))
    target.rename(new_path)
    return _report(new_path, filling, mended, lost, tuple(problems))


def _report(path: Path, filling: "_Filling", mended: Mended, lost: tuple[str, ...], problems: tuple[str, ...]) -> Report:
    return Report(
        path, dict(filling.read), mended.rebuilt, mended.missing, mended.doubtful, sum(mended.stand_ins.values()), mended.cut,
        filling.refused, filling.unknown, lost, problems, mended.stand_ins,
    )  # fmt: skip


def _copied(path: Path, folder: Path) -> Path:
    """A copy of the file with what its log of writes holds: SQLite folds it in where it can open the file."""
    source = folder / "damaged.db"
    for suffix in ("", "-wal", "-journal"):
        beside = path.with_name(path.name + suffix)
        if beside.exists():
            shutil.copyfile(beside, source.with_name(source.name + suffix))
    try:
        with closing(connect(source, Access(False), writes=False)) as connection:
            connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    except (SqliteError, LockedError):  # no key opens a damaged first page
        carving.replay_log(source, source.with_name(source.name + "-wal"))
    return source


def _version(source: Path) -> int:
    """The schema the file says it has; the present one where it says nothing that can be."""
    with source.open("rb") as file:
        head = file.read(100)
    found = struct.unpack(">I", head[60:64])[0] if len(head) == 100 else 0
    return found if 1 <= found <= SCHEMA_VERSION else SCHEMA_VERSION


class _Filling:
    """Carries rows from the leaves of one file into the tables of another, and counts them."""

    def __init__(self, source: Path, target: Path, key: bytes | None, told: Told, stopped: Stopped) -> None:
        self.source, self.target, self.key, self.told, self.stopped = source, target, key, told, stopped
        self.read: dict[str, int] = {}
        self.refused = self.unknown = 0
        self._logged: dict[bytes, str] = {}
        self._open: list[Leaf] = []

    def run(self) -> None:
        """Leaves that hang on a known table first; then those that hang on nothing, when the log is known."""
        with closing(connect(self.target, Access(False), writes=False)) as connection:
            connection.execute("PRAGMA foreign_keys=OFF")
            connection.execute("BEGIN IMMEDIATE")
            tables = tables_in(connection)
            owners = carving.owners(self.source, self._roots(), self.key)
            whole = max(self.source.stat().st_size // carving.PAGE, 1)
            for leaf in carving.leaves(self.source, self.key):
                archive.halt(self.stopped)
                self.told(leaf.number / whole)
                name = owners.get(leaf.number)
                if name in tables:
                    self._put(connection, tables[name], leaf)
                elif name is None and leaf.number > 1:
                    self._open.append(leaf)
            self._place_open(connection, tables)
            connection.execute("COMMIT")

    def _roots(self) -> dict[str, int]:
        """The first page of every table, as page 1 and what hangs on it tell."""
        every = (row for leaf in carving.leaves(self.source, self.key) for _rowid, row in leaf.rows)
        rows = (row for row in every if len(row) == 5 and row[0] == "table")
        return {str(row[1]): row[3] for row in rows if isinstance(row[3], int)}

    def _place_open(self, connection: Any, tables: Mapping[str, Table]) -> None:
        """The log first: it knows which record is of which kind."""
        for wanted in (("changes", "operations"), tuple(tables)):
            self._logged = dict(connection.execute("SELECT DISTINCT record_id, entity FROM changes").fetchall())
            left = []
            for leaf in self._open:
                table = table_of_leaf(leaf, tables.values(), self._logged)
                if table is not None and table.name in wanted:
                    self._put(connection, table, leaf)
                else:
                    left.append(leaf)
            self._open = left
        self.unknown = sum(len(leaf.rows) for leaf in self._open)

    def _put(self, connection: Any, table: Table, leaf: Leaf) -> None:
        marks = ", ".join("?" * len(table.columns))
        names = ", ".join(f'"{column.name}"' for column in table.columns)
        insert = f'INSERT OR IGNORE INTO "{table.name}" ({names}) VALUES ({marks})'  # noqa: S608
        for rowid, row in leaf.rows:
            try:
                done = connection.execute(insert, table.values(rowid, row)).rowcount
                self.read[table.name] = self.read.get(table.name, 0) + max(done, 0)
            except SqliteError:
                self.refused += 1


def _bring_contents(path: Path, new_path: Path, target: Path, stopped: Stopped) -> tuple[str, ...]:
    lost, here, there = [], as_they_are(new_path), Blobs(path)
    for digest in snapshot.contents_of(target):
        archive.halt(stopped)
        with suppress(StorageError):
            here.adopt(digest, there)
        if not here.has(digest):
            lost.append(digest)
    return tuple(lost)
