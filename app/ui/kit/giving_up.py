"""A panel that Esc gives up, wherever in it the cursor is, before anything around it hears of the key."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget


class GivenUpByEsc(QWidget):
    """``give_up()`` is called once for a press of Esc. A shortcut would be one of two for the key inside a record, and Qt then
    takes neither."""

    def __init__(self, give_up: Callable[[], None]) -> None:
        super().__init__()
        self._give_up = give_up

    def event(self, event: QEvent) -> bool:
        """Keep the key from the shortcuts around: it comes as a press then."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self._give_up()
        else:
            super().keyPressEvent(event)
