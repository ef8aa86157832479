"""The bare table under every list: row heights, header, keys, columns that fit, and a signal when it has painted."""

from collections.abc import Iterable, Mapping, Sequence, Set
from math import ceil

from PySide6.QtCore import QItemSelection, QModelIndex, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView

from app.ui.kit.delegates import ROW, RowDelegate
from app.ui.lists.grid_header import HEIGHT, GridHeader

HEADER = HEIGHT
LEAST = 80
_LEAST_SHARE = 0.62


class Grid(QTableView):
    """``painted`` follows each paint, ``activated`` (of Qt) Enter and double click, ``asked_for_all`` Ctrl+A: whoever hears it
    says in ``later`` whether rows are still to come."""

    painted = Signal()
    resized = Signal()
    asked_for_all = Signal()

    def __init__(self, height: int = ROW) -> None:
        super().__init__()
        self._delegate = RowDelegate(height)
        self._wished: list[int] = []
        self.elastic: frozenset[int] = frozenset()
        self.least = LEAST
        self.fitting = self.whole = self.later = False
        self.gives_way = True
        self.setItemDelegate(self._delegate)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setCornerButtonEnabled(False)
        self.setTabKeyNavigation(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self._set_headers(height)

    def _set_headers(self, height: int) -> None:
        rows, columns = self.verticalHeader(), GridHeader(self)
        self._columns = columns
        self.setHorizontalHeader(columns)
        rows.hide()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setMinimumSectionSize(height)
        rows.setDefaultSectionSize(height)
        columns.sectionResized.connect(self._resized_by_hand)

    def stand_on_ground(self) -> None:
        """Look like a part of the record around it, not like a sheet of its own."""
        self.setProperty("kind", "ground")
        self._columns.ground = "ground"

    def wish(self, widths: Sequence[int]) -> None:
        """How wide the columns would like to be; they are fitted into the view."""
        self._wished = list(widths)
        self.fit()

    def wished(self) -> list[int]:
        """The widths before they were fitted."""
        return list(self._wished)

    def grow(self, needed: Mapping[int, int]) -> None:
        """Let columns that give no way be as wide as what they hold needs; never narrower again."""
        grown = [max(width, needed.get(place, 0)) for place, width in enumerate(self._wished)]
        if grown != self._wished:
            self.wish(grown)

    def leave_out(self, places: Iterable[int]) -> None:
        """Show all columns but these. It is not the person's doing, so nothing of it is kept."""
        header, hidden = self.horizontalHeader(), frozenset(places)
        self.fitting = True
        for place in range(header.count()):
            header.setSectionHidden(place, place in hidden)
        self.fitting = False
        self.fit()

    def bring(self, index: QModelIndex) -> None:
        """Scroll to a row: into the middle where it is out of sight, so that it isn't the last one, under a toast."""
        place, hints = self.visualRect(index), QAbstractItemView.ScrollHint
        seen = place.top() >= 0 and place.bottom() <= self.viewport().height()
        self.scrollTo(index, hints.EnsureVisible if seen else hints.PositionAtCenter)

    def rigid(self) -> list[int]:
        """The columns that neither take what is left nor give way first."""
        elastic = self.elastic or {0}
        return [place for place in range(len(self._wished)) if place not in elastic]

    def fit(self) -> None:
        """Fit the columns into the view: what is left goes to the elastic ones; where room lacks they give way first, then
        all a little (not where the person chose them: ``gives_way``); below that the view scrolls. Without elastic columns
        the first one is it."""
        header, room = self.horizontalHeader(), self.viewport().width()
        shown = [place for place in range(min(header.count(), len(self._wished))) if not header.isSectionHidden(place)]
        elastic = self.elastic & set(shown) or {header.logicalIndex(0)}
        widths = _fitted({place: self._wished[place] for place in shown}, room, elastic, self.least)
        widths = _given_way(widths, room) if self.gives_way else widths
        self.fitting = True
        for place, width in widths.items():
            header.resizeSection(place, width)
        self.fitting = False

    def _resized_by_hand(self, section: int, _before: int, width: int) -> None:
        if not self.fitting and section < len(self._wished):
            self._wished[section] = width

    def selectAll(self) -> None:
        """Mark everything the list finds; while it is being looked for, as soon as it is found."""
        self.asked_for_all.emit()
        if not self.later:
            self.mark_all()

    def mark_all(self) -> None:
        """Mark everything that the rows here are of, also what is not here yet (``whole``, until something is taken out)."""
        self.whole = True
        super().selectAll()

    def selectionChanged(self, selected: QItemSelection, deselected: QItemSelection) -> None:
        self.whole = self.whole and deselected.isEmpty()
        super().selectionChanged(selected, deselected)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self.activated.emit(QModelIndex(self.currentIndex()))
            return
        super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Coming here chooses nothing; Qt would make the first row the current one without marking it."""
        if self.currentIndex().isValid():
            super().focusInEvent(event)
        else:
            self.viewport().update()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        self.painted.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit()
        self.resized.emit()


def _fitted(wished: Mapping[int, int], room: int, elastic: Set[int], least: int) -> dict[int, int]:
    widths = dict(wished)
    spare = room - sum(widths.values())
    soft = [place for place in widths if place in elastic]
    if spare >= 0:
        return _shared(widths, soft, spare)
    return _lessened(widths, {place: min(least, widths[place]) for place in soft}, -spare)


def _given_way(widths: dict[int, int], room: int) -> dict[int, int]:
    return _lessened(widths, {place: round(width * _LEAST_SHARE) for place, width in widths.items()}, sum(widths.values()) - room)


def _shared(widths: dict[int, int], places: Sequence[int], spare: int) -> dict[int, int]:
    whole = sum(widths[place] for place in places) or 1
    return {place: width + (spare * width // whole if place in places else 0) for place, width in widths.items()}


def _lessened(widths: dict[int, int], floors: Mapping[int, int], over: int) -> dict[int, int]:
    """Take ``over`` pixels from the columns that have a floor, from none more than down to it."""
    bears = {place: max(0, widths[place] - floor) for place, floor in floors.items()}
    whole = sum(bears.values())
    if over <= 0 or not whole:
        return widths
    part = min(1.0, over / whole)
    return {place: width - ceil(bears.get(place, 0) * part) for place, width in widths.items()}
