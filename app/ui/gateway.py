"""The window's one door to the data (design rule R3): work runs off the GUI thread, the answer arrives on it.

One writer, readers beside it, and threads of their own for long work, so that no list waits for a report. An ``AppError``
goes to ``failed`` (or the caller's own handler), so that it becomes a message where the person is looking; anything else
is a bug and reaches the crash hook.
"""

import sys
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any
from uuid import UUID

from PySide6.QtCore import QObject, Qt, Signal
from shiboken6 import isValid

from app.errors import AppError, ClosedFileError, DamagedFileError, LostFileError
from app.store import drafts, log
from app.store.changes import ChangeSet, Label
from app.store.log import Entry
from app.store.store import Store, Written, open_file

__all__ = ["ChangeSet", "Gateway", "InlineExecutor", "Label"]

Done = Callable[[Any], None]
Failed = Callable[[AppError], None]


class InlineExecutor(Executor):
    """Runs everything at once, where it is called: tests need no sleeps."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> "Future[Any]":
        future: Future[Any] = Future()
        try:
            future.set_result(fn(*args, **kwargs))
        except BaseException as error:
            future.set_exception(error)
        return future


class Gateway(QObject):
    """Reads and writes for the window. ``changed`` carries each ChangeSet, also those of undo and redo; ``lost`` the error that
    says that the open file is gone or damaged, whoever asked."""

    changed = Signal(object)
    failed = Signal(object)
    lost = Signal(object)
    _arrived = Signal(object)

    def __init__(self, store: Store, inline: bool = False, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.store = store
        self._inline, self._closed = inline, False
        self._unwritten: dict[str, dict[str, Any] | None] = {}
        self._writer: Executor = InlineExecutor() if inline else ThreadPoolExecutor(1, "writer")
        self._readers: Executor = InlineExecutor() if inline else ThreadPoolExecutor(2, "reader")
        self._workers: Executor = InlineExecutor() if inline else ThreadPoolExecutor(2, "worker")
        self._arrived.connect(_call, Qt.ConnectionType.AutoConnection)

    def read(self, op: Callable[..., Any], *args: Any, done: Done, failed: Failed | None = None, **kwargs: Any) -> None:
        """Run a reading operation beside the window; ``done`` gets its answer on the GUI thread."""
        self._beside(self._readers, self.store.read, op, *args, done=done, failed=failed, **kwargs)

    def read_now(self, op: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        """Run a short reading operation here and now; only for what a dialog needs before it can open."""
        return self.store.read(op, *args, **kwargs)

    def write(
        self,
        label: Label | str,
        op: Callable[..., Any],
        *args: Any,
        done: Done | None = None,
        failed: Failed | None = None,
        **kwargs: Any,
    ) -> None:
        """Run a writing operation as one step; ``changed`` tells the views, ``done`` gets what the operation returned."""
        future = self._writer.submit(self.store.write, label, _allowed, op, *args, **kwargs)
        future.add_done_callback(lambda ended: self._deliver(ended, lambda written: self._written(written, done), failed))

    def run(self, work: Callable[..., Any], *args: Any, done: Done, failed: Failed | None = None, **kwargs: Any) -> None:
        """Run other slow work (a report, reading a file) beside the window; it must not touch widgets, and no list waits."""
        self._beside(self._workers, work, *args, done=done, failed=failed, **kwargs)

    def alone(self, work: Callable[..., Any], *args: Any, done: Done, failed: Failed | None, **kwargs: Any) -> None:
        """The same after all that is being written, and with nothing written meanwhile: the file itself changes."""
        self._beside(self._writer, work, *args, done=done, failed=failed, **kwargs)

    def _beside(
        self, executor: Executor, work: Callable[..., Any], *args: Any, done: Done, failed: Failed | None, **kwargs: Any
    ) -> None:
        if self._closed:  # a screen on its way out asks once more
            return
        future = executor.submit(work, *args, **kwargs)
        future.add_done_callback(lambda ended: self._deliver(ended, done, failed))

    def undo(self, done: Done | None = None, failed: Failed | None = None, sure: bool = False) -> None:
        """Take back the newest step; ``done`` gets its ChangeSet, or None when there is nothing to undo. ManyUndone for a step of
        very many records, unless ``sure``."""
        self._reverse(lambda: self.store.undo(_allowed if sure else _few), done, failed)

    def redo(self, done: Done | None = None) -> None:
        """Bring again what was undone last."""
        self._reverse(lambda: self.store.redo(_allowed), done)

    def take_back(self, record_id: UUID, key: str, done: Done | None = None) -> None:
        """Undo the step that gave a record's field its value, however long ago; ``done`` gets None where there is none."""
        self._reverse(lambda: self.store.take_back(record_id, key, _allowed), done)

    def _reverse(self, work: Callable[[], ChangeSet | None], done: Done | None, failed: Failed | None = None) -> None:
        future = self._writer.submit(work)
        future.add_done_callback(lambda ended: self._deliver(ended, lambda changes: self._reversed(changes, done), failed))

    def _reversed(self, changes: ChangeSet | None, done: Done | None) -> None:
        if changes is not None:
            self.changed.emit(changes)
        if done is not None:
            _tell(done, changes)

    def _written(self, written: Written[Any], done: Done | None) -> None:
        if written.changes is not None:
            self.changed.emit(written.changes)
        if done is not None:
            _tell(done, written.value)

    def _deliver(self, ended: "Future[Any]", done: Done, failed: Failed | None) -> None:
        """Bring the answer to the GUI thread; inline it is there already."""
        if self._inline:
            self._answer(ended, done, failed)
        else:
            self._arrived.emit(lambda: self._answer(ended, done, failed))

    def _answer(self, ended: "Future[Any]", done: Done, failed: Failed | None) -> None:
        if ended.cancelled():  # the window is closing: nobody waits for the answer any more
            return
        try:
            result = ended.result()
        except ClosedFileError:
            return
        except AppError as error:
            if isinstance(error, LostFileError | DamagedFileError):
                if self._closed:  # everything was saved elsewhere
                    return
                self.lost.emit(error)
            _tell(failed or self.failed.emit, error)
            return
        except Exception:
            sys.excepthook(*sys.exc_info())
            return
        _tell(done, result)

    # drafts and history are the store's own; the window reaches them here -----------------------------------------

    def keep_draft(self, key: str, body: dict[str, Any]) -> None:
        """Keep what is being typed; where that fails (a full disk), ``failed`` says so."""
        self._quietly(drafts.keep, key, drafts.plain(body))

    def forget_draft(self, key: str) -> None:
        """Drop a draft that was saved or thrown away."""
        self._quietly(drafts.forget, key, None)

    def keep(self, op: Callable[..., Any], *args: Any) -> None:
        """Write what is no step of a person's (what an import remembers): not logged, not undoable, nobody waits for it."""
        if not self.store.readonly:
            self._beside(self._writer, self.store.quietly, op, *args, done=lambda _none: None, failed=None)

    def note(self, op: Callable[..., Any], *args: Any) -> None:
        """Write down what happened and nobody takes back (what left the file); nobody waits for it."""
        from app.services.disclosures import LABEL
        from app.store.notes import note

        if not self.store.readonly:
            future = self._writer.submit(note, self.store, Label(LABEL), op, *args)
            future.add_done_callback(lambda ended: self._deliver(ended, lambda written: self._written(written, None), None))

    def write_final(
        self, label: str, op: Callable[..., Any], *args: Any, done: Done | None = None, failed: Failed | None = None
    ) -> None:
        """Write what a person does and nobody takes back (a report is issued): like ``write``, but no step of undo."""
        from app.store.notes import note

        future = self._writer.submit(note, self.store, Label(label), _allowed, op, *args)
        future.add_done_callback(lambda ended: self._deliver(ended, lambda written: self._written(written, done), failed))

    def sign_in(self, employee: UUID, secret: str, done: Done) -> None:
        """Be this colleague from now on; ``done`` gets False where the secret is wrong. Noted, and none of undo's."""
        from app.services import sign_in
        from app.store.notes import note

        future = self._writer.submit(note, self.store, Label(sign_in.LABEL), sign_in.sign_in, employee, secret)
        future.add_done_callback(lambda ended: self._deliver(ended, lambda written: self._written(written, done), None))

    def _quietly(self, op: Callable[..., Any], key: str, body: dict[str, Any] | None) -> None:
        if not self.store.readonly:
            self._unwritten[key] = body
            wrote = partial(self._wrote_draft, key, body)
            self._beside(self._writer, self.store.quietly, op, key, *([] if body is None else [body]), done=wrote, failed=None)

    def _wrote_draft(self, key: str, body: dict[str, Any] | None, _none: None) -> None:
        if self._unwritten.get(key) is body:
            self._unwritten.pop(key, None)

    def draft(self, key: str) -> dict[str, Any] | None:
        """The draft under this key, if one was left, also while the writer is busy with something else."""
        return self._unwritten[key] if key in self._unwritten else self.store.read(drafts.find, key)

    def draft_keys(self) -> list[str]:
        """All drafts that were left, the latest first; none once the file is being let go."""
        return [] if self._closed else self.store.read(drafts.keys)

    def rescue(self, target: Path, done: Callable[[], None], failed: Failed) -> None:
        """Save everything to a new file, also where the own one is gone, with the drafts that could not be written to it."""
        future = self._writer.submit(_rescued, self.store, target, dict(self._unwritten))
        future.add_done_callback(lambda ended: self._deliver(ended, lambda _none: done(), failed))

    def history(self, record_id: Any, done: Callable[[list[Entry]], None]) -> None:
        """The changes of one record, newest first."""
        self.read(log.history, record_id, done=done)

    def touched_since(self, moment: Any, done: Callable[[Any], None]) -> None:
        """What the person at the keyboard changed since a moment, record by record (everybody, where nobody is named)."""
        from app.store import since  # asked for once a week, not at every start

        self.read(since.touched_since, moment, self.store.actor, done=done)

    def collect_contents(self, done: Callable[[int, int], None]) -> None:
        """Delete the contents of attachments that nobody needs any more; ``done`` gets how many and how many bytes."""
        from app.store.collect import collect

        self._beside(self._writer, collect, self.store, done=lambda found: done(found.count, found.size), failed=None)

    def finish(self) -> None:
        """Finish what is being written; what is asked from now on is asked by a window that goes, and gets no answer."""
        self._closed = True
        for executor in (self._readers, self._workers):
            executor.shutdown(wait=True, cancel_futures=True)
        self._writer.shutdown(wait=True)

    def close(self, last: Callable[[Store], None] | None = None) -> None:
        """Finish what is being written and let go of the file; ``last`` may look at it once more before."""
        self.finish()
        if last is not None:
            last(self.store)
        self.store.close()

    def settle(self) -> dict[str, dict[str, Any] | None]:
        """Finish what is being written; the drafts that could not be kept in the file come back. On any thread."""
        self.finish()
        return {key: body for key, body in self._unwritten.items() if not self._is_kept(key, body)}

    def _is_kept(self, key: str, body: dict[str, Any] | None) -> bool:
        with suppress(AppError):
            return bool(self.store.read(drafts.find, key) == body)
        return False


