"""Making a backup: a copy through SQLite itself, checked, packed, read back, and only then given its name.

The folder holds numbered archives (archive.py) and, once each, the contents of attachments they need (``files/ab/cdef…``).
Whoever makes, or takes away, holds the folder's lock. What goes wrong leaves the older backups and nothing that looks like one.
"""

import os
import re
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from threading import Event

from filelock import FileLock, Timeout
from sqlcipher3 import dbapi2

from app.errors import DamagedFileError, StorageError, reason_of
from app.files import atomic_write_as, sync_folder
from app.i18n import N_
from app.models.types import now_utc
from app.store import archive, key_files, keys, snapshot
from app.store.archive import Backup, Manifest, Stopped, Told, never, unheard
from app.store.blobs import Blobs
from app.store.refusals import bare_error
from app.versions import own

FAILED = N_("No backup could be made in {folder}: {reason}. Nothing was changed.")
UNSOUND = N_("{file} is damaged, so no backup was made of it. Restore an older one.")
BUSY = N_("A backup is being made in {folder} by another program. Try again in a moment.")
CONTENTS = "files"
_MAKING = ".making-"
_WAIT = 30
_NUMBERED = re.compile(r"(\d{6,12})-")


def backup_folder(path: Path) -> Path:
    """Where the backups of a data file lie when nobody chose another place: beside it."""
    return path.with_name(path.stem + "-backups")


def contents_in(folder: Path) -> Blobs:
    """The contents of attachments kept in a backup folder."""
    return Blobs(folder, folder=folder / CONTENTS)


def back_up(path: Path, reason: str) -> Backup:
    """A backup of the data file alone, before it is upgraded: its attachments stay where they are."""
    return make(path, backup_folder(path), reason, None)


def make(
    path: Path, folder: Path, reason: str, contents: Blobs | None, *, told: Told = unheard, stopped: Stopped = never,
    unsound: bool = False, above: int = 0,
) -> Backup:  # fmt: skip
    """Back up a data file, which may be open and written to, with what ``contents`` has of its attachments. Its number is above
    those in the folder, and above ``above``.

    StorageError where the folder or the disk refuses, and where the copy is not sound unless ``unsound`` allows that (it is
    then marked as not verified); Cancelled where the person stops. Nothing else in the folder changes.
    """
    try:
        with turn(folder):
            number = max(highest_number(folder), above) + 1
            return _make(path, folder, reason, contents, told, stopped, unsound, number)
    except (OSError, dbapi2.Error) as error:
        if isinstance(error, dbapi2.Error) and isinstance(bare_error(path, error), DamagedFileError):
            raise DamagedFileError(UNSOUND, path, file=path.name) from error
        raise StorageError(FAILED, folder=str(folder), reason=reason_of(error)) from error


@contextmanager
def turn(folder: Path) -> Iterator[None]:
    """Hold the folder, made if its own folder is there, against other programs that make or take away backups."""
    if not folder.is_dir():
        folder.mkdir(exist_ok=True)
        sync_folder(folder.parent)  # or a power cut takes the folder with every backup in it
    lock = FileLock(folder / ".lock", timeout=_WAIT, is_singleton=False)
    try:
        lock.acquire()
    except Timeout:
        raise StorageError(BUSY, folder=str(folder)) from None
    except NotImplementedError:  # a stick or a share that knows no locks: a number may then be given twice, no more
        pass
    try:
        yield
    finally:
        lock.release()


def _make(
    path: Path, folder: Path, reason: str, contents: Blobs | None, told: Told, stopped: Stopped, unsound: bool, number: int
) -> Backup:
    _drop_leftovers(folder)
    handle, name = tempfile.mkstemp(prefix=_MAKING, suffix=".db", dir=folder)
    os.close(handle)
    database = Path(name)
    try:
        snapshot.copy_into(path, database, part(told, 0.0, 0.2), stopped)
        first = _described(path, database, number, reason, unsound)
        attachments = snapshot.contents_of(database)
        lost = _keep_contents(folder, attachments, contents, stopped)
        manifest = replace(first, attachments=attachments, lost=lost)
        return _packed(folder, database, manifest, part(told, 0.2, 1.0), stopped, None if unsound else path)
    finally:
        for suffix in ("", "-journal", "-wal", "-shm"):
            database.with_name(database.name + suffix).unlink(missing_ok=True)


