"""Taking away what newer backups stand for, and the contents of attachments that no backup needs any more."""

import shutil
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from app.analysis.backup_keeping import NEWER, Gone, Stored, to_delete
from app.errors import StorageError, reason_of
from app.i18n import N_
from app.safety.catalogue import backups
from app.store.archive import Backup, Stopped, check, never, unheard
from app.store.backup import contents_in, turn
from app.store.contents import delete
from app.store.key_files import mark_of
from app.store.sealed import mark_in

MOST = 5 << 30
_SHARE = 10
"""One part in so many of the room the disk had for backups."""


@dataclass(frozen=True, slots=True)
class Pruned:
    """Which backups went, why, and how many contents of attachments went with them."""

    gone: tuple[Gone, ...]
    contents: int


def prune(folder: Path, file: str, most: int = MOST, *, stopped: Stopped | None = None) -> Pruned:
    """Delete what the rule of keeping lets go of the backups of one data file (``Manifest.file``), and what those alone needed.

    ``most`` bytes, and a tenth of what the disk has to give, is all they may take, save for the last three. The newest ones
    are read through before anything goes. StorageError where the folder cannot be read.
    """
    if not folder.is_dir():
        return Pruned((), 0)
    try:
        with turn(folder):
            return _prune(folder, file, most, stopped or never)
    except OSError as error:
        raise StorageError(N_("{path} cannot be read: {reason}."), path=str(folder), reason=reason_of(error)) from error


def _prune(folder: Path, file: str, most: int, stopped: Stopped) -> Pruned:
    own = [one for one in backups(folder) if one.manifest is None or one.manifest.file == file]
    limit = min(most, (shutil.disk_usage(folder).free + sum(one.size for one in own)) // _SHARE)
    if not to_delete(map(_stored, own), limit):
        return Pruned((), 0)
    rotten = _rotten(own, stopped)
    gone = []
    for wanted in to_delete((_stored(one, rotten) for one in own), limit):
        with suppress(OSError):  # what another program holds goes the next time
            next(one for one in own if one.number == wanted.number).path.unlink()
            gone.append(wanted)
    return Pruned(tuple(gone), drop_contents(folder) if gone else 0)


def _stored(one: Backup, rotten: frozenset[int] = frozenset()) -> Stored:
    return Stored(one.number, one.stamp, one.reason, one.size, one.verified and one.number not in rotten)


def _rotten(newest_first: list[Backup], stopped: Stopped) -> frozenset[int]:
    """The numbers of those among the newest that the disk no longer gives back as they were written."""
    found, sound = set[int](), 0
    for one in newest_first:
        if one.verified and sound < NEWER:
            try:
                check(one.path, unheard, stopped)
                sound += 1
            except StorageError:
                found.add(one.number)
    return frozenset(found)


def drop_contents(folder: Path) -> int:
    """Delete the contents that no backup here names, and forms of a content (plain, or sealed with an older key) that none
    needs any more. None goes while a backup cannot be asked."""
    left = backups(folder)
    if any(one.manifest is None for one in left):
        return 0
    wanted: dict[str, set[str]] = {}
    for one in left:
        for digest in one.manifest.attachments if one.manifest else ():
            wanted.setdefault(digest, set()).add(mark_of(one))
    contents, count = contents_in(folder), 0
    for digest, path in contents.kept():
        marks = wanted.get(digest, set())
        if mark_in(path) not in marks and all(contents.has(digest, mark) for mark in marks):
            count += delete(path)
    return count
