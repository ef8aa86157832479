"""The second place: finished backups copied to another disk, with the contents of attachments they need."""

import shutil
from itertools import takewhile
from pathlib import Path

from app.errors import StorageError, reason_of
from app.files import atomic_write_as
from app.i18n import N_
from app.safety.catalogue import backups
from app.store import archive
from app.store.archive import Backup, Manifest, Stopped, never, unheard
from app.store.backup import contents_in, highest_number, turn
from app.store.key_files import mark_of

FIRST = 3
"""How many go to a place that has none yet."""
_AWAY = N_("{folder} is not there. Plug the disk in, or choose another second place.")


def copy_on(folder: Path, second: Path, file: str, *, most: int | None = FIRST, stopped: Stopped | None = None) -> int:
    """Copy the sound backups of one data file that the second place has not got since the newest it shares; returns how many.

    The first time the newest ``most`` go there (None: all). Each is read again before it counts; one that is rotten does not
    hold up those after it. StorageError where the place is not there, is full, or a copy is not what it should be: what was
    copied stays.
    """
    if not second.parent.is_dir():
        raise StorageError(_AWAY, folder=str(second.parent))
    try:
        with turn(second):
            wanted = _wanted(folder, second, file, most)
            failed = [error for one in wanted if (error := _tried(one, second, stopped or never)) is not None]
    except OSError as error:
        sentence = N_("No backup could be made in {folder}: {reason}. Nothing was changed.")
        raise StorageError(sentence, folder=str(second), reason=reason_of(error)) from error
    if failed:
        raise failed[0]
    return len(wanted)


def _wanted(folder: Path, second: Path, file: str, most: int | None) -> list[Backup]:
    """The oldest first: what is there is then always without a gap. Numbers do not tell which are missing: those of a new
    folder begin at 1, and another data file may have given its own there."""
    there = {_content(one.manifest) for one in backups(second) if one.manifest and one.manifest.file == file}
    own = [one for one in backups(folder) if one.verified and one.manifest and one.manifest.file == file]
    missing = list(takewhile(lambda one: one.manifest is not None and _content(one.manifest) not in there, own))
    return list(reversed(missing if there or most is None else missing[:most]))


def _content(manifest: Manifest) -> tuple[object, ...]:
    """What two copies of one backup have in common, whatever their numbers."""
    return manifest.operation, manifest.chain, manifest.made_at, manifest.reason


def _tried(backup: Backup, second: Path, stopped: Stopped) -> StorageError | None:
    """Copy one; what is wrong where it is rotten. A place that is full, or refuses, ends the round."""
    try:
        _copy(backup, second, stopped)
    except StorageError as error:
        if error.key != archive.DAMAGED:
            raise
        return error
    return None


def _copy(backup: Backup, second: Path, stopped: Stopped) -> None:
    """The contents first: no backup names what is not there. Its number is above those there already, so that the order of
    the numbers is the order in which they came."""
    here, there = contents_in(backup.path.parent), contents_in(second)
    for digest in backup.manifest.attachments if backup.manifest else ():
        archive.halt(stopped)
        there.adopt(digest, here, mark_of(backup))
    number = max(backup.number, highest_number(second) + 1)
    target = second / archive.name_of(number, backup.stamp, backup.reason)
    written: list[Path] = []

    def place() -> Path:
        archive.check(written[0], unheard, stopped)
        return target

    with backup.path.open("rb") as source, atomic_write_as(second / "copying", place) as file:
        written.append(Path(file.name))
        shutil.copyfileobj(source, file, 1 << 20)
