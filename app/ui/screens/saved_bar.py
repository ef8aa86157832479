"""What can be done with a file that has just been saved."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Signal

from app.errors import AppError
from app.i18n import gettext_text as _
from app.ui.context import Context
from app.ui.kit import saved_file as handover
from app.ui.kit.layouts import row
from app.ui.kit.widgets import Card, ElidedLabel, icon_button, link_button, name_it, relabel, set_tip


class SavedBar(Card):
    """Says where the file is; shows, copies and mails it (``mailed`` with its path)."""

    mailed = Signal(str)

    def __init__(self, context: Context) -> None:
        super().__init__(margins=(12, 4, 8, 4))
        self.setObjectName("reports.saved")
        self._context, self._path, self._title = context, Path(), ""
        self.words = ElidedLabel("")
        self.words.setObjectName("reports.saved.words")
        self._folder = link_button("", lambda: self._do(lambda: handover.show_in_folder(self._path)))
        self._copy = link_button("", self._copy_file)
        self._path_button = link_button("", self._copy_path)
        self._mail = link_button("", lambda: self._do(self._send))
        self._close = icon_button("x", "", self.hide)
        for button, name in ((self._folder, "folder"), (self._copy, "copy"), (self._path_button, "path"), (self._mail, "mail")):
            button.setObjectName(f"reports.saved.{name}")
        line = row(self.words, self._folder, self._copy, self._path_button, self._mail, self._close, spacing=12)
        line.setStretch(0, 1)
        self.body.addLayout(line)
        self.hide()
        self.retranslate()

    def offer(self, path: Path, title: str) -> None:
        """A file was saved."""
        self._path, self._title = path, title
        self.words.setText(_("Saved: {path}").format(path=path))
        self.show()

    def _do(self, work: Callable[[], None]) -> None:
        try:
            work()
        except AppError as error:
            self._context.frame.tell(error.sentence)

    def _copy_file(self) -> None:
        handover.copy_file(self._path)
        self._context.frame.toast(_("The file is on the clipboard."))

    def _copy_path(self) -> None:
        handover.copy_path(self._path)
        self._context.frame.toast(_("The path is on the clipboard."))

    def _send(self) -> None:
        self.mailed.emit(str(self._path))
        if not handover.mail(self._path, self._title):
            self._context.frame.toast(_("The file is on the clipboard: paste it into the letter."))

    def retranslate(self) -> None:
        """Words in the language in force."""
        relabel(self._folder, _("Show in folder"))
        relabel(self._copy, _("Copy file"))
        relabel(self._path_button, _("Copy path"))
        relabel(self._mail, _("Send by mail"))
        name_it(self._close, _("Close"))
        set_tip(self._close, _("Close"))
