"""The recycle bin: deleted records of every kind, the latest first; each comes back whole."""

from collections.abc import Mapping
from datetime import datetime
from functools import partial
from typing import Any
from uuid import UUID

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QStackedWidget

from app.analysis.bin_keeping import until
from app.formats import day_text, local, moment_text
from app.i18n import N_
from app.i18n import gettext_text as _
from app.models import entities, entity_named
from app.services import bulk
from app.services.lists import BINNED, ListQuery, Row, count
from app.services.merge import MERGED
from app.services.merged import merged_among
from app.services.removal import return_words
from app.ui.context import Command, Context, Screen
from app.ui.gateway import Label
from app.ui.guard.allowed import is_allowed
from app.ui.kit.delegates import Cell
from app.ui.kit.flow import FlowLayout
from app.ui.kit.layouts import column
from app.ui.kit.widgets import Chip, EmptyState
from app.ui.lists.columns import Fit
from app.ui.lists.tables import ListView

NOT_SHOWN = ("settings", "complaints", "companies")
USUAL = ("customers", "contacts", "visits")
"""Kinds that have their chip always; the others while something of theirs was deleted."""
SHOWN: dict[str, tuple[str, ...]] = {
    entity.entity: tuple(dict.fromkeys((*entity.titles, *((entity.number_field,) if entity.number_field else ()))))
    for entity in sorted(entities(), key=lambda one: one.entity not in USUAL)
    if entity.entity not in NOT_SHOWN and not entity.append_only
}


class BinScreen(Screen):
    """One list for each kind of record, chosen by chips with their counts."""

    key = "bin"
    title = N_("Recycle bin")

    def __init__(self, context: Context, parent: Any = None) -> None:
        super().__init__(context, parent)
        self.kind, self._counts = USUAL[0], dict[str, int]()
        self.lists: dict[str, ListView] = {}
        self.chips: dict[str, Chip] = {}
        self.stack = QStackedWidget()
        for key in SHOWN:
            self.chips[key] = Chip("", checkable=True)
            self.chips[key].setObjectName(f"bin.{key}")
            self.chips[key].clicked.connect(lambda _checked=False, key=key: self.show_kind(key))
        kinds = FlowLayout()
        kinds.setContentsMargins(20, 0, 20, 12)
        for chip in self.chips.values():
            kinds.addWidget(chip)
        whole = column(kinds, self.stack, spacing=0)
        whole.setStretch(1, 1)
        self.setLayout(whole)
        context.gateway.changed.connect(lambda _changes: self._count() if self.isVisible() else None)
        self.retranslate()

    def commands(self) -> tuple[Command, ...]:
        """Nothing while nothing is in it; emptying is never the first, which the filled button and Ctrl+N run."""
        if not any(self._counts.values()):
            return ()
        return (
            Command(N_("Restore"), self.restore, "archive-restore"),
            Command(N_("Empty the recycle bin …"), self.empty, "trash-2"),
        )

    def activate(self) -> None:
        """Count what is there and show the kind chosen last."""
        self._count()
        self.show_kind(self.kind)

    def _count(self) -> None:
        for key, columns in SHOWN.items():
            query = ListQuery(key, columns, BINNED.key, binned=True)
            self.context.gateway.read(count, query, done=partial(self._counted, key))

    def _counted(self, key: str, number: int) -> None:
        before = self.commands()
        self._counts[key] = number
        self._name_chips()
        if bool(before) != bool(self.commands()):
            self.commands_changed.emit()

    def _name_chips(self) -> None:
        for key, chip in self.chips.items():
            chip.set_label(f"{_(entity_named(key).plural)} {self._counts.get(key, 0)}")
            chip.setVisible(key in USUAL or key == self.kind or bool(self._counts.get(key)))

    def show_kind(self, key: str) -> None:
        """Show the deleted records of one kind."""
        self.kind = key
        for name, chip in self.chips.items():
            chip.setChecked(name == key)
        if key not in self.lists:
            self.lists[key] = self._made(key)
            self.stack.addWidget(self.lists[key])
        self.stack.setCurrentWidget(self.lists[key])
        self.lists[key].refresh()

    def _made(self, key: str) -> ListView:
        empty = EmptyState(_("Nothing was deleted"), _("What you delete comes here and can be brought back."))
        view = ListView(
            self.context, ListQuery(key, (*SHOWN[key], BINNED.key), BINNED.key, True, binned=True), f"bin.{key}.list",
            self._cells, self._menu, empty, Fit({**dict.fromkeys(SHOWN[key][1:], 160), BINNED.key: 300}, SHOWN[key][:1]),
        )  # fmt: skip
        view.opened.connect(lambda _id: self.restore())
        view.painted_first.connect(self.ready)
        return view

    def _cells(self, _row: Row, values: Mapping[str, Any], _present: datetime) -> Mapping[str, Cell]:
        """Since when it is here, and until when at least."""
        deleted = values.get(BINNED.key)
        if deleted is None:
            return {}
        words = _("{moment}, kept until {day}").format(moment=moment_text(deleted), day=day_text(local(until(deleted)).date()))
        return {BINNED.key: Cell(words, ink="secondary", tip=words)}

    def _menu(self, _ids: Any) -> tuple[Command, ...]:
        return (Command(N_("Restore"), self.restore, "archive-restore"),)

    def empty(self) -> None:
        """Ask, and take out everything for good."""
        if is_allowed(self.context, "erase"):
            from app.ui.dialogs.emptying import EmptyingDialog

            dialog = EmptyingDialog(self.context, self.window())
            dialog.accepted.connect(self.activate)
            dialog.show()

    def restore(self) -> None:
        """Bring the selected records back."""
        self.lists[self.kind].with_marked_ids(self._restore)

    def _restore(self, ids: list[UUID]) -> None:
        if not ids:
            self.context.frame.toast(_("Choose what to bring back."))
            return
        merged = self.context.gateway.read_now(merged_among, entity_named(self.kind), ids)
        for record_id in merged:  # it takes back what it brought to another record
            self.context.gateway.take_back(record_id, MERGED, done=lambda _changes: self.activate())
        plain = [record_id for record_id in ids if record_id not in merged]
        if plain:
            label = Label(*self.context.gateway.read_now(return_words, self.kind, plain))
            self.context.gateway.write(label, bulk.bring_back, self.kind, plain, done=lambda _none: self.activate())

    def focus_filter(self) -> None:
        """There is no filter here: to the list."""
        self.lists[self.kind].setFocus(Qt.FocusReason.ShortcutFocusReason)

    def neighbour(self, step: int) -> None:
        self.lists[self.kind].neighbour(step)

    def retranslate(self) -> None:
        """Set every text anew."""
        self._name_chips()
        for view in self.lists.values():
            view.retranslate()
