"""When a backup is due, what a round of backups does, the second place, and what runs on battery."""

from datetime import timedelta
from pathlib import Path

import pytest

from app.errors import StorageError
from app.models import Customer
from app.models.types import now_utc
from app.safety import rounds
from app.safety.catalogue import backups
from app.safety.places import choose, places
from app.safety.power import on_battery
from app.safety.rounds import back_up_now, closing_round, move_backups, secure
from app.safety.state import made_at, state_of
from app.services import records
from app.store.store import Store, open_file


def add(store: Store, name: str) -> None:
    store.write("add", records.create, Customer, {"name": name})


def test_nothing_done_is_never_due(store: Store) -> None:
    state = state_of(store)
    assert not state.pending
    assert not state.due(None)
    assert not state.alarming()


def test_due_at_once_without_any_backup_then_after_a_quarter_of_an_hour(store: Store) -> None:
    add(store, "A")
    assert state_of(store).due(None)
    backup = back_up_now(store, "auto").backup
    assert not state_of(store).due(None, made_at(backup) + timedelta(days=9))  # nothing changed
    add(store, "B")
    state, made = state_of(store), made_at(backup)
    assert not state.due(None, made + timedelta(minutes=14))
    assert state.due(None, made + timedelta(minutes=15))
    assert not state.due(True, made + timedelta(minutes=59))
    assert state.due(True, made + timedelta(minutes=60))
    assert state.due(None, made - timedelta(days=1)), "a clock that went back does not wait"


def test_the_alarm_comes_after_three_days_with_something_unsaved(store: Store) -> None:
    add(store, "A")
    assert not state_of(store).alarming()
    assert state_of(store).alarming(now_utc() + timedelta(days=3))
    backup = back_up_now(store, "auto").backup
    assert not state_of(store).alarming(made_at(backup) + timedelta(days=30)), "everything is in it"
    add(store, "B")
    assert not state_of(store).alarming(made_at(backup) + timedelta(days=2, hours=23))
    assert state_of(store).alarming(made_at(backup) + timedelta(days=3))


def test_a_damaged_newest_backup_does_not_count(store: Store) -> None:
    add(store, "A")
    path = back_up_now(store, "auto").backup.path
    path.write_bytes(path.read_bytes()[:-200])
    assert state_of(store).newest is None
    assert state_of(store).pending


def test_secure_backs_up_only_what_no_backup_has(store: Store) -> None:
    add(store, "A")
    first = secure(store, "before-import")
    assert first is not None
    assert first.reason == "before-import"
    assert secure(store, "before-import") is None
    add(store, "B")
    assert secure(store, "before-merge") is not None
    add(store, "C")
    assert secure(store, "before-merge", fresh_minutes=10) is None, "thirty merges in a row need one"
    assert secure(store, "before-import") is not None


def test_the_second_place_gets_what_it_lacks(store: Store, tmp_path: Path) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    for number in range(5):
        add(store, f"C{number}")
        back_up_now(store, "auto")
    choose(store.path, None, stick)
    add(store, "last")
    assert back_up_now(store, "by-hand").problem is None
    second = places(store.path).second
    assert second is not None
    assert [one.number for one in backups(second)] == [6, 5, 4]
    add(store, "more")
    back_up_now(store, "auto")
    assert [one.number for one in backups(second)] == [7, 6, 5, 4]
    found = state_of(store)
    assert found.second is not None
    assert found.newest is not None
    assert found.second.path.read_bytes() == found.newest.path.read_bytes()


def test_a_second_place_that_is_away_costs_no_backup(store: Store, tmp_path: Path) -> None:
    choose(store.path, None, tmp_path / "unplugged")
    add(store, "A")
    done = back_up_now(store, "auto")
    assert done.backup.path.is_file()
    assert done.problem is not None
    assert "Plug the disk in" in done.problem.sentence
    assert not (tmp_path / "unplugged").exists()
    assert state_of(store).second is None


def test_another_folder_takes_the_backups_along_so_that_numbers_go_on(store: Store, tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    for number in range(4):
        add(store, f"C{number}")
        back_up_now(store, "auto")
    old = places(store.path).folder
    new = move_backups(store, other, None).folder
    assert [one.number for one in backups(new)] == [one.number for one in backups(old)] == [4, 3, 2, 1]
    add(store, "more")
    assert back_up_now(store, "auto").backup.path.parent == new
    assert backups(new)[0].number == 5


def test_a_folder_that_refuses_changes_no_place(store: Store, tmp_path: Path) -> None:
    add(store, "A")
    back_up_now(store, "auto")
    before = places(store.path)
    with pytest.raises(StorageError):
        move_backups(store, tmp_path / "nowhere", None)
    assert places(store.path) == before
    (tmp_path / "same").mkdir()
    with pytest.raises(StorageError):
        move_backups(store, tmp_path / "same", tmp_path / "same")


def test_the_closing_round_is_asked_before_and_made_after(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    assert closing_round(store) is None
    add(store, "A")
    asked = closing_round(store)
    assert asked is not None
    store.close()
    made = rounds.back_up(asked[0], "exit", asked[1]).backup
    assert made.reason == "exit"
    again = open_file(store.path)
    assert closing_round(again) is None
    add(again, "B")
    monkeypatch.setattr(rounds, "QUICK", 10)
    assert closing_round(again) is None
    again.close()


def supply(folder: Path, name: str, **values: str) -> None:
    (folder / name).mkdir(parents=True)
    for key, value in values.items():
        (folder / name / key).write_text(value + "\n", encoding="ascii")


@pytest.mark.parametrize(("mains", "battery", "expected"), [
    ("1", "Charging", False), ("0", "Discharging", True), ("1", "Discharging", False), (None, "Discharging", True),
    (None, "Full", False), ("0", None, False), (None, None, None),
])  # fmt: skip
def test_battery_or_mains(tmp_path: Path, mains: str | None, battery: str | None, expected: bool | None) -> None:
    if mains is not None:
        supply(tmp_path / "s", "AC", type="Mains", online=mains)
    if battery is not None:
        supply(tmp_path / "s", "BAT0", type="Battery", status=battery)
    supply(tmp_path / "s", "mouse", type="Battery", status="Discharging", scope="Device")
    assert on_battery(tmp_path / "s") is expected
