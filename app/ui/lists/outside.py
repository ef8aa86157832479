"""The record at the right stays when the list is filtered so that it no longer holds it; a line above its name says so, and a
click takes the filters away."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

from PySide6.QtWidgets import QWidget

from app.i18n import gettext_text as _
from app.services import lists
from app.services.lists import Filter, ListQuery
from app.ui.context import Context
from app.ui.kit.focus_keeper import FocusKeeper
from app.ui.kit.layouts import row
from app.ui.kit.widgets import PlainLabel, link_button, relabel
from app.ui.lists.filters import FilterRow
from app.ui.lists.tables import ListView
from app.ui.lists.views import Filters
from app.ui.records.record import RecordPane


class OutsideNote(QWidget):
    """Hidden while the list holds the record; ``current`` says which one the pane shows."""

    def __init__(
        self, context: Context, filters: FilterRow, view_list: ListView, pane: RecordPane, current: Callable[[], UUID | None]
    ) -> None:
        super().__init__()
        self._context, self._filters, self._list, self._current = context, filters, view_list, current
        self._asked = 0
        self.words = PlainLabel("", "label")
        self.words.setObjectName(f"{pane.objectName()}.outside")
        self.clear_button = link_button("", self._show)
        self.clear_button.setObjectName(f"{pane.objectName()}.show_all")
        self.setLayout(row(self.words, self.clear_button, None, spacing=8))
        self.hide()
        FocusKeeper(self)
        pane.above.addWidget(self)
        pane.titled.connect(self.check)
        view_list.counted.connect(lambda _count: self.check())
        view_list.selected.connect(lambda _key: self.check())

    def check(self) -> None:
        """Ask whether the list holds the record, where it does not mark it."""
        self._asked += 1
        key, asked, query = self._current(), self._asked, self._list.query()
        if key is None or key == self._list.current() or not (query.text or query.filters):
            self.hide()
            return
        self._context.gateway.read(lists.count, _only(query, key), done=lambda count: self._told(asked, count))

    def _told(self, asked: int, count: int) -> None:
        if asked == self._asked:
            self.words.setText(_("Not in the list as it is filtered now."))
            relabel(self.clear_button, _("Show it in the list"))
            self.setVisible(count == 0)

    def _show(self) -> None:
        """Without anything typed or chosen; where the view itself leaves the record out, in the first one that has it."""
        key = self._current()
        if key is not None:
            views, here = self._filters.views(), self._filters.view()
            order = [here, *(place for place in range(len(views)) if place != here)]
            asked = [(place, views[place].now()) for place in order] if views else [(0, ())]
            query = replace(self._list.query(), text="")
            self._context.gateway.read(_holding, query, asked, key, done=lambda place: self._show_in(place, key))

    def _show_in(self, place: int, key: UUID) -> None:
        self._filters.restore(place, "", ())
        self._list.select(key)


def _only(query: ListQuery, key: UUID) -> ListQuery:
    return replace(query, filters=(*query.filters, Filter("id", "in", (key,))))


def _holding(session: Any, query: ListQuery, views: Sequence[tuple[int, Filters]], key: UUID) -> int:
    """The place of the first view that has the record; the first one where none has."""
    holding = (place for place, filters in views if lists.count(session, _only(replace(query, filters=filters), key)))
    return next(holding, views[0][0])
