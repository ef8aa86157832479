"""A damaged or hostile archive is refused, named, and nothing is touched (faults F25e, F55)."""

import hashlib
import json
import random
import shutil
import stat
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from app.errors import AppError, StorageError
from app.models import Customer
from app.safety.catalogue import backups
from app.safety.making import make_backup
from app.services import records
from app.store import archive
from app.store.archive import DAMAGED, Backup
from app.store.store import open_file


@pytest.fixture(scope="module")
def backup(template: Path, tmp_path_factory: pytest.TempPathFactory) -> Backup:
    """One for all tests here: they change copies of it only."""
    path = Path(shutil.copy(template, tmp_path_factory.mktemp("sealed") / "data.db"))
    opened = open_file(path)
    opened.write("Import", records.create_many, Customer, [{"name": f"客户 {index}"} for index in range(60)])
    made = make_backup(opened, "auto")
    opened.close()
    return made


def refused(path: Path, folder: Path) -> str:
    """Unpack it, see that nothing is left, and return the key of the sentence."""
    target = folder / "out.db"
    before = sorted(folder.rglob("*"))
    with pytest.raises(AppError) as told:
        archive.unpack(path, target)
    assert sorted(folder.rglob("*")) == before
    assert path.name in told.value.sentence
    return told.value.key


def test_every_single_flipped_bit_is_found(backup: Backup, tmp_path: Path) -> None:
    whole, rng, path = backup.path.read_bytes(), random.Random(4), tmp_path / backup.path.name
    places = [*range(60), *range(len(whole) - 340, len(whole)), *(rng.randrange(len(whole)) for _ in range(200))]
    for place in places:
        changed = bytearray(whole)
        changed[place] ^= 1 << rng.randrange(8)
        path.write_bytes(changed)
        assert refused(path, tmp_path) == DAMAGED


def test_every_cut_is_found(backup: Backup, tmp_path: Path) -> None:
    whole, rng, path = backup.path.read_bytes(), random.Random(5), tmp_path / backup.path.name
    for length in (0, 1, 21, 22, *(rng.randrange(len(whole)) for _ in range(60)), *range(len(whole) - 100, len(whole))):
        path.write_bytes(whole[:length])
        assert refused(path, tmp_path) == DAMAGED
    for extra in (b"\0", b"x" * 100, whole):
        path.write_bytes(whole + extra)
        refused(path, tmp_path)
        path.write_bytes(extra + whole)
        refused(path, tmp_path)


def test_a_whole_one_is_not_refused(backup: Backup, tmp_path: Path) -> None:
    assert archive.unpack(backup.path, tmp_path / "out.db") == archive.check(backup.path) == backup.manifest


# what somebody else made, its seal right --------------------------------------------------------------------------------

Change = Callable[[zipfile.ZipFile, dict[str, bytes]], None]


