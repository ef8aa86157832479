"""A place of the window with a list: what all of them do alike, from the filter to the record at the right."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, Protocol, cast
from uuid import UUID

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QStackedWidget, QWidget

from app.i18n import N_
from app.i18n import gettext_text as _
from app.ui.context import Command, Screen
from app.ui.kit.layouts import column, fill
from app.ui.kit.widgets import EmptyState
from app.ui.lists.filters import FilterRow
from app.ui.lists.list_tools import equip
from app.ui.lists.tables import ListView
from app.ui.records.record import RecordPane, Split

NOTHING, RECORD, ENTRY = 0, 1, 2
"""What stands at the right."""


class Shown(Protocol):
    """The record at the right: a widget; ``gone`` is emitted when what it shows went to the recycle bin."""

    pane: RecordPane
    gone: Any

    def current(self) -> UUID | None: ...
    def show_record(self, record_id: UUID, /) -> None: ...
    def save(self) -> bool: ...
    def keep_drafts(self) -> None: ...
    def retranslate(self) -> None: ...


class Entry(Protocol):
    """The form of a new record: a widget."""

    def submit(self) -> Any: ...
    def keep_draft(self) -> None: ...
    def retranslate(self) -> None: ...


class ListScreen(Screen):
    """A list at the left; at the right nothing, the record that is chosen, or the form of a new one.

    A subclass makes ``filters``, ``list``, ``record``, ``entry`` and ``empty`` in its ``__init__``, calls ``put_together``, and
    overrides what differs: the words of the count, the order of its views, what takes the cursor in an opened record.
    """

    orders: Sequence[tuple[str, bool]] = ()
    """(field, descending) of each view, where another view brings its own order."""

    filters: FilterRow
    list: ListView
    record: Shown
    entry: Entry
    empty: EmptyState

    def put_together(self) -> None:
        """Lay the parts out and connect them; the last thing that ``__init__`` does."""
        self._view, self._started, self._marked = -1, False, 0
        self._count: int | None = None
        self.nothing, self.right = EmptyState(), QStackedWidget()
        self.bulk, self.views = equip(self.context, self.filters, self.list, self.key, self.record)
        fill(self.right, self.nothing, cast(QWidget, self.record), cast(QWidget, self.entry))
        self.split = Split(self.left_side(), self.right, self.context.preferences, self.key)
        whole = column(self.top_side(), self.split, spacing=0)
        whole.setStretch(1, 1)
        self.setLayout(whole)
        self._connect_list()
        self.retranslate()

    def left_side(self) -> QWidget:
        """What stands at the left: the list, or a stack that holds it."""
        return self.list

    def top_side(self) -> QWidget:
        """What stands over list and record."""
        return self.filters

    def _connect_list(self) -> None:
        self.filters.changed.connect(lambda _text, _filters: self.search())
        self.filters.left_down.connect(self._into_list)
        self.list.selected.connect(lambda key: self.show_record(key) if key is not None else None)
        self.list.opened.connect(self.open_wide)
        self.list.found_again.connect(self._found_again)
        self.list.counted.connect(self._counted)
        self.list.marked.connect(self._marked_changed)
        self.list.painted_first.connect(self.ready)
        self.record.gone.connect(lambda: self.leave_entry() if self.right.currentIndex() == RECORD else None)
        self.views.left = lambda: setattr(self, "_view", -1)
        escape = QShortcut(QKeySequence("Esc"), cast(QWidget, self.record), context=Qt.ShortcutContext.WidgetWithChildrenShortcut)
        escape.activated.connect(self.narrow)

    # the list -----------------------------------------------------------------------------------------------------

    def activate(self) -> None:
        """Read what is shown, when it is first shown and on every return."""
        if self._started:
            self.read_again()
            return
        self._started = True
        if not self.views.start():
            self.search()

    def read_again(self) -> None:
        """The person comes back: read what stands here."""
        self.list.refresh()

    def search(self) -> None:
        """Ask for what the filters say; another view brings its own order."""
        query, view = self.list.query(), self.filters.view()
        if view != self._view and self.orders:
            sort, descending = self.orders[view]
            query = replace(query, sort=sort, descending=descending)
        self._view = view
        self.list.set_query(replace(query, text=self.filters.text(), filters=self.filters.filters()))

    def menu(self, ids: Sequence[UUID]) -> Sequence[Command]:
        """What the right mouse button offers in the list."""
        return (Command(N_("Open"), lambda: self.open_wide(ids[0])),)

    def _into_list(self) -> None:
        self.list.setFocus()
        if self.list.current() is None:
            self.list.neighbour(1)

    def _counted(self, count: int) -> None:
        self._count = count
        self.tell_count()

    def _marked_changed(self, marked: int) -> None:
        self._marked = marked
        self.tell_count()

    def count_words(self, count: int) -> str:
        """How many records the list has, in words."""
        raise NotImplementedError

    def tell_count(self) -> None:
        """Say how many there are, or how many of them are marked, once they are counted."""
        if self._count is None:
            return
        text = self.count_words(self._count)
        if self._marked > 1:
            text = _("{marked} of {count} selected").format(marked=f"{self._marked:,}", count=f"{self._count:,}")
        self.filters.set_summary(text)
        self.summary_changed.emit(text)

    # the record ---------------------------------------------------------------------------------------------------

    def show_record(self, record_id: UUID) -> None:
        """Show a record beside the list; what was typed for a new one is kept."""
        if self.right.currentIndex() == ENTRY:
            self.entry.keep_draft()
        self.show_right(RECORD)
        self.record.show_record(record_id)

    def show_right(self, page: int) -> None:
        """Turn to the record or to the form of a new one."""
        self.right.setCurrentIndex(page)

    def _found_again(self, key: UUID | None) -> None:
        """What an undo brings back is shown again where nothing else is."""
        if key is not None and self.right.currentIndex() == NOTHING:
            self.show_record(key)

    def open_wide(self, record_id: UUID) -> None:
        """Give a record the whole width, with the cursor in it."""
        self.show_record(record_id)
        self.split.full(True)
        self.focus_record()

    def focus_record(self) -> None:
        """Put the cursor where work on an opened record begins."""
        self.record.pane.next.action.setFocus()

    def open_record(self, record_id: UUID) -> None:
        """Show this record, whether the list holds it or not."""
        self.show_record(record_id)
        self.list.select(record_id)

    def narrow(self) -> None:
        """The list comes back beside the record."""
        if self.split.is_full():
            self.split.full(False)
            self.list.setFocus()

    def neighbour(self, step: int) -> None:
        """Go to the record above or below."""
        self.list.neighbour(step)

    def begun(self, values: Mapping[str, Any]) -> bool:
        """Whether ``begin`` was asked for something that is here already: ``open`` with a ``tab``, or with a ``step`` that was
        begun; ``only`` (filters.Only), what another screen counted."""
        if "open" in values:
            self.open_record(values["open"])
            if "step" in values:
                self.resume_step(values["step"])
            elif "tab" in values:
                self.record.pane.show_tab(values["tab"])
        elif "only" in values:
            self.show_list()
            self.filters.narrow(values["only"])
        return "open" in values or "only" in values

    def resume_step(self, code: str) -> None:
        """Ask again for a step of the record that was begun; records with steps override it."""

    # a new one ----------------------------------------------------------------------------------------------------

    def show_entry(self) -> None:
        """Turn to the form of a new record; what is typed in the record stays as a draft."""
        self.record.keep_drafts()
        self.show_right(ENTRY)

    def leave_entry(self) -> None:
        """Back to the record, or to nothing, beside the list."""
        self.split.full(False)
        self.right.setCurrentIndex(RECORD if self.record.current() is not None else NOTHING)
        self.list.setFocus()

    # the frame ----------------------------------------------------------------------------------------------------

    def show_list(self) -> None:
        """The list, in whatever way the place was looked at."""
        self.split.full(False)

    def show_view(self, view_id: UUID) -> None:
        """Show a saved view of the list."""
        self.show_list()
        self.views.show(view_id)

    def focus_filter(self) -> None:
        """Put the cursor into the filter box."""
        self.show_list()
        self.filters.focus()

    def keep_drafts(self) -> None:
        """Keep what is typed, in the record and in a new one."""
        self.record.keep_drafts()
        self.entry.keep_draft()

    def save(self) -> bool:
        """Save the new one or the record; True when nothing unsaved is left."""
        if self.right.currentIndex() != ENTRY:
            return self.record.save()
        self.entry.submit()
        return self.right.currentIndex() != ENTRY

    def print_current(self) -> None:
        """The list as it is shown."""
        self.context.frame.begin("reports", {"report": "list", "query": self.list.query()})

    def retranslate(self) -> None:
        """Every text anew; a subclass adds the words of its empty states."""
        for part in (self.filters, self.bulk, self.list, self.record, self.entry):
            part.retranslate()
        self.tell_count()
