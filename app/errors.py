"""The errors a person can do something about. Anything else that is raised is a bug and reaches the crash hook."""

import errno
from pathlib import Path
from typing import NamedTuple

from app.i18n import N_, gettext_text

__all__ = [
    "AppError", "Cancelled", "ClosedFileError", "ConflictError", "DamagedFileError", "LockedError", "LostFileError", "PlaceError",
    "StorageError", "Translated", "ValidationError", "WrongPassphraseError", "reason_of",
]  # fmt: skip


class Translated(NamedTuple):
    """A msgid among the values of a sentence: translated when the sentence around it is.

    No dataclass: that module would cost the first paint 4 ms.
    """

    key: str

    def __str__(self) -> str:
        return gettext_text(self.key)

    def __format__(self, spec: str) -> str:
        return format(str(self), spec)


class AppError(Exception):
    """Something in the environment or the input is wrong; ``sentence`` says what and what to do.

    ``key`` is the untranslated sentence (an English msgid marked with ``N_``), so tests and later programs compare
    the key and never the text. ``values`` fill its named placeholders and are never themselves formatted.
    """

    def __init__(self, key: str, **values: object) -> None:
        super().__init__(key)
        self.key = key
        self.values = values

    @property
    def sentence(self) -> str:
        """The message in the language in force where it is shown, not where it was raised."""
        return gettext_text(self.key).format(**self.values)

    def __str__(self) -> str:
        return self.sentence


class ValidationError(AppError):
    """One value is not acceptable; ``field`` is the entity's field key, so that the screen shows it beside the field."""

    def __init__(self, key: str, field: str = "", **values: object) -> None:
        super().__init__(key, **values)
        self.field = field


class ConflictError(AppError):
    """Somebody else, or a later step, changed the same record in the meantime."""


class StorageError(AppError):
    """The data file, a folder, a disk or a printer does not do what is needed."""


class LostFileError(StorageError):
    """The open data file is no longer at its path; ``why`` is gone, replaced or emptied. ``Store.rescue`` saves what is open."""

    def __init__(self, key: str, why: str, **values: object) -> None:
        super().__init__(key, **values)
        self.why = why


class ClosedFileError(StorageError):
    """The data file was let go of before the question: whoever asked goes too, and waits for no answer."""


class DamagedFileError(StorageError):
    """What is in the data file at ``path`` cannot be read any more, all of it or in places; ``safety.ways`` has the ways out."""

    def __init__(self, key: str, path: Path, **values: object) -> None:
        super().__init__(key, **values)
        self.path = path


class PlaceError(StorageError):
    """The data file lies where it must not be worked on: ``place`` is cloud, network or removable, ``name`` whose it is.

    The ways out: ``place.move_home``, or opening it with ``anywhere=True`` after a typed confirmation.
    """

    def __init__(self, key: str, place: str, name: str, **values: object) -> None:
        super().__init__(key, name=name, **values)
        self.place, self.name = place, name


class LockedError(AppError):
    """An encrypted data file or backup, at ``path``, whose key nobody unlocked: ask for its passphrase. No StorageError: the
    ways out of a broken file must not be taken."""

    def __init__(self, key: str, path: Path, **values: object) -> None:
        super().__init__(key, **values)
        self.path = path


class WrongPassphraseError(AppError):
    """What was entered opens nothing; ``wait`` is how many seconds have to pass before the next try is looked at."""

    def __init__(self, key: str, wait: int = 0, **values: object) -> None:
        super().__init__(key, wait=wait, **values)
        self.wait = wait


_NO_SPACE, _NO_RIGHT = N_("the disk is full"), N_("that is not permitted")
_TAKEN, _BROKEN = N_("another program is using it"), N_("the disk reports an error")
_READ_ONLY = N_("the disk or the file is read-only")
_REASONS: dict[int, str] = {
    errno.ENOENT: N_("there is no such file or folder"), errno.EACCES: _NO_RIGHT, errno.EPERM: _NO_RIGHT,
    errno.ENOSPC: _NO_SPACE, errno.EROFS: _READ_ONLY, errno.EIO: _BROKEN, errno.EBUSY: _TAKEN, errno.ETXTBSY: _TAKEN,
    errno.EISDIR: N_("it is a folder"), errno.ENOTDIR: N_("part of the path is not a folder"),
    errno.EEXIST: N_("it exists already"), errno.ENAMETOOLONG: N_("the name is too long"),
    errno.EFBIG: N_("the file is too large for this disk"), errno.ELOOP: N_("its links lead in a circle"),
    errno.EMFILE: N_("too many files are open"), errno.ETIMEDOUT: N_("the disk or the network does not answer"),
}  # fmt: skip
_WINDOWS_TAKEN = (32, 33)
"""Sharing and lock violations, which Python reports as "permission denied"."""
_OF_SQLITE = {
    "unable to open database file": N_("the file cannot be opened"), "database or disk is full": _NO_SPACE,
    "attempt to write a readonly database": _READ_ONLY, "disk I/O error": _BROKEN, "database is locked": _TAKEN,
    "file is not a database": N_("it is not a data file"), "database disk image is malformed": N_("the file is damaged"),
}  # fmt: skip


def reason_of(error: BaseException) -> Translated | str:
    """Why the system refused, in the program's own words (for ``{reason}`` of a sentence); the system's where we have none."""
    if isinstance(error, OSError):
        taken = getattr(error, "winerror", None) in _WINDOWS_TAKEN
        own = _TAKEN if taken else _REASONS.get(error.errno or 0, "")
        return Translated(own) if own else error.strerror or str(error)
    text = str(getattr(error, "orig", None) or error)
    return Translated(_OF_SQLITE[text]) if text in _OF_SQLITE else text


class Cancelled(AppError):
    """The person stopped a long piece of work; nothing of it was kept."""

    def __init__(self) -> None:
        super().__init__(N_("Stopped. Nothing was changed."))
