"""Putting a restored file in the place of one that cannot be opened: noted first, so that the next start finishes it.

The four parts of the damaged file (``-wal``, ``-shm``, ``-journal`` and the file itself) go together into a folder beside it;
one of them left beside another file destroyed both (faults F06, F15). Whatever moment the power goes: the note says what to do.
The wrapped keys of an encrypted file go with it. Where a file was encrypted, or made plain again, nothing of the old one is
kept (``drop``): the folder goes when the new one is in place, and contents in their old form.
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
from app.store.keys import keys_path
from app.store.lock import release, take

PARTS = ("-wal", "-shm", "-journal", "")
KEYS = ".keys"
_FAILED = N_("{path} could not be put in place: {reason}. The next start of the program goes on with it.")


@dataclass(frozen=True, slots=True)
class Swap:
    """A swap under way: the restored file, and the folder that takes the damaged one; both beside the data file. ``keyed``:
    wrapped keys wait beside the restored one; ``drop``: nothing is kept of what was there."""

    path: Path
    ready: Path
    damaged: Path
    keyed: bool = False
    drop: bool = False


def ready_path(path: Path) -> Path:
    """Where a restored file waits for its turn."""
    return path.with_name(path.name + ".restored")


def discard(path: Path) -> None:
    """Take away a data file that was made in vain, with what lies beside it."""
    for suffix in (*PARTS, KEYS):
        path.with_name(path.name + suffix).unlink(missing_ok=True)


def swap_in(path: Path, ready: Path, *, drop: bool = False) -> Path:
    """Put ``ready``, a whole and checked file beside it, in the place of a data file nobody has open; returns the folder with
    what was there (``drop``: that folder is gone). Wrapped keys beside ``ready`` go along. The caller holds the lock.
    StorageError where the disk refuses: the next start goes on."""
    swap = Swap(path, ready, _free_folder(path), keys_path(ready).exists(), drop)
    try:
        swap.damaged.mkdir()
        with atomic_write(pending_restore(path)) as file:
            note = {"ready": ready.name, "damaged": swap.damaged.name, "keyed": swap.keyed, "drop": swap.drop}
            file.write(json.dumps(note).encode())
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
    told = [found.get(name) is True for name in ("keyed", "drop")]
    return Swap(path, path.with_name(names[0]), path.with_name(names[1]), *told) if plain else None


def _carry_out(swap: Swap) -> None:
    """Each step may have been done before. Where the restored file is gone without having arrived, the old one comes back."""
    if swap.ready.exists():
        swap.damaged.mkdir(exist_ok=True)
        _move(swap.path, swap.path.parent, swap.damaged)
        _move_keys(swap)
        os.replace(swap.ready, swap.path)
    elif not swap.path.exists() and swap.damaged.is_dir():
        _move(swap.path, swap.damaged, swap.path.parent, KEYS)
    sync_folder(swap.path.parent)
    if swap.drop and (swap.damaged / swap.path.name).exists() and swap.path.exists():
        _drop_old(swap)
    pending_restore(swap.path).unlink(missing_ok=True)
    with suppress(OSError):
        swap.damaged.rmdir()  # where there was nothing to keep


def _move_keys(swap: Swap) -> None:
    """The old keys away, the new ones to their place: before the file they open, and once only."""
    new, place = keys_path(swap.ready), keys_path(swap.path)
    if new.exists() or not swap.keyed:
        if place.exists():
            os.replace(place, swap.damaged / place.name)
            sync_folder(swap.damaged)
        if new.exists():
            os.replace(new, place)
        sync_folder(place.parent)


def _drop_old(swap: Swap) -> None:
    """The new file is in place: nothing stays of the old one in the form it had."""
    from app.store.forms import drop_other_forms  # reads attachments: nothing for a start

    drop_other_forms(swap.path)
    for suffix in ("-wal", "-shm", "-journal", KEYS, ""):  # the file last: it says that this is not done yet
        (swap.damaged / (swap.path.name + suffix)).unlink(missing_ok=True)


def _move(path: Path, source: Path, target: Path, *further: str) -> None:
    for suffix in (*further, *PARTS):
        part = source / (path.name + suffix)
        if part.exists():
            os.replace(part, target / part.name)
    sync_folder(target)
    sync_folder(source)
