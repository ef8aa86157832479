"""Which backups there are: by their names and manifests alone, so that a list of sixty opens at once."""

from pathlib import Path

from app.errors import StorageError, reason_of
from app.i18n import N_
from app.store.archive import SUFFIX, Backup, manifest_of, named

REASONS = {
    "auto": N_("automatic"), "exit": N_("at the end of work"), "by-hand": N_("by hand"), "before-upgrade": N_("before an update"),
    "before-restore": N_("before a restore"), "before-import": N_("before an import"), "before-merge": N_("before a merge"),
    "before-change": N_("before a change of many"), "before-erase": N_("before an erasure"),
    "before-purge": N_("before the recycle bin was emptied"),
    "before-encryption": N_("before encrypting"), "before-decryption": N_("before decrypting"),
    "after-encryption": N_("after encrypting"),
}  # fmt: skip
"""Why a backup was made, by the word in its name."""


def backups(folder: Path) -> tuple[Backup, ...]:
    """The backups in a folder, the newest first by their numbers; a damaged one has no manifest and says what is wrong.

    Empty where there is no such folder; StorageError where it cannot be read. Their data is looked at when one is used.
    """
    try:
        paths = [path for path in folder.iterdir() if path.suffix == SUFFIX] if folder.is_dir() else []
    except OSError as error:
        raise StorageError(N_("{path} cannot be read: {reason}."), path=str(folder), reason=reason_of(error)) from error
    found = [backup for path in paths if (backup := backup_at(path)) is not None]
    return tuple(sorted(found, key=lambda one: (one.number, one.path.name), reverse=True))


def backup_at(path: Path) -> Backup | None:
    """The backup in this file; None where it is not called like one."""
    parts = named(path)
    if parts is None:
        return None
    manifest, problem, size = None, "", 0
    try:
        size = path.stat().st_size
        manifest = manifest_of(path)
    except StorageError as error:
        problem = error.sentence
    except OSError as error:
        problem = str(reason_of(error))
    return Backup(path, *parts, size, manifest, problem)
