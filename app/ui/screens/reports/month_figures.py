"""The month's figures on the screen: choose what they are narrowed to, and open the cases behind any of them."""

from pathlib import Path
from typing import Any
from uuid import UUID

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSizePolicy, QSplitter, QWidget

from app.errors import AppError
from app.i18n import gettext_text as _
from app.i18n import language, use_language
from app.paths import documents_folder
from app.reports import complaints_month, file_name
from app.reports import report as report_named
from app.reports.complaints_month import DIMENSIONS, Figures
from app.reports.month_words import DIMENSION_NAMES
from app.reports.workbook import write_workbook
from app.services import disclosures
from app.services.lists import Filter, ListQuery
from app.ui.context import Context
from app.ui.editors.choice import CalmCombo
from app.ui.gateway import Gateway
from app.ui.guard.allowed import is_allowed
from app.ui.guard.disclosing import paper_out
from app.ui.kit import choosing
from app.ui.kit.layouts import column, row
from app.ui.kit.widgets import ElidedLabel, EmptyState, PlainLabel, icon_button, name_it, set_tip
from app.ui.lists.columns import Fit
from app.ui.lists.tables import ListView
from app.ui.screens.reports.month_table import Drawn, MonthTable, drawn

_QUERY = ListQuery("complaints", ("number", "subject", "customer_id", "state", "priority", "received_at"), "received_at")
_FIT = Fit({"number": 112, "subject": 200, "customer_id": 160, "state": 100, "priority": 56, "received_at": 92}, ("subject",),
           ("priority",), 140)  # fmt: skip


def _made(gateway: Gateway, month: str, only: dict[str, str], code: str) -> Drawn:
    with use_language(code):
        return drawn(gateway.read_now(complaints_month.figures, month, only))


class FiguresView(QWidget):
    """Filters above, the table of figures, and below it the cases of the figure that was asked for last."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context, self.month, self._asked = context, "", 0
        self.figures: Figures | None = None
        self.filters = {name: CalmCombo() for name in DIMENSIONS}
        self.labels = {name: ElidedLabel("", "label") for name in DIMENSIONS}
        self.table, self.note = MonthTable(), PlainLabel("", "secondary")
        self.nothing = EmptyState()
        self.cases = ListView(context, _QUERY, "reports.cases", None, None, self.nothing, fit=_FIT)
        self.cases.asked = lambda: False  # narrowing to a figure's cases is no wish of the person's
        self.workbook = icon_button("download", "", self.save_workbook)
        self._lay_out()
        self.table.wanted.connect(self.open_cases)
        self.cases.opened.connect(lambda found: context.frame.go("complaints", found))
        for box in self.filters.values():
            box.setMinimumWidth(72)
            box.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
            box.activated.connect(self.refresh)

    def _lay_out(self) -> None:
        asked = [_stacked(self.labels[name], self.filters[name]) for name in DIMENSIONS]
        self._below = QWidget()
        self._below.setLayout(column(self.note, self.cases, spacing=4))
        self._below.hide()
        self.halves = QSplitter(Qt.Orientation.Vertical)
        self.halves.addWidget(self.table)
        self.halves.addWidget(self._below)
        self.halves.setSizes([420, 200])
        self.halves.setChildrenCollapsible(False)
        whole = column(row(*asked, column(None, self.workbook, spacing=0), spacing=8), self.halves, spacing=8)
        whole.setStretch(1, 1)
        whole.setContentsMargins(12, 0, 20, 12)
        self.setLayout(whole)

    def show_month(self, month: str) -> None:
        """Show the figures of a month, "2026-07", as they are now."""
        if month != self.month:
            self._below.hide()
        self.month = month
        self.refresh()

    def only(self) -> dict[str, str]:
        """What the figures are narrowed to."""
        return {name: str(box.currentData()) for name, box in self.filters.items() if box.currentData()}

    def refresh(self) -> None:
        """Make the figures anew, beside the window; an older request still running is forgotten."""
        if not self.month:
            return
        self._asked += 1
        asked = self._asked
        self.context.gateway.run(
            _made, self.context.gateway, self.month, self.only(), language(),
            done=lambda found: self._arrived(asked, found), failed=lambda error: self._failed(asked, error),
        )  # fmt: skip

    def _arrived(self, asked: int, found: Drawn) -> None:
        if asked != self._asked:
            return
        self.figures = found.figures
        for name, box in self.filters.items():
            self._offer(box, found.figures.choices[name])
        self.table.show_figures(found)

    def _offer(self, box: CalmCombo, choices: tuple[tuple[str, str], ...]) -> None:
        kept = box.currentData()
        box.clear()
        box.addItem(_("All"), "")
        for key, label in choices:
            box.addItem(label, key)
        box.setCurrentIndex(max(box.findData(kept), 0))

    def _failed(self, asked: int, error: AppError) -> None:
        if asked == self._asked:
            self.context.frame.tell(error.sentence)

    def open_cases(self, key: str) -> None:
        """List the cases behind a figure; a single one is opened."""
        ids = tuple(UUID(each) for each in (self.figures.behind.get(key, ()) if self.figures is not None else ()))
        if key.startswith("id.") and ids:
            self.context.frame.go("complaints", ids[0])
            return
        self.note.setText(_("{count} behind this figure").format(count=len(ids)))
        self._below.show()
        self.cases.search("", (Filter("id", "in", ids or (UUID(int=0),)),))

    def save_workbook(self) -> None:
        """Ask where, and save the figures there: a sheet for each section."""
        if self.figures is None or not is_allowed(self.context, "export"):
            return
        start = documents_folder() / file_name(self.figures.document).replace(".pdf", ".xlsx")
        name, _filter = choosing.save_file(self, _("Save as workbook"), str(start), "Excel (*.xlsx)")
        if name:
            self.save_to(Path(name if name.lower().endswith(".xlsx") else f"{name}.xlsx"))

    def save_to(self, path: Path) -> None:
        """Write the workbook, whole or not at all."""
        if self.figures is not None:
            self.context.gateway.run(
                write_workbook, self.figures.document, path, done=lambda _report: self._saved(path),
                failed=lambda error: self.context.frame.tell(error.sentence),
            )  # fmt: skip

    def _saved(self, path: Path) -> None:
        wanted: dict[str, Any] = {"month": self.month}
        self.context.gateway.note(disclosures.note, paper_out("exported", report_named("complaints"), wanted, str(path)))
        self.context.frame.toast(_("Saved as {path}").format(path=path.name), file=path)

    def retranslate(self) -> None:
        """Words in the language in force; the figures come anew in it."""
        for name, box in self.filters.items():
            word = _(DIMENSION_NAMES[name])
            self.labels[name].setText(word)
            name_it(box, word, f"reports.only.{name}")
        name_it(self.workbook, _("Save as workbook"), "reports.workbook")
        set_tip(self.workbook, _("Save as workbook"))
        self.table.retranslate()
        self.nothing.set(_("No complaint stands behind this figure."), "")
        self.cases.retranslate()
        if self.isVisible():
            self.refresh()


def _stacked(label: PlainLabel, box: QWidget) -> QWidget:
    both = QWidget()
    both.setLayout(column(label, box, spacing=4))
    return both
