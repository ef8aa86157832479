"""Who is at the keyboard, at the foot of the rail wherever the person is: a click switches (Ctrl+Shift+P)."""

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Qt

from app.i18n import N_
from app.i18n import gettext_text as _
from app.services import roles
from app.ui.frame.actions import switch
from app.ui.frame.foot_item import FootItem
from app.ui.frame.rail import WIDE

if TYPE_CHECKING:
    from app.ui.main_window import MainWindow


def follow(window: "MainWindow") -> None:
    """Show it for the file that is open now."""
    follow_no_more(window)
    if window.context is not None:
        WhoWatch(window)


def follow_no_more(window: "MainWindow") -> None:
    """The file is closed."""
    for earlier in window.findChildren(WhoWatch):
        earlier.leave()


class WhoItem(FootItem):
    """The name and the role; of a firm without roles the name alone."""

    name = role = ""

    def __init__(self, rail: Any) -> None:
        super().__init__("who", N_("Switch the person at the keyboard"), "users", rail)

    def word(self) -> str:
        name = self.name or _("Nobody signed in")
        return f"{name} · {_(self.role)}" if self.role else name

    def shown(self, word: str) -> str:
        return self.fontMetrics().elidedText(word, Qt.TextElideMode.ElideRight, WIDE - 62)


class WhoWatch(QObject):
    """Reads it again when a setting or a colleague changes."""

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        assert window.context is not None  # noqa: S101 - follow() asks first
        self._gateway = window.context.gateway
        self.item = WhoItem(window.rail)
        self.item.hide()
        self.item.clicked.connect(lambda: switch(window))
        self._gateway.changed.connect(self._changed)
        self._read()

    def _changed(self, changes: Any) -> None:
        if {"settings", "employees"} & set(changes.entities()):
            self._read()

    def _read(self) -> None:
        self._gateway.read(roles.at_the_keyboard, done=self._show, failed=lambda _error: None)

    def _show(self, found: tuple[str, str | None]) -> None:
        name, role = found
        self.item.name, self.item.role = name, roles.role_word(role) if role else ""
        self.item.retranslate()
        self.item.setVisible(bool(name or role))

    def leave(self) -> None:
        """Another file is opened, or this one locked."""
        self._gateway.changed.disconnect(self._changed)
        self.item.remove()
        self.setParent(None)
        self.deleteLater()
