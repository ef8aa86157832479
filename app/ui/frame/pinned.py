"""Pinned views in the rail: each below its screen with how many records it shows, counted beside the window.

They are read after the first rows and whenever views or their records change, a moment later: no write waits for them.
"""

from typing import TYPE_CHECKING, Any
from uuid import UUID

from PySide6.QtCore import QObject, QTimer

from app.services import lists, saved_views
from app.services.lists import ListQuery
from app.services.saved_views import Kept
from app.ui.forms.field_groups import fields_of_list
from app.ui.lists.view_keeper import ViewKeeper
from app.ui.lists.view_state import conditions_of, may_mean_others
from app.ui.screens import SCREENS
from app.ui.screens.built_in import views_of

if TYPE_CHECKING:
    from app.ui.main_window import MainWindow

LATER = 800
"""Milliseconds: many writes are counted once."""


class PinnedViews(QObject):
    """Keeps the rail's views and their counts."""

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self._window = window
        self._pinned: tuple[Kept, ...] = ()
        self._watched: set[str] = set()
        self._later = QTimer(self, interval=LATER, singleShot=True)
        self._later.timeout.connect(self.count)
        window.rail.view_chosen.connect(self.open)
        window.rail.chosen.connect(lambda _key: window.rail.show_view(""))
        if window.context is not None:
            window.context.gateway.changed.connect(self._data_changed)
        self.read()

    def read(self) -> None:
        """Read which views are pinned."""
        if self._window.context is not None:
            self._window.context.gateway.read(saved_views.of, done=self._take)

    def _take(self, views: tuple[Kept, ...]) -> None:
        self._pinned = tuple(view for view in views if view.pinned and screen_of(view))
        self._window.rail.set_views((screen_of(view), view.id.hex, view.name) for view in self._pinned)
        self.count()

    def _data_changed(self, changes: Any) -> None:
        touched = changes.entities()
        if "saved_views" in touched or may_mean_others(changes):
            self.read()
        elif any(view.target in touched for view in self._pinned):
            self._later.start()

    def count(self) -> None:
        """Count what the pinned views show now."""
        if self._window.context is None:
            return
        gateway = self._window.context.gateway
        for view in self._pinned:
            gateway.run(gateway.store.read, lists.count, query_of(view), done=self._counter(view.id.hex))

    def _counter(self, key: str) -> Any:
        return lambda count: self._window.rail.set_badge(key, count)

    def open(self, screen: str, key: str) -> None:
        """Show a pinned view."""
        keeper = getattr(self._window.screen_of(screen), "views", None)
        if isinstance(keeper, ViewKeeper) and screen not in self._watched:
            self._watched.add(screen)
            keeper.shown.connect(self._window.rail.show_view)
        open_view(self._window, screen, UUID(hex=key))


def screen_of(view: Kept) -> str:
    """The screen on which a view is shown; the empty text where none does."""
    return next((place.key for place in SCREENS if place.entity == view.target), "")


def query_of(view: Kept) -> ListQuery:
    """What a view finds, without its columns."""
    conditions = conditions_of(view.body, views_of(screen_of(view)), fields_of_list(view.target))
    place = next(place for place in SCREENS if place.entity == view.target)
    return ListQuery(view.target, (), place.sort.lstrip("-"), text=str(view.body.get("text", "")), filters=conditions)


def open_view(window: "MainWindow", screen: str, view_id: UUID) -> None:
    """Show a saved view on its screen."""
    window.go(screen)
    if window.context is not None:
        window.screen_of(screen).show_view(view_id)