def _drop_leftovers(folder: Path) -> None:
    """What a program was making here when it ended; the lock says that none is now."""
    for path in folder.glob(f"{_MAKING}*"):
        with suppress(OSError):
            path.unlink()


def _described(path: Path, database: Path, number: int, reason: str, unsound: bool) -> Manifest:
    """What the copy says of itself, held against the file it comes from."""
    facts = snapshot.facts_of(database)
    if not unsound and not _agrees(path, facts):
        raise DamagedFileError(UNSOUND, path, file=path.name)
    wrapped = key_files.wrapped_for(path) if keys.is_encrypted(database) else None
    return Manifest(
        own(), facts.schema, facts.file, facts.device, now_utc(), number, reason, facts.operation, facts.chain,
        facts.counts, "", 0, (), (), False, archive.PLAIN if wrapped is None else archive.FORMAT, wrapped,
    )  # fmt: skip


def _agrees(path: Path, copied: snapshot.Facts) -> bool:
    """Whether the file has the copy's log at that step, and its counts where nothing was done since."""
    here = snapshot.facts_of(path)
    moved_on = here.operation != copied.operation
    return snapshot.head_after(path, copied.operation) == copied.chain and (moved_on or here.counts == copied.counts)


def highest_number(folder: Path) -> int:
    """The highest number in a folder, damaged and unfinished names included; 0 where it is not there, or cannot be read."""
    with suppress(OSError):
        return max((int(match[1]) for path in folder.iterdir() if (match := _NUMBERED.match(path.name))), default=0)
    return 0


def _keep_contents(folder: Path, digests: tuple[str, ...], contents: Blobs | None, stopped: Stopped) -> tuple[str, ...]:
    """Copy what the folder lacks; returns what could not be had. Without ``contents`` nothing is asked for."""
    if contents is None:
        return ()
    kept, lost = contents_in(folder), []
    for digest in digests:
        archive.halt(stopped)
        if not kept.adopt(digest, contents):
            lost.append(digest)
    return tuple(lost)


def _packed(folder: Path, database: Path, first: Manifest, told: Told, stopped: Stopped, blamed: Path | None) -> Backup:
    """The archive under its name. It is packed while another thread checks the copy, then read back as a whole. ``blamed``:
    the file to blame where the copy is not sound; None where that is allowed."""
    stamp = datetime.now().astimezone().replace(tzinfo=None, microsecond=0)
    target = folder / archive.name_of(first.number, stamp, first.reason)
    failed = Event()
    with ThreadPoolExecutor(1) as pool:
        checking = pool.submit(snapshot.problems_of, database, unheard, lambda: failed.is_set() or stopped())

        def described(digest: str, size: int) -> Manifest:
            found = checking.result()
            if found and blamed is not None:
                raise DamagedFileError(UNSOUND, blamed, file=blamed.name)
            return replace(first, sha256=digest, size=size, verified=not found)

        def place() -> Path:
            archive.check(Path(file.name), part(told, 0.6, 1.0), stopped)
            return target

        with _told_apart(folder, failed), atomic_write_as(folder / _MAKING[1:-1], place) as file:
            archive.pack(file, database, described, part(told, 0.0, 0.6), stopped)
    return Backup(target, first.number, stamp, first.reason, target.stat().st_size, archive.manifest_of(target))


@contextmanager
def _told_apart(folder: Path, failed: Event) -> Iterator[None]:
    """A disk that refuses is told as a backup that could not be made; whoever still checks it need not."""
    try:
        yield
    except BaseException as error:
        failed.set()
        _tell_apart(folder, error)
        raise


def _tell_apart(folder: Path, error: BaseException) -> None:
    if isinstance(error, StorageError) and isinstance(error.__cause__, OSError):
        raise StorageError(FAILED, folder=str(folder), reason=reason_of(error.__cause__)) from error


def part(told: Told, begin: float, end: float) -> Told:
    """The same listener for a part of the work."""
    return lambda done: told(begin + (end - begin) * done)
