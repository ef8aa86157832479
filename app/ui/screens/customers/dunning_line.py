"""What a customer owes us and what is to be done about it, as a line of its Business tab; hidden where nothing is overdue."""

from typing import Any
from uuid import UUID

from PySide6.QtWidgets import QWidget

from app.formats import day_text, money_text, today
from app.i18n import gettext_text as _
from app.i18n import ngettext_text
from app.models import entity_named, fields_of
from app.services import dunning
from app.services.dunning import Debtor
from app.services.present import text_of
from app.ui.context import Context
from app.ui.kit.layouts import row
from app.ui.kit.widgets import ElidedLabel, link_button, relabel


class DunningLine(QWidget):
    """``load(id)`` reads the customer's open invoices and its steps."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        self._shown: UUID | None = None
        self._found: Debtor | None = None
        self.label = ElidedLabel("", "secondary")
        self.label.setObjectName("customers.dunning")
        self.note_button, self.letter_button = link_button("", self.note), link_button("", self.letter)
        self.note_button.setObjectName("customers.dunning.note")
        self.letter_button.setObjectName("customers.dunning.letter")
        whole = row(self.label, self.note_button, self.letter_button, spacing=12)
        whole.setStretch(0, 1)
        self.setLayout(whole)
        self.hide()

    def load(self, customer_id: UUID) -> None:
        """Show how it stands with a customer."""
        if customer_id != self._shown:
            self._shown = customer_id
            self._show(None)
        self.context.gateway.read(dunning.debtor, customer_id, today(), done=lambda found: self._arrived(customer_id, found))

    def _arrived(self, customer_id: UUID, found: Debtor | None) -> None:
        if customer_id == self._shown:
            self._show(found)

    def _show(self, found: Debtor | None) -> None:
        self._found = found
        told = _words(found) if found is not None else ""
        self.label.setText(told)
        self.setVisible(bool(told))

    def note(self) -> None:
        """A new dunning step, with what is due."""
        self.context.frame.begin("dunnings", {"customer_id": self._shown})

    def letter(self) -> None:
        """The letter of the step that is due."""
        values: dict[str, Any] = {"report": "dunning-letter", "customer_id": self._shown, "day": today()}
        self.context.frame.begin("reports", values)

    def retranslate(self) -> None:
        """Words in the language in force."""
        relabel(self.note_button, _("Note a dunning step"))
        relabel(self.letter_button, _("Letter"))
        self._show(self._found)


def _words(found: Debtor) -> str:
    """Since when, what is due, what is waited for, what is disputed, until when can be sued."""
    parts = []
    if found.late > 0:
        late = ngettext_text("Overdue for {count} day", "Overdue for {count} days", found.late)
        parts.append(late.format(count=found.late))
    if found.waits_until is not None:
        parts.append(_("waits until {day}").format(day=day_text(found.waits_until)))
    elif found.step:
        step = text_of(fields_of(entity_named("dunnings"))["step"], found.step)
        parts.append(_("due now: {step}").format(step=step))
    if found.held:
        parts.append(_("{sum} disputed").format(sum=money_text(found.held)))
    if parts and found.sue_until is not None:
        parts.append(_("can be sued for until {day}").format(day=day_text(found.sue_until)))
    return " · ".join(parts)
