"""A file that opens and is damaged inside (fault F25): what a restore would cost is asked, and the restore done, wherever the
damage is; never a program error."""

import os
from pathlib import Path

import pytest

from app import cli
from app.errors import AppError, DamagedFileError
from app.models import Customer
from app.safety.catalogue import backups
from app.safety.making import make_backup
from app.safety.preview import preview
from app.safety.replacing import is_damage, restore_over_damaged
from app.safety.restore import restore
from app.services import records
from app.store.backup import UNSOUND, backup_folder
from app.store.store import Store, open_file
from app.store.verify import verify

PAGE = 4096


@pytest.fixture
def saved(store: Store) -> Path:
    """A closed file of some hundred pages, with one backup."""
    rows = [{"name": f"客户 {index}", "notes": "备注" * 300} for index in range(150)]
    store.write("Import", records.create_many, Customer, rows)
    make_backup(store, "auto")
    store.close()
    return store.path


def tear(path: Path, first: float, last: float) -> None:
    """Overwrite a part of the file; the first page stays, so that it opens."""
    content = bytearray(path.read_bytes())
    begin, end = (max(1, int(len(content) * place) // PAGE) * PAGE for place in (first, last))
    content[begin:end] = os.urandom(end - begin)
    path.write_bytes(content)


def tear_rows(path: Path) -> None:
    """Overwrite every page with rows of customers: the schema stays, so that it opens."""
    content = path.read_bytes()
    pages = [content[at : at + PAGE] for at in range(0, len(content), PAGE)]
    path.write_bytes(b"".join(os.urandom(PAGE) if "备注".encode() in page else page for page in pages))


def brought_back(path: Path) -> None:
    """By what the window and the command line do."""
    backup = backups(backup_folder(path))[-1]
    store = open_file(path)
    try:
        if preview(store, backup).history != "unreadable":
            restore(store, backup)
            return
    except DamagedFileError as error:
        if not is_damage(store, error):
            raise
    finally:
        store.close()
    restore_over_damaged(open_file(path), backup)


@pytest.mark.parametrize("place", [0.02, 0.35, 0.65, 0.97])
def test_damage_in_the_middle_is_restored_over(saved: Path, place: float) -> None:
    tear(saved, place, place + 0.03)
    try:
        open_file(saved).close()
    except AppError:
        return  # the page “The data file cannot be opened” has its ways out
    brought_back(saved)
    opened = open_file(saved)
    assert verify(opened).whole
    opened.close()


def test_a_file_whose_records_are_rubbish_is_told_and_restored(saved: Path, capsys: pytest.CaptureFixture[str]) -> None:
    tear_rows(saved)
    store = open_file(saved)
    backup = backups(backup_folder(saved))[0]
    assert preview(store, backup).history == "unreadable"
    with pytest.raises(DamagedFileError) as told:
        make_backup(store, "auto")
    assert (told.value.key, told.value.path) == (UNSOUND, saved)
    store.close()
    assert cli.main(["--data", str(saved), "restore", "1"]) == 2
    assert "cannot be told" in capsys.readouterr().out
    assert cli.main(["--data", str(saved), "restore", "1", "--yes"]) == 0
    assert "The damaged file is in" in capsys.readouterr().out
    opened = open_file(saved)
    assert verify(opened).whole
    opened.close()