def _rescued(store: Store, target: Path, unwritten: dict[str, dict[str, Any] | None]) -> None:
    store.rescue(target)
    saved = open_file(target, anywhere=True)
    try:
        for key, body in unwritten.items():
            saved.quietly(*((drafts.forget, key) if body is None else (drafts.keep, key, body)))
    finally:
        saved.close()


def _allowed(session: Any, op: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
    """What a person does in the window needs the right to write."""
    from app.services import roles  # nothing for a start

    return roles.done_by_role(session, op, *args, **kwargs)


def _few(session: Any, op: Callable[..., Any], step: Any, lenient: bool) -> None:
    from app.safety.undoing import need_few

    need_few(session, step)
    _allowed(session, op, step, lenient)


def _call(work: Callable[[], None]) -> None:
    work()


def _tell(done: Done, answer: Any) -> None:
    """Hand over an answer, unless the widget that asked has gone meanwhile (a record was closed, a list rebuilt)."""
    if not any(isinstance(asker, QObject) and not isValid(asker) for asker in _askers(done)):
        done(answer)


def _askers(done: Done) -> Iterator[object]:
    """Whose answer it is: the object of a method, or what a lambda closes over, be it a method again."""
    yield getattr(done, "__self__", None)
    for cell in getattr(done, "__closure__", None) or ():
        with suppress(ValueError):  # an empty cell: its variable was never set
            yield from (cell.cell_contents, getattr(cell.cell_contents, "__self__", None))
