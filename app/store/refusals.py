"""Why a data file is not opened, read or written, as sentences; what the file is must be known before SQLite touches it."""

from pathlib import Path

from sqlalchemy.exc import DatabaseError, DBAPIError, OperationalError
from sqlcipher3 import dbapi2

from app.errors import AppError, DamagedFileError, StorageError, reason_of
from app.i18n import N_
from app.store.engine import FileState, file_state

_REFUSALS = {
    FileState.MISSING: N_("There is no data file {path}. Check the name, or make it with “sample” or “import”."),
    FileState.EMPTY: N_("{path} is empty: damaged, or never written. Restore a backup, or choose another file."),
    FileState.FOREIGN: N_("{path} is not a data file of this program, or it is damaged. It was left untouched."),
    FileState.NEWER: N_("{path} is from a newer version of the program. Update the program; the file was left untouched."),
}
DAMAGED = N_("{file} is damaged. Restore a backup.")
_GARBLED = "Could not decode to UTF-8"


def recognised(path: Path) -> FileState:
    """CURRENT or OLDER; StorageError for what is no file of ours or can't be read."""
    try:
        state = file_state(path)
    except OSError as error:
        raise StorageError(N_("{path} cannot be read: {reason}."), path=str(path), reason=reason_of(error)) from error
    if state in _REFUSALS:
        raise StorageError(_REFUSALS[state], path=str(path))
    return state


def is_garbled(error: DBAPIError) -> bool:
    """Whether a text in the file is no UTF-8 any more: its row is damaged, the others can be read (fault F25f)."""
    return _GARBLED in str(error.orig)


def storage_error(path: Path, error: DBAPIError) -> AppError | DBAPIError:
    """What the environment did to a statement, as a sentence; a programming error stays the bug it is."""
    reason = str(error.orig)
    if "CHECK constraint failed" in reason:
        return StorageError(N_("A value is longer than its field allows. Nothing was saved."))
    if isinstance(error, OperationalError) and "locked" in reason:
        return StorageError(N_("{file} is busy in another program. Try again in a moment."), file=path.name)
    if type(error) is DatabaseError or "malformed" in reason or "not a database" in reason or _GARBLED in reason:
        return DamagedFileError(DAMAGED, path, file=path.name)
    if isinstance(error, OperationalError):
        return StorageError(
            N_("{file} could not be read or written: {reason}. Nothing was saved; what you typed is still there."),
            file=path.name, reason=reason_of(error),
        )  # fmt: skip
    return error


def bare_error(path: Path, error: dbapi2.Error) -> Exception:
    """The same for what a bare connection raises."""
    kind = OperationalError if isinstance(error, dbapi2.OperationalError) else DatabaseError
    return storage_error(path, kind("", None, error))
