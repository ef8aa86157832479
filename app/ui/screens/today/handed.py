"""Complaints handed over to the person at the keyboard: taken or returned from here. Hidden while there is none."""

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtWidgets import QHBoxLayout

from app.errors import AppError
from app.formats import local
from app.i18n import N_, ngettext_text
from app.i18n import gettext_text as _
from app.services.today import Item
from app.ui.context import Context
from app.ui.gateway import Label
from app.ui.kit.delegates import due_cell
from app.ui.kit.layouts import clear, column, row
from app.ui.kit.widgets import Card, ElidedLabel, PlainLabel, link_button, name_it, quiet, secondary

_MOST = 5


class HandedCard(Card):
    """``show_items(items, moment)``; ``accept(item)`` and ``give_back(item)`` are also what the first thing's buttons do."""

    def __init__(self, context: Context) -> None:
        super().__init__(spacing=4, margins=(14, 10, 8, 8))
        self._context = context
        self._items: Sequence[Item] = ()
        self._moment = datetime.min
        self.setObjectName("today.handed")
        self.heading = PlainLabel("", "strong")
        self._lines = column()
        self.body.addWidget(self.heading)
        self.body.addLayout(self._lines)
        self.hide()

    def show_items(self, items: Sequence[Item], moment: datetime) -> None:
        """Show these hand-overs, the most urgent first."""
        self._items, self._moment = items, moment
        self.retranslate()
        self.setVisible(bool(items))

    def retranslate(self) -> None:
        """Words in the language in force."""
        count = len(self._items)
        said = ngettext_text("{count} complaint is handed over to you", "{count} complaints are handed over to you", count)
        self.heading.setText(said.format(count=count))
        clear(self._lines)
        for item in self._items[:_MOST]:
            self._lines.addLayout(self._line(item))
        if count > _MOST:
            self._lines.addWidget(PlainLabel(_("{count} more").format(count=count - _MOST), "secondary"))

    def _line(self, item: Item) -> QHBoxLayout:
        words = " · ".join(part for part in (item.what, item.customer) if part)
        due = due_cell(item.due, local(self._moment))
        look = link_button(_("Open"), lambda: self._context.frame.go("complaints", item.id))
        take, back = secondary(_("Accept"), lambda: self.accept(item)), quiet(_("Return…"), lambda: self.give_back(item))
        name_it(look, _("Open {what}").format(what=words), f"today.handed.open.{item.id.hex}")
        name_it(take, _("Accept {what}").format(what=words), f"today.accept.{item.id.hex}")
        name_it(back, _("Return {what}").format(what=words), f"today.return.{item.id.hex}")
        line = row(ElidedLabel(words), PlainLabel(due.text, due.ink or "secondary"), look, take, back)
        line.setStretch(0, 1)
        return line

    def accept(self, item: Item) -> None:
        """Take the case over."""
        from app.services import complaint_transfers  # maps what no start needs

        label = Label(N_("Accepted {number}"), {"number": item.number})
        self._context.gateway.write(label, complaint_transfers.accept, item.id, failed=self._refused)

    def give_back(self, item: Item) -> None:
        """Open the case; it asks why."""
        from app.ui.screens.complaints.besides import RETURN

        self._context.frame.begin("complaints", {"open": item.id, "step": RETURN})

    def _refused(self, error: AppError) -> None:
        self._context.frame.tell(error.sentence)
