"""Care dates of the coming days (F-28, C44): what is thought of, by when, by whom; each is done, moved, held or left out."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from uuid import UUID

from PySide6.QtWidgets import QButtonGroup, QStackedWidget, QWidget

from app.formats import today
from app.i18n import N_, ngettext_text
from app.i18n import gettext_text as _
from app.services import care_list, care_plans
from app.services.care_list import CareList, key_id
from app.ui.context import Command, Context, Screen
from app.ui.editors.editor import firm_now
from app.ui.kit.layouts import column, fill, row
from app.ui.kit.widgets import Chip, EmptyState, name_it, primary, relabel
from app.ui.lists.rows import RowsView
from app.ui.records.record import Split
from app.ui.screens.care.entry import CareEntry
from app.ui.screens.care.pane import CarePane
from app.ui.screens.care.words import cells

SPANS = {7: N_("7 days"), 30: N_("30 days"), 90: N_("90 days")}
"""How far ahead is looked."""
_USUAL = 30
_HEADERS = (N_("Remind on"), N_("Occasion"), N_("Customer"), N_("Means"), N_("Who"), N_("State"))
_TOUCHED = frozenset({
    "care_plans", "care_tasks", "customers", "contacts", "complaints", "agreements", "visits", "employees", "settings",
})  # fmt: skip
_NARROW, _SPARE = 520, (3, 4)
NOTHING, ITEM, ENTRY = 0, 1, 2


class CareRows(RowsView):
    """The list: means and colleague are left out where it is narrow."""

    def fit(self) -> None:
        if self.model() is not None and self.horizontalHeader().count() == len(_HEADERS):
            narrow = self.viewport().width() < _NARROW
            for place in _SPARE:
                self.horizontalHeader().setSectionHidden(place, narrow)
        super().fit()


class CareScreen(Screen):
    """The list at the left; at the right nothing, the care date that is chosen, or a new occasion."""

    key = "care"
    title = N_("Care dates")

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.found: CareList | None = None
        self._was_ready = False
        self._wanted: tuple[UUID, str] | None = None
        self._line = 0
        self.spans, self.mine = {days: Chip("", checkable=True) for days in SPANS}, Chip("", checkable=True)
        widths = (80, 180, 176, 52, 62, 68)
        self.table = CareRows(_HEADERS, "care.list", N_("Care dates"), widths=widths, elastic=(1, 2), least=90)
        self.usual = primary("", self.install)
        self.usual.setObjectName("care.usual")
        self.empty, self.nothing = EmptyState(button=self.usual), EmptyState()
        self.pane, self.entry = CarePane(context), CareEntry(context, self.leave_entry)
        self.left, self.right = QStackedWidget(), QStackedWidget()
        fill(self.left, self.table, self.empty)
        fill(self.right, self.nothing, self.pane, self.entry)
        self.split = Split(self.left, self.right, context.preferences, "care")
        self._lay_out()
        self.retranslate()

    def _lay_out(self) -> None:
        group = QButtonGroup(self)
        for days, chip in self.spans.items():
            chip.setChecked(days == _USUAL)
            group.addButton(chip)
            chip.clicked.connect(lambda _checked=False: self.read())
        self.mine.clicked.connect(lambda _checked=False: self.read())
        whole = column(row(*self.spans.values(), 16, self.mine, None, margins=(20, 0, 20, 12)), self.split, spacing=0)
        whole.setStretch(1, 1)
        self.setLayout(whole)
        self.table.selectionModel().currentRowChanged.connect(lambda _now, _before: self._chosen())
        self.table.opened.connect(lambda _key: self.pane.pane.next.action.setFocus())
        self.pane.taken.connect(self._go_on)
        self.context.gateway.changed.connect(self._changed)

    # the list -----------------------------------------------------------------------------------------------------

    def activate(self) -> None:
        """Read what is due."""
        self.read()

    def read(self) -> None:
        """Ask for the care dates of the days and the person chosen."""
        days = next(days for days, chip in self.spans.items() if chip.isChecked())
        self.context.gateway.read(care_list.listed, today() + timedelta(days=days), self.mine.isChecked(), done=self._show)

    def _changed(self, changes: Any) -> None:
        if self.isVisible() and _TOUCHED & changes.entities():
            self.read()

    def _show(self, found: CareList) -> None:
        self.found = found
        kept, self._line = self._kept(), self.table.currentIndex().row()
        present = firm_now()
        self.table.set_rows([(key_id(item), cells(item, found.owners, present)) for item in found.items])
        self.left.setCurrentIndex(0 if found.items else 1)
        self._say()
        self._select(kept)
        if not self._was_ready:
            self._was_ready = True
            self.ready.emit()

    def _kept(self) -> UUID | None:
        """The care date to be shown: the one asked for, else the one in sight."""
        if self._wanted is not None:
            return self._wanted[0]
        return key_id(self.pane.item) if self.pane.item is not None and self.right.currentIndex() == ITEM else None

    def _go_on(self) -> None:
        """Back to the list; where the care date is gone from it, the one that stands in its line now is shown."""
        self.table.setFocus()
        if self.right.currentIndex() == NOTHING and self.table.rows.lines:
            self.table.setCurrentIndex(self.table.rows.index(min(max(0, self._line), len(self.table.rows.lines) - 1), 0))
            self._chosen()

    def _select(self, key: UUID | None) -> None:
        place = next((place for place, (each, _cells) in enumerate(self.table.rows.lines) if each == key), None)
        if place is not None:
            self.table.setCurrentIndex(self.table.rows.index(place, 0))
            self._chosen()
            if self._wanted is not None and self._wanted[1]:
                self.pane.resume_step(self._wanted[1])
        elif self.right.currentIndex() == ITEM:
            self.right.setCurrentIndex(NOTHING)
            self.pane.item = None
        self._wanted = None

    def _chosen(self) -> None:
        place = self.table.currentIndex().row()
        if self.found is None or not 0 <= place < len(self.found.items):
            return
        item = self.found.items[place]
        if self.right.currentIndex() == ENTRY:
            self.entry.form.keep_draft()
        self.right.setCurrentIndex(ITEM)
        self.pane.show_item(item, self.found.owners.get(item.owner_id, "") if item.owner_id is not None else "")

    def neighbour(self, step: int) -> None:
        """The care date above or below."""
        place = self.table.currentIndex().row() + step
        if 0 <= place < self.table.rows.rowCount():
            self.table.setCurrentIndex(self.table.rows.index(place, 0))

    def open_record(self, record_id: UUID) -> None:
        """Show the care date with this id (``care_list.key_id``)."""
        self._wanted = (record_id, "")
        self.read()

    # new ones -----------------------------------------------------------------------------------------------------

    def commands(self) -> tuple[Command, ...]:
        """A single occasion; the plans behind the others."""
        plans = lambda: self.context.frame.begin("settings", {"page": "care_plans"})  # noqa: E731
        return (Command(N_("New care date"), lambda: self.record_new({}), "plus", "Ctrl+N"), Command(N_("Care plans"), plans))

    def begin(self, values: Mapping[str, Any]) -> None:
        """A new occasion, of ``customer_id`` if that is known; ``open`` (``care_list.key_id``) shows one, asking again for a
        ``step`` that was begun."""
        if "open" in values:
            self._wanted = (values["open"], values.get("step", ""))
            self.read()
        else:
            self.record_new(values)

    def record_new(self, values: Mapping[str, Any]) -> None:
        """Open the form of a single occasion."""
        self.pane.close_step()
        self.right.setCurrentIndex(ENTRY)
        self.entry.start(values)

    def leave_entry(self) -> None:
        """Back to what was chosen."""
        self.right.setCurrentIndex(ITEM if self.pane.item is not None else NOTHING)
        self.table.setFocus()

    def install(self) -> None:
        """Make the usual plans, where the firm has none yet; the settings, where it has."""
        if self.found is not None and self.found.has_plans:
            self.context.frame.begin("settings", {"page": "care_plans"})
        else:
            self.context.gateway.write(N_("Added the usual care plans"), care_plans.install_defaults)

    # the frame ----------------------------------------------------------------------------------------------------

    def keep_drafts(self) -> None:
        """Keep what is typed."""
        self.pane.keep_draft()
        self.entry.form.keep_draft()

    def save(self) -> bool:
        """Save the new occasion, or take the move that was begun; True when nothing unsaved is left."""
        if self.right.currentIndex() == ENTRY:
            self.entry.submit()
            return self.right.currentIndex() != ENTRY
        if self.pane.step is not None:
            self.pane.step.submit()
        return self.pane.step is None

    def _say(self) -> None:
        """How many there are, and what an empty list means."""
        if self.found is None:
            return
        count = len(self.found.items)
        whole = ngettext_text("{count} care date", "{count} care dates", count)
        words = _("The first {count} care dates") if self.found.is_cut else whole
        self.summary_changed.emit(words.format(count=f"{count:,}"))
        if self.found.has_plans:
            self.empty.set(_("No care dates in these days."), _("Plans say which days of customers you are reminded of."))
            relabel(self.usual, _("Open the care plans"))
        else:
            usual = _("Birthdays, festivals, ends of contracts: begin with the usual ones.")
            self.empty.set(_("There are no care plans yet."), usual)
            relabel(self.usual, _("Add the usual plans"))

    def retranslate(self) -> None:
        """Every text anew."""
        for days, chip in self.spans.items():
            chip.set_label(_(SPANS[days]))
            name_it(chip, _(SPANS[days]), f"care.days.{days}")
        self.mine.set_label(_("Only mine"))
        name_it(self.mine, _("Only mine"), "care.mine")
        self.nothing.set(_("No care date is chosen."), _("Choose one in the list, or note an occasion of one customer."))
        for part in (self.table, self.pane, self.entry):
            part.retranslate()
        self._say()
        if self._was_ready:
            self.read()
