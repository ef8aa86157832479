"""One round: a backup, the old ones thinned, the second place brought up to date. What the clock and the buttons run."""

from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from app.errors import StorageError
from app.i18n import N_
from app.models.types import now_utc
from app.safety.catalogue import backups
from app.safety.keeping import MOST, prune
from app.safety.making import make_backup
from app.safety.places import Places, choose, chosen, places, remember
from app.safety.second import copy_on
from app.safety.state import State, made_at, state_of
from app.services import roles, settings
from app.store.archive import Backup, Stopped, Told
from app.store.store import Store

LIMIT = "backup.limit_mb"
_MB = 1 << 20
QUICK = 200 * _MB
"""A larger file gets no backup when the window closes: it would hold up going home. The next start makes up for it."""
_SAME_DISK = N_("Choose a folder other than that of the backups.")


@dataclass(frozen=True, slots=True)
class Round:
    """``problem`` is what the second place refused; the backup itself is made all the same."""

    backup: Backup
    problem: StorageError | None


def back_up(
    source: Store | Path, reason: str, most: int = MOST, *, told: Told | None = None, stopped: Stopped | None = None
) -> Round:
    """Make a backup and do what follows from it. StorageError where none could be made."""
    path = source.path if isinstance(source, Store) else source
    found = places(path)
    made = make_backup(source, reason, found.folder, told=told, stopped=stopped)
    file = made.manifest.file if made.manifest else ""
    problem = None
    with suppress(StorageError, OSError):  # the next round does it
        remember(path, file)
    try:
        prune(found.folder, file, most, stopped=stopped)
        if found.second is not None:
            copy_on(found.folder, found.second, file, stopped=stopped)
            prune(found.second, file, most, stopped=stopped)
    except StorageError as error:
        problem = error
    return Round(made, problem)


def most_of(store: Store) -> int:
    """How many bytes all backups of the file may take."""
    return int(store.read(settings.value, LIMIT)) * _MB


def back_up_now(store: Store, reason: str, told: Told | None = None, stopped: Stopped | None = None) -> Round:
    """The same for an open file, with its own limit."""
    return back_up(store, reason, most_of(store), told=told, stopped=stopped)


def secure(store: Store, reason: str, fresh_minutes: int = 0) -> Backup | None:
    """Before a step that is hard to take back: a backup, unless the newest has everything; None where none was needed.

    One made for the same reason less than ``fresh_minutes`` ago is enough: who merges thirty pairs in a row needs one.
    """
    state = state_of(store)
    if not state.pending or store.readonly:
        return None
    return None if _is_fresh(state, reason, fresh_minutes) else back_up_now(store, reason).backup


def _is_fresh(state: State, reason: str, minutes: int) -> bool:
    newest = state.newest
    if newest is None or newest.reason != reason or not state.earlier:
        return False
    return 0 <= (now_utc() - made_at(newest)).total_seconds() < minutes * 60


def closing_round(store: Store) -> tuple[Path, int] | None:
    """What is to be backed up once the file is closed: (its path, bytes backups may take); None where nothing is.

    Asked before closing, done after it: a window that opens at once need not wait.
    """
    try:
        if store.readonly or store.path.stat().st_size > QUICK or not state_of(store).pending:
            return None
        return store.path, most_of(store)
    except (StorageError, OSError):  # lost, or busy elsewhere: there is nothing that could be backed up
        return None


def move_backups(store: Store, folder: Path | None, second: Path | None) -> Places:
    """Choose the places. The backups there are go along into another folder first (copies; the old ones stay), so that the
    numbers go on; a second place must be another one. ValidationError where the role does not allow it."""
    store.read(roles.require, "secure")
    before, after, file = places(store.path), chosen(store.path, folder, second), state_of(store).file
    if after.second is not None and after.second.resolve() == after.folder.resolve():
        raise StorageError(_SAME_DISK)
    if after.folder != before.folder:
        copy_on(before.folder, after.folder, file, most=None)
    elif after.second is not None and after.second != before.second:
        copy_on(after.folder, after.second, file)
    choose(store.path, folder, second)
    remember(store.path, file)
    return after


def listed(store: Store) -> tuple[State, tuple[Backup, ...]]:
    """What the page of backups shows."""
    state = state_of(store)
    return state, backups(state.places.folder)

