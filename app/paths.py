"""Where things are: the program's own resources (also when frozen) and the person's data folder."""

import os
import sys
from pathlib import Path

ROOT = Path(getattr(sys, "_MEIPASS", Path(__file__).resolve().parent.parent))
DATA_FILE_NAME = "clientele.db"


def resource(*parts: str) -> Path:
    """A file or folder below ``resources/``."""
    return ROOT.joinpath("resources", *parts)


def docs(*parts: str) -> Path:
    """A file or folder below ``docs/`` (the manual opens from there)."""
    return ROOT.joinpath("docs", *parts)


def data_folder() -> Path:
    """The person's own data folder, made if need be; ``CLIENTELE_HOME`` names another (tests, a USB stick)."""
    named = os.environ.get("CLIENTELE_HOME")
    folder = Path(named) if named else _usual_folder()
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def _usual_folder() -> Path:
    """Where the system wants a program's data. On Linux the rule is one line, and platformdirs would take 7 ms of the 60
    that the frame may take beyond a bare window; elsewhere the rules are its own."""
    if sys.platform.startswith("linux"):
        return Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share") / "Clientele"
    from platformdirs import user_data_path

    return user_data_path("Clientele", appauthor=False)


def default_data_file() -> Path:
    """The data file that opens when none is named."""
    return data_folder() / DATA_FILE_NAME


def pending_restore(data_file: Path) -> Path:
    """The note of a restore under way (``store/swap.py``): while it lies there, a start goes on with it."""
    return data_file.with_name(data_file.name + ".pending-restore.json")


def erased_list(data_file: Path) -> Path:
    """The marks of whom this data file erased (``safety/erased_list.py``): while it lies there, a start looks for them."""
    return data_file.with_name(data_file.name + ".erased.json")


def noted_later(data_file: Path) -> Path:
    """What left this data file while a window had it (``safety/noted_later.py``): the next start takes it over."""
    return data_file.with_name(data_file.name + ".left.json")


def preferences_file() -> Path:
    """Window, splitter and column state of this user on this machine (JSON, never part of the data)."""
    return data_folder() / "preferences.json"


def places_file() -> Path:
    """Where the backups of each data file go on this computer (JSON, never part of the data)."""
    return data_folder() / "backup-places.json"


def kept_keys() -> Path:
    """Copies of the wrapped keys of encrypted data files: one that loses its own is opened by them."""
    return data_folder() / "keys"


def log_file() -> Path:
    """The program's own log; it names errors, never people's data."""
    return data_folder() / "clientele.log"


def documents_folder() -> Path:
    """Where saved PDFs and exports are offered to go first."""
    from platformdirs import user_documents_path

    folder = user_documents_path()
    return folder if folder.is_dir() else Path.home()
