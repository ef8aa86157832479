"""Encrypting a data file with all that belongs to it, taking that back, and changing what opens it.

SQLCipher with a random key; attachments under keys that come of it; backups made from now on hold encrypted data. A whole new
file is written beside the old one, checked, and swapped in as restores are: whatever moment the program ends, the old or the
new one is there and opens (fault F85).
"""

import os
import secrets
from collections.abc import Callable
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy.exc import DBAPIError

from app.analysis.passphrases import strength
from app.errors import ConflictError, StorageError, reason_of
from app.i18n import N_
from app.paths import pending_restore
from app.safety.making import make_backup
from app.safety.places import folder_of
from app.safety.plain_backups import plain_backups, purge_plain
from app.safety.unlocking import check_new, unlock, unlock_with_recovery, unwrapped, unwrapped_by_recovery, wait_for
from app.safety.wrapping import new_recovery, wrap_passphrase, wrap_recovery, wrapped_keys
from app.services import roles
from app.store import key_files, keys, snapshot
from app.store.archive import Stopped, Told, halt, never, unheard
from app.store.backup import part
from app.store.engine import SqliteError
from app.store.forms import add_forms
from app.store.keys import forget, is_encrypted
from app.store.leftovers import turning_folder
from app.store.lock import release, take
from app.store.recoding import recode
from app.store.store import Store, open_file
from app.store.swap import ready_path, swap_in

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = [
    "change_passphrase", "check_new", "decrypt", "encrypt", "forget", "is_encrypted", "new_recovery_key", "plain_backups",
    "purge_plain", "reset_passphrase", "strength", "unlock", "unlock_with_recovery", "wait_for",
]  # fmt: skip
BEFORE, BEFORE_PLAIN = "before-encryption", "before-decryption"
_ALREADY, _PLAIN = N_("{file} is encrypted already."), N_("{file} is not encrypted.")
_READING_ONLY = N_("{file} is open for reading only. Nothing was saved.")
_UNSOUND = N_("The new form of {file} is not what was written. Nothing was changed.")
_MOVED_ON = N_("Something was saved meanwhile. Nothing was changed; repeat it.")
_FAILED = N_("{path} could not be written: {reason}. Nothing was changed.")


def encrypt(source: Store | Path, passphrase: str, told: Told | None = None, stopped: Stopped | None = None) -> str:
    """Encrypt a data file and its attachments; returns the recovery key, which is shown once and kept nowhere in clear.

    An open store is closed on the way and stays closed, whatever happens: open the file again afterwards (its key is
    unlocked). A checked backup is made before; it and all older ones are plain: see ``plain_backups``. ValidationError for a
    passphrase under 8 characters, with the store still open, or where the role does not allow it; StorageError or Cancelled
    with the file as it was.
    """
    check_new(passphrase)
    key, recovery = secrets.token_bytes(32), new_recovery()

    def keyed(file: str) -> dict[str, Any]:
        return wrapped_keys(key, file, passphrase, recovery)

    _turn(source, key, keyed, BEFORE, told or unheard, stopped or never)
    return recovery


def decrypt(source: Store | Path, told: Told | None = None, stopped: Stopped | None = None) -> None:
    """Make a plain file of an encrypted, unlocked one, attachments too. Closes the store as ``encrypt`` does. Backups made
    until now stay encrypted, and still open with the passphrase of then."""
    _turn(source, None, None, BEFORE_PLAIN, told or unheard, stopped or never)


