"""Out of a damaged file comes all that can be read, into a new file that is sound, with the truth about the rest (F25h)."""

import gzip
import hashlib
import random
import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa

from app.errors import Cancelled, StorageError
from app.models import Customer, entities
from app.models.base import table_of
from app.models.types import uuid7
from app.safety.carving import PAGE, owners
from app.safety.mending import Missing
from app.safety.salvage import NOTHING, Report, salvage
from app.safety.salvage_words import tallies, tally_text, write_missing
from app.services import attachments, records
from app.services.lists import ListQuery, page
from app.store.changes import recorded_keys
from app.store.store import Store, open_file
from app.store.verify import verify

RELEASED = sorted((Path(__file__).resolve().parent.parent / "fixtures/databases").glob("*.db.gz"))
Records = dict[tuple[str, UUID], dict[str, Any]]


def recorded(store: Store) -> Records:
    def read(session: Any) -> Records:
        found = {}
        for entity in entities():
            table, keys = table_of(entity), recorded_keys(entity)
            for row in session.execute(sa.select(table.c.id, *(table.c[key] for key in keys))):
                found[entity.entity, row[0]] = dict(zip(keys, row[1:], strict=True))
        return found

    return store.read(read)


@pytest.fixture(scope="module")
def company(sample_file: Callable[[str, date], Path], tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Records]:
    """A closed file with the sample company, some of it changed since, and all its records."""
    path = Path(shutil.copy(sample_file("zh", date(2026, 7, 20)), tmp_path_factory.mktemp("company") / "data.db"))
    store = open_file(path)
    for row in store.read(page, ListQuery("customers", ("name",), "name"), 0, 20):
        store.write("Changed", records.update, Customer, row.id, {"notes": "改过的备注" * 400})
    found = recorded(store)
    store.close()
    return path, found


def salvaged(path: Path) -> tuple[Report, Records]:
    """The report and the records of the new file, which is sound; the damaged one is as it was."""
    before = hashlib.sha256(path.read_bytes()).hexdigest()
    new = path.with_name(f"salvaged-{len(list(path.parent.iterdir()))}.db")
    report = salvage(path, new)
    assert hashlib.sha256(path.read_bytes()).hexdigest() == before
    assert report.problems == ()
    store = open_file(new)
    assert verify(store).whole
    found = recorded(store)
    assert store.undo() is None
    some = next(values["name"] for (kind, _id), values in found.items() if kind == "customers")
    assert len(store.read(page, ListQuery("customers", ("name",), "name", text=some), 0, 100)) > 0
    store.close()
    return report, found


def test_of_a_sound_file_nothing_is_missing(company: tuple[Path, Records], tmp_path: Path) -> None:
    path = Path(shutil.copy(company[0], tmp_path))
    report, found = salvaged(path)
    assert found == company[1]
    assert (report.missing, report.doubtful, report.refused, report.stand_ins, report.cut, report.rebuilt) == ((), 0, 0, 0, 0, {})


