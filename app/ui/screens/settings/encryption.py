"""Settings › Privacy: whether the file is encrypted, what opens it, and when it locks itself."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QPushButton, QWidget

from app.errors import AppError
from app.i18n import N_, ngettext_text
from app.i18n import gettext_text as _
from app.safety import encryption, plain_backups
from app.services import settings
from app.ui.context import Context
from app.ui.guard.allowed import is_allowed
from app.ui.guard.encrypting import RecoveryDialog, decrypting, encrypting, is_checked
from app.ui.guard.locking import MINUTES
from app.ui.kit.layouts import column, row
from app.ui.kit.widgets import Chip, PlainLabel, SectionTitle, as_kind, danger_button, link_button, relabel, secondary
from app.ui.screens.settings.parts import choice_row, labelled

IDLE = (0, 5, 15, 30)
"""Minutes to choose from; 0 is never."""
OFF = N_("This file is not encrypted: whoever has it can read it with other programs.")
ON = N_("This file, its attachments and its new backups are encrypted.")
NO_LOCK = N_(
    "Without encryption a lock would hide the window and nothing else. Ctrl+Shift+P tells the program who is at the keyboard."
)
NOT_CHECKED = N_("Nobody has yet shown that the recovery key is on paper. Make a new one, and type two of its groups.")
_AWAY = N_("Backups in {folder} could not be looked at. Those made before the file was encrypted can be read by anybody.")
PURGE = N_("Delete the readable copies")
_SURE = N_("An encrypted backup is made first. Older states are gone then: they cannot be brought back.")
LOCKS = N_("It locks when the computer sleeps or its screen is locked, where the system tells (Linux), and with Ctrl+Shift+L.")


class EncryptionPart(QWidget):
    """Made anew with the page: the file is closed and opened between the two states."""

    def __init__(self, context: Context, store: Callable[[str, Any], None]) -> None:
        super().__init__()
        self.context, self._store = context, store
        self.path, self.readonly = context.gateway.store.path, context.gateway.store.readonly
        self.on = encryption.is_encrypted(self.path)
        self.state = PlainLabel(_(ON if self.on else OFF), "", wrap=True)
        self.state.setObjectName("encryption.state")
        self._body = column(SectionTitle(_("Encryption")), self.state, spacing=8)
        self.setLayout(self._body)
        (self._lay_out_on if self.on else self._lay_out_off)()

    def _named(self, button: QPushButton, name: str) -> QPushButton:
        button.setObjectName(f"encryption.{name}")
        button.setEnabled(not self.readonly)
        return button

    def _lay_out_off(self) -> None:
        self.encrypt_button = self._named(secondary(_("Encrypt this file…"), self.encrypt, "lock"), "encrypt")
        self._body.addLayout(row(self.encrypt_button, None))
        self._body.addSpacing(8)
        self._body.addWidget(SectionTitle(_("Lock")))
        self._body.addWidget(PlainLabel(_(NO_LOCK), "secondary", wrap=True))

    def _lay_out_on(self) -> None:
        self.change_button = self._named(secondary(_("Change the passphrase…"), self.change), "change")
        self.recovery_button = self._named(secondary(_("New recovery key…"), self.new_recovery), "recovery")
        self.off_button = self._named(danger_button(_("Turn encryption off…"), self.turn_off), "off")
        self.doubt, self.plain = PlainLabel("", "warning", wrap=True), PlainLabel("", "", wrap=True)
        self.purge_button = self._named(secondary(_(PURGE), self.purge), "purge")
        self.sure, self._sure = PlainLabel(_(_SURE), "warning", wrap=True), False
        for part in (self.doubt, self.plain, self.purge_button, self.sure):
            part.hide()
        self._body.addWidget(self.doubt)
        self._body.addLayout(row(self.change_button, self.recovery_button, self.off_button, None))
        self._body.addWidget(self.plain)
        self._body.addWidget(self.sure)
        self._body.addLayout(row(self.purge_button, None))
        self._body.addSpacing(8)
        self._body.addWidget(SectionTitle(_("Lock")))
        self._body.addWidget(PlainLabel(_(LOCKS), "secondary", wrap=True))
        self._lay_out_minutes()

    def _lay_out_minutes(self) -> None:
        chosen = str(self.context.gateway.read_now(settings.value, MINUTES))
        options = [(str(count), _minutes(count)) for count in IDLE]
        chips = choice_row(f"settings.{MINUTES}", options, chosen, lambda one: self._store(MINUTES, int(one)))
        lock = link_button(_("Lock now"), self.lock)
        lock.setObjectName("encryption.lock")
        self._body.addWidget(labelled(_("When nobody is there for"), chips))
        self._body.addLayout(row(lock, None))

    def fill(self) -> None:
        """Read what may have changed: whether the paper was checked, and how many backups are readable."""
        if self.on:
            self.doubt.setText("" if is_checked(self.context.preferences, self.path) else _(NOT_CHECKED))
            self.doubt.setVisible(bool(self.doubt.text()))
            self.context.gateway.read(settings.value, MINUTES, done=self._show_minutes)
            self.context.gateway.run(_asked, self.path, done=self._show_plain, failed=self._fail)

    def _show_minutes(self, minutes: int) -> None:
        chip = self.findChild(Chip, f"settings.{MINUTES}.{minutes}")
        if isinstance(chip, Chip):
            chip.setChecked(True)

    def _show_plain(self, found: tuple[int, tuple[Path, ...]]) -> None:
        count, away = found
        words = ngettext_text(
            "{count} older copy was made before and can be read by anybody.",
            "{count} older copies were made before and can be read by anybody.", count,
        )  # fmt: skip
        lines = [words.format(count=count)] if count else []
        lines += [_(_AWAY).format(folder=folder.parent) for folder in away]
        self.plain.setText("\n".join(lines))
        self.plain.setVisible(bool(lines))
        self.purge_button.setVisible(bool(count))
        self.purge_button.setEnabled(not self.readonly)

    def _ask_whether_sure(self, sure: bool) -> None:
        """What is deleted cannot be brought back: the button says so before it does it."""
        self._sure = sure
        relabel(self.purge_button, _("Delete them for good") if sure else _(PURGE))
        as_kind(self.purge_button, "danger" if sure else "secondary")
        self.sure.setVisible(sure)

    def _fail(self, error: AppError) -> None:
        self.purge_button.setEnabled(not self.readonly)
        self.context.frame.tell(error.sentence)

    # doing ------------------------------------------------------------------------------------------------------------

    def lock(self) -> None:
        """Lock at once."""
        window: Any = self.window()
        window.lock.emit()

    def _may(self) -> bool:
        return is_allowed(self.context, "secure")

    def encrypt(self) -> None:
        """Say what it means, and ask for a passphrase."""
        if not self._may():
            return
        from app.ui.dialogs.encrypting import EncryptDialog

        window: Any = self.window()
        EncryptDialog(window, lambda passphrase: window.convert.emit(encrypting(window, self.path, passphrase))).show()

    def change(self) -> None:
        """Ask for the present and a new passphrase."""
        if not self._may():
            return
        from app.ui.dialogs.passphrases import ChangePassphrase

        ChangePassphrase(self.context, self.window(), self.path).show()

    def _ask(self, title: str, words: str, button: str, work: Any, done: Callable[[Any], None], danger: bool = False) -> None:
        from app.ui.dialogs.passphrases import AskPassphrase

        AskPassphrase(self.window(), title, words, button, partial(work, self.path), done, danger).show()

    def new_recovery(self) -> None:
        """Make a new recovery key in place of the one on paper."""
        words = _("The one on paper then opens older backups only.")
        if self._may():
            self._ask(_("New recovery key"), words, _("Make a new key"), encryption.new_recovery_key, self._show_key)

    def _show_key(self, key: str) -> None:
        RecoveryDialog(self.context, self.window(), key, self.path, self.fill).show()

    def turn_off(self) -> None:
        """Make it a plain file again."""
        words = _("Whoever has the file can read it then. Encrypted backups stay encrypted: keep the passphrase for them.")
        window: Any = self.window()
        done = lambda _none: window.convert.emit(decrypting())  # noqa: E731
        if self._may():
            self._ask(_("Turn encryption off"), words, _("Turn off"), encryption.unlock, done, danger=True)

    def purge(self) -> None:
        """Delete the readable copies, at the second click; an encrypted backup is made first."""
        if not self._sure:
            self._ask_whether_sure(True)
            return
        self._ask_whether_sure(False)
        self.purge_button.setEnabled(False)
        self.context.gateway.run(_purge, self.context.gateway.store, done=self._show_plain, failed=self._fail)


def _minutes(count: int) -> str:
    words = ngettext_text("{count} minute", "{count} minutes", count) if count else _("Never by itself")
    return words.format(count=count)


def _asked(path: Path) -> tuple[int, tuple[Path, ...]]:
    return encryption.plain_backups(path), plain_backups.away(path)


def _purge(store: Any) -> tuple[int, tuple[Path, ...]]:
    encryption.purge_plain(store)
    return _asked(store.path)
