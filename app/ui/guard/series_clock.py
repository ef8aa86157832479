"""The visits that repeat are made twelve months ahead: looked after once the first rows are painted, then every six hours,
off the GUI thread.

``follow(window)`` is called once the first rows are painted, again for each file that is opened.
"""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from app.errors import AppError

if TYPE_CHECKING:
    from app.store.store import Store
    from app.ui.main_window import MainWindow

EVERY = 6 * 3_600_000
FIRST = 15_000
"""Milliseconds; the first look waits until the clocks of backups and complaints had theirs."""


def follow(window: "MainWindow") -> None:
    """Watch the file that is open now; one that is only read is left alone."""
    leave(window)
    if window.context is not None and not window.context.gateway.store.readonly:
        SeriesClock(window)


def leave(window: "MainWindow") -> None:
    """The file that is watched is closed."""
    for clock in window.findChildren(SeriesClock):
        clock.leave()


class SeriesClock(QObject):
    """Looks while its file is the window's; the visits it made reach every view like any other change."""

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
        gateway.run(_extend, gateway.store, done=self._looked, failed=self._failed)

    def _looked(self, changes: object) -> None:
        self._busy = False
        if changes is not None:
            self._context.gateway.changed.emit(changes)

    def _failed(self, _error: AppError) -> None:
        """A file that cannot be written is told about by the backups' clock; the next look tries again."""
        self._busy = False


def _extend(store: "Store") -> object:
    from app.safety.visit_rounds import extend

    return extend(store)
