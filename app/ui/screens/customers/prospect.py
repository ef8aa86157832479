"""A prospect at the head of its record: how well it fits, when it is approached next, winning it and dropping it."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QBoxLayout, QLineEdit, QSizePolicy, QWidget

from app.errors import AppError
from app.i18n import N_
from app.i18n import gettext_text as _
from app.models import Customer, fields_of
from app.services import prospects
from app.services.customer_view import CustomerView
from app.ui.context import Context
from app.ui.editors.editor import firm_now
from app.ui.gateway import Label
from app.ui.kit.delegates import due_cell
from app.ui.kit.layouts import column, row
from app.ui.kit.widgets import Card, ElidedLabel, PlainLabel, quiet, relabel, secondary
from app.ui.screens.customers.dimensions import match_words

_NARROW = 480
"""Pixels below which the buttons stand under the words."""
_ACROSS, _DOWN = QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.TopToBottom


class ProspectCard(Card):
    """Hidden for whoever is no prospect; ``settle`` is asked first whether everything typed is stored."""

    def __init__(self, context: Context, settle: Callable[[], bool]) -> None:
        super().__init__(6)
        self.setObjectName("customers.prospect")
        self.context, self._settle = context, settle
        self._view: CustomerView | None = None
        self.match, self.due = ElidedLabel(""), ElidedLabel("", "secondary")
        self.win_button = secondary("", self.win, "handshake")
        self.drop_button = quiet("", self._ask)
        self.reason, self.note = QLineEdit(), PlainLabel("", "error", wrap=True)
        self.confirm = secondary("", self.drop)
        self.back = quiet("", self._give_up)
        self._lay_out()
        self.retranslate()

    def _lay_out(self) -> None:
        for part, name in (
            (self.match, "match"), (self.due, "due"), (self.win_button, "win"), (self.drop_button, "drop"),
            (self.reason, "reason"), (self.note, "note"), (self.confirm, "confirm"), (self.back, "back"),
        ):  # fmt: skip
            part.setObjectName(f"prospect.{name}")
        words = column(self.match, self.due, spacing=2)
        for button in (self.win_button, self.drop_button):
            button.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._whole = row(words, row(self.drop_button, self.win_button, None, spacing=8), spacing=12)
        self._whole.setStretch(0, 1)
        self.body.addLayout(self._whole)
        self._asking = QWidget()
        asked = row(self.reason, self.confirm, self.back)
        asked.setStretch(0, 1)
        self._asking.setLayout(column(asked, self.note, spacing=4))
        self.body.addWidget(self._asking)
        self._asking.hide()
        self.reason.returnPressed.connect(self.drop)
        escape = QShortcut(QKeySequence("Esc"), self._asking, context=Qt.ShortcutContext.WidgetWithChildrenShortcut)
        escape.activated.connect(self._give_up)
        self.hide()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._whole.setDirection(_ACROSS if self.width() >= _NARROW else _DOWN)

    def show_view(self, view: CustomerView) -> None:
        """Show a prospect, or nothing."""
        if self._view is None or self._view.values["id"] != view.values["id"]:
            self._give_up()
        self._view = view
        self.setVisible(prospects.is_prospect(view.values))
        self.match.setText(match_words(view.values["fit"]))
        self.due.setText(" · ".join(part for part in _facts(view.values) if part))

    def _id(self) -> UUID | None:
        return self._view.values["id"] if self._view else None

    def win(self) -> None:
        """Make a customer of the prospect: one step that can be taken back."""
        if self._view is not None and self._settle():
            label = Label(N_("Made {name} a customer"), {"name": self._view.values["name"]})
            self.context.gateway.write(label, prospects.win, self._id(), failed=self._refused)

    def _ask(self) -> None:
        self._asking.show()
        self.reason.setFocus()

    def _give_up(self) -> None:
        self._asking.hide()
        self.note.hide()
        self.reason.clear()

    def drop(self) -> None:
        """Give the prospect up for the typed reason."""
        if self._view is not None and self._settle():
            label = Label(N_("Dropped {name}"), {"name": self._view.values["name"]})
            reason = self.reason.text()
            self.context.gateway.write(
                label, prospects.drop, self._id(), reason, done=lambda _none: self._give_up(), failed=self._refused
            )

    def _refused(self, error: AppError) -> None:
        self.note.setText(error.sentence)
        self.note.show()
        self._asking.show()

    def retranslate(self) -> None:
        """Words in the language in force."""
        relabel(self.win_button, _("Make it a customer"))
        relabel(self.drop_button, _("Drop"))
        relabel(self.confirm, _("Drop prospect"))
        relabel(self.back, _("Back"))
        self.reason.setPlaceholderText(_("Why is it dropped?"))
        self.reason.setAccessibleName(_("Why is it dropped?"))
        if self._view is not None:
            self.show_view(self._view)


def _facts(values: dict[str, Any]) -> list[str]:
    """Grade, next approach."""
    grade = fields_of(Customer)["prospect_grade"].choice(values["prospect_grade"])
    due = values["next_touch_on"]
    told = _("Next approach {when}").format(when=due_cell(due, firm_now()).text) if due else _("No next approach is planned")
    return [_(grade.label) if grade else "", told]
