"""Simulated power cuts: nothing acknowledged is lost, nothing is half; with synchronous=NORMAL a third and more lose.

Some forty here, the thousands in ``run.py bench faults``.
"""

import random
from pathlib import Path

import pytest

from tests.faults import preload
from tests.faults.disk import Call, Disk, File
from tests.faults.running import ask

KINDS = [("save", 16), ("turn", 2), ("attachment", 6), ("preferences", 8), ("upgrade", 3), ("backup", 3), ("restore", 3)]
needs_recorder = pytest.mark.skipif(bool(preload.missing()), reason=preload.missing() or "-")


@needs_recorder
@pytest.mark.parametrize(("kind", "cuts"), KINDS)
def test_a_power_cut_loses_nothing_that_was_acknowledged(kind: str, cuts: int, fault_template: str) -> None:
    found = ask("tests.faults.cuts", "--kind", kind, "--cuts", cuts, "--thorough", 10, FAULTS_TEMPLATE=fault_template)
    assert found["told"] == []
    assert (found["cuts that lost"], found["cuts that halved"]) == (0, 0)
    assert kind == "preferences" or found["syncs of the file itself"] >= 2


@needs_recorder
def test_without_full_syncing_a_cut_loses_saves(fault_template: str) -> None:
    found = ask(
        "tests.faults.cuts",
        "--kind",
        "save",
        "--cuts",
        20,
        "--thorough",
        20,
        "--synchronous",
        "NORMAL",
        FAULTS_TEMPLATE=fault_template,
    )
    assert found["syncs of the file itself"] >= 2
    assert found["cuts that lost"] > 0.3 * found["cuts"]


def written(at: int, data: bytes) -> Call:
    return Call("w", "f", "", at, data)


def test_what_was_synced_stays_and_the_rest_comes_in_any_part() -> None:
    file = File(bytearray(b"a" * 2048))
    file.pending.append(written(0, b"b" * 1024))
    file.sync()
    file.pending.append(written(512, b"c" * 1536))
    file.pending.append(Call("t", "f", "", 1024, b""))
    seen = {file.after_cut(random.Random(seed)) for seed in range(400)}
    assert all(content[:512] == b"b" * 512 for content in seen)
    assert {len(content) for content in seen} == {1024, 2048}
    assert {content[512:1024] for content in seen} == {b"b" * 512, b"c" * 512}
    assert b"b" * 512 + b"c" * 512 + b"a" * 512 + b"c" * 512 in seen


def test_a_name_stays_once_its_folder_is_synced(tmp_path: Path) -> None:
    (tmp_path / "start").mkdir()
    (tmp_path / "start/old").write_bytes(b"old")
    disk = Disk(tmp_path / "start")
    for call in (Call("c", "new", "", 0, b""), Call("w", "new", "", 0, b"new"), Call("s", "new", "", 0, b"")):
        disk.apply(call)
    disk.apply(Call("r", "new", "old", 0, b""))
    seen = set()
    for seed in range(50):
        place = tmp_path / f"cut{seed}"
        place.mkdir()
        disk.after_cut(place, random.Random(seed))
        seen.add((place / "old").read_bytes())
    assert seen == {b"old", b"new"}
    disk.apply(Call("s", ".", "", 0, b""))
    for seed in range(50):
        place = tmp_path / f"later{seed}"
        place.mkdir()
        disk.after_cut(place, random.Random(seed))
        assert [path.name for path in place.iterdir()] == ["old"]
        assert (place / "old").read_bytes() == b"new"
