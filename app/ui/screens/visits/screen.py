"""Visits: a list or a week at the left; the visit, a new plan or a new record at the right."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QStackedWidget, QWidget

from app.formats import today
from app.i18n import N_, ngettext_text
from app.i18n import gettext_text as _
from app.services.lists import ListQuery, Row
from app.services.visit_view import VisitView, count_due, known_customer, plan_of_next_step, visit_view
from app.ui.context import Command, Context, Screen
from app.ui.kit.delegates import Cell
from app.ui.kit.layouts import column, fill, keep_room, row
from app.ui.kit.widgets import Chip, EmptyState, primary, relabel
from app.ui.lists.exporting import transfer_commands
from app.ui.lists.filters import FilterRow
from app.ui.lists.list_tools import equip
from app.ui.lists.tables import ListView
from app.ui.records.record import Split
from app.ui.screens.visits.entry import VisitEntry
from app.ui.screens.visits.layout import COLUMNS, COLUMNS_OF, DONE_VIEW, FILTERS, FIT, SORTS, VIEWS, WHOLE, cells
from app.ui.screens.visits.record import Doors, VisitRecord
from app.ui.screens.visits.week import WeekView

NOTHING, RECORD, ENTRY = 0, 1, 2
LIST, WEEK = 0, 1
_WEEK_SIZES = [760, 420]


class VisitsScreen(Screen):
    """The place of visits in the window."""

    key = "visits"
    title = N_("Visits")

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._view, self._started = -1, False
        self._list_sizes: list[int] = context.preferences.get("split.visits") or [560, 606]
        self.filters = FilterRow(context, "visits", "visits", FILTERS, VIEWS, N_("Filter by purpose, words, number"), WHOLE)
        self.first = primary("", lambda: self.record_new())
        self.nothing, self.empty = EmptyState(), EmptyState(button=self.first)
        query = ListQuery("visits", COLUMNS, "planned_on", filters=self.filters.filters())
        self.list = ListView(context, query, "visits.list", self._cells, self._menu, self.empty, fit=FIT)
        self.record = VisitRecord(context, Doors(self._record_plan, self._plan_next))
        self.bulk, self.views = equip(context, self.filters, self.list, self.key, self.record)
        self.week = WeekView(context)
        self.entry = VisitEntry(context, self._saved, self._leave_entry)
        self.as_list, self.as_week = Chip("", checkable=True), Chip("", checkable=True)
        for chip, name in ((self.as_list, "list"), (self.as_week, "week")):
            chip.setObjectName(f"visits.as_{name}")
        self._lay_out()
        self._connect()
        self.retranslate()

    def _lay_out(self) -> None:
        self.left, self.right = QStackedWidget(), QStackedWidget()
        fill(self.left, self.list, self.week)
        fill(self.right, self.nothing, self.record, self.entry)
        self.split = Split(self.left, self.right, self.context.preferences, "visits")
        keep_room(self.filters)
        ways = row(self.as_list, self.as_week, spacing=4, margins=(20, 0, 0, 10))
        top = row(ways, self.filters, spacing=0)
        top.setStretch(1, 1)
        whole = column(top, self.split, spacing=0)
        whole.setStretch(1, 1)
        self.setLayout(whole)

    def _connect(self) -> None:
        self.filters.changed.connect(lambda _text, _filters: self._search())
        self.filters.left_down.connect(self.list.setFocus)
        self.list.selected.connect(self._show_record)
        self.list.opened.connect(self._opened)
        self.list.found_again.connect(self._found_again)
        self.list.counted.connect(self._counted)
        self.list.painted_first.connect(self.ready)
        self.record.gone.connect(lambda: self._leave_entry() if self.right.currentIndex() == RECORD else None)
        self.views.left = lambda: setattr(self, "_view", -1)
        self.week.chosen.connect(self._show_record)
        self.week.opened.connect(self._opened)
        self.week.day_chosen.connect(lambda day: self.plan_new({"planned_on": day}))
        self.as_list.clicked.connect(lambda: self.show_as(LIST))
        self.as_week.clicked.connect(lambda: self.show_as(WEEK))
        self.context.gateway.changed.connect(self._changed)
        escape = QShortcut(QKeySequence("Esc"), self.record, context=Qt.ShortcutContext.WidgetWithChildrenShortcut)
        escape.activated.connect(self._narrow)

    # list and week ------------------------------------------------------------------------------------------------

    def activate(self) -> None:
        """Read what is shown."""
        if not self._started:
            self._started = True
            self.views.start()
            self.show_as(int(self.context.preferences.get("visits.way", LIST) == WEEK))
        elif self.left.currentIndex() == LIST:
            self.list.refresh()
        else:
            self.week.refresh()
        self._read_badge()

    def show_as(self, way: int) -> None:
        """Show the list or the week."""
        self.left.setCurrentIndex(way)
        self.as_list.setChecked(way == LIST)
        self.as_week.setChecked(way == WEEK)
        self.filters.setVisible(way == LIST)
        self.context.preferences.set("visits.way", way)
        self.split.setSizes(self._list_sizes if way == LIST else _WEEK_SIZES)
        self.right.setVisible(way == LIST or self.right.currentIndex() != NOTHING)
        if way == LIST:
            self._search()
        else:
            self.week.refresh()
            self.filters.set_summary("")
            self.ready.emit()

    def _search(self) -> None:
        """Ask for what the filters say; another view brings its own order and columns."""
        query, view = self.list.query(), self.filters.view()
        if view != self._view:
            sort, descending = SORTS[view]
            query = replace(query, sort=sort, descending=descending, columns=COLUMNS_OF[view])
        self._view = view
        self.list.set_query(replace(query, text=self.filters.text(), filters=self.filters.filters()))

    def _cells(self, _row: Row, values: Mapping[str, Any], _present: datetime) -> Mapping[str, Cell]:
        return {key: cell for key, cell in cells(values).items() if key in values}

    def _menu(self, ids: Sequence[UUID]) -> Sequence[Command]:
        return (Command(N_("Open"), lambda: self._opened(ids[0])),)

    def _counted(self, count: int) -> None:
        text = ngettext_text("{count} visit", "{count} visits", count).format(count=count)
        self.filters.set_summary(text)
        self.summary_changed.emit(text)

    def _changed(self, changes: Any) -> None:
        if self._started and "visits" in changes.entities():
            self._read_badge()
            if self.left.currentIndex() == WEEK:
                self.week.refresh()

    def _read_badge(self) -> None:
        self.context.gateway.read(count_due, today(), done=self.badge_changed.emit)

    # the visit ----------------------------------------------------------------------------------------------------

    def _show_record(self, visit_id: UUID | None) -> None:
        if visit_id is None:
            return
        if self.right.currentIndex() == ENTRY:
            self.entry.keep_draft()
        self.right.show()
        self.right.setCurrentIndex(RECORD)
        self.record.show_record(visit_id)

    def _found_again(self, key: UUID | None) -> None:
        """What an undo brings back is shown again where nothing else is."""
        if key is not None and self.right.currentIndex() == NOTHING:
            self._show_record(key)

    def _opened(self, visit_id: UUID) -> None:
        self._show_record(visit_id)
        self.split.full(True)
        self.record.pane.next.action.setFocus()

    def open_record(self, record_id: UUID) -> None:
        """Show this visit, whether the list holds it or not."""
        self._show_record(record_id)
        self.list.select(record_id)
        self.week.mark(record_id)

    def _narrow(self) -> None:
        if self.split.is_full():
            self.split.full(False)
            self.list.setFocus()
        elif self.left.currentIndex() == WEEK:
            self.right.hide()
            self.week.mark(None)

    def neighbour(self, step: int) -> None:
        """Go to the visit above or below."""
        self.list.neighbour(step)

    # plan and record ----------------------------------------------------------------------------------------------

    def commands(self) -> tuple[Command, ...]:
        """Recording comes first, planning second."""
        return (
            Command(N_("Record visit"), lambda: self.record_new(), "plus", "Ctrl+N"),
            Command(N_("Plan a visit"), lambda: self.plan_new(), "calendar-plus", "Ctrl+Shift+N"),
            *transfer_commands(self.context, self, self.list.query),
        )

    def begin(self, values: Mapping[str, Any]) -> None:
        """A new record for a customer, or with ``planned_on`` a new plan; ``visit_id`` records that plan, ``next_of`` plans
        the next step of that record. ``only`` (filters.Only) starts nothing: it shows what another screen counted;
        with ``open`` and ``tab`` it shows a visit's tab."""
        if "visit_id" in values:
            self._record_plan(self.context.gateway.read_now(visit_view, values["visit_id"]))
        elif "tab" in values:
            self.open_record(values["open"])
            self.record.pane.show_tab(values["tab"])
        elif "only" in values:
            self.show_as(LIST)
            self.filters.narrow(values["only"])
        elif "next_of" in values:
            self._plan_next(values["next_of"])
        elif "planned_on" in values:
            self.plan_new(values)
        else:
            self.record_new(values)

    def record_new(self, values: Mapping[str, Any] | None = None) -> None:
        """Write down a visit that was not planned."""
        given = dict(values or {})
        self._show_entry()
        self.entry.start_record(given, self._names(given))

    def plan_new(self, values: Mapping[str, Any] | None = None) -> None:
        """Plan a visit."""
        given = dict(values or {})
        self._show_entry()
        self.entry.start_plan(given, self._names(given))

    def _names(self, values: dict[str, Any]) -> dict[str, str]:
        return self.context.gateway.read_now(known_customer, values) if values else {}

    def _show_entry(self) -> None:
        self.right.show()
        self.record.form.keep_draft()
        self.right.setCurrentIndex(ENTRY)

    def _record_plan(self, view: VisitView) -> None:
        self._show_entry()
        self.entry.start_record(view.values, view.titles, view.values["id"])

    def _plan_next(self, visit_id: UUID) -> None:
        values, names = self.context.gateway.read_now(plan_of_next_step, visit_id)
        self._show_entry()
        self.entry.start_plan(values, names)

    def _saved(self, visit_id: UUID) -> None:
        """Show what was just recorded; the list as well, unless the person works along a list of plans."""
        if not self.entry.is_plan() and self.list.model.rowCount() == 0:
            self.filters.set_view(DONE_VIEW)
        self.open_record(visit_id)
        self.list.setFocus()  # not on the next step: a key too many would call a promise kept

    def _leave_entry(self) -> None:
        shown = RECORD if self.record.current() is not None else NOTHING
        self.right.setCurrentIndex(shown)
        self.right.setVisible(shown == RECORD or self.left.currentIndex() == LIST)
        self.list.setFocus()

    # the frame ----------------------------------------------------------------------------------------------------

    def show_view(self, view_id: UUID) -> None:
        """Show a saved view of the list."""
        self.show_as(LIST)
        self.views.show(view_id)

    def focus_filter(self) -> None:
        """Put the cursor into the filter box."""
        self.show_as(LIST)
        self.filters.focus()

    def keep_drafts(self) -> None:
        """Keep what is typed."""
        self.record.form.keep_draft()
        self.entry.keep_draft()

    def save(self) -> bool:
        """Save the plan, the record or the changes of a visit."""
        if self.right.currentIndex() == ENTRY:
            self.entry.submit()
            return self.right.currentIndex() != ENTRY
        return self.record.save()

    def print_current(self) -> None:
        """The blank visit record, to fill in by hand."""
        self.context.frame.begin("reports", {"report": "blank-visit"})

    def retranslate(self) -> None:
        """Every text anew."""
        relabel(self.first, _("Record visit"))
        self.as_list.set_label(_("List"))
        self.as_week.set_label(_("Week"))
        self.empty.set(_("No visits are planned."), _("Record one, or plan the next."))
        self.nothing.set(_("No visit is chosen."), _("Choose one at the left, record one, or plan one."))
        for part in (self.filters, self.list, self.week, self.record, self.entry):
            part.retranslate()
