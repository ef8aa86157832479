"""Encryption: nothing readable in any file, whole at every step, opened by what should open it and by nothing else."""

import os
import shutil
import sqlite3
import unicodedata
from contextlib import closing, suppress
from pathlib import Path

import pytest

from app.errors import (
    Cancelled,
    ConflictError,
    LockedError,
    LostFileError,
    StorageError,
    ValidationError,
    WrongPassphraseError,
)
from app.models import Customer
from app.safety import unlocking, wrapping
from app.safety.catalogue import backups
from app.safety.encryption import change_passphrase, decrypt, encrypt, new_recovery_key, plain_backups, purge_plain
from app.safety.making import make_backup
from app.safety.restore import restore, restore_file
from app.safety.salvage import salvage
from app.safety.unlocking import unlock, unlock_with_recovery
from app.services import attachments, records
from app.store import drafts, keys
from app.store.engine import FileState, file_state
from app.store.moving import move_home
from app.store.store import Store, create, open_file, open_readonly
from app.store.verify import verify

PASS = "正确的 passphrase"  # noqa: S105 - what the tests type
_EVERY = int(os.environ.get("CLIENTELE_EVERY_STEP", "0"))
"""Steps between two ends of the process; 1 tries each of them (a minute), the suite every second or third."""
CANARIES = tuple(f"canary-{number:02d}-{'金丝雀'[number % 3]}" for number in range(20))


def fill(store: Store) -> str:
    """Twenty marks: in records, history, drafts and an attachment; returns the attachment's digest."""
    for mark in CANARIES[:15]:
        made = store.write("Made", records.create, Customer, {"name": mark, "notes": f"about {mark}"}).value
    store.write("Changed", records.update, Customer, made, {"name": CANARIES[15]}, 1)
    store.quietly(drafts.keep, "customers:new", {"name": CANARIES[16]})
    content = "".join(CANARIES[17:]).encode() * 30_000
    store.write("File", attachments.add, "customers", made, attachments.Fresh("合同.txt", content))
    return next(store.blobs.kept())[0]


def bytes_under(folder: Path, *but: Path) -> bytes:
    return b"\0".join(path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file() and path not in but)


def found_in(folder: Path, *but: Path) -> set[str]:
    held = bytes_under(folder, *but)
    return {mark for mark in CANARIES if mark.encode() in held}


def names(store: Store) -> list[str]:
    return sorted(store.read(lambda session: [one.name for one in session.query(Customer)]))


