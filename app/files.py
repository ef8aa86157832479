"""The one way in which the program writes a file other than its data file.

A temp file beside the target, fsync, then replace: a full disk or a power cut leaves the old file whole
(faults F10, F11; a plain ``open(…, 'w')`` destroyed it 4 times of 4). What the program keeps is its person's alone (POSIX);
only what is handed on (``shared``: a sheet, a paper) has the rights of any new file.
"""

import os
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from app.errors import StorageError, reason_of
from app.i18n import N_

_REPLACE_TRIES, _PAUSE = 5, 0.4
_SCANNED = os.name == "nt"
"""Where a virus scanner may hold a file for a moment so that it cannot be replaced (faults F100)."""


_umask: int | None = None


def keep_private() -> None:
    """From now on whatever this process makes, files and folders of other libraries too, can be read by its user alone. What is
    there already stays as it is. Called once, at the start of the program."""
    global _umask
    if os.name == "posix" and _umask is None:
        _umask = os.umask(0o077)


@contextmanager
def atomic_write(path: Path, shared: bool = False) -> Iterator[BinaryIO]:
    """Yield a binary file that becomes ``path`` when the block ends well; else ``path`` stays as it was. Others can read it
    where it is ``shared``, as far as their files can be.

    Raises StorageError where the folder is missing, full or not writable.
    """
    with atomic_write_as(path, lambda: path, shared) as file:
        yield file


@contextmanager
def atomic_write_as(near: Path, place: Callable[[], Path], shared: bool = False) -> Iterator[BinaryIO]:
    """The same for a file whose name is known only when it is written: ``place`` is asked for it then.

    Until then it lies beside ``near``, which must be on the same disk. What ``place`` raises leaves nothing behind.
    """
    temp, path = _temp_beside(near), near
    try:
        with temp.open("wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        path = place()
        if shared:
            _give_usual_rights(temp, path)
        _replace(temp, path)
        sync_folder(path.parent)
    except OSError as error:
        raise StorageError(
            N_("{path} could not be written: {reason}. The file that was there is unchanged."),
            path=str(path),
            reason=reason_of(error),
        ) from error
    finally:
        temp.unlink(missing_ok=True)


def _temp_beside(path: Path) -> Path:
    try:
        handle, name = tempfile.mkstemp(prefix=f".{path.name[:40]}-", suffix=".tmp", dir=path.parent)
    except OSError as error:
        raise StorageError(
            N_("The folder {folder} cannot be written to: {reason}. Choose another folder."),
            folder=str(path.parent),
            reason=reason_of(error),
        ) from error
    os.close(handle)
    return Path(name)


def _give_usual_rights(temp: Path, path: Path) -> None:
    """A temp file is private; the finished one has the rights of the file it replaces, or of any new file."""
    if os.name != "posix":
        return
    umask = os.umask(0o077) if _umask is None else _umask
    if _umask is None:
        os.umask(umask)
    temp.chmod(path.stat().st_mode & 0o777 if path.exists() else 0o666 & ~umask)


def _replace(temp: Path, path: Path) -> None:
    """Replace, with a few tries where another program may hold the file."""
    for attempt in range(_REPLACE_TRIES):
        try:
            os.replace(temp, path)
            return
        except PermissionError:
            if not _SCANNED or attempt == _REPLACE_TRIES - 1:
                raise
            time.sleep(_PAUSE)


def sync_folder(folder: Path) -> None:
    """What was made in the folder is there after a power cut too."""
    if os.name == "posix":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
