"""On a computer with several accounts nobody else reads what the program keeps (POSIX): data, backups, keys, attachments,
preferences. What is handed on, and what was there, has the rights it always had."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from app import files
from app.models import Customer
from app.paths import preferences_file
from app.safety import encryption
from app.safety.making import make_backup
from app.safety.places import choose
from app.safety.restore import restore, restore_file
from app.services import attachments, records
from app.store.store import create, open_file
from app.ui.preferences import Preferences

pytestmark = pytest.mark.skipif(os.name != "posix", reason="rights of files are POSIX's")


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """As the program starts on an account with the usual umask."""
    before = os.umask(0o022)
    monkeypatch.setattr(files, "_umask", None)
    files.keep_private()
    yield
    os.umask(before)


def open_to_others(folder: Path, *but: Path) -> list[str]:
    found = (path for path in folder.rglob("*") if path not in but)
    return [str(path.relative_to(folder)) for path in found if path.stat().st_mode & 0o077]


def test_everything_the_program_keeps_is_private(started: None, tmp_path: Path, home: Path) -> None:
    home.chmod(0o700)
    path = home / "firm.db"
    store = create(path)
    made = store.write("a", records.create, Customer, {"name": "华信"}).value
    store.write("b", attachments.add, "customers", made, attachments.Fresh("合同.txt", b"content"))
    choose(path, None, None)
    backup = make_backup(store, "auto")
    restore(store, backup)
    Preferences(preferences_file()).set("language", "zh")
    assert open_to_others(home) == []
    encryption.encrypt(store, "a long passphrase")
    restore_file(path, [backup])
    assert open_to_others(home) == []
    assert len(list(home.rglob("*"))) > 12


def test_an_older_file_is_left_alone_and_what_replaces_it_is_private(started: None, data_file: Path, tmp_path: Path) -> None:
    data_file.chmod(0o644)
    open_file(data_file).close()
    assert data_file.stat().st_mode & 0o777 == 0o644
    target = tmp_path / "own.json"
    target.touch()
    target.chmod(0o664)
    with files.atomic_write(target) as file:
        file.write(b"{}")
    assert target.stat().st_mode & 0o777 == 0o600


def test_what_is_handed_on_has_the_usual_rights(started: None, tmp_path: Path) -> None:
    new, old = tmp_path / "list.xlsx", tmp_path / "old.pdf"
    old.touch()
    old.chmod(0o664)
    for path in (new, old):
        with files.atomic_write(path, shared=True) as file:
            file.write(b"x")
    assert [path.stat().st_mode & 0o777 for path in (new, old)] == [0o644, 0o664]
