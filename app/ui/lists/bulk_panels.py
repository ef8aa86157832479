"""What is asked before many records change: which value, which tags, whom. The button says how many it is about."""

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QLineEdit, QListWidget, QListWidgetItem, QWidget
from shiboken6 import isValid

from app.errors import AppError
from app.i18n import gettext_text as _
from app.models.fields import Field
from app.services import records
from app.services.filtering import parts_of
from app.ui.context import Context
from app.ui.forms.form_parts import FieldBox
from app.ui.kit.layouts import column, row
from app.ui.kit.pick_list import KEY, MOST_ROWS, ROW
from app.ui.kit.widgets import PlainLabel, name_it, primary, secondary

Do = Callable[[Any, str, Callable[[AppError], None]], None]
"""(value, its words, called where it is refused)"""


class ValueAsked(QWidget):
    """One value for a field of all chosen records; an own button empties it."""

    def __init__(self, context: Context, field: Field, words: str, do: Do, emptied: str = "") -> None:
        super().__init__()
        self._do, self.field = do, field
        self.box = FieldBox(field, context, "bulk")
        self.submit_button = primary(words, self.submit)
        self.submit_button.setObjectName("bulk.do")
        self.empty_button = secondary(emptied, lambda: self._do(None, _("empty"), self._fail))
        self.empty_button.setObjectName("bulk.empty")
        self.setLayout(column(self.box, row(None, self.empty_button, self.submit_button), spacing=12))
        self.box.editor.changed.connect(lambda: self.box.fail(""))
        self.empty_button.setVisible(bool(emptied) and not field.required and field.kind != "flag")
        if isinstance(self.box.editor.widget, QLineEdit):
            self.box.editor.widget.returnPressed.connect(self.submit)

    def first(self) -> QWidget:
        """Where the keyboard begins."""
        return self.box.editor.widget

    def submit(self) -> None:
        """Do it, or say beside the field what is wrong."""
        value = records.tidied(self.field, self.box.editor.value())
        problem = records.problem_with(self.field, value)
        sentence = self.box.editor.problem() or (problem.sentence if problem else "")
        if not sentence and value is None:
            sentence = _("Type a value, or empty the field with the other button.")
        self.box.fail(sentence)
        if not sentence:
            self._do(value, self._words(value), self._fail)

    def _words(self, value: Any) -> str:
        return self.box.title() or str(value)

    def _fail(self, error: AppError) -> None:
        if isValid(self):
            self.box.fail(error.sentence)


class TagsAsked(QWidget):
    """Tags to be put on or taken off: ticked among those in use, or typed where new ones are welcome."""

    def __init__(self, words: str, do: Do, typed: bool) -> None:
        super().__init__()
        self._do, self._found = do, list[tuple[str, int]]()
        self.line, self.list = QLineEdit(), QListWidget()
        self.line.setPlaceholderText(_("Tags, separated by commas"))
        name_it(self.line, _("Tags"), "bulk.tags")
        name_it(self.list, _("Tags in use"), "bulk.tags.list")
        self.list.setProperty("kind", "picks")
        self.line.setVisible(typed)
        self.note = PlainLabel("", "error", wrap=True)
        self.note.hide()
        self.submit_button = primary(words, self.submit)
        self.submit_button.setObjectName("bulk.do")
        title = PlainLabel(_("Tags"), "strong")
        self.setLayout(column(title, self.line, self.list, self.note, row(None, self.submit_button)))
        self.line.returnPressed.connect(self.submit)
        self.list.itemClicked.connect(self._toggle)
        self.list.itemActivated.connect(self._toggle)

    def first(self) -> QWidget:
        """Where the keyboard begins."""
        return self.list if self.line.isHidden() else self.line

    def offer(self, found: Sequence[tuple[str, int]]) -> None:
        """Show the tags in use with their counts."""
        if not isValid(self):
            return
        self.list.clear()
        for tag, count in found:
            item = QListWidgetItem(_("{word}  ({count})").format(word=tag, count=f"{count:,}"), self.list)
            item.setSizeHint(QSize(0, ROW))
            item.setData(KEY, tag)
            item.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable)
            item.setCheckState(Qt.CheckState.Unchecked)
        self.list.setFixedHeight(ROW * min(self.list.count(), MOST_ROWS) + 4)
        self.list.setVisible(bool(found))

    def _toggle(self, item: QListWidgetItem) -> None:
        on = item.checkState() != Qt.CheckState.Checked
        item.setCheckState(Qt.CheckState.Checked if on else Qt.CheckState.Unchecked)

    def chosen(self) -> list[str]:
        """The tags ticked and typed."""
        items = (self.list.item(place) for place in range(self.list.count()))
        ticked = [str(item.data(KEY)) for item in items if item.checkState() == Qt.CheckState.Checked]
        return list(dict.fromkeys([*ticked, *parts_of(self.line.text())]))

    def submit(self) -> None:
        """Do it with the tags chosen."""
        words = self.chosen()
        self._say("" if words else _("Choose a tag first."))
        if words:
            self._do(words, _(", ").join(words), lambda error: self._say(error.sentence))

    def _say(self, sentence: str) -> None:
        if isValid(self):
            self.note.setText(sentence)
            self.note.setVisible(bool(sentence))
