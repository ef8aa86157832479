"""Invoices in the window: the list of trade, and in the record the way to a dunning step about what is open."""

from app.i18n import N_
from app.i18n import gettext_text as _
from app.services.receipts import CREDIT
from app.services.trade_view import TradeView
from app.ui.kit.widgets import quiet, relabel
from app.ui.screens.business.layout import INVOICES
from app.ui.screens.business.record import TradeRecord
from app.ui.screens.business.screens import TradeScreen


class InvoiceRecord(TradeRecord):
    """One invoice; while anything is open, a step to get it can be noted."""

    def add_tabs(self) -> None:
        """The way to a dunning step."""
        super().add_tabs()
        self.dun_button = quiet("", self.dun, "bell")
        self.dun_button.setObjectName("invoices.dun")
        self.pane.buttons.insertWidget(0, self.dun_button)
        self.dun_button.hide()

    def show_head(self, view: TradeView) -> None:
        """The same; nothing is demanded of a credit note, or where nothing is open."""
        super().show_head(view)
        self.dun_button.setVisible(view.values["kind"] != CREDIT and bool(view.rest))

    def dun(self) -> None:
        """A new dunning step about this invoice."""
        if self._shown is not None and self.save():
            values = self._shown.values
            self.context.frame.begin("dunnings", {"customer_id": values["customer_id"], "invoice_id": values["id"]})

    def retranslate(self) -> None:
        """Words in the language in force."""
        relabel(self.dun_button, _("Note a dunning step"))
        super().retranslate()


class InvoicesScreen(TradeScreen):
    """The place of invoices."""

    key, title, kind = "invoices", N_("Invoices"), INVOICES

    def make_record(self) -> TradeRecord:
        """The record with the way to dunning."""
        return InvoiceRecord(self.context, self.kind)
