"""A data file that cannot be opened is replaced as a whole, and finished by the next start (faults F06, F15, F25h)."""

import os
import shutil
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from app import cli
from app.errors import StorageError
from app.models import Customer
from app.paths import pending_restore
from app.safety.catalogue import backups
from app.safety.making import make_backup
from app.safety.restore import NONE_SOUND, restore_file
from app.services import records
from app.store.archive import Backup
from app.store.store import Store, create, open_file, open_readonly
from app.store.swap import PARTS
from app.store.verify import verify

Dump = Callable[[Store], dict[str, list[tuple[Any, ...]]]]


class PowerCut(BaseException):
    """The process ends here."""


@pytest.fixture
def broken(filled: Store, backup: Backup, dump: Dump) -> tuple[Path, dict[str, Any]]:
    """A closed data file whose first page is rubbish, with stale parts beside it, and what its backup holds."""
    wanted = dump(filled)
    filled.write("Made", records.create, Customer, {"name": "不在备份里"})
    wal = (filled.path.with_name("data.db-wal")).read_bytes()
    filled.close()
    content = bytearray(filled.path.read_bytes())
    content[:4096] = os.urandom(4096)
    filled.path.write_bytes(content)
    filled.path.with_name("data.db-wal").write_bytes(wal)
    filled.path.with_name("data.db-shm").write_bytes(b"old")
    filled.path.with_name("data.db-journal").write_bytes(b"old")
    return filled.path, wanted


def parts(folder: Path) -> dict[str, bytes]:
    return {suffix: (folder / f"data.db{suffix}").read_bytes() for suffix in PARTS if (folder / f"data.db{suffix}").exists()}


def needs(path: Path, wanted: dict[str, Any], dump: Dump) -> None:
    opened = open_file(path)
    assert dump(opened) == wanted
    assert verify(opened).whole
    opened.close()


def test_the_damaged_file_is_kept_whole_and_the_backup_takes_its_place(broken, backup: Backup, dump: Dump) -> None:
    path, wanted = broken
    before = parts(path.parent)
    done = restore_file(path, backups(backup.path.parent))
    assert parts(done.damaged) == before
    assert set(before) == set(PARTS)
    assert parts(path.parent).keys() == {""}
    needs(path, wanted, dump)
    assert not pending_restore(path).exists()


def test_it_walks_back_through_damaged_backups(broken, backup: Backup, dump: Dump) -> None:
    path, wanted = broken
    folder = backup.path.parent
    for number, content in ((2, b""), (3, backup.path.read_bytes()[:-9]), (4, backup.path.read_bytes() + b"x")):
        (folder / f"00000{number}-20260101-000000-auto.clb").write_bytes(content)
    done = restore_file(path, backups(folder))
    assert done.backup == backup
    assert [one.number for one in done.skipped] == [4, 3, 2]
    needs(path, wanted, dump)


def test_without_a_sound_backup_nothing_is_touched(broken, backup: Backup) -> None:
    path, _wanted = broken
    before = parts(path.parent)
    backup.path.write_bytes(b"half")
    with pytest.raises(StorageError) as told:
        restore_file(path, backups(backup.path.parent))
    assert told.value.key == NONE_SOUND
    assert parts(path.parent) == before
    assert not pending_restore(path).exists()


def test_a_missing_file_comes_back(filled: Store, backup: Backup, dump: Dump) -> None:
    wanted = dump(filled)
    filled.close()
    filled.path.unlink()
    shutil.rmtree(filled.blobs.folder)
    done = restore_file(filled.path, [backup])
    assert not done.damaged.exists()
    assert done.lost == ()
    needs(filled.path, wanted, dump)


def test_a_file_that_is_open_is_left_alone(filled: Store, backup: Backup) -> None:
    with pytest.raises(StorageError) as told:
        restore_file(filled.path, [backup])
    assert "another window" in told.value.key
    assert filled.undo() is not None


def interrupted(monkeypatch: pytest.MonkeyPatch, step: int) -> None:
    """The process ends before the ``step``-th file is renamed or removed."""
    count = iter(range(1, 10_000))
    for name in ("replace", "unlink"):
        real = getattr(os, name)

        def counted(*arguments: Any, real=real, **more: Any) -> None:
            if next(count) >= step:
                raise PowerCut
            real(*arguments, **more)

        monkeypatch.setattr(os, name, counted)


@pytest.mark.parametrize("step", range(1, 30, 2))
def test_ended_before_any_step_the_next_start_finishes_or_takes_it_back(
    broken, backup: Backup, dump: Dump, monkeypatch: pytest.MonkeyPatch, step: int
) -> None:
    path, wanted = broken
    before = parts(path.parent)
    with monkeypatch.context() as patch:
        interrupted(patch, step)
        with suppress(PowerCut):
            restore_file(path, [backup])
    noted = pending_restore(path).exists()
    if not noted and parts(path.parent) == before:
        with pytest.raises(StorageError):
            open_file(path)
        assert parts(path.parent)[""] == before[""]
        return
    assert noted or parts(path.parent).keys() == {""}
    needs(path, wanted, dump)
    assert not pending_restore(path).exists()
    (damaged,) = path.parent.glob("damaged-*")
    assert parts(damaged) == before


def test_where_the_restored_file_is_gone_too_the_old_one_comes_back(
    filled: Store, backup: Backup, dump: Dump, monkeypatch: pytest.MonkeyPatch
) -> None:
    wanted = dump(filled)
    filled.close()
    real = os.replace

    def ends(source: Any, target: Any) -> None:
        if str(source).endswith(".restored"):
            raise PowerCut
        real(source, target)

    with monkeypatch.context() as patch:
        patch.setattr(os, "replace", ends)
        with pytest.raises(PowerCut):
            restore_file(filled.path, [backup])
    assert not filled.path.exists()
    filled.path.with_name("data.db.restored").unlink()
    needs(filled.path, wanted, dump)


@pytest.mark.parametrize("note", ["", "[]", "{", '{"ready": "../x", "damaged": "y"}', '{"ready": 1, "damaged": ".."}'])
def test_a_note_that_is_none_of_ours_does_nothing(filled: Store, dump: Dump, note: str) -> None:
    wanted = dump(filled)
    filled.close()
    pending_restore(filled.path).write_text(note, encoding="utf-8")
    needs(filled.path, wanted, dump)
    assert not pending_restore(filled.path).exists()


def test_whoever_opens_it_finishes_it(broken, backup: Backup, dump: Dump, monkeypatch: pytest.MonkeyPatch, capfd) -> None:
    path, wanted = broken
    real = os.replace

    def ends(source: Any, target: Any) -> None:
        if str(source).endswith(".restored"):
            raise PowerCut
        real(source, target)

    with monkeypatch.context() as patch:
        patch.setattr(os, "replace", ends)
        with pytest.raises(PowerCut):
            restore_file(path, [backup])
    assert not path.exists()
    with pytest.raises(StorageError):
        create(path)
    reader = open_readonly(path)
    assert dump(reader) == wanted
    reader.close()
    assert cli.main(["--data", str(path), "verify"]) == 0
    capfd.readouterr()


def test_a_backup_made_by_hand_works_the_same(filled: Store, tmp_path: Path, dump: Dump) -> None:
    wanted, made = dump(filled), make_backup(filled, "by-hand", tmp_path / "stick")
    filled.close()
    filled.path.write_bytes(b"")
    restore_file(filled.path, [made])
    needs(filled.path, wanted, dump)
