"""Open complaints side by side: a column for each stage or each handler, or their ages as a table."""

from collections.abc import Callable
from uuid import UUID

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QStackedWidget, QWidget

from app.analysis.complaint_states import CLOSE, OPEN, STATES
from app.analysis.workdays import Calendar
from app.formats import local
from app.i18n import N_
from app.i18n import gettext_text as _
from app.models.types import now_utc
from app.services.complaint_board import FOLLOWED, WAYS, AgeBand, BoardColumn, ageing
from app.services.lists import Filter
from app.ui.context import Context
from app.ui.kit.layouts import column, fill, row, scrolled
from app.ui.kit.widgets import Chip, EmptyState
from app.ui.lists.views import Only
from app.ui.screens.complaints.board_ageing import AgeingView, band_words
from app.ui.screens.complaints.board_cards import ColumnView
from app.ui.screens.complaints.board_ways import AGES

_STAGE, _HANDLER = "stage", "handler"
_NARROWEST = {_STAGE: 146, _HANDLER: 186}
"""Five stages, or four handlers, fit a window of 1024 pixels without scrolling."""
_OPEN_STATES = tuple(sorted(OPEN))


class Boards(QWidget):
    """``open_record(id)`` shows a complaint, ``narrow(Only)`` the complaints behind a figure as a list."""

    painted_first = Signal()

    def __init__(
        self, context: Context, open_record: Callable[[UUID], None], narrow: Callable[[Only], None], all_view: int
    ) -> None:
        super().__init__()
        self._context, self._open, self._narrow, self._all_view = context, open_record, narrow, all_view
        self._way: str = context.preferences.get("complaints.board", _STAGE)
        self._calendar, self._found = Calendar(), ()  # type: tuple[Calendar, tuple[BoardColumn, ...]]
        self.columns: list[ColumnView] = []
        self.by_stage, self.by_handler = Chip("", checkable=True), Chip("", checkable=True)
        self.empty, self.ages = EmptyState(), AgeingView(self._show_age)
        self._lay_out()
        for chip, way in ((self.by_stage, _STAGE), (self.by_handler, _HANDLER)):
            chip.setObjectName(f"complaints.board.by_{way}")
            chip.clicked.connect(lambda _checked=False, way=way: self.show_way(way))
        self.retranslate()

    def _lay_out(self) -> None:
        self._line = QHBoxLayout()
        self._line.setSpacing(12)
        self._line.setContentsMargins(20, 0, 20, 8)
        inner = QWidget()
        inner.setProperty("kind", "ground")
        inner.setLayout(self._line)
        self._area = scrolled(inner, N_("Board"))
        self._area.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self._side = row(self.by_stage, self.by_handler, None, spacing=4, margins=(20, 0, 20, 8))
        board, self._pages = QWidget(), QStackedWidget()
        layout = column(self._side, self._area, self.empty, spacing=0)
        layout.setStretch(1, 1)
        board.setLayout(layout)
        self.empty.hide()
        fill(self._pages, board, self.ages)
        self.setLayout(column(self._pages, spacing=0))

    def area(self) -> QScrollArea:
        """What the columns scroll in, from side to side."""
        return self._area

    def show_kind(self, kind: str, calendar: Calendar) -> None:
        """Show the board or the ages, as of now."""
        self._calendar = calendar
        self._pages.setCurrentIndex(1 if kind == AGES else 0)
        self.refresh()

    def show_way(self, way: str) -> None:
        """Columns by stage or by handler."""
        self._way = way
        self._context.preferences.set("complaints.board", way)
        self.refresh()

    def refresh(self) -> None:
        """Read what is shown anew."""
        self.by_stage.setChecked(self._way == _STAGE)
        self.by_handler.setChecked(self._way == _HANDLER)
        if self._pages.currentIndex():
            self._context.gateway.read(ageing, now_utc(), done=self._show_ages)
        else:
            way = self._way
            self._context.gateway.read(WAYS[way], now_utc(), done=lambda found: self._show_columns(way, found))

    def _show_ages(self, bands: tuple[AgeBand, ...]) -> None:
        self.ages.show_bands(bands)
        self.painted_first.emit()

    def _show_columns(self, way: str, found: tuple[BoardColumn, ...]) -> None:
        if way != self._way:
            return
        self._found = found
        self._make_room(len(found))
        present = local(now_utc())
        for view, each in zip(self.columns, found, strict=False):
            view.show_column(each, self._name(each), present, self._calendar)
        self._area.setVisible(bool(found))
        self.empty.setVisible(not found)
        self.painted_first.emit()

    def _make_room(self, count: int) -> None:
        """As many columns as there are; those no longer needed wait hidden."""
        while len(self.columns) < count:
            place = len(self.columns)
            view = ColumnView(place, self._open, self._show_rest)
            view.view.sideways.connect(lambda step, place=place: self._go(place, step))
            self.columns.append(view)
            self._line.addWidget(view, 1)
        for place, view in enumerate(self.columns):
            view.setMinimumWidth(_NARROWEST[self._way])
            view.setVisible(place < count)

    def _go(self, place: int, step: int) -> None:
        """The keyboard goes to the next column that has cards."""
        beyond = range(place + step, len(self._found) if step > 0 else -1, step)
        target = next((each for each in beyond if self._found[each].cards), None)
        if target is not None:
            self.columns[target].view.take_focus()
            self._area.ensureWidgetVisible(self.columns[target])

    def take_focus(self) -> None:
        """The keyboard goes to the first card."""
        first = next((view for view, found in zip(self.columns, self._found, strict=False) if found.cards), None)
        if first is not None:
            first.view.take_focus()

    def _name(self, found: BoardColumn) -> str:
        if self._way == _STAGE:
            return _("To be followed up") if found.key == CLOSE else _(found.label)
        return found.label or _("Nobody yet")

    # the complaints behind ----------------------------------------------------------------------------------------

    def _show_rest(self, found: BoardColumn) -> None:
        """All complaints of a column as a list."""
        if self._way == _HANDLER:
            named = Filter("handler_id", "in", (found.key,)) if found.key is not None else Filter("handler_id", "empty")
            filters: tuple[Filter, ...] = (Filter("state", "in", _OPEN_STATES), named)
        elif found.key == CLOSE:
            filters = (Filter("state", "in", FOLLOWED), Filter("next_due", "filled"))
        else:
            states = tuple(each.code for each in STATES if each.stage == found.key and each.code in OPEN)
            filters = (Filter("state", "in", states),)
        self._narrow(Only(self._all_view, self._name(found), filters))

    def _show_age(self, band: AgeBand, priority: str | None) -> None:
        filters = [Filter("state", "in", _OPEN_STATES)]
        if band.first is not None:
            filters.append(Filter("received_at", "from", (band.first,)))
        if band.before is not None:
            filters.append(Filter("received_at", "before", (band.before,)))
        if priority is not None:
            filters.append(Filter("priority", "in", (priority,)) if priority else Filter("priority", "empty"))
        self._narrow(Only(self._all_view, band_words(band), tuple(filters)))

    def retranslate(self) -> None:
        """Words in the language in force."""
        self.by_stage.set_label(_("By stage"))
        self.by_handler.set_label(_("By handler"))
        self.empty.set(_("No complaint is open."), _("What customers complain about stands here while it is in work."))
        self.ages.retranslate()
        if self.columns:
            self._show_columns(self._way, self._found)

