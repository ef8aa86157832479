"""Service requests: the list by what is due at the left; the record, or the intake, at the right."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from PySide6.QtWidgets import QWidget

from app.i18n import N_, ngettext_text
from app.i18n import gettext_text as _
from app.services.lists import ListQuery, Row
from app.services.request_view import count_late, known
from app.ui.context import Command, Context
from app.ui.kit.delegates import Cell
from app.ui.kit.widgets import EmptyState, primary, relabel
from app.ui.lists.exporting import transfer_commands
from app.ui.lists.filters import FilterRow
from app.ui.lists.tables import ListView
from app.ui.records.list_screen import ListScreen
from app.ui.screens.requests.entry import RequestEntry
from app.ui.screens.requests.layout import COLUMNS, FILTERS, FIT, SORTS, VIEWS, WHOLE, cells
from app.ui.screens.requests.record import RequestRecord


class RequestsScreen(ListScreen):
    """The place of service requests in the window."""

    key = "requests"
    title = N_("Service requests")
    orders = SORTS
    record: RequestRecord
    entry: RequestEntry

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        hint = N_("Filter by subject, number, words")
        self.filters = FilterRow(context, "requests", "requests", FILTERS, VIEWS, hint, WHOLE)
        self.first = primary("", lambda: self.record_new())
        self.empty = EmptyState(button=self.first)
        query = ListQuery("requests", COLUMNS, "respond_due", filters=self.filters.filters())
        self.list = ListView(context, query, "requests.list", self._cells, self.menu, self.empty, fit=FIT)
        self.record = RequestRecord(context)
        self.entry = RequestEntry(context, self._created, self.leave_entry)
        context.gateway.changed.connect(self._changed)
        self.put_together()

    def activate(self) -> None:
        """Read what is shown, and how many are late."""
        super().activate()
        self._read_badge()

    def _cells(self, _row: Row, values: Mapping[str, Any], present: datetime) -> Mapping[str, Cell]:
        return {key: cell for key, cell in cells(values, present).items() if key in values}

    def count_words(self, count: int) -> str:
        """How many requests the list has."""
        return ngettext_text("{count} service request", "{count} service requests", count).format(count=f"{count:,}")

    def _changed(self, changes: Any) -> None:
        if self._started and "requests" in changes.entities():
            self._read_badge()

    def _read_badge(self) -> None:
        self.context.gateway.read(count_late, done=self.show_badge)

    # a new one ----------------------------------------------------------------------------------------------------

    def commands(self) -> tuple[Command, ...]:
        """Recording comes first."""
        first = Command(N_("Record service request"), lambda: self.record_new(), "plus", "Ctrl+N")
        return (first, *transfer_commands(self.context, self, self.list.query))

    def begin(self, values: Mapping[str, Any]) -> None:
        """Record a request with what another screen knows already (``customer_id`` …); ``open`` shows one, at a ``tab`` or
        asking again for a ``step`` that was begun; ``only`` (filters.Only) shows what another screen counted."""
        if not self.begun(values):
            self.record_new(values, self.context.gateway.read_now(known, values))

    def resume_step(self, code: str) -> None:
        """Ask again for a step that was begun."""
        self.record.resume_step(code)

    def record_new(self, values: Mapping[str, Any] | None = None, names: Mapping[str, str] | None = None) -> None:
        """Open the intake."""
        self.show_entry()
        self.entry.start(values, names)

    def _created(self, request_id: UUID) -> None:
        self.open_record(request_id)
        self.focus_record()

    def retranslate(self) -> None:
        """Every text anew."""
        relabel(self.first, _("Record service request"))
        self.empty.set(_("No service requests yet."), _("Record what customers ask for: questions, repairs, suggestions."))
        self.nothing.set(_("No service request is chosen."), _("Choose one in the list, or record a new one."))
        super().retranslate()
