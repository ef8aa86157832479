"""Phone memos: the list by when to call back at the left; the record, or the entry, at the right."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from PySide6.QtWidgets import QWidget

from app.i18n import N_, ngettext_text
from app.i18n import gettext_text as _
from app.services.lists import ListQuery, Row
from app.services.memo_view import count_waiting
from app.ui.context import Command, Context
from app.ui.kit.delegates import Cell
from app.ui.kit.widgets import EmptyState, primary, relabel
from app.ui.lists.exporting import transfer_commands
from app.ui.lists.filters import FilterRow
from app.ui.lists.tables import ListView
from app.ui.records.list_screen import ENTRY, ListScreen
from app.ui.records.papers import paper_commands
from app.ui.screens.memos.entry import MemoEntry
from app.ui.screens.memos.layout import COLUMNS, FILTERS, FIT, SORTS, VIEWS, WHOLE, cells
from app.ui.screens.memos.record import MemoRecord


class MemosScreen(ListScreen):
    """The place of phone memos in the window."""

    key = "phone_memos"
    title = N_("Phone memos")
    orders = SORTS
    record: MemoRecord
    entry: MemoEntry

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        hint = N_("Filter by matter, number, caller")
        self.filters = FilterRow(context, "phone_memos", "phone_memos", FILTERS, VIEWS, hint, WHOLE)
        self.first = primary("", lambda: self.record_new({}))
        self.empty = EmptyState(button=self.first)
        query = ListQuery("phone_memos", COLUMNS, "call_by", filters=self.filters.filters())
        self.list = ListView(context, query, "phone_memos.list", self._cells, self.menu, self.empty, fit=FIT)
        self.record = MemoRecord(context)
        self.entry = MemoEntry(context, self._noted, self.leave_entry)
        context.gateway.changed.connect(self._changed)
        self.put_together()

    def activate(self) -> None:
        """Read what is shown, and how many wait for the person at the keyboard."""
        super().activate()
        self._read_badge()

    def _cells(self, _row: Row, values: Mapping[str, Any], present: datetime) -> Mapping[str, Cell]:
        return {key: cell for key, cell in cells(values, present).items() if key in values}

    def count_words(self, count: int) -> str:
        """How many memos the list has."""
        return ngettext_text("{count} phone memo", "{count} phone memos", count).format(count=f"{count:,}")

    def _changed(self, changes: Any) -> None:
        if self._started and {"phone_memos", "settings"} & changes.entities():
            self._read_badge()

    def _read_badge(self) -> None:
        self.context.gateway.read(count_waiting, done=self.show_badge)

    def menu(self, ids: Sequence[UUID]) -> Sequence[Command]:
        """Opening one, and the slip."""
        return (*super().menu(ids), *paper_commands(self.context, "phone_memos", ids))

    # a new one ----------------------------------------------------------------------------------------------------

    def commands(self) -> tuple[Command, ...]:
        """Noting a call comes first."""
        first = Command(N_("New phone memo"), lambda: self.record_new({}), "phone", "Ctrl+N")
        return (first, *transfer_commands(self.context, self, self.list.query))

    def begin(self, values: Mapping[str, Any]) -> None:
        """Note a call with what another screen knows already (``customer_id`` …); ``open`` shows one, at a ``tab`` or asking
        again for a ``step`` that was begun; ``only`` (filters.Only) shows what another screen counted."""
        if not self.begun(values):
            self.record_new(values)

    def resume_step(self, code: str) -> None:
        """Ask again for a step that was begun."""
        self.record.resume_step(code)

    def record_new(self, values: Mapping[str, Any]) -> None:
        """Open the entry."""
        self.show_entry()
        self.entry.begin(values)

    def _noted(self, memo_id: UUID) -> None:
        self.open_record(memo_id)
        self.focus_record()

    def print_current(self) -> None:
        """The slip of the memo shown; while a call is noted, slips to fill in by hand; else the list."""
        memo = self.record.current()
        if self.right.currentIndex() == ENTRY:
            self.context.frame.begin("reports", {"report": "blank-memo"})
        elif memo is not None:
            self.context.frame.begin("reports", {"report": "phone-memo", "memo_id": memo})
        else:
            super().print_current()

    def retranslate(self) -> None:
        """Every text anew."""
        relabel(self.first, _("Note a call"))
        words = _("A call for somebody else is noted here: who called, what about, call back by when.")
        self.empty.set(_("No phone memos."), words)
        self.nothing.set(_("No phone memo is chosen."), _("Choose one in the list, or note a call."))
        super().retranslate()
