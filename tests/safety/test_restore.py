"""Restored is what the backup held, all of it; what was there before is saved, and nothing lies in between (faults §5.4)."""

import gzip
import os
import random
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from app.errors import Cancelled, ConflictError, StorageError, ValidationError
from app.models import Customer, Employee
from app.models.customer_parts import Competitor
from app.safety.catalogue import backups
from app.safety.making import make_backup
from app.safety.preview import Lost, preview
from app.safety.restore import BEFORE, restore
from app.services import records, roles, settings
from app.services.lists import ListQuery, page
from app.services.sample import make_sample
from app.store import drafts, log, search
from app.store.archive import DAMAGED, Backup
from app.store.backup import back_up
from app.store.store import Store, create, open_file, open_readonly
from app.store.verify import verify

Dump = Callable[[Store], dict[str, list[tuple[Any, ...]]]]
RELEASED = sorted((Path(__file__).resolve().parent.parent / "fixtures/databases").glob("*.db.gz"))


def found(store: Store, text: str) -> list[str]:
    rows = store.read(page, ListQuery("customers", ("name",), "name", text=text), 0, 100)
    return [row.texts[0] for row in rows]


def renamed(store: Store) -> None:
    """Something after the backup: a customer renamed, one made, one binned."""
    first, second = [row.id for row in store.read(page, ListQuery("customers", ("name",), "name"), 0, 2)]
    store.write("Renamed", records.update, Customer, first, {"name": "改了名"})
    store.write("Made", records.create, Customer, {"name": "后来的客户"})
    store.write("Deleted", records.delete, Customer, [second])


def test_all_of_it_comes_back_and_what_was_there_is_saved(filled: Store, backup: Backup, dump: Dump) -> None:
    before = dump(filled)
    renamed(filled)
    after = dump(filled)
    assert after != before
    done = restore(filled, backup)
    assert dump(filled) == before
    assert verify(filled).whole
    assert verify(filled).contents == ()
    assert (found(filled, "后来"), found(filled, "改了名"), len(found(filled, ""))) == ([], [], 60)
    assert done.before.reason == BEFORE
    restore(filled, done.before)
    assert dump(filled) == after
    assert found(filled, "后来") == ["后来的客户"]
    assert [one.reason for one in backups(backup.path.parent)] == [BEFORE, BEFORE, "auto"]


def test_a_restore_is_for_owners_and_managers_and_changes_nobody_at_the_keyboard(store: Store, tmp_path: Path) -> None:
    roles_given = ("owner", "reader")
    people = {role: store.write("x", records.create, Employee, {"name": role, "role": role}).value for role in roles_given}
    store.write("x", settings.change, "me", str(people["owner"]))
    made = make_backup(store, "by-hand", tmp_path / "backups")
    store.actor = people["reader"]
    store.write("x", settings.change, "me", str(people["reader"]))
    with pytest.raises(ValidationError, match="restoring backups"):
        restore(store, made)
    manager = store.write("x", records.create, Employee, {"name": "m", "role": "manager"}).value
    kept = make_backup(store, "by-hand", tmp_path / "backups")
    store.write("x", settings.change, "me", str(manager))
    store.actor = manager
    restore(store, kept)
    assert (store.read(settings.value, "me"), store.read(roles.role)) == (str(manager), "manager")


def test_undo_begins_anew_and_the_log_says_so(filled: Store, backup: Backup) -> None:
    renamed(filled)
    filled.undo()
    restore(filled, backup)
    assert filled.undo() is None
    assert filled.redo() is None
    made = filled.write("Made", records.create, Customer, {"name": "新"}).value
    assert filled.undo() is not None
    assert filled.undo() is None
    assert filled.redo() is not None
    assert filled.read(records.get, Customer, made)["deleted_at"] is None
    assert verify(filled).whole


def test_the_preview_says_what_would_be_lost(filled: Store, backup: Backup) -> None:
    assert preview(filled, backup).operations == 0
    renamed(filled)
    shown = preview(filled, backup)
    assert (shown.history, shown.operations, shown.older) == ("past", 3, False)
    assert {key: lost for key, lost in shown.lost.items() if key in ("customers", "visits")} == {"customers": Lost(1, 2)}
    assert shown.counts["customers"] == (60, 60)
    assert [label.key for _at, label in shown.labels] == ["Deleted", "Made", "Renamed"]
    done = restore(filled, backup)
    again = preview(filled, done.before)
    assert (again.history, again.operations, again.lost) == ("branch", 0, {})


