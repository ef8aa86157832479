"""The second place: finished backups copied to another disk, with the contents of attachments they need."""

import shutil
from pathlib import Path

from app.errors import StorageError, reason_of
from app.files import atomic_write_as
from app.i18n import N_
from app.safety.catalogue import backups
from app.store import archive
from app.store.archive import Backup, Stopped, never, unheard
from app.store.backup import contents_in, turn
from app.store.key_files import mark_of

FIRST = 3
"""How many go to a place that has none yet."""
_AWAY = N_("{folder} is not there. Plug the disk in, or choose another second place.")


def copy_on(folder: Path, second: Path, file: str, *, most: int | None = FIRST, stopped: Stopped | None = None) -> int:
    """Copy the sound backups of one data file that are newer than what the second place has; returns how many.

    The first time the newest ``most`` go there (None: all). Each is read again before it counts. StorageError where the
    place is not there, is full, or a copy is not what it should be: what was copied before stays.
    """
    if not second.parent.is_dir():
        raise StorageError(_AWAY, folder=str(second.parent))
    try:
        with turn(second):
            wanted = _wanted(folder, second, file, most)
            for backup in wanted:
                _copy(backup, second, stopped or never)
    except OSError as error:
        sentence = N_("No backup could be made in {folder}: {reason}. Nothing was changed.")
        raise StorageError(sentence, folder=str(second), reason=reason_of(error)) from error
    return len(wanted)


def _wanted(folder: Path, second: Path, file: str, most: int | None) -> list[Backup]:
    """The oldest first: what is there is then always without a gap."""
    there = max((one.number for one in backups(second)), default=0)
    own = [one for one in backups(folder) if one.verified and one.manifest and one.manifest.file == file and one.number > there]
    return list(reversed(own if there or most is None else own[:most]))


def _copy(backup: Backup, second: Path, stopped: Stopped) -> None:
    """The contents first: no backup names what is not there."""
    here, there = contents_in(backup.path.parent), contents_in(second)
    for digest in backup.manifest.attachments if backup.manifest else ():
        archive.halt(stopped)
        there.adopt(digest, here, mark_of(backup))
    target = second / backup.path.name
    written: list[Path] = []

    def place() -> Path:
        archive.check(written[0], unheard, stopped)
        return target

    with backup.path.open("rb") as source, atomic_write_as(second / "copying", place) as file:
        written.append(Path(file.name))
        shutil.copyfileobj(source, file, 1 << 20)
