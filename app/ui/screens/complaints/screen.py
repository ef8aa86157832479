"""Complaints: the list by what is due, the record with its stages, and the intake by keyboard."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from PySide6.QtWidgets import QStackedWidget, QWidget

from app.analysis.workdays import Calendar
from app.i18n import N_, ngettext_text
from app.i18n import gettext_text as _
from app.models import Complaint
from app.reports import REPORTS
from app.services import complaints, records
from app.services.complaint_lists import Summary
from app.services.lists import ListQuery, Row
from app.services.workcalendar import firm_calendar
from app.ui.context import Command, Context
from app.ui.kit.delegates import Cell
from app.ui.kit.layouts import fill
from app.ui.kit.widgets import EmptyState, primary, relabel
from app.ui.lists.exporting import transfer_commands
from app.ui.lists.filters import FilterRow, Only
from app.ui.lists.tables import ListView
from app.ui.records.list_screen import ENTRY, ListScreen
from app.ui.screens.complaints.board import Boards
from app.ui.screens.complaints.board_ways import LIST, ShownAs
from app.ui.screens.complaints.intake import Intake
from app.ui.screens.complaints.layout import ALL_VIEW, BY_DUE, COLUMNS, FIELDS, FILTERS, FIT, VIEWS
from app.ui.screens.complaints.record import ComplaintRecord
from app.ui.screens.complaints.words import due_cell, empty_words, stage_text, summary_words

_ORDERS = tuple(("next_due", False) if view in BY_DUE else ("received_at", True) for view in range(len(VIEWS)))
SHEET = "complaint"
"""The key of a report on one complaint, once there is one (F-25 to F-27 as one sheet)."""


class ComplaintsScreen(ListScreen):
    """The place of complaints in the window."""

    key = "complaints"
    title = N_("Complaints")
    orders = _ORDERS
    record: ComplaintRecord
    entry: Intake

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._calendar = Calendar()
        hint = N_("Filter by subject, number, words")
        self.filters = FilterRow(context, "complaints", "complaints", FILTERS, VIEWS, hint, FIELDS)
        self.first = primary("", lambda: self.record_new())
        self.empty = EmptyState(button=self.first)
        query = ListQuery("complaints", COLUMNS, "next_due", filters=self.filters.filters())
        self.list = ListView(context, query, "complaints.list", self._cells, self.menu, fit=FIT)
        self.record = ComplaintRecord(context)
        self.entry = Intake(context, self._recorded, self.leave_entry, self.open_record)
        self.ways = ShownAs(context.preferences, self.filters)
        self.boards = Boards(context, self.open_wide, self._narrow_to, ALL_VIEW)
        self.put_together()
        self._connect()

    def left_side(self) -> QWidget:
        """The list, its empty state, or the boards."""
        self.left = QStackedWidget()
        fill(self.left, self.list, self.empty, self.boards)
        return self.left

    def top_side(self) -> QWidget:
        """The ways of looking before the filters."""
        return self.ways

    def _connect(self) -> None:
        if self.context.preferences.get("split.complaints") is None:
            self.split.setSizes([600, 566])
        self.right.setMinimumWidth(412)
        self.boards.painted_first.connect(self.ready)
        self.ways.chosen.connect(self.show_as)
        self.context.gateway.changed.connect(self._changed)

    # the list -----------------------------------------------------------------------------------------------------

    def activate(self) -> None:
        """Read what is shown; the firm's calendar first, because the list says how many working days are left."""
        self.context.gateway.read(firm_calendar, done=self._start)
        self._read_summary()

    def _start(self, calendar: Calendar) -> None:
        self._calendar = calendar
        if self._started and self.ways.way == LIST:
            self.list.refresh()
            return
        shown = not self._started and self.views.start()
        self._started = True
        if not shown:
            self.show_as(self.ways.way)

    def show_as(self, way: str) -> None:
        """Show the list, the board or the ages; a record or the intake then has the whole width."""
        self.ways.set_way(way)
        self.split.full(False)
        self.right.setVisible(way == LIST)
        if way == LIST:
            self.left.setCurrentWidget(self.list)
            self.search()
        else:
            self.left.setCurrentWidget(self.boards)
            self.boards.show_kind(way, self._calendar)

    def _narrow_to(self, only: Only) -> None:
        self.show_as(LIST)
        self.filters.narrow(only)

    def _cells(self, row: Row, values: Mapping[str, Any], present: datetime) -> Mapping[str, Cell]:
        code = values.get("state") or "S10"
        cells = {
            "state": Cell(stage_text(code)), "next_due": due_cell(code, values.get("next_due"), present, self._calendar),
            "number": Cell(values.get("number") or "", ink="secondary"), "priority": Cell(values.get("priority") or ""),
        }  # fmt: skip
        return {key: cell for key, cell in cells.items() if key in values}

    def _counted(self, count: int) -> None:
        if self.ways.way != LIST:
            return
        bare = count == 0 and self.filters.only_view()
        self.left.setCurrentWidget(self.empty if bare else self.list)
        if bare:
            self.empty.set(*empty_words(self.filters.view() != ALL_VIEW))
            self.ready.emit()

    def _read_summary(self) -> None:
        self.context.gateway.read(complaints.summary, done=self._show_summary)

    def _show_summary(self, found: Summary) -> None:
        self.filters.set_summary(summary_words(found))
        self.summary_changed.emit(summary_words(found))
        self.badge_changed.emit(found.overdue)

    def _changed(self, changes: Any) -> None:
        if {"complaints", "transfers"} & changes.entities() and self._started:
            self._read_summary()
            if self.ways.way == LIST and "complaints" not in changes.entities():
                self.list.refresh()  # what waits to be accepted is another one
            if self.ways.way != LIST:
                self.boards.refresh()

    def tell_count(self) -> None:
        """The row above says what is open and late, whatever the list shows; or how many are marked."""
        if self._marked > 1:
            super().tell_count()
        elif self._started:
            self._read_summary()

    def count_words(self, count: int) -> str:
        """How many complaints the list has."""
        return ngettext_text("{count} complaint", "{count} complaints", count).format(count=f"{count:,}")

    # the record ---------------------------------------------------------------------------------------------------

    def focus_record(self) -> None:
        """The card of the next step comes first."""
        self.record.card.focus()

    def show_right(self, page: int) -> None:
        """Over a board a case has the whole width."""
        super().show_right(page)
        if self.ways.way != LIST:
            self.right.show()
            self.split.full(True)

    def narrow(self) -> None:
        """Back to the board, or to the list beside the case."""
        if self.ways.way != LIST:
            self.show_as(self.ways.way)
            self.boards.take_focus()
        else:
            super().narrow()

    # the intake ---------------------------------------------------------------------------------------------------

    def commands(self) -> tuple[Command, ...]:
        """Recording comes first."""
        first = Command(N_("Record complaint"), lambda: self.record_new(), "plus", "Ctrl+N")
        return (first, *transfer_commands(self.context, self, self.list.query))

    def record_new(self, values: dict[str, Any] | None = None, names: dict[str, str] | None = None) -> None:
        """Open the intake; a customer's screen brings the customer along as ``values`` and ``names``."""
        self.show_entry()
        self.entry.start(values, names)

    def begin(self, values: Mapping[str, Any]) -> None:
        """Record a complaint with what another screen knows already (``customer_id`` …); ``only`` (filters.Only) starts
        nothing: it shows what another screen counted; nor do ``open`` and ``tab``, which show a complaint's tab, with
        ``step`` they ask again for a step that was begun."""
        if not self.begun(values):
            self.record_new(dict(values), self.context.gateway.read_now(records.link_titles, Complaint, values))

    def resume_step(self, code: str) -> None:
        """Ask again for a step that was begun."""
        self.record.resume_step(code)

    def _recorded(self, complaint_id: UUID) -> None:
        self.open_record(complaint_id)
        self.focus_record()
        self.record.go_on()

    def leave_entry(self) -> None:
        """Back to the case, or to the board."""
        super().leave_entry()
        if self.ways.way != LIST:
            self.narrow()

    # the frame ----------------------------------------------------------------------------------------------------

    def show_list(self) -> None:
        """The list, not a board."""
        self.show_as(LIST)

    def print_current(self) -> None:
        """The complaint's own sheet where the reports know one, else its month; while recording, the blank intake form."""
        record_id = self.record.current()
        if self.right.currentIndex() == ENTRY:
            asked: dict[str, Any] = {"report": "blank-complaint"}
        elif record_id is not None and any(report.key == SHEET for report in REPORTS):
            asked = {"report": SHEET, "complaint_id": record_id}
        else:
            asked = {"report": "complaints", "month": self.record.month()}
        self.context.frame.begin("reports", asked)

    def retranslate(self) -> None:
        """Every text anew."""
        relabel(self.first, _("Record complaint"))
        self.nothing.set(_("No complaint is chosen."), _("Choose one in the list, or record a new one."))
        for part in (self.ways, self.boards):
            part.retranslate()
        super().retranslate()
