"""What each key of the keyboard map does to the window and the screen in hand."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from app.ui.screens import place

if TYPE_CHECKING:
    from app.ui.context import Screen
    from app.ui.main_window import MainWindow


def actions(window: "MainWindow") -> dict[str, Callable[[], None]]:
    """Action by its name in ``keyboard.KEYS``."""

    def here(run: "Callable[[Screen], object]") -> Callable[[], None]:
        return lambda: _on_current(window, run)

    return {
        "palette": window.open_palette, "help": window.open_help, "fold": window.rail.toggle,
        "undo": window.undo, "redo": window.redo, "switch": lambda: switch(window), "lock": lambda: lock(window),
        "back": lambda: window.go_along(-1), "forward": lambda: window.go_along(1),
        "new": lambda: _new(window), "save": here(lambda screen: screen.save()),
        "filter": here(lambda screen: screen.focus_filter()), "print": here(lambda screen: screen.print_current()),
        "previous": here(lambda screen: screen.neighbour(-1)), "next": here(lambda screen: screen.neighbour(1)),
    }  # fmt: skip


def lock(window: "MainWindow") -> None:
    """Lock an encrypted file; for a plain one say what that would be worth."""
    from app.ui.guard.locking import lock_now

    lock_now(window)


def switch(window: "MainWindow") -> None:
    """Ask who is at the keyboard."""
    if window.context is not None:
        from app.ui.dialogs.sign_in import SignInDialog

        SignInDialog(window.context, window).show()


def _on_current(window: "MainWindow", run: "Callable[[Screen], object]") -> None:
    if window.current is not None:
        run(window.current)


def _new(window: "MainWindow") -> None:
    """Start what belongs on this screen; where nothing does, a record of the kind the person was last at."""
    if window.current is not None and not window.current.start_new():
        window.begin(window.trail.last(lambda key: bool(place(key).entity)) or "customers")
