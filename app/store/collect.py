"""Taking away contents that no attachment names any more. Never by itself: a person asks for it."""

import json
import time
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.models.attachment import Attachment
from app.models.base import table_of
from app.store.blobs import LEFTOVER, Blobs
from app.store.contents import delete
from app.store.store import Store
from app.store.tables import changes, operations

AGE = timedelta(days=30)
_LEFTOVER_AGE = timedelta(days=1)
_FIELD = "digest"


@dataclass(frozen=True, slots=True)
class Collected:
    """How many contents went, and how many bytes."""

    count: int
    size: int


def collect(store: Store, age: timedelta = AGE) -> Collected:
    """Delete the contents that nobody has named for ``age``: no attachment, in the recycle bin or out of it, and no step
    that could still be undone. A content that comes in meanwhile is young, so it stays."""
    named = store.read(named_digests)
    count = size = 0
    for digest, path in store.blobs.kept():
        if digest not in named and _is_older(path, age):
            length = path.stat().st_size
            if delete(path):  # what another program holds stays for the next time
                count, size = count + 1, size + length
    _drop_leftovers(store.blobs)
    return Collected(count, size)


def named_digests(session: Session) -> set[str]:
    """Every content that a row names, or would name again after an undo or redo."""
    table = table_of(Attachment)
    found = set(session.execute(sa.select(table.c[_FIELD])).scalars())
    steps = (
        sa.select(changes.c.before, changes.c.after)
        .join(operations, operations.c.seq == changes.c.operation)
        .where(changes.c.entity == Attachment.entity, operations.c.undone == 0)
    )
    for sides in session.execute(steps):
        found |= {digest for side in sides if side and (digest := json.loads(side).get(_FIELD))}
    return found


def _is_older(path: Path, age: timedelta) -> bool:
    return time.time() - path.stat().st_mtime > age.total_seconds()


def _drop_leftovers(blobs: Blobs) -> None:
    """What was being written when a process ended."""
    for path in blobs.folder.glob(f"{LEFTOVER}*.tmp"):
        if _is_older(path, _LEFTOVER_AGE):
            with suppress(OSError):
                path.unlink()
