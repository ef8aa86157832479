"""A file moved to this computer keeps the places that were chosen for its backups."""

from pathlib import Path

import pytest

from app.errors import StorageError
from app.models import Customer
from app.safety.catalogue import backups
from app.safety.places import choose, places
from app.safety.rounds import back_up_now, move_backups
from app.safety.ways import bring_home
from app.services import records
from app.store.store import Store, open_file


@pytest.fixture
def chosen(store: Store, tmp_path: Path) -> Store:
    """A file whose backups lie in a chosen folder and on a stick."""
    for name in ("disk", "stick"):
        (tmp_path / name).mkdir()
    choose(store.path, tmp_path / "disk", tmp_path / "stick")
    store.write("add", records.create, Customer, {"name": "A"})
    assert back_up_now(store, "auto").problem is None
    return store


def test_the_chosen_places_come_along_under_another_name(chosen: Store, tmp_path: Path) -> None:
    before = places(chosen.path)
    chosen.close()
    home = bring_home(chosen.path, tmp_path / "here" / "clientele.db")
    assert places(home) == before, "the folders keep the name of the file as it was"
    again = open_file(home)
    again.write("add", records.create, Customer, {"name": "B"})
    assert back_up_now(again, "auto").problem is None
    for folder in (before.folder, before.second):
        assert [one.number for one in backups(folder or tmp_path)] == [2, 1]
    assert places(chosen.path).second is None, "another file made there chooses for itself"
    (tmp_path / "other").mkdir()
    moved = move_backups(again, tmp_path / "other", None)
    assert [one.number for one in backups(moved.folder)] == [2, 1]
    again.close()


def test_where_it_cannot_be_moved_nothing_is_chosen_there(chosen: Store, tmp_path: Path) -> None:
    before, target = places(chosen.path), tmp_path / "here" / "clientele.db"
    usual = places(target)
    with pytest.raises(StorageError):
        bring_home(chosen.path, target)  # it is open
    assert (places(chosen.path), places(target)) == (before, usual)
