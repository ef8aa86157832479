"""What a restore would bring and what it would cost, before anything is touched."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.errors import DamagedFileError, StorageError
from app.models.types import moment_value
from app.store import snapshot
from app.store.archive import DAMAGED, Backup, Manifest
from app.store.changes import Label
from app.store.engine import SCHEMA_VERSION, SqliteError
from app.store.log import label_of
from app.store.refusals import bare_error
from app.store.store import Store
from app.store.tables import changes, operations
from app.store.undo import RESTORED

_LABELS = 12
History = Literal["past", "branch", "other", "unreadable"]
"""Whether the backup is an earlier state of this file, of this file before another restore, or of another file; "unreadable"
where the open file is damaged and what would be lost cannot be told."""


@dataclass(frozen=True, slots=True)
class Lost:
    """Records of one kind that were made, or changed, since the backup."""

    made: int
    changed: int


@dataclass(frozen=True, slots=True)
class Preview:
    """``counts``: entity -> (records in the backup, records here), outside the recycle bin. ``operations``, ``lost`` and
    ``labels`` (the latest steps, newest first): what was done since; for another file, all that was ever done here. Of an
    unreadable file nothing is known: 0 and empty."""

    backup: Backup
    made_at: datetime
    history: History
    counts: Mapping[str, tuple[int, int]]
    operations: int
    lost: Mapping[str, Lost]
    labels: tuple[tuple[datetime, Label], ...]
    older: bool
    contents_lost: int


def manifest_in(backup: Backup) -> Manifest:
    """The manifest of a backup; StorageError where it is damaged."""
    if backup.manifest is None:
        raise StorageError(DAMAGED, file=backup.path.name)
    return backup.manifest


def preview(store: Store, backup: Backup) -> Preview:
    """What restoring would mean for the open file. StorageError where the backup's manifest cannot be read, or the disk
    refuses; where the open file itself is damaged the preview says that."""
    manifest = manifest_in(backup)
    try:
        return _compared(store, backup, manifest)
    except DamagedFileError:
        return _unreadable(backup, manifest)
    except SqliteError as error:
        told = bare_error(store.path, error)
        if not isinstance(told, DamagedFileError):
            raise told from error
        return _unreadable(backup, manifest)


def _unreadable(backup: Backup, manifest: Manifest) -> Preview:
    counts = {name: (count, 0) for name, count in manifest.counts.items()}
    older = manifest.schema < SCHEMA_VERSION
    return Preview(backup, manifest.made_at, "unreadable", counts, 0, {}, (), older, len(manifest.lost))


def _compared(store: Store, backup: Backup, manifest: Manifest) -> Preview:
    here = snapshot.facts_of(store.path)
    history = _history(store, manifest, here)
    since = store.read(_since, history, manifest.operation)
    count, lost, labels = store.read(_lost, since)
    names = sorted({*manifest.counts, *here.counts})
    return Preview(
        backup, manifest.made_at, history, {name: (manifest.counts.get(name, 0), here.counts.get(name, 0)) for name in names},
        count, lost, labels, manifest.schema < SCHEMA_VERSION, len(manifest.lost),
    )  # fmt: skip


def _history(store: Store, manifest: Manifest, here: snapshot.Facts) -> History:
    if manifest.file != here.file:
        return "other"
    there = snapshot.head_after(store.path, manifest.operation)
    return "past" if there == manifest.chain and manifest.operation <= here.operation else "branch"


def _since(session: Session, history: History, operation: int) -> int:
    """The last step that the backup shares with this file; a branch left it at some restore, at the latest the last."""
    if history == "past":
        return operation
    if history == "other":
        return 0
    restored = sa.select(sa.func.max(operations.c.seq)).where(operations.c.origin == RESTORED)
    return int(session.execute(restored).scalar() or 0)


def _lost(session: Session, since: int) -> tuple[int, dict[str, Lost], tuple[tuple[datetime, Label], ...]]:
    later = operations.c.seq > since
    count = int(session.execute(sa.select(sa.func.count()).where(later, operations.c.origin != RESTORED)).scalar_one())
    newest = sa.select(operations).where(later, operations.c.origin != RESTORED).order_by(operations.c.seq.desc()).limit(_LABELS)
    labels = tuple((moment_value(row[operations.c.at]), label_of(row)) for row in session.execute(newest).mappings())
    return count, _records(session, since), labels


def _records(session: Session, since: int) -> dict[str, Lost]:
    made = sa.func.max(sa.case((changes.c.before.is_(None), 1), else_=0)).label("made")
    each = (
        sa.select(changes.c.entity, changes.c.record_id, made)
        .where(changes.c.operation > since)
        .group_by(changes.c.entity, changes.c.record_id)
        .subquery()
    )
    totals = sa.select(each.c.entity, sa.func.sum(each.c.made), sa.func.count()).group_by(each.c.entity)
    return {entity: Lost(int(new), int(whole) - int(new)) for entity, new, whole in session.execute(totals)}
