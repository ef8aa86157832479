"""Contents beside the data file: kept once, never changed, checked when read, never half there (faults F04, F53, F57, F60)."""

import hashlib
import os
import signal
import stat
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st

from app import cli
from app.errors import Cancelled, StorageError, ValidationError
from app.models import Customer
from app.models.attachment import Attachment
from app.services import attachments, records
from app.services.attachments import Fresh
from app.store.blobs import Blobs
from app.store.collect import collect, named_digests
from app.store.store import Store, open_file, open_readonly
from app.store.verify import verify

MANY = 1 << 40
OLD = timedelta(0)


@pytest.fixture
def blobs(tmp_path: Path) -> Blobs:
    return Blobs(tmp_path / "data.db")


def lying(blobs: Blobs) -> set[str]:
    return {str(path.relative_to(blobs.folder)) for path in blobs.folder.rglob("*") if path.is_file()}


@given(data=st.binary(max_size=5000))
def test_what_goes_in_comes_out_and_lies_under_its_hash(tmp_path_factory: pytest.TempPathFactory, data: bytes) -> None:
    blobs = Blobs(tmp_path_factory.mktemp("blobs") / "data.db")
    kept = blobs.put(data, "x", MANY)
    digest = hashlib.sha256(data).hexdigest()
    assert (kept.digest, kept.size) == (digest, len(data))
    assert lying(blobs) == {f"{digest[:2]}{os.sep}{digest[2:]}"}
    assert blobs.read(digest, "x") == data


def test_the_same_content_is_kept_once_and_never_written_again(blobs: Blobs) -> None:
    first = blobs.put(b"contract", "a.pdf", MANY)
    inode = blobs.path(first.digest).stat().st_ino
    assert blobs.put(b"contract", "b.pdf", MANY) == first
    assert blobs.path(first.digest).stat().st_ino == inode
    assert len(lying(blobs)) == 1


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="root may write anything")
def test_a_kept_content_cannot_be_written_to(blobs: Blobs) -> None:
    kept = blobs.put(b"contract", "a.pdf", MANY)
    with pytest.raises(PermissionError):
        blobs.path(kept.digest).open("r+b")


def test_a_kept_content_is_marked_read_only(blobs: Blobs) -> None:
    kept = blobs.put(b"contract", "a.pdf", MANY)
    assert blobs.path(kept.digest).stat().st_mode & 0o222 == 0


def test_a_damaged_content_is_refused_and_heals_when_it_comes_in_again(blobs: Blobs, tmp_path: Path) -> None:
    kept = blobs.put(b"contract", "a.pdf", MANY)
    blobs.path(kept.digest).chmod(0o644)
    blobs.path(kept.digest).write_bytes(b"contracT")
    target = tmp_path / "out.pdf"
    target.write_bytes(b"before")
    for read in (lambda: blobs.read(kept.digest, "a.pdf"), lambda: blobs.copy(kept.digest, "a.pdf", target)):
        with pytest.raises(StorageError, match=r"a\.pdf.*damaged"):
            read()
    assert target.read_bytes() == b"before"
    blobs.put(b"contract", "a.pdf", MANY)
    blobs.copy(kept.digest, "a.pdf", target)
    assert target.read_bytes() == b"contract"


def test_a_missing_content_is_a_sentence(blobs: Blobs) -> None:
    with pytest.raises(StorageError, match=r"“a\.pdf” is missing"):
        blobs.read("0" * 64, "a.pdf")


@pytest.mark.parametrize("digest", ["../../etc/passwd", "", "0" * 63, "G" * 64, "/" * 64, "0" * 64 + "\n"])
def test_nothing_leads_out_of_the_folder(blobs: Blobs, digest: str) -> None:
    assert (blobs.problem(digest), blobs.head(digest)) == ("missing", b"")
    with pytest.raises(StorageError):
        blobs.read(digest, "x")


def test_too_large_a_file_is_refused_before_and_while_it_is_read(blobs: Blobs, tmp_path: Path) -> None:
    path = tmp_path / "large.bin"
    path.write_bytes(b"x" * 3_000_000)
    with pytest.raises(ValidationError, match=r"“large\.bin” is too large: at most 2 MB"):
        blobs.put(path, path.name, 2 << 20)

    def grow(_bytes: int) -> None:
        with path.open("ab") as file:
            file.write(b"y" * 2_000_000)

    with pytest.raises(ValidationError):
        blobs.put(path, path.name, 4_000_000, grow)
    assert lying(blobs) == set()


def test_a_file_that_changes_while_it_is_read_is_kept_under_the_hash_of_what_was_kept(blobs: Blobs, tmp_path: Path) -> None:
    path = tmp_path / "growing.log"
    path.write_bytes(b"x" * 2_500_000)

    def change(read: int) -> None:
        with path.open("r+b") as file:
            file.seek(2_000_000)
            file.write(str(read).encode() * 30)

    kept = blobs.put(path, path.name, MANY, change)
    assert blobs.problem(kept.digest) == ""
    assert kept.size == len(blobs.read(kept.digest, "x"))


