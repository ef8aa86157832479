"""How complaints are shown: as a list, as a board, by age. Three chips, remembered on this machine."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from app.i18n import N_
from app.i18n import gettext_text as _
from app.ui.kit.layouts import keep_room, row
from app.ui.kit.widgets import Chip
from app.ui.preferences import Preferences

LIST, BOARD, AGES = "list", "board", "ages"
_WORDS = {LIST: N_("List"), BOARD: N_("Board"), AGES: N_("Ages")}
_KEPT = "complaints.way"


class ShownAs(QWidget):
    """The row above: the chips, and the filters of the list beside them. ``chosen(way)`` when a chip was pressed; ``set_way``
    marks one."""

    chosen = Signal(str)

    def __init__(self, preferences: Preferences, filters: QWidget) -> None:
        super().__init__()
        self._preferences, self._filters = preferences, filters
        kept = preferences.get(_KEPT, LIST)
        self.way: str = kept if kept in _WORDS else LIST
        self.chips = {key: Chip("", checkable=True) for key in _WORDS}
        for key, chip in self.chips.items():
            chip.setObjectName(f"complaints.as_{key}")
            chip.clicked.connect(lambda _checked=False, key=key: self.chosen.emit(key))
        keep_room(filters)
        ways = row(*self.chips.values(), spacing=4, margins=(20, 0, 0, 10))
        whole = row(ways, filters, spacing=0)
        whole.setStretch(1, 1)
        self.setLayout(whole)
        self.set_way(self.way)

    def set_way(self, way: str) -> None:
        """This way is shown now."""
        self.way = way
        self._preferences.set(_KEPT, way)
        self._filters.setVisible(way == LIST)
        for key, chip in self.chips.items():
            chip.setChecked(key == way)

    def retranslate(self) -> None:
        """Words in the language in force."""
        for key, chip in self.chips.items():
            chip.set_label(_(_WORDS[key]))
