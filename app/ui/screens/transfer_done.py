"""The last page of an import: what came in, what did not, and why."""

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from app.exchange.plan_types import ImportPlan
from app.i18n import N_
from app.i18n import gettext_text as _
from app.ui.layouts import column, row
from app.ui.screens.transfer_lines import Lines, rows_view
from app.ui.screens.transfer_outcome import WORDS
from app.ui.widgets import PlainLabel, primary, quiet, relabel, secondary

_MOST = 2000


class DonePage(QWidget):
    """``show_plan(plan)``; two ways on, and ``save_asked()`` for the rows that stayed outside."""

    save_asked = Signal()

    def __init__(self, look: Callable[[], None], again: Callable[[], None]) -> None:
        super().__init__()
        self.plan: ImportPlan | None = None
        self.title, self.counts = PlainLabel("", "record"), PlainLabel("", "secondary", wrap=True)
        self.counts.setObjectName("import.result")
        self.look, self.again = primary("", look), secondary("", again)
        self.look.setObjectName("import.look")
        self.again.setObjectName("import.again")
        self.save = quiet("", self.save_asked.emit, "download")
        self.save.setObjectName("import.save_done")
        self.rows = rows_view("import.problems", N_("Rows to check"))
        ways = row(self.look, self.again, self.save, None)
        whole = column(self.title, self.counts, ways, 8, self.rows, margins=(24, 8, 24, 16), spacing=10)
        whole.setStretch(4, 1)
        whole.addStretch(0)  # takes the room while there is nothing to list
        self.setLayout(whole)

    def show_plan(self, plan: ImportPlan) -> None:
        """Say what the import did: what it was to do."""
        self.plan, result, lines = plan, plan.result(), Lines(plan)
        counts = {str(action): count for action, count in result.counts.items()}
        self.counts.setText(" · ".join(_(WORDS[key]).format(count=count) for key, count in counts.items() if count))
        self.save.setVisible(bool(counts["refused"] + counts["duplicates"]))
        self.rows.setVisible(bool(result.problems))
        self.rows.set_rows([lines.of_trouble(each) for each in result.problems[:_MOST]])
        self.look.setFocus()

    def retranslate(self) -> None:
        """Words in the language in force."""
        self.title.setText(_("The file is in."))
        relabel(self.look, _("Show the list"))
        relabel(self.again, _("Import another file"))
        relabel(self.save, _("Save rows left out"))
        self.rows.retranslate()
        if self.plan is not None:
            self.show_plan(self.plan)
