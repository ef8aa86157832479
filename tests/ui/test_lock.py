"""The lock in a real window: an encrypted file is asked for, locked, left alone while locked, and taken up again."""

import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget

from app.bootstrap import Program
from app.errors import AppError, StorageError
from app.models import Customer
from app.safety import unlocking
from app.services import records
from app.store.store import open_file
from app.ui.attachments import files as attachment_files
from app.ui.context import Context
from app.ui.dialogs.problem import ProblemPanel
from app.ui.dialogs.sign_in import SignInDialog
from app.ui.dialogs.unlocking import UnlockPanel
from app.ui.forms.form import Form
from app.ui.gateway import Gateway
from app.ui.guard.backup_clock import clock_of
from app.ui.guard.idle import IdleWatch
from app.ui.guard.locking import Left, LockItem, LockWatch, go_back, left_from
from app.ui.guard.passphrase import caps_lock
from app.ui.guard.system_lock import SystemLock, session_path
from app.ui.lists import copying
from app.ui.main_window import MainWindow
from app.ui.preferences import Preferences
from app.ui.screens import SCREENS
from tests.ui.hands import click, retype, type_text
from tests.ui.sealed import NAME, WORDS, copy_to, sealed_file

ROOT = Path(__file__).resolve().parents[2]
CTRL_SHIFT = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier


