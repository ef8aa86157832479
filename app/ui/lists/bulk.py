"""Acting on many rows at once: a bar over the filters says how many are chosen and what can be done with them.

``BulkBar(context, filters, view_list)``: shows itself while more than one row is marked (Ctrl+A marks the whole filter),
hides on Esc and when it is done. Each action is one step that can be undone.
"""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any
from uuid import UUID

from PySide6.QtCore import QEvent, QObject, QPoint, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QMenu, QStackedLayout, QWidget

from app.errors import AppError, Cancelled
from app.i18n import N_
from app.i18n import gettext_text as _
from app.models import entity_named, fields_of
from app.services import bulk, tags
from app.services.bulk_rules import ASSIGNED, changeable
from app.services.removal import removal_words
from app.ui.context import Context
from app.ui.forms.field_groups import grouped
from app.ui.gateway import Label
from app.ui.kit.flyout import Flyout
from app.ui.kit.layouts import row
from app.ui.kit.pick_list import PickList
from app.ui.kit.widgets import PlainLabel, icon_button, literal, name_it, quiet, relabel, set_tip
from app.ui.lists.bulk_panels import TagsAsked, ValueAsked
from app.ui.lists.bulk_run import BulkRun
from app.ui.lists.bulk_words import chosen, how_many
from app.ui.lists.exporting import export_ids
from app.ui.lists.filters import FilterRow
from app.ui.lists.tables import ListView
from app.ui.records.merging import COMPARE, merge_commands


