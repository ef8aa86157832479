"""Undo beside what the program itself writes (notes): steps it went on from are passed over, all others can be taken back."""

import pytest

from app.models import Customer
from app.services import records
from app.store.changes import Label
from app.store.notes import note
from app.store.undo_past import PassedOverError


def test_a_step_that_a_note_went_on_from_is_passed_over(store):
    keys = [store.write("Added", records.create, Customer, {"name": name}).value for name in ("华信", "宁江")]
    store.write("Phone", records.update, Customer, keys[0], {"phone": "1"})
    store.write("Renamed", records.update, Customer, keys[0], {"name": "华信钢构", "notes": "a"})
    note(store, Label("Clock"), records.update, Customer, keys[0], {"name": "华信集团"})
    store.write("Other", records.update, Customer, keys[1], {"phone": "2"})
    store.write("Notes", records.update, Customer, keys[0], {"notes": "b"})
    assert [store.undo().label.key for _step in range(2)] == ["Notes", "Other"]
    with pytest.raises(PassedOverError, match=r"“Renamed”.*“Clock”"):
        store.undo()
    found = store.read(records.get, Customer, keys[0])
    assert (found["name"], found["notes"]) == ("华信集团", "a")
    assert store.undo().label.key == "Phone"
    assert store.redo().label.key == "Phone"
    assert [store.undo().label.key for _step in range(2)] == ["Phone", "Added"]
    with pytest.raises(PassedOverError):  # the making of the record whose name went on
        store.undo()
    assert store.undo() is None
    rows = [store.read(records.get, Customer, key) for key in keys]
    assert [(row["name"], row["deleted_at"] is None) for row in rows] == [("华信集团", True), ("宁江", False)]


def test_redo_is_passed_over_too(store):
    key = store.write("Added", records.create, Customer, {"name": "华信"}).value
    store.write("Renamed", records.update, Customer, key, {"name": "华信钢构"})
    store.undo()
    note(store, Label("Clock"), records.update, Customer, key, {"name": "华信集团"})
    with pytest.raises(PassedOverError):
        store.redo()
    assert store.redo() is None


def test_what_was_passed_over_can_still_be_taken_back_leniently(store):
    key = store.write("Added", records.create, Customer, {"name": "华信"}).value
    store.write("Merged", records.update, Customer, key, {"name": "华信钢构", "notes": "a"})
    note(store, Label("Clock"), records.update, Customer, key, {"name": "华信集团"})
    with pytest.raises(PassedOverError):
        store.undo()
    assert store.take_back(key, "notes").label.key == "Merged"
    found = store.read(records.get, Customer, key)
    assert (found["name"], found["notes"]) == ("华信集团", None)
    assert store.take_back(key, "notes") is None
