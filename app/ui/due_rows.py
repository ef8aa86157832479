"""Things to do as lines: what kind, what, with whom, when; Enter or a click opens what stands behind."""

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtCore import QModelIndex, QSize, Signal
from PySide6.QtWidgets import QHeaderView, QSizePolicy

from app.formats import local
from app.i18n import N_
from app.i18n import gettext_text as _
from app.services.today import Item
from app.ui.delegates import ROW, Cell, due_cell
from app.ui.rows import RowsView

KINDS: dict[str, tuple[str, str]] = {
    "complaint": (N_("Complaint"), "danger"), "promise": (N_("Promise"), "warning"), "visit": (N_("Visit"), "accent"),
    "follow_up": (N_("Follow-up"), "good"), "next_step": (N_("Next step"), "neutral"),
    "approach": (N_("Prospect"), "accent"),
}  # fmt: skip
_HEADERS = (N_("Kind"), N_("What"), N_("Customer"), N_("Who"), N_("Due"))
_WIDTHS = (100, 300, 200, 110, 112)


def screen_of(item: Item) -> str:
    """Where a thing to do is done."""
    if item.kind == "approach":
        return "customers"
    return "complaints" if item.kind in ("complaint", "follow_up") else "visits"


def words_of(item: Item) -> str:
    """What is to be done."""
    return item.what or (_("Approach the prospect") if item.kind == "approach" else "")


def cells(item: Item, moment: datetime) -> tuple[Cell, ...]:
    """One line."""
    word, tone = KINDS[item.kind]
    said = words_of(item)
    what = f"{said} · {item.priority}" if item.priority in ("P1", "P2") else said
    return (
        Cell(_(word), tone), Cell(what, tip=said), Cell(item.customer, "", "secondary", item.customer),
        Cell(item.who, "", "secondary"), due_cell(item.due, local(moment)),
    )  # fmt: skip


class DueRows(RowsView):
    """A table of things to do, as high as its lines, one click opens."""

    chosen = Signal(object)

    def __init__(self, name: str) -> None:
        super().__init__(_HEADERS, name, right=(4,), fitted=True)
        header = self.horizontalHeader()
        header.hide()
        header.setStretchLastSection(False)
        for column, width in enumerate(_WIDTHS):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.Stretch if column == 1 else QHeaderView.ResizeMode.Fixed)
            header.resizeSection(column, width)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.clicked.connect(self._chosen)
        self.opened.connect(self.chosen)

    def _chosen(self, index: QModelIndex) -> None:
        self.chosen.emit(self.rows.lines[index.row()][0])

    def show_items(self, items: Sequence[Item], moment: datetime) -> None:
        """Show these things to do."""
        self.set_rows([(item, cells(item, moment)) for item in items])
        self.setFixedHeight(ROW * max(len(items), 1) + 2)
        self.setVisible(bool(items))

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), self.height())

    def narrow(self, width: int) -> None:
        """Leave columns out where there is no room for them."""
        self.setColumnHidden(3, width < 800)
        self.setColumnWidth(2, _WIDTHS[2] if width >= 620 else 130)
