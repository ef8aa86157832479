"""An editor laid over one cell of a small table: Tab and Enter finish it, Esc leaves the cell as it was.

``CellEditor(field, context, name, grid, index)``: ``finished(way)`` with way "next", "back", "done" or "away" (the focus went
elsewhere), ``given_up()``; ``value()``, ``title()``, ``problem()``, ``fail(sentence)``, ``close_up()``.
"""

from typing import Any

from PySide6.QtCore import QEvent, QModelIndex, QObject, QRect, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit, QToolTip, QWidget

from app.models.fields import Field
from app.services import records
from app.ui.context import Context
from app.ui.editors.editor import editor_for
from app.ui.kit.widgets import plain_tip
from app.ui.lists.grid import Grid
from app.ui.style import restyle

_WAYS = {
    Qt.Key.Key_Tab: "next", Qt.Key.Key_Backtab: "back", Qt.Key.Key_Return: "done", Qt.Key.Key_Enter: "done",
}  # fmt: skip
_ROOM = {"line": 280, "name": 220, "link": 220, "text": 280, "date": 150, "money": 140, "choice": 140}
"""Pixels an editor takes at least, where the view has them: words need more room than their column."""


class CellEditor(QObject):
    """One value being typed in its place."""

    finished = Signal(str)
    given_up = Signal()

    def __init__(self, field: Field, context: Context, name: str, grid: Grid, index: QModelIndex) -> None:
        super().__init__(grid)
        self.field, self._grid, self._open = field, grid, True
        self.editor = editor_for(field, context, name)
        self.widget = self.editor.widget
        self.widget.setParent(grid.viewport())
        self.widget.setGeometry(self._place(grid.visualRect(index)))
        for part in (self.widget, *self.widget.findChildren(QWidget)):
            part.installEventFilter(self)
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._focus_moved)

    def _place(self, cell: QRect) -> QRect:
        room = self._grid.viewport().width()
        width = min(max(cell.width(), _ROOM.get(self.field.kind, 0)), room)
        return QRect(max(0, min(cell.left(), room - width)), cell.top(), width, cell.height())

    def show(self, value: Any, title: str) -> None:
        """Begin with this value."""
        self.editor.set_value(value, title)
        self.widget.show()
        self.widget.setFocus(Qt.FocusReason.OtherFocusReason)
        line = self.line()
        if line is not None:
            line.selectAll()

    def line(self) -> QLineEdit | None:
        """The line that is typed into, where the editor is one."""
        if isinstance(self.widget, QComboBox):
            return self.widget.lineEdit()
        return self.widget if isinstance(self.widget, QLineEdit) else None

    def value(self) -> Any:
        """What is typed, tidied."""
        return records.tidied(self.field, self.editor.value())

    def title(self) -> str:
        """The name behind a link."""
        title = getattr(self.editor, "title", None)
        return str(title()) if title else ""

    def problem(self) -> str:
        """Why what is typed can't be stored; the empty text where it can."""
        found = self.editor.problem()
        if found:
            return found
        wrong = records.problem_with(self.field, self.value())
        return wrong.sentence if wrong is not None else ""

    def fail(self, sentence: str) -> None:
        """Mark the cell and say at its side what is wrong."""
        self.widget.setProperty("state", "error")
        restyle(self.widget)
        self.widget.setAccessibleDescription(sentence)
        QToolTip.showText(self.widget.mapToGlobal(self.widget.rect().bottomLeft()), plain_tip(sentence), self.widget)

    def close_up(self) -> None:
        """Take the editor away."""
        if not self._open:
            return
        self._open = False
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.disconnect(self._focus_moved)
        if self.widget.hasFocus() or self.widget.isAncestorOf(QApplication.focusWidget() or self._grid):
            self._grid.setFocus()  # else Qt gives it to whatever comes next
        self.widget.hide()
        self.widget.setObjectName("")
        for each in (self.widget, self.editor, self):
            each.deleteLater()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if not self._open or not isinstance(event, QKeyEvent):
            return False
        ours = event.key() in _WAYS or event.key() == Qt.Key.Key_Escape
        plain = not event.modifiers() & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier)
        if not ours or not plain:
            return False
        if event.type() == QEvent.Type.ShortcutOverride:  # the screens' own Esc waits until the cell is left
            event.accept()
            return True
        if event.type() == QEvent.Type.KeyPress:
            self._end(Qt.Key(event.key()))
            return True
        return False

    def _end(self, key: Qt.Key) -> None:
        if key == Qt.Key.Key_Escape:
            self.given_up.emit()
        else:
            self.finished.emit(_WAYS[key])

    def _focus_moved(self, _old: QWidget | None, new: QWidget | None) -> None:
        """Somebody went elsewhere; popups of the editor and other windows of the desk are no elsewhere."""
        if not self._open or new is None or self.widget is new or self.widget.isAncestorOf(new):
            return
        if new.window().windowType() == Qt.WindowType.Popup:
            return
        self.finished.emit("away")
