"""A backup in the place of an open file that turned out to be damaged: the file is closed first, and moved aside whole."""

from contextlib import suppress

from app.errors import AppError, DamagedFileError
from app.safety.preparing import Present, present_of
from app.safety.restore import Restored, restore_file
from app.services import roles
from app.store.archive import Backup, Stopped, Told
from app.store.store import Store


def is_damage(store: Store, error: AppError) -> bool:
    """Whether this says that the open file itself is damaged, no backup of it."""
    return isinstance(error, DamagedFileError) and error.path == store.path


def restore_over_damaged(
    store: Store, backup: Backup, *, told: Told | None = None, stopped: Stopped | None = None
) -> Restored:
    """Close the store, whatever happens, and put the backup in its file's place. Drafts come along where they can be read.

    ValidationError where the role does not allow it (as far as it can be read), StorageError or Cancelled with the damaged
    file as it was.
    """
    try:
        need_restore(store)
        present = _present(store)
    finally:
        store.close()
    return restore_file(store.path, [backup], told=told, stopped=stopped, present=present)


def need_restore(store: Store) -> None:
    """The right to restore; where the damaged file does not tell who has it, whoever has the file may mend it."""
    with suppress(DamagedFileError):
        store.read(roles.require, "restore")


def _present(store: Store) -> Present:
    with suppress(AppError):
        return present_of(store)
    return Present()
