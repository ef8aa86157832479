"""A small panel below what was clicked: it goes on Esc, when the focus leaves it, and when it is done.

No window of its own: completers, calendars and menus work in it, and a screen reader stays in the window.
"""

from PySide6.QtCore import QEvent, QObject, QPoint, QSize, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QFrame, QLayout, QVBoxLayout, QWidget
from shiboken6 import isValid

_GAP, _EDGE = 4, 8


class Flyout(QFrame):
    """Lay out things in ``body``; ``open_below(anchor)`` shows it, ``leave()`` takes it away. ``left`` comes once, at its end."""

    left = Signal()

    def __init__(self, window: QWidget, name: str, width: int = 300) -> None:
        super().__init__(window)
        self.setObjectName(name)
        self.setProperty("kind", "flyout")
        self._width = width
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(12, 12, 12, 12)
        self.body.setSpacing(8)
        self.body.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)
        self._anchor: QWidget | None = None
        self._came_from = QApplication.focusWidget()
        self._gone = False
        escape = QShortcut(QKeySequence("Esc"), self, context=Qt.ShortcutContext.WidgetWithChildrenShortcut)
        escape.activated.connect(self.leave)
        self.hide()

    def sizeHint(self) -> QSize:
        """As wide as it was made, whatever sentence comes: what is longer takes more lines."""
        wide = max(self._width, self.body.totalMinimumSize().width())
        high = self.body.totalHeightForWidth(wide) if self.body.hasHeightForWidth() else self.body.totalSizeHint().height()
        return QSize(wide, high)

    def open_below(self, anchor: QWidget, focus: QWidget) -> None:
        """Show it under a widget of the same window, with the keyboard in ``focus``."""
        self._anchor = anchor
        for other in self.window().findChildren(Flyout):
            if other is not self and other.isVisible():
                other.leave(back=False)
        self.adjustSize()
        self.settle()
        self.show()
        self.raise_()
        focus.setFocus(Qt.FocusReason.PopupFocusReason)
        self.window().installEventFilter(self)
        QApplication.instance().focusChanged.connect(self._focus_moved)  # type: ignore[union-attr]

    def settle(self) -> None:
        """Stand below the anchor, within the window; above it where there is more room."""
        if self._anchor is None or not isValid(self._anchor):
            return
        around, size = self.window().rect(), self.sizeHint().expandedTo(self.size())
        top_left = self._anchor.mapTo(self.window(), QPoint(0, 0))
        below = top_left.y() + self._anchor.height() + _GAP
        over = below + size.height() > around.bottom() - _EDGE and top_left.y() > size.height() + _GAP
        y = top_left.y() - size.height() - _GAP if over else min(below, max(_EDGE, around.bottom() - _EDGE - size.height()))
        self.move(max(_EDGE, min(top_left.x(), around.right() - _EDGE - size.width())), y)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            self.settle()
        return False

    def event(self, event: QEvent) -> bool:
        """What it holds grew or shrank (an answer came): it is as high as that, without gaps."""
        done = super().event(event)
        if event.type() == QEvent.Type.LayoutRequest and self.isVisible():
            self.adjustSize()
        return done

    def resizeEvent(self, event) -> None:  # type: ignore[no-untyped-def]
        super().resizeEvent(event)
        self.settle()

    def _focus_moved(self, _old: QWidget | None, now: QWidget | None) -> None:
        """Menus, calendars and lists of a completer are windows of their own and keep it open."""
        if now is None or not isValid(self) or QApplication.activePopupWidget() is not None:
            return
        if now.window() is self.window() and now is not self and not self.isAncestorOf(now):
            self.leave(back=False)

    def leave(self, back: bool = True) -> None:
        """Take it away, and bring the keyboard back to where it was."""
        if self._gone:
            return
        self._gone = True
        app = QApplication.instance()
        if self._anchor is not None and app is not None:
            app.focusChanged.disconnect(self._focus_moved)  # type: ignore[attr-defined]
            self.window().removeEventFilter(self)
        self.hide()
        if back and self._came_from is not None and isValid(self._came_from):
            self._came_from.setFocus()
        self.left.emit()
        self.deleteLater()
