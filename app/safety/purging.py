"""Backups that still hold somebody who was erased: out of use until they are rotated out, or purged at once."""

from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.errors import StorageError
from app.safety.catalogue import backups
from app.safety.erasing import LABEL
from app.safety.keeping import drop_contents
from app.safety.lineage import has_all
from app.safety.making import make_backup
from app.safety.places import away, everywhere, folder_of
from app.services import roles
from app.store.archive import Backup
from app.store.backup import turn
from app.store.erase import ORIGIN
from app.store.store import Store
from app.store.tables import file_facts, operations

AFTER = "after-erase"


@dataclass(frozen=True, slots=True)
class Holding:
    """Backups of a file, wherever they are, that may hold somebody who was erased; ``away``: folders that could not be looked
    at, and may have more."""

    backups: tuple[Backup, ...]
    away: tuple[Path, ...]


def holding(store: Store) -> Holding:
    """The backups of this file made before somebody was erased last, and those that cannot be asked; none where nobody was
    erased."""
    last, file = store.read(_last_erasure)
    if not last:
        return Holding((), ())
    found, missing = list[Backup](), list(away(store.path))
    for folder in everywhere(store.path):
        try:
            found += backups(folder)
        except StorageError:
            missing.append(folder)
    mine = [one for one in found if one.manifest is None or one.manifest.file == file]
    return Holding(store.read(_without, mine, last), tuple(missing))


def still_holding(store: Store) -> tuple[Backup, ...]:
    """Those of them that are there."""
    return holding(store).backups


def _without(session: Session, found: list[Backup], operation: int) -> tuple[Backup, ...]:
    """Those that do not have this step, or cannot be asked."""
    return tuple(one for one in found if not has_all(session, one, operation))


def _last_erasure(session: Session) -> tuple[int, str]:
    """Of a person: the backup made before the recycle bin is emptied is there to be kept."""
    erasures = (operations.c.origin == ORIGIN) & (operations.c.label == LABEL)
    last = session.execute(sa.select(sa.func.max(operations.c.seq)).where(erasures)).scalar()
    file = session.execute(sa.select(file_facts.c.value).where(file_facts.c.key == "file")).scalar()
    return int(last or 0), file or ""


def purge_backups(store: Store) -> int:
    """Make a backup of now, checked, and delete all that still hold the erased; returns how many went. StorageError where none
    can be made: then none goes; ValidationError where the role does not allow it."""
    store.read(roles.require, "erase")
    pending = still_holding(store)
    if not pending:
        return 0
    make_backup(store, AFTER, folder_of(store.path))
    for folder in {one.path.parent for one in pending}:
        with suppress(OSError), turn(folder):  # a disk that refuses keeps what it has, and that is said
            for one in pending:
                if one.path.parent == folder:
                    with suppress(OSError):  # what another program holds stays, and is said
                        one.path.unlink()
            drop_contents(folder)
    return len(pending) - len(still_holding(store))
