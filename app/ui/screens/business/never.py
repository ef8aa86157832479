"""Applications to serve a customer no longer, in the window: two signatures, one after the other, and the way back (F-12)."""

from dataclasses import replace
from typing import Any

from app.analysis import never_moves as moves
from app.formats import day_text
from app.i18n import N_
from app.i18n import gettext_text as _
from app.services import never_serves
from app.services.trade_view import TradeView
from app.ui.records.step_record import StepRecord
from app.ui.records.stepped import Stepped, View
from app.ui.screens.business.layout_plans import NEVER
from app.ui.screens.business.record import TradeRecord
from app.ui.screens.business.screens import TradeScreen


class NeverRecord(TradeRecord):
    """One application with its next signature."""

    def stepped(self) -> Stepped:
        """With the moves of an application."""
        return replace(super().stepped(), asked=never_serves.asked, take=never_serves.take, moves=moves.allowed)

    def show_head(self, view: TradeView) -> None:
        """The same; what was decided is written by the steps, and what was applied for stays once somebody has signed."""
        super().show_head(view)
        for key in self.form.whole_values():
            editor = self.form.shown(key)
            if editor is not None:
                editor.widget.setEnabled(view.values["state"] == moves.APPLIED and key in never_serves.APPLIED)

    def _show_next(self, view: View) -> None:
        StepRecord._show_next(self, view)

    def next_words(self, view: Any) -> tuple[Any, str]:
        """When it is looked at again, and since when it holds."""
        values = view.values
        if values["state"] != moves.APPROVED:
            return None, _("Two signatures: the director's, then the general manager's.")
        return values["review_on"], _("in force since {day}").format(day=day_text(values["effective_on"]))


class NeverServeScreen(TradeScreen):
    """The place of applications to serve a customer no longer."""

    key, title, kind = "never_serves", N_("Never serve"), NEVER

    def make_record(self) -> TradeRecord:
        """The record with its steps."""
        return NeverRecord(self.context, self.kind)
