"""Bringing back a backup: the present state is saved first, the data changes in one transaction, and is checked after.

An open file is overwritten through SQLite's own backup; a file that cannot be opened is moved aside and replaced (swap.py).
"""

import shutil
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from app.errors import AppError, StorageError
from app.i18n import N_
from app.paths import erased_list
from app.safety.catalogue import backups
from app.safety.erasing import settle
from app.safety.places import highest, places
from app.safety.preparing import Present, prepare, present_of
from app.safety.preview import manifest_in
from app.services import roles, settings
from app.store import archive, key_files, keys, snapshot
from app.store.archive import Backup, Manifest, Stopped, Told, never, unheard
from app.store.backup import backup_folder, contents_in, make, part
from app.store.blobs import Blobs, as_they_are
from app.store.changes import Label
from app.store.engine import FileState, SqliteError, file_state, opens
from app.store.lock import release, take
from app.store.log import last_operation
from app.store.recoding import recode
from app.store.refusals import bare_error
from app.store.store import Store, open_file
from app.store.swap import ready_path, swap_in
from app.store.upgrade import upgrade_copy
from app.store.verify import verify

BEFORE = "before-restore"
_UNPACKED, _LEFTOVER_AGE = ".restoring-", 86_400
UNSOUND = N_("What is in the backup {file} is not sound. Choose another one.")
NONE_SOUND = N_("None of the backups in {folder} can be used. Salvage what the damaged file still holds.")
_NOT_TAKEN = N_("The backup {file} could not be brought back whole. The data is as it was before.")
_NEWER = N_("The backup {file} is from a newer version of the program. Update the program.")


@dataclass(frozen=True, slots=True)
class Restored:
    """What was restored; ``before`` is the backup of the state before it, ``damaged`` the folder that has the file that could
    not be opened, ``skipped`` newer backups that were damaged, ``lost`` contents of attachments that were nowhere."""

    backup: Backup
    before: Backup | None
    damaged: Path | None
    skipped: tuple[Backup, ...]
    lost: tuple[str, ...]


def restore(
    store: Store, backup: Backup, folder: Path | None = None, *, told: Told | None = None, stopped: Stopped | None = None
) -> Restored:
    """Bring the open file back to a backup, whose contents of attachments lie in its own folder.

    The present state goes into ``folder`` first (None: the usual one). Drafts of now stay; what was done since is gone from
    the file, its numbers are not given again, and undo begins anew. Everybody who shows records has to read again.
    Raises StorageError, Cancelled, or ValidationError where the role does not allow it, with the data as it was; DamagedFileError
    where the open file is too damaged to be saved first: ``replacing.restore_over_damaged`` then does it.
    """
    if store.readonly:
        raise StorageError(N_("{file} is open for reading only. Nothing was saved."), file=store.path.name)
    store.read(roles.require, "restore")
    told, stopped, own = told or unheard, stopped or never, folder or backup_folder(store.path)
    with unpacked(backup, store.path.parent, part(told, 0.0, 0.2), stopped) as copy:
        before = make(
            store.path, own, BEFORE, Blobs(store.path, readonly=True), told=part(told, 0.2, 0.6), stopped=stopped, unsound=True,
            above=highest(store.path),
        )  # fmt: skip
        lost = _bring_contents(store.blobs, backup, stopped)
        prepare(copy, manifest_in(backup), present_of(store))
        archive.halt(stopped)
        try:
            store.replace_with(like(store.path, copy), manifest_in(before).operation, part(told, 0.6, 0.8))
        except SqliteError as error:
            raise bare_error(store.path, error) from error
    if not verify(store).whole:
        _put_back(store, before)
        raise StorageError(_NOT_TAKEN, file=backup.path.name)
    with suppress(StorageError):  # what cannot be done now is done at the next start
        settle(store)  # whoever was erased since the backup does not come back
        _stay(store)
    told(1.0)
    return Restored(backup, before, None, (), lost)


def _stay(store: Store) -> None:
    """Whoever is at the keyboard stays there, whoever was when the backup was made."""
    if store.actor is not None and store.read(settings.value, "me") != str(store.actor):
        store.write(Label(N_("Stayed at the keyboard")), settings.change, "me", str(store.actor))


def _put_back(store: Store, before: Backup) -> None:
    with unpacked(before, store.path.parent, unheard, never, sound=False) as copy:
        store.replace_with(like(store.path, copy), store.read(last_operation), unheard)


def like(path: Path, copy: Path) -> Path:
    """The unpacked data in the form of the file that takes it over: encrypted with its key, or plain."""
    wanted = keys.key_of(path)
    if wanted is None and not keys.is_encrypted(copy):
        return copy
    if wanted is not None and keys.is_encrypted(copy) and opens(copy, wanted):
        return copy
    changed = copy.with_name("recoded.db")
    recode(copy, changed, wanted)
    return changed


