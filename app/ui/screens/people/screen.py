"""People: everybody who decides at a customer, the record beside the list, taking in somebody new."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any
from uuid import UUID

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QKeySequence, QShortcut
from PySide6.QtWidgets import QStackedWidget, QWidget

from app.errors import AppError
from app.i18n import N_, ngettext_text
from app.i18n import gettext_text as _
from app.services import contacts
from app.services.lists import ListQuery
from app.services.removal import removal_words
from app.ui.context import Command, Context, Screen
from app.ui.gateway import Label
from app.ui.kit.layouts import column
from app.ui.kit.widgets import EmptyState, primary, relabel
from app.ui.lists.exporting import transfer_commands
from app.ui.lists.filters import FilterRow
from app.ui.lists.inline import InlineEdit
from app.ui.lists.list_tools import equip
from app.ui.lists.tables import ListView
from app.ui.records.merging import find_command, merge_commands
from app.ui.records.papers import paper_commands
from app.ui.records.record import Split
from app.ui.screens.people.layout import COLUMNS, FILE, FILTERS, FIT, VIEWS
from app.ui.screens.people.new import NewPerson
from app.ui.screens.people.record import PersonRecord

NOTHING, RECORD, NEW = 0, 1, 2


class PeopleScreen(Screen):
    """The place of decision-makers in the window."""

    key = "people"
    title = N_("People")

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._started, self._count, self._marked = False, 0, 0
        self.filters = FilterRow(context, "contacts", "people", FILTERS, VIEWS, N_("Filter by name, firm, phone"), FILE)
        self.first = primary("", self.record_new)
        self.empty = EmptyState(button=self.first)
        query = ListQuery("contacts", COLUMNS, "name")
        self.list = ListView(context, query, "people.list", None, self._menu, self.empty, FIT)
        self.record, self.new, self.nothing = PersonRecord(context), NewPerson(context), EmptyState()
        self.right = QStackedWidget()
        for widget in (self.nothing, self.record, self.new):
            self.right.addWidget(widget)
        self.bulk, self.views = equip(context, self.filters, self.list, self.key, self.record)
        self.inline = InlineEdit(self.list, self._store_cell)
        self.split = Split(self.list, self.right, context.preferences, "people")
        whole = column(self.filters, self.split, spacing=0)
        whole.setStretch(1, 1)
        self.setLayout(whole)
        self._connect()
        self.retranslate()

    def _connect(self) -> None:
        self.filters.changed.connect(self.list.search)
        self.filters.left_down.connect(self._into_list)
        self.list.selected.connect(self._show_record)
        self.list.opened.connect(self._opened)
        self.list.found_again.connect(self._found_again)
        self.list.counted.connect(self._counted)
        self.list.marked.connect(self._marked_changed)
        self.list.painted_first.connect(self.ready)
        self.record.gone.connect(self._leave)
        self.record.delete_wanted.connect(lambda key: self.remove([key]))
        self.new.created.connect(self.open_record)
        self.new.left.connect(self._leave)
        wanted: tuple[tuple[str, Callable[[], None], QWidget], ...] = (
            ("Esc", self._narrow, self.record), ("Delete", self._remove_marked, self.list.grid),
        )  # fmt: skip
        for keys, run, where in wanted:
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
        text = ngettext_text("{count} person", "{count} people", self._count).format(count=f"{self._count:,}")
        if self._marked > 1:
            text = _("{marked} of {count} selected").format(marked=f"{self._marked:,}", count=f"{self._count:,}")
        self.filters.set_summary(text)
        self.summary_changed.emit(text)

    def _menu(self, ids: Sequence[UUID]) -> Sequence[Command]:
        key, row = ids[0], self.list.model.row(self.list.grid.currentIndex().row())
        found = [Command(N_("Open"), lambda: self._opened(key))]
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

    def open_record(self, record_id: UUID) -> None:
        """Show this person, whether the list holds them or not."""
        self._show_record(record_id)
        self.list.select(record_id)

    def _narrow(self) -> None:
        self.record.form.keep_draft()
        self.split.full(False)
        self.list.grid.setFocus()

    def _leave(self) -> None:
        self.split.full(False)
        self.right.setCurrentIndex(RECORD if self.record.current() is not None else NOTHING)
        self.list.grid.setFocus()

    def neighbour(self, step: int) -> None:
        """Go to the person above or below."""
        self.list.neighbour(step)

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
        if "tab" in values:
            self.open_record(values["open"])
            self.record.pane.show_tab(values["tab"])
            return
        self.record.form.keep_draft()
        if values.get("moved_id"):
            self.open_record(values["moved_id"])
            self.record.start_move()
            return
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
        """Keep what is typed in the file and in the new person."""
        self.record.keep_drafts()
        self.new.form.keep_draft()

    def save(self) -> bool:
        """Save the new person or the file."""
        return self.new.submit() if self.right.currentIndex() == NEW else self.record.save()

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
        self.filters.retranslate()
        self.bulk.retranslate()
        self.list.retranslate()
        self.record.retranslate()
        self.new.retranslate()
        self._tell_count()
