"""One program per file: an operating system lock beside it, which vanishes with the process, and a word on who has it."""

import getpass
import json
import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path

from filelock import FileLock, Timeout

from app.errors import StorageError, reason_of
from app.formats import moment_text
from app.i18n import N_

_WAIT = 10.0


def _lock_path(path: Path) -> Path:
    return path.with_name(path.name + ".lock")


def _holder_path(path: Path) -> Path:
    return path.with_name(path.name + ".open-by")


def take(path: Path) -> FileLock:
    """Lock the data file for this process; StorageError names who has it and since when."""
    lock = FileLock(_lock_path(path), timeout=0, is_singleton=False)
    try:
        lock.acquire()
    except Timeout:
        raise StorageError(
            N_("{file} is open in another window ({holder}). Close it there, or go on there."),
            file=path.name,
            holder=_holder(path),
        ) from None
    except OSError as error:
        raise StorageError(
            N_("{path} could not be written: {reason}. Choose another folder."),
            path=str(_lock_path(path)),
            reason=reason_of(error),
        ) from error
    _write_holder(path)
    return lock


def release(path: Path, lock: FileLock) -> None:
    """Give the file free again. The lock file goes while it is still held: whoever waits on it then takes a new one."""
    with suppress(OSError):
        _holder_path(path).unlink(missing_ok=True)
        _lock_path(path).unlink(missing_ok=True)
    lock.release()


def _write_holder(path: Path) -> None:
    """A courtesy to whoever comes second: where it cannot be written, the lock holds all the same."""
    with suppress(OSError, KeyError):  # getpass where the user has no name
        holder = {"user": getpass.getuser(), "host": socket.gethostname(), "pid": os.getpid(), "since": _now()}
        _holder_path(path).write_text(json.dumps(holder, ensure_ascii=False), encoding="utf-8")


def _now() -> str:
    return datetime.now().astimezone().isoformat(timespec="minutes")


def _holder(path: Path) -> str:
    try:
        found = json.loads(_holder_path(path).read_text(encoding="utf-8"))
        return f"{found['user']}@{found['host']}, {moment_text(datetime.fromisoformat(found['since']).astimezone())}"
    except (OSError, ValueError, KeyError):
        return "?"


@contextmanager
def turn(file: Path) -> Iterator[None]:
    """Hold a small file beside the data against other programs that read and write it anew; StorageError where one keeps it."""
    lock = FileLock(_lock_path(file), timeout=_WAIT, is_singleton=False)
    try:
        lock.acquire()
    except Timeout:
        raise StorageError(N_("{file} is busy in another program. Try again in a moment."), file=file.name) from None
    except NotImplementedError:  # a stick or a share that knows no locks
        pass
    except OSError as error:
        raise StorageError(
            N_("{path} could not be written: {reason}. Choose another folder."), path=str(file), reason=reason_of(error)
        ) from error
    try:
        yield
    finally:
        with suppress(OSError):
            if lock.is_locked:
                _lock_path(file).unlink(missing_ok=True)
        lock.release()
