"""Settings of complaint categories: the firm's own list of codes with their words in both languages."""

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHeaderView, QTableWidget, QTableWidgetItem

from app.i18n import N_
from app.i18n import gettext_text as _
from app.services import settings
from app.services.defaults import DEFAULTS
from app.ui.context import Context
from app.ui.kit.layouts import row
from app.ui.kit.widgets import PlainLabel, primary, quiet, secondary
from app.ui.screens.settings.parts import EditedPage

COLUMNS = (("code", N_("Code")), ("zh", N_("In Chinese")), ("en", N_("In English")), ("parent", N_("Part of")))
KEY = "complaint.categories"
_STRETCH, _FIXED = QHeaderView.ResizeMode.Stretch, QHeaderView.ResizeMode.Fixed


class CategoriesPage(EditedPage):
    """A table of codes; a code in use keeps its complaints whatever its words become."""

    draft_key = "settings:categories"

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.section(_("Complaint categories"), _("Words may change at any time; complaints keep their code."))
        self.table = QTableWidget(0, len(COLUMNS))
        self.table.setObjectName("settings.categories")
        self.table.setAccessibleName(_("Complaint categories"))
        self.table.setHorizontalHeaderLabels([_(words) for _key, words in COLUMNS])
        self.table.verticalHeader().hide()
        self.table.setShowGrid(False)
        self.table.setMinimumHeight(420)
        self.table.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header = self.table.horizontalHeader()
        for place, (key, _words) in enumerate(COLUMNS):
            header.setSectionResizeMode(place, _STRETCH if key in ("zh", "en") else _FIXED)
            header.resizeSection(place, 96)
        self.problem = PlainLabel("", "error", wrap=True)
        self.body.addWidget(self.table, 1)
        self.body.addWidget(self.problem)
        keep = primary(_("Save"), self.keep_typed)
        keep.setObjectName("settings.categories.save")
        buttons = (secondary(_("Add"), self._add, "plus"), secondary(_("Remove"), self._remove))
        self.body.addLayout(row(keep, *buttons, quiet(_("Back to the defaults"), self._reset), None))

    def fill(self) -> None:
        self.context.gateway.read(settings.value, KEY, done=self.filled)

    def show_stored(self, stored: list[dict[str, str]]) -> None:
        self.table.setRowCount(0)
        for values in stored:
            self._append(values)

    def _append(self, values: dict[str, str]) -> None:
        line = self.table.rowCount()
        self.table.insertRow(line)
        for place, (key, _words) in enumerate(COLUMNS):
            self.table.setItem(line, place, QTableWidgetItem(values.get(key, "")))

    def _add(self) -> None:
        self._append({})
        self.table.setCurrentCell(self.table.rowCount() - 1, 0)
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _remove(self) -> None:
        if self.table.currentRow() >= 0:
            self.table.removeRow(self.table.currentRow())

    def typed(self) -> list[dict[str, str]]:
        """The rows as they stand, without empty ones."""
        rows = [
            {key: self._text(line, place) for place, (key, _w) in enumerate(COLUMNS)} for line in range(self.table.rowCount())
        ]
        return [values for values in rows if any(values.values())]

    def _text(self, line: int, place: int) -> str:
        item = self.table.item(line, place)
        return item.text().strip() if item else ""

    def keep_typed(self) -> None:
        rows = self.typed()
        self.problem.setText(problem_in(rows))
        if not self.problem.text():
            self.store(KEY, rows, self.fill)

    def _reset(self) -> None:
        rows: Any = DEFAULTS[KEY]
        self.show_stored(rows)
        self.keep_typed()


def problem_in(rows: list[dict[str, str]]) -> str:
    """What stands in the way of keeping these rows, as a sentence; empty when nothing does."""
    codes = [values["code"] for values in rows]
    twice = next((code for code in codes if codes.count(code) > 1), "")
    if not all(codes):
        return _("Every category needs a code.")
    if twice:
        return _("The code {code} stands there twice.").format(code=twice)
    nameless = next((values["code"] for values in rows if not values["zh"] and not values["en"]), "")
    if nameless:
        return _("The category {code} needs a word.").format(code=nameless)
    lost = next((values["parent"] for values in rows if values["parent"] and values["parent"] not in codes), "")
    return _("There is no category {code} to be part of.").format(code=lost) if lost else ""