def test_a_backup_of_another_file_is_said_to_be_one(filled: Store, tmp_path: Path, dump: Dump) -> None:
    other = create(tmp_path / "other.db")
    other.write("Made", records.create, Customer, {"name": "别家的客户"})
    foreign = make_backup(other, "auto")
    wanted = dump(other)
    other.close()
    shown = preview(filled, foreign)
    assert (shown.history, shown.operations, shown.counts["customers"]) == ("other", 3, (1, 60))
    restore(filled, foreign)
    assert dump(filled) == wanted


def test_numbers_given_since_are_not_given_again(filled: Store, backup: Backup) -> None:
    lost = filled.write("Made", records.create, Customer, {"name": "甲"}).value
    number = filled.read(records.get, Customer, lost)["code"]
    restore(filled, backup)
    fresh = filled.write("Made", records.create, Customer, {"name": "乙"}).value
    assert filled.read(records.get, Customer, fresh)["code"] == f"KH{int(number[2:]) + 1:06d}"
    filled.close()
    again = open_file(filled.path)
    restore(again, backup)
    third = again.write("Made", records.create, Customer, {"name": "丙"}).value
    assert again.read(records.get, Customer, third)["code"] == f"KH{int(number[2:]) + 2:06d}"
    again.close()


def test_steps_after_a_restore_have_numbers_of_their_own(filled: Store, backup: Backup) -> None:
    renamed(filled)
    last = filled.read(log.last_operation)
    restore(filled, backup)
    assert filled.read(log.last_operation) == last + 1


def test_drafts_of_now_stay(filled: Store, backup: Backup) -> None:
    filled.quietly(drafts.keep, "customers:new", {"name": "刚输入的"})
    restore(filled, backup)
    assert filled.read(drafts.find, "customers:new") == {"name": "刚输入的"}


def test_missing_contents_come_back_and_missing_ones_are_named(filled: Store, backup: Backup) -> None:
    (digest,) = backup.manifest.attachments
    shutil.rmtree(filled.blobs.folder)
    assert restore(filled, backup).lost == ()
    assert filled.blobs.read(digest, "x").decode() == "内容"
    shutil.rmtree(filled.blobs.folder)
    shutil.rmtree(backup.path.parent / "files")
    assert restore(filled, backup).lost == (digest,)


