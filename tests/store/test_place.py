"""A data file in a synchronized or network folder is refused with the place's name; one call moves it home."""

import sqlite3
from pathlib import Path

import pytest

from app.errors import PlaceError, StorageError
from app.models import Customer
from app.paths import erased_list, noted_later
from app.services import attachments, records
from app.services.lists import ListQuery, page
from app.store import place
from app.store.backup import back_up, backup_folder
from app.store.engine import file_state
from app.store.lock import release, take
from app.store.moving import move_home
from app.store.place import kind_of, mounted, place_of
from app.store.store import Store, create, open_file, open_readonly
from app.store.verify import verify

CLOUDS = {
    "OneDrive": "OneDrive", "OneDrive - 深圳华信": "OneDrive", "onedrive": "OneDrive", "Dropbox": "Dropbox",
    "Dropbox (Personal)": "Dropbox", "Google Drive": "Google Drive", "GoogleDrive": "Google Drive", "My Drive": "Google Drive",
    "iCloudDrive": "iCloud", "Mobile Documents": "iCloud", "BaiduSyncdisk": "百度网盘", "百度网盘同步空间": "百度网盘",
    "Nutstore Files": "坚果云 Nutstore", "我的坚果云": "坚果云 Nutstore", "Nextcloud": "Nextcloud", "Nextcloud2": "Nextcloud",
    "MEGAsync": "MEGA", "Box Sync": "Box", "微云同步助手": "微云", "Weiyun": "微云", "阿里云盘": "阿里云盘", "WPS云盘": "云盘",
}  # fmt: skip
PLAIN = ["客户", "Kunden", "boxes", "Megaphone", "OneDriver", "dropboxes", "我的文件", "clouds", "google", "微", "Driver"]
MOUNTS = """\
/dev/sda1 / ext4 rw 0 0
tmpfs /var tmpfs rw 0 0
server:/export /mnt/data nfs4 rw 0 0
//nas/share /mnt/with\\040space cifs rw 0 0
me@host:/x /home/u/far fuse.sshfs rw 0 0
/dev/sdb1 /run/media/u/STICK vfat rw 0 0
drive /home/u/gd fuse.google-drive-ocamlfuse rw 0 0
/dev/sdc1 /mnt/data/local xfs rw 0 0
"""


@pytest.fixture(autouse=True)
def fresh() -> None:
    place._folder.cache_clear()


@pytest.mark.parametrize("name", CLOUDS)
def test_a_folder_of_a_cloud_is_known_by_its_name(tmp_path: Path, name: str) -> None:
    assert place_of(tmp_path / name / "客户" / "data.db") == ("cloud", CLOUDS[name])


@pytest.mark.parametrize("name", PLAIN)
def test_other_folders_are_local(tmp_path: Path, name: str) -> None:
    assert kind_of(tmp_path / name / "data.db") == "local"


def test_plain_words_name_a_cloud_only_at_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Path, "home", lambda: tmp_path)
    assert place_of(tmp_path / "Box" / "data.db") == ("cloud", "Box")
    assert kind_of(tmp_path / "work" / "Box" / "data.db") == "local"


def test_a_mark_of_the_synchronizing_program_is_seen(tmp_path: Path) -> None:
    (tmp_path / "Team/.stfolder").mkdir(parents=True)
    assert kind_of(tmp_path / "Team/a/data.db") == "cloud"


def test_a_link_into_a_cloud_is_seen(tmp_path: Path) -> None:
    (tmp_path / "Dropbox").mkdir()
    (tmp_path / "plain").symlink_to(tmp_path / "Dropbox")
    assert place_of(tmp_path / "plain" / "data.db").name == "Dropbox"


def test_a_folder_that_the_system_named_as_the_cloud_is_seen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OneDriveCommercial", str(tmp_path / "Firma"))
    assert kind_of(tmp_path / "Firma" / "x" / "data.db") == "cloud"


@pytest.mark.parametrize(
    ("folder", "found"),
    [
        ("/home/u", ("local", "")),
        ("/var/x", ("local", "")),
        ("/mnt/data/x", ("network", "server")),
        ("/mnt/data/local/x", ("local", "")),
        ("/mnt/with space", ("network", "nas")),
        ("/home/u/far", ("network", "me@host")),
        ("/run/media/u/STICK/a", ("removable", "STICK")),
        ("/home/u/gd", ("cloud", "google-drive-ocamlfuse")),
    ],
)
def test_what_is_mounted_there_counts(folder: str, found: tuple[str, str]) -> None:
    assert mounted(Path(folder), MOUNTS) == found


