"""Lists: 36 px rows, columns chosen and kept, filled in windows as they come into sight.

Interface:
- ``ListView(context, query, name="customers.list", decorate=None, menu=None, empty=None, fit=None)``
  signals ``opened(UUID)`` (Enter, double click), ``selected(UUID | None)`` (the current row), ``counted(int)``,
  ``marked(int)`` (how many rows are selected), ``found_again(UUID)`` (marked, not chosen), ``painted_first()`` (once).
  methods ``set_query(query)``, ``query()``, ``search(text, filters)``, ``refresh()``, ``select(id)``, ``neighbour(step)``,
  ``current()``, ``with_marked_ids(done)`` (ids of the selected rows, also those not loaded; Ctrl+A means the whole filter).
  ``query.columns`` are the default columns; the person's own order, widths and sort are kept in the preferences under ``name``.
  ``decorate(row, values, present)`` returns cells by field key that read otherwise than usual (see delegates.due_cell).
  ``fit`` (columns.Fit) shares the width out among the columns until the person sets them.
  ``menu(ids)`` returns the Commands of the context menu, ``many_menu(menu)`` fills it where several rows are marked; ``empty``
  is the EmptyState shown where there is nothing at all; a screen whose first view has filters says in ``asked`` whether the
  person asked for something.
- Plain rows that are all there: rows.py ``RowsView``.
"""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from uuid import UUID

from PySide6.QtCore import QItemSelectionModel, QModelIndex, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QMenu, QVBoxLayout, QWidget

from app.i18n import gettext_text as _
from app.models import entity_named
from app.services import lists
from app.services.lists import Filter, ListQuery
from app.ui.context import Context
from app.ui.kit.widgets import EmptyState, name_it
from app.ui.lists import copying
from app.ui.lists.columns import Columns, Fit
from app.ui.lists.grid import Grid
from app.ui.lists.marks import Marks
from app.ui.lists.row_menu import MenuOf, row_menu
from app.ui.lists.windows import Decorate, WindowedModel

_LOOKED_AT = 2000
"""Among how many rows a record is looked for that has not been read yet."""
_FLAGS = QItemSelectionModel.SelectionFlag
_CURRENT = _FLAGS.ClearAndSelect | _FLAGS.Rows


