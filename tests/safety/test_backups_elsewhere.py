"""What was erased, or is encrypted now, may still be in backups elsewhere: on a stick that is away, in a folder of before."""

from pathlib import Path
from uuid import UUID

import pytest

from app.models import Contact, Customer
from app.safety import encryption, plain_backups
from app.safety.erasing import Wish, erase_person
from app.safety.purging import holding, purge_backups
from app.safety.rounds import back_up_now, move_backups
from app.services import records
from app.store.backup import back_up
from app.store.store import Store, open_file


@pytest.fixture
def person(store: Store) -> UUID:
    firm = store.write("Made", records.create, Customer, {"name": "甲"}).value
    key: UUID = store.write("Made", records.create, Contact, {"name": "欧阳", "customer_id": firm}).value
    return key


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    (tmp_path / "stick").mkdir()
    return tmp_path / "stick"


def test_a_stick_that_is_away_is_told(store: Store, person: UUID, stick: Path) -> None:
    move_backups(store, None, stick)
    assert back_up_now(store, "auto").problem is None
    assert holding(store).away == (), "nobody was erased"
    away = stick.rename(stick.with_name("away"))
    erase_person(store, Wish("contacts", person))
    purge_backups(store)
    found = holding(store)
    assert (found.backups, found.away) == ((), (stick / "data-backups",))
    away.rename(stick)
    found = holding(store)
    assert ([one.number for one in found.backups], found.away) == ([1], ())
    assert purge_backups(store) == 1
    assert (holding(store).backups, holding(store).away) == ((), ())
    for path in (stick / "data-backups").iterdir():
        path.unlink()
    (stick / "data-backups").rmdir()
    assert holding(store).away == (stick / "data-backups",), "an empty place to plug the disk into tells nothing"


def test_places_of_before_are_asked(store: Store, person: UUID, stick: Path, tmp_path: Path) -> None:
    back_up(store.path, "before-upgrade")
    disk = tmp_path / "disk"
    disk.mkdir()
    move_backups(store, disk, stick)
    back_up_now(store, "auto")
    move_backups(store, tmp_path, None)
    erase_person(store, Wish("contacts", person))
    found = holding(store)
    assert sorted(one.path.parent.parent.name for one in found.backups) == sorted([tmp_path.name, "disk", "stick"] * 2)
    assert found.away == ()
    away = stick.rename(tmp_path / "away")
    assert holding(store).away == (stick / "data-backups",)
    away.rename(stick)
    assert purge_backups(store) == 6
    assert holding(store).backups == ()
    (stick / "data-backups").rename(tmp_path / "gone")
    assert holding(store).away == (), "who deleted a folder of before has deleted what was in it"


def test_readable_copies_elsewhere_are_told(store: Store, stick: Path, tmp_path: Path) -> None:
    store.write("Made", records.create, Customer, {"name": "甲"})
    back_up_now(store, "auto")
    move_backups(store, tmp_path / "home", stick)
    (stick / "data-backups").mkdir()
    store.close()
    assert plain_backups.away(store.path) == ()
    encryption.encrypt(store.path, "Sommerregen im Hafen 7")
    opened = open_file(store.path)
    back_up_now(opened, "auto")
    assert encryption.plain_backups(store.path) == 5, "two in the folder and on the stick, one in the folder of before"
    away = stick.rename(tmp_path / "away")
    assert encryption.plain_backups(store.path) == 3
    assert plain_backups.away(store.path) == (stick / "data-backups",)
    away.rename(stick)
    assert plain_backups.purge_plain(opened) == 5
    opened.close()


def test_a_disk_that_refuses_keeps_its_own_and_the_others_go(store: Store, person: UUID, stick: Path) -> None:
    move_backups(store, None, stick)
    back_up_now(store, "auto")
    erase_person(store, Wish("contacts", person))
    (stick / "data-backups" / ".lock").unlink(missing_ok=True)
    (stick / "data-backups" / ".lock").mkdir()  # nobody can hold this folder
    assert purge_backups(store) == 1
    assert [one.path.parent.parent for one in holding(store).backups] == [stick]