@pytest.fixture(scope="module")
def sealed(template: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    return sealed_file(template, tmp_path_factory.mktemp("sealed"))


@pytest.fixture
def locked_file(sealed: tuple[Path, str], tmp_path: Path) -> Path:
    """An encrypted file, locked."""
    return copy_to(sealed[0], tmp_path / "data.db")


@pytest.fixture
def recovery(sealed: tuple[Path, str]) -> str:
    return sealed[1]


@pytest.fixture
def program(qapp: QApplication, qtbot: Any, locked_file: Path) -> Iterator[Program]:
    """The program in front of the locked file."""
    window = MainWindow(Preferences(None))
    qtbot.addWidget(window)
    window.complete()
    window.resize(1366, 768)
    with qtbot.waitSignal(window.painted):
        window.show()
    made = Program(qapp, window, locked_file, False)
    made.open(locked_file)
    qtbot.waitUntil(lambda: panel_of(made) is not None)
    yield made
    made.end()
    QApplication.processEvents()


def panel_of(program: Program) -> UnlockPanel | None:
    found = program.window._panel
    return found if isinstance(found, UnlockPanel) and not found.said.isVisible() else None


def locked_page(program: Program, qtbot: Any) -> UnlockPanel:
    qtbot.waitUntil(lambda: panel_of(program) is not None)
    found = panel_of(program)
    assert found is not None
    return found


def enter(panel: UnlockPanel, text: str) -> None:
    retype(panel.field().line, text)
    QTest.keyClick(panel.field().line, Qt.Key.Key_Return)


def unlock(program: Program, qtbot: Any, text: str = WORDS) -> None:
    """Type the passphrase and wait until the file is open and watched."""
    panel = locked_page(program, qtbot)
    panel._beside.run = at_once  # type: ignore[method-assign]
    panel.passphrase.line.setEchoMode(QLineEdit.EchoMode.Normal)
    enter(panel, text)
    qtbot.waitUntil(lambda: program.window.findChild(LockWatch) is not None)


def at_once(work: Any, done: Any, failed: Any) -> None:
    try:
        found = work()
    except AppError as error:
        failed(error)
    else:
        done(found)


def free(path: Path) -> bool:
    """Whether another program could open the file now."""
    script = "import sys, pathlib, app.store.lock as lock; path = pathlib.Path(sys.argv[1]); lock.release(path, lock.take(path))"
    return subprocess.run([sys.executable, "-c", script, str(path)], cwd=ROOT, capture_output=True).returncode == 0


def texts_in(window: QWidget) -> str:
    return " ".join(str(getattr(one, name)()) for one in [window, *window.findChildren(QWidget)] if one.isVisible()
                    for name in ("text", "toPlainText", "windowTitle", "accessibleName") if hasattr(one, name))  # fmt: skip


# opening --------------------------------------------------------------------------------------------------------------


def test_an_encrypted_file_asks_for_its_passphrase_and_offers_no_new_file(program: Program, qtbot: Any) -> None:
    panel = locked_page(program, qtbot)
    assert program.window.findChildren(ProblemPanel) == []
    words = [button.text() for button in panel.findChildren(type(panel.do_button))]
    assert "Unlock" in words
    assert not [word for word in words if "new file" in word]
    assert panel.passphrase.line.echoMode() is QLineEdit.EchoMode.Password


def test_a_wrong_passphrase_is_said_beside_the_line_and_kept_selected(program: Program, qtbot: Any) -> None:
    panel = locked_page(program, qtbot)
    enter(panel, "wrong")
    qtbot.waitUntil(lambda: panel.passphrase.error.isVisible())
    assert "does not open data.db" in panel.passphrase.error.text()
    assert panel.passphrase.line.selectedText() == "wrong"
    assert panel.passphrase.text() == "wrong"
    QTest.keyClick(panel.passphrase.line, "x")
    assert not panel.passphrase.error.isVisible()


def test_too_many_wrong_ones_wait_and_say_how_long(program: Program, qtbot: Any) -> None:
    panel = locked_page(program, qtbot)
    panel._beside.run = at_once  # type: ignore[method-assign]
    for _try in range(unlocking.FREE + 2):
        unlocking._tries.update({name: (count, 0.0) for name, (count, _until) in unlocking._tries.items()})
        panel._left = 0
        panel._tell_wait()
        enter(panel, "wrong")
    assert panel.said.text() == "The next try is possible in 4 seconds."
    assert not panel.do_button.isEnabled()
    for _second in range(4):
        panel.second_passed()
    assert panel.do_button.isEnabled()
    assert not panel._waiting.isActive()


def test_the_right_one_opens_the_file(program: Program, qtbot: Any) -> None:
    unlock(program, qtbot)
    assert program.window.current is not None
    assert program.window._panel is None


def test_the_recovery_key_opens_it_too_however_it_is_typed(program: Program, qtbot: Any, recovery: str) -> None:
    panel = locked_page(program, qtbot)
    click(panel.turn_button)
    assert not panel.passphrase.isVisible()
    enter(panel, "no key at all")
    qtbot.waitUntil(lambda: panel.recovery.error.isVisible())
    assert "eight groups of five" in panel.recovery.error.text()
    enter(panel, recovery.lower().replace("-", " "))
    qtbot.waitUntil(lambda: program.window.findChild(LockWatch) is not None)
    assert "Opened with the recovery key" in program.window.message.label.text()


@pytest.mark.parametrize(("letter", "shift", "expected"), [
    ("a", False, False), ("A", True, False), ("A", False, True), ("a", True, True), ("1", False, None), ("客", False, None),
    ("", False, None),
])  # fmt: skip
def test_what_a_letter_tells_of_caps_lock(letter: str, shift: bool, expected: bool | None) -> None:
    assert caps_lock(letter, shift) is expected


def test_caps_lock_is_told_and_the_eye_shows_what_is_typed(program: Program, qtbot: Any) -> None:
    field = locked_page(program, qtbot).passphrase
    press = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_A, Qt.KeyboardModifier.NoModifier, "A")
    QApplication.sendEvent(field.line, press)
    assert field.hint.isVisible()
    QTest.keyClick(field.line, "a")
    assert not field.hint.isVisible()
    click(field.eye)
    assert field.line.displayText() == "Aa"
    QTest.keyClick(field.line, Qt.Key.Key_F8, Qt.KeyboardModifier.AltModifier)
    assert field.line.displayText() != "Aa"
    assert not field.eye.focusPolicy() & Qt.FocusPolicy.TabFocus, "Tab goes on to the next line"


# locking --------------------------------------------------------------------------------------------------------------


def lock(program: Program, qtbot: Any) -> UnlockPanel:
    press_lock(program.window, qtbot)
    return locked_page(program, qtbot)


def press_lock(window: QWidget, qtbot: Any) -> None:
    """Ctrl+Shift+L; keys reach the shortcuts of an active window only."""
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    QTest.keyClick(window.focusWidget() or window, Qt.Key.Key_L, CTRL_SHIFT)


