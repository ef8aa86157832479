"""What every screen is given, and what every screen offers to the frame around it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol
from uuid import UUID

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from app.ui.preferences import Preferences

if TYPE_CHECKING:  # the frame is painted before the store is imported
    from app.ui.gateway import Gateway


@dataclass(frozen=True, slots=True)
class Command:
    """Something a person can do: shown in Ctrl+K, in menus and, where it is a screen's first one, as the filled button.

    ``label`` is a msgid; ``icon`` a file name in resources/icons; ``shortcut`` a key sequence or the empty text.
    """

    label: str
    run: Callable[[], None]
    icon: str = ""
    shortcut: str = ""


class Frame(Protocol):
    """What the window does for its screens."""

    def go(self, screen: str, record_id: UUID | None = None) -> None:
        """Show a screen, and on it a record."""
        ...

    def begin(self, screen: str, values: Mapping[str, Any] | None = None) -> None:
        """Show a screen and start a new record there, with these values filled in (``customer_id`` …)."""
        ...

    def toast(self, text: str, undo: bool = False, file: Path | None = None) -> None:
        """Say in passing what happened; with ``undo``, offer to take it back, with the ``file`` that was written, to show it."""
        ...

    def offer(self, text: str, words: str, run: Callable[[], None]) -> None:
        """Say in passing what happened; a button with these words does something about it."""
        ...

    def tell(self, text: str) -> None:
        """Say what went wrong where no field can show it."""
        ...


@dataclass(frozen=True, slots=True)
class Context:
    """The data, the window and the person's preferences."""

    gateway: "Gateway"
    frame: Frame
    preferences: Preferences


class Screen(QWidget):
    """One place in the rail. Subclasses build themselves in ``__init__`` without touching the data, and fill when shown.

    ``summary_changed`` carries the text at the right of the filter row ("60 customers"); ``badge_changed`` the number
    beside the screen's name in the rail; ``ready`` is emitted once, when the first rows are painted; ``commands_changed``
    when ``commands()`` answers something else now.
    """

    key = ""
    title = ""
    """msgid of the page title and the rail's word."""

    summary_changed = Signal(str)
    badge_changed = Signal(int)
    ready = Signal()
    commands_changed = Signal()

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.context = context

    def commands(self) -> tuple[Command, ...]:
        """What can be done here; the first is the filled button at the top."""
        return ()

    def show_badge(self, count: int) -> None:
        """The number beside the screen's name in the rail; for ``done=``, which tells of a method whether its screen is gone."""
        self.badge_changed.emit(count)

    def activate(self) -> None:
        """The screen becomes visible: read what it shows. Called again on every return."""

    def open_record(self, record_id: UUID) -> None:
        """Show this record."""

    def begin(self, values: Mapping[str, Any]) -> None:
        """Start a new record with these values filled in; screens that can, override it."""
        if commands := self.commands():
            commands[0].run()

    def start_new(self) -> bool:
        """Ctrl+N: start the record that belongs here; False where none does."""
        commands = self.commands()
        if commands:
            commands[0].run()
        return bool(commands)

    def show_view(self, view_id: UUID) -> None:
        """Show a saved view of this screen's list."""

    def focus_filter(self) -> None:
        """Ctrl+F: put the cursor where the list is filtered."""

    def neighbour(self, step: int) -> None:
        """Ctrl+↑/↓: go to the record before (-1) or after (1) the selected one."""

    def keep_drafts(self) -> None:
        """The window closes: keep what is being typed now, without waiting for the next round."""

    def save(self) -> bool:
        """Ctrl+S: save what is being edited; True when nothing unsaved is left."""
        return True

    def print_current(self) -> None:
        """Ctrl+P: show what is here as paper."""

    def retranslate(self) -> None:
        """The language changed: set every text anew and read the data again."""
