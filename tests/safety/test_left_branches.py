"""A file that went back to an older state: backups of the state it left count for nothing of what is done from then on."""

import shutil
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from app.models import Contact, Customer
from app.models.types import now_utc
from app.safety import emptying
from app.safety.catalogue import backups
from app.safety.erasing import Wish, erase_person
from app.safety.purging import purge_backups, still_holding
from app.safety.restore import restore_file
from app.safety.rounds import back_up_now, closing_round, secure
from app.safety.state import state_of
from app.services import records
from app.store.log import last_operation
from app.store.store import Store, open_file


def add(store: Store, name: str) -> Any:
    return store.write("add", records.create, Customer, {"name": name}).value


def rot(path: Path) -> None:
    """One bit of the data flips on the disk; what the backup says of itself can still be read."""
    content = bytearray(path.read_bytes())
    content[len(content) // 3] ^= 1
    path.write_bytes(content)


def gone_back(store: Store) -> Store:
    """Two backups, the newer one rotten; the file is lost and the older one restored."""
    for names in ("ab", "cdef"):
        for name in names:
            add(store, name)
        newest = back_up_now(store, "auto").backup
    store.close()
    rot(newest.path)
    store.path.unlink()
    done = restore_file(store.path, backups(newest.path.parent))
    assert [one.number for one in done.skipped] == [2]
    return open_file(store.path)


def put_back_by_hand(store: Store) -> Store:
    """A copy of the file that somebody kept is put in its place, older than the newest backup."""
    add(store, "a")
    store.close()
    copy = shutil.copy(store.path, store.path.with_name("kept.copy"))
    again = open_file(store.path)
    for number in range(4):
        add(again, f"b{number}")
    back_up_now(again, "before-merge")
    again.close()
    shutil.copy(copy, store.path)
    return open_file(store.path)


@pytest.mark.parametrize("went_back", [gone_back, put_back_by_hand])
def test_what_is_done_on_an_older_state_is_backed_up(store: Store, went_back: Any) -> None:
    again = went_back(store)
    key = add(again, "typed since")
    state = state_of(again)
    assert state.newest is not None
    assert state.pending
    assert state.due(None, now_utc() + timedelta(days=1))
    assert state.alarming(now_utc() + timedelta(days=4))
    assert closing_round(again) is not None
    made = secure(again, "before-merge", fresh_minutes=10)
    assert made is not None, "one made minutes ago, of another state, is none"
    assert not state_of(again).pending
    again.write("bin", records.delete, Customer, [key])
    assert emptying.empty(again).count == 1
    newest = backups(made.path.parent)[0]
    assert (newest.reason, newest.number) == (emptying.BEFORE, made.number + 1)
    again.close()


def test_steps_after_a_restore_have_numbers_of_their_own(store: Store) -> None:
    again = gone_back(store)
    assert again.read(last_operation) == 7, "above every step that a backup in the folder knows of"
    again.close()


def test_backups_of_a_state_that_was_left_may_hold_the_erased(store: Store) -> None:
    firm = add(store, "甲")
    person = store.write("add", records.create, Contact, {"name": "欧阳", "customer_id": firm}).value
    again = put_back_by_hand(store)
    assert [one.number for one in backups(again.path.parent / "data-backups")] == [1]
    erase_person(again, Wish("contacts", person))
    assert [one.number for one in still_holding(again)] == [1]
    assert purge_backups(again) == 1
    assert still_holding(again) == ()
    again.close()


def test_the_bin_is_emptied_after_a_backup_that_the_disk_still_gives_back(store: Store) -> None:
    key = add(store, "a")
    store.write("bin", records.delete, Customer, [key])
    rotten = back_up_now(store, "auto").backup
    rot(rotten.path)
    assert not state_of(store).pending, "what it says of itself can be read"
    assert emptying.empty(store).count == 1
    newest = backups(rotten.path.parent)[0]
    assert (newest.number, newest.reason) == (2, emptying.BEFORE)
