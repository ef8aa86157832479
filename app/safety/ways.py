"""The ways out where a data file cannot be opened, or is gone: what fits is found, and done."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from app.errors import AppError, PlaceError, StorageError
from app.paths import default_data_file
from app.safety.catalogue import backups
from app.safety.places import everywhere, file_at, handed_on
from app.safety.restore import Restored, restore_file
from app.safety.salvage import Report, salvage
from app.store.archive import Backup
from app.store.conflicts import Copy, conflicts
from app.store.engine import FileState, file_state
from app.store.moving import move_home
from app.store.rescue import free_name
from app.store.store import Store
from app.store.verify import Verdict, verify

_DAMAGED = "is damaged"
"""What sentences (msgids) about a broken file say."""


@dataclass(frozen=True, slots=True)
class Ways:
    """``home``: where the file would be moved to; ``backups``: sound ones, the newest first; ``salvage``: whether something
    may still be read from it; ``copies``: look-alikes beside it."""

    home: Path | None = None
    backups: tuple[Backup, ...] = ()
    salvage: bool = False
    copies: tuple[Copy, ...] = ()


def ways_out(path: Path, error: AppError) -> Ways:
    """What can be done about a file that was refused; nothing of it is changed."""
    if isinstance(error, PlaceError):
        return Ways(home=free_home(path), copies=_copies(path))
    if not is_broken(path, error):
        return Ways(copies=_copies(path))
    return Ways(backups=_sound(path), salvage=path.is_file() and path.stat().st_size > 0, copies=_copies(path))


def is_broken(path: Path, error: AppError) -> bool:
    """Damaged, empty, gone or not recognised; a file that another window has, or a newer program wrote, is not."""
    try:
        state = file_state(path)
    except OSError:
        return False
    return state in (FileState.EMPTY, FileState.FOREIGN, FileState.MISSING) or _DAMAGED in error.key


def _sound(path: Path) -> tuple[Backup, ...]:
    """Those wherever they are, the newest first, each before its copies. A chosen place may have backups of another file too."""
    found, file = list[Backup](), file_at(path)
    for folder in everywhere(path):
        with suppress(StorageError):  # a stick that is not plugged in
            found += [one for one in backups(folder) if one.verified]
    own = [one for one in found if one.manifest is not None and one.manifest.file == file]
    return tuple(sorted(own or found, key=lambda one: one.number, reverse=True))


def _copies(path: Path) -> tuple[Copy, ...]:
    try:
        return tuple(conflicts(path))
    except OSError:
        return ()


def free_home(path: Path) -> Path:
    """Where a data file goes on this computer: the usual place, or one beside it where that is taken."""
    usual = default_data_file()
    stems = (f"{path.stem}{'' if count == 1 else f'-{count}'}" for count in range(1, 10_000))
    names = (usual, *(usual.with_name(stem + usual.suffix) for stem in stems))
    return next(name for name in names if not name.exists() and not name.with_name(name.name + ".files").exists())


def new_name(path: Path) -> Path:
    """A free name beside a file, for what is saved of it."""
    return free_name(path)


def bring_home(path: Path, target: Path) -> Path:
    """Move a data file to this computer with its attachments, its backups and the places chosen for them."""
    with handed_on(path, target):
        return move_home(path, target)


def restore_newest(path: Path, candidates: Sequence[Backup]) -> Restored:
    """Put the newest backup that is sound in the file's place; the file itself is kept."""
    return restore_file(path, candidates)


def save_readable(path: Path, target: Path) -> Report:
    """Read what can be read into a new file."""
    return salvage(path, target)


def check(store: Store) -> Verdict:
    """Check the open file and all it has."""
    return verify(store)
