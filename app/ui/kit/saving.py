"""Ctrl+Enter saves wherever the keyboard is: a form sees to its own fields, this to what stands around it."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget


def saves(around: QWidget, save: Callable[[], object]) -> None:
    """Ctrl+Enter on this widget, or on what is in it, calls ``save``. It holds no form: two shortcuts of one key do nothing."""
    shortcut = QShortcut(QKeySequence("Ctrl+Return"), around, context=Qt.ShortcutContext.WidgetWithChildrenShortcut)
    shortcut.activated.connect(save)
