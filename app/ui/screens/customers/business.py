"""The Business tab of a customer: what it bought and owes, its score and why, its orders and invoices."""

from typing import Any
from uuid import UUID

from PySide6.QtWidgets import QWidget

from app.formats import money_text, number_text, percent_text, today
from app.i18n import N_
from app.i18n import gettext_text as _
from app.services.business.why import by_score
from app.services.business.words import BANDS
from app.services.dealings import Dealings, dealings
from app.services.lists import ListQuery
from app.ui.context import Context
from app.ui.kit.layouts import column, row
from app.ui.kit.widgets import Badge, PlainLabel, link_button, relabel
from app.ui.screens.analysis.parts import Facts
from app.ui.screens.customers.account_line import AccountLine
from app.ui.screens.customers.credit import CustomerCredit
from app.ui.screens.customers.dunning_line import DunningLine
from app.ui.screens.customers.grades import CustomerGradesPart
from app.ui.screens.customers.parts import BelongingList

ORDERS = ListQuery("orders", ("number", "ordered_on", "net", "kind", "state"), "ordered_on", True)
INVOICES = ListQuery("invoices", ("number", "issued_on", "due_on", "total", "kind"), "issued_on", True)
_TONES = {"gold": "gold", "silver": "silver", "ordinary": "neutral", "watch": "warning"}


class CustomerBusiness(QWidget):
    """``load(id)`` reads the sums beside the window."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.setProperty("kind", "ground")
        self.context = context
        self._shown: UUID | None = None
        self._found: Dealings | None = None
        self.facts, self.badge = Facts(), Badge("", "neutral")
        self.facts.setObjectName("customers.business.facts")
        self.credit = CustomerCredit(context)
        self.reasons = PlainLabel("", "secondary", wrap=True, selectable=True)
        self.reasons.setObjectName("customers.business.why")
        self.reasons.hide()
        self.dunning, self.account = DunningLine(context), AccountLine(context)
        self.why_button, self.analysis_button = link_button("", self.toggle_why), link_button("", self.show_analysis)
        self.grades_button, self.grades = link_button("", self.toggle_grades), CustomerGradesPart(context)
        self.grades_button.setObjectName("customers.business.grades")
        self.grades.hide()
        self.why_button.setObjectName("customers.business.show_why")
        self.orders = self._belonging(ORDERS, "business", (N_("New order"), "plus"), (N_("No orders yet."), ""))
        self.invoices = self._belonging(INVOICES, "invoices", (N_("New invoice"), "plus"), (N_("No invoices yet."), ""))
        self._lay_out()
        self.retranslate()

    def _belonging(self, query: ListQuery, place: str, add: tuple[str, str], empty: tuple[str, str]) -> BelongingList:
        return BelongingList(
            self.context, query, "customer_id", f"customers.{query.entity}", add, empty,
            lambda: self.context.frame.begin(place, {"customer_id": self._shown}), place,
        )  # fmt: skip

    def _lay_out(self) -> None:
        grade = row(self.badge, self.why_button, self.grades_button, self.analysis_button, None, spacing=12)
        top = column(self.facts, self.dunning, grade, self.reasons, self.credit, self.account, spacing=8, margins=(24, 12, 24, 0))
        whole = column(top, self.grades, self.orders, self.invoices, spacing=0)
        for place, share in ((1, 3), (2, 3), (3, 2)):
            whole.setStretch(place, share)
        self.setLayout(whole)

    def load(self, customer_id: UUID) -> None:
        """Show the business of a customer."""
        if customer_id != self._shown:
            self._shown = customer_id
            self._tell_why(False)
            self._show(None)
        if self.grades.isVisibleTo(self):
            self.grades.load(customer_id)
        self.credit.load(customer_id)
        self.dunning.load(customer_id)
        self.account.load(customer_id)
        self.orders.load(customer_id)
        self.invoices.load(customer_id)
        gateway = self.context.gateway
        gateway.run(_read, gateway, customer_id, done=lambda found: self._arrived(customer_id, found))

    def _arrived(self, customer_id: UUID, found: Dealings) -> None:
        if customer_id == self._shown:
            self._show(found)

    def _show(self, found: Dealings | None) -> None:
        self._found = found
        self.facts.show_facts(_facts(found) if found is not None else ())
        band = found.judged.row.score.band if found is not None and found.judged is not None else ""
        score = found.judged.row.score.value.value if found is not None and found.judged is not None else None
        words = _("{band}, {score} points").format(band=_(BANDS[band]), score=number_text(score, 1)) if band else ""
        self.badge.set(words, _TONES.get(band, "neutral"))
        self.why_button.setVisible(found is not None and found.judged is not None)
        sentences = by_score(found.judged, None) if found is not None and found.judged is not None else []
        self.reasons.setText("\n".join(sentences))

    def toggle_why(self) -> None:
        """Say why the score is what it is, or say it no longer."""
        self._tell_why(self.reasons.isHidden())

    def _tell_why(self, told: bool) -> None:
        self.reasons.setVisible(told)
        self.invoices.setVisible(not told and self.grades.isHidden())  # both together leave no room for either

    def toggle_grades(self) -> None:
        """The grades of every system in place of the lists, or the lists again."""
        shown = self.grades.isHidden()
        if shown and self._shown is not None:
            self.grades.load(self._shown)
        self.grades.setVisible(shown)
        self.orders.setHidden(shown)
        self._tell_why(False)
        relabel(self.grades_button, self._grades_words())

    def _grades_words(self) -> str:
        return _("All grades and by hand") if self.grades.isHidden() else _("Orders and invoices")

    def show_analysis(self) -> None:
        """The scorecard, with this customer chosen."""
        self.context.frame.begin("analysis", {"analysis": "score", "customer_id": self._shown})

    def retranslate(self) -> None:
        """Words in the language in force."""
        relabel(self.why_button, _("Why this grade"))
        relabel(self.analysis_button, _("Among all customers"))
        relabel(self.grades_button, self._grades_words())
        for part in (self.orders, self.invoices, self.grades, self.dunning, self.account):
            part.retranslate()
        self.credit.retranslate()
        self._show(self._found)


def _read(gateway: Any, customer_id: UUID) -> Dealings:
    found: Dealings = gateway.read_now(dealings, customer_id, today())
    return found


def _facts(found: Dealings) -> tuple[tuple[str, str], ...]:
    """The figures of twelve months, and what is open now."""
    earned, owed = found.earned, found.owed
    bought = () if earned is None else (
        (_("Net sales of 12 months"), money_text(earned.profit.net)),
        (_("Gross margin"), percent_text(earned.profit.margin.value)),
        (_("Orders"), number_text(earned.sales.orders)),
    )  # fmt: skip
    return (*bought, (_("Open amount"), money_text(owed.total)), (_("Overdue"), money_text(owed.overdue)))
