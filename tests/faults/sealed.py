"""An encrypted file among the faults: the passphrase it opens with, and opening it whatever form it is in."""

from pathlib import Path

from app.errors import LockedError
from app.safety import unlocking, wrapping
from app.safety.encryption import decrypt, encrypt, is_encrypted, unlock
from app.store import keys
from app.store.store import Store, open_file

PASSPHRASE = "断电也打得开 7"  # noqa: S105 - what the benches type


def cheap() -> None:
    """A passphrase costs next to nothing: what is tried here is not how long one takes to guess."""
    wrapping.COST = wrapping.Cost(64, 1, 1)


def opened(path: Path) -> Store:
    """The file as a new start of the program opens it."""
    keys.forget()
    unlocking.forgive()
    try:
        return open_file(path)
    except LockedError:
        unlock(path, PASSPHRASE)
        return open_file(path)


def turned(store: Store) -> Store:
    """The open file in its other form, open again."""
    path = store.path
    if is_encrypted(path):
        decrypt(store)
    else:
        encrypt(store, PASSPHRASE)
    return open_file(path)
