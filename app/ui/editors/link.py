"""Links: type a few characters, choose the record. The list is asked for in the background and holds eight lines.

Down and Enter, or Enter alone, take the first record found, and a form goes on to its next field; an Enter pressed before the
list is there waits for it. Enter in an emptied field leaves it empty. ``LinkEditor.narrow(filters)`` limits what is offered
(people of one customer); ``offer_creation(make)`` adds a last line "Create …" that calls ``make(text, done)``, and
``done(id, title)`` chooses what was made. That line must be gone to: Enter alone never makes anything. When the making is
undone, the field is as it was typed.
"""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from PySide6.QtCore import QEvent, QModelIndex, QObject, Qt, QTimer
from PySide6.QtGui import QFocusEvent, QKeyEvent, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QCompleter, QLineEdit

from app.i18n import gettext_text as _
from app.models import entity_named, fields_of
from app.models.fields import Field
from app.services import leavers, ranking
from app.services.lists import Filter, ListQuery, Row
from app.ui.context import Context
from app.ui.editors.editor import Editor
from app.ui.kit import offers
from app.ui.kit.icons import icon
from app.ui.records.recent import recent_of

Make = Callable[[str, Callable[[UUID, str], None]], None]
_ID = int(Qt.ItemDataRole.UserRole)
_TITLE = _ID + 1
_CREATE = "create"
_LINES = 8


