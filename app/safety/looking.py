"""A backup opened for looking into: unpacked beside the data file, read like it, gone when it is closed."""

from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Concatenate, Literal, ParamSpec, TypeVar
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.models import BY_KEY
from app.models.base import table_of
from app.safety.restore import unpacked
from app.services.lists import ListQuery, page
from app.store.archive import Backup, Stopped, Told, never, unheard
from app.store.backup import contents_in
from app.store.blobs import Blobs
from app.store.engine import Access, make_engine
from app.store.search import FtsFinder
from app.store.store import Store

P = ParamSpec("P")
T = TypeVar("T")
State = Literal["here", "bin", "missing"]


@dataclass(frozen=True, slots=True)
class OpenBackup:
    """The records of a backup; ``contents`` are those of its attachments."""

    backup: Backup
    contents: Blobs
    _engine: sa.Engine
    _resources: ExitStack

    def read(self, op: Callable[Concatenate[Session, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run a reading operation over the backup, as ``Store.read`` does over the data file."""
        with Session(self._engine, info={"finder": FtsFinder(), "contents": self.contents}) as session:
            return op(session, *args, **kwargs)

    def close(self) -> None:
        """Let go of it; a second call does nothing."""
        self._resources.close()

    def __enter__(self) -> "OpenBackup":
        return self

    def __exit__(self, *_error: object) -> None:
        self.close()


@dataclass(frozen=True, slots=True)
class FoundIn:
    """A record found in a backup, and where it is in the data file now."""

    id: UUID
    number: str
    name: str
    state: State


def open_backup(store: Store, backup: Backup, *, told: Told | None = None, stopped: Stopped | None = None) -> OpenBackup:
    """Unpack a backup, of an older program too, and open it for reading; close it when done. StorageError where it is damaged."""
    with ExitStack() as stack:
        copy = stack.enter_context(unpacked(backup, store.path.parent, told or unheard, stopped or never))
        engine = _engine(copy)
        stack.callback(engine.dispose)
        return OpenBackup(backup, contents_in(backup.path.parent), engine, stack.pop_all())


def _engine(copy: Path) -> sa.Engine:
    return make_engine(copy, Access(False), writes=False)


def find_in(opened: OpenBackup, store: Store, text: str, entity: str = "customers", limit: int = 200) -> tuple[FoundIn, ...]:
    """The records of a backup that a search for ``text`` finds, and whether each is here, in the recycle bin, or missing."""
    cls = BY_KEY[entity]
    columns = (cls.number_field or cls.titles[0], cls.titles[0])
    rows = opened.read(page, ListQuery(entity, columns, cls.titles[0], text=text), 0, limit)
    states = store.read(_states, entity, [row.id for row in rows])
    return tuple(FoundIn(row.id, row.texts[0] if cls.number_field else "", row.texts[1], states[row.id]) for row in rows)


def _states(session: Session, entity: str, ids: list[UUID]) -> dict[UUID, State]:
    table = table_of(BY_KEY[entity])
    found: dict[UUID, State] = dict.fromkeys(ids, "missing")
    for start in range(0, len(ids), 500):
        some: Any = sa.select(table.c.id, table.c.deleted_at).where(table.c.id.in_(ids[start : start + 500]))
        found.update((row.id, "here" if row.deleted_at is None else "bin") for row in session.execute(some))
    return found