def test_stopping_leaves_nothing(blobs: Blobs, tmp_path: Path) -> None:
    path = tmp_path / "large.bin"
    path.write_bytes(b"x" * 3_000_000)
    told: list[int] = []
    with pytest.raises(Cancelled):
        blobs.put(path, path.name, MANY, told.append, lambda: len(told) == 2)
    assert told == [1 << 20, 2 << 20]
    assert lying(blobs) == set()


@pytest.mark.parametrize("make", [lambda path: path.mkdir(), lambda path: None])
def test_folders_and_missing_files_are_sentences(blobs: Blobs, tmp_path: Path, make: object) -> None:
    path = tmp_path / "thing"
    make(path)  # type: ignore[operator]
    with pytest.raises((ValidationError, StorageError), match="thing"):
        blobs.put(path, path.name, MANY)


def test_a_full_disk_is_told_and_leaves_nothing(blobs: Blobs, monkeypatch: pytest.MonkeyPatch) -> None:
    resource = pytest.importorskip("resource")
    former, handler = resource.getrlimit(resource.RLIMIT_FSIZE), signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, former[1]))
    try:
        with pytest.raises(StorageError, match=r"no room for “plan\.dwg”"):
            blobs.put(b"x" * 200_000, "plan.dwg", MANY)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, former)
        signal.signal(signal.SIGXFSZ, handler)
    assert lying(blobs) == set()


def test_a_file_for_reading_takes_nothing_in(data_file: Path) -> None:
    reader = open_readonly(data_file)
    with pytest.raises(StorageError, match="reading only"):
        reader.blobs.put(b"x", "x", MANY)
    reader.close()


@pytest.mark.skipif(os.name != "posix", reason="folders are synced on POSIX only")
def test_content_name_and_folders_are_synced_in_this_order(blobs: Blobs, monkeypatch: pytest.MonkeyPatch) -> None:
    """What a power cut could take (fault F04): an unsynced file, an unsynced name, an unsynced new folder."""
    done: list[str] = []
    sync, replace = os.fsync, os.replace

    def synced(handle: int) -> None:
        kind = "folder" if stat.S_ISDIR(os.fstat(handle).st_mode) else "file"
        done.append(f"{kind} {os.readlink(f'/proc/self/fd/{handle}')}" if kind == "folder" else kind)
        sync(handle)

    def renamed(source: Path, target: Path) -> None:
        done.append("rename")
        replace(source, target)

    monkeypatch.setattr(os, "fsync", synced)
    monkeypatch.setattr(os, "replace", renamed)
    kept = blobs.put(b"x", "x", MANY)
    place = blobs.path(kept.digest).parent
    assert done == [f"folder {blobs.folder.parent}", "file", f"folder {blobs.folder}", "rename", f"folder {place}"]
    done.clear()
    blobs.put(b"x", "x", MANY)
    assert done == ["file", f"folder {place}"]


def test_many_threads_may_keep_the_same_content(blobs: Blobs) -> None:
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda n: blobs.put(b"same" if n % 2 else str(n).encode(), "x", MANY), range(64)))
    assert all(blobs.problem(kept.digest) == "" for kept in found)
    assert len(lying(blobs)) == 33


# the row and its content ----------------------------------------------------------------------------------------------


@pytest.fixture
def customer(store: Store) -> object:
    return store.write("a", records.create, Customer, {"name": "华信"}).value


def attach(store: Store, customer: object, data: bytes, name: str = "a.txt") -> object:
    return store.write("add", attachments.add, "customers", customer, Fresh(name, data)).value


def test_the_content_is_on_the_disk_before_its_row_is_committed(store: Store, customer: object) -> None:
    seen: list[str] = []

    def watched(session: object) -> None:
        made = attachments.add(session, "customers", customer, Fresh("a.txt", b"hello"))  # type: ignore[arg-type]
        digest = records.get(session, Attachment, made)["digest"]  # type: ignore[arg-type]
        seen.append(store.blobs.problem(digest))
        assert store.read(attachments.count, "customers", customer) == 0
        raise KeyError("killed here")

    with pytest.raises(KeyError):
        store.write("add", watched)
    assert seen == [""]
    assert store.read(attachments.count, "customers", customer) == 0
    assert verify(store).contents == ()


CHILD = """
import sys
from pathlib import Path
from uuid import UUID
from app.services import attachments
from app.services.attachments import Fresh
from app.store.store import open_file

store = open_file(Path(sys.argv[1]))
for index in range(10_000):
    data = str(index).encode() * 40_000
    kept = store.blobs.put(data, "x.bin", 1 << 30) if index % 2 else data
    store.write("add", attachments.add, "customers", UUID(sys.argv[2]), Fresh(f"{index}.bin", kept))
    print(index, flush=True)
"""


