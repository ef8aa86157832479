"""The list that drops from a line while somebody types in it: ``dress`` it once, ``drop`` it below the line."""

from PySide6.QtCore import QRect
from PySide6.QtWidgets import QCompleter, QLineEdit

_BELOW = 4
_AROUND = 28
"""What the list adds to its words."""
_EDGE = 12


def dress(completer: QCompleter) -> None:
    """Give the list the look of the other lists (style.qss)."""
    popup = completer.popup()
    if popup is not None:
        popup.setProperty("kind", "offer")


def drop(completer: QCompleter, line: QLineEdit) -> None:
    """Show the list a little below the line, as wide as its words as far as the window goes."""
    popup, window = completer.popup(), line.window()
    wanted = popup.sizeHintForColumn(0) + _AROUND if popup is not None else 0
    room = window.width() - line.mapTo(window, line.rect().topLeft()).x() - _EDGE
    completer.complete(QRect(0, _BELOW, max(line.width(), min(wanted, room)), line.height()))
