"""People: everybody who decides at a customer, the record beside the list, taking in somebody new."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any
from uuid import UUID

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from app.errors import AppError
from app.i18n import N_, ngettext_text
from app.i18n import gettext_text as _
from app.services import contacts
from app.services.lists import ListQuery
from app.services.removal import removal_words
from app.ui.context import Command, Context
from app.ui.gateway import Label
from app.ui.kit.widgets import EmptyState, primary, relabel
from app.ui.lists.exporting import transfer_commands
from app.ui.lists.filters import FilterRow
from app.ui.lists.inline import InlineEdit
from app.ui.lists.tables import ListView
from app.ui.records.list_screen import ListScreen
from app.ui.records.merging import find_command, merge_commands
from app.ui.records.papers import paper_commands
from app.ui.screens.people.layout import COLUMNS, FILE, FILTERS, FIT, VIEWS
from app.ui.screens.people.new import NewPerson
from app.ui.screens.people.record import PersonRecord


class PeopleScreen(ListScreen):
    """The place of decision-makers in the window."""

    key = "people"
    title = N_("People")
    record: PersonRecord
    entry: NewPerson

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.filters = FilterRow(context, "contacts", "people", FILTERS, VIEWS, N_("Filter by name, firm, phone"), FILE)
        self.first = primary("", self.record_new)
        self.empty = EmptyState(button=self.first)
        query = ListQuery("contacts", COLUMNS, "name")
        self.list = ListView(context, query, "people.list", None, self.menu, self.empty, FIT)
        self.record, self.entry = PersonRecord(context), NewPerson(context)
        self.inline = InlineEdit(self.list, self._store_cell)
        self._connect()
        self.put_together()

    def _connect(self) -> None:
        self.record.delete_wanted.connect(lambda key: self.remove([key]))
        self.entry.created.connect(self.open_record)
        self.entry.left.connect(self.leave_entry)
        remove = QShortcut(QKeySequence("Delete"), self.list.grid, context=Qt.ShortcutContext.WidgetWithChildrenShortcut)
        remove.activated.connect(self._remove_marked)

    # the list -----------------------------------------------------------------------------------------------------

    def read_again(self) -> None:
        """Later changes come to the list by themselves."""
        if self.record.current() is not None:
            self.record.reload()

    def count_words(self, count: int) -> str:
        """How many people the list has."""
        return ngettext_text("{count} person", "{count} people", count).format(count=f"{count:,}")

    def menu(self, ids: Sequence[UUID]) -> Sequence[Command]:
        """What is done with one person."""
        key, row = ids[0], self.list.model.row(self.list.grid.currentIndex().row())
        found = [Command(N_("Open"), lambda: self.open_wide(key))]
        if row is not None:
            values = dict(zip(self.list.query().columns, row.values, strict=True))
            own = {"customer_id": values.get("customer_id"), "contact_id": key}
            phone = values.get("phone")
            if own["customer_id"]:
                found.append(Command(N_("Record visit"), lambda: self.context.frame.begin("visits", own)))
                found.append(Command(N_("Open customer"), lambda: self.context.frame.go("customers", own["customer_id"])))
            if phone:
                found.append(Command(N_("Copy phone number"), lambda: QGuiApplication.clipboard().setText(phone)))
        found.append(Command(N_("Changed employer…"), lambda: self.begin({"moved_id": key})))
        found += paper_commands(self.context, "contacts", ids)
        merging = merge_commands(self.context, "contacts", ids)
        return (*found, *merging, Command(N_("Move to the recycle bin"), self._remove_marked))

    def _store_cell(self, key: UUID, field: str, value: Any, failed: Callable[[AppError], None]) -> None:
        label = Label(N_("Changed in the list"))
        self.context.gateway.write(label, contacts.save, key, {field: value}, failed=failed)

    def _remove_marked(self) -> None:
        self.bulk.remove_marked()

    def remove(self, ids: Sequence[UUID]) -> None:
        """Move people to the recycle bin; the toast offers to take it back."""
        if ids:
            label = Label(*self.context.gateway.read_now(removal_words, "contacts", list(ids)))
            self.context.gateway.write(label, contacts.remove, list(ids))

    # the record ---------------------------------------------------------------------------------------------------

    def focus_record(self) -> None:
        """The tabs come first."""
        self.record.pane.focus_tabs()

    def narrow(self) -> None:
        """Back to the list; what is typed stays as a draft."""
        self.record.keep_drafts()
        super().narrow()
        self.list.setFocus()

    # a new one ----------------------------------------------------------------------------------------------------

    def commands(self) -> tuple[Command, ...]:
        """Taking in a person comes first."""
        first = Command(N_("New person"), self.record_new, "user-plus", "Ctrl+N")
        found = find_command(self.context, "contacts")
        return (first, *transfer_commands(self.context, self, self.list.query), found)

    def record_new(self) -> None:
        """Open the form for somebody new."""
        self.begin({})

    def begin(self, values: Mapping[str, Any]) -> None:
        """Start a new person with these values filled in (``customer_id``); with ``moved_id``, say where somebody went; with
        ``open`` and ``tab`` show a person's tab."""
        if values.get("tab") == "move":
            values = {"moved_id": values["open"]}
        if self.begun(values):
            return
        if values.get("moved_id"):
            self.record.keep_drafts()
            self.open_record(values["moved_id"])
            self.record.start_move()
            return
        self.show_entry()
        self.entry.start(values)

    # the frame ----------------------------------------------------------------------------------------------------

    def print_current(self) -> None:
        """The card of the person shown."""
        self.print_card(self.record.current())

    def print_card(self, person: UUID | None) -> None:
        """Somebody on one page."""
        if person is not None:
            self.context.frame.begin("reports", {"report": "decision-maker", "contact_id": person})

    def retranslate(self) -> None:
        """Every text anew."""
        relabel(self.first, _("Add the first person"))
        self.empty.set(_("Nobody here yet."), _("Import a file, or add the person you talk to first."))
        self.nothing.set(_("Nobody is chosen."), _("Choose somebody in the list, or add a person."))
        super().retranslate()
