"""Encrypting a data file with all that belongs to it, taking that back, and changing what opens it.

SQLCipher with a random key; attachments under keys derived from it; backups made from now on hold encrypted data. Whatever
moment the program ends: the old file or the new one is there whole, and opens (fault F85).
"""

from pathlib import Path

from app.analysis.passphrases import strength
from app.safety.unlocking import unlock, unlock_with_recovery, wait_for
from app.store.archive import Stopped, Told
from app.store.keys import forget, is_encrypted
from app.store.store import Store

__all__ = [
    "change_passphrase", "decrypt", "encrypt", "forget", "is_encrypted", "new_recovery_key", "plain_backups", "purge_plain",
    "strength", "unlock", "unlock_with_recovery", "wait_for",
]  # fmt: skip


def encrypt(source: Store | Path, passphrase: str, told: Told | None = None, stopped: Stopped | None = None) -> str:
    """Encrypt a data file and its attachments; returns the recovery key, which is shown once and kept nowhere in clear.

    An open store is closed first and stays closed, whatever happens: open the file again afterwards (its key is unlocked). A
    checked backup is made before; it and all older ones are plain: see ``plain_backups``. ValidationError for a passphrase
    under 8 characters; StorageError or Cancelled with the file as it was.
    """
    raise NotImplementedError


def decrypt(source: Store | Path, told: Told | None = None, stopped: Stopped | None = None) -> None:
    """Make a plain file of an encrypted, unlocked one, attachments too. Closes the store as ``encrypt`` does."""
    raise NotImplementedError


def change_passphrase(path: Path, old: str, new: str) -> None:
    """Let ``new`` open the file instead of ``old``. Also while it is open. The data key stays: whoever has the old
    passphrase and an older copy of the ``.keys`` file, or an older backup, still opens those."""
    raise NotImplementedError


def new_recovery_key(path: Path, passphrase: str) -> str:
    """A new recovery key; the one on paper opens the file no more (older backups it does)."""
    raise NotImplementedError


def plain_backups(path: Path) -> int:
    """How many backups of this encrypted file, in both of its places, are plain: made before it was encrypted."""
    raise NotImplementedError


def purge_plain(store: Store) -> int:
    """Make an encrypted backup of now, checked, and delete the plain ones; returns how many went. StorageError where none can
    be made: then none goes."""
    raise NotImplementedError
