"""Verify names what was altered past the log, and raises no false alarm."""

import sqlite3
from pathlib import Path

from app.models import Contact, Customer
from app.services import records
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
