"""The tab that shows a complaint's log: every step, who took it, why; what was undone stays, struck through."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from app.analysis.complaint_states import state
from app.analysis.complaint_transitions import transition
from app.formats import moment_text
from app.i18n import gettext_text as _
from app.services.complaint_events import Entry
from app.services.complaint_view import CaseView
from app.ui.kit.layouts import clear, column
from app.ui.kit.widgets import PlainLabel, set_tip


def step_text(action: str) -> str:
    """The name of a step; those that a file brought say so."""
    return _(transition(action).label) if action.startswith("T") else _("Imported")


class LogView(QWidget):
    """Lines from the newest to the oldest: when, what, where it led, who; the reason below, over the width that is left."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("kind", "ground")
        self._grid = QGridLayout()
        self.setLayout(column(self._grid, None, margins=(24, 14, 24, 16)))
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(6)
        self._grid.setColumnStretch(2, 1)

    def show_log(self, view: CaseView) -> None:
        """Show the log of this complaint; a revocation is a mark on the line it revokes, not a line of its own."""
        clear(self._grid)
        shown = [entry for entry in reversed(view.log) if entry.revokes is None]
        for place, entry in enumerate(shown):
            self._add(place, entry, view.people.get(entry.by_id, "") if entry.by_id else "")

    def _add(self, place: int, entry: Entry, who: str) -> None:
        stays = entry.from_state == entry.to_state
        target = "" if stays else _(state(entry.to_state).label)
        for side, text in enumerate((moment_text(entry.at), step_text(entry.action), target)):
            kind = "" if side == 1 and not entry.revoked else "secondary"
            self._grid.addWidget(self._label(text, kind, entry.revoked), 2 * place, side, Qt.AlignmentFlag.AlignTop)
        mark = PlainLabel(_("undone") if entry.revoked else who, "danger" if entry.revoked else "secondary", wrap=True)
        mark.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignRight)
        set_tip(mark, who)
        self._grid.addWidget(mark, 2 * place, 3)
        if entry.reason:
            self._grid.addWidget(self._label(entry.reason, "secondary", entry.revoked), 2 * place + 1, 1, 1, 3)

    def _label(self, text: str, kind: str, struck: bool) -> PlainLabel:
        label = PlainLabel(text, kind, wrap=True, selectable=True)
        font = label.font()
        font.setStrikeOut(struck)
        label.setFont(font)
        return label

    def texts(self) -> list[str]:
        """Every text, line by line."""
        return [label.text() for label in self.findChildren(PlainLabel) if not label.isHidden()]
