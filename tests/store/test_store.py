"""Writes, their change record, undo and redo, refusals: on a real SQLite file."""

import sqlite3
from datetime import date
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.errors import ConflictError, StorageError, ValidationError
from app.models import Contact, Customer, Visit
from app.models.base import table_of
from app.services import records
from app.store import log
from app.store.changes import Label
from app.store.engine import FileState, file_state
from app.store.store import Store, create, open_file, open_readonly


def add(store: Store, name: str, **values: object):
    return store.write(Label("Saved {name}", {"name": name}), records.create, Customer, {"name": name, **values}).value


def field(store: Store, record_id, key: str):
    return store.read(records.get, Customer, record_id)[key]


def test_a_record_is_stored_as_typed(store: Store) -> None:
    record_id = add(store, "<b>A & B</b> =cmd()", notes="x" * 10_000)
    assert field(store, record_id, "name") == "<b>A & B</b> =cmd()"
    assert field(store, record_id, "notes") == "x" * 10_000


def test_a_write_says_only_what_differs(store: Store) -> None:
    record_id = add(store, "华信", phone="1")
    written = store.write("Saved", records.update, Customer, record_id, {"name": "华信", "phone": "2"})
    assert written.value is True
    (change,) = written.changes.changes
    assert (dict(change.before), dict(change.after)) == ({"phone": "1"}, {"phone": "2"})


def test_a_write_that_changes_nothing_leaves_no_step(store: Store) -> None:
    record_id = add(store, "华信")
    assert store.write("Saved", records.update, Customer, record_id, {"name": "华信"}).changes is None


def test_a_failed_write_leaves_nothing(store: Store) -> None:
    def half(session: Session) -> None:
        records.create(session, Customer, {"name": "half"})
        records.create(session, Customer, {"name": ""})

    with pytest.raises(ValidationError):
        store.write("Saved", half)
    assert store.read(lambda s: s.scalar(sa.select(sa.func.count()).select_from(Customer))) == 0
    assert store.undo() is None


def test_undo_and_redo_go_back_and_forth_across_a_restart(store: Store, data_file: Path) -> None:
    record_id = add(store, "one")
    store.write("Renamed", records.update, Customer, record_id, {"name": "two"})
    store.write("Renamed", records.update, Customer, record_id, {"name": "three"})
    store.close()
    again = open_file(data_file)
    assert again.undo().label.key == "Renamed"
    assert field(again, record_id, "name") == "two"
    again.undo()
    assert field(again, record_id, "name") == "one"
    again.redo()
    again.redo()
    assert field(again, record_id, "name") == "three"
    assert again.redo() is None
    again.close()


def test_a_new_step_ends_what_could_be_redone(store: Store) -> None:
    record_id = add(store, "one")
    store.write("Renamed", records.update, Customer, record_id, {"name": "two"})
    store.undo()
    store.write("Renamed", records.update, Customer, record_id, {"name": "three"})
    assert store.redo() is None
    assert field(store, record_id, "name") == "three"


def test_undoing_a_creation_and_redoing_it_keeps_the_number(store: Store) -> None:
    first = add(store, "one")
    store.undo()
    second = add(store, "two")
    assert (field(store, first, "code"), field(store, second, "code")) == ("KH000001", "KH000002")


def test_deleting_takes_people_and_visits_along_and_brings_them_back(store: Store) -> None:
    customer = add(store, "one")
    person = store.write("p", records.create, Contact, {"name": "王", "customer_id": customer}).value
    visit = store.write("v", records.create, Visit, {"customer_id": customer, "planned_on": date(2026, 7, 1)}).value
    assert store.write("Deleted", records.delete, Customer, [customer]).value == 3
    store.undo()
    for entity, record_id in ((Customer, customer), (Contact, person), (Visit, visit)):
        assert store.read(records.get, entity, record_id)["deleted_at"] is None
    store.redo()
    store.write("Restored", records.restore, Customer, customer)
    assert store.read(records.get, Visit, visit)["deleted_at"] is None


def test_undo_is_refused_where_a_field_moved_on(store: Store) -> None:
    record_id = add(store, "one")
    changed = store.write("Renamed", records.update, Customer, record_id, {"name": "two"})
    with store._writer.begin() as connection:  # somebody else's write, past the log
        connection.execute(sa.update(table_of(Customer)).values(name="other"))
    assert changed.changes is not None
    with pytest.raises(ConflictError):
        store.undo()
    assert field(store, record_id, "name") == "other"


