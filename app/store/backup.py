"""Copies of the data file through SQLite's own backup: the only safe way while it is open (a file copy is rubbish)."""

import os
from datetime import datetime
from pathlib import Path

from sqlcipher3 import dbapi2

from app.errors import StorageError, reason_of
from app.i18n import N_
from app.store.engine import Access, connect


def backup_folder(path: Path) -> Path:
    """Where the copies of a data file lie: beside it."""
    return path.with_name(path.stem + "-backups")


def back_up(path: Path, reason: str) -> Path:
    """Copy the data file, verify the copy, and only then give it its name. Raises StorageError; the original is untouched."""
    folder = backup_folder(path)
    stamp = datetime.now().astimezone().strftime("%Y%m%d-%H%M%S-%f")
    target = folder / f"{path.stem}-{stamp}-{reason}.db"
    temp = target.with_suffix(".tmp")
    try:
        folder.mkdir(exist_ok=True)
        _copy(path, temp)
        os.replace(temp, target)
    except (OSError, dbapi2.Error) as error:
        raise StorageError(
            N_("No backup could be made in {folder}: {reason}. Nothing was changed."),
            folder=str(folder),
            reason=reason_of(error),
        ) from error
    finally:
        temp.unlink(missing_ok=True)
    return target


def _copy(path: Path, temp: Path) -> None:
    source = connect(path, Access(False), writes=False)
    try:
        temp.unlink(missing_ok=True)
        temp.touch()
        target = dbapi2.connect(str(temp), isolation_level=None)
        try:
            source.backup(target)
            target.execute("PRAGMA journal_mode=DELETE")
            answer = target.execute("PRAGMA integrity_check").fetchone()[0]
        finally:
            target.close()
    finally:
        source.close()
    if answer != "ok":
        raise OSError(answer)
