"""A single occasion of one customer: an opening, a prize, an illness; plans are not asked for it."""

from collections.abc import Callable, Mapping
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from app.i18n import N_
from app.i18n import gettext_text as _
from app.models.care import CareTask
from app.services import care, records
from app.services.lists import Filter
from app.ui.context import Context
from app.ui.editors.link import LinkEditor
from app.ui.forms.draft_values import Sent
from app.ui.forms.form import Form
from app.ui.forms.form_parts import require
from app.ui.gateway import Label
from app.ui.kit.layouts import column, row, scrolled
from app.ui.kit.widgets import PlainLabel, primary, quiet, relabel

DRAFT = "care_tasks:new"
LAYOUT = (("", ("customer_id", "contact_id", "name", "happens_on", "remind_on", "means", "owner_id"), False),)
_NEEDED = ("name", "happens_on")


class CareEntry(QWidget):
    """``left()`` is called when the occasion is stored, or given up; drafts stay."""

    def __init__(self, context: Context, left: Callable[[], None]) -> None:
        super().__init__()
        self.context, self._left = context, left
        self.setObjectName("care.entry")
        self.setProperty("kind", "ground")
        self.title, self.hint = PlainLabel("", "record"), PlainLabel("", "label", wrap=True)
        self.form = Form(CareTask, LAYOUT, context, "newcare")
        for key in _NEEDED:
            require(self.form.editor(key), True)
        self.save_button, self.leave_button = primary("", self.submit), quiet("", self.give_up)
        self.save_button.setObjectName("newcare.save")
        self.leave_button.setObjectName("newcare.cancel")
        self.form.submitted.connect(self.submit)
        self.form.edited.connect(lambda key: self._narrow() if key == "customer_id" else None)
        self._lay_out()
        escape = QShortcut(QKeySequence("Esc"), self, context=Qt.ShortcutContext.WidgetWithChildrenShortcut)
        escape.activated.connect(self.give_up)
        self.retranslate()

    def _lay_out(self) -> None:
        inner = QWidget()
        inner.setProperty("kind", "ground")
        inner.setLayout(column(self.form, None, margins=(24, 8, 24, 16)))
        foot = row(self.save_button, self.leave_button, self.hint, margins=(24, 10, 24, 12), spacing=8)
        foot.setStretch(2, 1)
        whole = column(column(self.title, margins=(24, 16, 24, 4)), scrolled(inner), foot, spacing=0)
        whole.setStretch(1, 1)
        self.setLayout(whole)

    def start(self, values: Mapping[str, Any]) -> None:
        """An empty one, or one that begins with what is known; a draft that was left is offered."""
        titles = self.context.gateway.read_now(records.link_titles, CareTask, dict(values))
        self.form.load(dict(values), titles, DRAFT)
        self._narrow()
        self.form.focus("name" if values.get("customer_id") else "customer_id")

    def _narrow(self) -> None:
        """Only people of the customer are offered."""
        people, customer = self.form.editor("contact_id"), self.form.whole_values()["customer_id"]
        if isinstance(people, LinkEditor):
            people.narrow(*([Filter("customer_id", "in", (customer,))] if customer is not None else []))

    def submit(self) -> None:
        """Store it."""
        if self.form.sending() or not self.form.check():
            return
        values = {key: value for key, value in self.form.whole_values().items() if value not in (None, "")}
        sent = self.form.send()
        label = Label(N_("Noted the care date “{name}”"), {"name": values.get("name", "")})
        self.context.gateway.write(label, care.add, values, done=lambda _key: self._stored(sent),
                                   failed=lambda error: self.form.refused(sent, error))  # fmt: skip

    def _stored(self, sent: Sent) -> None:
        self.form.saved(sent)
        self._left()

    def give_up(self) -> None:
        """Back to the list; what was typed stays as a draft."""
        self.form.keep_draft()
        self._left()

    def retranslate(self) -> None:
        """Words in the language in force."""
        self.title.setText(_("New care date"))
        self.hint.setText(_("The reminder is on the day itself, or the working day before it, unless you choose one."))
        relabel(self.save_button, _("Add care date"))
        relabel(self.leave_button, _("Cancel"))
        self.form.retranslate()
