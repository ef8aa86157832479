"""A new order, invoice, payment, cost or product: what is needed first, the rest in a section that opens."""

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from app.errors import ValidationError
from app.i18n import N_
from app.i18n import gettext_text as _
from app.models import entity_named
from app.services import trade_view
from app.services.asked import Asked
from app.ui.context import Context
from app.ui.editors.link import LinkEditor
from app.ui.forms.draft_values import Sent
from app.ui.forms.form import Form
from app.ui.gateway import Label
from app.ui.kit.layouts import column, row, scrolled
from app.ui.kit.widgets import PlainLabel, primary, quiet, relabel
from app.ui.screens.business.credit_note import OrderNote
from app.ui.screens.business.layout import Kind


class TradeEntry(QWidget):
    """``done(id)`` is called with the stored record, ``leave()`` when it is given up; drafts stay."""

    def __init__(self, context: Context, kind: Kind, done: Callable[[UUID], None], leave: Callable[[], None]) -> None:
        super().__init__()
        self.context, self.kind, self._done, self._leave = context, kind, done, leave
        self.setObjectName(f"{kind.entity}.entry")
        self.setProperty("kind", "ground")
        self.title, self.hint = PlainLabel("", "record"), PlainLabel("", "secondary", wrap=True)
        self.form = Form(entity_named(kind.entity), kind.new, context, f"new.{kind.entity}")
        self.save_button, self.leave_button = primary("", self.submit), quiet("", self.give_up)
        self.save_button.setObjectName(f"new.{kind.entity}.save")
        self.leave_button.setObjectName(f"new.{kind.entity}.cancel")
        self._lay_out()
        self.form.submitted.connect(self.submit)
        escape = QShortcut(QKeySequence("Esc"), self, context=Qt.ShortcutContext.WidgetWithChildrenShortcut)
        escape.activated.connect(self.give_up)
        self.retranslate()

    def _lay_out(self) -> None:
        inner = QWidget()
        inner.setProperty("kind", "ground")
        inner.setLayout(column(self.form, None, margins=(24, 8, 24, 16)))
        foot = row(self.save_button, self.leave_button, None, margins=(24, 10, 24, 12), spacing=8)
        self.head, self.foot = column(self.title, self.hint, margins=(24, 16, 24, 4), spacing=4), column(foot, spacing=0)
        whole = column(self.head, scrolled(inner), self.foot, spacing=0)
        whole.setStretch(1, 1)
        self.setLayout(whole)

    def begin(self, values: Mapping[str, Any]) -> None:
        """Start with what is known; a draft that was left is offered."""
        asked: Asked = self.context.gateway.read_now(trade_view.begun, self.kind.entity, values)
        self.form.load(dict(asked.values), dict(asked.titles), f"{self.kind.entity}:new")
        keys = self.kind.new[0][1]
        self.form.focus(next((key for key in keys if not asked.values.get(key)), keys[0]))

    def give_up(self) -> None:
        """Back to the list; what was typed stays as a draft until it is saved or thrown away."""
        self.form.keep_draft()
        self._leave()

    def submit(self) -> None:
        """Store what is filled in."""
        self.fill_in()
        if self.form.sending() or not self.form.check():
            return
        values = {key: value for key, value in self.form.whole_values().items() if value not in (None, "")}
        sent = self.form.send()
        self.context.gateway.write(
            Label(self.kind.added, {"name": self.name(values)}), trade_view.create, self.kind.entity, values,
            done=lambda key: self._stored(sent, key), failed=lambda error: self.form.refused(sent, error),
        )  # fmt: skip

    def fill_in(self) -> None:
        """What follows from the rest before it is stored; kinds that have such a thing override it."""

    def name(self, values: Mapping[str, Any]) -> str:
        """What the step is called by."""
        return str(values.get("name") or values.get("number") or "") or self._customer()

    def _customer(self) -> str:
        """Whose it is, where it has a customer."""
        editor = self.form.shown("customer_id")
        return str(editor.title()) if isinstance(editor, LinkEditor) else ""

    def _stored(self, sent: Sent, key: UUID) -> None:
        self.form.saved(sent)
        self._done(key)

    def keep_draft(self) -> None:
        """Keep what is typed."""
        self.form.keep_draft()

    def retranslate(self) -> None:
        """Words in the language in force."""
        self.title.setText(_(self.kind.begin))
        relabel(self.save_button, _(self.kind.save))
        relabel(self.leave_button, _("Cancel"))
        self.form.retranslate()


class OrderEntry(TradeEntry):
    """``wants_lines``: no amount was typed, so the lines of the order are typed next and its sums follow them."""

    wants_lines = False

    def _lay_out(self) -> None:
        super()._lay_out()
        self.note = OrderNote(self.context, self.form)
        self.note.setContentsMargins(24, 8, 24, 0)
        self.foot.insertWidget(0, self.note)
        self.note.said.connect(self._follow)
        self._follow()

    def _follow(self) -> None:
        """Who approved it is asked where credit speaks against the order."""
        kept = self.note.speaks() or bool(self.form.whole_values().get("approval"))
        self.form.leave_out(frozenset() if kept else frozenset({"approval"}))

    def begin(self, values: Mapping[str, Any]) -> None:
        """The same, with the customer's credit below."""
        super().begin(values)
        self.note.begin()

    def submit(self) -> None:
        """Store it; where supply is held or the limit is passed somebody says who approved it, or why all the same."""
        if self.note.asks() and not self.form.sending():
            self.form.show_error(ValidationError(N_("Credit speaks against it: say who approved it, and why."), field="approval"))
            return
        super().submit()

    def fill_in(self) -> None:
        """An order whose amount is not typed comes to what its lines come to: 0 so far."""
        net = self.form.editor("net")
        self.wants_lines = net.value() is None and not net.problem()
        if self.wants_lines:
            net.set_value(0)
            net.changed.emit()

    def retranslate(self) -> None:
        """Words in the language in force."""
        super().retranslate()
        self.note.retranslate()
        self.hint.setText(_("Leave the net amount empty to type the order's lines next."))
