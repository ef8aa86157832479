"""The last page of an import: what came in, what did not, and why."""

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from app.exchange.plan_types import ImportResult, sentence
from app.i18n import N_
from app.i18n import gettext_text as _
from app.ui.delegates import Cell
from app.ui.layouts import column, row
from app.ui.rows import RowsView
from app.ui.screens.transfer_columns import column_word
from app.ui.screens.transfer_outcome import WORDS
from app.ui.widgets import PlainLabel, primary, quiet, relabel, secondary

_MOST = 2000


class DonePage(QWidget):
    """``show(result)``; two ways on, and ``save_asked()`` for the rows that stayed outside."""

    save_asked = Signal()

    def __init__(self, look: Callable[[], None], again: Callable[[], None]) -> None:
        super().__init__()
        self._result: ImportResult | None = None
        self.title, self.counts = PlainLabel("", "record"), PlainLabel("", "secondary", wrap=True)
        self.counts.setObjectName("import.result")
        self.look, self.again = primary("", look), secondary("", again)
        self.look.setObjectName("import.look")
        self.again.setObjectName("import.again")
        self.save = quiet("", self.save_asked.emit, "download")
        self.save.setObjectName("import.save_done")
        self._entity = ""
        headers = (N_("Row"), N_("Column"), N_("Why"))
        self.rows = RowsView(headers, "import.problems", N_("Refused"), right=(0,), widths=(60, 160, 400))
        ways = row(self.look, self.again, self.save, None)
        whole = column(self.title, self.counts, ways, 8, self.rows, margins=(24, 8, 24, 16), spacing=10)
        whole.setStretch(4, 1)
        whole.addStretch(0)  # takes the room while there is nothing to list
        self.setLayout(whole)

    def show_result(self, entity: str, result: ImportResult) -> None:
        """Say what the import did."""
        self._entity, self._result = entity, result
        counts = {str(action): count for action, count in result.counts.items()}
        self.counts.setText(" · ".join(_(WORDS[key]).format(count=count) for key, count in counts.items() if count))
        self.save.setVisible(bool(counts["refused"] + counts["duplicates"]))
        self.rows.setVisible(bool(result.problems))
        told = [(kind, each) for kind, part in result.parts or ((entity, result),) for each in part.problems]
        lines = [
            (Cell(str(each.row)), Cell(column_word(kind, each.field), "", "secondary"), Cell(why, tip=why))
            for kind, each, why in ((kind, each, sentence(each)) for kind, each in told[:_MOST])
        ]
        self.rows.set_rows([(place, cells) for place, cells in enumerate(lines)])
        self.look.setFocus()

    def retranslate(self) -> None:
        """Words in the language in force."""
        self.title.setText(_("The file is in."))
        relabel(self.look, _("Show the list"))
        relabel(self.again, _("Import another file"))
        relabel(self.save, _("Save rows left out"))
        self.rows.retranslate()
        if self._result is not None:
            self.show_result(self._entity, self._result)
