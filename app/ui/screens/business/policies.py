"""Policies in the window: the classes beside each other in the six dimensions, while no single policy is looked at (F-09)."""

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from app.formats import day_text, today
from app.i18n import N_
from app.i18n import gettext_text as _
from app.models import fields_of
from app.models.account_plan import CustomerPolicy
from app.services import customer_policies
from app.services.customer_policies import DIMENSIONS, Policy
from app.services.present import text_of
from app.ui.context import Context
from app.ui.kit.layouts import clear, column, row, scrolled
from app.ui.kit.widgets import PlainLabel, SectionTitle, relabel, secondary
from app.ui.screens.business.layout_plans import POLICIES
from app.ui.screens.business.screens import TradeScreen

_NAMES: Mapping[str, str] = {
    "payment": N_("Payment"), "training": N_("Training"), "staffing": N_("Support by people"), "authority": N_("Authorisation"),
    "reward": N_("Reward"), "price": N_("Price"),
}  # fmt: skip


class PolicyTable(QWidget):
    """``show_policies`` fills it: a column for each class, a row for each dimension."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._shown: Mapping[str, Policy] = {}
        self.setObjectName("customer_policies.table")
        self.setProperty("kind", "ground")
        self.title, self.hint = SectionTitle(""), PlainLabel("", "secondary", wrap=True)
        self.usual = secondary("", self.install)
        self.usual.setObjectName("customer_policies.usual")
        inner, self.grid = QWidget(), QGridLayout()
        inner.setProperty("kind", "ground")
        self.grid.setHorizontalSpacing(20)
        self.grid.setVerticalSpacing(12)
        foot = row(self.usual, None)
        inner.setLayout(column(self.title, self.hint, self.grid, foot, None, margins=(24, 20, 24, 16), spacing=12))
        self.setLayout(column(scrolled(inner), spacing=0))

    def refresh(self) -> None:
        """Read what holds today."""
        self._context.gateway.read(customer_policies.in_force, today(), done=self.show_policies)

    def show_policies(self, found: Mapping[str, Policy]) -> None:
        """Show what each class gets."""
        self._shown = found
        clear(self.grid)
        for place, (grade, policy) in enumerate(found.items()):
            self._put(PlainLabel(text_of(fields_of(CustomerPolicy)["grade"], grade), "strong"), 0, place + 1)
            for line, dimension in enumerate(DIMENSIONS):
                self._put(PlainLabel(cell_text(policy.values, dimension), wrap=True, selectable=True), line + 1, place + 1)
            self._put(PlainLabel(_since(policy), "secondary", wrap=True), len(DIMENSIONS) + 1, place + 1)
            self.grid.setColumnStretch(place + 1, 1)
        for line, name in enumerate(_NAMES.values()):
            self._put(PlainLabel(_(name), "label"), line + 1, 0)
        self.usual.setVisible(any(policy.source == "usual" for policy in found.values()))

    def _put(self, label: QLabel, line: int, place: int) -> None:
        self.grid.addWidget(label, line, place, Qt.AlignmentFlag.AlignTop)

    def install(self) -> None:
        """Write down the usual policies."""
        self._context.gateway.write(N_("Added the usual policies"), customer_policies.install_usual)

    def retranslate(self) -> None:
        """Words in the language in force."""
        self.title.setText(_("What each class gets today"))
        self.hint.setText(_("Choose a policy in the list to read it whole; a customer's own exception counts before its class."))
        relabel(self.usual, _("Write down the usual policies"))
        self.refresh()


def cell_text(values: Mapping[str, Any], dimension: str) -> str:
    """A dimension in words, then its figures with their names; a dash where nothing is said."""
    fields = fields_of(CustomerPolicy)
    figures = [f"{_(fields[key].label)} {text_of(fields[key], values[key])}" for key in DIMENSIONS[dimension]
               if values.get(key) not in (None, "")]  # fmt: skip
    return "\n".join(part for part in (values.get(dimension) or "", *figures) if part) or "–"


def _since(policy: Policy) -> str:
    if policy.source == "usual":
        return _("The usual policy: nobody wrote one down")
    words = _("Version {edition}, since {day}")
    return words.format(edition=policy.values["edition"], day=day_text(policy.values["begins_on"]))


class PoliciesScreen(TradeScreen):
    """The place of what each class of customers gets."""

    key, title, kind = "customer_policies", N_("Policies"), POLICIES

    def put_together(self) -> None:
        """With the table of the classes where nothing is chosen."""
        self.table = PolicyTable(self.context)
        super().put_together()
        self.right.insertWidget(0, self.table)
        self.right.removeWidget(self.nothing)
        self.nothing.setParent(self)
        self.nothing.hide()
        self.right.setCurrentIndex(0)
        self.context.gateway.changed.connect(self._policies_changed)

    def activate(self) -> None:
        """Read the table as well."""
        super().activate()
        self.table.refresh()

    def _policies_changed(self, changes: Any) -> None:
        if "customer_policies" in changes.entities():
            self.table.refresh()

    def retranslate(self) -> None:
        """Every text anew."""
        self.table.retranslate()
        super().retranslate()
