"""Whether anybody is at the window: keys, mouse, wheel and touch count, in any window of the program.

Only made for an encrypted file with a lock after idle time: a filter over all events costs 2 µs for each of them.
"""

import time
from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtWidgets import QApplication

LOOK_EVERY = 2000
"""Milliseconds."""
_Kind = QEvent.Type
_TOUCHES = frozenset({
    _Kind.KeyPress, _Kind.KeyRelease, _Kind.InputMethod, _Kind.MouseMove, _Kind.MouseButtonPress, _Kind.MouseButtonRelease,
    _Kind.Wheel, _Kind.TouchBegin, _Kind.TouchUpdate, _Kind.TabletMove,
})  # fmt: skip
Clock = Callable[[], tuple[float, float]]


def moments() -> tuple[float, float]:
    """Seconds on the clock that stands still while the computer sleeps, and on the one that goes on."""
    return time.monotonic(), time.time()


class IdleWatch(QObject):
    """``over`` comes once nobody has touched the program for ``minutes``, sleep of the computer included."""

    over = Signal()

    def __init__(self, app: QApplication, minutes: int, clock: Clock = moments, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._app, self._limit, self._clock = app, minutes * 60, clock
        self._touched = clock()
        self._timer = QTimer(self, interval=LOOK_EVERY)
        self._timer.timeout.connect(self.look)
        self._timer.start()
        app.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in _TOUCHES:
            self.look()  # whoever comes back to a laptop that slept must not get in by coming back
            self._touched = self._clock()
        return False

    def idle(self) -> float:
        """Seconds since somebody was there; a clock that was set back counts for nothing."""
        return max(now - then for now, then in zip(self._clock(), self._touched, strict=True))

    def look(self) -> None:
        """Whether it is time."""
        if self.idle() >= self._limit:
            self.over.emit()

    def leave(self) -> None:
        """Watch no longer."""
        self._timer.stop()
        self._app.removeEventFilter(self)
        self.setParent(None)
        self.deleteLater()
