"""What is decided about a customer, on its Business tab: one line, and a menu to decide or plan anew."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QMenu, QWidget

from app.formats import today
from app.i18n import N_
from app.i18n import gettext_text as _
from app.services.account_words import account_words
from app.ui.context import Context
from app.ui.kit.layouts import row
from app.ui.kit.widgets import PlainLabel, link_button, literal, relabel

_PLACES = (
    ("portfolio_decisions", N_("New portfolio decision")), ("development_plans", N_("New development plan")),
    ("customer_policies", N_("An exception from its policy")), ("never_serves", N_("Apply to serve no longer")),
)  # fmt: skip


class AccountLine(QWidget):
    """``load(id)`` reads beside the window."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._shown: UUID | None = None
        self.words = PlainLabel("", "secondary", wrap=True, selectable=True)
        self.words.setObjectName("customers.business.account")
        self.decide = link_button("", self._show_menu)
        self.decide.setObjectName("customers.business.decide")
        line = row(self.words, self.decide, spacing=12)
        line.setStretch(0, 1)
        self.setLayout(line)

    def load(self, customer_id: UUID) -> None:
        """Say what is decided about a customer."""
        if customer_id != self._shown:
            self.words.setText("")
        self._shown = customer_id
        gateway = self._context.gateway
        gateway.run(_read, gateway, customer_id, done=lambda found: self._show(customer_id, found))

    def _show(self, customer_id: UUID, found: Sequence[str]) -> None:
        if customer_id == self._shown:
            self.words.setText("  ·  ".join(found) or _("Nothing is decided about this customer yet."))

    def _show_menu(self) -> None:
        menu = QMenu(self)
        menu.aboutToHide.connect(menu.deleteLater)
        for place, words in _PLACES:
            menu.addAction(literal(_(words))).triggered.connect(lambda _checked=False, place=place: self.begin(place))
        menu.popup(self.decide.mapToGlobal(QPoint(0, self.decide.height())))

    def begin(self, place: str) -> None:
        """Into the form of a new one, for this customer."""
        self._context.frame.begin(place, {"customer_id": self._shown})

    def retranslate(self) -> None:
        """Words in the language in force."""
        relabel(self.decide, _("Decide") + " ▾")
        if self._shown is not None:
            self.load(self._shown)


def _read(gateway: Any, customer_id: UUID) -> tuple[str, ...]:
    found: tuple[str, ...] = gateway.read_now(account_words, customer_id, today())
    return found
