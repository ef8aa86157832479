"""The passphrase of the open file: asked again before something that matters, and changed."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QDialog, QPushButton, QWidget

from app.errors import AppError, WrongPassphraseError
from app.i18n import gettext_text as _
from app.ui.context import Context
from app.ui.layouts import column, row
from app.ui.new_passphrase import NewPassphrase
from app.ui.passphrase import SecretField
from app.ui.widgets import PlainLabel, danger_button, primary, quiet

_WIDTH = 420


class AskPassphrase(QDialog):
    """``work`` gets the passphrase beside the window, ``done`` what it returned. Where the passphrase is wrong it is said beside
    the line, and asked again."""

    def __init__(
        self, context: Context, parent: QWidget, title: str, words: str, button: str, work: Callable[[str], Any],
        done: Callable[[Any], None], danger: bool = False,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self.context, self._work, self._answer = context, work, done
        self.passphrase = SecretField(_("Passphrase"), "ask.passphrase")
        self.do_button = (danger_button if danger else primary)(button, self.submit)
        _dress(self, "ask", title)
        self.do_button.setObjectName("ask.do")
        foot = row(self.do_button, quiet(_("Cancel"), self.reject), None)
        self.setLayout(column(PlainLabel(words, "secondary", wrap=True), self.passphrase, 4, foot, margins=(24, 20, 24, 20)))
        self.passphrase.entered.connect(self.submit)
        self.passphrase.setFocus()

    def submit(self) -> None:
        """Try what is typed."""
        if self.do_button.isEnabled() and self.passphrase.text():
            self.do_button.setEnabled(False)
            self.context.gateway.run(self._work, self.passphrase.text(), done=self._done, failed=self._failed)

    def _done(self, answer: Any) -> None:
        self.accept()
        self._answer(answer)

    def _failed(self, error: AppError) -> None:
        self.passphrase.say(error.sentence)
        _enable_after(self.do_button, error)


class ChangePassphrase(QDialog):
    """The present one, and the new one twice. The data stay as they are: only what opens them is wrapped anew."""

    def __init__(self, context: Context, parent: QWidget, path: Path) -> None:
        super().__init__(parent)
        self.context, self._path = context, path
        self.present = SecretField(_("Present passphrase"), "change.present")
        self.new = NewPassphrase("change")
        self.do_button = primary(_("Change the passphrase"), self.submit)
        _dress(self, "change", _("Change the passphrase"))
        self.do_button.setObjectName("change.do")
        words = _("Backups made so far still open with the old one. The recovery key stays the same.")
        foot = row(self.do_button, quiet(_("Cancel"), self.reject), None)
        note = PlainLabel(words, "secondary", wrap=True)
        self.setLayout(column(self.present, self.new, note, 4, foot, spacing=8, margins=(24, 20, 24, 20)))
        self.present.entered.connect(self.new.setFocus)
        self.new.entered.connect(self.submit)
        self.present.setFocus()

    def submit(self) -> None:
        """Change it, or say beside the line why not."""
        if self.do_button.isEnabled() and self.new.complete():
            self.do_button.setEnabled(False)
            work = (_change, self._path, self.present.text(), self.new.text())
            self.context.gateway.run(*work, done=self._done, failed=self._failed)

    def _done(self, _none: Any) -> None:
        self.accept()
        self.context.frame.toast(_("The passphrase is changed"))

    def _failed(self, error: AppError) -> None:
        (self.present if isinstance(error, WrongPassphraseError) else self.new.first).say(error.sentence)
        _enable_after(self.do_button, error)


def _change(path: Path, old: str, new: str) -> None:
    from app.safety.encryption import change_passphrase

    change_passphrase(path, old, new)


def _dress(dialog: QDialog, name: str, title: str) -> None:
    dialog.setObjectName(name)
    dialog.setWindowTitle(title)
    dialog.setWindowModality(Qt.WindowModality.WindowModal)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.setProperty("kind", "ground")
    dialog.setMinimumWidth(_WIDTH)


def _enable_after(button: QPushButton, error: AppError) -> None:
    """The next try waits as long as the error says."""
    wait = error.wait if isinstance(error, WrongPassphraseError) else 0
    QTimer.singleShot(wait * 1000, button, lambda: button.setEnabled(True))
