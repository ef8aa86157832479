"""Putting a restored file in the place of one that cannot be opened: noted first, so that the next start finishes it.

The four parts of the damaged file (``-wal``, ``-shm``, ``-journal`` and the file itself) go together into a folder beside it;
one of them left beside another file destroyed both (faults F06, F15). Whatever moment the power goes: the note says what to do.
"""

import json
import os
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from app.errors import StorageError, reason_of
from app.files import atomic_write, sync_folder
from app.i18n import N_
from app.paths import pending_restore
from app.store.lock import release, take

PARTS = ("-wal", "-shm", "-journal", "")
_FAILED = N_("{path} could not be put in place: {reason}. The next start of the program goes on with it.")


@dataclass(frozen=True, slots=True)
class Swap:
    """A swap under way: the restored file, and the folder that takes the damaged one; both beside the data file."""

    path: Path
    ready: Path
    damaged: Path


def ready_path(path: Path) -> Path:
    """Where a restored file waits for its turn."""
    return path.with_name(path.name + ".restored")


def swap_in(path: Path, ready: Path) -> Path:
    """Put ``ready``, a whole and checked file beside it, in the place of a data file nobody has open; returns the folder with
    what was there. The caller holds the lock. StorageError where the disk refuses: the next start goes on."""
    swap = Swap(path, ready, _free_folder(path))
    try:
        swap.damaged.mkdir()
        with atomic_write(pending_restore(path)) as file:
            file.write(json.dumps({"ready": ready.name, "damaged": swap.damaged.name}).encode())
        _carry_out(swap)
    except OSError as error:
        raise StorageError(_FAILED, path=str(path), reason=reason_of(error)) from error
    return swap.damaged


def _free_folder(path: Path) -> Path:
    stamp = datetime.now().astimezone().strftime("%Y%m%d-%H%M%S")
    names = (f"damaged-{stamp}{'' if count == 1 else f'-{count}'}" for count in range(1, 10_000))
    return next(folder for name in names if not (folder := path.with_name(name)).exists())


def settle(path: Path) -> bool:
    """Finish a restore that was ended half-way, or take it back; True where there was one. To be called before a data file is
    opened. StorageError where the file is in use or the disk refuses."""
    note = pending_restore(path)
    if not note.exists():
        return False
    lock = take(path)
    try:
        swap = _noted(path)
        if swap is not None:
            _carry_out(swap)
        note.unlink(missing_ok=True)
    except OSError as error:
        raise StorageError(_FAILED, path=str(path), reason=reason_of(error)) from error
    finally:
        release(path, lock)
    return True


def _noted(path: Path) -> Swap | None:
    """What the note asks for; None where it isn't one of ours. Names only: nothing leads out of the folder."""
    try:
        found = json.loads(pending_restore(path).read_text(encoding="utf-8"))
        names = [found["ready"], found["damaged"]]
    except (ValueError, KeyError, TypeError):
        return None
    plain = all(isinstance(name, str) and name and Path(name).name == name and name != ".." for name in names)
    return Swap(path, *(path.with_name(name) for name in names)) if plain else None


def _carry_out(swap: Swap) -> None:
    """Each step may have been done before. Where the restored file is gone without having arrived, the old one comes back."""
    if swap.ready.exists():
        swap.damaged.mkdir(exist_ok=True)
        _move(swap.path, swap.path.parent, swap.damaged)
        os.replace(swap.ready, swap.path)
    elif not swap.path.exists() and swap.damaged.is_dir():
        _move(swap.path, swap.damaged, swap.path.parent)
    sync_folder(swap.path.parent)
    pending_restore(swap.path).unlink(missing_ok=True)
    with suppress(OSError):
        swap.damaged.rmdir()  # where there was nothing to keep


def _move(path: Path, source: Path, target: Path) -> None:
    for suffix in PARTS:
        part = source / (path.name + suffix)
        if part.exists():
            os.replace(part, target / part.name)
    sync_folder(target)
    sync_folder(source)
