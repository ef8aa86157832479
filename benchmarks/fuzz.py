"""Spoilt files through the real reading process and the real dry run (faults R8): ``python3 run.py bench fuzz`` reads 100,000.

A process reads many files, each with the very function that reads one in the program; what it sends is taken apart by the
program's own parent. Every tenth that can be is imported and taken back.
"""

import json
import sys
import time
import traceback
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any, cast

import sqlalchemy as sa

from app.errors import AppError, StorageError
from app.exchange import child, reading
from app.exchange.apply import apply, changes_anything, label_of
from app.exchange.bundle_file import is_bundle
from app.exchange.bundle_plan import plan_changes
from app.exchange.mapping import likely_entity
from app.exchange.sheet import Sheet
from app.exchange.whole_file import mappings_of, plan_file
from app.models import BY_KEY
from app.models.base import table_of
from app.store.archive import check
from app.store.changes import Label
from app.store.store import Store, create
from benchmarks.memory import most_memory
from benchmarks.mutants import mutants, seeds

COUNT = 100_000
BATCH = 400
"""Files one process reads: its 60 seconds of processor time are for all of them."""
LONGEST, _START = 10.0, 120.0
"""Seconds one file may take, and the process until it reads its first on a busy machine."""
_END = b'{"end"'
_IMPORTED = ("customers", "contacts", "visits", "complaints")


@dataclass
class Tally:
    """What became of the files: ``bugs`` are tracebacks, ``faults`` what else must not happen, each with its file."""

    ends: Counter[str] = field(default_factory=Counter)
    sentences: Counter[str] = field(default_factory=Counter)
    kinds: Counter[str] = field(default_factory=Counter)
    bugs: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    slowest: float = 0.0
    megabytes: float = 0.0
    imported: int = 0


class _Through:
    """Stands where the child's pipe would: its messages go on, and closing it closes nothing."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def send_bytes(self, data: bytes) -> None:
        self._connection.send_bytes(data)

    def close(self) -> None:
        """The next file follows."""


def read_several(connection: Connection, paths: list[str]) -> None:
    """The reading process: one file after the other, as ``child.main`` reads one."""
    connection.send_bytes(_END)
    for path in paths:
        began = time.monotonic()
        child.main(cast(Connection, _Through(connection)), path, "", "")
        most = most_memory()
        connection.send_bytes(json.dumps({"end": [time.monotonic() - began, most]}).encode())


class _Told:
    """Messages that were received before, for the parent's own function that takes them."""

    def __init__(self, messages: list[bytes]) -> None:
        self._messages = messages

    def recv_bytes(self, _most: int = 0) -> bytes:
        if not self._messages:
            raise EOFError
        return self._messages.pop(0)


def run(store: Store, whole: dict[str, bytes], count: int, seed: int, folder: Path, keep: Path | None = None) -> Tally:
    """Read ``count`` spoilt files; those that end in a bug are kept in the folder ``keep``."""
    tally, random = Tally(), Random(seed)
    source = mutants(whole, random)
    while count > 0:
        batch = list(islice(source, min(BATCH, count)))
        count -= len(batch)
        named = [(kind, folder / f"{number}.{kind.split()[-1]}") for number, (kind, _data) in enumerate(batch)]
        for (_kind, path), (_same, data) in zip(named, batch, strict=True):
            path.write_bytes(data)
        before = len(tally.bugs) + len(tally.faults)
        _read_all(store, tally, named)
        if keep is not None and len(tally.bugs) + len(tally.faults) > before:
            for _kind, path in named:
                path.replace(keep / f"{seed}-{count}-{path.name}")
    return tally


def _read_all(store: Store, tally: Tally, named: list[tuple[str, Path]]) -> None:
    archives = [one for one in named if one[0] == "clb"]
    for kind, path in archives:
        tally.kinds[kind] += 1
        _guarded(tally, path, lambda path=path: check(path))
    rest = [one for one in named if one[0] != "clb"]
    while rest:
        done = 0
        for (kind, path), messages in zip(rest, _messages(tally, [path for _kind, path in rest]), strict=False):
            done += 1
            tally.kinds[kind] += 1
            _guarded(tally, path, lambda path=path, messages=messages: _take(store, tally, path, messages))
        rest = rest[done:]


def _messages(tally: Tally, paths: list[Path]) -> Iterator[list[bytes]]:
    """What was said of each file, up to the one at which the process ended or took too long."""
    context = get_context("spawn")
    ours, theirs = context.Pipe(duplex=False)
    process = context.Process(target=read_several, args=(theirs, [str(path) for path in paths]), daemon=True)
    process.start()
    theirs.close()
    try:
        if ours.poll(_START):
            ours.recv_bytes()
        for path in paths:
            said, whole = _said(tally, ours, path)
            yield said
            if not whole:
                return
    finally:
        ours.close()
        process.kill()
        process.join()


