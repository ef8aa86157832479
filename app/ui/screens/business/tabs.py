"""The row over every list of business, from orders to never-serve applications; each is a place of its own."""

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.i18n import N_
from app.i18n import gettext_text as _
from app.ui.context import Context
from app.ui.kit.tab_row import TabRow
from app.ui.kit.widgets import literal

TABS = (
    ("business", N_("Orders")), ("invoices", N_("Invoices")), ("receipts", N_("Payments received")), ("costs", N_("Costs")),
    ("products", N_("Products")), ("dunnings", N_("Dunning")), ("credit_files", N_("Credit files")),
    ("customer_policies", N_("Policies")), ("development_plans", N_("Development plans")),
    ("portfolio_decisions", N_("Portfolio")), ("grade_overrides", N_("Set by hand")), ("never_serves", N_("Never serve")),
)  # fmt: skip


class BusinessTabs(QWidget):
    """Which list of business is shown; another one is another place."""

    def __init__(self, context: Context, shown: str) -> None:
        super().__init__()
        self._context, self._shown = context, shown
        self.row = TabRow(f"business.{shown}")
        for _key, word in TABS:
            self.row.add(literal(_(word)))
        self._home = [key for key, _word in TABS].index(shown)
        self.row.go(self._home)
        self.row.chosen.connect(self._chosen)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(16, 0, 20, 0)
        whole.addWidget(self.row)

    def _chosen(self, place: int) -> None:
        key = TABS[place][0]
        if key != self._shown:
            self.row.go(self._home)
            self._context.frame.go(key)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.row.fit(self.width() - 36)

    def retranslate(self) -> None:
        """Words in the language in force."""
        self.row.retranslate()
        for place, (_key, word) in enumerate(TABS):
            self.row.set_text(place, literal(_(word)))