def forged(backup: Backup, path: Path, change: Change) -> Path:
    """An archive written anew by ``change`` and sealed as the program would."""
    with zipfile.ZipFile(backup.path) as whole:
        members = {name: whole.read(name) for name in whole.namelist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as made:
        made.comment = b"0" * 64
        change(made, members)
    content = path.read_bytes()[:-64]
    path.write_bytes(content + hashlib.sha256(content).hexdigest().encode())
    return path


def both(made: zipfile.ZipFile, members: dict[str, bytes]) -> None:
    for name in ("data.db", "manifest.json"):
        made.writestr(name, members[name])


def with_manifest(**values: object) -> Change:
    def change(made: zipfile.ZipFile, members: dict[str, bytes]) -> None:
        manifest = json.loads(members["manifest.json"]) | values
        made.writestr("data.db", members["data.db"])
        made.writestr("manifest.json", json.dumps(manifest))

    return change


def renamed(name: str) -> Change:
    def change(made: zipfile.ZipFile, members: dict[str, bytes]) -> None:
        made.writestr(name, members["data.db"])
        made.writestr("manifest.json", members["manifest.json"])

    return change


def extra(name: str) -> Change:
    def change(made: zipfile.ZipFile, members: dict[str, bytes]) -> None:
        both(made, members)
        made.writestr(name, b"x")

    return change


def special(kind: int) -> Change:
    def change(made: zipfile.ZipFile, members: dict[str, bytes]) -> None:
        member = zipfile.ZipInfo("data.db")
        member.external_attr = (kind | 0o777) << 16
        made.writestr(member, b"/etc/passwd", zipfile.ZIP_DEFLATED)
        made.writestr("manifest.json", members["manifest.json"])

    return change


def stored(made: zipfile.ZipFile, members: dict[str, bytes]) -> None:
    made.writestr("data.db", members["data.db"], zipfile.ZIP_LZMA)
    made.writestr("manifest.json", members["manifest.json"])


def bomb(made: zipfile.ZipFile, members: dict[str, bytes]) -> None:
    made.writestr("data.db", bytes(50 << 20))
    made.writestr("manifest.json", members["manifest.json"])


def deep(made: zipfile.ZipFile, members: dict[str, bytes]) -> None:
    made.writestr("data.db", members["data.db"])
    made.writestr("manifest.json", b"[" * 100_000)


HOSTILE: dict[str, Change] = {
    "leads out": renamed("../data.db"), "absolute": renamed("/data.db"), "backslash": renamed("..\\data.db"),
    "drive": renamed("C:\\data.db"), "folder": renamed("data.db/"), "another name": renamed("x"),
    "extra": extra("more.txt"), "extra leads out": extra("../../x"), "data twice": extra("data.db"),
    "manifest twice": extra("manifest.json"), "link": special(stat.S_IFLNK), "device": special(stat.S_IFBLK),
    "directory": special(stat.S_IFDIR), "otherwise packed": stored, "bomb": bomb, "deep": deep,
    "lying size": with_manifest(size=5), "negative size": with_manifest(size=-1), "huge size": with_manifest(size=1 << 62),
    "another sum": with_manifest(sha256="0" * 64), "no number": with_manifest(number="1"),
    "no moment": with_manifest(made_at="x"),
    "a content leads out": with_manifest(attachments=["../../../../etc/passwd"]), "counts": with_manifest(counts=[1]),
    "a field more": with_manifest(more=1), "contents are text": with_manifest(attachments="ab"),
    "no text": with_manifest(file=None), "true number": with_manifest(operation=True), "list": with_manifest(lost={"a": 1}),
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_what_others_made_is_refused(backup: Backup, tmp_path: Path, name: str) -> None:
    folder = tmp_path / "deep" / "folder"
    folder.mkdir(parents=True)
    assert refused(forged(backup, folder / backup.path.name, HOSTILE[name]), folder) == DAMAGED


def test_a_directory_that_lies_about_sizes_is_refused(backup: Backup, tmp_path: Path) -> None:
    def change(made: zipfile.ZipFile, members: dict[str, bytes]) -> None:
        both(made, members)
        made.infolist()[0].file_size -= 4096

    assert refused(forged(backup, tmp_path / backup.path.name, change), tmp_path) == DAMAGED


def test_the_forger_can_make_a_good_one_too(backup: Backup, tmp_path: Path) -> None:
    """The control: what is refused above is refused for what was changed."""
    assert archive.unpack(forged(backup, tmp_path / backup.path.name, both), tmp_path / "out.db").sha256


def test_a_newer_format_is_told_as_such(backup: Backup, tmp_path: Path) -> None:
    key = refused(forged(backup, tmp_path / backup.path.name, with_manifest(format=3)), tmp_path)
    assert "newer version" in key


# the list of backups ----------------------------------------------------------------------------------------------------


def test_damaged_ones_are_listed_as_such_by_number(backup: Backup, tmp_path: Path) -> None:
    folder = tmp_path / "backups"
    folder.mkdir()
    shutil.copy(backup.path, folder)
    (folder / "000007-20260101-120000-auto.clb").write_bytes(backup.path.read_bytes()[:-200])
    (folder / "000003-20300101-120000-before-import.clb").write_bytes(b"")
    for other in ("notes.txt", "000009-20260101-120000-auto.clb.tmp", "1-x.clb", "000009-99999999-120000-auto.clb"):
        (folder / other).write_bytes(b"x")
    found = backups(folder)
    assert [(one.number, one.reason, one.verified) for one in found] == [
        (7, "auto", False), (3, "before-import", False), (1, "auto", True),
    ]  # fmt: skip
    assert [bool(one.problem) for one in found] == [True, True, False]


def test_no_folder_has_no_backups(tmp_path: Path) -> None:
    assert backups(tmp_path / "nowhere") == ()


def test_a_full_disk_is_told_before_anything_is_unpacked(backup: Backup, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shutil.disk_usage", lambda _path: type("Usage", (), {"free": 10})())
    with pytest.raises(StorageError) as told:
        archive.unpack(backup.path, tmp_path / "out.db")
    assert "room" in told.value.key
    assert not (tmp_path / "out.db").exists()
