"""How safe the data is now: the newest good backup, whether something changed since, and what the second place has."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.errors import StorageError, reason_of
from app.i18n import N_
from app.models.types import moment_value, now_utc
from app.safety.catalogue import backup_at
from app.safety.lineage import is_earlier
from app.safety.places import Places, places
from app.store.archive import SUFFIX, Backup, named
from app.store.log import last_operation
from app.store.store import Store
from app.store.tables import file_facts, operations

EVERY = timedelta(minutes=15)
ON_BATTERY = timedelta(hours=1)
ALARM = timedelta(days=3)


@dataclass(frozen=True, slots=True)
class State:
    """``newest`` and ``second`` are the newest sound backups of this file in the two places; ``operation`` is the last step,
    ``begun`` when the first one was done (None: nothing was ever done). ``earlier``: ``newest`` is an earlier state of the file
    as it is now, and not of a branch that a restore or an older copy left. ``away``: the second place is not plugged in."""

    file: str
    places: Places
    newest: Backup | None
    second: Backup | None
    operation: int
    begun: datetime | None
    earlier: bool = True
    away: bool = False

    @property
    def pending(self) -> bool:
        """Whether something was done that no backup has."""
        return not self.earlier or self.operation > (_operation(self.newest) if self.newest else 0)

    def due(self, battery: bool | None, now: datetime | None = None) -> bool:
        """Whether it is time: not before a quarter of an hour, on battery an hour. A clock that went back does not wait."""
        age = _age(self.newest, now or now_utc())
        return self.pending and (age is None or not timedelta() <= age < (ON_BATTERY if battery else EVERY))

    def alarming(self, now: datetime | None = None) -> bool:
        """Whether what was done has been without a good backup for three days."""
        moment = now or now_utc()
        since = _age(self.newest, moment) if self.newest else (moment - self.begun if self.begun else None)
        return self.pending and since is not None and since >= ALARM


def made_at(backup: Backup) -> datetime:
    """When a backup whose manifest can be read was made."""
    assert backup.manifest is not None  # noqa: S101 - only sound ones are asked
    return backup.manifest.made_at


def _operation(backup: Backup) -> int:
    return backup.manifest.operation if backup.manifest else 0


def _age(backup: Backup | None, now: datetime) -> timedelta | None:
    return None if backup is None else now - made_at(backup)


def state_of(store: Store) -> State:
    """Ask the data file, and the newest manifests of both places. StorageError where the folder cannot be read,
    LostFileError where the file is gone: an old connection would not notice."""
    operation, file, begun = store.read_afresh(_facts)
    found = places(store.path)
    newest = newest_in(found.folder, file)
    earlier = newest is None or store.read(is_earlier, newest)
    away = found.second is not None and not found.second.parent.is_dir()
    return State(file, found, newest, _second(found, file), operation, begun, earlier, away)


def _facts(session: Session) -> tuple[int, str, datetime | None]:
    file = session.execute(sa.select(file_facts.c.value).where(file_facts.c.key == "file")).scalar()
    first = session.execute(sa.select(operations.c.at).order_by(operations.c.seq).limit(1)).scalar()
    return last_operation(session), file or "", moment_value(first) if first else None


def _second(found: Places, file: str) -> Backup | None:
    try:
        return newest_in(found.second, file) if found.second else None
    except StorageError:  # a stick that is not plugged in
        return None


def newest_in(folder: Path, file: str) -> Backup | None:
    """The newest sound backup of a data file by its number; only as many manifests are read as it takes."""
    try:
        paths = [path for path in folder.iterdir() if path.suffix == SUFFIX and named(path)] if folder.is_dir() else []
    except OSError as error:
        raise StorageError(N_("{path} cannot be read: {reason}."), path=str(folder), reason=reason_of(error)) from error
    for path in sorted(paths, key=lambda path: int(path.name.split("-")[0]), reverse=True):
        backup = backup_at(path)
        if backup is not None and backup.verified and backup.manifest is not None and backup.manifest.file == file:
            return backup
    return None
