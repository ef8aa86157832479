"""A small table whose rows are all there: histories, previews, parts of a record.

``RowsView(headers, name, label)``: ``set_rows([(key, (Cell, …)), …])``, ``opened(key)``; ``headers`` and ``label``, which a
screen reader says, are msgids, ``right`` the places of columns aligned to the right, ``widths`` their widths, ``elastic`` those
that take what is left and give way first, down to ``least`` pixels. It is as high as its rows where ``fitted``.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal

from app.i18n import gettext_text as _
from app.ui.kit.delegates import ROW, Cell
from app.ui.kit.widgets import name_it, plain_tip
from app.ui.lists.grid import HEADER, LEAST, Grid
from app.ui.lists.measure import width_of

Line = tuple[Any, Sequence[Cell]]
Index = QModelIndex | QPersistentModelIndex
_DISPLAY = int(Qt.ItemDataRole.DisplayRole)
_TIP = int(Qt.ItemDataRole.ToolTipRole)
_ALIGN = int(Qt.ItemDataRole.TextAlignmentRole)


class RowsModel(QAbstractTableModel):
    """Lines of cells."""

    def __init__(self, headers: Sequence[str], right: Sequence[int]) -> None:
        super().__init__()
        self._headers, self._right = tuple(headers), frozenset(right)
        self.lines: list[Line] = []

    def set_lines(self, lines: Sequence[Line]) -> None:
        """Show other lines."""
        self.beginResetModel()
        self.lines = list(lines)
        self.endResetModel()

    def cell(self, row: int, column: int) -> Cell | None:
        """What a place shows."""
        return self.lines[row][1][column]

    def right(self, column: int) -> bool:
        """Whether a column is aligned to the right."""
        return column in self._right

    def shown_cells(self, column: int) -> Iterator[Cell]:
        """What a column holds in its first lines."""
        return (cells[column] for _key, cells in self.lines[:100])

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.lines)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._headers)

    def data(self, index: Index, role: int = _DISPLAY) -> Any:
        if role in (_DISPLAY, _TIP):
            cell = self.lines[index.row()][1][index.column()]
            return cell.text if role == _DISPLAY else plain_tip(cell.tip) or None
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _DISPLAY) -> Any:
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role == _DISPLAY:
            return _(self._headers[section])
        side = Qt.AlignmentFlag.AlignRight if section in self._right else Qt.AlignmentFlag.AlignLeft
        return int(side | Qt.AlignmentFlag.AlignVCenter) if role == _ALIGN else None


class RowsView(Grid):
    """A table of lines that are all there."""

    opened = Signal(object)

    def __init__(
        self,
        headers: Sequence[str],
        name: str,
        label: str,
        right: Sequence[int] = (),
        widths: Sequence[int] = (),
        fitted: bool = False,
        elastic: Sequence[int] = (),
        least: int = LEAST,
    ) -> None:
        super().__init__()
        self._label = label
        name_it(self, _(label), name)
        self._fitted = fitted
        self.rows = RowsModel(headers, right)
        self.setModel(self.rows)
        self.elastic, self.least = frozenset(elastic), least
        self.wish([*widths, *[110] * (len(headers) - len(widths))])
        self.activated.connect(lambda index: self.opened.emit(self.rows.lines[index.row()][0]))

    def set_rows(self, lines: Sequence[Line]) -> None:
        """Show these lines: (key, cells)."""
        self.rows.set_lines(lines)
        if self._fitted:
            self.setFixedHeight(HEADER + ROW * max(len(lines), 1) + 2)
        self._measure()

    def _measure(self) -> None:
        names = [str(self.rows.headerData(place, Qt.Orientation.Horizontal)) for place in range(self.rows.columnCount())]
        self.grow({place: width_of(self.font(), names[place], self.rows.shown_cells(place)) for place in range(len(names))})

    def retranslate(self) -> None:
        """Name and headers in the new language."""
        self.setAccessibleName(_(self._label))
        self.rows.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, self.rows.columnCount() - 1)
