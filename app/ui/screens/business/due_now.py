"""Whom to remind now: the customers a step of the ladder is due for, with what they owe and since when."""

from typing import Any
from uuid import UUID

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from app.formats import day_text, money_text, today
from app.i18n import N_, ngettext_text
from app.i18n import gettext_text as _
from app.models import entity_named, fields_of
from app.services import dunning, dunning_promises
from app.services.dunning import Debtor
from app.services.present import text_of
from app.ui.context import Context
from app.ui.gateway import Label
from app.ui.kit.delegates import Cell
from app.ui.kit.layouts import column, row
from app.ui.kit.widgets import EmptyState, PlainLabel, primary, quiet, relabel, secondary
from app.ui.lists.rows import RowsView

_HEADERS = (N_("Customer"), N_("Due now"), N_("Amount"), N_("Days late"), N_("Can be sued until"))
_WIDTHS = (190, 120, 110, 76, 104)


class DueNow(QWidget):
    """``counted(n)`` once read; ``noted(customer)`` when a step is to be noted for one."""

    counted = Signal(int)
    noted = Signal(object)

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.setProperty("kind", "ground")
        self.context = context
        self.found: tuple[Debtor, ...] = ()
        self.view = RowsView(_HEADERS, "dunnings.due", N_("Due now"), (2, 3, 4), _WIDTHS, elastic=(0,))
        self.view.opened.connect(self.noted)
        self.view.selectionModel().currentRowChanged.connect(lambda *_rows: self._follow())
        self.empty, self.told = EmptyState(), PlainLabel("", "secondary", wrap=True)
        self.note_button, self.letter_button = primary("", self.note), secondary("", self.letter, "printer")
        self.customer_button, self.settle_button = quiet("", self.customer), quiet("", self.settle)
        names = {"note": self.note_button, "letter": self.letter_button, "customer": self.customer_button,
                 "settle": self.settle_button}  # fmt: skip
        for name, button in names.items():
            button.setObjectName(f"dunnings.due.{name}")
        foot = row(self.note_button, self.letter_button, self.customer_button, None, self.settle_button, margins=(0, 8, 0, 12))
        whole = column(self.told, self.view, self.empty, foot, spacing=8, margins=(20, 4, 8, 0))
        whole.setStretch(1, 1)
        whole.setStretch(2, 1)
        self.setLayout(whole)
        self.retranslate()

    def load(self) -> None:
        """Read who is to be reminded, beside the window."""
        gateway = self.context.gateway
        gateway.run(_read, gateway, done=self._show)

    def _show(self, found: tuple[Debtor, ...]) -> None:
        first, chosen = not self.found, self.current()
        self.found = found
        self.view.set_rows([(one.id, _cells(one)) for one in found])
        keys = [one.id for one in found]
        if chosen in keys or (keys and first):  # whoever is dealt with goes, and nobody else is taken for them
            self.view.selectRow(keys.index(chosen) if chosen in keys else 0)
        self.view.setVisible(bool(found))
        self.empty.setVisible(not found)
        self._follow()
        self.told.setText(_told(found))
        self.counted.emit(len(found))

    def _follow(self) -> None:
        """What is done for one customer waits until one is chosen."""
        for button in (self.note_button, self.letter_button, self.customer_button):
            button.setEnabled(self.current() is not None)

    def current(self) -> UUID | None:
        """The customer of the chosen line."""
        place = self.view.currentIndex().row()
        return self.view.rows.lines[place][0] if 0 <= place < len(self.view.rows.lines) else None

    def note(self) -> None:
        """Note the step for the chosen customer."""
        if (key := self.current()) is not None:
            self.noted.emit(key)

    def letter(self) -> None:
        """The letter of the step, as paper."""
        if (key := self.current()) is not None:
            self.context.frame.begin("reports", {"report": "dunning-letter", "customer_id": key, "day": today()})

    def customer(self) -> None:
        """The customer's own file."""
        if (key := self.current()) is not None:
            self.context.frame.go("customers", key)

    def settle(self) -> None:
        """Look through the promises whose day is over."""
        label = Label(N_("Settled promises of payment by what came in"))
        self.context.gateway.write(label, dunning_promises.settle, today(), done=self._settled)

    def _settled(self, counts: tuple[int, int]) -> None:
        kept, broken = counts
        if kept or broken:
            self.context.frame.toast(_("Kept: {kept}, broken: {broken}").format(kept=kept, broken=broken), undo=True)
        else:
            self.context.frame.toast(_("No promise is over and unsettled."))

    def retranslate(self) -> None:
        """Words in the language in force."""
        relabel(self.note_button, _("Note the step"))
        relabel(self.letter_button, _("Letter"))
        relabel(self.customer_button, _("Open customer"))
        relabel(self.settle_button, _("Settle promises that are over"))
        self.empty.set(_("Nobody is to be reminded today."), _("Steps follow from the due days of open invoices."))
        self.view.retranslate()
        self._show(self.found)


def _read(gateway: Any) -> tuple[Debtor, ...]:
    found: tuple[Debtor, ...] = gateway.read_now(dunning.due_now, today())
    return found


def _told(found: tuple[Debtor, ...]) -> str:
    """How many, what is overdue, and that what is disputed is no part of it."""
    held = sum(one.held for one in found)
    values = {"count": len(found), "sum": money_text(sum(one.overdue for one in found)), "held": money_text(held)}
    if held:
        words = ngettext_text("{count} customer is to be reminded, {sum} overdue; {held} disputed is left out until decided.",
                              "{count} customers are to be reminded, {sum} overdue; {held} disputed is left out until decided.",
                              len(found))  # fmt: skip
    else:
        words = ngettext_text("{count} customer is to be reminded, {sum} overdue.",
                              "{count} customers are to be reminded, {sum} overdue.", len(found))  # fmt: skip
    return words.format(**values) if found else ""


def _cells(one: Debtor) -> tuple[Cell, ...]:
    """What the step is about: what is overdue, before that what falls due soon."""
    step = text_of(fields_of(entity_named("dunnings"))["step"], one.step)
    late, soon = one.late > 0, sum(bill.open for bill in one.running if bill.step)
    near = one.sue_until is not None and (one.sue_until - today()).days <= 180
    disputed = _("{sum} disputed").format(sum=money_text(one.held)) if one.held else ""
    return (
        Cell(one.name, tip=disputed), Cell(step, "warning" if late else "neutral"),
        Cell(money_text(one.overdue if late else soon)), Cell(str(one.late) if late else ""),
        Cell(day_text(one.sue_until) if one.sue_until else "", ink="danger" if near else "secondary"),
    )  # fmt: skip