class BulkBar(QFrame):
    """What can be done with the marked rows."""

    def __init__(self, context: Context, filters: FilterRow, view_list: ListView) -> None:
        super().__init__(filters)
        self._context, self._filters, self._list = context, filters, view_list
        self.entity = view_list.query().entity
        self._fields = changeable(self.entity)
        self.setProperty("kind", "bulk")
        self.setObjectName(f"{self.entity}.bulk")
        self.count, self.run = PlainLabel("", "strong"), BulkRun(context, self.objectName())
        self.flyout: Flyout | None = None
        self._buttons = {name: quiet("", run) for name, _words, run in self._offers()}
        self.more = quiet("", self._show_more)
        self.close_button = icon_button("x", "", self.leave)
        self._lay_out()
        self._connect()
        self.hide()
        self.retranslate()

    def _lay_out(self) -> None:
        acting = QWidget()
        parts = (self.count, 8, *self._buttons.values(), self.more, None, self.close_button)
        acting.setLayout(row(*parts, spacing=4, margins=(20, 0, 20, 6)))
        for name, button in (*self._buttons.items(), ("more", self.more), ("leave", self.close_button)):
            button.setObjectName(f"{self.entity}.bulk.{name}")
        self._pages = QStackedLayout(self)
        self._pages.addWidget(acting)
        self._pages.addWidget(self.run)

    def _connect(self) -> None:
        self._filters.installEventFilter(self)
        self._filters.box.installEventFilter(self)
        self._list.marked.connect(self._marked)
        self._list.many_menu = self.fill
        self.run.running.connect(self._show_progress)
        reach = Qt.ShortcutContext  # in the grid alone: what is edited in its place has an Esc of its own
        for where, how in ((self._list.grid, reach.WidgetShortcut), (self, reach.WidgetWithChildrenShortcut)):
            escape = QShortcut(QKeySequence("Esc"), where, context=how)
            escape.activated.connect(self.leave)

    def _offers(self) -> list[tuple[str, str, Callable[[], object]]]:
        """(name, msgid, what happens) of the buttons."""
        found: list[tuple[str, str, Callable[[], object]]] = [("change", N_("Change…"), self.ask_field)] if self._fields else []
        if "tags" in self._fields:
            found.append(("tag", N_("Add tag…"), self.ask_tags))
        if self.entity in ASSIGNED:
            found.append(("assign", N_("Assign to…"), self.ask_person))
        if "starred" in self._fields:
            found.append(("star", N_("Star"), partial(self.star, True)))
        return found

    def _rest(self) -> list[tuple[str, str, Callable[[], object]]]:
        """(name, msgid, what happens) behind "More"."""
        found: list[tuple[str, str, Callable[[], object]]] = []
        if "tags" in self._fields:
            found.append(("untag", N_("Remove tag…"), self.ask_tags_off))
        if "starred" in self._fields:
            found.append(("unstar", N_("Take the stars away"), partial(self.star, False)))
        if self.entity in ("customers", "contacts") and self.marked() == 2:
            found.append(("merge", COMPARE, self._compare))
        if self.entity == "customers":
            found.append(("handover", N_("Hand over…"), self._hand_over))
        found.append(("export", N_("Export chosen"), self.export))
        if not entity_named(self.entity).keep:
            found.append(("bin", N_("Move to the recycle bin"), self.remove_marked))
        return found

    # being there --------------------------------------------------------------------------------------------------

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and watched is self._filters:
            self.setGeometry(self._filters.rect())
        if event.type() == QEvent.Type.FocusIn and watched is self._filters.box and not self.run.busy():
            self.hide()  # Ctrl+F: the filters are wanted
        return False

    def marked(self) -> int:
        """How many rows are chosen."""
        return self._list.marked_count()

    def _marked(self, count: int) -> None:
        shown = count > 1 or self.run.busy()
        self.count.setText(chosen(self.entity, count))
        if shown and not self.isVisible():
            self.setGeometry(self._filters.rect())
            self.raise_()
        self.setVisible(shown)

    def _show_progress(self, on: bool) -> None:
        self._pages.setCurrentIndex(int(on))

    def leave(self) -> None:
        """Choose nothing but the current row; the filters are there again."""
        current = self._list.grid.currentIndex()
        self._list.grid.clearSelection()
        if current.isValid():
            self._list.grid.selectRow(current.row())
        self._list.grid.setFocus()

    # acting -------------------------------------------------------------------------------------------------------

    def _write(self, label: Label, op: Callable[..., Any], *args: Any, failed: Callable[[AppError], None] | None = None) -> None:
        """Do it with all marked records as one step; they stay marked for the next one, as long as they are in the list."""

        done = partial(self._done, op is not bulk.remove)

        def begin(ids: list[UUID]) -> None:
            if not self.run.busy():
                counted = replace(label, values={**label.values, "count": f"{len(ids):,}"})  # the list may have grown since
                self.run.start(
                    counted, op, self.entity, ids, *args, done=done, failed=partial(self._failed, failed), count=len(ids)
                )

        self._list.with_marked_ids(begin)

    def _done(self, stay: bool, changed: int) -> None:
        if self.flyout is not None:
            self.flyout.leave(back=False)
        if not changed:
            self._context.frame.toast(_("Nothing to change: they are so already."))
        if not stay:
            self.leave()
        self._list.grid.setFocus()

    def _failed(self, beside: Callable[[AppError], None] | None, error: AppError) -> None:
        if beside is not None and self.flyout is not None and not isinstance(error, Cancelled):
            beside(error)
        elif isinstance(error, Cancelled):
            self._context.frame.toast(error.sentence)
        else:
            self._context.frame.tell(error.sentence)

    def _label(self, key: str, **values: object) -> Label:
        return Label(key, {"count": f"{self.marked():,}", **values})

    def _fly(self, content: QWidget, below: QWidget, focus: QWidget) -> Flyout:
        if self.flyout is not None:
            self.flyout.leave(back=False)
        made = self.flyout = Flyout(self.window(), "bulk.flyout", 320)
        made.left.connect(lambda: setattr(self, "flyout", None if self.flyout is made else self.flyout))
        made.body.addWidget(content)
        made.open_below(below, focus)
        return made

    def _words(self, sentence: str) -> str:
        return sentence.format(what=how_many(self.entity, self.marked()))

    def ask_field(self) -> PickList:
        """Choose the field that is to change."""
        self._fields = changeable(self.entity)
        asked = {key: field for key, field in self._fields.items() if key not in ("tags", "starred")}
        groups = grouped(asked, (), self._filters.sections, N_("More fields"))
        offered = PickList("bulk.fields", groups, _("Which field changes"))
        offered.picked.connect(lambda key: self.ask_value(key))
        self._fly(offered, self._buttons["change"], offered.line)
        return offered

    def ask_value(self, key: str) -> ValueAsked:
        """Ask for the value that all of them get."""
        field = self._fields[key]

        def do(value: Any, _said: str, failed: Callable[[AppError], None]) -> None:
            label = self._label(N_("Changed {field} on {count} records"), field=_(field.label))
            self._write(label, bulk.change, key, value, failed=failed)

        asked = ValueAsked(self._context, field, self._words(_("Change {what}")), do, _("Empty it"))
        self._fly(asked, self._buttons["change"], asked.first())
        return asked

    def ask_person(self) -> ValueAsked:
        """Ask whose they are to be."""
        field = fields_of(entity_named(self.entity))[ASSIGNED[self.entity]]

        def do(value: Any, said: str, failed: Callable[[AppError], None]) -> None:
            self._write(self._label(N_("Assigned {count} records to {name}"), name=said), bulk.assign, value, failed=failed)

        asked = ValueAsked(self._context, field, self._words(_("Assign {what}")), do)
        self._fly(asked, self._buttons["assign"], asked.first())
        return asked

    def ask_tags(self) -> TagsAsked:
        """Ask which tags they all get."""

        def do(words: Any, said: str, failed: Callable[[AppError], None]) -> None:
            self._write(self._label(N_("Tagged {count} records with {tags}"), tags=said), bulk.add_tags, words, failed=failed)

        asked = TagsAsked(self._words(_("Tag {what}")), do, typed=True)
        self._fly(asked, self._buttons["tag"], asked.first())
        self._context.gateway.read(tags.in_use, self.entity, done=asked.offer)
        return asked

    def ask_tags_off(self) -> TagsAsked:
        """Ask which of their tags they lose."""

        def do(words: Any, said: str, failed: Callable[[AppError], None]) -> None:
            label = self._label(N_("Took the tags {tags} off {count} records"), tags=said)
            self._write(label, bulk.remove_tags, words, failed=failed)

        asked = TagsAsked(self._words(_("Take tags off {what}")), do, typed=False)
        self._fly(asked, self.more, asked.first())
        read = self._context.gateway.read
        self._list.with_marked_ids(lambda ids: read(tags.in_use, self.entity, "tags", ids, done=asked.offer))
        return asked

    def star(self, on: bool) -> None:
        """Star them, or take their stars away."""
        label = self._label(N_("Starred {count} records") if on else N_("Took the stars from {count} records"))
        self._write(label, bulk.star, on)

    def remove_marked(self) -> None:
        """Move them to the recycle bin, one or many."""
        self._list.with_marked_ids(self._remove)

    def _remove(self, ids: list[UUID]) -> None:
        if ids:
            self._write(Label(*self._context.gateway.read_now(removal_words, self.entity, ids)), bulk.remove)

    def _hand_over(self) -> None:
        from app.ui.dialogs.handover import hand_over_chosen

        self._list.with_marked_ids(lambda ids: hand_over_chosen(self._context, self, ids))

    def _compare(self) -> None:
        self._list.with_marked_ids(lambda ids: merge_commands(self._context, self.entity, ids)[0].run())

    def export(self) -> None:
        """Write them to a file."""
        self._list.with_marked_ids(lambda ids: export_ids(self._context, self, self.entity, ids))

    # words --------------------------------------------------------------------------------------------------------

    def fill(self, menu: QMenu) -> None:
        """The same in the context menu of a marked row."""
        menu.addSection(chosen(self.entity, self.marked()))
        for name, words, run in (*self._offers(), *self._rest()):
            action = menu.addAction(literal(_(words)))
            action.setObjectName(name)
            action.triggered.connect(lambda _checked=False, run=run: run())

    def _show_more(self) -> None:
        menu = QMenu(self)
        menu.aboutToHide.connect(menu.deleteLater)
        for _name, words, run in self._rest():
            menu.addAction(literal(_(words))).triggered.connect(lambda _checked=False, run=run: run())
        menu.popup(self.more.mapToGlobal(QPoint(0, self.more.height() + 2)))

    def retranslate(self) -> None:
        """Words in the language in force."""
        for name, words, _run in self._offers():
            relabel(self._buttons[name], _(words))
        relabel(self.more, _("More") + " ▾")
        name_it(self.close_button, _("Choose nothing"))
        set_tip(self.close_button, _("Choose nothing"))
        self.run.retranslate()
        self._marked(self.marked())
