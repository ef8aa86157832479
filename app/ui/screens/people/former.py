"""Who worked at a customer before: folded away until somebody asks."""

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QSizePolicy, QToolButton, QWidget

from app.formats import DASH
from app.i18n import N_, ngettext_text
from app.services.people_chain import Former
from app.ui.kit.delegates import ROW, Cell
from app.ui.kit.icons import put
from app.ui.kit.layouts import column
from app.ui.lists.grid import HEADER
from app.ui.lists.rows import RowsView

HEADERS = (N_("Full name"), N_("Was"), N_("Until"), N_("Now at"))
_MOST = 5


class FormerPeople(QWidget):
    """``opened(id)`` for one of them; hidden where nobody left."""

    opened = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._people: tuple[Former, ...] = ()
        self.head = QToolButton()
        self.head.setObjectName("chain.former")
        self.head.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.head.setIconSize(QSize(16, 16))
        self.head.setCheckable(True)
        self.head.toggled.connect(self._fold)
        self.table = RowsView(HEADERS, "chain.former.table", N_("Former people"), widths=(96, 96, 88, 160), fitted=True)
        self.table.stand_on_ground()
        self.table.opened.connect(self.opened)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self.setLayout(column(self.head, self.table, spacing=0, margins=(0, 4, 0, 0)))
        self._fold(False)

    def show_people(self, people: Sequence[Former], _today: date) -> None:
        """Show these."""
        self._people = tuple(people)
        self.table.set_rows([_line(person) for person in people])
        self.table.setFixedHeight(HEADER + ROW * min(max(len(people), 1), _MOST) + 2)
        self.setVisible(bool(people))
        self._name()

    def _fold(self, open_: bool) -> None:
        self.table.setVisible(open_)
        put(self.head, "chevron-down" if open_ else "chevron-right", "secondary")

    def _name(self) -> None:
        count = len(self._people)
        text = ngettext_text("{count} former person", "{count} former people", count).format(count=count)
        self.head.setText(text)
        self.head.setAccessibleName(text)

    def retranslate(self) -> None:
        """Words in the new language."""
        self.table.retranslate()
        self._name()


def _line(person: Former) -> tuple[object, tuple[Cell, ...]]:
    return person.id, (
        Cell(person.name),
        Cell(person.title, ink="secondary"),
        Cell(person.until.isoformat() if person.until else DASH, ink="secondary"),
        Cell(person.now or DASH),
    )
