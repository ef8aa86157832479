"""Settings of complaint categories and causes: the firm's own lists of codes with their words in both languages."""

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHeaderView, QTableWidget, QTableWidgetItem

from app.i18n import N_
from app.i18n import gettext_text as _
from app.models.choices import CAUSE
from app.services import settings
from app.services.defaults import DEFAULTS
from app.ui.context import Context
from app.ui.kit.layouts import bring_into_view, row
from app.ui.kit.widgets import PlainLabel, primary, quiet, secondary
from app.ui.screens.settings.parts import EditedPage

COLUMNS = (("code", N_("Code")), ("zh", N_("In Chinese")), ("en", N_("In English")), ("parent", N_("Part of")))
_STRETCH, _FIXED = QHeaderView.ResizeMode.Stretch, QHeaderView.ResizeMode.Fixed


class CategoriesPage(EditedPage):
    """A table of codes; a code in use keeps its complaints whatever its words become."""

    draft_key = "settings:categories"
    key, name = "complaint.categories", "settings.categories"
    title, words = N_("Complaint categories"), N_("Words may change at any time; complaints keep their code.")

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.section(_(self.title), _(self.words))
        self.table = QTableWidget(0, len(COLUMNS))
        self.table.setObjectName(self.name)
        self.table.setAccessibleName(_(self.title))
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
        keep.setObjectName(f"{self.name}.save")
        buttons = (secondary(_("Add"), self._add, "plus"), secondary(_("Remove"), self._remove))
        self.body.addLayout(row(keep, *buttons, quiet(_("Back to the defaults"), self._reset), None))

    def fill(self) -> None:
        self.context.gateway.read(settings.value, self.key, done=self.filled)

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
        self.problem.setText(self.problem_in(rows))
        if self.problem.text():
            bring_into_view(self.problem)
        else:
            self.store(self.key, rows, self.fill)

    def problem_in(self, rows: list[dict[str, str]]) -> str:
        """What stands in the way of keeping these rows, as a sentence; empty when nothing does."""
        return problem_in(rows)

    def _reset(self) -> None:
        rows: Any = DEFAULTS[self.key]
        self.show_stored(rows)
        self.keep_typed()


class CausesPage(CategoriesPage):
    """The tree of causes: its branches are fixed (the fishbone draws them), what hangs on them is the firm's."""

    draft_key = "settings:causes"
    key, name = "complaint.causes", "settings.causes"
    title = N_("Complaint causes")
    words = N_("The branches stay, their words and what hangs on them may change; complaints keep their code.")

    def problem_in(self, rows: list[dict[str, str]]) -> str:
        """The same, and the branches are those the fishbone has."""
        branches = {choice.code for choice in CAUSE}
        lost = next((code for code in sorted(branches) if code not in {values["code"] for values in rows}), "")
        if lost:
            return _("The branch {code} belongs to the fishbone and stays.").format(code=lost)
        loose = next((values["code"] for values in rows if not values["parent"] and values["code"] not in branches), "")
        if loose:
            return _("The cause {code} belongs to one of the branches: write its code under “Part of”.").format(code=loose)
        return problem_in(rows)


def problem_in(rows: list[dict[str, str]]) -> str:
    """What stands in the way of keeping these rows, as a sentence; empty when nothing does."""
    codes = [values["code"] for values in rows]
    twice = next((code for code in codes if codes.count(code) > 1), "")
    if not all(codes):
        return _("Every line needs a code.")
    if twice:
        return _("The code {code} stands there twice.").format(code=twice)
    nameless = next((values["code"] for values in rows if not values["zh"] and not values["en"]), "")
    if nameless:
        return _("The code {code} needs a word in one of the languages.").format(code=nameless)
    lost = next((values["parent"] for values in rows if values["parent"] and values["parent"] not in codes), "")
    return _("There is no code {code} to be part of.").format(code=lost) if lost else ""
