"""Files of every released schema open in the present program: nothing lost, found as before, undone as before."""

import gzip
import sqlite3
from datetime import date
from pathlib import Path

import pytest

from app.models import Contact, Customer
from app.models.firm_lists import CustomField
from app.services import records
from app.services.lists import ListQuery, page
from app.store import archive
from app.store.engine import FileState, file_state
from app.store.store import Store, open_file
from app.store.verify import verify

RELEASED = sorted((Path(__file__).resolve().parent.parent / "fixtures/databases").glob("*.db.gz"))


@pytest.fixture(params=RELEASED, ids=lambda path: path.name[:4])
def old_file(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    path = tmp_path / "old.db"
    path.write_bytes(gzip.decompress(request.param.read_bytes()))
    return path


def found(store: Store, text: str) -> list[str]:
    rows = store.read(page, ListQuery("customers", ("name",), "name", text=text), 0, 10)
    return [row.texts[0] for row in rows]


def test_an_old_file_opens_whole(old_file: Path) -> None:
    assert file_state(old_file) is FileState.OLDER
    store = open_file(old_file)
    assert file_state(old_file) is FileState.CURRENT
    assert verify(store).whole
    assert found(store, "") == ["华信钢构有限公司", "李静"]
    assert (found(store, "构"), found(store, "hxgg"), found(store, "8888")) == (["华信钢构有限公司"],) * 3
    store.close()


def test_what_was_done_before_can_be_redone_and_undone(old_file: Path) -> None:
    store = open_file(old_file)
    store.redo()
    (key,) = [row.id for row in store.read(page, ListQuery("customers", ("name",), "name", text="华信"), 0, 10)]
    assert store.read(records.get, Customer, key)["grade"] == "gold"
    while store.undo() is not None:
        pass
    assert found(store, "") == []
    assert verify(store).whole
    store.close()


def test_a_backup_of_the_old_file_is_kept(old_file: Path) -> None:
    open_file(old_file).close()
    (kept,) = old_file.parent.rglob("*before-upgrade*")
    copy = old_file.with_name("copy.db")
    assert archive.unpack(kept, copy).verified
    assert file_state(copy) is FileState.OLDER
    with sqlite3.connect(copy) as raw:
        assert raw.execute("SELECT count(*) FROM customers").fetchone() == (3,)
    raw.close()


def test_birthdays_and_new_fields_are_there_after_it(old_file: Path) -> None:
    store = open_file(old_file)
    (key,) = [row.id for row in store.read(page, ListQuery("contacts", ("name",), "name"), 0, 10)]
    assert str(store.read(records.get, Contact, key)["birthday"]) == str(date(1980, 2, 3))
    store.write("x", records.create, CustomField, {"target": "contacts", "name": "爱好"})
    assert store.read(records.get, Contact, key)["tags"] is None
    store.close()
