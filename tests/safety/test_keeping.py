"""Old backups go, what they alone needed goes with them, and what cannot be read back stands for nothing."""

import shutil
from pathlib import Path

from app.analysis.backup_keeping import LAST
from app.safety.catalogue import backups
from app.safety.keeping import prune
from app.store import archive
from app.store.archive import Backup
from app.store.blobs import Blobs


def many(backup: Backup, count: int, day: str = "20260301") -> Path:
    """So many copies of a backup, of one hour, under later numbers."""
    for number in range(2, count + 1):
        shutil.copy(backup.path, backup.path.with_name(f"{number:06d}-{day}-0900{number % 60:02d}-auto.clb"))
    return backup.path.parent


def numbers(folder: Path) -> list[int]:
    return [one.number for one in backups(folder)]


def test_the_last_eight_stay_and_the_newest_of_older_hours(backup: Backup) -> None:
    folder = many(backup, 20)
    done = prune(folder, backup.manifest.file)
    assert numbers(folder) == [*range(20, 20 - LAST, -1), 1]  # the first is of another hour
    assert [one.number for one in done.gone] == list(range(2, 13))
    assert {one.why for one in done.gone} == {"thinned"}
    assert prune(folder, backup.manifest.file).gone == ()


def test_too_much_goes_from_the_oldest_on_and_three_stay(backup: Backup) -> None:
    folder = many(backup, 12)
    prune(folder, backup.manifest.file, most=5 * backup.size)
    assert numbers(folder) == [12, 11, 10, 9, 8]
    prune(folder, backup.manifest.file, most=1)
    assert numbers(folder) == [12, 11, 10]


def test_those_of_another_data_file_are_left_alone(backup: Backup) -> None:
    folder = many(backup, 20)
    assert prune(folder, "another").gone == ()
    assert len(numbers(folder)) == 20


def test_nothing_goes_for_the_sake_of_rotten_ones(backup: Backup) -> None:
    folder = many(backup, 12)
    for one in backups(folder)[:11]:
        content = bytearray(one.path.read_bytes())
        content[len(content) // 3] ^= 1  # its manifest can still be read
        one.path.write_bytes(content)
    prune(folder, backup.manifest.file, most=1)
    assert 1 in numbers(folder)
    archive.check(folder / backup.path.name)


def test_contents_go_that_no_backup_left_names(backup: Backup) -> None:
    folder = many(backup, 20)
    kept = Blobs(folder, folder=folder / "files")
    stray = kept.put(b"of a backup that went", "x", 100)
    assert prune(folder, backup.manifest.file, most=1).contents == 1
    assert [digest for digest, _path in kept.kept()] == list(backup.manifest.attachments)
    assert kept.problem(backup.manifest.attachments[0]) == ""
    assert kept.problem(stray.digest) == "missing"


def test_no_content_goes_while_a_backup_cannot_be_asked(backup: Backup) -> None:
    folder = many(backup, 20)
    stray = Blobs(folder, folder=folder / "files").put(b"nobody's", "x", 100)
    (folder / "000021-20260301-090000-auto.clb").write_bytes(b"half")
    assert prune(folder, backup.manifest.file).gone
    assert Blobs(folder, folder=folder / "files").path(stray.digest).exists()
