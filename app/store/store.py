"""The store: the only place that opens sessions (design rule R1). One writer, readers beside it, one change record a write."""

import json
import uuid
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from typing import Any, Concatenate, Generic, ParamSpec, TypeVar
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError

from app.errors import ConflictError, LockedError, StorageError, reason_of
from app.i18n import N_
from app.models.types import now_utc, uuid7
from app.store import fixed, keys, leftovers, log, own_fields, place, rollups, search
from app.store.blobs import Blobs
from app.store.changes import ChangeSet, Label, Recorder, RecordingSession
from app.store.engine import FileState, access_to, checkpoint, make_engine, overwrite
from app.store.identity import Watch, facts_of, holds, opens_still
from app.store.lock import release, take
from app.store.refusals import is_garbled, recognised, storage_error
from app.store.rescue import free_name, has_file, rescue
from app.store.swap import discard, settle
from app.store.tables import GIVEN, file_facts
from app.store.undo import Around, Find, plainly, redo_step, reverse, setting_step, undo_step
from app.store.undo_past import pass_over
from app.store.upgrade import Told, upgrade

_READING_ONLY = N_("{file} is open for reading only. Nothing was saved.")
P = ParamSpec("P")
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Written(Generic[T]):
    """What an operation returned, and what it changed; ``changes`` is None when it changed nothing."""

    value: T
    changes: ChangeSet | None


