"""What stands below the form of a plan: whether the visit repeats, and what speaks against it."""

from typing import cast

from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.ui.context import Context
from app.ui.screens.visits.calendar_warning import PlanWarning
from app.ui.screens.visits.entry import VisitEntry
from app.ui.screens.visits.series_form import Repeats


class PlanParts:
    """Stands in the scrolled page of the entry's form; ``began()`` follows the start of another plan."""

    def __init__(self, context: Context, entry: VisitEntry) -> None:
        form = entry.plan_form
        self.warning, self.repeats = PlanWarning(context, form), Repeats(form)
        layout = cast(QVBoxLayout, cast(QWidget, form.parentWidget()).layout())
        for place, part in enumerate((self.warning, self.repeats), layout.indexOf(form) + 1):
            layout.insertWidget(place, part)
        entry.planning = self.repeats.planning

    def began(self) -> None:
        """Another plan was begun: it does not repeat yet."""
        self.repeats.reset()
        self.warning.look()

    def retranslate(self) -> None:
        """Words in the language in force."""
        self.repeats.retranslate()
