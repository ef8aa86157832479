"""The page in place of all screens while an encrypted file is closed: the passphrase or the recovery key opens it.

It never offers to make a new file: the one in question is well, only closed.
"""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QLabel, QWidget

from app.errors import AppError, WrongPassphraseError
from app.i18n import gettext_text as _
from app.i18n import ngettext_text
from app.ui.guard.passphrase import SecretField
from app.ui.kit import choosing, icons
from app.ui.kit.beside import Beside
from app.ui.kit.layouts import column, row
from app.ui.kit.widgets import PlainLabel, link_button, primary, quiet, relabel

Opened = Callable[[Path, bool], None]


class UnlockPanel(QWidget):
    """``opened`` gets the path of the file whose key is known now, or of another one that was chosen, and whether the recovery
    key opened it. With ``locked`` it is the file that was open until just now."""

    def __init__(self, window: QWidget, path: Path, opened: Opened, locked: bool = False) -> None:
        super().__init__(window)
        self.setObjectName("unlock")
        self._window, self._path, self._opened, self._locked = window, path, opened, locked
        self._left, self.with_recovery = 0, False
        self._beside = Beside(self)
        self.passphrase = SecretField(_("Passphrase"), "unlock.passphrase")
        self.recovery = SecretField(_("Recovery key"), "unlock.recovery", hidden=False)
        self.said = PlainLabel("", "secondary", wrap=True)
        self.do_button = primary(_("Unlock"), self.submit)
        self.turn_button = link_button(_("Use the recovery key…"), self.turn)
        self.other_button = quiet(_("Open another file…"), self._other)
        self.leave_button = quiet(_("Quit"), window.close)
        self._waiting = QTimer(self, interval=1000)
        self._waiting.timeout.connect(self.second_passed)
        self._name_parts()
        self._lay_out()

    def _name_parts(self) -> None:
        for part, name in (
            (self.said, "said"), (self.do_button, "do"), (self.turn_button, "turn"), (self.other_button, "other"),
            (self.leave_button, "quit"),
        ):  # fmt: skip
            part.setObjectName(f"unlock.{name}")
        for field in (self.passphrase, self.recovery):
            field.entered.connect(self.submit)
        self.recovery.hide()
        self.said.hide()
        self.setFocusProxy(self.passphrase)

    def _lay_out(self) -> None:
        sign = QLabel()
        sign.setPixmap(icons.pixmap("lock", 32, "accent"))
        title = PlainLabel(_("Clientele is locked") if self._locked else _("This file is encrypted"), "title", wrap=True)
        words = _("What was being typed is kept in the file as a draft.") if self._locked else (
            _("Its passphrase opens it. Without the passphrase or the recovery key nobody can read it."))
        inner = QWidget()
        inner.setFixedWidth(440)
        foot = row(self.do_button, self.turn_button, None)
        inner.setLayout(column(
            sign, title, PlainLabel(words, "secondary", wrap=True), PlainLabel(str(self._path), "label", True, True), 8,
            self.passphrase, self.recovery, self.said, 4, foot, 24, row(self.other_button, self.leave_button, None), spacing=8,
        ))  # fmt: skip
        self.setLayout(column(None, row(None, inner, None), None))

    def field(self) -> SecretField:
        """The line in use."""
        return self.recovery if self.with_recovery else self.passphrase

    def turn(self) -> None:
        """From the passphrase to the recovery key, and back."""
        self.with_recovery = not self.with_recovery
        self.passphrase.setVisible(not self.with_recovery)
        self.recovery.setVisible(self.with_recovery)
        relabel(self.turn_button, _("Use the passphrase…") if self.with_recovery else _("Use the recovery key…"))
        self.field().setFocus()

    # unlocking --------------------------------------------------------------------------------------------------------

    def wait_for(self, words: str) -> None:
        """Something must end first; the empty text: it has."""
        self.say(words)
        self._enable(not words)
        if not words:
            self.field().setFocus()

    def submit(self) -> None:
        """Try what is typed, beside the window: the key takes a third of a second on purpose."""
        typed = self.field().text()
        if not self.do_button.isEnabled() or not typed.strip():
            return
        path, with_recovery = self._path, self.with_recovery

        def work() -> None:
            from app.safety.encryption import unlock, unlock_with_recovery

            (unlock_with_recovery if with_recovery else unlock)(path, typed)

        self.wait_for(_("Opening…"))
        self._beside.run(work, lambda _none: self._opened(path, with_recovery), self._refused)

    def _refused(self, error: AppError) -> None:
        self._left = error.wait if isinstance(error, WrongPassphraseError) else 0
        self._enable(True)
        self.field().say(error.sentence)
        self._waiting.start()
        self._tell_wait()

    def second_passed(self) -> None:
        """A second of the wait is over."""
        self._left -= 1
        self._tell_wait()

    def _tell_wait(self) -> None:
        self.do_button.setEnabled(self._left <= 0)
        if self._left <= 0:
            self._waiting.stop()
            self.say("")
            return
        words = ngettext_text(
            "The next try is possible in {count} second.", "The next try is possible in {count} seconds.", self._left
        )
        self.say(words.format(count=self._left))

    def _enable(self, on: bool) -> None:
        for part in (self.passphrase, self.recovery, self.do_button, self.turn_button, self.other_button):
            part.setEnabled(on)

    def say(self, words: str) -> None:
        """Say something below the line; the empty text nothing."""
        self.said.setText(words)
        self.said.setVisible(bool(words))

    def _other(self) -> None:
        chosen, _kind = choosing.open_file(self, _("Open another file"), str(self._path.parent), _("Data files (*.db)"))
        if chosen:
            self._opened(Path(chosen), False)
