"""Is the file at the path still the one that is open? Asked before each write, since no write would say so (faults F16–F18).

A deleted or replaced file takes writes without an error: they go into a file that has no name any more. Never is the
file opened for the question: closing it again would drop the locks of this process (fault F24b). A handle is kept from
before the first connection until after the last.
"""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.errors import ClosedFileError, LockedError, LostFileError, StorageError, reason_of
from app.i18n import N_
from app.store import keys
from app.store.refusals import DAMAGED
from app.store.tables import file_facts, operations

_HEADER = 100
_CONSTANT = (slice(0, 16), slice(68, 72))
"""What no writing of ours ever changes: the magic, the application id."""
_SENTENCES = {
    "gone": N_(
        "{path} is not there any more: deleted, moved, or its disk was pulled. Nothing was saved; what you typed is still "
        "there. Bring the file back, or save everything to a new file."
    ),
    "replaced": N_(
        "{path} was replaced by another file while it was open. Nothing was saved; what you typed is still there. Save "
        "everything to a new file, then compare the two."
    ),
    "emptied": N_(
        "{path} was emptied or overwritten by another program while it was open. Nothing was saved; what you typed is still "
        "there. Save everything to a new file."
    ),
}


class Watch:
    """Remembers the file that is at a path now. Make it before the file is opened as a database, close it after the last."""

    def __init__(self, path: Path) -> None:
        self.path, self._closed = path, False
        self._log = path.with_name(path.name + "-wal")
        try:  # Windows lets nobody take an open file away
            self._handle = os.open(path, os.O_RDONLY) if os.name == "posix" else None
        except OSError as error:
            raise StorageError(N_("{path} cannot be read: {reason}."), path=str(path), reason=reason_of(error)) from error
        self._file = _whose(path)
        if self._handle is not None and self._file is not None:
            keys.hold(self._file, os.pread(self._handle, keys.HEADER, 0))
        self._log_file: tuple[int, int] | None = None
        self._left = self._state()

    def _state(self) -> tuple[bytes, int, int]:
        """The first page's head, the size and the time of change: what a write of anybody's into the file itself changes."""
        try:
            found = os.stat(self.path)
        except OSError:
            return b"", 0, 0
        return self._read_header(), found.st_size, found.st_mtime_ns

    def _read_header(self) -> bytes:
        handle = self._handle
        try:
            return b"" if handle is None else os.pread(handle, _HEADER, 0)
        except OSError:  # let go of meanwhile, or its disk was pulled
            return b""

    def lost(self) -> str:
        """Why the file is no longer the one that was opened: gone, replaced or emptied; the empty text while it is."""
        found = _whose(self.path)
        if found is None:
            return "gone"
        if found != self._file or (self._log_file is not None and _whose(self._log) != self._log_file):
            return "replaced"
        header = self._read_header()
        whole = self._handle is None or len(header) == _HEADER
        return "" if whole and all(header[part] == self._left[0][part] for part in _CONSTANT) else "emptied"

    def require(self) -> None:
        """Raise LostFileError where the file is not the one that was opened. Whoever let go of it has no business here."""
        why = self.lost()
        if self._closed:  # asked after it was looked at: another thread may let go of the file meanwhile
            raise ClosedFileError(N_("{path} was closed. Nothing was saved since."), path=str(self.path))
        if why:
            raise _error(self.path, why)

    @contextmanager
    def written(self, is_ours: Callable[[], bool]) -> Iterator[None]:
        """Around a write: the file must be the one that was opened. ``is_ours`` looks into it, and is asked only where it
        is not as the last write left it: a checkpoint, or another file's content in its place."""
        self.require()
        if self._state() != self._left and not is_ours():
            raise _error(self.path, "emptied")
        yield
        self.renew()

    def renew(self, logged: bool = True) -> None:
        """The file is as it should be, and the log beside it belongs to it (``logged`` False: there may be none yet)."""
        self._left, self._log_file = self._state(), _whose(self._log) if logged else None

    def close(self) -> None:
        """Let go of the file; only after the last connection to it."""
        self._closed = True
        handle, self._handle = self._handle, None
        if handle is not None:
            with suppress(OSError):
                os.close(handle)
            if self._file is not None:
                keys.let_go(self._file)


def _error(path: Path, why: str) -> LostFileError:
    return LostFileError(_SENTENCES[why], why=why, path=str(path))


def _whose(path: Path) -> tuple[int, int] | None:
    """Device and inode of what is at the path; None where nothing is, or nothing that can be asked."""
    try:
        found = os.stat(path)
    except OSError:
        return None
    return found.st_dev, found.st_ino


def holds(session: Session, file: str, step: UUID | None) -> bool:
    """Whether this is the file of that tag, and has that step."""
    found = session.execute(sa.select(file_facts.c.value).where(file_facts.c.key == "file")).scalar() or ""
    kept = sa.select(operations.c.seq).where(operations.c.id == step)
    return found == file and (step is None or session.execute(kept).first() is not None)


def facts_of(session: Session) -> dict[str, str]:
    """``device`` is the file's short tag, empty on the first laptop, a letter on further ones (their numbers carry it)."""
    return {row.key: row.value for row in session.execute(sa.select(file_facts))}


def opens_still(holds_it: Callable[[], bool], key: bytes | None) -> bool:
    """What ``holds_it`` says; False too where the key of an encrypted file opens it no more: another's content is in it."""
    try:
        return holds_it()
    except (LockedError, StorageError) as error:
        if key is None or error.key not in (keys.LOCKED, DAMAGED):
            raise
        return False
