"""What is looked after again and again beside the window, off the GUI thread, in the file that is open for writing."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from app.errors import AppError

if TYPE_CHECKING:
    from app.store.store import Store
    from app.ui.main_window import MainWindow


class RoundClock(QObject):
    """Looks while its file is the window's; what it wrote reaches every view like any other change. Subclasses say how often
    (milliseconds) and what one ``look`` does."""

    EVERY = 60_000
    FIRST = 10_000

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        assert window.context is not None  # noqa: S101 - follow() asks first
        self._window, self._context = window, window.context
        self._busy = False
        self._timer = QTimer(self, interval=self.EVERY)
        self._timer.timeout.connect(self.tick)
        self._timer.start()
        QTimer.singleShot(self.FIRST, self, self.tick)

    @classmethod
    def follow(cls, window: "MainWindow") -> None:
        """Watch the file that is open now (once the first rows are painted); one that is only read is left alone."""
        cls.leave_all(window)
        if window.context is not None and not window.context.gateway.store.readonly:
            cls(window)

    @classmethod
    def leave_all(cls, window: "MainWindow") -> None:
        """The file that is watched is closed."""
        for clock in window.findChildren(cls):
            clock.leave()

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
        gateway.run(self.look, gateway.store, done=self._looked, failed=self._failed)

    @staticmethod
    def look(store: "Store") -> object:
        """What is done in one round, off the GUI thread; the changes it wrote, None for none."""
        raise NotImplementedError

    def _looked(self, changes: object) -> None:
        self._busy = False
        if changes is not None:
            self._context.gateway.changed.emit(changes)

    def _failed(self, _error: AppError) -> None:
        """A file that cannot be written is told about by the backups' clock; the next look tries again."""
        self._busy = False
