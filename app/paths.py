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
    if named:
        folder = Path(named)
    else:
        from platformdirs import user_data_path

        folder = user_data_path("Clientele", appauthor=False)
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def default_data_file() -> Path:
    """The data file that opens when none is named."""
    return data_folder() / DATA_FILE_NAME


def preferences_file() -> Path:
    """Window, splitter and column state of this user on this machine (JSON, never part of the data)."""
    return data_folder() / "preferences.json"


def log_file() -> Path:
    """The program's own log; it names errors, never people's data."""
    return data_folder() / "clientele.log"


def documents_folder() -> Path:
    """Where saved PDFs and exports are offered to go first."""
    from platformdirs import user_documents_path

    folder = user_documents_path()
    return folder if folder.is_dir() else Path.home()
