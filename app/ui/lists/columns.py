"""Which columns a list shows, how wide, in which order, sorted by what: chosen by the person and kept."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractItemModel, QObject, QPoint, Qt, QTimer, Signal
from PySide6.QtWidgets import QMenu

from app.i18n import N_
from app.i18n import gettext_text as _
from app.services.lists import ListQuery, listed_fields
from app.ui.forms.field_groups import fields_of_list, grouped
from app.ui.kit.delegates import Cell
from app.ui.kit.flyout import Flyout
from app.ui.lists.grid import LEAST, Grid
from app.ui.lists.measure import width_of
from app.ui.preferences import Preferences

if TYPE_CHECKING:
    from app.ui.forms.form import Layout
    from app.ui.lists.columns_panel import ColumnsPanel, Groups

WIDTHS = {
    "name": 180, "line": 160, "code": 130, "text": 220, "phone": 130, "email": 170, "url": 170, "tags": 140, "integer": 80,
    "money": 120, "percent": 80, "decimal": 90, "date": 110, "moment": 110, "flag": 70, "choice": 100, "choices": 160,
    "link": 110, "listed": 170, "birthday": 120,
}  # fmt: skip
_ASCENDING, _DESCENDING = Qt.SortOrder.AscendingOrder, Qt.SortOrder.DescendingOrder


@dataclass(frozen=True, slots=True)
class Fit:
    """How a list shares its width out: ``elastic`` columns take what is left over and give way first, down to ``least``;
    ``spare`` ones are left out of a narrow list one after the other, until the others have room."""

    widths: Mapping[str, int]
    elastic: tuple[str, ...]
    spare: tuple[str, ...] = ()
    least: int = 80


class Columns(QObject):
    """The header of one list; ``ask`` is called with the query that a choice leads to. ``touched`` follows every choice.

    What is chosen is kept for the list, or, while a saved view is in force (``show``), until it is saved with the view."""

    touched = Signal()

    def __init__(
        self, preferences: Preferences, name: str, query: ListQuery, grid: Grid, ask: Callable[[ListQuery], None],
        fit: Fit | None = None,
    ) -> None:  # fmt: skip
        super().__init__(grid)
        self._fit = fit
        self._preferences, self._key, self._default, self._ask = preferences, f"columns.{name}", query, ask
        self._grid, self._header = grid, grid.horizontalHeader()
        self._model: QAbstractItemModel | None = None
        self._query: Callable[[], ListQuery] = lambda: query
        self._applied: tuple[str, ...] = ()
        self._busy = False
        self._of_view: Mapping[str, Any] | None = None
        self._chosen: Mapping[str, Any] | None = None
        self.sections: Layout = ()
        self._saving = QTimer(self, interval=400, singleShot=True)
        self._saving.timeout.connect(self.keep)

    def restored(self) -> ListQuery:
        """The list's query as this person left it."""
        kept = self._kept()
        if kept is None:
            return self._default
        known = listed_fields(self._default)
        columns = tuple(key for key in kept.get("columns", ()) if key in known) or self._default.columns
        sort = kept.get("sort") if kept.get("sort") in known else self._default.sort
        return replace(self._default, columns=columns, sort=sort or self._default.sort, descending=bool(kept.get("descending")))

    def pruned(self) -> ListQuery | None:
        """What is shown without fields that the firm gave up meanwhile; None where all of them are still there."""
        query, known = self._query(), {"id", *listed_fields(self._default)}  # chosen records are named by their ids
        if {*query.columns, query.sort, *(wanted.field for wanted in query.filters)} <= known:
            return None
        filters = tuple(wanted for wanted in query.filters if wanted.field in known)
        return replace(self.restored(), text=query.text, filters=filters, binned=query.binned)

    def _kept(self) -> Mapping[str, Any] | None:
        """What the saved view in force says, else what was chosen for the list; None where nobody chose."""
        if self._chosen is not None:
            return self._chosen
        kept = self._preferences.get(self._key) if self._of_view is None else self._of_view
        return kept if isinstance(kept, Mapping) else None

    def show(self, state: Mapping[str, Any] | None) -> ListQuery:
        """Stand as a saved view says, or with None as was chosen for the list; returns the query that belongs to it."""
        self._saving.stop()
        self._of_view, self._applied, self._chosen = state, (), None
        self._grid.leave_out(())
        return self.restored()

    def _free(self) -> bool:
        """Whether nobody chose the columns: then they are fitted into the width there is."""
        return "columns" not in (self._kept() or {})

    def state(self) -> dict[str, Any]:
        """The order as it is now; with columns and widths where the person chose them."""
        whole = self._whole()
        chosen = self._saving.isActive() or not self._free()
        return whole if chosen else {key: whole[key] for key in ("sort", "descending")}

    def _whole(self) -> dict[str, Any]:
        query = self._query()
        widths = dict(zip(query.columns, self._grid.wished(), strict=False))
        return {"columns": list(self.shown()), "widths": widths, "sort": query.sort, "descending": query.descending}

    def attach(self, model: QAbstractItemModel) -> None:
        """Follow the header of a view whose model has a ``query``."""
        self._model = model
        self._query = lambda: model.query  # type: ignore[attr-defined]
        header = self._header
        header.setSectionsClickable(True)
        header.setSectionsMovable(True)
        header.setSortIndicatorShown(True)
        header.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        header.sectionClicked.connect(self._sort_by)
        header.sectionMoved.connect(self._changed)
        header.sectionResized.connect(self._changed)
        header.customContextMenuRequested.connect(self._show_menu)
        self.apply()

    def apply(self) -> None:
        """Set widths and the sign of the order after the columns came anew."""
        query, self._busy = self._query(), True
        if query.columns != self._applied:
            self._applied = query.columns
            self._reset_order()
            self._set_widths(query)
        place = query.columns.index(query.sort) if query.sort in query.columns else -1
        self._header.setSortIndicator(place, _DESCENDING if query.descending else _ASCENDING)
        self._busy = False

    def _reset_order(self) -> None:
        for section in range(self._header.count()):
            self._header.moveSection(self._header.visualIndex(section), section)

    def _set_widths(self, query: ListQuery) -> None:
        widths = (self._kept() or {}).get("widths", {})
        known = listed_fields(query)
        wished = {**(self._fit.widths if self._fit else {}), **widths}
        places = range(len(query.columns))
        elastic = [place for place in places if self._fit and query.columns[place] in self._fit.elastic]
        self._grid.gives_way = self._free()
        self._grid.elastic, self._grid.least = frozenset(elastic), self._fit.least if self._fit else LEAST
        self._grid.wish([self._wish(key, known[key].kind, wished) for key in query.columns])

    def _wish(self, key: str, kind: str, wished: Mapping[str, Any]) -> int:
        """What the list or the person says, else the kind's width; without ``Fit`` what the rows hold settles it."""
        usual = WIDTHS.get(kind, 120)
        bare = self._fit is None and self._free()
        return int(wished.get(key) or (min(usual, 64) if bare and key != self._default.columns[0] else usual))

    def fit(self, room: int) -> None:
        """Leave spare columns out of a narrow list, as long as the person hasn't chosen the columns."""
        if self._fit is None or not self._free() or not room:
            return
        columns = self._query().columns[: self._header.count()]
        spare = _left_out(dict(zip(columns, self._grid.wished(), strict=False)), self._fit, room)
        self._grid.leave_out(place for place, key in enumerate(columns) if key in spare)

    def forget(self) -> None:
        """Other words come: measure anew."""
        self._applied = ()
        self.apply()

    def measure(self, cells: Callable[[int], Iterable[Cell]]) -> None:
        """Make room for what the rows hold, as long as the person hasn't set the widths."""
        if self._free() and self._model is not None:
            names = [str(self._model.headerData(place, Qt.Orientation.Horizontal)) for place in range(self._header.count())]
            font, ordered = self._grid.font(), self._header.sortIndicatorSection()
            needed = {at: width_of(font, names[at], cells(at), at == ordered) for at in self._grid.rigid()}
            self._grid.grow(needed)

    def _changed(self, *_details: int) -> None:
        if not self._busy and not self._grid.fitting:  # fitting is not the person's choice: nothing to keep
            self._saving.start()

    def shown(self) -> tuple[str, ...]:
        """The columns as they stand from left to right."""
        columns = self._query().columns
        if columns != self._applied:  # asked for, and not arrived yet
            return columns
        count = min(self._header.count(), len(columns))
        return tuple(columns[self._header.logicalIndex(place)] for place in range(count))

    def shown_places(self) -> tuple[int, ...]:
        """The places of the columns in sight, from left to right."""
        count = min(self._header.count(), len(self._query().columns))
        order = (self._header.logicalIndex(place) for place in range(count))
        return tuple(place for place in order if not self._header.isSectionHidden(place))

    def keep(self) -> None:
        """Write down columns, widths and order, where no saved view is in force."""
        whole, self._chosen = self._whole(), None
        if self._of_view is None:
            self._preferences.set(self._key, whole)
        else:
            self._of_view = whole
        self.touched.emit()

    def _sort_by(self, section: int) -> None:
        query = self._query()
        key = query.columns[section]
        self._ask(replace(query, sort=key, descending=query.sort == key and not query.descending))
        self._saving.start()

    def choose(self, columns: tuple[str, ...]) -> None:
        """Show these columns, all of them: from now on none is left out for want of room, the list scrolls instead."""
        if columns:
            self._chosen, self._applied = {**self._whole(), "columns": list(columns)}, ()
            self._grid.leave_out(())
            self._ask(replace(self._query(), columns=columns))
            self._saving.start()

    def reset(self) -> None:
        """Back to the columns, widths and order the list came with."""
        self._saving.stop()
        self._chosen = None
        if self._of_view is None:
            self._preferences.set(self._key, None)
        else:
            self._of_view = {}
        self._applied = ()
        query = self._query()
        self._ask(replace(query, columns=self._default.columns, sort=self._default.sort, descending=self._default.descending))

    # the header's menu and the panel ------------------------------------------------------------------------------

    def groups(self) -> "Groups":
        """The columns shown in their order, then all the others as the form has them."""
        fields, shown = fields_of_list(self._default.entity), self.shown()
        labels = [(key, _(fields[key].label)) for key in shown if key in fields]
        rest = {key: field for key, field in fields.items() if key not in shown}
        return [(_("Shown"), labels), *grouped(rest, (), self.sections, N_("More fields"))]

    def open_panel(self) -> "ColumnsPanel":
        """Choose columns and their order."""
        from app.ui.lists.columns_panel import WIDTH, ColumnsPanel

        panel = ColumnsPanel(self.groups, self.choose, self.reset)
        flyout = Flyout(self._grid.window(), "columns.flyout", WIDTH)
        flyout.body.addWidget(panel)
        flyout.open_below(self._header, panel.line)
        return panel

    def menu(self, key: str) -> QMenu:
        """What can be done with a column."""
        menu, left = QMenu(self._header), tuple(each for each in self.shown() if each != key)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.addAction(_("Columns…")).triggered.connect(lambda: self.open_panel())
        hide = menu.addAction(_("Hide this column"))
        hide.setEnabled(bool(left) and bool(key))
        hide.triggered.connect(lambda: self.choose(left))
        menu.addSeparator()
        menu.addAction(_("Reset columns")).triggered.connect(self.reset)
        return menu

    def _show_menu(self, at: QPoint) -> None:
        place, columns = self._header.logicalIndexAt(at), self._query().columns
        self.menu(columns[place] if 0 <= place < len(columns) else "").popup(self._header.mapToGlobal(at))


def _left_out(wished: Mapping[str, int], fit: Fit, room: int) -> frozenset[str]:
    """The spare columns that a list this narrow has no room for."""
    needed = {key: min(width, fit.least) if key in fit.elastic else width for key, width in wished.items()}
    out: list[str] = []
    for key in (key for key in fit.spare if key in needed):
        if sum(needed.values()) <= room:
            break
        out.append(key)
        del needed[key]
    return frozenset(out)
