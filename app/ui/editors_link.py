"""Links: type a few characters, choose the record. The list is asked for in the background and holds eight lines.

``LinkEditor.narrow(filters)`` limits what is offered (people of one customer); ``offer_creation(make)`` adds a last line
"Create …" that calls ``make(text, done)``, and ``done(id, title)`` chooses what was made.
"""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QCompleter, QLineEdit

from app.i18n import gettext_text as _
from app.models import entity_named, fields_of
from app.models.fields import Field
from app.services import lists
from app.services.lists import Filter, ListQuery, Row
from app.ui.context import Context
from app.ui.editors import Editor

Make = Callable[[str, Callable[[UUID, str], None]], None]
_ID = int(Qt.ItemDataRole.UserRole)
_TITLE = _ID + 1
_CREATE = "create"
_LINES = 8


class LinkEditor(Editor):
    """Another record, found by typing."""

    def __init__(self, field: Field, context: Context) -> None:
        super().__init__(field, context)
        self._id: UUID | None = None
        self._title = ""
        self._filters: tuple[Filter, ...] = ()
        self._make: Make | None = None
        self._asked = 0
        self.line = QLineEdit()
        self.widget = self.line
        self._found = QStandardItemModel(self)
        self._completer = QCompleter(self._found, self)
        self._completer.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        self._completer.setMaxVisibleItems(_LINES + 1)
        self._completer.setWidget(self.line)
        self._completer.activated[QModelIndex].connect(self._choose)  # type: ignore[index]
        self.line.textEdited.connect(self._typed)
        self.line.editingFinished.connect(self._settle)
        self.watch(self.line)

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
        return _("Choose “{text}” from the list, or empty the field.").format(text=text) if text and self._id is None else ""

    def _query(self, text: str) -> ListQuery:
        entity = entity_named(self.field.link)
        fields = fields_of(entity)
        hints = [key for key, field in fields.items() if field.kind == "link" and field.owned] or (
            [entity.number_field] if entity.number_field else []
        )
        columns = (*entity.titles, *(key for key in hints if key not in entity.titles))
        return ListQuery(entity.entity, columns, entity.titles[0], text=text, filters=self._filters)

    def _typed(self, text: str) -> None:
        self._id, self._title = None, ""
        self._asked += 1
        asked = self._asked
        query = self._query(text.strip())
        self.context.gateway.read(lists.page, query, 0, _LINES, done=lambda rows: self._show(asked, text.strip(), rows))
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
        if self._found.rowCount() and self.line.hasFocus():
            self._completer.complete()
            popup = self._completer.popup()
            if popup is not None:
                popup.setCurrentIndex(self._completer.completionModel().index(0, 0))

    def _add(self, text: str, key: Any, title: str) -> None:
        item = QStandardItem(text)
        item.setData(key, _ID)
        item.setData(title, _TITLE)
        item.setEditable(False)
        self._found.appendRow(item)

    def _choose(self, index: QModelIndex) -> None:
        key, title = index.data(_ID), index.data(_TITLE)
        if key == _CREATE and self._make is not None:
            self._make(title, self._made)
        else:
            self._made(key, title)

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
