"""One order: its fields and lines, and what its customer's credit says of it."""

from app.services.trade_view import TradeView
from app.ui.screens.business.credit_note import OrderNote
from app.ui.screens.business.record import TradeRecord


class OrderRecord(TradeRecord):
    """The pane of an order; what credit says stands above the tabs, until somebody says who approved it."""

    def add_tabs(self) -> None:
        """The customer's credit above them."""
        super().add_tabs()
        self.note = OrderNote(self.context, self.form)
        self.pane.below.addWidget(self.note)

    def show_head(self, view: TradeView) -> None:
        """The same, and the credit as it stands with this order."""
        super().show_head(view)
        self.note.begin(id=view.values["id"])

    def retranslate(self) -> None:
        """Words in the language in force."""
        super().retranslate()
        self.note.retranslate()