def test_locking_closes_the_file_and_leaves_nothing_of_it_in_sight(program: Program, qtbot: Any, locked_file: Path) -> None:
    unlock(program, qtbot)
    window = program.window
    window.go("customers")
    qtbot.waitUntil(lambda: NAME in str([row.texts for _n, w in window.current.list.model._windows.items() for row, _c in w]))
    window.tell(NAME)
    copying.put(NAME)
    lent = attachment_files._present_root() / "contract.pdf"
    lent.write_bytes(b"plain")
    window.open_palette()
    assert not free(locked_file)
    lock(program, qtbot)
    assert free(locked_file)
    assert not lent.exists()
    assert NAME not in texts_in(window)
    assert window.windowTitle() == "Clientele"
    assert QGuiApplication.clipboard().text() == ""
    assert [one for one in QApplication.topLevelWidgets() if one.isVisible()] == [window]
    assert clock_of(window) is None
    assert window.findChildren(LockWatch) == []
    with pytest.raises(Exception, match="is encrypted"):
        open_file(locked_file)


def test_unlocking_goes_back_to_the_screen_the_record_and_the_tab(program: Program, qtbot: Any) -> None:
    unlock(program, qtbot)
    window = program.window
    record = program._gateway.store.write("add", records.create, Customer, {"name": "Second"}).value
    window.go("customers", record)
    screen = window.current
    qtbot.waitUntil(lambda: "history" in screen.record.pane.tabs())
    screen.record.pane.show_tab("history")
    lock(program, qtbot)
    unlock(program, qtbot)
    assert window.current is not screen
    qtbot.waitUntil(lambda: window.current.record.current() == record)
    assert window.current.record.pane.tab() == "history"


def test_every_screen_can_be_locked_and_gone_back_to(gateway: Any, qtbot: Any) -> None:
    window = MainWindow(Preferences(None))
    qtbot.addWidget(window)
    window.complete()
    window.attach(Context(gateway, window, window.preferences), "today")
    for place in SCREENS:
        window.go(place.key)
        left = left_from(window, gateway.store.path)
        assert left.screen == place.key
        window.go("today")
        go_back(window, left)
        assert window.current is window.screens[place.key]
    window.detach()


def test_a_draft_that_could_not_be_written_is_kept_until_the_file_is_open_again(
    gateway: Any, qtbot: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_asked: Any) -> None:
        raise StorageError("disk full")

    with monkeypatch.context() as patched:
        patched.setattr(gateway.store, "quietly", full)
        gateway.keep_draft("customers:new", {"name": "half typed"})
    left = Left(gateway.store.path, unwritten=gateway.settle())
    assert left.unwritten == {"customers:new": {"name": "half typed"}}
    store = gateway.store
    again = Gateway(store, inline=True)
    window = MainWindow(Preferences(None))
    qtbot.addWidget(window)
    window.complete()
    window.attach(Context(again, window, window.preferences), "bin")
    go_back(window, left)
    assert again.draft("customers:new") == {"name": "half typed"}
    assert again.settle() == {}
    window.detach()


def test_what_was_typed_is_a_draft_in_the_file_and_offered_again(program: Program, qtbot: Any) -> None:
    unlock(program, qtbot)
    window = program.window
    window.begin("customers")
    form = next(one for one in window.current.findChildren(Form) if one.isVisible())
    type_text(form.editor("name").widget, "华信 half typed")
    lock(program, qtbot)
    unlock(program, qtbot)
    qtbot.waitUntil(lambda: any(one.isVisible() and one.banner.isVisible() for one in window.current.findChildren(Form)))
    form = next(one for one in window.current.findChildren(Form) if one.isVisible())
    click(form.banner.resume)
    assert form.values()["name"] == "华信 half typed"


def test_another_file_opened_from_the_lock_starts_where_a_file_starts(
    program: Program, qtbot: Any, template: Path, tmp_path: Path
) -> None:
    unlock(program, qtbot)
    program.window.go("visits")
    panel = lock(program, qtbot)
    other = Path(shutil.copy(template, tmp_path / "other.db"))
    panel._opened(other, False)
    qtbot.waitUntil(lambda: program.window.current is not None)
    assert program._gateway.store.path == other
    qtbot.waitUntil(lambda: clock_of(program.window) is not None)
    assert program.window.findChildren(LockWatch) == []


def test_opening_another_file_forgets_the_key_of_this_one(
    program: Program, qtbot: Any, template: Path, tmp_path: Path, locked_file: Path
) -> None:
    unlock(program, qtbot)
    other = Path(shutil.copy(template, tmp_path / "other.db"))
    program.window.reopen.emit(other)
    qtbot.waitUntil(lambda: program._gateway is not None and program.window.current is not None)
    program.window.reopen.emit(locked_file)
    assert locked_page(program, qtbot) is not None


def test_the_window_can_be_closed_while_it_is_locked(program: Program, qtbot: Any, locked_file: Path) -> None:
    unlock(program, qtbot)
    program.window.lock.emit()
    program.end()
    assert free(locked_file)


def test_the_button_in_the_rail_locks(program: Program, qtbot: Any) -> None:
    unlock(program, qtbot)
    item = program.window.findChild(LockItem)
    assert item is not None
    click(item)
    assert locked_page(program, qtbot) is not None


# when -----------------------------------------------------------------------------------------------------------------


class Clock:
    """The two clocks of a computer, moved by hand."""

    def __init__(self) -> None:
        self.awake, self.wall = 0.0, 1e9

    def __call__(self) -> tuple[float, float]:
        return self.awake, self.wall

    def work(self, seconds: float) -> None:
        self.awake, self.wall = self.awake + seconds, self.wall + seconds

    def sleep(self, seconds: float) -> None:
        self.wall += seconds


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def idle(qapp: QApplication, clock: Clock) -> Iterator[tuple[IdleWatch, list[bool]]]:
    made, over = IdleWatch(qapp, 5, clock), list[bool]()
    made.over.connect(lambda: over.append(True))
    yield made, over
    made.leave()


def test_idle_time_is_counted_from_the_last_key_or_move(idle: tuple[IdleWatch, list[bool]], clock: Clock, qtbot: Any) -> None:
    watch, over = idle
    line = QLineEdit()
    qtbot.addWidget(line)
    clock.work(299)
    watch.look()
    QTest.keyClick(line, "a")
    clock.work(299)
    QTest.mouseMove(line)
    watch.look()
    assert over == []
    clock.work(300)
    watch.look()
    assert over


def test_a_computer_that_slept_is_locked_before_the_first_key_counts(
    idle: tuple[IdleWatch, list[bool]], clock: Clock, qtbot: Any
) -> None:
    _watch, over = idle
    line = QLineEdit()
    qtbot.addWidget(line)
    clock.sleep(3600)
    QTest.keyClick(line, "a")
    assert over


def test_a_clock_set_back_locks_nothing_and_delays_nothing(idle: tuple[IdleWatch, list[bool]], clock: Clock) -> None:
    watch, over = idle
    clock.sleep(-7200)
    watch.look()
    assert over == []
    clock.work(300)
    watch.look()
    assert over


def test_the_setting_says_after_how_long(program: Program, qtbot: Any) -> None:
    unlock(program, qtbot)
    watch = program.window.findChild(LockWatch)
    assert watch is not None
    qtbot.waitUntil(lambda: watch._idle is not None)
    assert watch._idle._limit == 300
    watch.watch(0)
    assert watch._idle is None
    assert watch._system is not None  # the system's own lock holds all the same
    watch.watch(15)
    watch._idle.over.emit()
    assert locked_page(program, qtbot) is not None


def test_the_systems_signals_lock(qapp: QApplication) -> None:
    watch, left = SystemLock(buses=(None, None)), list[bool]()
    watch.left.connect(lambda: left.append(True))
    watch.told(False)
    watch.changed("org.freedesktop.login1.Session", {"Active": True, "LockedHint": False})
    assert (watch.heard, left) == (0, [])
    watch.told(True)
    watch.changed("org.freedesktop.login1.Session", {"Active": False})
    watch.changed("org.freedesktop.login1.Session", {"LockedHint": True})
    assert len(left) == 3


@pytest.mark.parametrize(("number", "path"), [("c2", "c2"), ("2", "_32"), ("a-1", "a_2d1")])
def test_sessions_are_named_as_logind_does(number: str, path: str) -> None:
    assert session_path(number) == f"/org/freedesktop/login1/session/{path}"


# plain files ----------------------------------------------------------------------------------------------------------


def test_a_plain_file_says_what_a_lock_would_be_worth_and_offers_to_sign_in(gateway: Any, qtbot: Any) -> None:
    window = MainWindow(Preferences(None))
    qtbot.addWidget(window)
    window.complete()
    window.attach(Context(gateway, window, window.preferences), "bin")
    window.show()
    press_lock(window, qtbot)
    dialog = window.findChild(SignInDialog)
    assert dialog is not None
    assert "A lock would hide the window and nothing else" in dialog.note.text()
    window.detach()
