"""The keyboard on its way to the lines of the day: ↓ and J come to the first of them from wherever it is."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QAbstractItemView, QComboBox, QLineEdit, QPlainTextEdit, QTextEdit, QWidget

DOWN, UP = (Qt.Key.Key_Down, Qt.Key.Key_J), (Qt.Key.Key_Up, Qt.Key.Key_K)
_OWN = (QAbstractItemView, QComboBox, QLineEdit, QPlainTextEdit, QTextEdit)
"""What has its own use for these keys."""


def reach(screen: QWidget, enter: Callable[[], bool]) -> None:
    """Bind the keys that lead to the first line; a click on the ground brings the keyboard to the screen."""
    screen.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
    for key in DOWN:
        bound = QShortcut(QKeySequence(key), screen)
        bound.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        bound.activated.connect(enter)


def is_kept(screen: QWidget, event: QEvent) -> bool:
    """Whether the widget with the focus answers to the key itself; the event is accepted then."""
    if event.type() != QEvent.Type.ShortcutOverride or not isinstance(event, QKeyEvent) or event.key() not in DOWN:
        return False
    kept = isinstance(screen.focusWidget(), _OWN)
    if kept:
        event.accept()
    return kept


def arrive(screen: QWidget, enter: Callable[[], bool]) -> None:
    """The lines stand: the keyboard comes to the first one, unless it is somewhere already."""
    focused = screen.window().focusWidget()
    waiting = focused in (None, screen, screen.parentWidget())
    unplaced = isinstance(focused, QAbstractItemView) and screen.isAncestorOf(focused) and not focused.currentIndex().isValid()
    if screen.isVisible() and (waiting or unplaced):
        enter()
