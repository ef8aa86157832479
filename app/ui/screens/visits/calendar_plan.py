"""What stands below the form of a plan, always in sight: whether the visit repeats, the customer's credit, and what
speaks against it."""

from typing import cast

from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.ui.context import Context
from app.ui.kit.layouts import column
from app.ui.kit.saving import saves
from app.ui.screens.business.credit_note import VisitNote
from app.ui.screens.visits.calendar_warning import PlanWarning
from app.ui.screens.visits.entry import VisitEntry
from app.ui.screens.visits.series_form import Repeats


class PlanParts(QWidget):
    """Stands over the buttons of the entry; ``began()`` follows the start of another plan or record."""

    def __init__(self, context: Context, entry: VisitEntry) -> None:
        super().__init__()
        self._entry = entry
        self.warning, self.repeats = PlanWarning(context, entry.plan_form), Repeats(entry.plan_form)
        self.credit = VisitNote(context, entry.plan_form)
        self.setLayout(column(self.repeats, self.credit, self.warning, spacing=4, margins=(24, 8, 24, 0)))
        saves(self, entry.submit)
        layout = cast(QVBoxLayout, entry.layout())
        layout.insertWidget(layout.count() - 1, self)
        entry.planning, entry.planned = self.repeats.planning, self.repeats.count

    def began(self) -> None:
        """Another plan was begun: it does not repeat yet. A record needs none of this."""
        self.setVisible(self._entry.is_plan())
        self._entry.read_in_order()
        if not self._entry.is_plan():
            return
        self.repeats.reset()
        self.warning.look()
        self.credit.begin()

    def retranslate(self) -> None:
        """Words in the language in force."""
        self.repeats.retranslate()
        self.credit.retranslate()
