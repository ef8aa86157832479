"""The Business tab of a customer: what it bought and owes, its grade and why, its orders, invoices or payments."""

from typing import Any
from uuid import UUID

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from app.formats import money_text, number_text, percent_text, today
from app.i18n import N_
from app.i18n import gettext_text as _
from app.services import customer_grades
from app.services.business.why import by_score
from app.services.business.words import BANDS
from app.services.customer_grades import CustomerGrades
from app.services.dealings import Dealings, dealings
from app.services.lists import ListQuery
from app.ui.context import Context
from app.ui.kit.layouts import column, row, scrolled
from app.ui.kit.tab_row import TabRow
from app.ui.kit.widgets import Badge, PlainLabel, link_button, literal, relabel
from app.ui.screens.analysis.parts import Facts
from app.ui.screens.customers.account_line import AccountLine
from app.ui.screens.customers.credit import CustomerCredit
from app.ui.screens.customers.dunning_line import DunningLine
from app.ui.screens.customers.grade_words import grade_words, hand_words, joined
from app.ui.screens.customers.grades import CustomerGradesPart
from app.ui.screens.customers.parts import BelongingList

ORDERS = ListQuery("orders", ("number", "ordered_on", "net", "kind", "state"), "ordered_on", True)
INVOICES = ListQuery("invoices", ("number", "issued_on", "due_on", "total", "kind"), "issued_on", True)
RECEIPTS = ListQuery("receipts", ("number", "received_on", "amount", "method"), "received_on", True)
_LISTS = (N_("Orders"), N_("Invoices"), N_("Payments received"))
_LEAST = 212
"""Pixels of a list at least: its head and five lines. Where there is less room, the tab scrolls."""
_TONES = {"gold": "gold", "silver": "silver", "ordinary": "neutral", "watch": "warning"}


Found = tuple[Dealings, CustomerGrades]


class CustomerBusiness(QWidget):
    """``load(id)`` reads the sums beside the window."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.setProperty("kind", "ground")
        self.context = context
        self._shown: UUID | None = None
        self._found: Found | None = None
        self.facts, self.badge = Facts(), Badge("", "neutral")
        self.facts.setObjectName("customers.business.facts")
        self.by_hand = PlainLabel("", "", wrap=True, selectable=True)
        self.by_hand.setObjectName("customers.business.by_hand")
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
        self.receipts = self._belonging(RECEIPTS, "receipts", (N_("New payment"), "plus"), (N_("No payments yet."), ""))
        self._lay_out()
        self.retranslate()

    def _belonging(self, query: ListQuery, place: str, add: tuple[str, str], empty: tuple[str, str]) -> BelongingList:
        return BelongingList(
            self.context, query, "customer_id", f"customers.{query.entity}", add, empty,
            lambda: self.context.frame.begin(place, {"customer_id": self._shown}), place,
        )  # fmt: skip

    def _lay_out(self) -> None:
        grade = row(self.badge, self.why_button, self.grades_button, self.analysis_button, None, spacing=12)
        top = column(self.facts, self.dunning, grade, self.by_hand, self.reasons, self.credit, self.account, spacing=8,
                     margins=(24, 12, 24, 0))  # fmt: skip
        self.rows, self.ways = QWidget(), TabRow("customers.business.lists")
        kept = (self.orders, self.invoices, self.receipts)
        for each, word in zip(kept, _LISTS, strict=True):
            self.ways.add(literal(_(word)))
            each.list.setMinimumHeight(_LEAST)
        self.ways.chosen.connect(self._show_list)
        line = row(self.ways, *(each.give_button() for each in kept), margins=(24, 8, 24, 4), spacing=8)
        line.setStretch(0, 1)
        lists = column(line, *kept, spacing=0)
        self.rows.setLayout(lists)
        inner = QWidget()
        inner.setProperty("kind", "ground")
        whole = column(top, self.grades, self.rows, spacing=0)
        whole.setStretch(2, 1)
        inner.setLayout(whole)
        self.setLayout(column(scrolled(inner), spacing=0))
        self._show_list(0)

    def _show_list(self, place: int) -> None:
        """One of the lists, with the button that adds to it."""
        for at, each in enumerate((self.orders, self.invoices, self.receipts)):
            each.setVisible(at == place)
            each.button.setVisible(at == place)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.ways.fit(max(self.width() - 220, 120))

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
        self.receipts.load(customer_id)
        gateway = self.context.gateway
        gateway.run(_read, gateway, customer_id, done=lambda found: self._arrived(customer_id, found))

    def _arrived(self, customer_id: UUID, found: Found) -> None:
        if customer_id == self._shown:
            self._show(found)

    def _show(self, found: Found | None) -> None:
        self._found = found
        done, grades = found if found is not None else (None, None)
        self.facts.show_facts(_facts(done) if done is not None else ())
        judged = done.judged if done is not None else None
        band = judged.row.score.band if judged is not None else ""
        score = judged.row.score.value.value if judged is not None else None
        words = _("{band}, {score} points").format(band=_(BANDS[band]), score=number_text(score, 1)) if band else ""
        self.badge.set(words, _TONES.get(band, "neutral"))
        self._show_by_hand(grades, words)
        self.why_button.setVisible(judged is not None)
        self.reasons.setText("\n".join(by_score(judged, None)) if judged is not None else "")

    def _show_by_hand(self, grades: CustomerGrades | None, computed: str) -> None:
        """What somebody set by hand in the main system stands in the badge; why, until when, and what was computed below."""
        hand = grades.by_hand.get(grades.main) if grades is not None and not grades.never else None
        if grades is not None and hand is not None:
            word = _("{grade}, by hand").format(grade=grade_words(grades.main, hand.value))
            self.badge.set(word, _TONES.get(grades.grade, "neutral"))
            told = _("Computed: {grade}.").format(grade=computed) if computed else ""
            self.by_hand.setText(joined(told, hand_words(grades.main, grades)))
        self.by_hand.setVisible(hand is not None)

    def toggle_why(self) -> None:
        """Say why the score is what it is, or say it no longer."""
        self._tell_why(self.reasons.isHidden())

    def _tell_why(self, told: bool) -> None:
        self.reasons.setVisible(told)

    def toggle_grades(self) -> None:
        """The grades of every system in place of the lists, or the lists again."""
        shown = self.grades.isHidden()
        if shown and self._shown is not None:
            self.grades.load(self._shown)
        self.grades.setVisible(shown)
        self.rows.setHidden(shown)
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
        self.ways.retranslate()
        for place, word in enumerate(_LISTS):
            self.ways.set_text(place, literal(_(word)))
        for part in (self.orders, self.invoices, self.receipts, self.grades, self.dunning, self.account):
            part.retranslate()
        self.credit.retranslate()
        self._show(self._found)


def _read(gateway: Any, customer_id: UUID) -> Found:
    found: Found = gateway.read_now(_both, customer_id)
    return found


def _both(session: Any, customer_id: UUID) -> Found:
    return dealings(session, customer_id, today()), customer_grades.grades_of(session, customer_id)


def _facts(found: Dealings) -> tuple[tuple[str, str], ...]:
    """The figures of twelve months, and what is open now."""
    earned, owed = found.earned, found.owed
    bought = () if earned is None else (
        (_("Net sales of 12 months"), money_text(earned.profit.net)),
        (_("Gross margin"), percent_text(earned.profit.margin.value)),
        (_("Orders"), number_text(earned.sales.orders)),
    )  # fmt: skip
    return (*bought, (_("Open amount"), money_text(owed.total)), (_("Overdue amount"), money_text(owed.overdue)))
