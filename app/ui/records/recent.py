"""Records opened lately: from elsewhere, with Enter in a list, or by staying at one for a moment."""

from uuid import UUID

from PySide6.QtCore import QObject, QTimer

from app.ui.frame.trail import note_recent, recent
from app.ui.lists.tables import ListView
from app.ui.preferences import Preferences
from app.ui.screens import SCREENS

STAYED = 3000
"""Milliseconds after which a row that was walked to counts as opened."""


def recent_of(preferences: Preferences, entity: str) -> list[UUID]:
    """The records of one kind opened lately, the latest first."""
    screens = {place.key for place in SCREENS if place.entity == entity}
    return [record_id for screen, record_id in recent(preferences) if screen in screens]


class RecentNotes(QObject):
    """Notes what is opened in one list."""

    def __init__(self, view_list: ListView, screen: str) -> None:
        super().__init__(view_list)
        self._list, self._screen = view_list, screen
        self._at: UUID | None = None
        self._stay = QTimer(self, interval=STAYED, singleShot=True)
        self._stay.timeout.connect(lambda: self.note(self._at))
        view_list.opened.connect(self.note)
        view_list.selected.connect(self._walked)

    def _walked(self, record_id: UUID | None) -> None:
        self._at = record_id
        self._stay.start()

    def note(self, record_id: UUID | None) -> None:
        """Remember a record."""
        self._stay.stop()
        note_recent(self._list.context.preferences, (self._screen, record_id))
