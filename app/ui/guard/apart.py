"""What closes the data file while the window stays: the lock, and work on the closed file (encrypting, decrypting).

The screens go, what is being typed is kept in the file as drafts, a panel stands in their place; afterwards the window goes
back to where it was.
"""

import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QWidget

from app.errors import AppError, StorageError
from app.i18n import N_
from app.i18n import gettext_text as _
from app.ui.dialogs.unlocking import UnlockPanel
from app.ui.guard import locking

if TYPE_CHECKING:
    from app.ui.main_window import MainWindow

_BROKEN = N_("Something went wrong in the program")


class Owner(Protocol):
    """The program, as far as it is needed here (bootstrap.Program)."""

    path: Path

    def open(self, path: Path, first: bool = False) -> None: ...
    def hand_over(self) -> Any: ...
    def take_back(self) -> None: ...
    def run(self, work: Callable[[], None]) -> None: ...


@dataclass
class Conversion:
    """Work on the closed file. ``work`` gets the store, which it closes, a listener for how far it is, and a question whether
    to stop; ``after`` gets what it returned and what opens the file again, and may put a panel into the window first."""

    title: str
    words: str
    work: Callable[[Any, Callable[[float], None], Callable[[], bool]], Any]
    after: Callable[[Any, Callable[[], None]], QWidget | None]


class Apart(QObject):
    """One at a time. The signals come from the thread that closes the file."""

    _ended = Signal(object)
    _told = Signal(float)

    def __init__(self, window: "MainWindow", owner: Owner) -> None:
        super().__init__(window)
        self._window, self._owner = window, owner
        self._left: locking.Left | None = None
        self._stop = self._by_paper = False
        self._done: Callable[[Any], None] = lambda _answer: None
        self._heard: Callable[[float], None] = lambda _part: None
        self._ended.connect(lambda answer: self._done(answer), Qt.ConnectionType.QueuedConnection)
        self._told.connect(lambda part: self._heard(part), Qt.ConnectionType.QueuedConnection)
        window.closing.connect(self.stop)

    def stop(self) -> None:
        """Stop the work as soon as it asks."""
        self._stop = True

    # the lock ---------------------------------------------------------------------------------------------------------

    def ask(self, locked: bool = False) -> UnlockPanel:
        """Ask for the passphrase of the file."""
        self._by_paper = False
        panel = UnlockPanel(self._window, self._owner.path, self._open, locked)
        self._window.show_panel(panel)
        return panel

    def _open(self, path: Path, with_recovery: bool = False) -> None:
        self._by_paper = with_recovery
        self._owner.open(path)

    def lock(self) -> None:
        """Close an encrypted file and forget its key. What is in sight goes at once, the file as soon as what is being written
        is written."""
        gateway = self._begin()
        if gateway is None:
            return
        panel = self.ask(locked=True)
        panel.wait_for(_("Closing the file…"))
        self._done = lambda answer: self._locked(panel, answer)
        self._owner.run(lambda: self._finish(lambda: _closed(gateway, self._left)))

    def _locked(self, panel: UnlockPanel, answer: Any) -> None:
        self._owner.take_back()
        panel.wait_for("")
        if isinstance(answer, AppError):  # a full disk: it is closed all the same
            panel.say(answer.sentence)

    def _begin(self) -> Any:
        gateway = self._owner.hand_over()
        if gateway is not None:
            self._stop = False
            self._left = locking.left_from(self._window, self._owner.path)
            locking.take_away(self._window, gateway)
        return gateway

    def _finish(self, work: Callable[[], Any]) -> None:
        try:
            answer = work()
        except AppError as error:
            self._ended.emit(error)
        except Exception:
            self._ended.emit(StorageError(_BROKEN))
            sys.excepthook(*sys.exc_info())
        else:
            self._ended.emit(answer)

    def opened(self) -> None:
        """The file is open again, or another one is."""
        left, self._left = self._left, None
        if self._by_paper:
            self._window.tell(_("Opened with the recovery key. Settings › Privacy sets a new passphrase where it is forgotten."))
            self._by_paper = False
        if left is not None and left.path == self._owner.path:  # once rows are painted: what watches the file begins then
            back = lambda: locking.go_back(self._window, left)  # noqa: E731
            self._window.first_rows.connect(back, Qt.ConnectionType.SingleShotConnection)

    # work on the closed file ------------------------------------------------------------------------------------------

    def convert(self, wanted: Conversion) -> None:
        """Close the file, do the work, open it again."""
        from app.ui.dialogs.converting import ConvertPanel

        gateway = self._begin()
        if gateway is None:
            return
        panel = ConvertPanel(self._window, wanted.title, wanted.words, self.stop)
        self._window.show_panel(panel)
        self._heard = panel.show_part
        self._done = lambda answer: self._converted(wanted, answer)
        self._owner.run(lambda: self._finish(lambda: self._work(gateway, wanted)))

    def _work(self, gateway: Any, wanted: Conversion) -> Any:
        assert self._left is not None  # noqa: S101 - _begin() put it there
        self._left.unwritten = gateway.settle()
        return wanted.work(gateway.store, self._told.emit, lambda: self._stop)

    def _converted(self, wanted: Conversion, answer: Any) -> None:
        self._owner.take_back()
        self._heard = lambda _part: None
        if isinstance(answer, AppError):
            self._open_again()
            self._window.tell(answer.sentence)
            return
        panel = wanted.after(answer, self._open_again)
        if panel is None:
            self._open_again()
        else:
            self._window.show_panel(panel)

    def _open_again(self) -> None:
        self._owner.open(self._owner.path)


def _closed(gateway: Any, left: "locking.Left | None") -> None:
    """Everything written, the file closed, its key forgotten, whatever happens."""
    from app.safety.encryption import forget

    try:
        unwritten = gateway.settle()
        if left is not None:
            left.unwritten = unwritten
        gateway.store.close()
    finally:
        forget()
