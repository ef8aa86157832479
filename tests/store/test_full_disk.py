"""Beside the file and around it: nothing is left by readers, by a creation in vain, or by a lock that was let go."""

import errno
import os
from pathlib import Path

import pytest

from app.errors import StorageError
from app.models import Customer
from app.services import records
from app.store import lock
from app.store import store as room
from app.store.store import Store, create, open_file, open_readonly
from app.store.verify import verify


def beside(path: Path) -> set[str]:
    return {each.name for each in path.parent.iterdir() if each.name.startswith(path.stem)}


def test_a_reader_leaves_nothing_beside_the_file(store: Store, data_file: Path) -> None:
    store.write("x", records.create, Customer, {"name": "华信"})
    store.close()
    reader = open_readonly(data_file)
    assert verify(reader).whole
    with pytest.raises(StorageError):
        reader.write("x", records.create, Customer, {"name": "新"})
    reader.close()
    assert beside(data_file) == {"data.db"}


def test_a_reader_beside_a_window_takes_nothing_away(store: Store, data_file: Path) -> None:
    made = store.write("x", records.create, Customer, {"name": "华信"}).value
    reader = open_readonly(data_file)
    assert reader.read(records.get, Customer, made)["name"] == "华信"
    reader.close()
    assert {"data.db-wal", "data.db-shm"} <= beside(data_file)
    store.write("x", records.update, Customer, made, {"name": "华信二"})
    assert store.read(records.get, Customer, made)["name"] == "华信二"


@pytest.fixture
def small_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Files made here may not grow beyond some pages: what a full disk does to SQLite, without being root."""
    resource = pytest.importorskip("resource")
    import signal

    former, handler = resource.getrlimit(resource.RLIMIT_FSIZE), signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, former[1]))
    yield tmp_path
    resource.setrlimit(resource.RLIMIT_FSIZE, former)
    signal.signal(signal.SIGXFSZ, handler)


def test_a_file_that_cannot_be_made_leaves_nothing(small_disk: Path) -> None:
    with pytest.raises(StorageError) as told:
        create(small_disk / "new.db")
    assert "new.db" in told.value.sentence
    assert beside(small_disk / "new.db") == set()


def test_a_save_that_does_not_fit_is_told_and_the_file_stays_whole(data_file: Path, small_disk: Path) -> None:
    opened = open_file(data_file)
    with pytest.raises(StorageError):
        opened.write("x", records.create_many, Customer, [{"name": "x", "notes": "y" * 9_000} for _ in range(100)])
    opened.close()
    again = open_file(data_file)
    assert verify(again).whole
    again.close()


def test_the_lock_holds_where_its_holder_cannot_be_written(data_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_arguments: object, **_more: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(Path, "write_text", full)
    opened = open_file(data_file)
    with pytest.raises(StorageError):
        open_file(data_file)
    opened.close()
    assert beside(data_file) == {"data.db"}


def test_whoever_opened_the_lock_before_it_was_let_go_does_not_share_it(tmp_path: Path) -> None:
    path = tmp_path / "data.db"
    first = lock.take(path)
    lock.release(path, first)
    second = lock.take(path)
    with pytest.raises(StorageError):
        lock.take(path)
    lock.release(path, second)
    assert not list(tmp_path.glob("data.db*"))


def test_a_creation_that_fails_late_lets_go_of_the_lock(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(_session: object) -> None:
        raise KeyError("bug")

    monkeypatch.setattr(room, "_register_file", broken)
    with pytest.raises(KeyError):
        create(tmp_path / "new.db")
    monkeypatch.undo()
    create(tmp_path / "new.db").close()
