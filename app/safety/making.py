"""Backups as people make them: of an open store or of a file, with the contents of its attachments."""

from pathlib import Path

from app.safety import places
from app.store.archive import Backup, Stopped, Told, never, unheard
from app.store.backup import backup_folder, make
from app.store.blobs import Blobs
from app.store.store import Store


def make_backup(
    source: Store | Path, reason: str, folder: Path | None = None, *, told: Told | None = None, stopped: Stopped | None = None
) -> Backup:
    """Back up a data file, also while it is open and written to; ``folder`` None is the usual place beside it.

    ``reason`` is a short word for its name (``auto``, ``exit``, ``by-hand``, ``before-import``); ``told`` hears the part
    done from 0 to 1, ``stopped`` ends it with Cancelled. Raises StorageError where the folder or the disk refuses, or the
    data is not sound: the older backups stay as they are, and nothing half made is left.
    """
    path = _path(source)
    target, contents = folder or backup_folder(path), Blobs(path, readonly=True)
    above = places.highest(path) if target == places.folder_of(path) else 0  # elsewhere they count for themselves
    return make(path, target, reason, contents, told=told or unheard, stopped=stopped or never, above=above)


def _path(source: Store | Path) -> Path:
    return source.path if isinstance(source, Store) else source
