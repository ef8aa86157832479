"""What the window does around encrypting a file and taking that back: the work on the closed file, and the recovery key."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QWidget

from app.i18n import gettext_text as _
from app.ui.context import Context
from app.ui.guard.apart import Conversion
from app.ui.kit.layouts import column
from app.ui.preferences import Preferences

UNCHECKED = "recovery.unchecked"
"""Preference: data files whose recovery key nobody typed back yet."""


def is_checked(preferences: Preferences, path: Path) -> bool:
    """Whether the recovery key of a file came back from its paper (or was never made here)."""
    return str(path) not in preferences.get(UNCHECKED, [])


def note_checked(preferences: Preferences, path: Path, checked: bool) -> None:
    """Remember on this computer whether it did; at once, the power may go."""
    others = [one for one in preferences.get(UNCHECKED, []) if one != str(path)]
    preferences.set(UNCHECKED, others if checked else [*others, str(path)])
    preferences.flush()


def encrypting(window: Any, path: Path, passphrase: str) -> Conversion:
    """Encrypt the file; afterwards the recovery key is shown and asked back."""

    def work(store: Any, told: Callable[[float], None], stopped: Callable[[], bool]) -> str:
        from app.safety.encryption import encrypt

        return encrypt(store, passphrase, told, stopped)

    note_checked(window.preferences, path, False)  # before: the window may be closed, or the power go, before the key is shown

    def after(key: str, again: Callable[[], None]) -> QWidget:
        return recovery_page(window, window.preferences, key, path, again)

    words = _("A backup is made first. The file can be used again when this is done.")
    return Conversion(_("The file is being encrypted"), words, work, after)


def decrypting() -> Conversion:
    """Make it a plain file again."""

    def work(store: Any, told: Callable[[float], None], stopped: Callable[[], bool]) -> None:
        from app.safety.encryption import decrypt

        decrypt(store, told, stopped)

    words = _("The file can be used again when this is done.")
    return Conversion(_("The encryption is being taken off"), words, work, lambda _none, _again: None)


def recovery_page(parent: QWidget, preferences: Preferences, key: str, path: Path, then: Callable[[], None]) -> QWidget:
    """The recovery key, shown and asked back; ``then`` follows in any case."""
    from app.ui.dialogs.recovery_key import RecoveryPage

    def checked() -> None:
        note_checked(preferences, path, True)
        then()

    return RecoveryPage(parent, key, path, checked, then)


class RecoveryDialog(QDialog):
    """A new recovery key of the open file."""

    def __init__(self, context: Context, parent: QWidget, key: str, path: Path, then: Callable[[], None]) -> None:
        super().__init__(parent)
        self.setObjectName("new_recovery")
        self.setWindowTitle(_("New recovery key"))
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setProperty("kind", "ground")
        note_checked(context.preferences, path, False)
        self.page = recovery_page(self, context.preferences, key, path, self.accept)
        self.setLayout(column(self.page, margins=(24, 20, 24, 20)))
        self.finished.connect(lambda _code: then())
