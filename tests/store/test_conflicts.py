"""Copies beside the data file are listed with dates and counts; none of them is touched."""

import hashlib
import shutil
from pathlib import Path

from app.models import Customer
from app.services import records
from app.store.conflicts import conflicts
from app.store.store import Store, create, open_file


def test_look_alikes_are_listed_with_their_counts_and_left_alone(store: Store, data_file: Path, tmp_path: Path) -> None:
    store.write("x", records.create_many, Customer, [{"name": f"客户{i}"} for i in range(3)])
    store.close()
    again = open_file(data_file)
    for name in ("data (conflicted copy 2026-05-03).db", "客户数据 (1).db"):
        shutil.copy(data_file, tmp_path / name)
    (tmp_path / "data (2).db").write_bytes(b"x" * 3000)
    (tmp_path / "notes.txt").write_bytes(b"data")
    create(tmp_path / "others.db").close()
    create(tmp_path / "data-old.db").close()
    again.write("x", records.create, Customer, {"name": "新"})
    before = {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in tmp_path.glob("*.db") if path != data_file}
    found = {copy.path.name: copy for copy in conflicts(data_file)}
    assert set(found) == {"data (conflicted copy 2026-05-03).db", "客户数据 (1).db", "data-old.db"}
    assert [found[name].related for name in sorted(found)] == [True, False, True]
    assert found["客户数据 (1).db"].counts["customers"] == 3
    assert found["客户数据 (1).db"].last_step is not None
    assert found["data-old.db"].counts["customers"] == 0
    again.write("x", records.create, Customer, {"name": "noch"})
    assert {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in tmp_path.glob("*.db") if path != data_file
    } == before
    assert not list(tmp_path.glob("*copy*-*wal")) + list(tmp_path.glob("*copy*-shm"))
    again.close()


def test_a_copy_that_is_damaged_is_listed_without_counts(store: Store, data_file: Path, tmp_path: Path) -> None:
    store.close()
    content = data_file.read_bytes()
    (tmp_path / "data (1).db").write_bytes(content[:4096] + b"\xff" * (len(content) - 4096))
    (copy,) = conflicts(data_file)
    assert (copy.counts, copy.last_step) == ({}, None)
