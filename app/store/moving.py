"""Bringing a closed data file home: copied through SQLite, checked, and only then taken away from where it was."""

import os
import shutil
from contextlib import suppress
from pathlib import Path

from sqlcipher3 import dbapi2

from app.errors import StorageError, reason_of
from app.files import atomic_write, sync_folder
from app.i18n import N_
from app.paths import erased_list, noted_later
from app.store.archive import never, unheard
from app.store.backup import backup_folder
from app.store.blobs import Blobs, as_they_are
from app.store.keys import keys_path
from app.store.lock import release, take
from app.store.refusals import recognised
from app.store.sealed import mark_in
from app.store.snapshot import copy_into, problems_of
from app.store.swap import PARTS

_NOTES = (erased_list, noted_later, keys_path)
"""What is beside the file: whom no backup may bring back, what left while it could not be written, its wrapped keys."""
_DAMAGED = N_("{path} is damaged, so it was not moved. Restore a backup.")
_TAKEN = N_("{path} exists already. Choose another name, or open it.")
_FAILED = N_("{path} could not be moved: {reason}. It is where it was, unchanged.")


def move_home(path: Path, target: Path) -> Path:
    """Move a data file that nobody has open, with its attachments and backups, to a path that is free; returns ``target``.

    Nothing is taken away before all of it is at the new place and was read there. StorageError where that fails.
    """
    recognised(path)
    if target.exists() or Blobs(target).folder.exists():
        raise StorageError(_TAKEN, path=str(target))
    lock = take(path)
    try:
        _make_folder(target.parent)
        _copied(path, target)
        _take_away(path)
    except (OSError, dbapi2.Error) as error:
        raise StorageError(_FAILED, path=str(path), reason=reason_of(error)) from error
    finally:
        release(path, lock)
    return target


def _copied(path: Path, target: Path) -> None:
    temp = target.with_name(f".{target.name}-moving.tmp")
    try:
        temp.unlink(missing_ok=True)
        copy_into(path, temp, unheard, never)
        if problems_of(temp, unheard, never):
            raise StorageError(_DAMAGED, path=str(path))
        _bring_contents(path, target)
        _copy_folder(backup_folder(path), backup_folder(target))
        for note in _NOTES:
            _copy_file(note(path), note(target))
        _synced(temp)
        os.replace(temp, target)
        sync_folder(target.parent)
    finally:
        for part in PARTS:
            temp.with_name(temp.name + part).unlink(missing_ok=True)


def _bring_contents(path: Path, target: Path) -> None:
    source, kept = as_they_are(path), as_they_are(target)
    for digest, place in source.kept():
        kept.adopt(digest, source, mark_in(place))
    _copy_folder(source.folder, kept.folder)  # what is damaged already comes along as it is


def _synced(path: Path) -> None:
    """SQLite does not wait for the disk when it vacuums into a file."""
    handle = os.open(path, os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _copy_folder(source: Path, target: Path) -> None:
    """Backups are finished files: each is copied whole, one that is there already under the same name stays."""
    for file in sorted(source.rglob("*")) if source.is_dir() else ():
        place = target / file.relative_to(source)
        if not file.is_symlink() and not place.exists():
            _copy_file(file, place)


def _copy_file(file: Path, place: Path) -> None:
    if file.is_file():
        _make_folder(place.parent)
        with file.open("rb") as old, atomic_write(place) as new:
            shutil.copyfileobj(old, new, 1 << 20)


def _make_folder(folder: Path) -> None:
    """The folder and those above it, there after a power cut too."""
    if not folder.is_dir():
        _make_folder(folder.parent)
        folder.mkdir(exist_ok=True)
        sync_folder(folder.parent)


def _take_away(path: Path) -> None:
    """All of it is at the new place: what cannot be deleted here does no harm but to the disk's room."""
    for part in PARTS:
        path.with_name(path.name + part).unlink(missing_ok=True)
    for note in _NOTES:
        note(path).unlink(missing_ok=True)
    for folder in (Blobs(path).folder, backup_folder(path)):
        with suppress(OSError):
            shutil.rmtree(folder)
