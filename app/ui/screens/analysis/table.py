"""The table of an analysis: sorted by any column, narrowed by a few letters; a name opens its customer, a sum its records."""

from collections.abc import Sequence
from uuid import UUID

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.i18n import N_
from app.services.business.kept import undisturbed
from app.ui.kit.layouts import clear
from app.ui.lists.rows import RowsView
from app.ui.screens.analysis.shown import CODE, Column, Row, Shown, sorted_rows


class FiguresTable(QWidget):
    """``opened(customer)`` by Enter or double click, ``behind(customer, entity)`` for the records of a sum, ``chosen(Row)``."""

    opened = Signal(object)
    behind = Signal(object, str)
    chosen = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("analysis.table")
        self.columns: tuple[Column, ...] = ()
        self.all_rows: tuple[Row, ...] = ()
        self.rows: list[Row] = []
        self.grid: RowsView | None = None
        self._typed = ""
        self._owner: UUID | None = None
        self._sort: tuple[int, bool] | None = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)

    def show_rows(self, shown: Shown) -> None:
        """Show another result; the same columns keep their order."""
        if shown.columns != self.columns or self.grid is None:
            self.columns, self._sort = shown.columns, None
            self._make_grid()
        self.all_rows = shown.rows
        self._fill()

    def _make_grid(self) -> None:
        clear(self._column)
        right = [place for place, column in enumerate(self.columns) if column.right]
        widths = [column.width for column in self.columns]
        self.grid = RowsView([column.label for column in self.columns], "analysis.rows", N_("Result of the analysis"), right,
                             widths, elastic=(1 if self.columns[:1] == (CODE,) else 0,), least=150)  # fmt: skip
        self.grid.gives_way = False
        self.grid.activated.connect(self._activated)
        header = self.grid.horizontalHeader()
        header.setSectionsClickable(True)
        header.setSortIndicatorShown(True)
        header.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        header.sectionClicked.connect(self.sort_by)
        self.grid.selectionModel().currentRowChanged.connect(self._current_changed)
        self._column.addWidget(self.grid)

    def _activated(self, index: QModelIndex) -> None:
        row = self.rows[index.row()]
        if row.customer is None:
            return
        behind = self.columns[index.column()].behind
        if behind:
            self.behind.emit(row.customer, behind)
        else:
            self.opened.emit(row.customer)

    def _current_changed(self, now: QModelIndex, _before: QModelIndex) -> None:
        self.chosen.emit(self.rows[now.row()] if 0 <= now.row() < len(self.rows) else None)

    def sort_by(self, column: int) -> None:
        """Sort by a column: numbers the largest first, the other way at the second click."""
        first = self.columns[column].right
        descending = not self._sort[1] if self._sort and self._sort[0] == column else first
        self._sort = (column, descending)
        order = Qt.SortOrder.DescendingOrder if descending else Qt.SortOrder.AscendingOrder
        if self.grid is not None:
            self.grid.horizontalHeader().setSortIndicator(column, order)
        self._fill()

    def narrow(self, typed: str, owner: UUID | None) -> None:
        """Show only customers whose number or name holds these letters, and of this owner."""
        self._typed, self._owner = typed.strip().casefold(), owner
        self._fill()

    def _fits(self, row: Row) -> bool:
        if self._owner is not None and row.customer is not None and row.owner != self._owner:
            return False  # a product or an assumption is nobody's
        return not self._typed or any(self._typed in str(each).casefold() for each in row.raw[:2])

    def _fill(self) -> None:
        found: Sequence[Row] = [row for row in self.all_rows if self._fits(row)]
        self.rows = sorted_rows(found, *self._sort) if self._sort is not None else list(found)
        if self.grid is not None:
            with undisturbed():
                self.grid.set_rows([(row.customer, row.cells) for row in self.rows])
        self.chosen.emit(None)

    def choose(self, customer: UUID) -> None:
        """Mark the row of a customer (a point of the chart)."""
        place = next((place for place, row in enumerate(self.rows) if row.customer == customer), None)
        if place is not None and self.grid is not None:
            self.grid.selectRow(place)
            self.grid.bring(self.grid.rows.index(place, 0))

    def bring_up(self, customers: Sequence[UUID]) -> None:
        """Put the rows of these customers first, and mark the first of them."""
        wanted = frozenset(customers)
        self.rows.sort(key=lambda row: row.customer not in wanted)
        if self.grid is not None and self.rows:
            self.grid.set_rows([(row.customer, row.cells) for row in self.rows])
            self.grid.selectRow(0)

    def current(self) -> Row | None:
        """The row the cursor is on."""
        place = self.grid.currentIndex().row() if self.grid is not None else -1
        return self.rows[place] if 0 <= place < len(self.rows) else None

    def retranslate(self) -> None:
        """Headers in the new language; the cells come with the next result."""
        if self.grid is not None:
            self.grid.retranslate()
