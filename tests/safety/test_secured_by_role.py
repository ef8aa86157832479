"""What protects the whole file is for owners and managers: the others are told so, and nothing happens."""

from pathlib import Path
from typing import Any

import pytest

from app.errors import ValidationError
from app.models import Customer, Employee
from app.safety import encryption
from app.safety.person_export import export_person
from app.safety.places import places
from app.safety.purging import purge_backups
from app.safety.rounds import move_backups
from app.services import records, roles, settings
from app.store.store import Store, open_file


def sit_down(store: Store, role: str) -> Any:
    """Somebody of this role at the keyboard, of a firm with an owner; returns them."""
    store.write("a", records.create, Employee, {"name": "陈立", "role": "owner"})
    key = store.write("b", records.create, Employee, {"name": role, "role": role}).value
    store.write("c", settings.change, "me", str(key))
    store.actor = key
    return key


@pytest.mark.parametrize("role", ["reader", "salesperson"])
def test_others_neither_encrypt_nor_move_nor_delete(store: Store, tmp_path: Path, role: str) -> None:
    sit_down(store, role)
    (tmp_path / "far").mkdir()
    before = places(store.path)
    for work in (
        lambda: move_backups(store, tmp_path / "far", None), lambda: encryption.purge_plain(store),
        lambda: purge_backups(store), lambda: encryption.encrypt(store, "a long passphrase"),
    ):  # fmt: skip
        with pytest.raises(ValidationError) as told:
            work()
        assert told.value.key.startswith("“{role}” does not include")
    assert places(store.path) == before
    assert not encryption.is_encrypted(store.path)


def test_a_reader_takes_no_encryption_off(store: Store) -> None:
    key = sit_down(store, "owner")
    encryption.encrypt(store, "a long passphrase")
    opened = open_file(store.path)
    opened.write("d", records.create, Customer, {"name": "Kept"})
    reader = opened.write("e", records.create, Employee, {"name": "李读", "role": "reader"}).value
    opened.write("f", settings.change, "me", str(reader))
    opened.close()
    with pytest.raises(ValidationError):
        encryption.decrypt(store.path)
    assert encryption.is_encrypted(store.path)
    opened = open_file(store.path)
    opened.write("g", settings.change, "me", str(key))
    opened.close()
    encryption.decrypt(store.path)
    assert not encryption.is_encrypted(store.path)


def test_managers_may_what_owners_may_but_give_roles() -> None:
    by_role = {role: {right for right, held in roles.RIGHTS.items() if role in held} for role in ("owner", "manager")}
    assert by_role["owner"] - by_role["manager"] == {"roles"}


def test_a_persons_data_is_handed_out_by_heads_alone(store: Store, tmp_path: Path) -> None:
    key = store.write("d", records.create, Customer, {"name": "李静", "kind": "person"}).value
    sit_down(store, "salesperson")
    with pytest.raises(ValidationError) as told:
        export_person(store, "customers", key, tmp_path / "a.zip", lambda *_all: b"")
    assert "exporting all data of a person" in told.value.sentence
    assert not (tmp_path / "a.zip").exists()
