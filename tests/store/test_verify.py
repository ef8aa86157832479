"""Verify names what was altered past the log, and raises no false alarm."""

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from app.errors import StorageError
from app.models import Contact, Customer
from app.services import lists, records
from app.store import snapshot
from app.store.engine import SqliteError
from app.store.store import Store, open_file
from app.store.verify import verify


def filled(store: Store) -> None:
    customer = store.write("a", records.create, Customer, {"name": "华信", "phone": "1"}).value
    store.write("b", records.create, Contact, {"name": "王", "customer_id": customer})
    store.write("c", records.update, Customer, customer, {"phone": "2"})
    store.write("d", records.delete, Customer, [customer])
    store.undo()


def altered(data_file: Path, sql: str) -> None:
    connection = sqlite3.connect(data_file)
    connection.execute(sql)
    connection.commit()
    connection.close()


def test_a_file_in_order_is_whole(store: Store) -> None:
    filled(store)
    assert verify(store).whole


def test_a_row_changed_past_the_log_is_named(store: Store, data_file: Path) -> None:
    filled(store)
    store.close()
    altered(data_file, "UPDATE customers SET phone = '3'")
    again = open_file(data_file)
    assert [problem.split()[0] for problem in verify(again).rows] == ["customers"]
    again.close()


def test_a_row_deleted_past_the_log_is_named(store: Store, data_file: Path) -> None:
    filled(store)
    store.close()
    altered(data_file, "DELETE FROM contacts")
    again = open_file(data_file)
    assert [problem.split()[0] for problem in verify(again).rows] == ["contacts"]
    again.close()


def test_a_log_entry_taken_out_breaks_the_chain(store: Store, data_file: Path) -> None:
    filled(store)
    store.close()
    altered(data_file, "DELETE FROM changes WHERE seq = 2")
    again = open_file(data_file)
    assert verify(again).log != ()
    again.close()


def test_every_altered_and_every_lost_row_among_many_is_named(store: Store, data_file: Path) -> None:
    customers = store.write("a", records.create_many, Customer, [{"name": f"客户{i}"} for i in range(1200)]).value
    people = [{"name": f"人{i}", "customer_id": customers[i]} for i in range(1200)]
    made = store.write("b", records.create_many, Contact, people).value
    assert verify(store).whole
    store.close()
    altered(data_file, f"UPDATE customers SET name = 'x' WHERE id IN (x'{customers[0].hex}', x'{customers[777].hex}')")
    altered(data_file, f"DELETE FROM contacts WHERE id IN (x'{made[0].hex}', x'{made[600].hex}', x'{made[-1].hex}')")
    again = open_file(data_file)
    named = {f"customers {customers[0]}", f"customers {customers[777]}"} | {f"contacts {made[i]}" for i in (0, 600, -1)}
    assert set(verify(again).rows) == named
    again.close()


def test_a_file_checked_before_raises_no_false_alarm_after_the_next_write(store: Store) -> None:
    """FTS5 remembers an index as its connection saw it last; a long session is checked again and again."""
    customer = store.write("a", records.create, Customer, {"name": "华信钢构"}).value
    assert verify(store).whole
    store.write("b", records.delete, Customer, [customer])
    assert verify(store).whole
    store.undo()
    assert verify(store).whole


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE changes SET after = replace(after, '华', '花') WHERE seq = 1",
        "UPDATE changes SET after = replace(after, '\"2\"', '\"3\"') WHERE seq = 3",
        "UPDATE changes SET before = replace(before, '\"1\"', '\"7\"') WHERE seq = 3",
        "UPDATE changes SET after = '[]' WHERE seq = 2",
    ],
)
def test_a_text_of_the_history_that_was_altered_is_found(store: Store, data_file: Path, sql: str) -> None:
    filled(store)
    store.close()
    altered(data_file, sql)
    again = open_file(data_file)
    assert len(verify(again).log) == 1
    again.close()


def test_a_schema_that_sqlite_cannot_quote_is_damage_like_any_other(store: Store, data_file: Path) -> None:
    store.write("Made", records.create, Customer, {"name": "甲"})
    store.close()
    whole = data_file.read_bytes()
    place = whole.index(b"tokenize", whole.index(b"VIRTUAL TABLE search_customers"))
    data_file.write_bytes(whole[: place + 4] + b"\xee" + whole[place + 5 :])
    damaged = open_file(data_file)
    try:
        assert verify(damaged).structure
        with pytest.raises(StorageError):
            damaged.read(lists.count, lists.ListQuery("customers", ("name",), "name", text="甲"))
        with pytest.raises(StorageError):
            damaged.write("Made", records.create, Customer, {"name": "乙"})
    finally:
        damaged.close()
    assert snapshot.problems_of(data_file, lambda _part: None, lambda: False)
    with pytest.raises(SqliteError):
        snapshot.facts_of(data_file)


def test_a_step_that_says_something_else_is_found(store: Store, data_file: Path) -> None:
    store.write("Made", records.create, Customer, {"name": "甲"})
    store.close()
    for column, value in (("label", "Mode"), ("label_values", '{"a": "b"}'), ("origin", "redo"), ("device", "B")):
        other = Path(shutil.copy(data_file, data_file.with_name("other.db")))
        with closing(sqlite3.connect(other)) as raw:
            raw.execute(f"UPDATE operations SET {column} = ?", (value,))
            raw.commit()
        damaged = open_file(other)
        assert verify(damaged).rows == ("operations 1",), column
        damaged.close()
