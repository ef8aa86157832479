"""Which record is the other one: asked where somebody wants to merge a record of their own choice."""

from uuid import UUID

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from app.i18n import N_
from app.i18n import gettext_text as _
from app.models import entity_named
from app.models.fields import Field
from app.services import records
from app.ui.context import Context
from app.ui.editors.link import LinkEditor
from app.ui.kit.layouts import clear, column, row
from app.ui.kit.widgets import PlainLabel, SectionTitle

_ASKED = {"customers": N_("Customer"), "contacts": N_("Person")}


class PickOther(QWidget):
    """``chosen(first, other)`` when the other record is named."""

    chosen = Signal(object, object)

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.setProperty("kind", "ground")
        self.context, self.entity = context, ""
        self._first: UUID | None = None
        self._name = ""
        self.editor: LinkEditor | None = None
        self.title, self.label = SectionTitle(""), PlainLabel("", "label")
        self.title.setWordWrap(True)
        self._field = column()
        self.setLayout(column(self.title, 4, self.label, self._field, None, spacing=4, margins=(24, 16, 24, 16)))

    def ask(self, entity: str, first: UUID) -> None:
        """Ask for the record that is merged with this one."""
        self.entity, self._first = entity, first
        clear(self._field)
        editor = LinkEditor(Field(_ASKED[entity], "link", link=entity, key="other"), self.context)
        editor.widget.setObjectName("duplicates.other")
        editor.widget.setAccessibleName(_(_ASKED[entity]))
        editor.changed.connect(self._take)
        self._field.addLayout(row(editor.widget))
        self.editor = editor
        self.context.gateway.read(records.titles, entity_named(entity), [first], done=self._named)
        editor.widget.setFocus()

    def _named(self, names: dict[UUID, str]) -> None:
        self._name = names.get(self._first, "") if self._first is not None else ""
        self.retranslate()

    def _take(self) -> None:
        other = self.editor.value() if self.editor is not None else None
        if other is not None and self._first is not None and other != self._first:
            self.chosen.emit(self._first, other)

    def retranslate(self) -> None:
        """Words in the new language."""
        self.title.setText(_("Merge {name} with").format(name=self._name))
        self.label.setText(_(_ASKED[self.entity]) if self.entity else "")
