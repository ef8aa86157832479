"""Strange files, locks of others, damaged texts, and our own hands on the live file (faults F20, F21, F24, F24b, F25f)."""

import hashlib
import os
import sqlite3
import struct
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.errors import StorageError
from app.models import Customer
from app.services import attachments, records
from app.services.lists import ListQuery, count, page
from app.store import engine
from app.store.engine import APPLICATION_ID, SCHEMA_VERSION
from app.store.store import Store, create, open_file, open_readonly
from app.store.verify import verify

NAMES = ListQuery("customers", ("name", "phone"), "name")


def of_another_program(path: Path) -> bytes:
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE x (a)")
    connection.commit()
    connection.close()
    return path.read_bytes()


def header(version: int) -> bytes:
    made = bytearray(b"SQLite format 3\x00" + bytes(84))
    made[60:64], made[68:72] = struct.pack(">I", version), struct.pack(">I", APPLICATION_ID)
    return bytes(made)


STRANGE = {
    "empty": b"", "text": b"name;phone\n", "zeros": bytes(8192), "png": b"\x89PNG\r\n\x1a\n" + bytes(500),
    "zip": b"PK\x03\x04" * 99,
    "magic": b"SQLite format 3\x00", "header": header(SCHEMA_VERSION), "newer": header(SCHEMA_VERSION + 1) + bytes(8092),
}  # fmt: skip


@pytest.mark.parametrize("name", [*STRANGE, "foreign"])
def test_a_strange_file_is_refused_and_left_as_it_is(tmp_path: Path, name: str) -> None:
    path = tmp_path / "data.db"
    path.write_bytes(of_another_program(tmp_path / "x.sqlite") if name == "foreign" else STRANGE[name])
    (tmp_path / "x.sqlite").unlink(missing_ok=True)
    before = (path.read_bytes(), path.stat().st_mtime_ns)
    for opening in (open_file, open_readonly):
        with pytest.raises(StorageError):
            opening(path)
    assert (path.read_bytes(), path.stat().st_mtime_ns) == before
    assert {each.name for each in tmp_path.iterdir()} <= {"data.db", "home"}


@given(st.binary(max_size=300))
def test_no_bytes_are_taken_for_a_file_of_ours(content: bytes) -> None:
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "data.db"
        path.write_bytes(content)
        with pytest.raises(StorageError):
            open_file(path)
        assert path.read_bytes() == content


def test_a_newer_file_loses_no_byte(store: Store, data_file: Path) -> None:
    store.write("x", records.create, Customer, {"name": "华信"})
    store.close()
    with data_file.open("r+b") as file:
        file.seek(60)
        file.write(struct.pack(">I", SCHEMA_VERSION + 1))
    before = hashlib.sha256(data_file.read_bytes()).hexdigest()
    with pytest.raises(StorageError, match="newer version"):
        open_file(data_file)
    assert hashlib.sha256(data_file.read_bytes()).hexdigest() == before
    assert [each.name for each in data_file.parent.iterdir() if each.name.startswith("data")] == ["data.db"]


def test_a_mistyped_path_makes_no_file(tmp_path: Path) -> None:
    with pytest.raises(StorageError, match="no data file"):
        open_file(tmp_path / "dat.db")
    assert [each.name for each in tmp_path.iterdir()] == ["home"]


HOLD = """
import sqlite3, sys
connection = sqlite3.connect(sys.argv[1], isolation_level=None)
connection.execute("BEGIN IMMEDIATE")
print("held", flush=True)
sys.stdin.readline()
connection.execute("COMMIT")
print("free", flush=True)
"""


def test_a_save_waits_for_another_programs_lock_and_is_then_told(data_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shorter = tuple(pragma.replace("busy_timeout=5000", "busy_timeout=200") for pragma in engine._PRAGMAS)
    monkeypatch.setattr(engine, "_PRAGMAS", shorter)
    opened = open_file(data_file)
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, str(data_file)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as other:
        assert other.stdout is not None
        assert other.stdin is not None
        assert other.stdout.readline() == "held\n"
        with pytest.raises(StorageError, match="busy in another program"):
            opened.write("x", records.create, Customer, {"name": "华信"})
        assert opened.read(count, NAMES) == 0
        other.stdin.write("\n")
        other.stdin.flush()
        assert other.stdout.readline() == "free\n"
    opened.write("x", records.create, Customer, {"name": "华信"})
    assert opened.read(count, NAMES) == 1
    opened.close()


def damage_a_text(path: Path, name: str) -> None:
    connection = sqlite3.connect(path)
    connection.execute("UPDATE customers SET name = CAST(X'E58DE4BFA1FF' AS TEXT) WHERE name = ?", (name,))
    connection.commit()
    connection.close()


def test_a_text_that_is_no_utf8_any_more_hides_no_other_row(store: Store, data_file: Path) -> None:
    rows = [{"name": f"客户{i}", "phone": str(i)} for i in range(50)]
    keys = store.write("x", records.create_many, Customer, rows).value
    store.close()
    damage_a_text(data_file, "客户7")
    again = open_file(data_file)
    texts = {row.texts[1]: row.texts[0] for row in again.read(page, NAMES, 0, 100)}
    assert len(texts) == 50
    assert "\N{REPLACEMENT CHARACTER}" in texts["7"]
    assert texts["8"] == "客户8"
    assert any(str(keys[7]) in row for row in verify(again).rows)
    with pytest.raises(StorageError, match="damaged"):
        again.write("x", records.update, Customer, keys[7], {"phone": "1"})
    again.write("x", records.update, Customer, keys[8], {"phone": "1"})
    again.close()


def test_nobody_here_opens_the_live_file(store: Store, data_file: Path) -> None:
    """Opening and closing it would drop the locks of this process (finding 8). SQLite's own openings raise no event."""
    opened: list[str] = []
    watching = [True]

    def hook(event: str, arguments: tuple[object, ...]) -> None:
        live = (str(data_file), f"{data_file}-wal", f"{data_file}-shm")
        if watching[0] and event in ("open", "shutil.copyfile", "os.truncate") and str(arguments[0]) in live:
            opened.append(f"{event} {arguments[0]}")

    sys.addaudithook(hook)
    key = store.write("x", records.create, Customer, {"name": "华信"}).value
    store.write("x", attachments.add, "customers", key, attachments.Fresh("a.txt", b"x"))
    store.undo()
    store.redo()
    assert verify(store).whole
    _backed_up(store)
    assert opened == []
    with data_file.open("rb"):
        pass
    assert opened != [], "the hook sees what it should"
    watching[0] = False


def _backed_up(store: Store) -> None:
    from app.safety.making import make_backup

    make_backup(store, "by-hand")


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs a second process")
def test_the_lock_of_the_system_holds_while_the_file_is_open(store: Store, data_file: Path) -> None:
    """The same seen from outside: another process cannot have the file for itself."""
    store.write("x", records.create, Customer, {"name": "华信"})
    verify(store)
    alone = "import sqlite3,sys; c = sqlite3.connect(sys.argv[1], timeout=0); c.execute('PRAGMA journal_mode=DELETE').fetchone()"
    ended = subprocess.run([sys.executable, "-c", alone, str(data_file)], capture_output=True, text=True, check=False)
    assert "locked" in ended.stderr
    made = create(data_file.with_name("second.db"))
    made.close()
