"""Which versions must not meet: a pair that is known to be bad refuses to start and says why (docs/decisions/0003)."""

from collections.abc import Sequence

from app.errors import StorageError
from app.i18n import N_

Version = Sequence[int]

SQLITE_LEAST = (3, 51, 3)
"""The first SQLite without the WAL-reset fault, which can lose writes when a checkpoint meets a writer."""
PYTHON_FOR_NEW_QT = (3, 12)
QT_THAT_NEEDS_IT = (6, 12)


def own() -> str:
    """The program's version; a checkout that was never installed has the one of its declaration."""
    from importlib import metadata

    try:
        return metadata.version("clientele")
    except metadata.PackageNotFoundError:
        return "0.1.0"


def problem(python: Version, pyside: Version | None = None, sqlite: Version | None = None) -> str | None:
    """Why these versions must not run together, in the language in force; None where nothing is known against them.

    Versions are numbers, (major, minor, …). ``None`` leaves that part out: the command line has no Qt.
    """
    found = refusal(python, pyside, sqlite)
    return found.sentence if found else None


def refusal(python: Version, pyside: Version | None = None, sqlite: Version | None = None) -> StorageError | None:
    """The same as an error that can be raised."""
    if pyside and tuple(pyside[:2]) >= QT_THAT_NEEDS_IT and tuple(python[:2]) < PYTHON_FOR_NEW_QT:
        key = N_(
            "PySide6 {pyside} ends the program without warning on Python {python}. "
            "Install Python 3.12 or newer, delete the folder .venv and start run.py again."
        )
        return StorageError(key, pyside=_dotted(pyside), python=_dotted(python))
    if sqlite and tuple(sqlite) < SQLITE_LEAST:
        key = N_(
            "SQLite {sqlite} can lose what was saved; {least} or newer is needed. "
            "Delete the folder .venv and start run.py again."
        )
        return StorageError(key, sqlite=_dotted(sqlite), least=_dotted(SQLITE_LEAST))
    return None


def _dotted(version: Version) -> str:
    return ".".join(str(part) for part in version[:3])
