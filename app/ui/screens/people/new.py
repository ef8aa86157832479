"""Somebody new: a name and the customer; a customer that isn't there yet is made while typing."""

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from app.i18n import N_
from app.i18n import gettext_text as _
from app.models import Contact, Customer
from app.services import contacts, customers, records
from app.ui.context import Context
from app.ui.editors.link import LinkEditor
from app.ui.forms.draft_values import Sent
from app.ui.forms.form import Form
from app.ui.gateway import Label
from app.ui.kit.layouts import column, row, scrolled
from app.ui.kit.widgets import PlainLabel, primary, quiet, relabel
from app.ui.screens.people.layout import NEW

DRAFT = "contacts:new"


class NewPerson(QWidget):
    """``created(id)`` when it is stored, ``left()`` when the writer goes back."""

    created = Signal(object)
    left = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.setProperty("kind", "ground")
        self.context = context
        self.title, self.hint = PlainLabel("", "record"), PlainLabel("", "secondary", wrap=True)
        self.form = Form(Contact, NEW, context, "newperson")
        self.form.submitted.connect(self.submit)
        self.save_button, self.back_button = primary("", self.submit), quiet("", self.back)
        self.save_button.setObjectName("newperson.save")
        self.back_button.setObjectName("newperson.back")
        self._lay_out()
        self.retranslate()

    def _lay_out(self) -> None:
        inner = QWidget()
        inner.setProperty("kind", "ground")
        buttons = row(self.save_button, self.back_button, None)
        inner.setLayout(column(self.title, self.hint, 8, self.form, 8, buttons, None, margins=(24, 16, 24, 16)))
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(scrolled(inner))
        escape = QShortcut(QKeySequence("Esc"), self, context=Qt.ShortcutContext.WidgetWithChildrenShortcut)
        escape.activated.connect(self.back)
        editor = self.form.editor("customer_id")
        if isinstance(editor, LinkEditor):
            editor.offer_creation(self._make_customer)
            editor.line.returnPressed.connect(self._press)
        for key in ("name", "title", "phone"):
            line = self.form.editor(key).widget
            if isinstance(line, QLineEdit):
                line.returnPressed.connect(self._press)

    def _press(self) -> None:
        """Enter in a line saves; while the customer is missing it leads there."""
        if self.form.editor("customer_id").value() is None:
            self.form.focus("customer_id")
        else:
            self.submit()

    def _make_customer(self, name: str, done: Callable[[UUID, str], None]) -> None:
        label = Label(N_("Added {name}"), {"name": name})
        self.context.gateway.write(
            label, customers.add, {"name": name}, done=lambda key: done(key, name), failed=self.form.show_error
        )

    def start(self, values: Mapping[str, Any]) -> None:
        """Begin anew, with these values filled in."""
        self.form.load({}, draft_key=DRAFT)
        key = values.get("customer_id")
        if key is not None:
            self.form.editor("customer_id").set_value(key)
            self.context.gateway.read(records.titles, Customer, [key], done=lambda found: self._fill(key, found.get(key, "")))
        self.form.focus("name")

    def _fill(self, key: UUID, title: str) -> None:
        """The customer's name comes late: what was chosen or typed meanwhile does not give way to it."""
        editor = self.form.editor("customer_id")
        if editor.value() == key:
            editor.set_value(key, title)

    def back(self) -> None:
        """Leave; what is typed is kept as a draft."""
        self.form.keep_draft()
        self.left.emit()

    def submit(self) -> bool:
        """Store the person; False where something is missing."""
        if self.form.sending() or not self.form.check():
            return False
        sent = self.form.send()
        values = {key: value for key, value in self.form.whole_values().items() if value is not None}
        label = Label(N_("Added {name}"), {"name": values["name"]})
        self.context.gateway.write(
            label, contacts.add, values,
            done=lambda key: self._stored(sent, key), failed=lambda error: self.form.refused(sent, error),
        )  # fmt: skip
        return True

    def _stored(self, sent: Sent, key: UUID) -> None:
        self.form.saved(sent)
        self.created.emit(key)

    def keep_draft(self) -> None:
        """Keep what is typed."""
        self.form.keep_draft()

    def retranslate(self) -> None:
        """Words in the new language."""
        self.title.setText(_("New person"))
        self.hint.setText(_("Name and customer are enough."))
        relabel(self.save_button, _("Add person"))
        relabel(self.back_button, _("Back"))
        self.form.retranslate()
