"""Encryption on the command line: passphrases come from a file or a prompt, never as an argument."""

import re
import shutil
import sys
from contextlib import closing

import pytest

from app import cli
from app.models import Customer, Employee
from app.services import records, settings
from app.store import keys
from app.store.store import open_file

FIRST, SECOND = "the first 口令", "the second 口令"


@pytest.fixture
def run(capfd, data_file, monkeypatch):
    """Runs a command on the data file, each time as a new process would, and returns (exit code, stdout, stderr)."""
    monkeypatch.setenv("LANG", "en_GB.UTF-8")
    monkeypatch.delenv("LC_ALL", raising=False)

    def run(*arguments):
        keys.forget()
        code = cli.main(["--data", str(data_file), *map(str, arguments)])
        out, err = capfd.readouterr()
        return code, out, err

    return run


@pytest.fixture
def typed(monkeypatch):
    """What is typed at the prompts, in order; the prompts that were shown."""
    answers, shown = [], []

    def answer(prompt):
        shown.append(prompt)
        return answers.pop(0)

    monkeypatch.setattr(sys.stdin, "isatty", lambda: True, raising=False)
    monkeypatch.setattr("getpass.getpass", answer)
    monkeypatch.setattr("builtins.input", answer)
    return answers, shown


@pytest.fixture
def secrets(tmp_path):
    """Files with a first and a second passphrase."""
    (tmp_path / "1.txt").write_text(FIRST + "\nmore", encoding="utf-8-sig")
    (tmp_path / "2.txt").write_text(SECOND, encoding="utf-8")
    return tmp_path / "1.txt", tmp_path / "2.txt"


def filled(path):
    with closing(open_file(path)) as store:
        store.write("Made", records.create, Customer, {"name": "华信"})


def test_encrypted_used_changed_and_decrypted(run, data_file, secrets) -> None:
    filled(data_file)
    first, second = secrets
    code, out, err = run("encrypt", data_file, "--passphrase-file", first)
    assert (code, err) == (0, "")
    assert re.match(r"([2-9A-HJ-NP-Z]{5}-){7}[2-9A-HJ-NP-Z]{5}\n", out)
    assert "1 older backup is not encrypted" in out
    code, out, err = run("list", "customers")
    assert (code, out) == (1, "")
    assert "is encrypted" in err
    assert "华信" in run("list", "customers", "--passphrase-file", first)[1]
    assert run("--passphrase-file", first, "verify")[0] == 0
    assert run("backup", "--passphrase-file", first)[0] == 0
    assert run("encrypt", data_file, "--purge", "--passphrase-file", first)[:2] == (0, "1 plain backup was deleted.\n")
    code, out, err = run("passphrase", data_file, "--passphrase-file", first, "--new-passphrase-file", second)
    assert (code, err) == (0, "")
    assert run("verify", "--passphrase-file", first)[0] == 1
    assert run("verify", "--passphrase-file", second)[0] == 0
    assert run("decrypt", data_file)[0] == 1
    assert run("decrypt", data_file, "--passphrase-file", second)[0] == 0
    assert "华信" in run("list", "customers")[1]


def test_a_backup_is_restored_where_nothing_else_is_left(run, data_file, secrets) -> None:
    filled(data_file)
    run("encrypt", data_file, "--passphrase-file", secrets[0])
    run("backup", "--passphrase-file", secrets[0])
    data_file.unlink()
    keys.keys_path(data_file).unlink()
    assert run("restore", "2", "--yes")[0] == 1
    assert run("restore", "2", "--yes", "--passphrase-file", secrets[1])[0] == 1
    assert not data_file.exists()
    assert run("restore", "2", "--yes", "--passphrase-file", secrets[0])[0] == 0
    assert "华信" in run("list", "customers", "--passphrase-file", secrets[0])[1]


def test_asked_at_the_prompt_and_the_recovery_key_asked_back(run, data_file, typed, monkeypatch) -> None:
    filled(data_file)
    answers, shown = typed
    told = []
    monkeypatch.setattr("app.safety.encryption.new_recovery", lambda: told[0])
    told.append("-".join(["22222", "33333", "44444", "55555", "66666", "77777", "88888", "99999"]))
    answers += [FIRST, FIRST, "99999", "44444", "88888"]
    code, out, err = run("encrypt", data_file)
    assert (code, err, answers) == (0, "", [])
    assert "That is not group 3." in out
    answers += [FIRST]
    assert "华信" in run("list", "customers")[1]
    assert shown[-1] == f"Passphrase of {data_file.name}: "
    answers += ["wrong"]
    code, out, err = run("list", "customers")
    assert (code, out) == (1, "")
    assert "does not open" in err
    answers += [FIRST, SECOND, FIRST]
    assert run("passphrase", data_file)[0] == 1  # the two entries differ
    answers += [FIRST]
    assert run("verify")[0] == 0


def test_what_cannot_be_done_is_one_sentence(run, data_file, secrets, tmp_path) -> None:
    (tmp_path / "short.txt").write_text("short", encoding="utf-8")
    for arguments in (
        ("encrypt", data_file, "--passphrase-file", tmp_path / "short.txt"),
        ("encrypt", data_file, "--passphrase-file", tmp_path / "nowhere.txt"),
        ("encrypt", tmp_path / "nowhere.db", "--passphrase-file", secrets[0]),
        ("decrypt", data_file),
        ("passphrase", tmp_path / "nowhere.db"),
        ("passphrase", data_file, "--passphrase-file", secrets[0]),
    ):
        before = shutil.copy(data_file, tmp_path / "before.db")
        code, out, err = run(*arguments)
        assert (code, out) == (1, "")
        assert err.count("\n") == 1
        assert data_file.read_bytes() == before.read_bytes()


def test_a_reader_changes_no_passphrase_and_takes_no_encryption_off(run, data_file, secrets) -> None:
    with closing(open_file(data_file)) as store:
        store.write("a", records.create, Employee, {"name": "陈立", "role": "owner"})
        reader = store.write("b", records.create, Employee, {"name": "李读", "role": "reader"}).value
    assert run("encrypt", data_file, "--passphrase-file", secrets[0])[0] != 0, "nobody has signed in"
    with closing(open_file(data_file)) as store:
        store.write("c", records.update, Employee, reader, {"role": "owner"})
        store.write("d", settings.change, "me", str(reader))
    assert run("encrypt", data_file, "--passphrase-file", secrets[0])[0] == 0
    with closing(open_file(data_file)) as store:
        store.write("e", records.update, Employee, reader, {"role": "reader"})
    change = ("passphrase", data_file, "--passphrase-file", secrets[0], "--new-passphrase-file", secrets[1])
    for arguments in (change, ("decrypt", data_file, "--passphrase-file", secrets[0])):
        code, _out, err = run(*arguments)
        assert (code, "does not include encrypting the file" in err) == (1, True)