class ListView(QWidget):
    """A list of records of one entity."""

    opened = Signal(object)
    selected = Signal(object)
    found_again = Signal(object)
    counted = Signal(int)
    marked = Signal(int)
    painted_first = Signal()

    def __init__(
        self, context: Context, query: ListQuery, name: str, decorate: Decorate | None = None, menu: MenuOf | None = None,
        empty: EmptyState | None = None, fit: Fit | None = None,
    ) -> None:  # fmt: skip
        super().__init__()
        self.context, self._menu_of = context, menu
        self._entity, self._selecting, self._unread = query.entity, False, False
        self._wish: UUID | None = None
        self._left_at = 0
        self._links: frozenset[str] | None = None
        self.grid = Grid()
        self.columns = Columns(context.preferences, name, query, self.grid, self.set_query, fit)
        self._fill_grid(decorate)
        name_it(self.grid, _(entity_named(query.entity).plural), name)
        self.setFocusProxy(self.grid)
        self._empty = empty
        self.many_menu: Callable[[QMenu], None] | None = None
        self.asked: Callable[[], bool] = self._asked
        self._nothing = EmptyState()
        self._lay_out()
        self._connect()

    def _fill_grid(self, decorate: Decorate | None) -> None:
        self.model = WindowedModel(self.context, self.columns.restored(), decorate, self)
        # before the grid's own: rows that go away move its current row, and nobody chose the one it moves to
        self.model.rowsAboutToBeRemoved.connect(lambda: self._hold(True))
        self.grid.setModel(self.model)
        self.marks = Marks(self.context, self.grid, self.model)
        self.model.rowsRemoved.connect(lambda: self._hold(False))

    def _lay_out(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.grid)
        for state in (self._nothing, self._empty):
            if state is not None:
                state.setParent(self.grid.viewport())
                state.hide()

    def _connect(self) -> None:
        self.columns.attach(self.model)
        self.model.arrived.connect(self._show_arrived)
        self.model.counted.connect(self._show_count)
        self.model.dataChanged.connect(self._measure)
        self.model.dataChanged.connect(lambda *_places: self._follow())
        self.model.dataChanged.connect(lambda: self._current_changed(self.grid.currentIndex()) if self._unread else None)
        self.grid.painted.connect(self._painted)
        self.grid.resized.connect(self._place_empty)
        self.grid.resized.connect(self._fit)
        self.grid.activated.connect(self._open)
        self.grid.selectionModel().currentRowChanged.connect(self._current_changed)
        self.marks.changed.connect(self.marked)
        self.grid.customContextMenuRequested.connect(self._show_menu)
        self.context.gateway.changed.connect(self._data_changed)
        for keys, run in (("Ctrl+C", copying.copy_rows), ("Ctrl+Shift+C", copying.copy_cell)):
            shortcut = QShortcut(QKeySequence(keys), self.grid, context=Qt.ShortcutContext.WidgetShortcut)
            shortcut.activated.connect(partial(run, self))

    # questions ----------------------------------------------------------------------------------------------------

    def query(self) -> ListQuery:
        """What is shown."""
        return self.model.query

    def set_query(self, query: ListQuery) -> None:
        """Show something else."""
        self._wish = self.current()
        self.model.ask(query)

    def search(self, text: str, filters: tuple[Filter, ...] = ()) -> None:
        """Show what is found by the text and the filters, with the present columns and order."""
        self.set_query(replace(self.model.query, text=text, filters=filters))

    def refresh(self) -> None:
        """Read what is shown again."""
        self._wish = self._wish or self.current()
        self.model.refresh()
        self.marks.follow()

    def _data_changed(self, changes: object) -> None:
        touched = changes.entities()  # type: ignore[attr-defined]
        if self._links is None:
            fields = [self.model.field(column) for column in range(self.model.columnCount())]
            self._links = frozenset({self._entity} | {field.link for field in fields if field.link})
        if self.model.loaded and (pruned := self.columns.pruned()) is not None:
            self.set_query(pruned)
        elif self.model.loaded and self._links & touched:
            self.refresh()

    # selection ----------------------------------------------------------------------------------------------------

    def current(self) -> UUID | None:
        """The record of the current row."""
        row = self.model.row(self.grid.currentIndex().row())
        return row.id if row else None

    def select(self, record_id: UUID) -> None:
        """Make a record's row the current one as soon as it is here; a record outside the list just isn't marked."""
        if record_id != self._wish and self.marks.several():
            self.grid.clearSelection()
        place = self.model.place(record_id)
        if place is not None:
            self._wish = None
            self._mark(place, record_id)
            return
        self._wish = record_id
        if self.model.loaded:
            self.context.gateway.read(lists.ids, self.model.query, _LOOKED_AT, done=lambda found: self._found(record_id, found))

    def _found(self, record_id: UUID, found: list[UUID]) -> None:
        if self._wish != record_id:
            return
        if record_id in found and found.index(record_id) < self.model.rowCount():
            self._wish = None
            self._mark(found.index(record_id), record_id)
        elif record_id not in found and (len(found) < _LOOKED_AT or self.current() != record_id):
            self._unmark()

    def _follow(self) -> None:
        """Rows were read again: the mark goes with its record."""
        place = self.model.place(self._wish) if self._wish is not None else None
        if place is not None and self._wish is not None:
            if place < self.model.rowCount():  # else the count is still to come
                self._mark(place, self._wish)
                self._wish = None
        elif self._wish is not None and self.current() not in (None, self._wish):
            self._unmark()

    def _hold(self, held: bool) -> None:
        self._selecting = self.marks.held = held

    def _unmark(self) -> None:
        """No row is the one shown at the right any more; Ctrl+↑ and Ctrl+↓ go on from where it stood."""
        self._selecting = True
        if self.marks.several():
            self.grid.selectionModel().clearCurrentIndex()
        else:
            self.grid.selectionModel().clear()
        self._selecting = False

    def _mark(self, place: int, record_id: UUID) -> None:
        self._left_at = place
        index = self.model.index(place, max(self.grid.currentIndex().column(), 0))
        self._selecting = True
        self.grid.bring(index)
        flags = _FLAGS.NoUpdate if self.marks.several() else _CURRENT
        self.grid.selectionModel().setCurrentIndex(index, flags)
        self._selecting = False
        self.found_again.emit(record_id)

    def neighbour(self, step: int) -> None:
        """Go to the row above (-1) or below (+1)."""
        current = self.grid.currentIndex()
        place = current.row() + step if current.isValid() else self._left_at + min(step, 0)
        if 0 <= place < self.model.rowCount():
            self.grid.selectionModel().setCurrentIndex(self.model.index(place, 0), _CURRENT)

    def _current_changed(self, current: QModelIndex, *_before: QModelIndex) -> None:
        """Tell which record is the current one; where its row has not arrived yet, as soon as it has."""
        row = self.model.row(current.row())
        self._unread = row is None and current.isValid() and not self._selecting
        if row is not None and not self._selecting:
            self._wish, self._left_at = None, current.row()
            self.selected.emit(row.id)

    def _open(self, index: QModelIndex) -> None:
        row = self.model.row(index.row())
        if row is not None:
            self.opened.emit(row.id)

    def marked_count(self) -> int:
        """How many rows are selected, the ones not loaded included."""
        return self.marks.count()

    def with_marked_ids(self, done: Callable[[list[UUID]], None]) -> None:
        """Give ``done`` the ids of the selected rows, in the list's order."""
        self.marks.with_ids(done)

    # what arrives -------------------------------------------------------------------------------------------------

    def _show_arrived(self) -> None:
        self.columns.apply()
        self._measure()
        self._links, self._left_at = None, 0
        self.grid.scrollToTop()
        place = self.model.place(self._wish) if self._wish else None
        if place is not None and self._wish is not None:
            self._mark(place, self._wish)

    def _show_count(self, count: int) -> None:
        asked = self.asked()
        self._nothing.set(_("Nothing matches."), _("Change the words or take a filter away."))
        shown = self._empty if not asked and self._empty is not None else self._nothing
        for state in (self._nothing, self._empty):
            if state is not None:
                state.setVisible(count == 0 and state is shown)
        self._place_empty()
        if self._wish is not None:
            self.select(self._wish)
        self.counted.emit(count)

    def _measure(self, *_places: object) -> None:
        self.columns.measure(self.model.shown_cells)
        self._fit()

    def _fit(self) -> None:
        self.columns.fit(self.grid.viewport().width())

    def _asked(self) -> bool:
        return bool(self.model.query.text or self.model.query.filters)

    def _place_empty(self) -> None:
        for state in (self._nothing, self._empty):
            if state is not None:
                state.setGeometry(self.grid.viewport().rect())

    def _painted(self) -> None:
        if self.model.loaded:
            self.grid.painted.disconnect(self._painted)
            QTimer.singleShot(0, self, self.painted_first.emit)

    # copying and the menu -----------------------------------------------------------------------------------------

    def _show_menu(self, at: QPoint) -> None:
        index = self.grid.indexAt(at)
        row = self.model.row(index.row())
        if row is None:
            return
        menu = self.menu_for(row.id, index.column())
        menu.popup(self.grid.viewport().mapToGlobal(at))

    def menu_for(self, record_id: UUID, column: int) -> QMenu:
        """What can be done with a row, or with all marked ones."""
        return row_menu(self, self._menu_of, record_id, column)

    def retranslate(self) -> None:
        """Headers and texts in the new language, and the widths they need."""
        self.columns.forget()
        self.grid.setAccessibleName(_(entity_named(self._entity).plural))
        self.model.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, max(self.model.columnCount() - 1, 0))
        if self.model.loaded:
            self.refresh()