def restore_file(
    path: Path, candidates: Sequence[Backup], *, told: Told | None = None, stopped: Stopped | None = None,
    present: Present | None = None,
) -> Restored:  # fmt: skip
    """Put the first of these backups that is sound (the newest first, as ``backups`` lists them) in the place of a data file
    that cannot be opened, is damaged or gone. What was there goes into a folder ``damaged-…`` beside it, whole. ``present``:
    what could still be read of it.

    StorageError, and nothing changed, where a window has the file, or none of the backups can be used.
    """
    lock, skipped, stopped = take(path), list[Backup](), stopped or never
    try:
        for backup in candidates:
            try:
                known = _last_known(path, backup, candidates)
                _make_ready(path, backup, present or Present(), known, told or unheard, stopped)
            except StorageError:
                skipped.append(backup)
                continue
            lost = _bring_contents(as_they_are(path), backup, stopped, key_files.mark_of(backup))
            done = Restored(backup, None, swap_in(path, ready_path(path)), tuple(skipped), lost)
            break
        else:
            raise StorageError(NONE_SOUND, folder=str(candidates[0].path.parent if candidates else backup_folder(path)))
    finally:
        release(path, lock)
    _erase_again(path)
    return done


def _erase_again(path: Path) -> None:
    """Whoever was erased since the backup is gone before anybody can open the file."""
    if not erased_list(path).exists():
        return
    with suppress(AppError):  # what cannot be done now is done at the next start
        store = open_file(path, anywhere=True)
        try:
            settle(store)
        finally:
            store.close()


def _last_known(path: Path, backup: Backup, others: Sequence[Backup]) -> int:
    """The last step of the file that any backup knows of, also one that is rotten: what is done next is none of those."""
    found, file = [*others], manifest_in(backup).file
    for folder in {places(path).folder, backup.path.parent}:
        with suppress(StorageError):
            found += backups(folder)
    return max((one.manifest.operation for one in found if one.manifest and one.manifest.file == file), default=0)


def _make_ready(path: Path, backup: Backup, present: Present, known: int, told: Told, stopped: Stopped) -> None:
    with unpacked(backup, path.parent, part(told, 0.0, 0.5), stopped) as copy:
        prepare(copy, manifest_in(backup), present, known)
        if snapshot.problems_of(copy, part(told, 0.5, 1.0), stopped):
            raise StorageError(UNSOUND, file=backup.path.name)
        archive.halt(stopped)
        _keep_keys(path, backup)
        copy.replace(ready_path(path))


def _keep_keys(path: Path, backup: Backup) -> None:
    """The wrapped keys of an encrypted backup wait beside its data."""
    ready, wrapped = ready_path(path), manifest_in(backup).keys
    keys.keys_path(ready).unlink(missing_ok=True)
    if wrapped is not None:
        key_files.write(ready, dict(wrapped), path)


@contextmanager
def unpacked(backup: Backup, beside: Path, told: Told, stopped: Stopped, *, sound: bool = True) -> Iterator[Path]:
    """The data of a backup as a file of the present schema in a folder of its own, which goes with the block. StorageError
    where the archive is damaged, from a newer program, or what is in it is not sound (``sound``)."""
    with work_folder(beside) as folder:
        copy = folder / "data.db"
        _need_key(backup)
        manifest = archive.unpack(backup.path, copy, told, stopped)
        _need_usable(copy, backup, manifest, stopped, sound)
        if file_state(copy) is FileState.OLDER:
            upgrade_copy(copy)
        yield copy


def _need_key(backup: Backup) -> None:
    """LockedError, whose path is the backup's, where it is encrypted and its passphrase was not asked for."""
    if (mark := key_files.mark_of(backup)) and keys.find(mark) is None:
        raise keys.locked(backup.path)


@contextmanager
def work_folder(beside: Path) -> Iterator[Path]:
    """A folder for what is being made, on the same disk as ``beside``; it goes with the block."""
    for left in beside.glob(f"{_UNPACKED}*"):  # of a program that ended meanwhile
        if time.time() - left.stat().st_mtime > _LEFTOVER_AGE:
            shutil.rmtree(left, ignore_errors=True)
    try:
        folder = Path(tempfile.mkdtemp(prefix=_UNPACKED, dir=beside))
    except OSError as error:
        sentence = N_("The folder {folder} cannot be written to: {reason}. Choose another folder.")
        raise StorageError(sentence, folder=str(beside), reason=error.strerror or "") from error
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _need_usable(copy: Path, backup: Backup, manifest: Manifest, stopped: Stopped, sound: bool) -> None:
    state = file_state(copy)
    if state is FileState.NEWER:
        raise StorageError(_NEWER, file=backup.path.name)
    if state not in (FileState.OLDER, FileState.CURRENT):
        raise StorageError(UNSOUND, file=backup.path.name)
    if sound and not manifest.verified and snapshot.problems_of(copy, unheard, stopped):
        raise StorageError(UNSOUND, file=backup.path.name)


def _bring_contents(blobs: Blobs, backup: Backup, stopped: Stopped, form: str | None = None) -> tuple[str, ...]:
    """Copy back the contents that are missing here, or not in that form (mark of a key); returns those that are nowhere."""
    kept, lost = contents_in(backup.path.parent), []
    for digest in manifest_in(backup).attachments:
        archive.halt(stopped)
        if not blobs.has(digest, form):
            with suppress(StorageError):
                blobs.adopt(digest, kept, key_files.mark_of(backup))
        if not blobs.has(digest):
            lost.append(digest)
    return tuple(lost)
