"""How old open complaints are: working days since the receipt by priority; a figure leads to its complaints."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QPushButton, QWidget

from app.i18n import N_
from app.i18n import gettext_text as _
from app.services.complaint_board import PRIORITIES, AgeBand
from app.ui.kit.layouts import clear, column
from app.ui.kit.widgets import Card, PlainLabel, link_button, name_it

_HEADS = {"P1": N_("P1 urgent"), "P2": N_("P2 high"), "P3": N_("P3 medium"), "P4": N_("P4 low"), "": N_("Without priority")}
Choose = Callable[[AgeBand, str | None], None]
"""a band, and a priority (None: all of them)"""


class AgeingView(QWidget):
    """``choose(band, priority)`` is called with the figure that was pressed."""

    def __init__(self, choose: Choose) -> None:
        super().__init__()
        self._choose, self._bands = choose, ()  # type: tuple[Choose, tuple[AgeBand, ...]]
        self.heading, self.hint = PlainLabel("", "section"), PlainLabel("", "secondary", wrap=True)
        self.buttons: dict[tuple[int, str | None], QPushButton] = {}
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(28)
        self._grid.setVerticalSpacing(10)
        card = Card()
        card.body.addLayout(self._grid)
        self.setLayout(column(self.heading, self.hint, 4, card, None, margins=(20, 12, 20, 12)))

    def show_bands(self, bands: tuple[AgeBand, ...]) -> None:
        """Show these figures."""
        self._bands = bands
        self.retranslate()

    def retranslate(self) -> None:
        """Words in the language in force."""
        self.heading.setText(_("Age of open complaints"))
        self.hint.setText(_("Working days since the receipt. Choose a figure to see its complaints."))
        clear(self._grid)
        self.buttons = {}
        columns = [key for key in (*PRIORITIES, "") if key or any("" in band.counts for band in self._bands)]
        for place, key in enumerate(columns, 1):
            self._put(PlainLabel(_(_HEADS[key]), "label"), 0, place)
        self._put(PlainLabel(_("Total"), "label"), 0, len(columns) + 1)
        for line, band in enumerate(self._bands, 1):
            self._grid.addWidget(PlainLabel(band_words(band), "strong"), line, 0)
            for place, key in enumerate(columns, 1):
                self._put(self._figure(line - 1, band, key, band.counts.get(key, 0)), line, place)
            self._put(self._figure(line - 1, band, None, sum(band.counts.values())), line, len(columns) + 1)
        self._put_totals(columns, len(self._bands) + 1)

    def _put_totals(self, columns: list[str], line: int) -> None:
        self._grid.addWidget(PlainLabel(_("Total"), "label"), line, 0)
        sums = [sum(band.counts.get(key, 0) for band in self._bands) for key in columns]
        for place, count in enumerate([*sums, sum(sums)], 1):
            self._put(PlainLabel(f"{count:,}", "strong"), line, place)

    def _put(self, widget: QWidget, line: int, place: int) -> None:
        self._grid.addWidget(widget, line, place, Qt.AlignmentFlag.AlignRight)

    def _figure(self, line: int, band: AgeBand, key: str | None, count: int) -> QWidget:
        if not count:
            return PlainLabel("0", "secondary")
        button = link_button(f"{count:,}", lambda: self._choose(band, key))
        said = _("Total") if key is None else _(_HEADS[key])
        name_it(button, f"{band_words(band)}, {said}: {count:,}", f"complaints.age.{line}.{key if key is not None else 'all'}")
        self.buttons[line, key] = button
        return button


def band_words(band: AgeBand) -> str:
    """``4–7 working days``, ``more than 15 working days``."""
    low, high = band.days
    if high is None:
        return _("more than {count} working days").format(count=low - 1)
    return _("{low}–{high} working days").format(low=low, high=high)
