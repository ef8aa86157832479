"""Where the window stands, kept per person and machine."""

from PySide6.QtCore import QByteArray
from PySide6.QtWidgets import QWidget

from app.ui.preferences import Preferences

SMALLEST = (800, 560)
FIRST = (1366, 768)
FRAME = (4, 64)
"""Room for what the desktop draws around a window: the title bar, and a panel that it does not tell of."""


def restore(window: QWidget, preferences: Preferences) -> None:
    """Put the window where it was; at first a size that fits a 13-inch laptop."""
    window.setMinimumSize(*SMALLEST)
    screen = window.screen().availableGeometry()
    window.resize(min(FIRST[0], screen.width() - FRAME[0]), min(FIRST[1], screen.height() - FRAME[1]))
    kept = preferences.get("window", "")
    if isinstance(kept, str) and kept:
        window.restoreGeometry(QByteArray.fromBase64(kept.encode("ascii", "ignore")))


def keep(window: QWidget, preferences: Preferences) -> None:
    """Note where the window stands."""
    preferences.set("window", bytes(window.saveGeometry().toBase64().data()).decode("ascii"))
