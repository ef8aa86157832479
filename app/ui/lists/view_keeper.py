"""Saved views of one list: named, chosen from the view chip, marked where they were changed, pinned, renamed, dropped.

``ViewKeeper(context, filters, view_list, screen)``: ``start()`` shows the view of last time and returns whether it asked the
list itself; ``show(id)`` shows a saved view, ``show_built_in(place)`` one of the screen's own. ``left`` is called when no
saved view is in force any more: screens whose own views bring an order along set it anew then.
"""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any
from uuid import UUID

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu

from app.errors import AppError
from app.i18n import N_
from app.i18n import gettext_text as _
from app.services import saved_views
from app.services.saved_views import Kept
from app.ui.context import Context
from app.ui.gateway import Label
from app.ui.kit.widgets import literal
from app.ui.lists.filters import FilterRow
from app.ui.lists.tables import ListView
from app.ui.lists.view_name import ViewName
from app.ui.lists.view_state import body_of, differs, may_mean_others, place_of, wishes_of

Failed = Callable[[AppError], None]


def _nothing() -> None:
    """Nobody waits."""


class ViewKeeper(QObject):
    """The saved views of one list, and which of them is in force. ``shown`` carries its key in hex, or the empty text."""

    shown = Signal(str)

    def __init__(self, context: Context, filters: FilterRow, view_list: ListView, screen: str) -> None:
        super().__init__(view_list)
        self._context, self._filters, self._list, self._screen = context, filters, view_list, screen
        self._entity = view_list.query().entity
        self._views: dict[UUID, Kept] = {}
        self._wanted: UUID | None = None
        self.current: UUID | None = None
        self.changed = self._merged = False
        self.naming: ViewName | None = None
        self.left: Callable[[], None] = _nothing
        filters.views_menu = self.fill
        filters.view_words = self.words
        filters.changed.connect(lambda _text, _filters: self._compare())
        view_list.columns.touched.connect(self._compare)
        context.gateway.changed.connect(self._data_changed)

    # what there is ------------------------------------------------------------------------------------------------

    def start(self) -> bool:
        """Show what was shown last time; True where the list was asked already."""
        kept = self._context.preferences.get(f"view.{self._screen}")
        self._read()
        if not isinstance(kept, str):
            return False
        places = [view.label for view in self._filters.views()]
        if kept in places:
            self._filters.restore(places.index(kept), "", ())
            return True
        return self.current is not None or self._await(kept)

    def _await(self, kept: str) -> bool:
        """The view of last time comes with the views; until then the screen's first one is shown."""
        try:
            self._wanted = UUID(hex=kept)
        except ValueError:
            return False
        return self._show_wanted()

    def _show_wanted(self) -> bool:
        if self._wanted is None or self._wanted not in self._views:
            return False
        wanted, self._wanted = self._wanted, None
        self.show(wanted)
        return True

    def _read(self) -> None:
        self._context.gateway.read(saved_views.of, self._entity, done=self._take)

    def _take(self, views: tuple[Kept, ...]) -> None:
        before, self._views = self._views, {view.id: view for view in views}
        merged, self._merged = self._merged and not self.changed, False
        if self.current is not None and self.current not in self._views:
            self.show_built_in(self._filters.view())
        if merged and self.current in before and before[self.current].body != self._views[self.current].body:
            self.show(self.current)  # filters by a record that is another one now
        self._show_wanted()
        self._compare()

    def _data_changed(self, changes: Any) -> None:
        self._merged = self._merged or may_mean_others(changes)
        if self._merged or "saved_views" in changes.entities():
            self._read()

    def words(self) -> str:
        """What the view chip says; a dot where the view was changed."""
        if self.current in self._views:
            name = self._views[self.current].name
            return f"● {name}" if self.changed else name
        return _(self._filters.views()[self._filters.view()].label)

    # which is in force --------------------------------------------------------------------------------------------

    def show(self, view_id: UUID) -> None:
        """Show a saved view; one that is gone meanwhile is passed over, one not read yet is shown when it is."""
        if view_id not in self._views:
            self._wanted = view_id
            self._remember(view_id.hex)
            self._read()
            return
        body = self._views[view_id].body
        self.current = view_id
        self._remember(view_id.hex)
        query = self._list.columns.show(body.get("list") or {})
        wishes = wishes_of(body, self._filters.fields())
        self._filters.restore(place_of(body, self._filters.views()), str(body.get("text", "")), wishes)
        self._ask(query)
        self._compare()

    def show_built_in(self, place: int) -> None:
        """Show one of the screen's own views, as its list was left."""
        kept = (self._filters.text(), self._filters.wishes()) if self.current is None else ("", ())
        self._let_go()
        self._filters.restore(place, *kept)
        self._remember(self._filters.views()[place].label)

    def _let_go(self) -> None:
        if self.current is not None:
            self.current, self.changed = None, False
            self._ask(self._list.columns.show(None))
            self.left()

    def _ask(self, query: Any) -> None:
        """The columns and the order of the view, with what the screen filters by now."""
        shown = self._list.query()
        self._list.set_query(replace(query, text=shown.text, filters=shown.filters, binned=shown.binned))

    def _remember(self, which: str) -> None:
        self._context.preferences.set(f"view.{self._screen}", which)
        self.shown.emit(self.current.hex if self.current is not None else "")

    def _now(self) -> dict[str, Any]:
        return body_of(self._filters, self._list.columns.state())

    def _compare(self) -> None:
        """Mark the view where what is shown differs from what was saved."""
        kept = self._views.get(self.current) if self.current is not None else None
        self.changed = kept is not None and differs(kept.body, self._now())
        self._filters.name_view()

    # the menu -----------------------------------------------------------------------------------------------------

    def fill(self, menu: QMenu) -> None:
        """The views of the screen, the saved ones, and what can be done with the one in force."""
        group = QActionGroup(menu)
        for place, view in enumerate(self._filters.views()):
            on = self.current is None and place == self._filters.view()
            self._offer(menu, group, _(view.label), on, partial(self.show_built_in, place))
        if self._views:
            menu.addSeparator()
        for kept in self._views.values():
            self._offer(menu, group, kept.name, kept.id == self.current, partial(self.show, kept.id))
        menu.addSeparator()
        kept_now = self._views.get(self.current) if self.current is not None else None
        if kept_now is not None:
            self._offer_changes(menu, kept_now)
        else:
            self._add(menu, _("Save view…"), self.ask_name, "save_view")
            if not self._filters.only_view():
                self._add(menu, _("Reset"), partial(self._filters.restore, self._filters.view(), "", ()), "reset")

    def _offer(self, menu: QMenu, group: QActionGroup, text: str, on: bool, run: Callable[[], None]) -> None:
        action = self._add(menu, text, run, "view")
        action.setCheckable(True)
        action.setChecked(on)
        group.addAction(action)

    def _add(self, menu: QMenu, text: str, run: Callable[[], None], name: str) -> QAction:
        action = menu.addAction(literal(text))
        action.setObjectName(name)
        action.triggered.connect(lambda _checked=False: run())
        return action

    def _offer_changes(self, menu: QMenu, kept: Kept) -> None:
        if self.changed:
            self._add(menu, _("Save changes"), self.save_changes, "save_changes")
            self._add(menu, _("Reset"), partial(self.show, kept.id), "reset")
        self._add(menu, _("Save as a new view…"), self.ask_name, "save_view")
        self._add(menu, _("Rename view…"), partial(self.ask_name, kept), "rename_view")
        pin = _("Take out of the rail") if kept.pinned else _("Pin to the rail")
        self._add(menu, pin, partial(self._write, _pin_label(kept), saved_views.pin, kept.id, not kept.pinned), "pin_view")
        label = Label(N_("Deleted the view {name}"), {"name": kept.name})
        self._add(menu, _("Delete view"), partial(self._write, label, saved_views.remove, kept.id), "delete_view")

    # changing -----------------------------------------------------------------------------------------------------

    def ask_name(self, kept: Kept | None = None) -> None:
        """Ask how the view is to be called: a new one, or one that has a name already."""
        save = self.save if kept is None else partial(self.rename, kept.id)
        self.naming = ViewName(self._filters.window(), kept.name if kept else "", save)
        self.naming.open_at(self._filters.view_anchor())

    def save(self, name: str, done: Callable[[], None] = _nothing, failed: Failed | None = None) -> None:
        """Keep what is shown now under a name; it is the view in force then."""

        def saved(view_id: UUID) -> None:
            self._wanted = view_id
            self._read()
            done()

        label = Label(N_("Saved the view {name}"), {"name": name.strip()})
        self._context.gateway.write(label, saved_views.add, self._entity, name, self._now(), done=saved, failed=failed)

    def save_changes(self) -> None:
        """Keep what is shown now under the view's own name."""
        kept = self._views.get(self.current) if self.current is not None else None
        if kept is not None:
            label = Label(N_("Changed the view {name}"), {"name": kept.name})
            self._write(label, saved_views.keep, kept.id, self._now())

    def rename(self, view_id: UUID, name: str, done: Callable[[], None] = _nothing, failed: Failed | None = None) -> None:
        """Call a view otherwise."""
        label = Label(N_("Renamed a view to {name}"), {"name": name.strip()})
        self._context.gateway.write(label, saved_views.rename, view_id, name, done=lambda _changed: done(), failed=failed)

    def _write(self, label: Label, op: Callable[..., Any], *args: Any) -> None:
        self._context.gateway.write(label, op, *args)


def _pin_label(kept: Kept) -> Label:
    key = N_("Took the view {name} out of the rail") if kept.pinned else N_("Pinned the view {name}")
    return Label(key, {"name": kept.name})


