"""How long a backup and a restore take, of a copy of the large file, or of the file named by CLIENTELE_BACKUP_BENCH."""

import os
import resource
import shutil
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from app.safety.making import make_backup
from app.safety.preview import preview
from app.safety.restore import restore
from app.store.store import open_file

T = TypeVar("T")


def measure(path: Path) -> dict[str, float]:
    """Seconds by the clock and of the processor; megabytes of the data and of the archive."""
    found: dict[str, float] = {}
    with tempfile.TemporaryDirectory(dir=path.parent) as folder:
        copy = Path(shutil.copy(os.environ.get("CLIENTELE_BACKUP_BENCH", path), Path(folder) / "data.db"))
        store = open_file(copy)
        found["data file, MB"] = copy.stat().st_size / 1e6
        made = _timed(found, "backup, made, checked and read back", lambda: make_backup(store, "bench"))
        found["archive, MB"] = made.size / 1e6
        _timed(found, "preview of a restore", lambda: preview(store, made))
        _timed(found, "restore, the state before it backed up, and checked after", lambda: restore(store, made))
        store.close()
    return found


def _timed(found: dict[str, float], name: str, work: Callable[[], T]) -> T:
    clock, processor = time.perf_counter(), _processor()
    value = work()
    found[f"{name}, s"] = time.perf_counter() - clock
    found[f"{name}, CPU s"] = _processor() - processor
    return value


def _processor() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime
