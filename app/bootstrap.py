"""The composition root of the window: the frame first, then the store, then the first screen.

Order matters for speed: Qt and the frame are imported and painted; only then are SQLAlchemy and the store imported, on a
thread beside the window. ``run_window`` is all that main.py needs.
"""

import importlib
import os
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

import PySide6
from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import QApplication

from app.errors import AppError, LockedError, StorageError
from app.i18n import N_, language
from app.opening import collect_again, make_data, moved_on
from app.opening import open_data as _open
from app.paths import default_data_file, pending_restore, preferences_file
from app.ui.kit import fonts
from app.ui.kit.speech import chosen_language, speak
from app.ui.kit.themes import chosen_theme
from app.ui.main_window import MainWindow
from app.ui.preferences import Preferences
from app.ui.style import apply_style
from app.versions import problem

ANYWHERE = "data.anywhere"
"""Preference: data files that are worked on in a synchronized or network folder, because somebody took that upon themselves."""

if TYPE_CHECKING:
    from app.store.store import Store
    from app.ui.dialogs.upgrading import UpgradePanel
    from app.ui.frame.crash import CrashHook
    from app.ui.guard.apart import Apart

_LONG = 5000
"""Records from which on an upgrade takes seconds."""


def run_window(data: Path | None = None, exit_when_ready: bool = False, language: str | None = None) -> int:
    """Open the window on a data file (None: the person's own) and stay until it is closed; returns the exit code.

    With ``exit_when_ready`` it prints ``ready`` once the first rows are painted, and ends (1 where the data cannot be opened).
    """
    if refused := problem(sys.version_info[:3], PySide6.__version_info__[:3]):
        print(refused, file=sys.stderr)
        return 1
    app = _application()
    preferences = Preferences(preferences_file())
    speak(app, chosen_language(language, preferences.get("language")))
    fonts.apply_face(app, preferences)
    apply_style(app, chosen_theme(app, preferences.get("theme")))
    program = Program(app, MainWindow(preferences), data, exit_when_ready)
    program.start()
    code = app.exec()
    program.end()
    return code


def _application() -> QApplication:
    found = QApplication.instance()
    app = found if isinstance(found, QApplication) else QApplication(sys.argv[:1])
    app.setApplicationName("Clientele")
    app.setDesktopFileName("clientele")
    return app