@pytest.fixture(scope="module")
def made_once(template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with an encrypted file, a backup of it, and the program's own folder, made once."""
    folder = tmp_path_factory.mktemp("encrypted")
    path = Path(shutil.copy(template, folder / "data.db"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CLIENTELE_HOME", str(folder / "home"))
        patch.setattr(wrapping, "COST", wrapping.Cost(64, 1, 1))
        with closing(open_file(path)) as store:
            fill(store)
            encrypt(store, PASS)
        with closing(open_file(path)) as store:
            purge_plain(store)
    keys.forget()
    return folder


@pytest.fixture
def encrypted(made_once: Path, tmp_path: Path) -> Path:
    """A closed, encrypted, locked file with the marks in it, and no plain backup."""
    shutil.copytree(made_once, tmp_path, dirs_exist_ok=True)
    return tmp_path / "data.db"


def test_no_mark_is_readable_anywhere(store: Store, tmp_path: Path) -> None:
    digest = fill(store)
    make_backup(store, "by-hand")
    assert found_in(tmp_path) == set(CANARIES)  # control: without encryption each of them is there
    encrypt(store, PASS)
    opened = open_file(store.path)
    assert (plain_backups(store.path), purge_plain(opened), plain_backups(store.path)) == (2, 2, 0)
    fill(opened)
    make_backup(opened, "by-hand")
    assert store.path.with_name("data.db-wal").stat().st_size > 4096
    assert found_in(tmp_path) == set()
    assert opened.blobs.read(digest, "x").startswith(CANARIES[17].encode())
    assert names(opened).count(CANARIES[0]) == 2
    assert verify(opened).whole
    opened.close()
    assert found_in(tmp_path) == set()


def test_what_a_restore_and_a_look_write_on_the_way_is_not_readable(encrypted: Path, tmp_path: Path) -> None:
    unlock(encrypted, PASS)
    with closing(open_file(encrypted)) as store:
        backup = make_backup(store, "by-hand")
        seen: set[str] = set()
        restore(store, backup, told=lambda _part: seen.update(found_in(tmp_path)))
        assert seen == set()
        assert len(names(store)) == 15


def test_it_stays_locked_without_the_passphrase(encrypted: Path) -> None:
    before = encrypted.read_bytes()
    assert file_state(encrypted) is FileState.CURRENT
    for opening in (open_file, open_readonly, lambda path: make_backup(path, "by-hand")):
        with pytest.raises(LockedError) as refused:
            opening(encrypted)
        assert refused.value.path == encrypted
    with pytest.raises(StorageError, match="exists already"):
        create(encrypted)
    assert encrypted.read_bytes() == before


@pytest.mark.parametrize("wrong", ["", " ", "x" * 10_240, "🔑🔑🔑🔑🔑🔑🔑🔑", PASS + " ", PASS.upper(), "正确的passphrase"])
def test_a_wrong_passphrase_opens_nothing(encrypted: Path, wrong: str) -> None:
    with pytest.raises(WrongPassphraseError):
        unlock(encrypted, wrong)
    assert keys.unlocked() == ()
    unlock(encrypted, PASS)
    open_file(encrypted).close()


@pytest.mark.parametrize("passphrase", ["Café crème 8", "🔑 ключ 客户", "é" * 5_000])
def test_one_passphrase_however_it_is_composed(store: Store, passphrase: str) -> None:
    encrypt(store, unicodedata.normalize("NFD", passphrase))
    keys.forget()
    unlock(store.path, unicodedata.normalize("NFC", passphrase))
    open_file(store.path).close()


@pytest.mark.parametrize("short", ["", "seven77", "       a"])
def test_a_short_passphrase_is_refused_and_the_file_stays_open(store: Store, short: str) -> None:
    with pytest.raises(ValidationError) as refused:
        encrypt(store, short)
    assert refused.value.field == "passphrase"
    assert names(store) == []


def test_every_wrong_try_after_the_fifth_waits_longer(encrypted: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    now = [100.0]
    monkeypatch.setattr(unlocking, "clock", lambda: now[0])
    waits = []
    for _try in range(8):
        with pytest.raises(WrongPassphraseError) as refused:
            unlock(encrypted, "wrong")
        waits.append(refused.value.wait)
        if refused.value.wait:
            with pytest.raises(WrongPassphraseError, match="Too many") as early:
                unlock(encrypted, PASS)  # is not even looked at
            assert early.value.wait == refused.value.wait
        now[0] += refused.value.wait
    assert waits == [0, 0, 0, 0, 1, 2, 4, 8]
    unlock(encrypted, PASS)
    assert unlocking.wait_for(encrypted) == 0


def test_the_recovery_key_opens_where_the_passphrase_is_forgotten(store: Store) -> None:
    fill(store)
    recovery = encrypt(store, PASS)
    groups = recovery.split("-")
    assert [len(group) for group in groups] == [5] * 8
    assert set(recovery) <= {*wrapping.LETTERS, "-"}
    for typed in (recovery, recovery.lower(), recovery.replace("-", " "), f"  {recovery.replace('-', '')} "):
        keys.forget()
        unlock_with_recovery(store.path, typed)
        open_file(store.path).close()
    keys.forget()
    mistyped = ("3" if recovery[0] == "2" else "2") + recovery[1:]
    for typed in (mistyped, recovery[:-1], "", "-".join(reversed(groups))):
        with pytest.raises(ValidationError):
            unlock_with_recovery(store.path, typed)
    with pytest.raises(WrongPassphraseError):
        unlock_with_recovery(store.path, wrapping.new_recovery())
    assert keys.unlocked() == ()


def test_recovery_keys_differ_and_hold_160_bits() -> None:
    made = {wrapping.new_recovery() for _ in range(200)}
    assert len(made) == 200
    assert len(wrapping.LETTERS) ** 35 >= 2**160
    assert all(wrapping.read_recovery(one) == one for one in made)


def test_a_changed_passphrase_and_a_new_recovery_key(encrypted: Path) -> None:
    with pytest.raises(WrongPassphraseError):
        change_passphrase(encrypted, "wrong", "a new one 1")
    with pytest.raises(ValidationError):
        change_passphrase(encrypted, PASS, "short")
    change_passphrase(encrypted, PASS, "a new one 1")
    with pytest.raises(WrongPassphraseError):
        unlock(encrypted, PASS)
    first = new_recovery_key(encrypted, "a new one 1")
    second = new_recovery_key(encrypted, "a new one 1")
    with pytest.raises(WrongPassphraseError):
        unlock_with_recovery(encrypted, first)
    assert keys.unlocked() == ()
    unlock_with_recovery(encrypted, second)
    with closing(open_file(encrypted)) as store:
        assert len(names(store)) == 15


def test_lost_keys_are_healed_from_the_program_s_own_folder(encrypted: Path, home: Path) -> None:
    kept = keys.keys_path(encrypted).read_bytes()
    keys.keys_path(encrypted).unlink()
    with pytest.raises(WrongPassphraseError):
        unlock(encrypted, "wrong")
    unlock(encrypted, PASS)
    assert keys.parsed(keys.keys_path(encrypted).read_bytes()) == keys.parsed(kept)
    keys.forget()
    keys.keys_path(encrypted).write_bytes(b"{}")  # damaged
    unlock(encrypted, PASS)
    open_file(encrypted).close()
    keys.forget()
    shutil.rmtree(home / "keys")
    keys.keys_path(encrypted).unlink()
    with pytest.raises(StorageError, match="missing"):
        unlock(encrypted, PASS)


def test_another_computer_needs_the_backup_and_the_passphrase_alone(
    encrypted: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    away = tmp_path / "away"
    shutil.copytree(encrypted.with_name("data-backups"), away / "data-backups")
    monkeypatch.setenv("CLIENTELE_HOME", str(tmp_path / "other home"))
    target, found = away / "data.db", backups(away / "data-backups")
    with pytest.raises(LockedError) as refused:
        restore_file(target, found)
    assert list(away.iterdir()) == [away / "data-backups"]
    with pytest.raises(WrongPassphraseError):
        unlock(refused.value.path, "wrong")
    unlock(refused.value.path, PASS)
    assert restore_file(target, found).lost == ()
    keys.forget()
    unlock(target, PASS)
    with closing(open_file(target)) as store:
        assert verify(store).whole
        assert len(names(store)) == 15
    assert found_in(away) == set()


def test_plain_backups_restore_into_an_encrypted_file_and_the_other_way(store: Store, tmp_path: Path) -> None:
    digest = fill(store)
    plain = make_backup(store, "by-hand")
    encrypt(store, PASS)
    with closing(open_file(store.path)) as opened:
        opened.write("Made", records.create, Customer, {"name": "later"})
        opened.blobs.drop(digest)
        restore(opened, plain)
        assert "later" not in names(opened)
        assert verify(opened).whole
        assert found_in(tmp_path / "data.db.files") == set()
        sealed = make_backup(opened, "by-hand")
    decrypt(store.path)
    keys.forget()
    with closing(open_file(store.path)) as opened:
        with pytest.raises(LockedError):
            restore(opened, sealed)
        unlock(sealed.path, PASS)
        opened.blobs.drop(digest)
        restore(opened, sealed)
        assert verify(opened).whole
        assert not keys.is_encrypted(store.path)
        assert opened.blobs.read(digest, "x").startswith(CANARIES[17].encode())


def test_decrypted_it_is_plain_and_whole(encrypted: Path, tmp_path: Path) -> None:
    with pytest.raises(LockedError):
        decrypt(encrypted)
    unlock(encrypted, PASS)
    with pytest.raises(ConflictError, match="already"):
        encrypt(encrypted, PASS)
    decrypt(encrypted)
    keys.forget()
    assert not keys.keys_path(encrypted).exists()
    with sqlite3.connect(encrypted) as plain:
        assert plain.execute("SELECT count(*) FROM customers").fetchone()[0] == 15
    plain.close()
    with closing(open_file(encrypted)) as store:
        assert verify(store).whole
    assert sum(1 for path in (tmp_path / "data.db.files").rglob("*") if path.is_file()) == 1


def test_stopped_it_is_as_it_was(store: Store, tmp_path: Path) -> None:
    fill(store)
    for calls in (1, 4, 7):
        asked = iter(range(10_000))
        with pytest.raises(Cancelled):
            encrypt(store.path if store._closed else store, PASS, stopped=lambda asked=asked, calls=calls: next(asked) >= calls)
        assert keys.unlocked() == ()
        assert not keys.is_encrypted(store.path)
        with closing(open_file(store.path)) as opened:
            assert verify(opened).whole
    assert not list(tmp_path.glob("*.restored*"))


def test_decrypting_stopped_leaves_nothing_readable(encrypted: Path, tmp_path: Path) -> None:
    for calls in (1, 4, 9):
        unlock(encrypted, PASS)
        asked = iter(range(10_000))
        with pytest.raises(Cancelled):
            decrypt(encrypted, stopped=lambda asked=asked, calls=calls: next(asked) >= calls)
        assert found_in(tmp_path) == set()
        assert whole(encrypted, PASS)


def test_what_lies_beside_it_from_before_is_told_and_deleted(store: Store, tmp_path: Path) -> None:
    fill(store)
    path = store.path
    encrypt(store, PASS)
    (tmp_path / "damaged-20260101-000000").mkdir()
    with closing(create(tmp_path / "damaged-20260101-000000" / path.name)) as old:
        old.write("x", records.create, Customer, {"name": CANARIES[0]})
    (tmp_path / f"{path.name}-wal.stale-20260101-000000-1").write_bytes(bytes(4096) + CANARIES[1].encode())
    found = plain_backups(path)
    with closing(open_file(path)) as again:
        assert purge_plain(again) == found >= 3
    assert (plain_backups(path), found_in(tmp_path)) == (0, set())


class Ended(BaseException):
    """The process is gone: nothing of it runs any more."""


class Ending:
    """Lets so many changes of the folder happen, then none: what the process had open is as it lies on the disk."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, left: int) -> None:
        self.left = left
        for name in ("replace", "rename", "unlink", "remove", "mkdir", "rmdir"):
            monkeypatch.setattr(os, name, self._ending(getattr(os, name)))

    def _ending(self, original):
        def call(path, *rest, **named):
            text = str(path)
            if text.endswith((".lock", ".open-by")) or "-backups" in text:
                return original(path, *rest, **named)
            if self.left <= 0:
                raise Ended
            self.left -= 1
            return original(path, *rest, **named)

        return call


def ended_at_each_step(path: Path, work, tmp_path: Path, opens, by: int = 1) -> int:
    """Do the work on copies, ended after 0, 1, 2 … changes, until it comes to its end; ``opens`` looks at each."""
    for step in range(0, 200, by):
        folder = tmp_path / f"step{step}"
        folder.mkdir()
        copy = folder / path.name
        for part in path.parent.glob(path.name + "*"):
            (shutil.copytree if part.is_dir() else shutil.copy)(part, folder / part.name)
        with pytest.MonkeyPatch.context() as patch:
            ending = Ending(patch, step)
            with suppress(Ended):
                work(copy)
        opens(copy)
        shutil.rmtree(folder)
        if ending.left > 0:
            return step
    raise AssertionError("no end")


def whole(path: Path, *passphrases: str) -> bool:
    """Open as a new start of the program would, and look at everything; returns whether it is encrypted."""
    keys.forget()
    unlocking.forgive()
    try:
        store = open_file(path)
    except LockedError:
        for passphrase in passphrases:
            try:
                unlock(path, passphrase)
                break
            except WrongPassphraseError:
                continue
        store = open_file(path)
    with closing(store):
        assert verify(store).whole
        assert len(names(store)) == 15
        assert next(store.blobs.kept())[1].exists()
    return keys.is_encrypted(path)


def test_ended_at_any_step_of_encrypting_it_opens_whole(store: Store, tmp_path: Path) -> None:
    fill(store)
    store.close()
    outcomes = []

    def look(path: Path) -> None:
        outcomes.append(whole(path, PASS))
        if outcomes[-1]:  # what was plain is gone by then, but for the backups
            shutil.rmtree(path.with_name("data-backups"))
            assert found_in(path.parent) == set()

    steps = ended_at_each_step(store.path, lambda path: encrypt(path, PASS), tmp_path, look, by=_EVERY or 2)
    assert steps > 10
    assert set(outcomes) == {True, False}
    assert outcomes == sorted(outcomes)


def test_ended_at_any_step_of_decrypting_it_opens_whole(encrypted: Path, tmp_path: Path) -> None:
    outcomes = []

    def work(path: Path) -> None:
        unlock(path, PASS)
        decrypt(path)

    def look(path: Path) -> None:
        outcomes.append(whole(path, PASS))
        if outcomes[-1]:  # and nothing readable was left beside it
            assert found_in(path.parent) == set()

    steps = ended_at_each_step(encrypted, work, tmp_path, look, by=_EVERY or 3)
    assert steps > 10
    assert outcomes == sorted(outcomes, reverse=True)
    assert set(outcomes) == {True, False}


def test_ended_at_any_step_of_a_change_the_old_or_the_new_passphrase_opens(encrypted: Path, tmp_path: Path) -> None:
    def work(path: Path) -> None:
        change_passphrase(path, PASS, "quite another")

    assert ended_at_each_step(encrypted, work, tmp_path, lambda path: whole(path, PASS, "quite another")) >= 2


def test_moved_with_all_that_opens_it(encrypted: Path, tmp_path: Path) -> None:
    unlock(encrypted, PASS)
    target = move_home(encrypted, tmp_path / "new place" / "data.db")
    assert not keys.keys_path(encrypted).exists()
    assert whole(target, PASS)


def test_lost_while_open_it_is_rescued_encrypted(encrypted: Path, tmp_path: Path) -> None:
    unlock(encrypted, PASS)
    store = open_file(encrypted)
    encrypted.rename(tmp_path / "taken away")
    store.close()
    rescued = tmp_path / "data-rescued.db"
    assert keys.is_encrypted(rescued)
    assert found_in(tmp_path) == set()
    assert whole(rescued, PASS)


def test_rescued_it_opens_with_what_opens_it_now(encrypted: Path, tmp_path: Path) -> None:
    unlock(encrypted, PASS)
    store = open_file(encrypted)
    change_passphrase(encrypted, PASS, "another word 7")
    encrypted.rename(tmp_path / "taken away")
    store.close()
    assert whole(tmp_path / "data-rescued.db", "another word 7")


def test_overwritten_while_open_it_takes_no_save(encrypted: Path, template: Path, tmp_path: Path) -> None:
    unlock(encrypted, PASS)
    store = open_file(encrypted)
    encrypted.write_bytes(template.read_bytes())  # another data file's content, plain
    with pytest.raises(LostFileError) as refused:
        store.write("Made", records.create, Customer, {"name": "later"})
    assert refused.value.why == "emptied"
    store.close()
    assert encrypted.read_bytes()[:40_000] == template.read_bytes()[:40_000]
    assert found_in(tmp_path) == set()


def test_a_flipped_bit_is_found_at_start(encrypted: Path, tmp_path: Path) -> None:
    unlock(encrypted, PASS)
    whole_file, missed = encrypted.read_bytes(), 0
    for number in range(100):
        place = keys.HEADER + number * (len(whole_file) - keys.HEADER) // 100 + number % 16
        broken = bytearray(whole_file)
        broken[place] ^= 1 << number % 8
        (tmp_path / "broken.db").write_bytes(broken)
        missed += _is_sound(tmp_path / "broken.db")
    assert missed == 0
    (tmp_path / "broken.db").write_bytes(whole_file)
    assert _is_sound(tmp_path / "broken.db")


def _is_sound(path: Path) -> bool:
    from sqlcipher3 import dbapi2

    from app.store.engine import Access, connect

    try:
        with closing(connect(path, Access(False), writes=False)) as connection:
            return connection.execute("PRAGMA quick_check(1)").fetchone()[0] == "ok"
    except (dbapi2.DatabaseError, LockedError):
        return False


def test_a_damaged_first_page_is_told_as_damage_and_not_as_a_wrong_passphrase(encrypted: Path) -> None:
    broken = bytearray(encrypted.read_bytes())
    broken[500] ^= 1
    encrypted.write_bytes(broken)
    unlock(encrypted, PASS)
    with pytest.raises(StorageError, match="damaged"):
        open_file(encrypted)


def test_a_sealed_content_is_checked(encrypted: Path) -> None:
    unlock(encrypted, PASS)
    with closing(open_file(encrypted)) as store:
        digest, place = next(store.blobs.kept())
        kept = place.read_bytes()
        assert len(kept) > 1 << 20
        for cut in (kept[:-1], kept[:1_048_616], kept[:30], kept[:-5] + b"00000"):
            place.chmod(0o644)
            place.write_bytes(cut)
            assert store.blobs.problem(digest) == "damaged"
            with pytest.raises(StorageError, match="damaged"):
                store.blobs.copy(digest, "x", place.with_name("copy"))
        place.write_bytes(kept)
        assert store.blobs.problem(digest) == ""
        assert store.blobs.head(digest, 20) == store.blobs.read(digest, "x")[:20]


def test_an_encrypted_file_of_an_older_schema_is_upgraded_and_stays_so(tmp_path: Path) -> None:
    import gzip

    from app.store.recoding import recode

    fixtures = Path(__file__).resolve().parent.parent / "fixtures/databases"
    plain, path, key = tmp_path / "plain.db", tmp_path / "data.db", os.urandom(32)
    plain.write_bytes(gzip.decompress((fixtures / "0002.db.gz").read_bytes()))
    recode(plain, path, key)
    plain.unlink()
    keys.add(key)
    from app.store import key_files

    key_files.write(path, wrapping.wrapped_keys(key, "some file", PASS, wrapping.new_recovery()))
    assert file_state(path) is FileState.OLDER
    keys.forget()
    unlock(path, PASS)
    with closing(open_file(path)) as store:
        assert verify(store).whole
    assert file_state(path) is FileState.CURRENT
    assert keys.is_encrypted(path)
    [before] = backups(tmp_path / "data-backups")
    assert (before.reason, before.verified) == ("before-upgrade", True)
    assert before.manifest is not None
    assert before.manifest.keys is not None


def test_wrapped_keys_that_nobody_wrote_are_refused(encrypted: Path) -> None:
    wrapped = keys.read_wrapped(encrypted)
    assert wrapped is not None
    greedy = wrapped | {"passphrase": wrapped["passphrase"] | {"memory": 1 << 40}}
    for broken in (greedy, wrapped | {"passphrase": {}}, wrapped | {"format": 9}):
        with pytest.raises(StorageError):
            wrapping.unwrap_passphrase(broken, PASS, "data.db")


def test_nothing_is_written_to_the_terminal(encrypted: Path, capfd: pytest.CaptureFixture[str]) -> None:
    unlock(encrypted, PASS)
    keys.add(b"1" * 32)  # tried first, and wrong
    open_file(encrypted).close()
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize("first", [0, 300, -1])
def test_a_damaged_one_is_salvaged_with_its_key_and_stays_encrypted(encrypted: Path, tmp_path: Path, first: int) -> None:
    """``first``: where the damage begins; 300 lies in the first page, which then no key opens; -1 is all of that page."""
    target = tmp_path / "salvaged.db"
    broken = bytearray(encrypted.read_bytes())
    for place in (*((first,) if first > 0 else ()), *range(8000, len(broken), 160_000)):
        broken[place] ^= 4
    if first < 0:
        broken[:4096] = bytes(4096)
    encrypted.write_bytes(broken)
    with pytest.raises(LockedError):
        salvage(encrypted, target)
    assert not target.exists()
    unlock(encrypted, PASS)
    report = salvage(encrypted, target)
    assert report.read["customers"] + len(report.missing) >= 14
    assert found_in(tmp_path) == set()
    keys.forget()
    unlock(target, PASS)
    with closing(open_file(target)) as store:
        assert len(names(store)) >= 12
        assert CANARIES[3] in names(store)


def test_what_an_earlier_program_encrypted_still_opens(tmp_path: Path) -> None:
    """A small file, its keys and a content, written by the program that had schema 3: none of their formats may change."""
    import gzip

    from app.store.blobs import Blobs
    from app.store.engine import Access, connect

    kept = Path(__file__).resolve().parent.parent / "fixtures/encrypted"
    path = tmp_path / "old.db"
    path.write_bytes(gzip.decompress((kept / "0003.db.gz").read_bytes()))
    shutil.copy(kept / "0003.db.keys", keys.keys_path(path))
    [content] = kept.glob("????*.????????????????")
    place = Blobs(path).folder / content.name[:2] / content.name[2:]
    place.parent.mkdir(parents=True)
    shutil.copy(content, place)
    recovery = "SXD7K-FD96D-3ECH9-DD7C2-YC3EW-9F3ZW-C9SS7-CKVRR"
    for open_it, secret in ((unlock, "口令 of the fixture"), (unlock_with_recovery, recovery)):
        keys.forget()
        open_it(path, secret)
        with closing(connect(path, Access(False), writes=False)) as connection:
            assert connection.execute("SELECT key FROM file_facts").fetchall() == [("file",)]
        assert Blobs(path).read(content.name[:64], "x") == "合同内容".encode() * 10