@pytest.mark.skipif(os.name != "posix", reason="needs SIGKILL")
def test_killed_between_content_and_row_leaves_no_broken_row(store: Store, customer: object, data_file: Path) -> None:
    store.close()
    acknowledged = 0
    for run in range(3):
        arguments = [sys.executable, "-c", CHILD, str(data_file), str(customer)]
        process = subprocess.Popen(arguments, stdout=subprocess.PIPE, text=True)
        assert process.stdout is not None
        for _ in range(3 + 7 * run):
            acknowledged += 1 if process.stdout.readline() else 0
        process.send_signal(signal.SIGKILL)
        acknowledged += len(process.stdout.readlines())
        process.stdout.close()
        process.wait()
        again = open_file(data_file)
        rows = again.read(lambda s: s.scalar(sa.select(sa.func.count()).select_from(Attachment)))
        assert rows >= acknowledged > 0
        found = verify(again)
        assert (found.whole, found.contents) == (True, ())
        acknowledged = rows
        again.close()


def test_verify_names_lost_and_damaged_contents_without_calling_the_file_damaged(store: Store, customer: object) -> None:
    gone, changed, binned = (attach(store, customer, text, f"{text.decode()}.txt") for text in (b"gone", b"changed", b"binned"))
    whole = attach(store, customer, b"whole")
    store.write("bin", attachments.delete, [binned])
    digests = {key: store.read(records.get, Attachment, key)["digest"] for key in (gone, changed, binned, whole)}
    store.blobs.path(digests[gone]).unlink()
    store.blobs.path(digests[binned]).unlink()
    store.blobs.path(digests[changed]).chmod(0o644)
    store.blobs.path(digests[changed]).write_bytes(b"chanGed")
    found = verify(store)
    assert found.whole
    assert set(found.contents) == {
        f"attachments {gone} missing: gone.txt", f"attachments {binned} missing: binned.txt",
        f"attachments {changed} damaged: changed.txt",
    }  # fmt: skip


def test_the_command_line_lists_lost_contents(
    store: Store, customer: object, data_file: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    attach(store, customer, b"gone", "gone.txt")
    ((_digest, path),) = store.blobs.kept()
    path.unlink()
    store.close()
    assert cli.main(["--data", str(data_file), "--lang", "en", "verify"]) == 0
    out = capfd.readouterr().out
    assert "missing: gone.txt" in out
    assert "is whole.\n1 attachment has lost its content." in out


# collecting -----------------------------------------------------------------------------------------------------------


def aged(store: Store, digest: str, days: int) -> None:
    moment = time.time() - days * 86_400
    os.utime(store.blobs.path(digest), (moment, moment))


def test_only_what_nobody_names_for_thirty_days_is_collected(store: Store, customer: object) -> None:
    kept = attach(store, customer, b"kept")
    binned = attach(store, customer, b"binned")
    undone = attach(store, customer, b"undone")
    store.undo()
    store.write("bin", attachments.delete, [binned])
    forgotten, fresh = store.blobs.put(b"forgotten", "x", MANY), store.blobs.put(b"fresh", "x", MANY)
    named = [store.read(records.get, Attachment, key)["digest"] for key in (kept, binned, undone)]
    for digest in (*named, forgotten.digest):
        aged(store, digest, 31)
    aged(store, fresh.digest, 29)
    found = collect(store)
    assert (found.count, found.size) == (1, len(b"forgotten"))
    assert {digest for digest, _path in store.blobs.kept()} == {*named, fresh.digest}
    assert verify(store).contents == ()


def test_a_content_that_a_step_could_bring_back_stays(store: Store, customer: object) -> None:
    made = attach(store, customer, b"first")
    first = store.read(records.get, Attachment, made)["digest"]
    second = store.blobs.put(b"second", "x", MANY).digest
    store.write("replace", records.update, Attachment, made, {"digest": second})
    assert store.read(named_digests) == {first, second}
    assert collect(store, OLD).count == 0
    store.undo()
    assert store.read(attachments.content, made)[1] == b"first"


class Snatched(Blobs):
    """A collection takes the old content away at the worst moment: when it was found whole."""

    def problem(self, digest: str) -> str:
        found = super().problem(digest)
        if found == "":
            self.path(digest).unlink()
        return found


def test_a_content_that_a_collection_takes_away_meanwhile_is_written_anew(tmp_path: Path) -> None:
    first = Blobs(tmp_path / "data.db").put(b"contract", "a.pdf", MANY)
    assert Snatched(tmp_path / "data.db").put(b"contract", "b.pdf", MANY) == first
    assert Blobs(tmp_path / "data.db").read(first.digest, "b.pdf") == b"contract"


def test_a_content_taken_in_again_is_young_again(store: Store) -> None:
    kept = store.blobs.put(b"x", "x", MANY)
    aged(store, kept.digest, 400)
    store.blobs.put(b"x", "y", MANY)
    assert collect(store).count == 0
    assert collect(store, OLD).count == 1


def test_what_was_being_written_when_the_process_ended_goes(store: Store) -> None:
    store.blobs.put(b"x", "x", MANY)
    leftover = store.blobs.folder / ".new-abc.tmp"
    leftover.write_bytes(b"half")
    collect(store)
    assert leftover.exists()
    os.utime(leftover, (1, 1))
    collect(store)
    assert not leftover.exists()
