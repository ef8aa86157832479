"""The passphrase of the open file or of a backup: asked before something that matters, and changed."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QDialog, QPushButton, QWidget

from app.errors import AppError, LockedError, ValidationError, WrongPassphraseError
from app.i18n import gettext_text as _
from app.ui.context import Context
from app.ui.guard.new_passphrase import NewPassphrase
from app.ui.guard.passphrase import SecretField
from app.ui.kit.beside import Beside
from app.ui.kit.layouts import column, row
from app.ui.kit.widgets import PlainLabel, danger_button, link_button, primary, quiet, relabel

_WIDTH = 420


class AskPassphrase(QDialog):
    """``work`` gets the passphrase beside the window, ``done`` what it returned. Where the passphrase is wrong it is said beside
    the line, and asked again."""

    def __init__(
        self, parent: QWidget, title: str, words: str, button: str, work: Callable[[str], Any], done: Callable[[Any], None],
        danger: bool = False,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self._work, self._answer, self._beside = work, done, Beside(self)
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
            self._beside.run(partial(self._work, self.passphrase.text()), self._done, self._failed)

    def _done(self, answer: Any) -> None:
        self.accept()
        self._answer(answer)

    def _failed(self, error: AppError) -> None:
        self.passphrase.say(error.sentence)
        _enable_after(self.do_button, error)


def ask_for(parent: QWidget, error: LockedError, again: Callable[[], None]) -> None:
    """Ask for the passphrase of what the error is about (an older backup), then try ``again``."""
    from app.safety.encryption import unlock

    words = _("{file} was encrypted with another key than the one in use. The passphrase of then opens it.")
    title, path = _("This backup is encrypted"), error.path
    work = partial(unlock, path)
    AskPassphrase(parent, title, words.format(file=path.name), _("Unlock"), work, lambda _none: again()).show()


class ChangePassphrase(QDialog):
    """The present one, or the recovery key where it is forgotten, and the new one twice. The data stay as they are: only what
    opens them is wrapped anew."""

    def __init__(self, context: Context, parent: QWidget, path: Path) -> None:
        super().__init__(parent)
        self.context, self._path, self._beside = context, path, Beside(self)
        self.with_recovery = False
        self.present = SecretField(_("Present passphrase"), "change.present")
        self.recovery = SecretField(_("Recovery key"), "change.recovery", hidden=False)
        self.turn_button = link_button(_("Use the recovery key…"), self.turn)
        self.turn_button.setObjectName("change.turn")
        self.new = NewPassphrase("change")
        self.do_button = primary(_("Change the passphrase"), self.submit)
        _dress(self, "change", _("Change the passphrase"))
        self.do_button.setObjectName("change.do")
        self._lay_out()
        for field in (self.present, self.recovery):
            field.entered.connect(self.new.setFocus)
        self.new.entered.connect(self.submit)
        self.present.setFocus()

    def _lay_out(self) -> None:
        words = _("Backups made so far still open with the old one. The recovery key stays the same.")
        foot = row(self.do_button, quiet(_("Cancel"), self.reject), None)
        self.recovery.hide()
        self.setLayout(column(
            self.present, self.recovery, row(self.turn_button, None), self.new, PlainLabel(words, "secondary", wrap=True), 4,
            foot, spacing=8, margins=(24, 20, 24, 20),
        ))  # fmt: skip

    def turn(self) -> None:
        """From the passphrase to the recovery key, and back."""
        self.with_recovery = not self.with_recovery
        self.present.setVisible(not self.with_recovery)
        self.recovery.setVisible(self.with_recovery)
        relabel(self.turn_button, _("Use the passphrase…") if self.with_recovery else _("Use the recovery key…"))
        self._old().setFocus()

    def _old(self) -> SecretField:
        return self.recovery if self.with_recovery else self.present

    def submit(self) -> None:
        """Change it, or say beside the line why not."""
        if self.do_button.isEnabled() and self.new.complete():
            self.do_button.setEnabled(False)
            old, new = self._old().text(), self.new.text()
            self._beside.run(partial(_change, self._path, old, new, self.with_recovery), self._done, self._failed)

    def _done(self, _none: Any) -> None:
        self.accept()
        self.context.frame.toast(_("The passphrase is changed"))

    def _failed(self, error: AppError) -> None:
        of_new = isinstance(error, ValidationError) and error.field != "recovery"
        (self.new.first if of_new else self._old()).say(error.sentence)
        _enable_after(self.do_button, error)


def _change(path: Path, old: str, new: str, with_recovery: bool) -> None:
    from app.safety.encryption import change_passphrase, reset_passphrase

    (reset_passphrase if with_recovery else change_passphrase)(path, old, new)


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
