"""Customers: the list that filters as you type, the record beside it, taking in a new one."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any
from uuid import UUID

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QKeySequence, QShortcut
from PySide6.QtWidgets import QStackedWidget, QWidget

from app.errors import AppError
from app.i18n import N_, ngettext_text
from app.i18n import gettext_text as _
from app.services import customers
from app.services.approaches import STATUS
from app.services.lists import ListQuery
from app.services.removal import removal_words
from app.ui.context import Command, Context, Screen
from app.ui.gateway import Label
from app.ui.kit.layouts import column, row
from app.ui.kit.widgets import EmptyState, primary, relabel, secondary
from app.ui.lists.exporting import transfer_commands
from app.ui.lists.filters import FilterRow
from app.ui.lists.inline import InlineEdit
from app.ui.lists.list_tools import equip
from app.ui.lists.tables import ListView
from app.ui.records.merging import find_command, merge_commands
from app.ui.records.papers import paper_commands
from app.ui.records.record import Split
from app.ui.screens.customers.list import COLUMNS, FIELDS, FILTERS, FIT, VIEWS
from app.ui.screens.customers.new import NewCustomer
from app.ui.screens.customers.record import CustomerRecord

_PAPERS = (("labels", N_("Address labels of this list")), ("prospect-cards", N_("Prospect cards of this list")))
NOTHING, RECORD, NEW = 0, 1, 2
_BELOW_WORDS = 3
"""The place in an empty state behind its two sentences."""


class CustomersScreen(Screen):
    """The place of customers in the window."""

    key = "customers"
    title = N_("Customers")

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._started, self._count, self._marked = False, 0, 0
        self.filters = FilterRow(context, "customers", "customers", FILTERS, VIEWS, N_("Filter by name, pinyin, phone"), FIELDS)
        self.first = primary("", self.record_new)
        self.bring_in = secondary("", lambda: context.frame.begin("import", {"entity": "customers"}), "upload")
        self.bring_in.setObjectName("customers.import")
        self.empty = EmptyState()
        self.empty.body.insertLayout(_BELOW_WORDS, row(None, self.first, self.bring_in, None))
        query = ListQuery("customers", COLUMNS, "name")
        self.list = ListView(context, query, "customers.list", None, self._menu, self.empty, FIT)
        self.record, self.new, self.nothing = CustomerRecord(context), NewCustomer(context), EmptyState()
        self.right = QStackedWidget()
        for widget in (self.nothing, self.record, self.new):
            self.right.addWidget(widget)
        self.bulk, self.views = equip(context, self.filters, self.list, self.key, self.record)
        self.inline = InlineEdit(self.list, self._store_cell)
        self.split = Split(self.list, self.right, context.preferences, "customers")
        whole = column(self.filters, self.split, spacing=0)
        whole.setStretch(1, 1)
        self.setLayout(whole)
        self._connect()
        self.retranslate()

    def _connect(self) -> None:
        self.filters.changed.connect(self.list.search)
        self.filters.left_down.connect(self._into_list)
        self.list.selected.connect(self._selected)
        self.list.opened.connect(self._opened)
        self.list.found_again.connect(self._found_again)
        self.list.counted.connect(self._counted)
        self.list.marked.connect(self._marked_changed)
        self.list.painted_first.connect(self.ready)
        self.record.gone.connect(self._leave)
        self.record.delete_wanted.connect(lambda key: self.remove([key]))
        self.new.created.connect(self._open_new)
        self.new.opened.connect(self.open_record)
        self.new.left.connect(self._leave)
        for keys, run, where in (("Esc", self._narrow, self.record), ("Delete", self._remove_marked, self.list.grid)):
            shortcut = QShortcut(QKeySequence(keys), where)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(run)

    # the list -----------------------------------------------------------------------------------------------------

    def activate(self) -> None:
        """Read the list when it is first shown; later changes come by themselves."""
        if not self._started:
            self._started = True
            if not self.views.start():
                self.list.search(self.filters.text(), self.filters.filters())
        elif self.record.current() is not None:
            self.record.reload()

    def _into_list(self) -> None:
        self.list.grid.setFocus()
        if self.list.current() is None:
            self.list.neighbour(1)

    def _counted(self, count: int) -> None:
        self._count = count
        self._tell_count()

    def _marked_changed(self, marked: int) -> None:
        self._marked = marked
        self._tell_count()

    def _tell_count(self) -> None:
        text = ngettext_text("{count} customer", "{count} customers", self._count).format(count=f"{self._count:,}")
        if self._marked > 1:
            text = _("{marked} of {count} selected").format(marked=f"{self._marked:,}", count=f"{self._count:,}")
        self.filters.set_summary(text)
        self.summary_changed.emit(text)

    def _menu(self, ids: Sequence[UUID]) -> Sequence[Command]:
        key, row = ids[0], self.list.model.row(self.list.grid.currentIndex().row())
        own = {"customer_id": key}
        found = [
            Command(N_("Open"), lambda: self._opened(key)),
            Command(N_("Record visit"), lambda: self.context.frame.begin("visits", own)),
            Command(N_("Record complaint"), lambda: self.context.frame.begin("complaints", own)),
            Command(N_("Record service request"), lambda: self.context.frame.begin("requests", own)),
            Command(N_("Add person"), lambda: self.context.frame.begin("people", own)),
        ]
        if row is not None:
            found.append(Command(N_("Copy name"), lambda: QGuiApplication.clipboard().setText(row.texts[0])))
        found += paper_commands(self.context, "customers", ids)
        merging = merge_commands(self.context, "customers", ids)
        return (*found, *merging, Command(N_("Move to the recycle bin"), self._remove_marked))

    def _store_cell(self, key: UUID, field: str, value: Any, failed: Callable[[AppError], None]) -> None:
        label = Label(N_("Changed in the list"))
        self.context.gateway.write(label, customers.save, key, {field: value}, failed=failed)

    def _remove_marked(self) -> None:
        self.bulk.remove_marked()

    def remove(self, ids: Sequence[UUID]) -> None:
        """Move customers to the recycle bin; the toast offers to take it back."""
        if ids:
            label = Label(*self.context.gateway.read_now(removal_words, "customers", list(ids)))
            self.context.gateway.write(label, customers.remove, list(ids))

    # the record ---------------------------------------------------------------------------------------------------

    def _selected(self, key: UUID) -> None:
        self._show_record(key)

    def _found_again(self, key: UUID | None) -> None:
        """What an undo brings back is shown again where nothing else is."""
        if key is not None and self.right.currentIndex() == NOTHING:
            self._show_record(key)

    def _opened(self, key: UUID) -> None:
        self._show_record(key)
        self.split.full(True)
        self.record.pane.focus_tabs()

    def _show_record(self, key: UUID) -> None:
        if self.right.currentIndex() == NEW:
            self.new.form.keep_draft()
        self.right.setCurrentIndex(RECORD)
        self.record.show_record(key)

    def _open_new(self, record_id: UUID) -> None:
        """One that was just made is shown from its overview on, whatever tab was looked at before."""
        self.record.pane.show_tab("overview")
        self.open_record(record_id)

    def open_record(self, record_id: UUID) -> None:
        """Show this customer, whether the list holds it or not."""
        self._show_record(record_id)
        self.list.select(record_id)

    def _narrow(self) -> None:
        self.record.file.keep_draft()
        if self.split.is_full():
            self.split.full(False)
        self.list.grid.setFocus()

    def _leave(self) -> None:
        self.split.full(False)
        self.right.setCurrentIndex(RECORD if self.record.current() is not None else NOTHING)
        self.list.grid.setFocus()

    def neighbour(self, step: int) -> None:
        """Go to the customer above or below."""
        self.list.neighbour(step)

    # a new one ----------------------------------------------------------------------------------------------------

    def commands(self) -> tuple[Command, ...]:
        """Taking in a customer comes first."""
        first = Command(N_("New customer"), self.record_new, "plus", "Ctrl+N")
        prospect = Command(N_("New prospect"), lambda: self.begin({"status": STATUS}), "target")
        found = find_command(self.context, "customers")
        papers = tuple(Command(label, self._printer(key), "printer") for key, label in _PAPERS)
        return (first, prospect, *transfer_commands(self.context, self, self.list.query), *papers, found)

    def _printer(self, report: str) -> Callable[[], None]:
        return lambda: self.context.frame.begin("reports", {"report": report, "query": self.list.query()})

    def record_new(self) -> None:
        """Open the form that asks for the name."""
        self.begin({})

    def begin(self, values: Mapping[str, Any]) -> None:
        """Start a new customer with these values filled in; with ``open`` and ``tab`` show that customer's tab instead."""
        if "tab" in values:
            self.open_record(values["open"])
            self.record.pane.show_tab(values["tab"])
            return
        self.record.file.keep_draft()
        self.right.setCurrentIndex(NEW)
        self.new.start(values)

    # the frame ----------------------------------------------------------------------------------------------------

    def show_view(self, view_id: UUID) -> None:
        """Show a saved view of the list."""
        self.split.full(False)
        self.views.show(view_id)

    def focus_filter(self) -> None:
        """Put the cursor into the filter box."""
        self.split.full(False)
        self.filters.focus()

    def keep_drafts(self) -> None:
        """Keep what is typed in the file and in the new customer."""
        self.record.file.keep_draft()
        self.new.form.keep_draft()

    def save(self) -> bool:
        """Save the new customer or the file."""
        if self.right.currentIndex() == NEW:
            return self.new.submit()
        return self.record.file.save()

    def print_current(self) -> None:
        """The reports know the customer's sheets."""
        self.context.frame.go("reports", self.record.current())

    def retranslate(self) -> None:
        """Every text anew."""
        relabel(self.first, _("Add the first customer"))
        relabel(self.bring_in, _("Import customers"))
        self.empty.set(_("No customers yet."), _("Import a file or add the first."))
        self.nothing.set(_("No customer is chosen."), _("Choose one in the list, or add a new one."))
        self.filters.retranslate()
        self.bulk.retranslate()
        self.list.retranslate()
        self.record.retranslate()
        self.new.retranslate()
        self._tell_count()
