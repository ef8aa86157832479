"""Emptying the recycle bin: what would go is counted first; from a hundred records on the number is typed."""

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QLineEdit, QWidget
from shiboken6 import isValid

from app.errors import AppError
from app.i18n import gettext_text as _
from app.i18n import ngettext_text
from app.models import entity_named
from app.safety.emptying import Emptied, contents, empty
from app.ui.context import Context
from app.ui.guard.guarding import MANY
from app.ui.kit.layouts import column, row
from app.ui.kit.widgets import PlainLabel, danger_button, name_it, quiet


class EmptyingDialog(QDialog):
    """Nothing happens before the button is pressed, and where there is much, the number typed."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.context, self._count, self._busy = context, 0, False
        self.setObjectName("emptying")
        self.setWindowTitle(_("Empty the recycle bin"))
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.goes, self.type_words = PlainLabel("", "", wrap=True), PlainLabel("", "label", wrap=True)
        self.typed, self.error = QLineEdit(), PlainLabel("", "error", wrap=True)
        name_it(self.typed, _("Number of records"), "emptying.number")
        self.do_button, self.cancel_button = danger_button(_("Empty"), self.submit), quiet(_("Cancel"), self.reject)
        self.do_button.setObjectName("emptying.do")
        self.do_button.setEnabled(False)
        said = PlainLabel(
            _("A backup is made first and holds all of it. Undo does not bring it back; restoring that backup does."),
            "secondary", wrap=True,
        )  # fmt: skip
        needed = _("What others need stays: a customer who has complaints, a record that was merged.")
        stays = PlainLabel(needed, "secondary", wrap=True)
        foot = row(self.do_button, self.cancel_button, None)
        parts = (self.goes, said, stays, self.type_words, self.typed, self.error, 8, foot)
        self.setLayout(column(*parts, spacing=12, margins=(24, 20, 24, 20)))
        self.setFixedWidth(460)
        for part in (self.type_words, self.typed, self.error):
            part.hide()
        self.typed.textChanged.connect(self._check)
        context.gateway.read(contents, done=self._show, failed=self._failed)

    def _show(self, found: dict[str, int]) -> None:
        self._count = sum(found.values())
        kinds = [f"{_(entity_named(key).plural)} {count:,}" for key, count in found.items()]
        self.goes.setText(_(", ").join(kinds) if kinds else _("There is nothing in it that could go."))
        words = ngettext_text("Empty: {count} record", "Empty: {count} records", self._count)
        self.do_button.setText(words.format(count=f"{self._count:,}"))
        much = self._count > MANY
        self.type_words.setText(_("Type the number {count} to go on.").format(count=self._count))
        self.type_words.setVisible(much)
        self.typed.setVisible(much)
        self.adjustSize()
        self._check()

    def _check(self) -> None:
        told = self._count <= MANY or self.typed.text().strip().replace(",", "") == str(self._count)
        self.do_button.setEnabled(bool(self._count) and told and not self._busy)

    def _set_busy(self, on: bool) -> None:
        self._busy = on
        self.typed.setReadOnly(on)
        self.cancel_button.setEnabled(not on)
        self._check()

    def submit(self) -> None:
        """Make the backup and empty the bin, beside the window."""
        self._set_busy(True)
        self.error.hide()
        gateway, who = self.context.gateway, (self.context, self)
        gateway.run(empty, gateway.store, done=partial(_emptied, *who), failed=partial(_refused, *who))

    def reject(self) -> None:
        """Close, but not while it runs: it would go on unseen."""
        if not self._busy:
            super().reject()

    def _failed(self, error: AppError) -> None:
        self._set_busy(False)
        self.error.setText(error.sentence)
        self.error.show()


def _emptied(context: Context, dialog: EmptyingDialog, done: Emptied) -> None:
    """Tell everybody, whether the dialog is still there or went with its window."""
    words = ngettext_text("{count} record left the recycle bin", "{count} records left the recycle bin", done.count)
    context.frame.toast(words.format(count=f"{done.count:,}"))
    if done.changes is not None:
        context.gateway.changed.emit(done.changes)
    if isValid(dialog):
        dialog.accept()


def _refused(context: Context, dialog: EmptyingDialog, error: AppError) -> None:
    if isValid(dialog):
        dialog._failed(error)
    else:
        context.gateway.failed.emit(error)
