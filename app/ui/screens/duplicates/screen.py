"""Duplicates: pairs that look like one record, the strongest first; each is merged, said to be two, or left for later."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from uuid import UUID

from PySide6.QtWidgets import QStackedWidget, QWidget

from app.errors import AppError
from app.i18n import N_, ngettext_text
from app.i18n import gettext_text as _
from app.services import duplicates
from app.services.duplicates import LIKELY, SAME, STRENGTHS, WEAK, Found, Pair
from app.ui.context import Command, Context, Screen
from app.ui.kit.delegates import Cell
from app.ui.kit.layouts import column, row
from app.ui.kit.searching import LongRead
from app.ui.kit.widgets import Chip, EmptyState, primary, relabel
from app.ui.lists.rows import RowsView
from app.ui.records.record import Split
from app.ui.screens.duplicates.compare import ComparePane
from app.ui.screens.duplicates.pick import PickOther
from app.ui.screens.duplicates.words import STRENGTH, TONE, reasons_text

ENTITIES = {"customers": N_("Customers"), "contacts": N_("People")}
SEARCH = {"customers": N_("Find duplicate customers"), "contacts": N_("Find duplicate people")}
NOTHING, COMPARE, PICK = 0, 1, 2


class DuplicatesScreen(Screen):
    """The review of duplicates: pairs at the left, side by side at the right."""

    key = "duplicates"
    title = N_("Duplicates")

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.entity = "customers"
        self.found: Found | None = None
        self._shown: list[Pair] = []
        self.kinds = {key: Chip("", checkable=True) for key in ENTITIES}
        self.strengths = {key: Chip("", checkable=True) for key in STRENGTHS}
        self.search_bar = LongRead(context, "duplicates")
        headers = (N_("Records"), N_("Why"), N_("Certainty"))
        self.table = RowsView(headers, "duplicates.list", N_("Duplicates"), widths=(260, 150, 76), elastic=(0, 1))
        self.again = primary("", lambda: self.search(self.entity))
        self.again.setObjectName("duplicates.search")
        self.empty, self.nothing = EmptyState(button=self.again), EmptyState()
        self.compare, self.pick = ComparePane(context), PickOther(context)
        self.left, self.right = QStackedWidget(), QStackedWidget()
        self.left.addWidget(self.table)
        self.left.addWidget(self.empty)
        for widget in (self.nothing, self.compare, self.pick):
            self.right.addWidget(widget)
        self.split = Split(self.left, self.right, context.preferences, "duplicates")
        self._lay_out()
        self._connect()
        self.retranslate()

    def _lay_out(self) -> None:
        for key, chip in (*self.kinds.items(), *self.strengths.items()):
            chip.setObjectName(f"duplicates.{key}")
        self.strengths[SAME].setChecked(True)
        self.strengths[LIKELY].setChecked(True)
        bar = row(*self.kinds.values(), 16, *self.strengths.values(), None, self.search_bar, margins=(20, 0, 20, 12))
        whole = column(bar, self.split, spacing=0)
        whole.setStretch(1, 1)
        self.setLayout(whole)
        self._show_left()

    def _connect(self) -> None:
        for key, chip in self.kinds.items():
            chip.clicked.connect(lambda _checked=False, key=key: self.search(key))
        for chip in self.strengths.values():
            chip.clicked.connect(lambda _checked=False: self._fill())
        self.search_bar.stopped.connect(self._stopped)
        self.table.selectionModel().currentRowChanged.connect(lambda _now, _before: self._chosen())
        self.table.opened.connect(lambda _key: self.compare.begin())
        self.compare.merged.connect(self._merged)
        self.compare.parted.connect(self._drop)
        self.compare.postponed.connect(lambda: self.neighbour(1))
        self.pick.chosen.connect(self.compare_two)
        self.context.gateway.changed.connect(self._changed)

    # looking ------------------------------------------------------------------------------------------------------

    def commands(self) -> tuple[Command, ...]:
        """Looking anew, for either kind."""
        return tuple(Command(label, lambda key=key: self.search(key), "search") for key, label in SEARCH.items())  # type: ignore[misc]

    def activate(self) -> None:
        """Show what was found last; looking begins when somebody asks for it."""
        self.ready.emit()

    def begin(self, values: Mapping[str, Any]) -> None:
        """Look through ``entity``; with ``first`` and ``second`` compare these two, with ``first`` alone ask for the other."""
        entity, first, second = str(values.get("entity") or self.entity), values.get("first"), values.get("second")
        if first is None:
            self.search(entity)
        elif second is not None:
            self._take(entity)
            self.compare_two(first, second)
        else:
            self._take(entity)
            self.right.setCurrentIndex(PICK)
            self.pick.ask(entity, first)

    def _take(self, entity: str) -> None:
        if entity != self.entity:
            self.search_bar.stop()
            self.entity, self.found = entity, None
        self._fill()

    def search(self, entity: str) -> None:
        """Look through all records of a kind."""
        self.entity, self.found = entity, None
        self.right.setCurrentIndex(NOTHING)
        self._fill()
        self.search_bar.start(duplicates.find, entity, done=self._arrived)
        self._say_empty()

    def _arrived(self, found: Found) -> None:
        self.found = found
        if not any(found.counts[key] for key, chip in self.strengths.items() if chip.isChecked()) and found.counts[WEAK]:
            self.strengths[WEAK].setChecked(True)
        self._fill()
        self._go_to(0)
        self.table.setFocus()

    def _stopped(self) -> None:
        self.context.frame.toast(_("Stopped. Nothing was changed."))
        self._fill()

    # the pairs ----------------------------------------------------------------------------------------------------

    def _fill(self) -> None:
        pairs = self.found.pairs if self.found is not None else ()
        self._shown = [pair for pair in pairs if self.strengths[pair.strength].isChecked()]
        self.table.set_rows([(place, _cells(pair)) for place, pair in enumerate(self._shown)])
        self._say()
        self._show_left()

    def _show_left(self) -> None:
        self.left.setCurrentIndex(0 if self._shown else 1)

    def _chosen(self) -> None:
        place = self.table.currentIndex().row()
        if 0 <= place < len(self._shown):
            self.right.setCurrentIndex(COMPARE)
            self.compare.show_pair(self.entity, self._shown[place])

    def _go_to(self, place: int) -> None:
        place = min(place, len(self._shown) - 1)
        if place >= 0:
            fresh = self.table.currentIndex().row() != place
            self.table.selectRow(place)
            if not fresh:  # no signal tells of it
                self._chosen()
        else:
            self.right.setCurrentIndex(NOTHING)

    def neighbour(self, step: int) -> None:
        """Go to the pair above or below; below the last one there is nothing left to decide now."""
        place = self.table.currentIndex().row() + step
        if 0 <= place < len(self._shown):
            self._go_to(place)

    def compare_two(self, one: UUID, other: UUID) -> None:
        """Compare two records that somebody chose; the first one stays unless told otherwise."""
        self.context.gateway.read(
            duplicates.compare, self.entity, one, other, done=lambda pair: self._compare(pair, one), failed=self._gone
        )

    def _compare(self, pair: Pair, kept: UUID) -> None:
        self.right.setCurrentIndex(COMPARE)
        self.compare.show_pair(self.entity, pair, kept)
        self.compare.begin()

    def _gone(self, error: AppError) -> None:
        self.context.frame.tell(error.sentence)

    # what was decided ---------------------------------------------------------------------------------------------

    def _merged(self, kept: UUID, other: UUID) -> None:
        """Further pairs with the record that was taken in are pairs with the one that stayed."""
        if self.found is None:
            self._end_by_hand(kept)
            return
        moved, known = [], set[tuple[UUID, UUID]]()
        for pair in self.found.pairs:
            first, second = sorted(kept if each == other else each for each in (pair.first, pair.second))
            if first != second and (first, second) not in known:
                known.add((first, second))
                moved.append(replace(pair, first=first, second=second))
        self._keep(tuple(moved))

    def _drop(self, one: UUID, other: UUID) -> None:
        if self.found is None:
            self._end_by_hand(one)
            return
        self._keep(tuple(pair for pair in self.found.pairs if {pair.first, pair.second} != {one, other}))

    def _end_by_hand(self, key: UUID) -> None:
        """Two that were chosen by hand: back to the record that is there."""
        self.right.setCurrentIndex(NOTHING)
        self.context.frame.go({"contacts": "people"}.get(self.entity, self.entity), key)

    def _keep(self, pairs: tuple[Pair, ...]) -> None:
        if self.found is not None:
            place = self.table.currentIndex().row()
            gone = [pair.strength for pair in self.found.pairs]
            left = [pair.strength for pair in pairs]
            counts = {key: count - gone.count(key) + left.count(key) for key, count in self.found.counts.items()}
            self.found = replace(self.found, pairs=pairs, counts=counts)
            self._fill()
            self._go_to(max(place, 0))
            self.table.setFocus()

    def _changed(self, changes: Any) -> None:
        """What was merged or parted and is taken back, or done again, may be a pair again."""
        if changes.origin in ("undo", "redo") and self.found is not None and changes.entities() & {self.entity, "distinct_pairs"}:
            self.search(self.entity)

    # the frame ----------------------------------------------------------------------------------------------------

    def _say(self) -> None:
        for key, chip in self.kinds.items():
            chip.setChecked(key == self.entity)
            chip.set_label(_(ENTITIES[key]))
        for key, chip in self.strengths.items():
            count = self.found.counts[key] if self.found is not None else None
            chip.set_label(f"{_(STRENGTH[key])} {count:,}" if count is not None else _(STRENGTH[key]))
        count = len(self._shown)
        text = ngettext_text("{count} pair", "{count} pairs", count).format(count=f"{count:,}") if self.found is not None else ""
        self.summary_changed.emit(text)
        self._say_empty()

    def _say_empty(self) -> None:
        self.again.setVisible(not self.search_bar.running())
        if self.search_bar.running():
            self.empty.set(_("Looking through the records"), _("You can go on working meanwhile."))
        elif self.found is None:
            self.empty.set(_("Records that are there twice"), _("All are compared by name, code, phone, mail and address."))
        else:
            self.empty.set(_("No duplicates."), _("Nothing of this strength is left to decide."))

    def focus_filter(self) -> None:
        """There is nothing to filter: to the pairs."""
        self.table.setFocus()

    def retranslate(self) -> None:
        """Every text anew."""
        relabel(self.again, _("Look again") if self.found is not None else _("Find duplicates"))
        self.nothing.set(_("No pair is chosen."), _("Choose one in the list. Nothing is merged unless you say so."))
        self.search_bar.retranslate()
        self.table.retranslate()
        self.compare.retranslate()
        self.pick.retranslate()
        self._fill()


def _cells(pair: Pair) -> tuple[Cell, ...]:
    one, other = (" · ".join(filter(None, each)) for each in zip(pair.names, pair.owners, strict=True))
    names, why = f"{one} / {other}" if one != other else one, reasons_text(pair.reasons, pair.names)
    return (
        Cell(names, tip=f"{one}\n{other}"),
        Cell(why, ink="secondary", tip=why),
        Cell(_(STRENGTH[pair.strength]), TONE[pair.strength]),
    )
