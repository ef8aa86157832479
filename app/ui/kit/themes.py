"""Light or dark: the person's choice, or what the system says."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from app.ui.preferences import Preferences
from app.ui.style import apply_style

CHOICES = ("system", "light", "dark")


def chosen_theme(app: QApplication, kept: object) -> str:
    """``light`` or ``dark`` for a kept choice; anything unknown follows the system."""
    if kept in ("light", "dark"):
        return str(kept)
    return "dark" if app.styleHints().colorScheme() == Qt.ColorScheme.Dark else "light"


def choose_theme(app: QApplication, preferences: Preferences, choice: str) -> None:
    """Keep a choice and dress the program accordingly."""
    preferences.set("theme", choice)
    apply_style(app, chosen_theme(app, choice))
