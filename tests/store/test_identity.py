"""The open file is deleted, replaced, emptied or overwritten: noticed before the next save, and nothing typed before is lost."""

import os
import shutil
import timeit
from collections.abc import Callable
from pathlib import Path

import pytest

from app.errors import AppError, ClosedFileError, LostFileError
from app.models import Customer
from app.services import attachments, records
from app.services.lists import ListQuery, page
from app.store.engine import checkpoint
from app.store.identity import Watch
from app.store.store import Store, create, open_file, open_readonly
from app.store.verify import verify

NAMES = ListQuery("customers", ("name",), "name")


def names(store: Store) -> set[str]:
    return {row.texts[0] for row in store.read(page, NAMES, 0, 100)}


def add(store: Store, name: str) -> None:
    store.write("x", records.create, Customer, {"name": name})


def other_file(folder: Path) -> Path:
    path = folder / "other.db"
    store = create(path)
    add(store, "别人")
    store.close()
    return path


def deleted(path: Path, _other: Path) -> None:
    path.unlink()


def replaced(path: Path, other: Path) -> None:
    os.replace(shutil.copy(other, path.with_name("copy")), path)


def emptied(path: Path, _other: Path) -> None:
    os.truncate(path, 0)


def overwritten(path: Path, other: Path) -> None:
    path.write_bytes(other.read_bytes())


def log_deleted(path: Path, _other: Path) -> None:
    path.with_name(path.name + "-wal").unlink()


HARMS = [(deleted, "gone"), (replaced, "replaced"), (emptied, "emptied"), (overwritten, "emptied"), (log_deleted, "replaced")]


@pytest.mark.skipif(os.name != "posix", reason="Windows lets nobody touch an open file")
@pytest.mark.parametrize(("harm", "why"), HARMS)
def test_a_save_into_a_lost_file_is_refused_and_all_is_rescued(
    store: Store, data_file: Path, tmp_path: Path, harm: Callable[[Path, Path], None], why: str
) -> None:
    other = other_file(tmp_path)
    add(store, "先")
    (key,) = [row.id for row in store.read(page, NAMES, 0, 10)]
    store.write("x", attachments.add, "customers", key, attachments.Fresh("合同.txt", b"content"))
    if harm in (overwritten, emptied):
        assert store._writer is not None
        checkpoint(store._writer)
    harm(data_file, other)
    left = data_file.read_bytes() if data_file.exists() else None
    with pytest.raises(LostFileError) as told:
        add(store, "后")
    assert told.value.why == why
    assert data_file.name in told.value.sentence
    if harm in (overwritten, emptied):  # its pages are gone: what SQLite still remembers may not suffice
        store.close()
        assert (data_file.read_bytes() if data_file.exists() else None) == left
        return
    rescued = tmp_path / "rescued.db"
    store.rescue(rescued)
    with pytest.raises(AppError, match="exists already"):
        store.rescue(rescued)
    store.close()
    assert (data_file.read_bytes() if data_file.exists() else None) == left or harm is log_deleted
    again = open_file(rescued)
    assert names(again) == {"先"}
    assert again.read(attachments.listed, "customers", key)[0].name == "合同.txt"
    verdict = verify(again)
    assert (verdict.whole, verdict.contents) == (True, ())
    again.close()


@pytest.mark.skipif(os.name != "posix", reason="Windows lets nobody touch an open file")
@pytest.mark.parametrize("harm", [deleted, replaced])
def test_what_nobody_rescued_is_rescued_when_the_window_closes(
    store: Store, data_file: Path, tmp_path: Path, harm: Callable
) -> None:
    other = other_file(tmp_path)
    add(store, "先")
    harm(data_file, other)
    store.close()
    again = open_file(tmp_path / "data-rescued.db")
    assert names(again) == {"先"}
    again.close()
    if harm is replaced:  # nothing of ours went into the other file
        their = open_file(data_file)
        assert names(their) == {"别人"}
        assert verify(their).whole
        their.close()


@pytest.mark.skipif(os.name != "posix", reason="Windows lets nobody touch an open file")
def test_no_reader_looks_into_the_file_that_came_instead(store: Store, data_file: Path, tmp_path: Path) -> None:
    other = other_file(tmp_path)
    add(store, "先")
    replaced(data_file, other)
    with pytest.raises(LostFileError):
        store.read_afresh(page, NAMES, 0, 10)
    assert names(store) == {"先"}


def test_what_belongs_to_the_work_is_no_alarm(store: Store, data_file: Path) -> None:
    for number in range(3):
        add(store, f"客户{number}")
        assert store._writer is not None
        checkpoint(store._writer)
        reader = open_readonly(data_file)
        assert len(names(reader)) == number + 1
        reader.close()
    store.undo()
    assert len(names(store)) == 2
    assert verify(store).whole


def test_the_question_costs_less_than_fifty_microseconds(data_file: Path) -> None:
    watch = Watch(data_file)

    def ask() -> None:
        with watch.written(lambda: False):
            pass

    assert min(timeit.repeat(ask, number=200, repeat=20)) / 200 < 50e-6
    watch.close()


def test_a_file_that_was_let_go_of_says_so(store: Store) -> None:
    names(store)
    store.close()
    with pytest.raises(ClosedFileError, match="was closed"):
        names(store)
    with pytest.raises(ClosedFileError, match="was closed"):
        add(store, "x")


@pytest.mark.skipif(os.name != "posix", reason="elsewhere no handle is kept")
def test_letting_go_while_another_thread_asks_is_no_alarm(data_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    watch, read = Watch(data_file), os.pread

    def closed_meanwhile(*args: int) -> bytes:
        watch.close()
        return read(*args)

    monkeypatch.setattr(os, "pread", closed_meanwhile)
    with pytest.raises(ClosedFileError, match="was closed"):
        watch.require()
