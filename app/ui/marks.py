"""Which rows of a list are marked, kept by their records: what changes meanwhile moves the marks along with them.

``Marks(context, grid, model)``: ``count()``, ``ranges()``, ``with_ids(done)``, signal ``changed(int)``. Ctrl+A means everything
the list finds, also what is not loaded or not counted yet. Which records other marks stand on is read a moment after the
person set them; where that is not known when the list changes, the marks go: no other record is ever taken for one.
"""

from collections.abc import Callable, Iterable
from typing import cast
from uuid import UUID

from PySide6.QtCore import QItemSelection, QItemSelectionModel, QItemSelectionRange, QObject, QTimer, Signal

from app.services import lists
from app.ui.context import Context
from app.ui.grid import Grid
from app.ui.windows import WindowedModel

Wanted = Callable[[list[UUID]], None]
SOON = 40
"""Milliseconds: marks drawn over many rows are read once."""
_AT_HAND = 1000
_FLAGS = QItemSelectionModel.SelectionFlag
_ONLY = _FLAGS.ClearAndSelect | _FLAGS.Rows


class Marks(QObject):
    """The marks of one list."""

    changed = Signal(int)

    def __init__(self, context: Context, grid: Grid, model: WindowedModel) -> None:
        super().__init__(grid)
        self._context, self._grid, self._model = context, grid, model
        self._ids: tuple[UUID, ...] | None = ()
        self._waiting: list[Wanted] = []
        self._round = 0
        self.held = False
        self._soon = QTimer(self, interval=SOON, singleShot=True)
        self._soon.timeout.connect(self._learn)
        grid.selectionModel().selectionChanged.connect(self._chosen)
        model.rowsInserted.connect(self._grown)
        model.modelReset.connect(self._forget)

    # questions ----------------------------------------------------------------------------------------------------

    def count(self) -> int:
        """How many rows are marked, the ones not loaded included."""
        return sum(piece.height() for piece in self._pieces())

    def ranges(self) -> list[tuple[int, int]]:
        """(first, last) of the pieces of marked rows, from the top."""
        return sorted((piece.top(), piece.bottom()) for piece in self._pieces())

    def several(self) -> bool:
        """Whether more is marked than the current row."""
        ranges, row = self.ranges(), self._grid.currentIndex().row()
        return bool(ranges) and ranges != [(row, row)]

    def with_ids(self, done: Wanted) -> None:
        """Give ``done`` the marked records, in the list's order."""
        if self._grid.whole:
            self._context.gateway.read(lists.ids, self._model.query, done=done)
        elif self._ids is None:
            self._waiting.append(done)
            self._learn()
        elif self._ids:
            done(list(self._ids))

    def _pieces(self) -> list[QItemSelectionRange]:
        chosen = cast("list[QItemSelectionRange]", self._grid.selectionModel().selection())
        return [piece for piece in chosen if piece.left() == 0]

    def _places(self) -> list[int]:
        return [place for first, last in self.ranges() for place in range(first, last + 1)]

    # set by the person --------------------------------------------------------------------------------------------

    def _chosen(self) -> None:
        if not self.held:
            self._round += 1
            self._ids = self._at_hand()
            if self._ids is None and not self._grid.whole:
                self._soon.start()
        self.changed.emit(self.count())

    def _at_hand(self) -> tuple[UUID, ...] | None:
        if self.count() > _AT_HAND:
            return None
        rows = [self._model.row(place) for place in self._places()]
        return tuple(row.id for row in rows if row) if all(rows) else None

    def _learn(self) -> None:
        """Read on which records the marks stand."""
        self._soon.stop()
        places, asked = self._places(), self._round
        if places and self._ids is None:
            read = self._context.gateway.read
            read(lists.ids, self._model.query, places[-1] + 1, done=lambda found: self._learnt(asked, places, found))

    def _learnt(self, asked: int, places: list[int], found: list[UUID]) -> None:
        if asked != self._round or self._ids is not None:
            return
        if any(place < len(found) and found[place] != key for place, key in self._model.known()):
            self._drop()  # the list changed between the marking and the reading
            return
        self._ids = tuple(found[place] for place in places if place < len(found))
        waiting, self._waiting = self._waiting, []
        for done in waiting:
            done(list(self._ids))

    # kept while the list changes ----------------------------------------------------------------------------------

    def follow(self) -> None:
        """The list is read again after a change: find the marked records anew."""
        if self._grid.whole or not self.several():
            return
        if self._ids is None:
            self._drop()
            return
        self._round += 1
        asked = self._round
        self._context.gateway.read(lists.ids, self._model.query, done=lambda found: self._place(asked, found))

    def _place(self, asked: int, found: list[UUID]) -> None:
        if asked != self._round or self._ids is None:
            return
        at = {key: place for place, key in enumerate(found)}
        self._ids = tuple(sorted((key for key in self._ids if key in at), key=lambda key: at[key]))
        self._mark([at[key] for key in self._ids])

    def _mark(self, places: list[int]) -> None:
        selection, last = QItemSelection(), self._model.columnCount() - 1
        for first, end in _runs(place for place in places if place < self._model.rowCount()):
            selection.select(self._model.index(first, 0), self._model.index(end, last))
        self.held = True
        self._grid.selectionModel().select(selection, _ONLY)
        self.held = False

    def _grown(self) -> None:
        if self._grid.whole:
            self._grid.selectAll()

    def _drop(self) -> None:
        self._waiting.clear()
        self._grid.clearSelection()

    def _forget(self) -> None:
        self._round += 1
        self._ids = ()
        self._waiting.clear()
        self._grid.whole = False


def _runs(places: Iterable[int]) -> list[tuple[int, int]]:
    """Places in ascending order as (first, last) of each unbroken run."""
    runs: list[tuple[int, int]] = []
    for place in places:
        if runs and runs[-1][1] == place - 1:
            runs[-1] = (runs[-1][0], place)
        else:
            runs.append((place, place))
    return runs
