"""The second place gets each backup whatever its number: a new computer, two data files, a stick that was away."""

import shutil
from pathlib import Path

import pytest
import sqlalchemy as sa

from app.errors import StorageError
from app.models import Customer
from app.safety.catalogue import backups
from app.safety.places import choose, places
from app.safety.restore import restore_file
from app.safety.rounds import back_up_now, move_backups
from app.safety.state import newest_in, state_of
from app.safety.ways import ways_out
from app.services import records
from app.store.archive import Backup
from app.store.refusals import recognised
from app.store.store import Store, open_file
from app.store.tables import file_facts


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    (tmp_path / "stick").mkdir()
    return tmp_path / "stick"


def add(store: Store, name: str) -> None:
    store.write("add", records.create, Customer, {"name": name})


def work(store: Store, *names: str) -> Backup:
    for name in names:
        add(store, name)
        done = back_up_now(store, "auto")
        assert done.problem is None
    return done.backup


def another(template: Path, folder: Path) -> Store:
    """A second data file of the same name."""
    folder.mkdir()
    made = open_file(Path(shutil.copy(template, folder / "data.db")))
    made.quietly(lambda session: session.execute(sa.update(file_facts).where(file_facts.c.key == "file").values(value="f" * 32)))
    made.close()
    return open_file(made.path)


def steps(folder: Path | None, file: str = "") -> list[int]:
    """The last steps of the backups of one file (any file), the newest first."""
    assert folder is not None
    kept = [one.manifest for one in backups(folder) if one.manifest is not None]
    return [one.operation for one in kept if file in ("", one.file)]


def on_a_new_computer(store: Store, stick: Path, folder: Path) -> Store:
    """The computer is gone with the file and its backups; the newest one on the stick is restored on another."""
    choose(store.path, None, stick)
    work(store, *"abc")
    folder.mkdir()
    path = folder / store.path.name
    restore_file(path, backups(stick / "data-backups"))
    return open_file(path)


def test_a_new_computer_goes_on_with_the_same_stick(store: Store, stick: Path, tmp_path: Path) -> None:
    again = on_a_new_computer(store, stick, tmp_path / "new")
    choose(again.path, None, stick)
    made = work(again, *"de")
    found = state_of(again)
    assert found.second is not None
    assert found.second.path.read_bytes() == made.path.read_bytes()
    assert steps(found.places.second) == [6, 5, 3, 2, 1]
    assert [one.number for one in backups(made.path.parent)] == [5, 4], "above those of both places"
    again.close()


def test_a_stick_that_was_away_gets_them_above_its_own(store: Store, stick: Path, tmp_path: Path) -> None:
    again = on_a_new_computer(store, stick, tmp_path / "new")
    work(again, *"de")
    assert [one.number for one in backups(places(again.path).folder)] == [2, 1]
    second = move_backups(again, None, stick).second
    assert steps(second) == [6, 5, 3, 2, 1]
    assert work(again, "f").number == 6
    assert [one.number for one in backups(second or stick)] == [6, 5, 4, 3, 2, 1]
    again.close()


def test_two_files_of_one_name_share_a_place(store: Store, template: Path, stick: Path, tmp_path: Path) -> None:
    choose(store.path, None, stick)
    work(store, *"ab")
    other = another(template, tmp_path / "other")
    second = move_backups(other, None, stick).second
    work(other, *"ef")
    mine, others = state_of(store), state_of(other)
    assert second == places(store.path).second
    assert steps(second, others.file) == [2, 1]
    assert mine.second is not None
    assert others.second is not None
    assert (mine.second.number, others.second.number) == (2, 4)
    work(store, "g")
    assert steps(second, mine.file) == [3, 2, 1]
    other.close()
    other.path.write_bytes(b"")
    with pytest.raises(StorageError) as told:
        recognised(other.path)
    offered = ways_out(other.path, told.value).backups
    assert {one.manifest.file for one in offered if one.manifest} == {others.file}, "never those of the other file"


def test_moved_into_the_folder_of_another_file_all_of_them_are_there(store: Store, template: Path, tmp_path: Path) -> None:
    shared = tmp_path / "shared"
    shared.mkdir()
    move_backups(store, shared, None)
    work(store, *"abc")
    other = another(template, tmp_path / "other")
    work(other, *"fg")
    folder = move_backups(other, shared, None).folder
    file = state_of(other).file
    assert steps(folder, file) == [2, 1]
    assert work(other, "h") == newest_in(folder, file)
    assert steps(folder, file) == [3, 2, 1]
    other.close()


def test_a_rotten_backup_does_not_hold_up_the_next(store: Store, stick: Path) -> None:
    work(store, "a")
    rotten = work(store, "b").path
    choose(store.path, None, stick)
    content = bytearray(rotten.read_bytes())
    content[len(content) // 3] ^= 1
    rotten.write_bytes(content)
    add(store, "c")
    assert "damaged" in str(back_up_now(store, "auto").problem)
    assert steps(places(store.path).second) == [3, 1]
    work(store, "d")
    assert steps(places(store.path).second) == [4, 3, 1]


def test_what_is_rotten_here_is_restored_from_the_second_place(store: Store, stick: Path) -> None:
    choose(store.path, None, stick)
    newest = work(store, *"ab")
    shutil.copyfile(newest.path, rotten := newest.path.with_name("rotten"))
    content = bytearray(rotten.read_bytes())
    content[len(content) // 3] ^= 1
    newest.path.write_bytes(content)
    rotten.unlink()
    store.close()
    store.path.write_bytes(b"")
    with pytest.raises(StorageError) as told:
        recognised(store.path)
    done = restore_file(store.path, ways_out(store.path, told.value).backups)
    assert [one.path for one in done.skipped] == [newest.path]
    assert done.backup.path == stick / "data-backups" / newest.path.name


def test_the_folder_of_the_backups_is_no_second_place(store: Store, stick: Path) -> None:
    work(store, "a")
    for folder, second in ((None, store.path.parent), (stick, stick)):
        with pytest.raises(StorageError) as told:
            move_backups(store, folder, second)
        assert "Choose a folder other than that" in told.value.key
    assert places(store.path).second is None
