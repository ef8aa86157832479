"""Visits: a list or a calendar at the left; the visit, a new plan or a new record at the right."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from PySide6.QtWidgets import QStackedWidget, QWidget

from app.formats import today
from app.i18n import N_, ngettext_text, pgettext_text
from app.i18n import gettext_text as _
from app.services.lists import ListQuery, Row
from app.services.visit_view import VisitView, count_due, known_customer, plan_of_next_step, visit_view
from app.ui.context import Command, Context
from app.ui.kit.delegates import Cell
from app.ui.kit.layouts import fill, row
from app.ui.kit.widgets import Chip, EmptyState, primary, relabel
from app.ui.lists.exporting import transfer_commands
from app.ui.lists.filters import FilterRow
from app.ui.lists.tables import ListView
from app.ui.records.list_screen import NOTHING, RECORD, ListScreen
from app.ui.screens.visits.calendar import CalendarView
from app.ui.screens.visits.calendar_plan import PlanParts
from app.ui.screens.visits.calendar_side import Sides
from app.ui.screens.visits.calendar_words import AGENDA, DAY, MODES, MONTH, WEEK
from app.ui.screens.visits.entry import VisitEntry
from app.ui.screens.visits.layout import COLUMNS, COLUMNS_OF, DONE_VIEW, FILTERS, FIT, SORTS, VIEWS, WHOLE, cells
from app.ui.screens.visits.planner import Planner
from app.ui.screens.visits.record import Doors, VisitRecord
from app.ui.screens.visits.route import RoutePanel

LIST = "list"
WAYS = (LIST, *MODES)
"""The ways of looking at visits; the last one used comes again."""

_TOP = 44
_CALENDAR_SIZES = [760, 420]
_WAY_OF_BEFORE = {0: LIST, 1: WEEK}


class VisitsScreen(ListScreen):
    """The place of visits in the window."""

    key = "visits"
    title = N_("Visits")
    orders = SORTS
    record: VisitRecord
    entry: VisitEntry

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._list_sizes: list[int] = context.preferences.get("split.visits") or [560, 606]
        self.filters = FilterRow(context, "visits", "visits", FILTERS, VIEWS, N_("Filter by purpose, words, number"), WHOLE)
        self.first = primary("", lambda: self.record_new())
        self.empty = EmptyState(button=self.first)
        query = ListQuery("visits", COLUMNS, "planned_on", filters=self.filters.filters())
        self.list = ListView(context, query, "visits.list", self._cells, self.menu, self.empty, fit=FIT)
        self.record = VisitRecord(context, Doors(self._record_plan, self._plan_next))
        self.calendar = CalendarView(context)
        self.entry, self._back_to = VisitEntry(context, self._saved, self._given_up), ""
        self.plan_parts, self.planner = PlanParts(context, self.entry), Planner(context)
        self.route = RoutePanel(context)
        self.way, self.ways = LIST, {way: Chip("", checkable=True) for way in WAYS}
        for way, chip in self.ways.items():
            chip.setObjectName(f"visits.as_{way}")
        self.put_together()
        self._connect()

    def left_side(self) -> QWidget:
        """The list or the calendar."""
        self.left = QStackedWidget()
        fill(self.left, self.list, self.calendar)
        return self.left

    def top_side(self) -> QWidget:
        """The ways of looking before the filters."""
        top, ways = QWidget(), row(*self.ways.values(), spacing=4, margins=(20, 0, 0, 10))
        self.calendar.bar.hide()  # either it or the filters
        line = row(ways, self.calendar.bar, self.filters, spacing=0)
        line.setStretch(2, 1)
        top.setLayout(line)
        top.setMinimumHeight(_TOP)
        return top

    def _connect(self) -> None:
        self.sides = Sides(self, self.calendar, self.planner, self.route)
        self.calendar.opened.connect(self.open_wide)
        self.calendar.wanted.connect(self.plan_new)
        self.calendar.record_wanted.connect(lambda visit_id: self.begin({"visit_id": visit_id}))
        self.calendar.mode_wanted.connect(self.show_as)
        self.calendar.shown.connect(self._calendar_shown)
        for way, chip in self.ways.items():
            chip.clicked.connect(lambda _checked=False, way=way: self.show_as(way))
        self.context.gateway.changed.connect(self._changed)

    # list and calendar --------------------------------------------------------------------------------------------

    def activate(self) -> None:
        """Read what is shown."""
        if not self._started:
            self._started = True
            self.views.start()
            kept = self.context.preferences.get("visits.way", LIST)
            kept = _WAY_OF_BEFORE.get(kept, kept)
            self.show_as(kept if kept in WAYS else LIST)
        elif self.way == LIST:
            self.list.refresh()
        else:
            self.calendar.refresh()
        self._read_badge()

    def show_as(self, way: str) -> None:
        """Show the list or the calendar: one of WAYS."""
        before, self.way = self.way, way
        self.left.setCurrentIndex(int(way != LIST))
        for each, chip in self.ways.items():
            chip.setChecked(each == way)
        self.filters.setVisible(way == LIST)
        self.calendar.bar.setVisible(way != LIST)
        self.context.preferences.set("visits.way", way)
        if LIST in (way, before):
            self.split.setSizes(self._list_sizes if way == LIST else _CALENDAR_SIZES)
        self.right.setVisible(way == LIST or self.right.currentIndex() != NOTHING)
        if way == LIST:
            self.search()
        else:
            self.filters.set_summary("")
            self.calendar.show_mode(way)
            self.calendar.board().setFocus()

    def _calendar_shown(self) -> None:
        self.ready.emit()

    def search(self) -> None:
        """Another view brings its own columns too."""
        if self.filters.view() != self._view:
            self.list.set_query(replace(self.list.query(), columns=COLUMNS_OF[self.filters.view()]))
        super().search()

    def _cells(self, _row: Row, values: Mapping[str, Any], _present: datetime) -> Mapping[str, Cell]:
        return {key: cell for key, cell in cells(values).items() if key in values}

    def count_words(self, count: int) -> str:
        """How many visits the list has."""
        return ngettext_text("{count} visit", "{count} visits", count).format(count=f"{count:,}")

    def _changed(self, changes: Any) -> None:
        if self._started and "visits" in changes.entities():
            self._read_badge()

    def _read_badge(self) -> None:
        self.context.gateway.read(count_due, today(), done=self.show_badge)

    # the visit ----------------------------------------------------------------------------------------------------

    def show_right(self, page: int) -> None:
        """The calendar has the whole width until something is chosen."""
        self.right.show()
        super().show_right(page)

    def show_record(self, record_id: UUID) -> None:
        """Show this visit, and which one it is in the calendar."""
        super().show_record(record_id)
        self.calendar.mark(record_id)

    def neighbour(self, step: int) -> None:
        """The visit above or below, in the calendar the one before or after."""
        if self.way == LIST:
            super().neighbour(step)
        else:
            self.calendar.neighbour(step)

    def narrow(self) -> None:
        """Back to the list; beside the calendar the visit goes away."""
        if not self.split.is_full() and self.way != LIST:
            self.right.hide()
            self.calendar.mark(None)
            self.calendar.board().setFocus()
        super().narrow()

    # plan and record ----------------------------------------------------------------------------------------------

    def commands(self) -> tuple[Command, ...]:
        """Recording comes first, planning second."""
        return (
            Command(N_("Record visit"), lambda: self.record_new(), "plus", "Ctrl+N"),
            Command(N_("Plan a visit"), lambda: self.plan_new(), "calendar-plus", "Ctrl+Shift+N"),
            Command(N_("Propose visits…"), self.sides.propose, "calendar-check"),
            Command(N_("Route of the day"), self.sides.show_route, "route"),
            *transfer_commands(self.context, self, self.list.query),
        )

    def begin(self, values: Mapping[str, Any]) -> None:
        """A new record for a customer, or with ``planned_on`` a new plan; ``visit_id`` records that plan, ``next_of`` plans
        the next step of that record. ``only`` (filters.Only) starts nothing: it shows what another screen counted;
        with ``open`` and ``tab`` it shows a visit's tab. ``back_to`` is the screen where a person who gives it up was before."""
        given = {key: value for key, value in values.items() if key != "back_to"}
        self._begin(given)
        self._back_to = values.get("back_to", "")

    def _begin(self, values: Mapping[str, Any]) -> None:
        if "visit_id" in values:
            self._record_plan(self.context.gateway.read_now(visit_view, values["visit_id"]))
        elif self.begun(values):
            return
        elif "next_of" in values:
            self._plan_next(values["next_of"])
        elif "planned_on" in values:
            self.plan_new(values)
        else:
            self.record_new(values)

    def record_new(self, values: Mapping[str, Any] | None = None) -> None:
        """Write down a visit that was not planned."""
        given = dict(values or {})
        self.show_entry()
        self.entry.start_record(given, self._names(given))
        self.plan_parts.began()

    def plan_new(self, values: Mapping[str, Any] | None = None) -> None:
        """Plan a visit."""
        given = dict(values or {})
        self.show_entry()
        self.entry.start_plan(given, self._names(given))
        self.plan_parts.began()

    def _names(self, values: dict[str, Any]) -> dict[str, str]:
        return self.context.gateway.read_now(known_customer, values) if values else {}

    def _record_plan(self, view: VisitView) -> None:
        self.show_entry()
        self.entry.start_record(view.values, view.titles, view.values["id"])
        self.plan_parts.began()

    def _plan_next(self, visit_id: UUID) -> None:
        values, names = self.context.gateway.read_now(plan_of_next_step, visit_id)
        self.show_entry()
        self.entry.start_plan(values, names)
        self.plan_parts.began()

    def _saved(self, visit_id: UUID) -> None:
        """Show what was just recorded; the list as well, unless the person works along a list of plans."""
        if not self.entry.is_plan() and self.list.model.rowCount() == 0:
            self.filters.set_view(DONE_VIEW)
        self.open_record(visit_id)
        self.list.setFocus()  # not on the next step: a key too many would call a promise kept

    def show_entry(self) -> None:
        """Turn to the form of a plan or a record."""
        self._back_to = ""
        super().show_entry()

    def _given_up(self) -> None:
        """Back to where it was begun."""
        self.leave_entry()
        if self._back_to:
            self.context.frame.go(self._back_to)

    def leave_entry(self) -> None:
        """Back to the visit; beside the calendar nothing stays open."""
        super().leave_entry()
        self.right.setVisible(self.right.currentIndex() == RECORD or self.way == LIST)

    # the frame ----------------------------------------------------------------------------------------------------

    def show_list(self) -> None:
        """The list, not the calendar."""
        self.show_as(LIST)

    def print_current(self) -> None:
        """The blank visit record, to fill in by hand."""
        self.context.frame.begin("reports", {"report": "blank-visit"})

    def retranslate(self) -> None:
        """Every text anew."""
        relabel(self.first, _("Record visit"))
        words = {
            LIST: _("List"), DAY: pgettext_text("calendar", "Day"), WEEK: _("Week"), MONTH: pgettext_text("calendar", "Month"),
            AGENDA: _("Agenda"),
        }  # fmt: skip
        for way, chip in self.ways.items():
            chip.set_label(words[way])
        self.empty.set(_("No visits are planned."), _("Record one, or plan the next."))
        self.nothing.set(_("No visit is chosen."), _("Choose one at the left, record one, or plan one."))
        self.calendar.retranslate()
        self.plan_parts.retranslate()
        self.planner.retranslate()
        self.route.retranslate()
        super().retranslate()
