"""run.py and its rooms: which interpreter, which libraries, which command, and when the environment is good enough."""

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

import run
from tools import qt_libraries, set_up

ROOT = Path(run.__file__).parent
posix_only = pytest.mark.skipif(os.name == "nt", reason="interpreters are shell scripts here")


@pytest.fixture
def rooms(tmp_path, monkeypatch):
    """An environment folder and two lock files of the test's own."""
    venv = tmp_path / "venv"
    python = run.venv_python(venv)
    python.parent.mkdir(parents=True)
    python.touch()
    locks = {"run": tmp_path / "run.lock", "dev": tmp_path / "dev.lock"}
    for kind, lock in locks.items():
        lock.write_text(f"{kind}==1\n", encoding="utf-8")
    for module in (run, set_up):
        monkeypatch.setattr(module, "STAMP", venv / "stamp")
        monkeypatch.setattr(module, "LOCKS", locks)
    monkeypatch.setattr(run, "venv_python", lambda folder=venv: python)
    return locks, python


def test_an_environment_without_a_stamp_is_not_ready(rooms):
    assert not run.is_ready("run")


def test_the_development_stamp_covers_both(rooms):
    set_up._stamp("run")
    assert run.is_ready("run")
    assert not run.is_ready("dev")
    set_up._stamp("dev")
    assert run.is_ready("run")
    assert run.is_ready("dev")


def test_a_changed_lock_or_a_lost_interpreter_asks_for_set_up(rooms):
    locks, python = rooms
    set_up._stamp("dev")
    locks["run"].write_text("run==2\n", encoding="utf-8")
    assert not run.is_ready("run")
    assert run.is_ready("dev")
    python.unlink()
    assert not run.is_ready("dev")


def test_a_torn_stamp_asks_for_set_up(rooms):
    run.STAMP.write_text("half a li", encoding="utf-8")
    assert not run.is_ready("run")


@pytest.mark.parametrize(
    ("platform", "environment", "expected"),
    [
        ("linux", {}, False),
        ("linux", {"DISPLAY": ""}, False),
        ("linux", {"DISPLAY": ":0"}, True),
        ("linux", {"WAYLAND_DISPLAY": "wayland-0"}, True),
        ("linux", {"QT_QPA_PLATFORM": "offscreen"}, True),
        ("darwin", {}, True),
        ("win32", {}, True),
    ],
)
def test_where_a_window_can_be_shown(platform, environment, expected):
    assert run.has_screen(platform, environment) is expected


@pytest.mark.parametrize("word", ["test", "check", "shots", "bench"])
def test_own_commands_are_known_and_get_the_rest(word, monkeypatch):
    monkeypatch.setitem(run.COMMANDS, word, lambda arguments: len(arguments))
    assert run.main([word, "-x", "-q"]) == 2


def test_the_tests_work_in_memory_where_there_is_room(tmp_path):
    assert run.memory_folder(tmp_path, needed=1) == str(tmp_path)
    assert run.memory_folder(tmp_path, needed=1 << 62) is None
    assert run.memory_folder(tmp_path / "none", needed=1) is None


@pytest.mark.parametrize("arguments", [[], ["list", "customers"], ["--data", "test", "verify"]])
def test_anything_else_goes_to_the_program(arguments, monkeypatch):
    given = []
    monkeypatch.setattr(run, "run_program", lambda arguments: given.append(arguments) or 0)
    assert run.main(arguments) == 0
    assert given == [arguments]


def script(folder: Path, name: str, body: str) -> str:
    path = folder / name
    path.write_text(f"#!/bin/sh\n{body}\n", encoding="utf-8")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    return str(path)


@posix_only
def test_the_most_preferred_interpreter_that_runs_is_taken(tmp_path):
    old = script(tmp_path, "old", "echo 3 9")
    debian = script(tmp_path, "debian", "echo 3 11")
    good = script(tmp_path, "good", "echo 3 12")
    shim = script(tmp_path, "python3.13", "echo 'pyenv: python3.13: command not found' >&2; exit 127")
    newest = script(tmp_path, "newest", "echo 3 14")
    assert set_up.choose([old, debian, shim, newest, good]) == good
    assert set_up.choose([old, debian, shim, newest]) == newest
    assert set_up.choose([old, debian, shim, str(tmp_path / "missing")]) == debian


@posix_only
def test_no_suitable_interpreter_is_said_in_a_sentence(tmp_path):
    with pytest.raises(set_up.SetUpError, match=r"3\.13"):
        set_up.choose([script(tmp_path, "old", "echo 3 9"), script(tmp_path, "odd", "echo soon")])


def test_this_interpreter_answers_the_probe():
    assert set_up.probe(sys.executable) == sys.version_info[:2]


def test_a_wish_for_a_version_is_covered_by_the_project():
    assert all((3, 11) <= version < (4, 0) for version in set_up.PREFERRED)
    assert len(set(set_up.PREFERRED)) == len(set_up.PREFERRED)


def test_only_the_packages_of_missing_libraries_are_named():
    missing = {"libEGL.so.1", "libxcb-cursor.so.0"}
    assert qt_libraries.missing_packages(lambda soname: soname not in missing) == ["libegl1", "libxcb-cursor0"]
    assert qt_libraries.missing_packages(lambda soname: True) == []


def test_a_library_that_is_nowhere_does_not_load():
    assert not qt_libraries._loads("libclientele-nowhere.so.9")


@posix_only
def test_without_rights_the_one_command_is_printed(tmp_path, monkeypatch):
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(qt_libraries.MissingLibraries, match="sudo apt-get install --yes --no-install-recommends libegl1 libgl1"):
        qt_libraries._install(["libegl1", "libgl1"])


def test_lock_files_pin_everything_with_hashes_and_name_no_index():
    for lock in run.LOCKS.values():
        text = lock.read_text(encoding="utf-8")
        assert "://" not in text
        assert not [line for line in text.splitlines() if line.startswith("-")]
        pins = [part for part in text.replace("\\\n", " ").splitlines() if part.strip()]
        assert all("==" in pin and "--hash=sha256:" in pin for pin in pins)


@pytest.mark.skipif(not run.is_ready("run"), reason="the environment was not made by run.py")
def test_a_second_start_costs_little():
    """What is asked at every start imports hardly more than any use of the standard library does."""

    def imported(code: str) -> set[str]:
        show = f"{code}\nimport sys\nprint(*sys.modules)"
        answer = subprocess.run([sys.executable, "-c", show], check=True, cwd=ROOT, capture_output=True, text=True)
        return set(answer.stdout.split())

    question = "import run; assert run.is_ready('run') and run.has_screen('linux', {'DISPLAY': ':0'})"
    beyond = imported(question) - imported("import os, pathlib, subprocess, typing")
    assert beyond <= {"run", "__future__", "hashlib", "_hashlib", "_blake2", "_sha2", "_sha3", "_md5", "_sha1"}
