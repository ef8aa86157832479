"""Changing one value in its place in a list: F2 begins, Enter stores, Esc leaves it as it was.

``InlineEdit(view, store)``: ``store(record_id, field_key, value, failed)`` writes; what is refused is said below the cell.
Links, long text and pictures are changed in the record.
"""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QToolTip

from app.errors import AppError
from app.models import entity_named
from app.models.own import typed_fields
from app.services import records
from app.services.sensitive import HIDDEN
from app.ui.editors.editor import Editor, editor_for
from app.ui.kit.widgets import plain_tip
from app.ui.lists.tables import ListView

Store = Callable[[UUID, str, Any, Callable[[AppError], None]], None]
KINDS = (
    "name", "line", "code", "phone", "email", "url", "tags", "integer", "money", "percent", "decimal", "date", "moment", "choice",
    "birthday",
)  # fmt: skip
_ROOM = {"birthday": 170}
"""Pixels an editor takes at least, where its column is narrower than what is typed."""


class InlineEdit(QObject):
    """At most one editor at a time, over the cell it belongs to."""

    def __init__(self, view: ListView, store: Store) -> None:
        super().__init__(view)
        self._view, self._store = view, store
        self.editor: Editor | None = None
        self._target: tuple[UUID, str] | None = None
        begin = QShortcut(QKeySequence("F2"), view.grid, context=Qt.ShortcutContext.WidgetShortcut)
        begin.activated.connect(self.begin)
        view.grid.verticalScrollBar().valueChanged.connect(self.leave)
        view.model.modelReset.connect(self.leave)

    def begin(self) -> None:
        """Edit the current cell, where its kind allows it; else the first cell of the row that does."""
        index = self._view.grid.currentIndex()
        row = self._view.model.row(index.row())
        columns = [index.column(), *range(self._view.model.columnCount())]
        fields = typed_fields(entity_named(self._view.query().entity))
        column = next((c for c in columns if self._editable(fields, c) and row is not None and row.texts[c] != HIDDEN), None)
        if row is None or column is None:
            return
        self.leave()
        field = self._view.model.field(column)
        self._target = (row.id, field.key)
        self.editor = editor_for(fields[field.key], self._view.context, "inline")
        widget = self.editor.widget
        widget.setParent(self._view.grid.viewport())
        place = self._view.grid.visualRect(index.siblingAtColumn(column))
        widget.setGeometry(place.adjusted(0, 0, max(0, _ROOM.get(field.kind, 0) - place.width()), 0))
        self.editor.set_value(row.texts[column] if field.calendar else row.values[column])
        for keys, run in (("Return", self.store), ("Enter", self.store), ("Esc", self._give_up)):
            shortcut = QShortcut(QKeySequence(keys), widget, context=Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(run)
        widget.show()
        widget.setFocus()

    def _editable(self, fields: Any, column: int) -> bool:
        field = self._view.model.field(column)
        return field.key in fields and field.kind in KINDS and not self._view.grid.isColumnHidden(column)

    def store(self) -> None:
        """Write what is typed; a value that can't be stored stays in the editor, or comes back to it, with the reason below."""
        editor, target = self.editor, self._target
        if editor is None or target is None:
            return
        value = records.tidied(editor.field, editor.value())
        problem = None if editor.field.calendar else records.problem_with(editor.field, value)  # in words, split when stored
        sentence = editor.problem() or (problem.sentence if problem else "")
        if sentence:
            self._say(sentence)
            return
        self._give_up()
        self._store(*target, value, lambda error: self._refused(target, value, error))

    def _refused(self, target: tuple[UUID, str], value: Any, error: AppError) -> None:
        """Back into the cell with what was typed, where the row is still in sight and nothing else is being edited."""
        place, columns = self._view.model.place(target[0]), self._view.query().columns
        if self.editor is None and place is not None and target[1] in columns:
            self._view.grid.setCurrentIndex(self._view.model.index(place, columns.index(target[1])))
            self.begin()
        if self.editor is not None and self._target == target:
            self.editor.set_value(value)
        self._say(error.sentence)

    def _say(self, sentence: str) -> None:
        widget = self.editor.widget if self.editor else self._view.grid
        widget.setAccessibleDescription(sentence)
        QToolTip.showText(widget.mapToGlobal(widget.rect().bottomLeft()), plain_tip(sentence), widget)

    def _give_up(self) -> None:
        self.leave()
        self._view.grid.setFocus()

    def leave(self) -> None:
        """Take the editor away; nothing is stored."""
        if self.editor is not None:
            editor, self.editor, self._target = self.editor, None, None
            editor.widget.hide()
            editor.widget.deleteLater()
            editor.deleteLater()