def _turn(
    source: Store | Path, key: bytes | None, keyed: Callable[[str], dict[str, Any]] | None, reason: str, told: Told,
    stopped: Stopped,
) -> None:  # fmt: skip
    """Bring a file into the other form: back it up, write it anew with ``key``, check, swap."""
    store = source if isinstance(source, Store) else open_file(source)
    path = store.path
    try:
        _need(store, encrypted=key is None)
        backup = make_backup(store, reason, folder_of(path), told=part(told, 0.0, 0.3), stopped=stopped)
    finally:
        store.close()
    lock = take(path)
    try:
        with _as_sentence(path), _ring_with(key), turning_folder(path) as folder:
            ready = _written_anew(path, folder, key, part(told, 0.3, 0.6), stopped)
            if backup.manifest is None or snapshot.facts_of(ready).chain != backup.manifest.chain:
                raise ConflictError(_MOVED_ON)
            add_forms(path, key, part(told, 0.6, 0.95), stopped)
            halt(stopped)
            _swap(path, ready, keyed(backup.manifest.file) if keyed else None)
    finally:
        release(path, lock)
    if key is not None:
        keys.opened_with(path, key)
    told(1.0)


def _need(store: Store, encrypted: bool) -> None:
    if store.readonly:
        raise StorageError(_READING_ONLY, file=store.path.name)
    if is_encrypted(store.path) != encrypted:
        raise ConflictError(_PLAIN if encrypted else _ALREADY, file=store.path.name)
    store.read(roles.require, "secure")


@contextmanager
def _as_sentence(path: Path) -> "Iterator[None]":
    try:
        yield
    except (OSError, SqliteError, DBAPIError) as error:
        raise StorageError(_FAILED, path=str(path), reason=reason_of(error)) from error


@contextmanager
def _ring_with(key: bytes | None) -> "Iterator[None]":
    """The new key unlocked; dropped again where nothing came of it."""
    if key is not None:
        keys.add(key)
    try:
        yield
    except BaseException:
        if key is not None:
            keys.drop(key)
        raise


def _written_anew(path: Path, folder: Path, key: bytes | None, told: Told, stopped: Stopped) -> Path:
    """The whole file in its new form, in a folder of its own: every record, digest and page of it read again."""
    copy = folder / "data.db"
    recode(path, copy, key, stopped)
    told(0.4)
    old, new = snapshot.facts_of(path), snapshot.facts_of(copy)
    if old != new or snapshot.problems_of(copy, part(told, 0.4, 1.0), stopped):
        raise StorageError(_UNSOUND, file=path.name)
    return copy


def _swap(path: Path, copy: Path, wrapped: dict[str, Any] | None) -> None:
    """From here on the next start goes on with it. The wrapped keys are on the disk before the file that needs them."""
    ready = ready_path(path)
    for left in (ready, keys.keys_path(ready)):
        left.unlink(missing_ok=True)
    if wrapped is not None:
        key_files.write(ready, wrapped, path)
    os.replace(copy, ready)
    try:
        swap_in(path, ready, drop=True)
    finally:
        if not pending_restore(path).exists():
            for left in (ready, keys.keys_path(ready)):
                left.unlink(missing_ok=True)


# what opens it --------------------------------------------------------------------------------------------------------


def change_passphrase(path: Path, old: str, new: str) -> None:
    """Let ``new`` open the file instead of ``old``. Also while it is open. The data key stays: whoever has the old
    passphrase and an older copy of the ``.keys`` file, or an older backup, still opens those.

    WrongPassphraseError as ``unlock``, ValidationError for a new one that is too short, StorageError with the old one in
    force."""
    check_new(new)
    key, wrapped = unwrapped(path, old)
    key_files.write(path, wrapped | {"passphrase": wrap_passphrase(key, new)})


def reset_passphrase(path: Path, recovery: str, new: str) -> None:
    """Let ``new`` open the file where the old passphrase is forgotten: the recovery key, which stays the same, allows it.
    Errors as ``change_passphrase``, ValidationError also for what can be no recovery key."""
    check_new(new)
    key, wrapped = unwrapped_by_recovery(path, recovery)
    key_files.write(path, wrapped | {"passphrase": wrap_passphrase(key, new)})


def new_recovery_key(path: Path, passphrase: str) -> str:
    """A new recovery key; the one on paper opens the file no more (older backups it does). Errors as ``change_passphrase``."""
    key, wrapped = unwrapped(path, passphrase)
    recovery = new_recovery()
    key_files.write(path, wrapped | {"recovery": wrap_recovery(key, recovery)})
    return recovery
