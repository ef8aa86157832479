"""Recording a service request: who and what; the rest waits in sections that open."""

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from app.errors import ValidationError
from app.i18n import N_
from app.i18n import gettext_text as _
from app.models.request import ServiceRequest
from app.services import requests
from app.ui.context import Context
from app.ui.editors.link import LinkEditor
from app.ui.forms.draft_values import Sent
from app.ui.forms.form import Form
from app.ui.gateway import Label
from app.ui.kit.layouts import column, row, scrolled
from app.ui.kit.widgets import PlainLabel, primary, quiet, relabel
from app.ui.screens.requests.layout import INTAKE

DRAFT = "requests:new"
"""The key under which an unsaved intake is kept."""


class RequestEntry(QWidget):
    """``done(id)`` is called with the recorded request, ``leave()`` when it is given up; drafts stay."""

    def __init__(self, context: Context, done: Callable[[UUID], None], leave: Callable[[], None]) -> None:
        super().__init__()
        self.context, self._done, self._leave = context, done, leave
        self.setObjectName("request.entry")
        self.setProperty("kind", "ground")
        self.title, self.hint = PlainLabel("", "record"), PlainLabel("", "label", wrap=True)
        self.form = Form(ServiceRequest, INTAKE, context, "newrequest")
        self.save_button, self.leave_button = primary("", self.submit), quiet("", self.give_up)
        self.save_button.setObjectName("newrequest.save")
        self.leave_button.setObjectName("newrequest.cancel")
        self._lay_out()
        self.form.submitted.connect(self.submit)
        self.form.edited.connect(lambda key: self.form.warn(key, "") if key == "customer_id" else None)
        self.form.left.connect(lambda key: self._settle_caller() if key == "customer_id" else None)
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

    def start(self, values: Mapping[str, Any] | None = None, names: Mapping[str, str] | None = None) -> None:
        """An empty intake; a draft that was left is offered."""
        self.form.load({"kind": "enquiry", "channel": "phone", **(values or {})}, dict(names or {}), DRAFT)
        self.form.focus("subject" if values and values.get("customer_id") else "customer_id")

    def give_up(self) -> None:
        """Back to the list; what was typed stays as a draft until it is saved or thrown away."""
        self.form.keep_draft()
        self._leave()

    def _settle_caller(self) -> None:
        """A name that is no customer's is the name of somebody who walked in."""
        who = self.form.editor("customer_id")
        if not isinstance(who, LinkEditor) or who.value() is not None or not who.line.text().strip() or who.widget.hasFocus():
            return
        name = who.line.text().strip()
        who.set_value(None)
        self.form.clear_errors()
        self.form.editor("caller").set_value(name)
        self.form.warn("customer_id", _("Not among the customers: recorded for the walk-in customer."))

    def submit(self) -> None:
        """Save what is filled in."""
        self._settle_caller()
        if self.form.sending() or self._incomplete():
            return
        values = {key: value for key, value in self.form.whole_values().items() if value not in (None, "")}
        sent = self.form.send()
        name = values.get("subject") or (values.get("text") or "")[:40]
        self.context.gateway.write(
            Label(N_("Recorded the service request “{name}”"), {"name": name}), requests.register, values,
            done=lambda key: self._recorded(sent, key), failed=lambda error: self.form.refused(sent, error),
        )  # fmt: skip

    def _incomplete(self) -> bool:
        """Who and what are asked for here, in the words of this panel, and what cannot be read; the store would refuse it too."""
        values = self.form.whole_values()
        self.form.clear_errors()
        wrong = dict(self.form.unreadable())
        if not values["customer_id"] and not values["caller"]:
            wrong.setdefault("customer_id", N_("Who asks? Choose a customer, or write a name."))
        elif not values["subject"] and not values["text"]:
            wrong.setdefault("subject", N_("What is it about? One line is enough."))
        for key, sentence in wrong.items():
            self.form.show_error(ValidationError(sentence, field=key))
        return bool(wrong)

    def _recorded(self, sent: Sent, request_id: UUID) -> None:
        self.form.saved(sent)
        self._done(request_id)

    def keep_draft(self) -> None:
        """Keep what is typed."""
        self.form.keep_draft()

    def retranslate(self) -> None:
        """Words in the language in force."""
        self.title.setText(_("Record service request"))
        self.hint.setText(_("Ctrl+Enter saves. Who is dissatisfied complains: record a complaint then."))
        relabel(self.save_button, _("Record service request"))
        relabel(self.leave_button, _("Cancel"))
        self.form.retranslate()
