"""A backup is made while the file is in use, is whole, and leaves nothing behind where it fails (faults F09, F104, R5)."""

import gzip
import os
import sqlite3
import subprocess
import threading
from collections.abc import Iterator
from datetime import UTC
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from app.errors import Cancelled, StorageError
from app.models import Customer
from app.safety.catalogue import backups
from app.safety.making import make_backup
from app.safety.preview import preview
from app.services import records
from app.store import archive
from app.store.archive import Backup
from app.store.backup import FAILED, UNSOUND, back_up, backup_folder
from app.store.engine import FileState, file_state
from app.store.store import Store, open_file, open_readonly
from app.store.tables import changes, operations
from app.store.verify import verify


def unpacked(backup: Backup, folder: Path) -> Path:
    target = folder / "unpacked.db"
    archive.unpack(backup.path, target)
    return target


def test_a_backup_holds_everything_and_says_what(backup: Backup, filled: Store, tmp_path: Path, dump) -> None:
    manifest = backup.manifest
    assert manifest is not None
    assert (manifest.number, manifest.reason, manifest.verified, manifest.lost) == (1, "auto", True, ())
    assert (manifest.counts["customers"], manifest.counts["contacts"], manifest.counts["visits"]) == (60, 1, 0)
    assert manifest.made_at.tzinfo is UTC
    assert len(manifest.attachments) == 1
    copy = open_file(unpacked(backup, tmp_path))
    assert dump(copy) == dump(filled)
    assert verify(copy).structure == verify(copy).rows == verify(copy).log == ()
    copy.close()
    assert backups(backup.path.parent) == (backup,)


def test_contents_are_kept_once(filled: Store) -> None:
    first, second = make_backup(filled, "auto"), make_backup(filled, "exit")
    (digest,) = second.manifest.attachments
    assert first.manifest.attachments == (digest,)
    kept = [path for path in (first.path.parent / "files").rglob("*") if path.is_file()]
    assert [path.read_bytes().decode() for path in kept] == ["内容"]
    assert (first.number, second.number) == (1, 2)


def test_a_content_that_is_missing_is_named_and_stops_nothing(filled: Store) -> None:
    (digest, path) = next(filled.blobs.kept())
    path.chmod(0o644)
    path.write_bytes(b"other")
    assert make_backup(filled, "auto").manifest.lost == (digest,)


def test_a_file_is_backed_up_while_it_is_written(filled: Store, tmp_path: Path) -> None:
    ended = threading.Event()

    def work() -> None:
        while not ended.is_set():
            filled.write("x", records.create, Customer, {"name": "新客户"})

    writing = threading.Thread(target=work)
    writing.start()
    try:
        made = [make_backup(filled, "auto") for _ in range(4)]
    finally:
        ended.set()
        writing.join()
    counts = [one.manifest.counts["customers"] for one in made]
    assert counts == sorted(counts)
    assert counts[0] < counts[-1]
    copy = open_file(unpacked(made[-1], tmp_path))
    assert verify(copy).whole
    copy.close()


def test_a_file_no_window_has_and_a_read_only_one_are_backed_up(filled: Store, data_file: Path) -> None:
    filled.close()
    assert make_backup(data_file, "by-hand").manifest.counts["customers"] == 60
    reader = open_readonly(data_file)
    assert make_backup(reader, "by-hand").number == 2
    reader.close()


def test_the_listener_hears_it_to_the_end(filled: Store) -> None:
    heard: list[float] = []
    make_backup(filled, "auto", told=heard.append)
    assert heard == sorted(heard)
    assert heard[-1] == 1.0


@pytest.mark.parametrize("looks", [0, 1, 2, 3, 5, 8])
def test_stopped_it_leaves_what_was_there(backup: Backup, filled: Store, looks: int) -> None:
    folder, asked = backup.path.parent, iter(range(100_000))
    before = sorted(folder.iterdir())
    try:
        make_backup(filled, "auto", stopped=lambda: next(asked) >= looks)
    except Cancelled:
        assert sorted(folder.iterdir()) == before
    else:
        assert looks >= 3


