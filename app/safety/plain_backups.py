"""Older copies of an encrypted file that are plain: made before it was encrypted, and readable by whoever finds them."""

from contextlib import suppress
from pathlib import Path

from app.errors import StorageError
from app.safety import places
from app.safety.catalogue import backups
from app.safety.keeping import drop_contents
from app.safety.rounds import back_up_now
from app.services import roles
from app.store import keys, leftovers
from app.store.archive import Backup
from app.store.backup import turn
from app.store.key_files import wrapped_for
from app.store.store import Store

AFTER = "after-encryption"


def plain_backups(path: Path) -> int:
    """How many older copies of this encrypted, unlocked file are plain, or can't be asked: backups wherever they are, and what
    lies beside it from before. 0 for a plain file. A folder that is not there is passed over: see ``away``."""
    return len(_plain(path)) + len(leftovers.readable(path))


def away(path: Path) -> tuple[Path, ...]:
    """Folders of backups that are not there now, and may have plain ones; none for a plain file."""
    return places.away(path) if keys.is_encrypted(path) else ()


def _plain(path: Path) -> tuple[Backup, ...]:
    if not keys.is_encrypted(path):
        return ()
    file, found = wrapped_for(path)["file"], list[Backup]()
    for folder in places.everywhere(path):
        with suppress(StorageError):
            found += [one for one in backups(folder) if one.manifest is None or _is_plain(one, file)]
    return tuple(found)


def _is_plain(backup: Backup, file: str) -> bool:
    return backup.manifest is not None and backup.manifest.keys is None and backup.manifest.file == file


def purge_plain(store: Store) -> int:
    """Make an encrypted backup of now, checked, and delete the plain ones; returns how many went. StorageError where none can
    be made: then none goes; ValidationError where the role does not allow it."""
    store.read(roles.require, "secure")
    before = plain_backups(store.path)
    if not before:
        return 0
    back_up_now(store, AFTER)  # in the second place too: the plain ones go from there as well
    pending = _plain(store.path)
    for folder in {one.path.parent for one in pending}:
        with suppress(OSError), turn(folder):  # a disk that refuses keeps what it has, and that is said
            for one in pending:
                if one.path.parent == folder:
                    with suppress(OSError):  # what another program holds stays, and is said
                        one.path.unlink()
            drop_contents(folder)
    leftovers.drop_readable(store.path)
    return before - plain_backups(store.path)