@pytest.mark.parametrize("folder", [r"\\server\share\x", "//server/share/x", r"\\?\UNC\server\share"])
def test_a_share_of_windows_is_named_by_its_server(folder: str) -> None:
    assert place._share(folder) == "server"
    assert place._share(r"\\?\C:\x") == ""


@pytest.fixture
def cloudy(store: Store, data_file: Path, tmp_path: Path) -> Path:
    """A closed file with a content and a backup, in a synchronized folder."""
    key = store.write("x", records.create, Customer, {"name": "华信"}).value
    store.write("x", attachments.add, "customers", key, attachments.Fresh("合同.txt", b"content"))
    store.close()
    folder = tmp_path / "OneDrive"
    folder.mkdir()
    for name in ("data.db", "data.db.files"):
        (tmp_path / name).rename(folder / name)
    back_up(folder / "data.db", "by-hand")
    return folder / "data.db"


def test_work_is_refused_there_with_the_name_and_the_way_out(cloudy: Path) -> None:
    before = cloudy.read_bytes()
    with pytest.raises(PlaceError) as told:
        open_file(cloudy)
    assert (told.value.place, told.value.name) == ("cloud", "OneDrive")
    assert "OneDrive" in told.value.sentence
    with pytest.raises(PlaceError):
        create(cloudy.with_name("new.db"))
    assert not cloudy.with_name("new.db").exists()
    assert cloudy.read_bytes() == before
    reader = open_readonly(cloudy)
    assert len(reader.read(page, ListQuery("customers", ("name",), "name"), 0, 9)) == 1
    reader.close()


def mode(path: Path) -> str:
    """The journal's kind, from the header: SQLite is not asked, since it would answer for itself."""
    return "wal" if path.read_bytes()[18] == 2 else "delete"


def test_who_insists_works_with_a_rollback_journal(cloudy: Path, tmp_path: Path) -> None:
    store = open_file(cloudy, anywhere=True)
    store.write("x", records.create, Customer, {"name": "新"})
    assert not cloudy.with_name("data.db-wal").exists()
    assert store._writer is not None
    with store._writer.connect() as connection:
        assert connection.exec_driver_sql("PRAGMA synchronous").scalar() == 3
    assert verify(store).whole
    store.close()
    assert mode(cloudy) == "delete"
    home = move_home(cloudy, tmp_path / "home" / "data.db")
    again = open_file(home)
    again.write("x", records.create, Customer, {"name": "家"})
    assert mode(home) == "wal"
    again.close()


def test_one_call_moves_it_home_with_all_that_belongs_to_it(cloudy: Path, tmp_path: Path) -> None:
    backups = {path.name for path in backup_folder(cloudy).iterdir()}
    for note in (erased_list, noted_later):
        note(cloudy).write_text("[]", encoding="utf-8")
    home = move_home(cloudy, tmp_path / "here" / "客户.db")
    store = open_file(home)
    (row,) = store.read(page, ListQuery("customers", ("name",), "name"), 0, 9)
    assert store.read(attachments.listed, "customers", row.id)[0].name == "合同.txt"
    verdict = verify(store)
    assert (verdict.whole, verdict.contents) == (True, ())
    store.close()
    assert {path.name for path in backup_folder(home).iterdir()} == backups
    assert erased_list(home).read_text(encoding="utf-8") == noted_later(home).read_text(encoding="utf-8") == "[]"
    assert list(cloudy.parent.iterdir()) == []


def test_an_open_or_a_damaged_file_is_not_moved_and_nothing_is_overwritten(cloudy: Path, tmp_path: Path) -> None:
    lock = take(cloudy)
    with pytest.raises(StorageError, match="open in another window"):
        move_home(cloudy, tmp_path / "a.db")
    release(cloudy, lock)
    (tmp_path / "there.db").write_bytes(b"x")
    with pytest.raises(StorageError, match="exists already"):
        move_home(cloudy, tmp_path / "there.db")
    connection = sqlite3.connect(cloudy)
    connection.execute("UPDATE customers SET name = 'damage'")
    connection.commit()
    connection.close()
    with pytest.raises(StorageError, match="damaged"):
        move_home(cloudy, tmp_path / "b.db")
    assert file_state(cloudy).value == "current"
    assert sorted(path.name for path in tmp_path.iterdir() if path.suffix in (".db", ".tmp")) == ["there.db"]
