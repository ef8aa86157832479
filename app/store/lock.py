"""One program per file: an operating system lock beside it, which vanishes with the process, and a word on who has it."""

import getpass
import json
import os
import socket
from datetime import datetime
from pathlib import Path

from filelock import FileLock, Timeout

from app.errors import StorageError
from app.i18n import N_


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
    _write_holder(path)
    return lock


def release(path: Path, lock: FileLock) -> None:
    """Give the file free again."""
    _holder_path(path).unlink(missing_ok=True)
    lock.release()
    _lock_path(path).unlink(missing_ok=True)


def _write_holder(path: Path) -> None:
    holder = {"user": getpass.getuser(), "host": socket.gethostname(), "pid": os.getpid(), "since": _now()}
    _holder_path(path).write_text(json.dumps(holder, ensure_ascii=False), encoding="utf-8")


def _now() -> str:
    return datetime.now().astimezone().isoformat(timespec="minutes")


def _holder(path: Path) -> str:
    try:
        found = json.loads(_holder_path(path).read_text(encoding="utf-8"))
        return f"{found['user']}@{found['host']}, {found['since'][:16].replace('T', ' ')}"
    except (OSError, ValueError, KeyError):
        return "?"
