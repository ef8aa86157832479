"""Improvements: the list by what is due at the left; the record, or a new one, at the right."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from PySide6.QtWidgets import QWidget

from app.i18n import N_, ngettext_text
from app.i18n import gettext_text as _
from app.services.improvement_view import count_late
from app.services.lists import ListQuery, Row
from app.ui.context import Command, Context
from app.ui.kit.delegates import Cell
from app.ui.kit.widgets import EmptyState, primary, relabel
from app.ui.lists.exporting import transfer_commands
from app.ui.lists.filters import FilterRow
from app.ui.lists.tables import ListView
from app.ui.records.list_screen import ListScreen
from app.ui.screens.improvements.layout import COLUMNS, FILTERS, FIT, SORTS, VIEWS, WHOLE, cells
from app.ui.screens.improvements.new import NewImprovement
from app.ui.screens.improvements.record import ImprovementRecord


class ImprovementsScreen(ListScreen):
    """The place of improvements in the window."""

    key = "improvements"
    title = N_("Improvements")
    orders = SORTS
    record: ImprovementRecord
    entry: NewImprovement

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        hint = N_("Filter by measure, number, words")
        self.filters = FilterRow(context, "improvements", "improvements", FILTERS, VIEWS, hint, WHOLE)
        self.first = primary("", lambda: self.record_new())
        self.empty = EmptyState(button=self.first)
        query = ListQuery("improvements", COLUMNS, "due_on", filters=self.filters.filters())
        self.list = ListView(context, query, "improvements.list", self._cells, self.menu, self.empty, fit=FIT)
        self.record = ImprovementRecord(context)
        self.entry = NewImprovement(context)
        self.entry.created.connect(self._created)
        self.entry.left.connect(self.leave_entry)
        context.gateway.changed.connect(self._changed)
        self.put_together()

    def activate(self) -> None:
        """Read what is shown, and how many are late."""
        super().activate()
        self._read_badge()

    def _cells(self, _row: Row, values: Mapping[str, Any], _present: datetime) -> Mapping[str, Cell]:
        return {key: cell for key, cell in cells(values).items() if key in values}

    def count_words(self, count: int) -> str:
        """How many improvements the list has."""
        return ngettext_text("{count} improvement", "{count} improvements", count).format(count=f"{count:,}")

    def _changed(self, changes: Any) -> None:
        if self._started and "improvements" in changes.entities():
            self._read_badge()

    def _read_badge(self) -> None:
        self.context.gateway.read(count_late, done=self.show_badge)

    # a new one ----------------------------------------------------------------------------------------------------

    def commands(self) -> tuple[Command, ...]:
        """Opening one comes first."""
        first = Command(N_("New improvement"), lambda: self.record_new(), "plus", "Ctrl+N")
        return (first, *transfer_commands(self.context, self, self.list.query))

    def begin(self, values: Mapping[str, Any]) -> None:
        """A new improvement, for ``complaints`` (ids); ``open`` shows one, at a ``tab`` or asking again for a ``step`` that was
        begun; ``only`` (filters.Only) shows what another screen counted."""
        if not self.begun(values):
            self.record_new(values.get("complaints", ()))

    def resume_step(self, code: str) -> None:
        """Ask again for a step that was begun."""
        self.record.resume_step(code)

    def record_new(self, complaint_ids: Sequence[UUID] = ()) -> None:
        """Open an improvement."""
        self.show_entry()
        self.entry.start(complaint_ids)

    def _created(self, improvement_id: UUID) -> None:
        self.open_record(improvement_id)
        self.focus_record()

    def retranslate(self) -> None:
        """Every text anew."""
        relabel(self.first, _("New improvement"))
        self.empty.set(_("No improvements yet."), _("Open one from a complaint, so that it does not happen again."))
        self.nothing.set(_("No improvement is chosen."), _("Choose one in the list, or open a new one."))
        super().retranslate()
