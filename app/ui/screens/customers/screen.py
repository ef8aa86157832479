"""Customers: the list that filters as you type, the record beside it, taking in a new one."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any
from uuid import UUID

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from app.errors import AppError
from app.i18n import N_, ngettext_text
from app.i18n import gettext_text as _
from app.services import customers
from app.services.approaches import STATUS
from app.services.lists import ListQuery
from app.services.removal import removal_words
from app.ui.context import Command, Context
from app.ui.gateway import Label
from app.ui.kit.layouts import row
from app.ui.kit.widgets import EmptyState, primary, relabel, secondary
from app.ui.lists.exporting import transfer_commands
from app.ui.lists.filters import FilterRow
from app.ui.lists.inline import InlineEdit
from app.ui.lists.tables import ListView
from app.ui.records.list_screen import ListScreen
from app.ui.records.merging import find_command, merge_commands
from app.ui.records.papers import paper_commands
from app.ui.screens.customers.list import COLUMNS, FIELDS, FILTERS, FIT, VIEWS
from app.ui.screens.customers.new import NewCustomer
from app.ui.screens.customers.record import CustomerRecord

_PAPERS = (("labels", N_("Address labels of this list")), ("prospect-cards", N_("Prospect cards of this list")))
_BELOW_WORDS = 3
"""The place in an empty state behind its two sentences."""


class CustomersScreen(ListScreen):
    """The place of customers in the window."""

    key = "customers"
    title = N_("Customers")
    record: CustomerRecord
    entry: NewCustomer

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.filters = FilterRow(context, "customers", "customers", FILTERS, VIEWS, N_("Filter by name, pinyin, phone"), FIELDS)
        self.first = primary("", self.record_new)
        self.bring_in = secondary("", lambda: context.frame.begin("import", {"entity": "customers"}), "upload")
        self.bring_in.setObjectName("customers.import")
        self.empty = EmptyState()
        self.empty.body.insertLayout(_BELOW_WORDS, row(None, self.first, self.bring_in, None))
        query = ListQuery("customers", COLUMNS, "name")
        self.list = ListView(context, query, "customers.list", None, self.menu, self.empty, FIT)
        self.record, self.entry = CustomerRecord(context), NewCustomer(context)
        self.inline = InlineEdit(self.list, self._store_cell)
        self._connect()
        self.put_together()

    def _connect(self) -> None:
        self.record.delete_wanted.connect(lambda key: self.remove([key]))
        self.entry.created.connect(self._open_new)
        self.entry.opened.connect(self.open_record)
        self.entry.left.connect(self.leave_entry)
        remove = QShortcut(QKeySequence("Delete"), self.list.grid, context=Qt.ShortcutContext.WidgetWithChildrenShortcut)
        remove.activated.connect(self._remove_marked)

    # the list -----------------------------------------------------------------------------------------------------

    def read_again(self) -> None:
        """Later changes come to the list by themselves."""
        if self.record.current() is not None:
            self.record.reload()

    def count_words(self, count: int) -> str:
        """How many customers the list has."""
        return ngettext_text("{count} customer", "{count} customers", count).format(count=f"{count:,}")

    def menu(self, ids: Sequence[UUID]) -> Sequence[Command]:
        """What is done with one customer."""
        key, row = ids[0], self.list.model.row(self.list.grid.currentIndex().row())
        own = {"customer_id": key}
        found = [
            Command(N_("Open"), lambda: self.open_wide(key)),
            Command(N_("Record visit"), lambda: self.context.frame.begin("visits", own)),
            Command(N_("Record complaint"), lambda: self.context.frame.begin("complaints", own)),
            Command(N_("Record service request"), lambda: self.context.frame.begin("requests", own)),
            Command(N_("New phone memo"), lambda: self.context.frame.begin("phone_memos", own)),
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

    def focus_record(self) -> None:
        """The tabs come first."""
        self.record.pane.focus_tabs()

    def _open_new(self, record_id: UUID) -> None:
        """One that was just made is shown from its overview on, whatever tab was looked at before."""
        self.record.pane.show_tab("overview")
        self.open_record(record_id)

    def narrow(self) -> None:
        """Back to the list; what is typed stays as a draft."""
        self.record.keep_drafts()
        super().narrow()
        self.list.setFocus()

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
        if not self.begun(values):
            self.show_entry()
            self.entry.start(values)

    # the frame ----------------------------------------------------------------------------------------------------

    def print_current(self) -> None:
        """The reports know the customer's sheets."""
        self.context.frame.go("reports", self.record.current())

    def retranslate(self) -> None:
        """Every text anew."""
        relabel(self.first, _("Add the first customer"))
        relabel(self.bring_in, _("Import customers"))
        self.empty.set(_("No customers yet."), _("Import a file or add the first."))
        self.nothing.set(_("No customer is chosen."), _("Choose one in the list, or add a new one."))
        super().retranslate()
