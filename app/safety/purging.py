"""Backups that still hold somebody who was erased: out of use until they are rotated out, or purged at once."""

from contextlib import suppress
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.safety.catalogue import backups
from app.safety.erasing import LABEL
from app.safety.keeping import drop_contents
from app.safety.lineage import has_all
from app.safety.making import make_backup
from app.safety.places import places
from app.store.archive import Backup
from app.store.backup import turn
from app.store.erase import ORIGIN
from app.store.store import Store
from app.store.tables import file_facts, operations

AFTER = "after-erase"


def still_holding(store: Store) -> tuple[Backup, ...]:
    """The backups of this file, in both of its places, made before somebody was erased last, and those that cannot be asked;
    none where nobody was erased."""
    last, file = store.read(_last_erasure)
    found = [one for folder in _folders(store) for one in backups(folder)] if last else []
    mine = [one for one in found if one.manifest is None or one.manifest.file == file]
    return store.read(_without, mine, last)


def _without(session: Session, found: list[Backup], operation: int) -> tuple[Backup, ...]:
    """Those that do not have this step, or cannot be asked."""
    return tuple(one for one in found if not has_all(session, one, operation))


def _folders(store: Store) -> list[Path]:
    found = places(store.path)
    return [folder for folder in (found.folder, found.second) if folder is not None]


def _last_erasure(session: Session) -> tuple[int, str]:
    """Of a person: the backup made before the recycle bin is emptied is there to be kept."""
    erasures = (operations.c.origin == ORIGIN) & (operations.c.label == LABEL)
    last = session.execute(sa.select(sa.func.max(operations.c.seq)).where(erasures)).scalar()
    file = session.execute(sa.select(file_facts.c.value).where(file_facts.c.key == "file")).scalar()
    return int(last or 0), file or ""


def purge_backups(store: Store) -> int:
    """Make a backup of now, checked, and delete all that still hold the erased; returns how many went. StorageError where none
    can be made: then none goes."""
    pending = still_holding(store)
    if not pending:
        return 0
    make_backup(store, AFTER, places(store.path).folder)
    for folder in {one.path.parent for one in pending}:
        with turn(folder):
            for one in pending:
                if one.path.parent == folder:
                    with suppress(OSError):  # what another program holds stays, and is said
                        one.path.unlink()
            drop_contents(folder)
    return len(pending) - len(still_holding(store))
