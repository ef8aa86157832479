"""The model of a long list: it holds windows of rows, never the table (design "Speed").

Rows arrive asynchronously and the newest question wins: while one is under way only the latest next one is kept, so that
fast typing never builds a queue. ``data`` compares roles with int constants; the delegate reads ``cell`` directly.
"""

from collections import OrderedDict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, QTimer, Signal

from app.errors import AppError
from app.formats import local
from app.i18n import gettext_text as _
from app.models import entity_named
from app.models.fields import Field
from app.models.types import now_utc
from app.services import lists
from app.services.lists import ListQuery, Row
from app.ui.context import Context
from app.ui.kit.delegates import Cell, cell_of
from app.ui.kit.widgets import plain_tip

WINDOW = 100
FIRST = 40
"""Rows of the first answer: as many as a screen shows. The rest of their window is asked for when it comes into sight."""

KEPT = 20
AGAIN = 2000
"""Milliseconds until rows that could not be read are asked for again."""

_DISPLAY = int(Qt.ItemDataRole.DisplayRole)
_TIP = int(Qt.ItemDataRole.ToolTipRole)
_ALIGN = int(Qt.ItemDataRole.TextAlignmentRole)
_RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
_LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
_HORIZONTAL = Qt.Orientation.Horizontal
_RIGHT_KINDS = ("integer", "money", "percent", "decimal", "date", "moment")

Index = QModelIndex | QPersistentModelIndex
Decorate = Callable[[Row, Mapping[str, Any], datetime], Mapping[str, Cell]]
"""(row, its values by field key, the firm's present moment) -> cells that read otherwise than usual, by field key."""


