"""Opening what is encrypted: by its passphrase or its recovery key, each wrong try slower than the one before."""

import math
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from app.errors import StorageError, ValidationError, WrongPassphraseError
from app.i18n import N_
from app.safety.wrapping import Unfit, unwrap_passphrase, unwrap_recovery
from app.store import key_files, keys
from app.store.archive import SUFFIX
from app.store.engine import opens

FREE, _FIRST_WAIT, _LONGEST_WAIT = 5, 1, 60
"""Tries without a wait; seconds after the next wrong one, doubled with each further one up to a minute."""
_WRONG = N_("This passphrase does not open {file}. Nothing was changed.")
_WRONG_PAPER = N_("This recovery key does not open {file}. Nothing was changed.")
_WAIT = N_("Too many wrong tries. Wait {wait} s, then try again.")

_tries: dict[str, tuple[int, float]] = {}
"""Path -> wrong tries so far, and the moment before which none is looked at. Of this process only."""
clock: Callable[[], float] = time.monotonic


def unlock(path: Path, passphrase: str) -> None:
    """Add the key of an encrypted data file, or of a backup (``.clb``), to the ring; one that is open already stays so.

    WrongPassphraseError for another passphrase and while too many were wrong (``wait`` seconds); StorageError where the
    wrapped keys are lost or damaged. Takes about 0.3 s: that is what a guess costs.
    """
    _open(path, lambda wrapped: unwrap_passphrase(wrapped, passphrase, path.name), _WRONG)


def unlock_with_recovery(path: Path, text: str) -> None:
    """The same by the recovery key, typed with or without dashes, in capitals or not. ValidationError where the text can be
    no recovery key: that is no try."""
    _open(path, lambda wrapped: unwrap_recovery(wrapped, text, path.name), _WRONG_PAPER)


def wait_for(path: Path) -> int:
    """How many seconds have to pass before the next try is looked at; 0 for at once."""
    return max(0, math.ceil(_tries.get(str(path.absolute()), (0, 0.0))[1] - clock()))


def unwrapped(path: Path, passphrase: str) -> tuple[bytes, dict[str, Any]]:
    """The data key and the wrapped keys of a file; errors as ``unlock``."""
    return _tried(path, lambda wrapped: unwrap_passphrase(wrapped, passphrase, path.name), _WRONG)


def unwrapped_by_recovery(path: Path, text: str) -> tuple[bytes, dict[str, Any]]:
    """The same by the recovery key; errors as ``unlock_with_recovery``."""
    return _tried(path, lambda wrapped: unwrap_recovery(wrapped, text, path.name), _WRONG_PAPER)


def _open(path: Path, unwrap: Callable[[Mapping[str, Any]], bytes], wrong: str) -> None:
    key, wrapped = _tried(path, unwrap, wrong)
    keys.add(key)
    if path.suffix != SUFFIX:
        keys.opened_with(path, key)
        _heal(path, wrapped)


def _tried(path: Path, unwrap: Callable[[Mapping[str, Any]], bytes], wrong: str) -> tuple[bytes, dict[str, Any]]:
    if wait := wait_for(path):
        raise WrongPassphraseError(_WAIT, wait)
    found = _found(path, unwrap, wrong)
    _tries.pop(str(path.absolute()), None)
    return found


def _found(path: Path, unwrap: Callable[[Mapping[str, Any]], bytes], wrong: str) -> tuple[bytes, dict[str, Any]]:
    """What unwraps, and opens the file; keys that do unwrap are right where nothing opens it: it is damaged then."""
    unwrapped = list[tuple[bytes, dict[str, Any]]]()
    tried = False
    for wrapped in key_files.all_for(path):
        tried = True
        with suppress(Unfit):
            unwrapped.append((unwrap(wrapped), wrapped))
            if path.suffix == SUFFIX or opens(path, unwrapped[-1][0]):
                return unwrapped[-1]
    own = (keys.read_wrapped(path) or {}).get("key")
    for key, wrapped in unwrapped:
        if wrapped["key"] == own:
            return key, wrapped
    if not tried:
        raise StorageError(key_files.NO_KEYS, file=path.name, path=str(keys.keys_path(path)))
    raise _counted(path, wrong)


def _counted(path: Path, wrong: str) -> WrongPassphraseError:
    """One more wrong try."""
    name = str(path.absolute())
    count = _tries.get(name, (0, 0.0))[0] + 1
    wait = min(_FIRST_WAIT << (count - FREE), _LONGEST_WAIT) if count >= FREE else 0
    _tries[name] = count, clock() + wait
    return WrongPassphraseError(wrong, wait, file=path.name)


def _heal(path: Path, wrapped: dict[str, Any]) -> None:
    """A ``.keys`` file that is lost or another file's is written again; the copy on this computer is brought up to date."""
    own = keys.read_wrapped(path)
    if own is None or own["key"] != wrapped["key"]:
        try:
            key_files.write(path, wrapped)
        except StorageError:  # a folder for reading only: it opens all the same
            return
    else:
        key_files.remember(path, own)


def forgive() -> None:
    """Forget how many tries were wrong, as a new start of the program does."""
    _tries.clear()


def check_new(passphrase: str) -> None:
    """ValidationError for a passphrase that is too short to be one."""
    from app.analysis.passphrases import LEAST

    if len(passphrase.strip()) < LEAST:
        raise ValidationError(N_("A passphrase has at least {least} characters."), field="passphrase", least=LEAST)
