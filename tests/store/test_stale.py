"""A log left beside a file it does not belong to is moved aside; one that was left by a crash is replayed (fault F15)."""

import random
import shutil
from pathlib import Path

import pytest

from app.models import Customer
from app.services import records
from app.services.lists import ListQuery, page
from app.store.stale import aside
from app.store.store import Store, create, open_file
from app.store.verify import verify

NAMES = ListQuery("customers", ("name", "phone"), "name")


def facts(store: Store) -> set[tuple[str, ...]]:
    return {row.texts for row in store.read(page, NAMES, 0, 5000)}


def work(store: Store, steps: int, seed: int) -> None:
    rng = random.Random(seed)
    for _ in range(steps):
        keys = [row.id for row in store.read(page, NAMES, 0, 500)]
        if keys and rng.random() < 0.7:
            values = {"phone": str(rng.randrange(10**9)), "notes": "备注" * rng.randrange(900)}
            store.write("x", records.update, Customer, rng.choice(keys), values)
        else:
            rows = [{"name": f"客户{rng.randrange(10**9)}"} for _ in range(rng.randrange(1, 30))]
            store.write("x", records.create_many, Customer, rows)


def as_after_a_crash(path: Path, target: Path) -> Path:
    """The file with its log, as a killed process leaves them."""
    for suffix in ("", "-wal"):
        shutil.copy(path.with_name(path.name + suffix), target.with_name(target.name + suffix))
    return target


def opened(path: Path) -> set[tuple[str, ...]]:
    store = open_file(path)
    try:
        assert verify(store).whole
        return facts(store)
    finally:
        store.close()


@pytest.mark.parametrize("steps", [1, 12, 60])
def test_what_a_crash_left_is_replayed(store: Store, data_file: Path, tmp_path: Path, steps: int) -> None:
    work(store, steps, steps)
    crashed = as_after_a_crash(data_file, tmp_path / "crashed.db")
    assert opened(crashed) == facts(store)
    assert aside(crashed) == []


def test_a_log_that_holds_nothing_of_anybodys_is_replayed(store: Store, data_file: Path, tmp_path: Path) -> None:
    work(store, 3, 1)
    crashed = as_after_a_crash(data_file, tmp_path / "crashed.db")
    left = crashed.with_name("crashed.db-wal")
    left.write_bytes(left.read_bytes()[:-2000])  # a save that was never acknowledged
    opened(crashed)
    assert aside(crashed) == []


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("later", [1, 25])
def test_a_backup_put_in_the_files_place_is_not_mixed_with_the_old_log(
    store: Store, data_file: Path, tmp_path: Path, seed: int, later: int
) -> None:
    work(store, 6, seed)
    store.close()
    backup = Path(shutil.copy(data_file, tmp_path / "backup.db"))
    expected = opened(backup)
    again = open_file(data_file)
    work(again, 8, seed + 100)
    again.close()
    again = open_file(data_file)
    work(again, later, seed + 200)
    crashed = as_after_a_crash(data_file, tmp_path / "crashed.db")
    again.close()
    shutil.copy(backup, crashed)
    assert opened(crashed) == expected
    assert len(aside(crashed)) == 1


def test_a_log_of_another_file_is_not_replayed(store: Store, data_file: Path, tmp_path: Path) -> None:
    work(store, 5, 3)
    crashed = as_after_a_crash(data_file, tmp_path / "crashed.db")
    other = tmp_path / "other.db"
    made = create(other)
    work(made, 2, 4)
    expected = facts(made)
    made.close()
    shutil.copy(other, crashed)
    assert opened(crashed) == expected
    assert len(aside(crashed)) == 1


@pytest.mark.parametrize("seed", range(6))
def test_a_crash_in_the_middle_of_a_checkpoint_loses_nothing(store: Store, data_file: Path, tmp_path: Path, seed: int) -> None:
    """The file alone is a patchwork of old and new sectors then; its log has all of it and must be replayed."""
    rng = random.Random(seed)
    work(store, 4, seed)
    store.close()
    again = open_file(data_file)
    work(again, 8, seed + 50)
    expected = facts(again)
    crashed = as_after_a_crash(data_file, tmp_path / "crashed.db")
    again.close()
    old, new = crashed.read_bytes(), data_file.read_bytes()
    content = bytearray(old) + bytes(max(0, len(new) - len(old)))
    for at in range(0, len(new), 512):
        if rng.random() < 0.5:
            content[at : at + 512] = new[at : at + 512]
    crashed.write_bytes(content)
    assert opened(crashed) == expected
    assert aside(crashed) == []