class WindowedModel(QAbstractTableModel):
    """``arrived`` follows the first rows of a new query, ``counted`` the number of rows once it is known."""

    arrived = Signal()
    counted = Signal(int)

    def __init__(self, context: Context, query: ListQuery, decorate: Decorate | None, parent: QObject) -> None:
        super().__init__(parent)
        self._context = context
        self.query = self.shown = query
        self._decorate = decorate
        self._fields: tuple[Field, ...] = ()
        self._windows: OrderedDict[int, tuple[tuple[Row, tuple[Cell, ...]], ...]] = OrderedDict()
        self._rows = 0
        self._generation = 0
        self._asking: set[int] = set()
        self._stale: set[int] = set()
        self._wanted: set[int] = set()
        self._first_under_way = self._first_again = self._first_is_short = False
        self.loaded = False
        self.total: int | None = None
        self._fetch = QTimer(self, interval=0, singleShot=True)
        self._fetch.timeout.connect(self._ask_wanted)
        self._unanswered = self._failing = False
        self._again = QTimer(self, interval=AGAIN, singleShot=True)
        self._again.timeout.connect(self._try_again)
        self._name_columns()

    # what is asked ------------------------------------------------------------------------------------------------

    def ask(self, query: ListQuery) -> None:
        """Show another query: its first rows replace the present ones when they arrive, the count follows."""
        self.query = query
        self._generation += 1
        if self._first_under_way:
            self._first_again = True
        else:
            self._ask_first()

    def pending(self) -> bool:
        """Whether the rows of the query are still to come; what is here are those of ``shown``."""
        return self._first_under_way or self._unanswered or not self.loaded

    def _ask_first(self) -> None:
        self._first_under_way, self._first_again = True, False
        generation, query = self._generation, self.query
        self._context.gateway.read(
            lists.page, query, 0, FIRST,
            done=lambda rows: self._take_first(generation, query, rows),
            failed=self._first_failed,
        )  # fmt: skip

    def _first_failed(self, error: AppError) -> None:
        self._first_under_way, self._unanswered = False, True
        self._asking.clear()
        self._wait(error)
        if self._first_again:
            self._ask_first()

    def _wait(self, error: AppError) -> None:
        """Say once what went wrong; what is in sight a while later is asked for again, as long as it takes."""
        if not self._failing:
            self._context.frame.tell(error.sentence)
        self._failing = True
        self._again.start()

    def _try_again(self) -> None:
        if self._unanswered:
            self._ask_first()
        elif self._rows:
            self.dataChanged.emit(self.index(0, 0), self.index(self._rows - 1, self.columnCount() - 1))

    def _take_first(self, generation: int, query: ListQuery, rows: tuple[Row, ...]) -> None:
        self._first_under_way = self._unanswered = self._failing = False
        if generation != self._generation or self._first_again:
            self._ask_first()
            return
        self.beginResetModel()
        self._name_columns()
        self._windows.clear()
        self._asking.clear()
        self._stale.clear()
        self._windows[0] = self._cells(rows)
        self._rows, self.total, self.loaded, self.shown = len(rows), None, True, query
        self._first_is_short = len(rows) == FIRST
        self.endResetModel()
        self.arrived.emit()
        self._settle_count(generation, query, rows)

    def _settle_count(self, generation: int, query: ListQuery, rows: tuple[Row, ...]) -> None:
        if len(rows) < FIRST:
            self._take_count(generation, len(rows))
        else:
            self._context.gateway.read(lists.count, query, done=lambda n: self._take_count(generation, n))

    def _take_count(self, generation: int, count: int) -> None:
        if generation != self._generation:
            return
        if count > self._rows:
            self.beginInsertRows(QModelIndex(), self._rows, count - 1)
            self._rows = count
            self.endInsertRows()
        elif count < self._rows:
            self.beginRemoveRows(QModelIndex(), count, self._rows - 1)
            self._rows = count
            self.endRemoveRows()
        self.total = count
        self.counted.emit(count)

    def refresh(self) -> None:
        """Read again what is shown, keeping place and selection; rows not in sight are read when they come into it."""
        if not self.loaded or self._first_under_way:
            self.ask(self.query)
            return
        self._stale = set(self._windows)
        self._asking.clear()
        self._generation += 1
        generation = self._generation
        for number in list(self._windows)[-3:]:
            self._ask_window(number)
        self._context.gateway.read(lists.count, self.query, done=lambda n: self._take_count(generation, n))

    def _ask_wanted(self) -> None:
        for number in sorted(self._wanted)[-4:]:
            if not self._unanswered:  # else their columns are not the ones shown
                self._ask_window(number)
        self._wanted.clear()

    def _ask_window(self, number: int) -> None:
        if number in self._asking:
            return
        self._asking.add(number)
        generation = self._generation
        self._context.gateway.read(
            lists.page, self.query, number * WINDOW, WINDOW,
            done=lambda rows: self._take_window(generation, number, rows),
            failed=lambda error: self._window_failed(generation, number, error),
        )  # fmt: skip

    def _window_failed(self, generation: int, number: int, error: AppError) -> None:
        if generation == self._generation:
            self._asking.discard(number)
            self._wait(error)

    def _take_window(self, generation: int, number: int, rows: tuple[Row, ...]) -> None:
        if generation != self._generation or self._first_under_way:  # rows of columns that are not shown yet
            return
        self._asking.discard(number)
        self._stale.discard(number)
        self._failing = False
        self._first_is_short = self._first_is_short and number != 0
        self._windows[number] = self._cells(rows)
        while len(self._windows) > KEPT:
            self._windows.popitem(last=False)
        first, last = number * WINDOW, min((number + 1) * WINDOW, self._rows) - 1
        if first > last:  # the count that came meanwhile says that these rows are gone
            return
        self.dataChanged.emit(self.index(first, 0), self.index(last, self.columnCount() - 1))

    # what is shown ------------------------------------------------------------------------------------------------

    def _name_columns(self) -> None:
        entity = entity_named(self.query.entity)
        self._fields = tuple(lists.field_of(entity, key) for key in self.query.columns)

    def _cells(self, rows: tuple[Row, ...]) -> tuple[tuple[Row, tuple[Cell, ...]], ...]:
        present = local(now_utc())
        today = present.date()
        made = []
        for row in rows:
            usual = zip(self._fields, row.values, row.texts, strict=True)
            special: Mapping[str, Cell] = {}
            if self._decorate is not None:
                special = self._decorate(row, dict(zip(self.query.columns, row.values, strict=True)), present)
            made.append((row, tuple(special.get(f.key) or cell_of(f, value, text, today) for f, value, text in usual)))
        return tuple(made)

    def _entry(self, row: int) -> tuple[Row, tuple[Cell, ...]] | None:
        number, place = divmod(row, WINDOW)
        window = self._windows.get(number)
        short = number == 0 and self._first_is_short and place >= FIRST
        if window is None or number in self._stale or short:
            if number not in self._asking:
                self._wanted.add(number)
                if not self._again.isActive():
                    self._fetch.start()
            if window is None:
                return None
        else:
            self._windows.move_to_end(number)
        return window[place] if place < len(window) else None

    def cell(self, row: int, column: int) -> Cell | None:
        """What a place shows; None (and a request) where the row has not arrived."""
        entry = self._entry(row)
        return None if entry is None else entry[1][column]

    def row(self, row: int) -> Row | None:
        """The row's texts and values, if it is here."""
        entry = self._entry(row) if 0 <= row < self._rows else None
        return None if entry is None else entry[0]

    def place(self, record_id: UUID) -> int | None:
        """Where a record stands, if it is in one of the windows and these were not overtaken by a change."""
        return next((place for place, key in self.known() if key == record_id), None)

    def known(self) -> Iterator[tuple[int, UUID]]:
        """(place, record) of the rows that are here and were not overtaken by a change."""
        for number, window in self._windows.items():
            if number not in self._stale:
                yield from ((number * WINDOW + offset, row.id) for offset, (row, _cells) in enumerate(window))

    def shown_cells(self, column: int) -> Iterator[Cell]:
        """What a column holds in the window read last."""
        newest = next(reversed(self._windows.values()), ())
        return (cells[column] for _row, cells in newest)

    def field(self, column: int) -> Field:
        """The field of a column."""
        return self._fields[column]

    def right(self, column: int) -> bool:
        """Whether a column is aligned to the right."""
        return self._fields[column].kind in _RIGHT_KINDS

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else self._rows

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._fields)

    def data(self, index: Index, role: int = _DISPLAY) -> Any:
        if role == _DISPLAY:
            cell = self.cell(index.row(), index.column())
            return cell.text if cell else ""
        if role == _TIP:
            cell = self.cell(index.row(), index.column())
            return plain_tip(cell.tip) if cell and cell.tip else None
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _DISPLAY) -> Any:
        if orientation != _HORIZONTAL or section >= len(self._fields):
            return None
        if role == _DISPLAY:
            return _(self._fields[section].label)
        if role == _ALIGN:
            return _RIGHT if self.right(section) else _LEFT
        return None

    def with_sort(self, key: str, descending: bool) -> ListQuery:
        """The query in another order."""
        return replace(self.query, sort=key, descending=descending)