def test_a_missing_or_read_only_folder_is_told(filled: Store, tmp_path: Path) -> None:
    with pytest.raises(StorageError) as told:
        make_backup(filled, "auto", tmp_path / "no" / "folder")
    assert told.value.key == FAILED
    (tmp_path / "file").write_text("x")
    with pytest.raises(StorageError) as told:
        make_backup(filled, "auto", tmp_path / "file")
    assert told.value.key == FAILED


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_without_the_right_to_write_is_told(filled: Store, tmp_path: Path) -> None:
    folder = tmp_path / "closed"
    folder.mkdir(mode=0o555)
    with pytest.raises(StorageError) as told:
        make_backup(filled, "auto", folder)
    assert told.value.key == FAILED


def test_damaged_data_is_refused_and_the_older_backup_stays(backup: Backup, filled: Store, data_file: Path) -> None:
    filled.close()
    raw = sqlite3.connect(data_file)
    raw.execute("UPDATE customers SET notes = 'changed past the log' WHERE notes LIKE '备注备注%'")
    raw.commit()
    raw.close()
    with pytest.raises(StorageError) as told:
        make_backup(data_file, "auto")
    assert told.value.key == UNSOUND
    assert backups(backup.path.parent) == (backup,)
    assert sorted(path.name for path in backup.path.parent.iterdir() if path.name.startswith(".")) in ([], [".lock"])


def test_leftovers_of_an_ended_program_go(backup: Backup, filled: Store) -> None:
    left = backup.path.parent / ".making-x.db"
    left.write_bytes(b"half")
    make_backup(filled, "auto")
    assert not left.exists()


def test_the_next_number_is_above_any_that_was_there(backup: Backup, filled: Store) -> None:
    (backup.path.parent / "000041-20200101-000000-auto.clb").write_bytes(b"")
    assert make_backup(filled, "auto").number == 42


def test_a_file_of_an_older_program_is_backed_up_as_it_is(tmp_path: Path) -> None:
    released = sorted((Path(__file__).resolve().parent.parent / "fixtures/databases").glob("*.db.gz"))[0]
    path = tmp_path / "old.db"
    path.write_bytes(gzip.decompress(released.read_bytes()))
    made = back_up(path, "before-upgrade")
    assert made.manifest.verified
    assert file_state(unpacked(made, tmp_path)) is FileState.OLDER
    assert backups(backup_folder(path)) == (made,)


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 8 MiB: the real thing, so only where one may be mounted."""
    folder = tmp_path / "disk"
    folder.mkdir()
    if os.name != "posix" or os.geteuid() != 0:
        pytest.skip("only root may mount a disk")
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=10m", "tmpfs", folder], capture_output=True).returncode:
        pytest.skip("no disk can be mounted here")
    yield folder
    subprocess.run(["umount", folder], check=True)


@pytest.mark.parametrize("taken", range(2560, 10240, 640))
def test_a_full_disk_leaves_the_older_backups_whole(filled: Store, small_disk: Path, taken: int) -> None:
    folder = small_disk / "backups"
    old = make_backup(filled, "auto", folder)
    rows = [{"name": f"{index}", "notes": os.urandom(1000).hex()} for index in range(250)]
    filled.write("x", records.create_many, Customer, rows)
    (small_disk / "other").write_bytes(bytes(taken * 1024))
    failed = None
    try:
        make_backup(filled, "auto", folder)
    except StorageError as told:
        failed = told.key
    assert failed in (None, FAILED)
    assert len(backups(folder)) == (2 if failed is None else 1)
    assert [path.name for path in folder.iterdir() if path.name.startswith(".making")] == []
    for each in backups(folder):
        archive.check(each.path)
    archive.check(old.path)
    (small_disk / "other").unlink()
    assert make_backup(filled, "auto", folder).manifest.verified


def test_a_log_cut_at_its_end_is_seen_against_a_backup(backup: Backup, filled: Store) -> None:
    """The chain alone cannot know (fault F87): what the backup has seen is the anchor outside."""
    assert preview(filled, backup).history == "past"

    def cut(session: Any) -> None:
        last = session.execute(sa.select(sa.func.max(operations.c.seq))).scalar_one()
        session.execute(sa.delete(changes).where(changes.c.operation == last))
        session.execute(sa.delete(operations).where(operations.c.seq == last))

    filled.quietly(cut)
    assert preview(filled, backup).history == "branch"
