"""A new customer: the name is enough. Customers that may be the same are shown while typing; nothing is blocked."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any
from uuid import UUID

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from app.i18n import N_
from app.i18n import gettext_text as _
from app.models import Customer
from app.services import customers, prospects
from app.services.approaches import STATUS
from app.services.customers import Similar
from app.ui.context import Context
from app.ui.editors.editor import LineEditor
from app.ui.forms.draft_values import Sent
from app.ui.forms.form import Form, Layout
from app.ui.gateway import Label
from app.ui.kit.layouts import clear, column, row, scrolled
from app.ui.kit.widgets import Card, PlainLabel, link_button, primary, quiet, relabel

LAYOUT: Layout = (("", ("name", "kind", "phone"), False),)
DRAFTS = {False: "customers:new", True: "customers:new-prospect"}
_WHY = {
    "code": N_("same credit code"),
    "name": N_("same name"),
    "phone": N_("same phone"),
    "close": N_("similar name"),
}


class NewCustomer(QWidget):
    """``created(id)`` when it is stored, ``left()`` when the person goes back, ``opened(id)`` for one that exists."""

    created = Signal(object)
    left = Signal()
    opened = Signal(object)

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.setProperty("kind", "ground")
        self.context = context
        self._asked, self._prospect = 0, False
        self.title = PlainLabel("", "record")
        self.hint = PlainLabel("", "secondary", wrap=True)
        self.form = Form(Customer, LAYOUT, context, "new")
        self.form.edited.connect(self._edited)
        self.form.submitted.connect(self.submit)
        self.likes = Card(4)
        self.likes.setObjectName("new.similar")
        self.likes.hide()
        self.save_button, self.back_button = primary("", self._press), quiet("", self.back)
        self.save_button.setObjectName("new.save")
        self.back_button.setObjectName("new.back")
        self._lay_out()
        self.retranslate()

    def _lay_out(self) -> None:
        inner = QWidget()
        inner.setProperty("kind", "ground")
        buttons = row(self.save_button, self.back_button, None)
        inner.setLayout(
            column(self.title, self.hint, 8, self.form, self.likes, 8, buttons, None, spacing=8, margins=(24, 16, 24, 16))
        )
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(scrolled(inner))
        for key in ("name", "phone"):
            editor = self.form.editor(key)
            if isinstance(editor, LineEditor):
                editor.line.returnPressed.connect(self._press)
        escape = QShortcut(QKeySequence("Esc"), self, context=Qt.ShortcutContext.WidgetWithChildrenShortcut)
        escape.activated.connect(self.back)

    def start(self, values: Mapping[str, Any]) -> None:
        """Begin anew, with these values filled in; an unsaved beginning is offered."""
        usual = {"kind": "company"}
        self._prospect = values.get("status") == STATUS
        self.retranslate()
        self.form.load({**usual}, draft_key=DRAFTS[self._prospect])
        self._show_similar(self._asked, ())
        for key in values.keys() & {"name", "kind", "phone"}:
            self.form.editor(key).set_value(values[key])
            self.form.editor(key).changed.emit()
        self.form.focus("name")

    def back(self) -> None:
        """Leave; what is typed is kept as a draft."""
        self.form.keep_draft()
        self.left.emit()

    def _edited(self, key: str) -> None:
        if key in ("name", "phone"):
            typed = self.form.whole_values()
            self._asked += 1
            asked = self._asked
            self.context.gateway.read(
                customers.similar, typed["name"] or "", typed["phone"] or "",
                done=lambda found: self._show_similar(asked, found),
            )  # fmt: skip

    def _show_similar(self, asked: int, found: Sequence[Similar]) -> None:
        if asked != self._asked:
            return
        clear(self.likes.body)
        if found:
            same = any(each.why != "close" for each in found)
            text = _("This customer may be here already:") if same else _("Customers with a similar name:")
            self.likes.body.addWidget(PlainLabel(text, "hint" if same else "label"))
        for each in found:
            button = link_button(f"{each.name} · {each.code} · {_(_WHY[each.why])}", self._opener(each.id))
            self.likes.body.addLayout(row(button, *([] if each.why == "close" else [self._merger(each.id)]), None))
        self.likes.setVisible(bool(found))

    def _opener(self, key: UUID) -> Callable[[], None]:
        return lambda: self.opened.emit(key)

    def _merger(self, key: UUID) -> QPushButton:
        button = link_button(_("Add and merge"), lambda: self.submit(key))
        button.setObjectName("new.merge")
        return button

    def _press(self) -> None:
        self.submit()

    def submit(self, same_as: UUID | None = None) -> bool:
        """Store the customer, and compare it with one it may be; False where something is missing."""
        if self.form.sending() or not self.form.check():
            return False
        values, sent = self.form.whole_values(), self.form.send()
        given = {key: values[key] for key in ("name", "kind", "phone")}
        label = Label(N_("Added {name}"), {"name": given["name"]})
        add = prospects.add if self._prospect else customers.add
        self.context.gateway.write(
            label, add, given,
            done=lambda key: self._stored(sent, key, same_as), failed=lambda error: self.form.refused(sent, error),
        )  # fmt: skip
        return True

    def _stored(self, sent: Sent, key: UUID, same_as: UUID | None) -> None:
        self.form.saved(sent)
        self.created.emit(key)
        if same_as is not None:
            self.context.frame.begin("duplicates", {"entity": "customers", "first": same_as, "second": key})

    def keep_draft(self) -> None:
        """Keep what is typed."""
        self.form.keep_draft()

    def retranslate(self) -> None:
        """Words in the new language."""
        self.title.setText(_("New prospect") if self._prospect else _("New customer"))
        self.hint.setText(_("The name is enough. Everything else can follow later."))
        relabel(self.save_button, _("Add prospect") if self._prospect else _("Add customer"))
        relabel(self.back_button, _("Back"))
        self.form.retranslate()
