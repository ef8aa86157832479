"""Which rows of a list are marked, kept by their records: what changes meanwhile moves the marks along with them.

``Marks(context, grid, model)``: ``count()``, ``ranges()``, ``with_ids(done)``, signal ``changed(int)``. Ctrl+A means everything
the list finds, also what is not loaded or not counted yet; while it still looks, everything that it is going to find. Which
records other marks stand on is read a moment after the person set them; where that is not known when the list changes, the
marks go: no other record is ever taken for one.
"""

from collections.abc import Callable, Iterable
from typing import Any, cast
from uuid import UUID

from PySide6.QtCore import QItemSelection, QItemSelectionModel, QItemSelectionRange, QObject, QTimer, Signal

from app.services import lists
from app.services.lists import ListQuery
from app.ui.context import Context
from app.ui.lists.grid import Grid
from app.ui.lists.windows import WindowedModel

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
        self._beyond: list[int] = []
        self._all_of: ListQuery | None = None
        self.held = False
        self._soon = QTimer(self, interval=SOON, singleShot=True)
        self._soon.timeout.connect(self._learn)
        grid.selectionModel().selectionChanged.connect(self._chosen)
        model.rowsInserted.connect(self._grown)
        model.modelReset.connect(self._forget)
        model.arrived.connect(self._arrived)
        grid.asked_for_all.connect(self._asked_for_all)

    # questions ----------------------------------------------------------------------------------------------------

    def count(self) -> int:
        """How many records are marked, the ones not loaded included."""
        return sum(piece.height() for piece in self._pieces()) if self._ids is None or self._grid.whole else len(self._ids)

    def _rows(self) -> int:
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
            self._context.gateway.read(lists.ids, self._model.shown, done=done)
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
            self._beyond, self._all_of = [], None
            self._ids = self._at_hand()
            if self._ids is None and not self._grid.whole:
                self._soon.start()
        self.changed.emit(self.count())

    def _at_hand(self) -> tuple[UUID, ...] | None:
        if self._rows() > _AT_HAND:
            return None
        rows = [self._model.row(place) for place in self._places()]
        return tuple(row.id for row in rows if row) if all(rows) else None

    def _learn(self) -> None:
        """Read on which records the marks stand."""
        self._soon.stop()
        places, asked = self._places(), self._round
        if places and self._ids is None:
            read = self._context.gateway.read
            read(_first, self._model.shown, places[-1] + 1, done=lambda answer: self._learnt(asked, places, *answer))

    def _learnt(self, asked: int, places: list[int], found: list[UUID], count: int) -> None:
        if asked != self._round or self._ids is not None:
            return
        known = (place < len(found) and found[place] != key for place, key in self._model.known())
        if self._model.total not in (None, count) or any(known):
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
        self._context.gateway.read(lists.ids, self._model.shown, done=lambda found: self._place(asked, found))

    def _place(self, asked: int, found: list[UUID]) -> None:
        if asked != self._round or self._ids is None:
            return
        at = {key: place for place, key in enumerate(found)}
        self._ids = tuple(sorted((key for key in self._ids if key in at), key=lambda key: at[key]))
        self._mark([at[key] for key in self._ids])

    def _mark(self, places: list[int]) -> None:
        """Mark these rows and no others; those that are still to be counted as soon as they are."""
        selection, last, count = QItemSelection(), self._model.columnCount() - 1, self._model.rowCount()
        for first, end in _runs(place for place in places if place < count):
            selection.select(self._model.index(first, 0), self._model.index(end, last))
        self._beyond = places if places and places[-1] >= count else []
        self.held = True
        self._grid.selectionModel().select(selection, _ONLY)
        self.held = False
        self.changed.emit(self.count())

    def _grown(self) -> None:
        if self._grid.whole:
            self._grid.mark_all()
        elif self._beyond:
            self._mark(self._beyond)

    def _asked_for_all(self) -> None:
        """While an answer is under way everything is marked when it comes."""
        self._grid.later = self._model.pending()
        self._all_of = self._model.query if self._grid.later else None

    def _arrived(self) -> None:
        if self._all_of == self._model.shown:
            self._grid.mark_all()
        self._all_of = None

    def _drop(self) -> None:
        self._waiting.clear()
        self._grid.clearSelection()

    def _forget(self) -> None:
        self._round += 1
        self._ids, self._beyond = (), []
        self._waiting.clear()
        self._grid.whole = False


def _first(session: Any, query: ListQuery, most: int) -> tuple[list[UUID], int]:
    """The first records of a list, and how many there are: another number says that it changed meanwhile."""
    return lists.ids(session, query, most), lists.count(session, query)


def _runs(places: Iterable[int]) -> list[tuple[int, int]]:
    """Places in ascending order as (first, last) of each unbroken run."""
    runs: list[tuple[int, int]] = []
    for place in places:
        if runs and runs[-1][1] == place - 1:
            runs[-1] = (runs[-1][0], place)
        else:
            runs.append((place, place))
    return runs
