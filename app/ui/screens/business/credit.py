"""Credit files in the window: the marks with what follows from them, the steps from draft to approval and on."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from app.analysis import credit_moves as moves
from app.analysis.credit_score import MARGIN, PAYMENT, YEARS
from app.formats import day_text, money_text, today
from app.i18n import N_
from app.i18n import gettext_text as _
from app.services import credit_decisions
from app.services.credit_files import begun_anew
from app.services.trade_view import TradeView
from app.ui.records.step_panel import Asking
from app.ui.records.step_record import StepRecord
from app.ui.records.stepped import Stepped, View
from app.ui.screens.business.credit_panel import CreditPanel
from app.ui.screens.business.entry import TradeEntry
from app.ui.screens.business.layout_money import CREDIT
from app.ui.screens.business.record import TradeRecord
from app.ui.screens.business.screens import TradeScreen

_BY_DEALINGS = (PAYMENT, YEARS, MARGIN)


class CreditEntry(TradeEntry):
    """A new assessment: what follows from the marks stands above them."""

    def _lay_out(self) -> None:
        super()._lay_out()
        self.panel = CreditPanel(self.context, self.form, proposes=True)
        self.head.addWidget(self.panel)

    def begin(self, values: Mapping[str, Any]) -> None:
        """The same; ``anew`` says that the marks of dealings are those of an earlier file."""
        super().begin(values)
        self.panel.begin({key: values[key] for key in _BY_DEALINGS if key in values} if values.get("anew") else {})

    def retranslate(self) -> None:
        """Words in the language in force."""
        super().retranslate()
        self.hint.setText(_("Choose the customer: marks that follow from its dealings are filled in, and may be changed."))
        self.panel.retranslate()


class CreditRecord(TradeRecord):
    """One credit file with its next step."""

    def add_tabs(self) -> None:
        """What follows from the marks, above the tabs."""
        super().add_tabs()
        self.panel = CreditPanel(self.context, self.form, proposes=False)
        self.pane.below.addWidget(self.panel)

    def stepped(self) -> Stepped:
        """With the moves of a credit file."""
        return replace(super().stepped(), asked=credit_decisions.asked, take=credit_decisions.take, moves=moves.allowed)

    def show_head(self, view: TradeView) -> None:
        """The same, and what follows from the marks."""
        super().show_head(view)
        decided = view.values["state"] != moves.DRAFT
        for key in self.form.whole_values():
            editor = self.form.shown(key)
            if editor is not None and key != "notes":
                editor.widget.setEnabled(not decided)
        self.panel.begin({})

    def _show_next(self, view: View) -> None:
        values, state = view.values, view.values["state"]
        if state not in (moves.APPROVED, moves.REFUSED) or self.step is not None:
            StepRecord._show_next(self, view)
            return
        offered = list(self.of.moves(state))
        over = values["valid_until"] is not None and values["valid_until"] < today()
        words, until = _head(values)
        late = _("ran out on {day}").format(day=until) if over and state == moves.APPROVED else ""
        calm = _("valid until {day}").format(day=until) if until and not late else values["reason"] or ""
        self.pane.next.set(
            words, calm, late, _("Assess anew"), lambda: self.begin_step(moves.move("renew")),
            "" if over or len(offered) < 2 else _("More") + " ▾", lambda: self._show_others(offered[1:]),
        )  # fmt: skip

    def next_words(self, view: Any) -> tuple[Any, str]:
        """What was applied for."""
        values = view.values
        if values["state"] != moves.APPLIED:
            return None, ""
        words = _("applied for: {limit}, {days} days")
        return None, words.format(limit=money_text(values["wished_limit"]), days=values["wished_days"])

    def begin_step(self, move: Asking) -> None:
        """Assessing anew is the form of a new file that begins with this one's marks."""
        if move.code != "renew":
            super().begin_step(move)
        elif self._shown is not None:
            self.context.frame.begin(self.kind.place, {**begun_anew(self._shown.values), "anew": True})

    def retranslate(self) -> None:
        """Words in the language in force."""
        super().retranslate()
        self.panel.retranslate()


def _head(values: Mapping[str, Any]) -> tuple[str, str]:
    until = day_text(values["valid_until"]) if values["valid_until"] else ""
    if values["state"] == moves.REFUSED:
        return _("Turned down"), ""
    words = _("Approved: {limit}, {days} days")
    return words.format(limit=money_text(values["approved_limit"]), days=values["approved_days"]), until


class CreditScreen(TradeScreen):
    """The place of credit files."""

    key, title, kind = "credit_files", N_("Credit files"), CREDIT

    def make_record(self) -> TradeRecord:
        """The record with its steps."""
        return CreditRecord(self.context, self.kind)

    def make_entry(self) -> TradeEntry:
        """The form with what follows from the marks."""
        return CreditEntry(self.context, self.kind, self.stored, self.leave_entry)
