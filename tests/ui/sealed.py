"""An encrypted data file for the tests of the window: encrypted once, copied for each test."""

import shutil
from pathlib import Path

import pytest

from app.models import Customer
from app.safety import encryption, wrapping
from app.services import records
from app.store.keys import keys_path
from app.store.store import open_file

WORDS = "vier Wörter 直到 morgen"
NAME = "Canary Steel"


def sealed_file(template: Path, folder: Path) -> tuple[Path, str]:
    """A file with one customer, opened by ``WORDS``, and its recovery key; no key is left unlocked."""
    path = Path(shutil.copy(template, folder / "sealed.db"))
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("CLIENTELE_HOME", str(folder))
        patched.setattr(wrapping, "COST", wrapping.Cost(64, 1, 1))
        store = open_file(path)
        store.write("add", records.create, Customer, {"name": NAME})
        recovery = encryption.encrypt(store, WORDS)
    encryption.forget()
    return path, recovery


def copy_to(sealed: Path, path: Path) -> Path:
    """A copy of it with its keys."""
    shutil.copy(keys_path(sealed), keys_path(path))
    return Path(shutil.copy(sealed, path))
