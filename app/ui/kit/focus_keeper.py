"""A bar that hides with the focus in it gives the focus back to where it came from.

Without this Qt hands it to the next widget of the window, which is far away: the rail.
"""

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid


class FocusKeeper(QObject):
    """Watches one bar as long as it lives."""

    def __init__(self, bar: QWidget) -> None:
        super().__init__(bar)
        self._bar = bar
        self._before: QWidget | None = None
        bar.installEventFilter(self)
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._moved)

    def _moved(self, old: QWidget | None, now: QWidget | None) -> None:
        if now is not None and old is not None and self._inside(now) and not self._inside(old):
            self._before = old

    def _inside(self, widget: QWidget) -> bool:
        return isValid(self._bar) and isValid(widget) and self._bar.isAncestorOf(widget)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Hide:
            focused = QApplication.focusWidget()
            if focused is not None and self._inside(focused):
                self._give_back()
        return False

    def _give_back(self) -> None:
        before = self._before
        if before is not None and isValid(before) and before.isVisible() and before.isEnabled():
            before.setFocus()