def test_a_version_that_moved_on_is_a_conflict(store: Store) -> None:
    record_id = add(store, "one")
    store.write("Renamed", records.update, Customer, record_id, {"name": "two"}, version=1)
    with pytest.raises(ConflictError):
        store.write("Renamed", records.update, Customer, record_id, {"name": "three"}, version=1)


def test_the_history_reads_newest_first_with_its_labels(store: Store) -> None:
    record_id = add(store, "one")
    store.write("Renamed", records.update, Customer, record_id, {"name": "two"})
    entries = store.read(log.history, record_id)
    assert [entry.label.key for entry in entries] == ["Renamed", "Saved {name}"]
    assert entries[0].change.after == {"name": "two"}


def test_the_chain_and_digests_agree_with_the_rows(store: Store) -> None:
    record_id = add(store, "one", phone="13800000000")
    store.write("Renamed", records.update, Customer, record_id, {"name": "two"})
    store.undo()
    assert store.read(log.chain_problems) == []
    logged = store.read(lambda s: [(one, digest) for one, entity, digest in log.latest_digests(s) if entity == "customers"])
    assert logged == store.read(lambda s: list(log.all_stored_digests(s, Customer))) != []


def test_a_second_window_is_refused_with_who_has_it(store: Store, data_file: Path) -> None:
    with pytest.raises(StorageError) as caught:
        open_file(data_file)
    assert "open in another window" in caught.value.key
    reader = open_readonly(data_file)
    with pytest.raises(StorageError):
        reader.write("Saved", records.create, Customer, {"name": "x"})
    reader.close()


@pytest.mark.parametrize("content", [b"", b"hello", b"\0" * 4096, b"SQLite format 3\0" + b"\0" * 84, b"\x89PNG\r\n" * 40])
def test_what_is_not_ours_is_left_untouched(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "other.db"
    path.write_bytes(content)
    with pytest.raises(StorageError):
        open_file(path)
    assert path.read_bytes() == content
    assert [found.name for found in tmp_path.iterdir() if found.name.startswith("other")] == ["other.db"]


def test_a_newer_file_is_recognised_before_it_is_opened(data_file: Path) -> None:
    connection = sqlite3.connect(data_file)
    connection.execute("PRAGMA user_version=999")
    connection.close()
    before = data_file.read_bytes()
    assert file_state(data_file) is FileState.NEWER
    with pytest.raises(StorageError) as caught:
        open_file(data_file)
    assert "newer version" in caught.value.key
    assert data_file.read_bytes() == before


def test_a_mistyped_path_makes_no_file(tmp_path: Path) -> None:
    with pytest.raises(StorageError):
        open_file(tmp_path / "nothing.db")
    assert not (tmp_path / "nothing.db").exists()


def test_creating_over_a_file_or_in_no_folder_is_refused(data_file: Path, tmp_path: Path) -> None:
    before = data_file.read_bytes()
    for path in (data_file, tmp_path / "no" / "x.db"):
        with pytest.raises(StorageError):
            create(path)
    assert data_file.read_bytes() == before


def test_the_pragmas_that_keep_acknowledged_saves_are_set(store: Store) -> None:
    with store._writer.connect() as connection:
        wanted = {
            "synchronous": 2,
            "journal_mode": "wal",
            "foreign_keys": 1,
            "secure_delete": 1,
            "trusted_schema": 0,
            "mmap_size": 0,
        }
        assert {name: connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in wanted} == wanted


def test_links_to_nothing_are_refused_at_commit(store: Store) -> None:
    from app.models.types import uuid7

    with pytest.raises(Exception, match="FOREIGN KEY"):
        store.write("Saved", records.create, Contact, {"name": "x", "customer_id": uuid7()})


def test_a_file_in_which_nothing_was_written_closes_in_peace(data_file: Path) -> None:
    opened = open_file(data_file)
    opened.read(lambda session: session.scalar(sa.text("SELECT count(*) FROM customers")))
    opened.write("Nothing", lambda session: None)
    opened.close()
    assert not data_file.with_name(data_file.name + "-wal").exists()
