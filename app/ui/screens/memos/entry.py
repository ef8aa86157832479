"""Noting a call for somebody else: who called, what about, for whom, call back by when; the rest waits in a section."""

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from app.errors import ValidationError
from app.i18n import N_
from app.i18n import gettext_text as _
from app.models.memo import PhoneMemo
from app.services import phone_memos
from app.services.asked import Asked
from app.services.memo_view import addressee, begun
from app.ui.context import Context
from app.ui.editors.link import LinkEditor
from app.ui.forms.draft_values import Sent
from app.ui.forms.form import Form
from app.ui.gateway import Label
from app.ui.kit.layouts import column, row, scrolled
from app.ui.kit.widgets import PlainLabel, primary, quiet, relabel
from app.ui.screens.memos.layout import INTAKE

DRAFT = "phone_memos:new"
"""The key under which an unsaved memo is kept."""
_WHO = ("customer_id", "caller", "caller_phone", "caller_firm")


class MemoEntry(QWidget):
    """``done(id)`` is called with the noted call, ``leave()`` when it is given up; drafts stay."""

    def __init__(self, context: Context, done: Callable[[UUID], None], leave: Callable[[], None]) -> None:
        super().__init__()
        self.context, self._done, self._leave = context, done, leave
        self._usual: UUID | None = None
        self.setObjectName("memo.entry")
        self.setProperty("kind", "ground")
        self.title, self.hint = PlainLabel("", "record"), PlainLabel("", "label", wrap=True)
        self.form = Form(PhoneMemo, INTAKE, context, "newmemo")
        self.save_button, self.leave_button = primary("", self.submit), quiet("", self.give_up)
        self.save_button.setObjectName("newmemo.save")
        self.leave_button.setObjectName("newmemo.cancel")
        self._lay_out()
        self.form.submitted.connect(self.submit)
        self.form.edited.connect(self._edited)
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

    def start(self, asked: Asked) -> None:
        """An empty memo, or one that begins with what is known; a draft that was left is offered."""
        self._usual = asked.values.get("for_id")
        self.form.load(dict(asked.values), dict(asked.titles), DRAFT)
        self.form.focus("subject" if asked.values.get("customer_id") else "customer_id")

    def begin(self, values: Mapping[str, Any]) -> None:
        """The same, asking for what a new one begins with."""
        self.start(self.context.gateway.read_now(begun, values))

    def give_up(self) -> None:
        """Back to the list; what was typed stays as a draft until it is saved or thrown away."""
        self.form.keep_draft()
        self._leave()

    def _edited(self, key: str) -> None:
        """A customer's calls are usually for whoever owns it, unless somebody else was chosen."""
        if key != "customer_id":
            return
        self.form.warn(key, "")
        chosen = self.form.whole_values()["customer_id"]
        if chosen is not None:
            self.context.gateway.read(addressee, chosen, done=lambda found: self._offer(chosen, found))

    def _offer(self, customer_id: UUID, found: tuple[UUID, str] | None) -> None:
        now = self.form.whole_values()
        if now["customer_id"] != customer_id or now["for_id"] not in (None, self._usual):
            return
        whom = self.form.editor("for_id")
        if not isinstance(whom, LinkEditor) or whom.widget.hasFocus():
            return
        self._usual = found[0] if found is not None else None
        whom.set_value(*(found or (None, "")))

    def _settle_caller(self) -> None:
        """A name that is no customer's is the name of whoever called."""
        who = self.form.editor("customer_id")
        if not isinstance(who, LinkEditor) or who.value() is not None or not who.line.text().strip() or who.widget.hasFocus():
            return
        name = who.line.text().strip()
        who.set_value(None)
        self.form.clear_errors()
        self.form.editor("caller").set_value(name)
        self.form.warn("customer_id", _("Not among the customers: kept as the caller's name."))

    def submit(self) -> None:
        """Save what is filled in."""
        self._settle_caller()
        if self.form.sending() or self._incomplete():
            return
        values = {key: value for key, value in self.form.whole_values().items() if value not in (None, "")}
        sent = self.form.send()
        self.context.gateway.write(
            Label(N_("Noted the call “{name}”"), {"name": values["subject"]}), phone_memos.create, values,
            done=lambda key: self._noted(sent, key), failed=lambda error: self.form.refused(sent, error),
        )  # fmt: skip

    def _incomplete(self) -> bool:
        """Who and what are asked for here, and what cannot be read; the store would refuse it too."""
        values = self.form.whole_values()
        self.form.clear_errors()
        wrong = dict(self.form.unreadable())
        if not any(values[key] for key in _WHO):
            wrong.setdefault("customer_id", N_("Who called? Choose a customer, or write a name or a number."))
        elif not values["subject"]:
            wrong.setdefault("subject", N_("What is it about? One line is enough."))
        for key, sentence in wrong.items():
            self.form.show_error(ValidationError(sentence, field=key))
        return bool(wrong)

    def _noted(self, sent: Sent, memo_id: UUID) -> None:
        self.form.saved(sent)
        self._done(memo_id)

    def keep_draft(self) -> None:
        """Keep what is typed."""
        self.form.keep_draft()

    def retranslate(self) -> None:
        """Words in the language in force."""
        self.title.setText(_("New phone memo"))
        self.hint.setText(_("Ctrl+Enter saves. You stay responsible until it is taken over."))
        relabel(self.save_button, _("Note the call"))
        relabel(self.leave_button, _("Cancel"))
        self.form.retranslate()