def _said(tally: Tally, connection: Connection, path: Path) -> tuple[list[bytes], bool]:
    found: list[bytes] = []
    while connection.poll(LONGEST):
        try:
            message = connection.recv_bytes()
        except (EOFError, OSError):
            return found, False
        if message.startswith(_END):
            seconds, megabytes = json.loads(message)["end"]
            tally.slowest, tally.megabytes = max(tally.slowest, seconds), max(tally.megabytes, megabytes)
            return found, True
        found.append(message)
    tally.faults.append(f"{path.name}: longer than {LONGEST} s")
    return found, False


def _guarded(tally: Tally, path: Path, work: Any) -> None:
    """Every file ends in rows or in a sentence."""
    try:
        work()
    except AppError as error:
        tally.ends["sentence"] += 1
        tally.sentences[getattr(error.values.get("problem"), "key", error.key)] += 1
        if not error.sentence.strip() or "Traceback" in error.sentence:
            tally.faults.append(f"{path.name}: says {error.sentence!r}")
    except Exception:
        tally.ends["bug"] += 1
        tally.bugs.append(f"{path.name}: {traceback.format_exc()[-1500:]}")
    else:
        tally.ends["rows"] += 1


def _take(store: Store, tally: Tally, path: Path, messages: list[bytes]) -> None:
    if path.stat().st_size == 0:
        raise StorageError("{path} is empty.", path=str(path))
    received, told = reading._Received(), cast(Connection, _Told(messages))
    while received.meta is None:
        reading._take(told, received)
    sheet = reading.build_sheet(path, received.rows, {**received.meta, "pictures": received.pictures}, received.long)
    if is_bundle(sheet):
        store.read(plan_changes, [sheet])
        return
    _plan(store, tally, sheet)


def _plan(store: Store, tally: Tally, sheet: Sheet) -> None:
    entity = sheet.entity or likely_entity(sheet, "customers")
    planned = store.read(plan_file, sheet, mappings_of(sheet, entity))
    if changes_anything(planned) and tally.ends["rows"] % 10 == 0:
        before = counts(store)
        try:
            store.write(Label(*label_of(planned)), apply, planned)
            tally.imported += 1
            store.undo()
        finally:
            if counts(store) != before:
                tally.faults.append(f"{sheet.path.name}: part of it came in, or did not go")


def counts(store: Store) -> list[int]:
    """Living records of each kind."""
    tables = [table_of(BY_KEY[key]) for key in _IMPORTED]
    asked = [sa.select(sa.func.count()).select_from(table).where(table.c.deleted_at.is_(None)) for table in tables]
    return store.read(lambda session: [session.execute(one).scalar_one() for one in asked])


def further_seeds(folder: Path, more: Iterable[Path] = ()) -> Path:
    """A folder with copies of what has to be a file first: a backup, and ``more``."""
    from app.safety.making import make_backup

    kept = folder / "seeds"
    kept.mkdir()
    store = create(folder / "seed.db")
    backup = make_backup(store, "by-hand", folder / "backups")
    store.close()
    (kept / "seed.clb").write_bytes(backup.path.read_bytes())
    for path in more:
        (kept / path.name).write_bytes(path.read_bytes())
    return kept


def measure(count: int = COUNT) -> dict[str, float]:
    """How many files of ``count`` ended how; tracebacks go to stderr."""
    root = Path(__file__).resolve().parent.parent
    began = time.perf_counter()
    with TemporaryDirectory() as name:
        folder = Path(name)
        whole = seeds(further_seeds(folder, [root / "tests/fixtures/several_sheets.xls"]))
        store = create(folder / "data.db")
        tally = run(store, whole, count, 20, folder)
        store.close()
    for line in (*tally.bugs, *tally.faults):
        print(line, file=sys.stderr)
    ended = {f"ended in {what}": float(number) for what, number in sorted(tally.ends.items())}
    return {
        "spoilt files": float(count), **ended, "imported and taken back": float(tally.imported),
        "bugs (0)": float(len(tally.bugs)), "other faults (0)": float(len(tally.faults)),
        "different sentences": float(len(tally.sentences)),
        "slowest, seconds (10)": tally.slowest, "megabytes of the reading process (512)": tally.megabytes,
        "seconds in all": time.perf_counter() - began,
    }  # fmt: skip