def pages_spoilt(content: bytearray, rng: random.Random, count: int) -> None:
    for number in rng.sample(range(1, len(content) // PAGE), count):
        content[number * PAGE : (number + 1) * PAGE] = rng.choice([bytes(PAGE), rng.randbytes(PAGE)])


def bits_flipped(content: bytearray, rng: random.Random, count: int) -> None:
    for _ in range(count):
        content[rng.randrange(PAGE, len(content))] ^= 1 << rng.randrange(8)


def first_page_gone(content: bytearray, rng: random.Random, count: int) -> None:
    content[: PAGE * count] = rng.randbytes(PAGE * count)


def end_lost(content: bytearray, _rng: random.Random, count: int) -> None:
    del content[-PAGE * count :]


@pytest.mark.parametrize(
    ("spoil", "count"),
    [(pages_spoilt, 40), (bits_flipped, 200), (first_page_gone, 30), (end_lost, 200)],
    ids=lambda value: getattr(value, "__name__", str(value)),
)  # fmt: skip
def test_what_can_be_read_comes_out_and_the_rest_is_named(
    company: tuple[Path, Records], tmp_path: Path, spoil: Any, count: int
) -> None:
    content = bytearray(company[0].read_bytes())
    spoil(content, random.Random(count), count)
    path = tmp_path / "data.db"
    path.write_bytes(content)
    report, found = salvaged(path)
    named = {(one.entity, one.id) for one in report.missing}
    lost = {key for key in company[1] if key not in found}
    different = {key for key, values in found.items() if key in company[1] and values != company[1][key]}
    assert len(found) > len(company[1]) * 0.5
    assert not named & found.keys()
    # whatever the log still knew of is named; a record can only vanish unseen together with its whole history
    assert len(lost - named) <= len(company[1]) * 0.02 + (count if spoil is not bits_flipped else 0) * 12
    told = report.doubtful + report.stand_ins + report.cut + sum(report.rebuilt.values())
    assert len(different) <= told


def test_the_log_brings_back_records_whose_page_is_gone(filled: Store) -> None:
    before = recorded(filled)
    raw = filled.read(
        lambda s: s.connection().exec_driver_sql("SELECT rootpage FROM sqlite_master WHERE name = 'customers'").scalar()
    )
    filled.close()
    content = bytearray(filled.path.read_bytes())
    (leaf, *_rest) = sorted(number for number, name in owners(filled.path, {"customers": raw}).items() if name == "customers")
    content[(leaf - 1) * PAGE : leaf * PAGE] = bytes(PAGE)
    filled.path.write_bytes(content)
    report, found = salvaged(filled.path)
    assert found == before
    assert report.rebuilt["customers"] > 3
    assert report.missing == ()


def test_writes_that_are_still_in_the_log_file_come_out(filled: Store, tmp_path: Path) -> None:
    late = filled.write("x", records.create, Customer, {"name": "刚刚保存的公司"}).value
    for damaged in (False, True):
        folder = tmp_path / f"copy-{damaged}"
        folder.mkdir()
        for suffix in ("", "-wal"):
            shutil.copy(filled.path.with_name(f"data.db{suffix}"), folder)
        path = folder / "data.db"
        if damaged:
            path.write_bytes(bytes(PAGE) + path.read_bytes()[PAGE:])
            wal = bytearray((folder / "data.db-wal").read_bytes())
            (folder / "data.db-wal").write_bytes(wal)
        report = salvage(path, folder / "new.db")
        assert report.problems == ()
        store = open_file(folder / "new.db")
        assert store.read(records.get, Customer, late)["name"] == "刚刚保存的公司"
        store.close()


def test_contents_of_attachments_come_along(filled: Store) -> None:
    filled.close()
    new = filled.path.with_name("new.db")
    assert salvage(filled.path, new).lost == ()
    store = open_file(new)
    customer = store.read(page, ListQuery("attachments", ("name",), "name"), 0, 1)[0].id
    assert store.read(attachments.content, customer)[1].decode() == "内容"
    store.close()


def test_a_file_of_an_older_program_is_salvaged_and_upgraded(tmp_path: Path) -> None:
    path = tmp_path / "old.db"
    path.write_bytes(gzip.decompress(RELEASED[0].read_bytes()))
    report = salvage(path, tmp_path / "new.db")
    assert (report.problems, report.missing) == ((), ())
    store = open_file(tmp_path / "new.db")
    assert [row.texts[0] for row in store.read(page, ListQuery("customers", ("name",), "name", text="hxgg"), 0, 9)] == [
        "华信钢构有限公司"
    ]
    store.close()


@pytest.mark.parametrize("content", [b"", b"text", bytes(20_000), b"\x89PNG" + bytes(9000), random.Random(1).randbytes(50_000)])
def test_where_nothing_can_be_read_nothing_is_made(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "data.db"
    path.write_bytes(content)
    with pytest.raises(StorageError) as told:
        salvage(path, tmp_path / "new.db")
    assert told.value.key == NOTHING
    assert [one.name for one in sorted(tmp_path.iterdir()) if one.name != "home"] == ["data.db"]


def test_nothing_is_written_over_and_an_open_file_is_left_alone(filled: Store, tmp_path: Path) -> None:
    taken = tmp_path / "taken.db"
    taken.write_bytes(b"mine")
    with pytest.raises(StorageError):
        salvage(filled.path, taken)
    assert taken.read_bytes() == b"mine"
    with pytest.raises(StorageError) as told:
        salvage(filled.path, tmp_path / "new.db")
    assert "another window" in told.value.key
    with pytest.raises(StorageError):
        salvage(tmp_path / "nowhere.db", tmp_path / "new.db")


def test_it_can_be_stopped(filled: Store, tmp_path: Path) -> None:
    filled.close()
    with pytest.raises(Cancelled):
        salvage(filled.path, tmp_path / "new.db", stopped=lambda: True)
    assert not (tmp_path / "new.db").exists()
    assert list(tmp_path.glob(".restoring*")) == []


def test_the_report_counts_by_kind_and_lists_what_is_lost(tmp_path: Path) -> None:
    missing = tuple(Missing("visits", uuid7(), title) for title in ("", "BF000001"))
    whole = Report(
        tmp_path / "new.db", {"customers": 12, "changes": 40}, {"contacts": 3}, missing, 0, 180, 0, 0, 0, (), (),
        {"complaints": 180},
    )  # fmt: skip
    assert [tally_text(one) for one in tallies(whole)] == [
        "Complaints: 0 read, 180 stand in for lost ones", "Visits: 0 read, 2 not recovered", "Customers: 12 read",
        "People: 0 read, 3 brought back by the history",
    ]  # fmt: skip
    listed = write_missing(whole)
    assert listed == tmp_path / "new.db.missing.txt"
    assert [line.split("\t")[:2] for line in listed.read_text("utf-8-sig").splitlines()] == [
        ["Visit", "name unknown"], ["Visit", "BF000001"],
    ]  # fmt: skip
    assert write_missing(replace(whole, missing=())) is None
