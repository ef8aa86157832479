"""The month's figures as one long table: sections, their tables below each other, charts between them. A figure that counts
cases is a link: click it, or press Enter on it."""

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QImage, QPixmap
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableWidget, QTableWidgetItem

from app.i18n import gettext_text as _
from app.reports.complaints_month import Figures
from app.reports.document import Cell, ChartBlock, Column, Empty, Facts, Paragraph, Table, cell_text
from app.reports.workbook import sections
from app.ui.kit.widgets import PlainLabel, name_it
from app.ui.style import colour, events

_KEY = int(Qt.ItemDataRole.UserRole)
_DPI = 110
_FIRST, _WIDEST = 240, 132
"""Pixels of the first column and of the others at most; longer texts take more lines."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """Figures with their charts as pictures (PNG), in the order of the blocks."""

    figures: Figures
    charts: Mapping[int, bytes]


def drawn(figures: Figures) -> Drawn:
    """Draw the charts; runs beside the window. Keys are ids of the chart blocks."""
    charts = {}
    for section in sections(figures.document):
        for block in section.blocks:
            if isinstance(block, ChartBlock):
                buffer = io.BytesIO()
                block.figure(block.width, block.height).savefig(buffer, format="png", dpi=_DPI)
                charts[id(block)] = buffer.getvalue()
    return Drawn(figures, charts)


class MonthTable(QTableWidget):
    """``wanted(key)`` when a figure's cases are asked for."""

    wanted = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._shown: Drawn | None = None
        self._across: list[tuple[int, int]] = []
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setWordWrap(True)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().hide()
        self.horizontalHeader().hide()
        self.activated.connect(self._opened)
        self.clicked.connect(self._opened)
        events.changed.connect(self._repaint)

    def _opened(self, index: QModelIndex) -> None:
        key = index.data(_KEY)
        if key:
            self.wanted.emit(str(key))

    def _repaint(self) -> None:
        if self._shown is not None:
            self.show_figures(self._shown)

    def show_figures(self, shown: Drawn) -> None:
        """Fill anew; the place scrolled to stays."""
        place = self.verticalScrollBar().value()
        self._shown = shown
        parts = sections(shown.figures.document)
        tables = [each for part in parts for each in _tables(part.blocks)]
        self.clear()
        self.clearSpans()
        self._across = []
        self.setRowCount(0)
        self.setColumnCount(max((len(table.columns) for table in tables), default=1))
        for part in parts:
            self._line((part.title,), bold=True, heading=True)
            for block in part.blocks:
                self._add(block, shown)
        self._fit()
        self.verticalScrollBar().setValue(place)

    def _add(self, block: object, shown: Drawn) -> None:
        if isinstance(block, ChartBlock):
            self._chart(block, shown.charts.get(id(block), b""))
            if block.table is not None:
                self._table(block.table, shown.figures.behind)
        elif isinstance(block, Table):
            self._table(block, shown.figures.behind)
        elif isinstance(block, Facts):
            for label, value in block.items:
                self._line((label, cell_text(value)), spread=1)
        elif isinstance(block, Paragraph | Empty):
            self._line((block.text,), spread=0, bold=isinstance(block, Paragraph) and block.bold)

    def _table(self, table: Table, behind: Mapping[str, tuple[str, ...]]) -> None:
        if table.caption:
            self._line((table.caption,), spread=0, role="secondary")
        self._line(tuple(column.label.replace("\n", " ") for column in table.columns), role="secondary", columns=table.columns)
        rows = [*table.rows, *([table.total] if table.total is not None else [])]
        for place, cells in enumerate(rows):
            keys = table.keys[place] if place < len(table.keys) else ()
            bold = place in table.emphasis or place == len(table.rows)
            self._line(cells, bold=bold, columns=table.columns, keys=tuple(key if behind.get(key) else "" for key in keys))
        self._line(())

    def _line(
        self, cells: Sequence[Cell], *, bold: bool = False, heading: bool = False, role: str = "text", spread: int | None = None,
        columns: Sequence[Column] = (), keys: Sequence[str] = (),
    ) -> None:  # fmt: skip
        row = self.rowCount()
        self.insertRow(row)
        for place, cell in enumerate(cells):
            side = columns[place].side if place < len(columns) else "left"
            key = keys[place] if place < len(keys) else ""
            self.setItem(row, place, _item(cell_text(cell), bold or heading, side, "accent" if key else role, key))
        if heading:
            spread = 0
        if spread is not None:
            self._across.append((row, spread))

    def _chart(self, block: ChartBlock, data: bytes) -> None:
        picture = QPixmap.fromImage(QImage.fromData(data))
        if picture.isNull():
            return
        row = self.rowCount()
        self.insertRow(row)
        label = PlainLabel("")
        picture.setDevicePixelRatio(1.0)
        label.setPixmap(picture)
        name_it(label, block.alt)
        self.setSpan(row, 0, 1, max(self.columnCount(), 1))
        self.setCellWidget(row, 0, label)
        self.setRowHeight(row, picture.height() + 8)
        self._line((block.caption,), spread=0, role="secondary")

    def _fit(self) -> None:
        header = self.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        widths, across = [0] * self.columnCount(), set(self._across)
        metrics = self.fontMetrics()
        for row in range(self.rowCount()):
            for place in range(self.columnCount()):
                item = self.item(row, place)
                if item is not None and (row, place) not in across:
                    widths[place] = max(widths[place], metrics.horizontalAdvance(item.text()) + 40)
        for place, width in enumerate(widths):
            self.setColumnWidth(place, min(max(width, 64), _WIDEST if place else _FIRST))
        self._spread()
        for row in range(self.rowCount()):
            if self.cellWidget(row, 0) is None:
                self.resizeRowToContents(row)

    def _spread(self) -> None:
        """Running text goes as far as can be seen without scrolling."""
        for row, first in self._across:
            reach, count = sum(self.columnWidth(place) for place in range(first)), 0
            for place in range(first, self.columnCount()):
                reach += self.columnWidth(place)
                count += reach <= max(self.viewport().width(), 480)
            if count > 1:
                self.setSpan(row, first, 1, count)

    def retranslate(self) -> None:
        """Words in the language in force; the figures come anew with it."""
        name_it(self, _("Figures of the month"), "reports.figures.table")


def _tables(blocks: Sequence[object]) -> list[Table]:
    charts = [block.table for block in blocks if isinstance(block, ChartBlock) and block.table is not None]
    return [*(block for block in blocks if isinstance(block, Table)), *charts]


def _item(text: str, bold: bool, side: str, role: str, key: str) -> QTableWidgetItem:
    item = QTableWidgetItem(text)
    item.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable)
    sides = {"right": Qt.AlignmentFlag.AlignRight, "center": Qt.AlignmentFlag.AlignHCenter}
    item.setTextAlignment(sides.get(side, Qt.AlignmentFlag.AlignLeft) | Qt.AlignmentFlag.AlignVCenter)
    item.setForeground(colour(role))
    item.setData(_KEY, key)
    font = item.font()
    font.setBold(bold)
    font.setUnderline(bool(key))
    item.setFont(font)
    return item
