"""Backups that still hold somebody who was erased: out of use until they are rotated out, or purged at once."""

from contextlib import suppress
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.safety.catalogue import backups
from app.safety.keeping import drop_contents
from app.safety.making import make_backup
from app.store.archive import Backup
from app.store.backup import backup_folder, turn
from app.store.erase import ORIGIN
from app.store.store import Store
from app.store.tables import file_facts, operations

AFTER = "after-erase"


def still_holding(store: Store, folder: Path | None = None) -> tuple[Backup, ...]:
    """The backups of this file made before somebody was erased last, and those that cannot be asked; none where nobody was."""
    last, file = store.read(_last_erasure)
    found = backups(folder or backup_folder(store.path)) if last else ()
    mine = (one for one in found if one.manifest is None or one.manifest.file == file)
    return tuple(one for one in mine if one.manifest is None or one.manifest.operation < last)


def _last_erasure(session: Session) -> tuple[int, str]:
    last = session.execute(sa.select(sa.func.max(operations.c.seq)).where(operations.c.origin == ORIGIN)).scalar()
    file = session.execute(sa.select(file_facts.c.value).where(file_facts.c.key == "file")).scalar()
    return int(last or 0), file or ""


def purge_backups(store: Store, folder: Path | None = None) -> int:
    """Make a backup of now, checked, and delete all that still hold the erased; returns how many went. StorageError where none
    can be made: then none goes."""
    place = folder or backup_folder(store.path)
    pending = still_holding(store, place)
    if not pending:
        return 0
    make_backup(store, AFTER, place)
    with turn(place):
        for one in pending:
            with suppress(OSError):
                one.path.unlink()
        drop_contents(place)
    return len(pending) - len(still_holding(store, place))
