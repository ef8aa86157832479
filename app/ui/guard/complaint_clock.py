"""The clock of complaints beside the window: every minute it is asked what fell due, off the GUI thread.

``follow(window)`` is called once the first rows are painted, again for each file that is opened.
"""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from app.errors import AppError

if TYPE_CHECKING:
    from app.store.store import Store
    from app.ui.main_window import MainWindow

EVERY = 60_000
FIRST = 8_000
"""Milliseconds; the first look waits until the screens are there, and until the backups had theirs."""


def follow(window: "MainWindow") -> None:
    """Watch the file that is open now; one that is only read is left alone."""
    leave(window)
    if window.context is not None and not window.context.gateway.store.readonly:
        ComplaintClock(window)


def leave(window: "MainWindow") -> None:
    """The file that is watched is closed."""
    for clock in window.findChildren(ComplaintClock):
        clock.leave()


class ComplaintClock(QObject):
    """Looks while its file is the window's; what it wrote reaches every view like any other change."""

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        assert window.context is not None  # noqa: S101 - follow() asks first
        self._window, self._context = window, window.context
        self._busy = False
        self._timer = QTimer(self, interval=EVERY)
        self._timer.timeout.connect(self.tick)
        self._timer.start()
        QTimer.singleShot(FIRST, self, self.tick)

    def leave(self) -> None:
        """Another file is opened, or this one locked."""
        self._timer.stop()
        self.setParent(None)
        self.deleteLater()

    def tick(self) -> None:
        """Look once, unless the last look is still under way."""
        if self._busy or self._window.context is not self._context:
            return
        self._busy = True
        gateway = self._context.gateway
        gateway.run(_tick, gateway.store, done=self._ticked, failed=self._failed)

    def _ticked(self, changes: object) -> None:
        self._busy = False
        if changes is not None:
            self._context.gateway.changed.emit(changes)

    def _failed(self, _error: AppError) -> None:
        """A file that cannot be written is told about by the backups' clock; the next look tries again."""
        self._busy = False


def _tick(store: "Store") -> object:
    from app.safety.complaint_rounds import tick

    return tick(store)