def _is_enter(event: QKeyEvent) -> bool:
    plain = event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)
    return plain and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class LinkEditor(Editor):
    """Another record, found by typing."""

    def __init__(self, field: Field, context: Context) -> None:
        super().__init__(field, context)
        self._id: UUID | None = None
        self._title = ""
        self._filters: tuple[Filter, ...] = ()
        self._make: Make | None = None
        self._new: UUID | None = None
        self._asked, self._clicked = 0, False
        self._awaited, self._hurried = False, False
        self._gone: leavers.Leaver | None = None
        self.line = QLineEdit()
        self.widget = self.line
        self._found = QStandardItemModel(self)
        self._completer = QCompleter(self._found, self)
        self._completer.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        self._completer.setMaxVisibleItems(_LINES + 1)
        self._completer.setWidget(self.line)
        offers.dress(self._completer)
        self._completer.activated[QModelIndex].connect(self._choose)  # type: ignore[index]
        self.line.textEdited.connect(self._typed)
        self.line.editingFinished.connect(self._settle)
        self.watch(self.line)
        context.gateway.changed.connect(self._data_changed)

    def narrow(self, *filters: Filter) -> None:
        """Offer only records that pass these filters."""
        self._filters = filters

    def offer_creation(self, make: Make) -> None:
        """Offer to make a record of the typed name."""
        self._make = make

    def value(self) -> UUID | None:
        return self._id

    def title(self) -> str:
        """The name of the chosen record."""
        return self._title

    def set_value(self, value: Any, title: str = "") -> None:
        self._id, self._title = value, title if value else ""
        self.line.setText(self._title)
        self.line.setCursorPosition(0)

    def problem(self) -> str:
        text = self.line.text().strip()
        if not text or self._id is not None:
            return ""
        return self._gone.sentence if self._gone else _("Choose “{text}” from the list, or empty the field.").format(text=text)

    def _query(self, text: str) -> ListQuery:
        entity = entity_named(self.field.link)
        fields = fields_of(entity)
        hints = [key for key, field in fields.items() if field.kind == "link" and field.owned] or (
            [entity.number_field] if entity.number_field else []
        )
        columns = (*entity.titles, *(key for key in hints if key not in entity.titles))
        return ListQuery(entity.entity, columns, entity.titles[0], text=text, filters=self._filters)

    def _typed(self, text: str) -> None:
        self._id, self._title, self._gone = None, "", None
        self._asked += 1
        self._awaited, self._hurried = True, False
        asked = self._asked
        query = self._query(text.strip())
        lately = recent_of(self.context.preferences, self.field.link)
        read = self.context.gateway.read
        read(ranking.best, query, _LINES, lately, done=lambda rows: self._show(asked, text.strip(), rows))
        self.changed.emit()

    def _show(self, asked: int, text: str, rows: tuple[Row, ...]) -> None:
        if asked != self._asked:
            return
        self._found.clear()
        titles = len(entity_named(self.field.link).titles)
        for row in rows:
            title = next((part for part in row.texts[:titles] if part), "")
            hint = "  ·  ".join(part for part in row.texts[titles:] if part)
            self._add(f"{title}  ·  {hint}" if hint else title, row.id, title)
        if text and self._make is not None:
            self._add(_("Create “{text}”").format(text=text), _CREATE, text)
        self._awaited = False
        if text and not rows and leavers.STAYS in self._filters:
            self.context.gateway.read(leavers.likeliest, self._query(text), done=lambda found: self._note_gone(asked, found))
        if not self.line.hasFocus():
            return
        if self._hurried and (not self._found.rowCount() or rows):
            self._take(self._found.index(0, 0))
        elif self._found.rowCount():
            self._open_popup()

    def _note_gone(self, asked: int, found: "leavers.Leaver | None") -> None:
        """Who is typed has left: that is why the list is empty. Who has gone on by now is told again."""
        if asked == self._asked and found is not None and self._id is None:
            self._gone = found
            if not self.line.hasFocus():
                self.left.emit()

    def awaits(self) -> bool:
        """Whether what is typed was asked for and the answer is not here yet."""
        return self._awaited and bool(self.line.text().strip())

    def _take(self, wanted: QModelIndex) -> None:
        """Choose by Enter, and go on; from an empty list nothing is chosen."""
        if wanted.isValid():
            self._choose(wanted)
        if wanted.data(_ID) != _CREATE:
            self.entered.emit()

    def _open_popup(self) -> None:
        offers.drop(self._completer, self.line)
        popup = self._completer.popup()
        if popup is not None:
            popup.setCurrentIndex(QModelIndex())
            popup.removeEventFilter(self)
            popup.installEventFilter(self)  # before the completer's own: it takes Enter for "nothing"

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.line:
            self._mark_all(event)
            return self._hurry(event) or super().eventFilter(watched, event)
        return isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and self._entered(event)

    def _mark_all(self, event: QEvent) -> None:
        """The click that brings the cursor here marks the whole name, as Tab does: what is typed takes its place."""
        if isinstance(event, QFocusEvent) and event.type() == QEvent.Type.FocusIn:
            self._clicked = event.reason() == Qt.FocusReason.MouseFocusReason
        elif event.type() == QEvent.Type.MouseButtonRelease and self._clicked:
            self._clicked = False
            if not self.line.hasSelectedText():
                QTimer.singleShot(0, self.line, self.line.selectAll)

    def _hurry(self, event: QEvent) -> bool:
        """Enter before the answer is here takes the first record as soon as it comes."""
        if not isinstance(event, QKeyEvent) or event.type() != QEvent.Type.KeyPress or not _is_enter(event) or not self.awaits():
            return False
        self._hurried = True
        return True

    def _entered(self, event: QKeyEvent) -> bool:
        """Enter takes the line that was gone to, else the first record found, never the making of one. It stays here: the
        completer gives it to the field first, which would hand in what is not chosen yet."""
        popup = self._completer.popup()
        if not _is_enter(event) or popup is None:
            return False
        here = self._found.index(popup.currentIndex().row(), 0)
        typed = bool(self.line.text().strip())
        wanted = here if here.isValid() or not typed else self._found.index(0, 0)
        if here.isValid() or wanted.data(_ID) != _CREATE:
            popup.hide()
            self._take(wanted)
        return True

    def _add(self, text: str, key: Any, title: str) -> None:
        item = QStandardItem(text)
        item.setData(key, _ID)
        item.setData(title, _TITLE)
        item.setEditable(False)
        if key == _CREATE:
            item.setIcon(icon("plus", "accent"))
        self._found.appendRow(item)

    def _choose(self, index: QModelIndex) -> None:
        key, title = index.data(_ID), index.data(_TITLE)
        if key == _CREATE and self._make is not None:
            self._make(title, self._created)
        else:
            self._made(key, title)

    def _created(self, record_id: UUID, title: str) -> None:
        self._new = record_id
        self._made(record_id, title)

    def _data_changed(self, changes: Any) -> None:
        """What was made here is undone: the name stays as typed, and must be chosen or created again."""
        undone = changes.ids(self.field.link) if changes.origin == "undo" else ()
        if self._id is not None and self._id == self._new and self._new in undone:
            self._id, self._title, self._new = None, "", None
            self.changed.emit()

    def _made(self, record_id: UUID, title: str) -> None:
        self.set_value(record_id, title)
        self.changed.emit()

    def _settle(self) -> None:
        """Leaving with the exact name of one of the found records chooses it."""
        text = self.line.text().strip()
        exact = [
            self._found.item(place) for place in range(self._found.rowCount())
            if self._found.item(place).data(_TITLE) == text and self._found.item(place).data(_ID) != _CREATE
        ]  # fmt: skip
        if self._id is None and len(exact) == 1:
            self._made(exact[0].data(_ID), text)
