"""The window's own commands, in Ctrl+K wherever the person is."""

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QApplication

from app.i18n import N_
from app.ui.context import Command
from app.ui.frame.actions import lock, switch
from app.ui.kit.speech import choose_language
from app.ui.kit.themes import choose_theme

if TYPE_CHECKING:
    from app.ui.main_window import MainWindow


def own_commands(window: "MainWindow") -> tuple[Command, ...]:
    """Undo, redo, language, light and dark, who is there, the lock, help, the end."""
    return (
        Command(N_("Undo the last step"), window.undo, "undo-2", "Ctrl+Z"),
        Command(N_("Redo"), window.redo, "redo-2", "Ctrl+Y"),
        Command(N_("Speak English"), lambda: choose_language(window.preferences, "en"), "languages"),
        Command(N_("Speak Chinese"), lambda: choose_language(window.preferences, "zh"), "languages"),
        Command(N_("Light appearance"), lambda: _dress(window, "light"), "sun"),
        Command(N_("Dark appearance"), lambda: _dress(window, "dark"), "moon"),
        Command(N_("Save changes for another laptop"), lambda: _changes_out(window), "download"),
        Command(N_("Hand over customers"), lambda: _hand_over(window), "users"),
        Command(N_("Switch the person at the keyboard"), lambda: switch(window), "users", "Ctrl+Shift+P"),
        Command(N_("Lock now"), lambda: lock(window), "lock", "Ctrl+Shift+L"),
        Command(N_("Help"), window.open_help, "circle-question-mark", "F1"),
        Command(N_("Quit"), lambda: _quit(window), "log-out"),
    )


def _dress(window: "MainWindow", choice: str) -> None:
    app = QApplication.instance()
    if isinstance(app, QApplication):
        choose_theme(app, window.preferences, choice)


def _changes_out(window: "MainWindow") -> None:
    from app.ui.dialogs.changes_out import ChangesDialog

    if window.context is not None:
        ChangesDialog(window.context, window).open()


def _hand_over(window: "MainWindow") -> None:
    from app.ui.dialogs.handover import hand_over

    if window.context is not None:
        hand_over(window.context, window)


def _quit(window: "MainWindow") -> None:
    window.close()
