"""Restoring a backup: what it would cost is said in words and numbers first; one more click does it."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QWidget

from app.errors import AppError, LockedError
from app.i18n import gettext_text as _
from app.i18n import ngettext_text
from app.safety.places import folder_of
from app.safety.preview import Preview, preview
from app.safety.replacing import is_damage
from app.safety.restore import Restored, restore
from app.ui.context import Context
from app.ui.dialogs.passphrases import ask_for
from app.ui.dialogs.sizing import fit
from app.ui.guard.backup_words import backup_title, counts_text, lost_text, steps_text
from app.ui.kit.layouts import column, row, scrolled
from app.ui.kit.widgets import PlainLabel, SectionTitle, danger_button, quiet

if TYPE_CHECKING:
    from app.store.archive import Backup


_WIDTH = 600


class RestoreDialog(QDialog):
    """What is typed is kept as drafts; the present state becomes a backup of its own, so that a wrong one can be taken back."""

    def __init__(self, context: Context, parent: QWidget, backup: "Backup") -> None:
        super().__init__(parent)
        self.context, self._backup, self._window = context, backup, parent.window()
        self._damaged = False
        self.words, self.counts = PlainLabel("", "strong", wrap=True), PlainLabel("", "", wrap=True)
        self.steps, self.more = PlainLabel("", "secondary", wrap=True), PlainLabel("", "secondary", wrap=True)
        self.error = PlainLabel("", "error", wrap=True)
        self.do_button, self.cancel_button = danger_button(_("Restore"), self.submit), quiet(_("Cancel"), self.reject)
        self._name_parts()
        self._lay_out()
        self._read()

    def _name_parts(self) -> None:
        self.setObjectName("restoring")
        self.setWindowTitle(_("Restore the backup of {moment}").format(moment=backup_title(self._backup)))
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setProperty("kind", "ground")
        for part, name in (
            (self.words, "words"), (self.counts, "counts"), (self.steps, "steps"), (self.error, "error"),
            (self.do_button, "do"), (self.cancel_button, "cancel"),
        ):  # fmt: skip
            part.setObjectName(f"restoring.{name}")
        self.do_button.setEnabled(False)
        self.error.hide()

    def _lay_out(self) -> None:
        body = self._body = QWidget()
        body.setProperty("kind", "ground")
        self._steps_title = PlainLabel(_("The latest of these steps"), "label")
        for part in (self._steps_title, self.steps):
            part.hide()
        calm = _("The present state is backed up first: a wrong restore can be taken back. What you are typing stays as a draft. "
                 "Undo begins anew.")  # fmt: skip
        self._calm = PlainLabel(calm, "secondary", wrap=True)
        body.setLayout(column(
            SectionTitle(_("What would be lost")), self.words, self._steps_title, self.steps, 8,
            SectionTitle(_("What is in it")), self.counts, self.more, None, self._calm, spacing=8, margins=(24, 16, 24, 8),
        ))  # fmt: skip
        foot = self._foot = column(self.error, row(self.do_button, self.cancel_button, None), margins=(24, 8, 24, 20))
        whole = column(scrolled(body), foot, spacing=0)
        whole.setStretch(0, 1)
        self.setLayout(whole)
        self.words.setText(_("Reading the backup…"))
        fit(self, self._body, self._foot, _WIDTH)

    def _read(self) -> None:
        self.error.hide()
        gateway = self.context.gateway
        gateway.run(preview, gateway.store, self._backup, done=self._show, failed=partial(self._fail, self._read))

    def _show(self, found: Preview) -> None:
        self.words.setText(lost_text(found))
        self.counts.setText(counts_text(found))
        self.steps.setText(steps_text(found))
        for part in (self._steps_title, self.steps):
            part.setVisible(bool(found.labels))
        self._damaged = found.history == "unreadable"
        self._calm.setHidden(self._damaged)  # neither a backup of it nor all its drafts can be promised
        notes = [_("It is from an older version of the program and will be brought up to date.")] if found.older else []
        if found.contents_lost:
            words = ngettext_text("The content of {count} attachment was missing already.",
                                  "The contents of {count} attachments were missing already.", found.contents_lost)  # fmt: skip
            notes.append(words.format(count=found.contents_lost))
        self.more.setText("\n".join(notes))
        self.more.setVisible(bool(notes))
        fit(self, self._body, self._foot, _WIDTH)
        self.do_button.setEnabled(True)
        self.cancel_button.setFocus()

    def _fail(self, again: Callable[[], None], error: AppError) -> None:
        self.cancel_button.setEnabled(True)
        self._say(error.sentence)
        if isinstance(error, LockedError):
            ask_for(self, error, again)

    def submit(self) -> None:
        """Restore, beside the window."""
        if self._damaged:
            self._restore_over()
            return
        for button in (self.do_button, self.cancel_button):
            button.setEnabled(False)
        self.error.hide()
        self.words.setText(_("Restoring… The present state is backed up first."))
        for screen in getattr(self._window, "screens", {}).values():
            screen.keep_drafts()
        store = self.context.gateway.store
        failed = self._failed
        self.context.gateway.alone(restore, store, self._backup, folder_of(store.path), done=self._done, failed=failed)

    def _failed(self, error: AppError) -> None:
        if is_damage(self.context.gateway.store, error):
            self._restore_over()
        else:
            self._fail(self.submit, error)

    def _restore_over(self) -> None:
        """The open file cannot be read: it is closed first, and kept beside."""
        from app.ui.guard.damaged_file import leave_to_restore

        self.cancel_button.setEnabled(True)
        window: Any = self._window
        leave_to_restore(window, self._backup, self._say)

    def _say(self, sentence: str) -> None:
        self.error.setText(sentence)
        self.error.show()

    def reject(self) -> None:
        if self.cancel_button.isEnabled():  # no way back in the middle
            super().reject()

    def _done(self, done: Restored) -> None:
        words = _("Restored the backup of {moment}").format(moment=backup_title(self._backup))
        if done.lost:
            lost = ngettext_text("{count} attachment has no content", "{count} attachments have no content", len(done.lost))
            words = f"{words} · {lost.format(count=len(done.lost))}"
        self.cancel_button.setEnabled(True)
        self.accept()
        self.context.frame.tell(words)
        _read_again(self._window, self.context)


def _read_again(window: Any, context: Context) -> None:
    """Every screen is made anew over the restored data."""
    if hasattr(window, "reopen"):
        window.reopen.emit(context.gateway.store.path)
