"""Complaints: the list by what is due, the record with its stages, and the intake by keyboard."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QStackedWidget, QWidget

from app.analysis.workdays import Calendar
from app.i18n import N_
from app.i18n import gettext_text as _
from app.models import Complaint
from app.reports import REPORTS
from app.services import complaints, records
from app.services.complaint_lists import Summary
from app.services.lists import ListQuery, Row
from app.services.workcalendar import firm_calendar
from app.ui.context import Command, Context, Screen
from app.ui.kit.delegates import Cell
from app.ui.kit.layouts import column, fill
from app.ui.kit.widgets import EmptyState, primary, relabel
from app.ui.lists.exporting import transfer_commands
from app.ui.lists.filters import FilterRow, Only
from app.ui.lists.list_tools import equip
from app.ui.lists.tables import ListView
from app.ui.records.record import Split
from app.ui.screens.complaints.board import Boards
from app.ui.screens.complaints.board_ways import LIST, ShownAs
from app.ui.screens.complaints.intake import Intake
from app.ui.screens.complaints.layout import ALL_VIEW, BY_DUE, COLUMNS, FIELDS, FILTERS, FIT, VIEWS
from app.ui.screens.complaints.record import ComplaintRecord
from app.ui.screens.complaints.words import due_cell, empty_words, stage_text, summary_words

NOTHING, RECORD, INTAKE = 0, 1, 2
SHEET = "complaint"
"""The key of a report on one complaint, once there is one (F-25 to F-27 as one sheet)."""


class ComplaintsScreen(Screen):
    """The place of complaints in the window."""

    key = "complaints"
    title = N_("Complaints")

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._calendar = Calendar()
        self._asked: tuple[Any, ...] = ()
        self._started = False
        hint = N_("Filter by subject, number, words")
        self.filters = FilterRow(context, "complaints", "complaints", FILTERS, VIEWS, hint, FIELDS)
        self.first = primary("", lambda: self.record_new())
        self.empty = EmptyState(button=self.first)
        query = ListQuery("complaints", COLUMNS, "next_due", filters=self.filters.filters())
        self.list = ListView(context, query, "complaints.list", self._cells, self._menu, fit=FIT)
        self.record = ComplaintRecord(context)
        self.bulk, self.views = equip(context, self.filters, self.list, self.key, self.record)
        self.intake = Intake(context, self._recorded, self._leave_intake, self.open_record)
        self.nothing = EmptyState()
        self.ways = ShownAs(context.preferences, self.filters)
        self.boards = Boards(context, self._opened, self._narrow_to, ALL_VIEW)
        self._lay_out()
        self._connect()
        self.retranslate()

    def _lay_out(self) -> None:
        self.left, self.right = QStackedWidget(), QStackedWidget()
        fill(self.left, self.list, self.empty, self.boards)
        fill(self.right, self.nothing, self.record, self.intake)
        self.split = Split(self.left, self.right, self.context.preferences, "complaints")
        if self.context.preferences.get("split.complaints") is None:
            self.split.setSizes([600, 566])
        self.right.setMinimumWidth(412)
        whole = column(self.ways, self.split, spacing=0)
        whole.setStretch(1, 1)
        self.setLayout(whole)

    def _connect(self) -> None:
        self.filters.changed.connect(lambda _text, _filters: self._search())
        self.filters.left_down.connect(self.list.setFocus)
        self.list.selected.connect(self._selected)
        self.list.opened.connect(self._opened)
        self.list.found_again.connect(self._found_again)
        self.list.counted.connect(self._counted)
        for shown in (self.list, self.boards):
            shown.painted_first.connect(self.ready)
        self.ways.chosen.connect(self.show_as)
        self.views.left = lambda: setattr(self, "_asked", ())
        self.context.gateway.changed.connect(self._changed)
        escape = QShortcut(QKeySequence("Esc"), self.record, context=Qt.ShortcutContext.WidgetWithChildrenShortcut)
        escape.activated.connect(self._narrow)

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
            self._search()
        else:
            self.left.setCurrentWidget(self.boards)
            self.boards.show_kind(way, self._calendar)

    def _narrow_to(self, only: Only) -> None:
        self.show_as(LIST)
        self.filters.narrow(only)

    def _search(self) -> None:
        """Ask for what the filters say; another view brings its own order."""
        query, view = self.list.query(), self.filters.view()
        if (view,) != self._asked:
            by_due = view in BY_DUE
            query = replace(query, sort="next_due" if by_due else "received_at", descending=not by_due)
        self._asked = (view,)
        self.list.set_query(replace(query, text=self.filters.text(), filters=self.filters.filters()))

    def _cells(self, row: Row, values: Mapping[str, Any], present: datetime) -> Mapping[str, Cell]:
        code = values.get("state") or "S10"
        cells = {
            "state": Cell(stage_text(code)), "next_due": due_cell(code, values.get("next_due"), present, self._calendar),
            "number": Cell(values.get("number") or "", ink="secondary"), "priority": Cell(values.get("priority") or ""),
        }  # fmt: skip
        return {key: cell for key, cell in cells.items() if key in values}

    def _menu(self, ids: Sequence[UUID]) -> Sequence[Command]:
        return (Command(N_("Open"), lambda: self._opened(ids[0])),)

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
        if "complaints" in changes.entities() and self._started:
            self._read_summary()
            if self.ways.way != LIST:
                self.boards.refresh()

    # the record ---------------------------------------------------------------------------------------------------

    def _selected(self, complaint_id: UUID | None) -> None:
        if complaint_id is not None:
            self._show_record(complaint_id)

    def _found_again(self, key: UUID | None) -> None:
        """What an undo brings back is shown again where nothing else is."""
        if key is not None and self.right.currentIndex() == NOTHING:
            self._show_record(key)

    def _opened(self, complaint_id: UUID) -> None:
        self._show_record(complaint_id)
        self.split.full(True)
        self.record.card.focus()

    def _show_record(self, complaint_id: UUID) -> None:
        if self.right.currentIndex() == INTAKE:
            self.intake.form.keep_draft()
        self._show_right(RECORD)
        self.record.show_record(complaint_id)

    def _show_right(self, page: int) -> None:
        self.right.setCurrentIndex(page)
        if self.ways.way != LIST:
            self.right.show()
            self.split.full(True)

    def open_record(self, record_id: UUID) -> None:
        """Show this complaint, whether the list holds it or not."""
        self._show_record(record_id)
        self.list.select(record_id)

    def _narrow(self) -> None:
        if self.ways.way != LIST:
            self.show_as(self.ways.way)
            self.boards.take_focus()
        elif self.split.is_full():
            self.split.full(False)
            self.list.setFocus()

    def neighbour(self, step: int) -> None:
        """Go to the complaint above or below."""
        self.list.neighbour(step)

    # the intake ---------------------------------------------------------------------------------------------------

    def commands(self) -> tuple[Command, ...]:
        """Recording comes first."""
        first = Command(N_("Record complaint"), lambda: self.record_new(), "plus", "Ctrl+N")
        return (first, *transfer_commands(self.context, self, self.list.query))

    def record_new(self, values: dict[str, Any] | None = None, names: dict[str, str] | None = None) -> None:
        """Open the intake; a customer's screen brings the customer along as ``values`` and ``names``."""
        self.record.keep_drafts()
        self._show_right(INTAKE)
        self.intake.start(values, names)

    def begin(self, values: Mapping[str, Any]) -> None:
        """Record a complaint with what another screen knows already (``customer_id`` …); ``only`` (filters.Only) starts
        nothing: it shows what another screen counted; nor do ``open`` and ``tab``, which show a complaint's tab, with
        ``step`` they ask again for a step that was begun."""
        if "step" in values:
            self.open_record(values["open"])
            self.record.resume_step(values["step"])
        elif "tab" in values:
            self.open_record(values["open"])
            self.record.pane.show_tab(values["tab"])
        elif "only" in values:
            self._narrow_to(values["only"])
        else:
            self.record_new(dict(values), self.context.gateway.read_now(records.link_titles, Complaint, values))

    def _recorded(self, complaint_id: UUID) -> None:
        self.open_record(complaint_id)
        self.record.card.focus()

    def _leave_intake(self) -> None:
        self.right.setCurrentIndex(RECORD if self.record.current() is not None else NOTHING)
        self._narrow()
        if self.ways.way == LIST:
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
        """Keep what is typed in the record and in the intake."""
        self.record.keep_drafts()
        self.intake.form.keep_draft()

    def save(self) -> bool:
        """Save the intake or the record."""
        if self.right.currentIndex() == INTAKE:
            self.intake.submit()
            return self.right.currentIndex() != INTAKE
        return self.record.save()

    def print_current(self) -> None:
        """The complaint's own sheet where the reports know one, else its month; while recording, the blank intake form."""
        record_id = self.record.current()
        if self.right.currentIndex() == INTAKE:
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
        for part in (self.filters, self.ways, self.bulk, self.list, self.boards, self.record, self.intake):
            part.retranslate()
        if self._started:
            self._read_summary()