class Store:
    """An open data file. Make one with ``create``, ``open_file`` or ``open_readonly`` and close it."""

    def __init__(self, path: Path, readonly: bool, lock: Any = None) -> None:
        self.path = path
        keys.require(path)
        access = access_to(path)
        self.readonly = readonly or access.readonly
        self.actor: UUID | None = None
        self._lock, self._closed = lock, False
        self._finder, self.blobs = search.FtsFinder(), Blobs(path, self.readonly)
        self._watch, self._rescued, self._writing = Watch(path), False, Lock()
        self._reader = make_engine(path, access, writes=False, before=self._watch.require)
        self._writer = None if self.readonly else make_engine(path, access, writes=True, before=self._watch.require)
        try:
            self._learn()
        except BaseException:
            self._reader.dispose()
            self._watch.close()
            raise

    def _learn(self) -> None:
        """What the file says of itself: whose it is, the numbers it gave before a restore, the firm's own fields."""
        self._last: UUID | None = None
        self._watch.renew(logged=False)
        facts = self.read(facts_of)
        self._key = keys.key_of(self.path)
        self._wrapped = None if self._key is None else keys.read_wrapped(self.path)
        self.device, self._given = facts.get("device", ""), dict(json.loads(facts.get(GIVEN, "{}")))
        self._file = facts.get("file", "")
        self.read(own_fields.publish_own_fields)

    def read(self, op: Callable[Concatenate[Session, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run a reading operation in a transaction of its own; only ids, dicts and dataclasses may leave it."""
        return self._read(self._reader, lambda session: op(session, *args, **kwargs))

    def read_afresh(self, op: Callable[Concatenate[Session, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """The same on a connection that saw nothing before: FTS5 checks a file against what its connection remembers."""
        engine = make_engine(self.path, access_to(self.path), writes=False, before=self._watch.require)
        try:
            return self._read(engine, lambda session: op(session, *args, **kwargs))
        finally:
            engine.dispose()

    def _read(self, engine: sa.Engine, work: Callable[[Session], T], lenient: bool = False) -> T:
        """Where a text is no UTF-8 any more, once again with marks in it: one damaged row must not hide the others."""
        try:
            with Session(engine, info=log.asked_of() | {"finder": self._finder, "contents": self.blobs}) as session:
                return work(session)
        except DBAPIError as error:
            if lenient or not is_garbled(error):
                raise storage_error(self.path, error) from error
        again = make_engine(self.path, access_to(self.path), writes=False, lenient=True, before=self._watch.require)
        try:
            return self._read(again, work, lenient=True)
        finally:
            again.dispose()

    def write(
        self, label: Label | str, op: Callable[Concatenate[Session, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> Written[T]:
        """Run an operation and keep what it changed, all of it or nothing; returns after the commit is on the disk."""
        label = label if isinstance(label, Label) else Label(label)
        return self._write(label, "do", None, lambda session: op(session, *args, **kwargs))

    def undo(self, around: Around = plainly) -> ChangeSet | None:
        """Take back the newest step; None when there is none. ConflictError, PassedOverError, what ``around`` raises."""
        return self._reverse(undo_step, "undo", around)

    def redo(self, around: Around = plainly) -> ChangeSet | None:
        """Bring again what was undone last; None when there is none."""
        return self._reverse(redo_step, "redo", around)

    def take_back(self, record_id: UUID, key: str, around: Around = plainly) -> ChangeSet | None:
        """Undo the step that gave this field its value, however long ago; what was changed since stays as it is."""
        return self._reverse(lambda session: setting_step(session, record_id, key), "undo", around, True)

    def _reverse(self, find: Find, origin: str, around: Around, lenient: bool = False) -> ChangeSet | None:
        step = self.read(find)
        if step is None:
            return None
        if not lenient:
            pass_over(step, self.read, self.quietly)
        return self._write(step.label, origin, step.seq, lambda session: around(session, reverse, step, lenient)).changes

    def _write(self, label: Label, origin: str, reverses: int | None, work: Callable[[Session], T]) -> Written[T]:
        if self._writer is None:
            raise StorageError(_READING_ONLY, file=self.path.name)
        recorder = Recorder()
        info = {
            "finder": self._finder, "contents": self.blobs, "recorder": recorder, "actor": self.actor,
            "device": self.device, "given": self._given, "now": now_utc(), "logged": log.history,
        }  # fmt: skip
        try:
            watched = self._watch.written(self._is_ours)
            with self._writing, watched, RecordingSession(self._writer, info=info) as session, session.begin():
                value = work(session)
                session.flush()
                written = Written(value, self._record(session, label, origin, reverses, recorder))
            self._last = written.changes.id if written.changes else self._last
            if written.changes is not None and own_fields.KEY in written.changes.entities():
                self.read(own_fields.publish_own_fields)
            return written
        except StaleDataError as error:
            raise ConflictError(N_("This record was changed elsewhere meanwhile. Open it again and repeat.")) from error
        except DBAPIError as error:
            raise storage_error(self.path, error) from error

    def _is_ours(self) -> bool:
        return opens_still(lambda: self.read_afresh(holds, self._file, self._last), self._key)

    def _record(self, session: Session, label: Label, origin: str, reverses: int | None, recorder: Recorder) -> ChangeSet | None:
        if not (changes := recorder.changes()):
            return None
        change_set = ChangeSet(uuid7(), label, changes, origin)
        fixed.require(change_set)
        rollups.update(session, changes)
        search.update(session, changes)
        log.append(session, change_set, self.device, reverses)
        return change_set

    def quietly(self, op: Callable[Concatenate[Session, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Write what is no step of a person's (drafts): committed, but not logged and not undoable."""
        return self._write(Label(""), "quiet", None, lambda session: op(session, *args, **kwargs)).value

    def replace_with(self, source: Path, last: int, told: Callable[[float], None]) -> None:
        """Take over the whole of another file of this schema, which nobody has open, as one transaction: whatever moment the
        power goes, the data is the old or the new (fault F06). Every connection is made anew afterwards. ConflictError where
        ``last`` is no longer the last step: what was saved meanwhile would be lost."""
        if self._writer is None:
            raise StorageError(_READING_ONLY, file=self.path.name)
        with self._writing:
            self._watch.require()
            if self.read(log.last_operation) != last:
                raise ConflictError(N_("Something was saved meanwhile. Nothing was restored; repeat it."))
            overwrite(self._writer, source, told)
            self._watch.renew(logged=False)  # the log goes with the last connection; whoever reads meanwhile starts another
            self._reader.dispose()
            self._writer.dispose()
            self._learn()
        with suppress(StorageError):  # the next opening does it
            self.catch_up()

    def catch_up(self) -> None:
        """Find everything that this version looks for: a file of an older one may come in its index as it was."""
        if not self.read(search.is_up_to_date):
            self.quietly(search.catch_up)

    def rescue(self, target: Path) -> None:
        """Write all that is open to a new file, also where its own is gone (LostFileError); ``target`` must be free."""
        rescue(next(filter(has_file, (self._writer, self._reader))), self.blobs, target, self._key, self._wrapped, self.path)
        self._rescued = True

    def close(self) -> None:
        """Fold the log into the file, let go of it and the lock, once. A file that is gone is rescued beside its place."""
        if self._closed:
            return
        self._closed = True
        try:
            if (lost := bool(self._watch.lost())) and self._writer is not None and not self._rescued:
                with suppress(StorageError):
                    self.rescue(free_name(self.path))
            if not lost:
                self._watch.renew(logged=False)  # our last connection takes the log away
            self._reader.dispose()
            if self._writer is not None and (has_file(self._writer) or not lost):
                with suppress(DBAPIError, LockedError):  # nothing was written through it: the log stays for the next opening
                    checkpoint(self._writer)
                self._writer.dispose()
        finally:
            self._watch.close()
            if self._lock is not None:
                release(self.path, self._lock)


def create(path: Path, anywhere: bool = False) -> Store:
    """Make a new data file; its folder must exist and the path must be free. PlaceError as ``open_file``."""
    place.require_home(path, anywhere)
    settle(path)
    if not path.parent.is_dir():
        raise StorageError(N_("The folder {folder} does not exist."), folder=str(path.parent))
    if path.exists():
        raise StorageError(N_("{path} exists already. Choose another name, or open it."), path=str(path))
    try:
        path.touch(mode=0o600, exist_ok=False)
        return _made(path)
    except (OSError, DBAPIError) as error:
        raise StorageError(
            N_("{path} could not be written: {reason}. Choose another folder."), path=str(path), reason=reason_of(error)
        ) from error


def _made(path: Path) -> Store:
    """The empty file filled with its schema; nothing of it is left where that fails."""
    lock, store = None, None
    try:
        lock = take(path)
        upgrade(path)
        store = Store(path, readonly=False, lock=lock)
        store.quietly(_register_file)
    except BaseException:
        if store is not None:
            store.close()
        elif lock is not None:
            release(path, lock)
        discard(path)
        raise
    return store


def _register_file(session: Session) -> None:
    session.execute(sa.insert(file_facts), [{"key": "file", "value": uuid.uuid4().hex}, {"key": "device", "value": ""}])


def open_file(path: Path, anywhere: bool = False, told: Told | None = None) -> Store:
    """Open a data file for work: locked against a second window, upgraded if it is older, untouched if it is foreign.
    A restore ended half-way is finished first. PlaceError in a cloud's or network's folder unless ``anywhere``; LockedError
    where it is encrypted and nobody unlocked it; see upgrade."""
    place.require_home(path, anywhere)
    settle(path)
    state = recognised(path)
    keys.require(path)
    if access_to(path).readonly:
        return Store(path, readonly=True)
    lock = take(path)
    try:
        leftovers.clear(path)
        if state is FileState.OLDER:
            upgrade(path, told)
        return _caught_up(Store(path, readonly=False, lock=lock))
    except BaseException as error:
        release(path, lock)
        if isinstance(error, DBAPIError):
            raise storage_error(path, error) from error
        raise


def _caught_up(store: Store) -> Store:
    try:
        store.catch_up()
    except BaseException:
        store.close()
        raise
    return store


def open_readonly(path: Path) -> Store:
    """Open a file for reading, also while a window has it; a file of an older program must be opened for work first.
    LockedError as ``open_file``."""
    settle(path)
    if recognised(path) is FileState.OLDER:
        raise StorageError(N_("{file} is from an older version. Open it in the window once to update it."), file=path.name)
    return Store(path, readonly=True)
