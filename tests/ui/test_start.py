"""Starting for real, in a process of its own: what is imported when, and what stands in the way."""

import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication

from app import bootstrap
from app.bootstrap import Program
from app.store.store import create
from app.ui.dialogs.problem import ProblemPanel
from app.ui.main_window import MainWindow
from app.ui.preferences import Preferences

ROOT = Path(__file__).resolve().parents[2]
WATCH = """
import sys
from pathlib import Path
import app.ui.main_window as main_window
heavy = ("sqlalchemy", "sqlcipher3", "matplotlib", "reportlab", "numpy", "alembic", "pypinyin")
loaded = lambda names: sorted(name for name in names if name in sys.modules)
complete = main_window.MainWindow.complete
def watched(window):
    print("painted", loaded(heavy), flush=True)
    complete(window)
main_window.MainWindow.complete = watched
from app.bootstrap import run_window
code = run_window(Path(sys.argv[1]) if len(sys.argv) > 1 else None, True, "en")
print("end", loaded(heavy[2:6]), flush=True)
sys.exit(code)
"""


def started(home: Path, *arguments: str) -> "subprocess.CompletedProcess[str]":
    environment = os.environ | {"QT_QPA_PLATFORM": "offscreen", "CLIENTELE_HOME": str(home)}
    command = [sys.executable, "-c", WATCH, *arguments]
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, encoding="utf-8", timeout=60)


def test_the_frame_is_painted_before_the_store_is_imported(home: Path, data_file: Path) -> None:
    ended = started(home, str(data_file))
    assert ended.returncode == 0, ended.stderr
    assert ended.stdout.splitlines() == ["painted []", "ready", "end []"]


def test_the_very_first_start_makes_no_file_before_the_choice(home: Path) -> None:
    ended = started(home)
    assert ended.returncode == 0, ended.stderr
    assert "ready" in ended.stdout
    assert list(home.glob("*.db*")) == []


def test_a_file_that_is_none_is_refused_in_a_sentence_and_left_as_it_is(home: Path, tmp_path: Path) -> None:
    path = tmp_path / "notes.db"
    path.write_bytes(b"not a data file")
    ended = started(home, str(path))
    assert ended.returncode == 1
    assert "is not a data file of this program" in ended.stderr
    assert path.read_bytes() == b"not a data file"


def test_a_missing_file_is_not_made(home: Path, tmp_path: Path) -> None:
    ended = started(home, str(tmp_path / "gone.db"))
    assert ended.returncode == 1
    assert "There is no data file" in ended.stderr
    assert not (tmp_path / "gone.db").exists()


def test_a_file_open_elsewhere_says_so(home: Path, tmp_path: Path) -> None:
    store = create(tmp_path / "taken.db")
    ended = started(home, str(tmp_path / "taken.db"))
    store.close()
    assert ended.returncode == 1
    assert "is open in another window" in ended.stderr


@pytest.fixture
def program(qapp: QApplication, qtbot: Any, data_file: Path) -> Iterator[Program]:
    """The program with its window, before a file is opened."""
    window = MainWindow(Preferences(None))
    qtbot.addWidget(window)
    window.complete()
    made = Program(qapp, window, data_file, False)
    yield made
    made.end()


def test_a_double_click_on_try_again_opens_the_file_once(program: Program, qtbot: Any, data_file: Path) -> None:
    program.open(data_file)
    program.open(data_file)
    qtbot.waitUntil(lambda: program.window.current is not None)
    assert program.window.rail.isEnabled()
    assert program.window.findChildren(ProblemPanel) == []


def test_a_file_opened_after_the_window_was_closed_is_let_go(program: Program, data_file: Path) -> None:
    program.open(data_file)
    program.end()
    bootstrap._open(data_file).close()


def test_a_bug_while_opening_leaves_ways_on(program: Program, qtbot: Any, data_file: Path, monkeypatch: Any) -> None:
    def broken(*_asked: object) -> Any:
        raise ZeroDivisionError

    bugs: list[Any] = []
    monkeypatch.setattr(bootstrap, "_open", broken)
    monkeypatch.setattr(threading, "excepthook", bugs.append)
    program.open(data_file)
    qtbot.waitUntil(lambda: program.window.findChildren(ProblemPanel) != [])
    assert bugs[0].exc_type is ZeroDivisionError


def test_preferences_are_written_a_moment_later_and_at_the_latest_when_asked(tmp_path: Path, qapp: QApplication) -> None:
    path = tmp_path / "preferences.json"
    kept = Preferences(path)
    for width in range(300, 400):
        kept.set("split.customers", [width, 800 - width])
    assert not path.exists()
    assert kept._later is not None
    kept._later.timeout.emit()
    assert Preferences(path).get("split.customers") == [399, 401]
    kept.set("screen", "visits")
    kept.flush()
    assert not kept._later.isActive()
    assert Preferences(path).get("screen") == "visits"


def test_preferences_that_cannot_be_written_stop_nothing_and_are_told_once(tmp_path: Path, qapp: QApplication) -> None:
    kept, told = Preferences(tmp_path / "gone" / "preferences.json"), list[Any]()
    kept.failed = told.append
    kept.set("screen", "today")
    kept.flush()
    kept.set("screen", "visits")
    kept.flush()
    assert kept.get("screen") == "visits"
    assert len(told) == 1