@pytest.mark.parametrize("spoil", ["flip", "cut", "gone"])
def test_a_damaged_backup_is_refused_before_anything_is_touched(filled: Store, backup: Backup, spoil: str, dump: Dump) -> None:
    content = bytearray(backup.path.read_bytes())
    content[len(content) // 3] ^= 4
    backup.path.unlink() if spoil == "gone" else backup.path.write_bytes(content if spoil == "flip" else content[:5000])
    before, names = dump(filled), sorted(filled.path.parent.rglob("*"))
    with pytest.raises(StorageError) as told:
        restore(filled, backup)
    assert told.value.key == DAMAGED or spoil == "gone"
    assert dump(filled) == before
    assert sorted(filled.path.parent.rglob("*")) == names


@pytest.mark.parametrize("looks", [0, 3, 16])
def test_stopped_it_changes_nothing(filled: Store, backup: Backup, looks: int, dump: Dump) -> None:
    renamed(filled)
    before, asked = dump(filled), iter(range(10_000))
    try:
        restore(filled, backup, stopped=lambda: next(asked) >= looks)
    except Cancelled:
        assert dump(filled) == before
        assert list(filled.path.parent.glob(".restoring*")) == []
    else:
        assert looks >= 8


def test_what_is_saved_meanwhile_is_not_lost(filled: Store, backup: Backup, dump: Dump) -> None:
    heard: list[float] = []

    def told(done: float) -> None:
        if done > 0.58 and not heard:
            heard.append(done)
            filled.write("Saved meanwhile", records.create, Customer, {"name": "赶上了"})

    with pytest.raises(ConflictError):
        restore(filled, backup, told=told)
    assert heard
    assert found(filled, "赶上了") == ["赶上了"]


def test_others_may_read_on_while_it_is_restored(filled: Store, backup: Backup) -> None:
    renamed(filled)
    ended, seen, wrong = threading.Event(), set[int](), list[BaseException]()

    def read() -> None:
        try:
            while not ended.is_set():
                seen.add(len(found(filled, "客户")))
        except BaseException as error:
            wrong.append(error)

    reading = [threading.Thread(target=read) for _ in range(2)]
    for each in reading:
        each.start()
    try:
        for _ in range(3):
            restore(filled, backup)
            renamed(filled)
    finally:
        ended.set()
        for each in reading:
            each.join()
    assert wrong == []
    assert seen <= {58, 59, 60}


def test_a_backup_with_an_older_index_is_found_in_at_once(filled: Store, tmp_path: Path) -> None:
    (first,) = [row.id for row in filled.read(page, ListQuery("customers", ("name",), "name"), 0, 1)]
    filled.write("Part", records.create, Competitor, {"customer_id": first, "name": "泰德泵业"})
    filled.quietly(_as_an_older_version_left_it)
    made = make_backup(filled, "manual")
    filled.quietly(search.rebuild)
    restore(filled, made)
    assert len(found(filled, "泰德")) == 1
    assert filled.read(search.is_up_to_date)


def _as_an_older_version_left_it(session: Any) -> None:
    session.connection().exec_driver_sql("UPDATE search_customers SET words = ' '")
    session.connection().exec_driver_sql("DELETE FROM file_facts WHERE key = 'search'")


def test_who_reads_or_writes_right_after_a_restore_meets_its_own_file(
    filled: Store, backup: Backup, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In the moment after the connections are gone and before the store knows what the file says of itself."""
    seen, learn = list[int](), Store._learn

    def learnt(store: Store) -> None:
        beside = threading.Thread(target=lambda: seen.append(len(found(store, ""))))
        beside.start()
        beside.join()
        writing.start()
        learn(store)

    writing = threading.Thread(target=lambda: filled.write("Made", records.create, Customer, {"name": "后来的客户"}))
    monkeypatch.setattr(Store, "_learn", learnt)
    restore(filled, backup)
    writing.join()
    assert seen == [60]
    assert found(filled, "后来") == ["后来的客户"]


def test_a_read_only_file_is_not_restored(filled: Store, backup: Backup) -> None:
    filled.close()
    reader = open_readonly(filled.path)
    with pytest.raises(StorageError) as told:
        restore(reader, backup)
    assert "reading only" in told.value.key
    reader.close()


def test_a_backup_of_an_older_program_is_upgraded_on_the_way(filled: Store, tmp_path: Path) -> None:
    path = tmp_path / "old.db"
    path.write_bytes(gzip.decompress(RELEASED[0].read_bytes()))
    old = back_up(path, "before-upgrade")
    assert preview(filled, old).older
    restore(filled, old)
    assert found(filled, "") == ["华信钢构有限公司", "李静"]
    assert found(filled, "hxgg") == ["华信钢构有限公司"]
    assert verify(filled).whole
    assert old.path.read_bytes()


def test_a_whole_company_comes_back(store: Store, dump: Dump) -> None:
    store.write("Sample", make_sample, "zh", date(2026, 7, 20))
    before, made = dump(store), make_backup(store, "by-hand")
    assert min(len(before[kind]) for kind in ("customers", "contacts", "visits", "complaints")) > 0
    store.undo()
    store.write("Made", records.create, Customer, {"name": "新"})
    restore(store, made)
    assert dump(store) == before
    assert verify(store).whole


CHILD = """
import sys
from pathlib import Path
from app.safety.catalogue import backups
from app.safety.restore import restore
from app.store.store import open_file

store = open_file(Path(sys.argv[1]))
wanted = [one for one in backups(Path(sys.argv[2])) if one.reason in ("small", "large")]
print("ready", flush=True)
while True:
    for one in wanted:
        restore(store, one, Path(sys.argv[3]))
"""


@pytest.mark.skipif(os.name != "posix", reason="needs SIGKILL")
def test_killed_while_restoring_it_is_one_or_the_other(filled: Store, tmp_path: Path, dump: Dump) -> None:
    small, folder = make_backup(filled, "small"), filled.path.with_name("data-backups")
    states = [dump(filled)]
    filled.write("x", records.create_many, Customer, [{"name": f"{n}", "notes": "y" * 2_000} for n in range(300)])
    make_backup(filled, "large")
    states.append(dump(filled))
    filled.close()
    rng, other = random.Random(3), tmp_path / "others"
    for _ in range(3):
        arguments = [sys.executable, "-c", CHILD, str(filled.path), str(folder), str(other)]
        process = subprocess.Popen(arguments, stdout=subprocess.PIPE, text=True)
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        time.sleep(rng.random() * 1.2)  # the moment of the kill is the point
        process.send_signal(signal.SIGKILL)
        process.wait()
        process.stdout.close()
        opened = open_file(filled.path)
        assert dump(opened) in states
        assert verify(opened).whole
        opened.close()
    assert small.path.exists()