class Program(QObject):
    """The window and the data file that is open in it. ``opened`` and ``failed`` arrive from the thread that opens."""

    opened = Signal(object)
    failed = Signal(object)
    upgrading = Signal(int, int)

    def __init__(self, app: QApplication, window: MainWindow, data: Path | None, exit_when_ready: bool) -> None:
        super().__init__()
        self.app, self.window = app, window
        self.path = data or default_data_file()
        self._is_default = data is None
        self._exit_when_ready = exit_when_ready
        self._gateway: Any = None
        self._opened: Store | None = None
        self._opening = False
        self._busy: threading.Thread | None = None
        self._last_round: tuple[Path, int] | None = None
        self._hook: CrashHook | None = None
        self._upgrade: UpgradePanel | None = None
        self._apart: Apart | None = None
        self.opened.connect(self._attach, Qt.ConnectionType.QueuedConnection)
        self.failed.connect(self._refused, Qt.ConnectionType.QueuedConnection)
        self.upgrading.connect(self._upgrading, Qt.ConnectionType.QueuedConnection)
        window.painted.connect(self._frame_painted)
        window.first_rows.connect(self._ready)
        window.reopen.connect(self.open)
        window.lock.connect(lambda: self.apart().lock())
        window.convert.connect(lambda wanted: self.apart().convert(wanted))

    def start(self) -> None:
        """Show the frame; the rest follows its first paint."""
        self.window.show()

    def end(self) -> None:
        """Finish what is being written and let go of the file and the hooks."""
        if self._busy is not None:
            self._busy.join()
        note = None if self._exit_when_ready else self._note_last
        self._close_data(note)
        self.window.preferences.flush()
        self._back_up_last()
        if self._hook is not None:
            self._hook.remove()

    def _frame_painted(self) -> None:
        _trace("frame")
        self._complete()
        self.open(self.path, first=self._is_default)

    def _complete(self) -> None:
        """What the first paint could do without: the keys, the toast, the crash hook."""
        from app.ui.frame.crash import CrashHook
        from app.ui.frame.keyboard import EditorUndo
        from app.ui.kit import trouble

        self.window.complete()
        self._hook = CrashHook(self.window.tell, lambda: trouble.show_bug(self.window), self._leave)
        self._hook.install()
        self._undo_keys = EditorUndo(self.app, self.window)

    # opening ------------------------------------------------------------------------------------------------------

    def open(self, path: Path, first: bool = False) -> None:
        """Open a data file in place of the present one; ``first`` offers the first start where there is none."""
        if self._opening:  # a double click
            return
        self._close_data()
        self.path = moved_on(self.path, path)
        if first and not path.exists() and not pending_restore(path).exists():
            self._first_start()
        else:
            anywhere = str(path) in self.window.preferences.get(ANYWHERE, [])
            self._beside(lambda: _open(path, self.upgrading.emit, anywhere))

    def make(self, path: Path, sample: bool) -> None:
        """Make a new data file, empty or with the sample company, and open it."""
        if self._opening:
            return
        self._close_data()
        self.path = moved_on(self.path, path)
        spoken = language()
        self._beside(lambda: make_data(path, sample, spoken))

    def _beside(self, work: "Callable[[], Store]") -> None:
        """Run the work on a thread of its own: the frame stays alive while modules are imported and the file is read."""
        self._opening = True
        self.run(lambda: self._work(work))

    def _work(self, work: "Callable[[], Store]") -> None:
        try:
            importlib.import_module("app.ui.gateway")
            self._opened = work()
        except AppError as error:
            self.failed.emit(error)
        except Exception:
            self.failed.emit(StorageError(N_("Something went wrong in the program")))
            raise
        else:
            self.opened.emit(self._opened)

    def _attach(self, store: "Store") -> None:
        from app.ui.context import Context
        from app.ui.frame.in_force import follow
        from app.ui.gateway import Gateway

        _trace("opened")
        self._opening, self._opened, self._upgrade = False, None, None
        self._gateway = Gateway(store)
        follow(self._gateway)
        preferences = self.window.preferences
        context = Context(self._gateway, self.window, preferences)
        kept = preferences.get("screen", "today")
        self.window.attach(context, kept if kept in self.window.rail.items else "today")
        if self._apart is not None:
            self._apart.opened()

    def apart(self) -> "Apart":
        """What closes the file while the window stays: the lock, encrypting."""
        if self._apart is None:
            from app.ui.guard.apart import Apart

            self._apart = Apart(self.window, self)
        return self._apart

    def hand_over(self) -> Any:
        """The gateway of the open file, None where none is; until ``take_back`` no other file is opened."""
        if self._gateway is None or self._opening:
            return None
        gateway, self._gateway, self._opening = self._gateway, None, True
        return gateway

    def run(self, work: Callable[[], None]) -> None:
        """Run work on a thread of its own, which the end of the program waits for."""
        self._busy = threading.Thread(target=work, name="apart", daemon=True)
        self._busy.start()

    def take_back(self) -> None:
        """The file that was handed over is closed."""
        self._opening = False

    def _note_last(self, store: "Store") -> None:
        """Whether something was done that no backup has; the backup itself follows when the file is closed."""
        from app.safety.rounds import closing_round

        self._last_round = closing_round(store)

    def _back_up_last(self) -> None:
        """The window is gone and the file free for the next one: nobody waits. A large file waits for the next start."""
        if self._last_round is not None:
            from app.safety.rounds import back_up

            with suppress(StorageError):  # the clock of the next start says why
                back_up(self._last_round[0], "exit", self._last_round[1])

    def _close_data(self, last: "Callable[[Store], None] | None" = None) -> None:
        if self._gateway is not None:
            self.window.detach()
            gateway, self._gateway = self._gateway, None
            gateway.close(last)
        if self._opened is not None:  # the window was closed before the answer came
            self._opened.close()
            self._opened = None

    # what can stand in the way ------------------------------------------------------------------------------------

    def _first_start(self) -> None:
        from app.ui.dialogs.first_start import FirstStart

        panel = FirstStart(self.window, lambda: self.make(self.path, sample=False), lambda: self.make(self.path, sample=True))
        self.window.show_panel(panel)
        self._ready()

    def _upgrading(self, done: int, whole: int) -> None:
        """A large file of an older version takes a while to be brought up to date: say so, and how far it is."""
        if not self._opening or whole < _LONG:
            return
        from app.ui.dialogs.upgrading import UpgradePanel

        if self._upgrade is None:
            self._upgrade = UpgradePanel(self.window)
            self.window.show_panel(self._upgrade)
        self._upgrade.show_part(done, whole)

    def _refused(self, error: AppError) -> None:
        self._opening, self._upgrade = False, None
        collect_again()
        from app.ui.dialogs.problem import ProblemPanel

        if self._exit_when_ready:
            print(error.sentence, file=sys.stderr)
            self.app.exit(1)
            return
        if isinstance(error, LockedError):
            self.apart().ask()
            return
        make = lambda path: self.make(path, sample=False)  # noqa: E731
        self.window.show_panel(ProblemPanel(self.window, error, self.path, self.open, make, self._open_here))

    def _open_here(self) -> None:
        """Somebody took it upon themselves to work in a synchronized or network folder: remembered on this computer."""
        preferences = self.window.preferences
        preferences.set(ANYWHERE, sorted({*preferences.get(ANYWHERE, []), str(self.path)}))
        self.open(self.path)

    def _ready(self) -> None:
        collect_again()
        if self._exit_when_ready:
            print("ready", flush=True)
            _trace("ready")
            QTimer.singleShot(0, lambda: self.app.exit(0))

    def _leave(self) -> None:
        from app.ui.kit import trouble

        trouble.show_leaving(self.window)
        self.window.close()
        self.app.exit(1)


def _trace(moment: str) -> None:
    """For the start-up benchmark: moments on stderr when CLIENTELE_TRACE is set."""
    if os.environ.get("CLIENTELE_TRACE"):
        import time

        print(f"{moment} {time.time():.4f}", file=sys.stderr, flush=True)
