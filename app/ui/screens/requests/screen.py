"""Service requests: the list by what is due at the left; the record, or the intake, at the right."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QStackedWidget, QWidget

from app.i18n import N_, ngettext_text
from app.i18n import gettext_text as _
from app.services.lists import ListQuery, Row
from app.services.request_view import count_late, known
from app.ui.context import Command, Context, Screen
from app.ui.kit.delegates import Cell
from app.ui.kit.layouts import column, fill
from app.ui.kit.widgets import EmptyState, primary, relabel
from app.ui.lists.exporting import transfer_commands
from app.ui.lists.filters import FilterRow
from app.ui.lists.list_tools import equip
from app.ui.lists.tables import ListView
from app.ui.records.record import Split
from app.ui.screens.requests.entry import RequestEntry
from app.ui.screens.requests.layout import COLUMNS, FILTERS, FIT, SORTS, VIEWS, WHOLE, cells
from app.ui.screens.requests.record import RequestRecord

NOTHING, RECORD, ENTRY = 0, 1, 2


class RequestsScreen(Screen):
    """The place of service requests in the window."""

    key = "requests"
    title = N_("Service requests")

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._view, self._started = -1, False
        hint = N_("Filter by subject, number, words")
        self.filters = FilterRow(context, "requests", "requests", FILTERS, VIEWS, hint, WHOLE)
        self.first = primary("", lambda: self.record_new())
        self.nothing, self.empty = EmptyState(), EmptyState(button=self.first)
        query = ListQuery("requests", COLUMNS, "respond_due", filters=self.filters.filters())
        self.list = ListView(context, query, "requests.list", self._cells, self._menu, self.empty, fit=FIT)
        self.record = RequestRecord(context)
        self.bulk, self.views = equip(context, self.filters, self.list, self.key, self.record)
        self.entry = RequestEntry(context, self._created, self._leave_entry)
        self._lay_out()
        self._connect()
        self.retranslate()

    def _lay_out(self) -> None:
        self.right = QStackedWidget()
        fill(self.right, self.nothing, self.record, self.entry)
        self.split = Split(self.list, self.right, self.context.preferences, self.key)
        whole = column(self.filters, self.split, spacing=0)
        whole.setStretch(1, 1)
        self.setLayout(whole)

    def _connect(self) -> None:
        self.filters.changed.connect(lambda _text, _filters: self._search())
        self.filters.left_down.connect(self.list.setFocus)
        self.list.selected.connect(lambda key: self._show_record(key) if key is not None else None)
        self.list.opened.connect(self._opened)
        self.list.found_again.connect(self._found_again)
        self.list.counted.connect(self._counted)
        self.list.painted_first.connect(self.ready)
        self.record.gone.connect(lambda: self._leave_entry() if self.right.currentIndex() == RECORD else None)
        self.views.left = lambda: setattr(self, "_view", -1)
        self.context.gateway.changed.connect(self._changed)
        escape = QShortcut(QKeySequence("Esc"), self.record, context=Qt.ShortcutContext.WidgetWithChildrenShortcut)
        escape.activated.connect(self._narrow)

    # the list -----------------------------------------------------------------------------------------------------

    def activate(self) -> None:
        """Read what is shown."""
        if self._started:
            self.list.refresh()
        else:
            self._started = True
            if not self.views.start():
                self._search()
        self._read_badge()

    def _search(self) -> None:
        """Ask for what the filters say; another view brings its own order."""
        query, view = self.list.query(), self.filters.view()
        if view != self._view:
            sort, descending = SORTS[view]
            query = replace(query, sort=sort, descending=descending)
        self._view = view
        self.list.set_query(replace(query, text=self.filters.text(), filters=self.filters.filters()))

    def _cells(self, _row: Row, values: Mapping[str, Any], present: datetime) -> Mapping[str, Cell]:
        return {key: cell for key, cell in cells(values, present).items() if key in values}

    def _menu(self, ids: Sequence[UUID]) -> Sequence[Command]:
        return (Command(N_("Open"), lambda: self._opened(ids[0])),)

    def _counted(self, count: int) -> None:
        text = ngettext_text("{count} service request", "{count} service requests", count).format(count=count)
        self.filters.set_summary(text)
        self.summary_changed.emit(text)

    def _changed(self, changes: Any) -> None:
        if self._started and "requests" in changes.entities():
            self._read_badge()

    def _read_badge(self) -> None:
        self.context.gateway.read(count_late, done=self.badge_changed.emit)

    # the record ---------------------------------------------------------------------------------------------------

    def _show_record(self, request_id: UUID) -> None:
        if self.right.currentIndex() == ENTRY:
            self.entry.form.keep_draft()
        self.right.setCurrentIndex(RECORD)
        self.record.show_record(request_id)

    def _found_again(self, key: UUID | None) -> None:
        """What an undo brings back is shown again where nothing else is."""
        if key is not None and self.right.currentIndex() == NOTHING:
            self._show_record(key)

    def _opened(self, request_id: UUID) -> None:
        self._show_record(request_id)
        self.split.full(True)
        self.record.pane.next.action.setFocus()

    def open_record(self, record_id: UUID) -> None:
        """Show this request, whether the list holds it or not."""
        self._show_record(record_id)
        self.list.select(record_id)

    def _narrow(self) -> None:
        if self.split.is_full():
            self.split.full(False)
            self.list.setFocus()

    def neighbour(self, step: int) -> None:
        """Go to the request above or below."""
        self.list.neighbour(step)

    # a new one ----------------------------------------------------------------------------------------------------

    def commands(self) -> tuple[Command, ...]:
        """Recording comes first."""
        first = Command(N_("Record service request"), lambda: self.record_new(), "plus", "Ctrl+N")
        return (first, *transfer_commands(self.context, self, self.list.query))

    def begin(self, values: Mapping[str, Any]) -> None:
        """Record a request with what another screen knows already (``customer_id`` …); ``open`` shows one, at a ``tab`` or
        asking again for a ``step`` that was begun; ``only`` (filters.Only) shows what another screen counted."""
        if "open" in values:
            self.open_record(values["open"])
            if "step" in values:
                self.record.resume_step(values["step"])
            elif "tab" in values:
                self.record.pane.show_tab(values["tab"])
        elif "only" in values:
            self.filters.narrow(values["only"])
        else:
            self.record_new(values, self.context.gateway.read_now(known, values))

    def record_new(self, values: Mapping[str, Any] | None = None, names: Mapping[str, str] | None = None) -> None:
        """Open the intake."""
        self.record.keep_drafts()
        self.right.setCurrentIndex(ENTRY)
        self.entry.start(values, names)

    def _created(self, request_id: UUID) -> None:
        self.open_record(request_id)
        self.record.pane.next.action.setFocus()

    def _leave_entry(self) -> None:
        self.right.setCurrentIndex(RECORD if self.record.current() is not None else NOTHING)
        self.list.setFocus()

    # the frame ----------------------------------------------------------------------------------------------------

    def show_view(self, view_id: UUID) -> None:
        """Show a saved view of the list."""
        self.split.full(False)
        self.views.show(view_id)

    def focus_filter(self) -> None:
        """Put the cursor into the filter box."""
        self.filters.focus()

    def keep_drafts(self) -> None:
        """Keep what is typed."""
        self.record.keep_drafts()
        self.entry.form.keep_draft()

    def save(self) -> bool:
        """Save the intake or the record."""
        if self.right.currentIndex() == ENTRY:
            self.entry.submit()
            return self.right.currentIndex() != ENTRY
        return self.record.save()

    def print_current(self) -> None:
        """The list as it is shown."""
        self.context.frame.begin("reports", {"report": "list", "query": self.list.query()})

    def retranslate(self) -> None:
        """Every text anew."""
        relabel(self.first, _("Record service request"))
        self.empty.set(_("No service requests yet."), _("Record what customers ask for: questions, repairs, suggestions."))
        self.nothing.set(_("No service request is chosen."), _("Choose one in the list, or record a new one."))
        for part in (self.filters, self.bulk, self.list, self.record, self.entry):
            part.retranslate()
