"""The report for a lost computer: its pages, and a button that saves them."""

from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QWidget

from app.files import atomic_write
from app.i18n import gettext_text as _
from app.i18n import language, use_language
from app.models.types import now_utc
from app.paths import documents_folder
from app.reports.lost_computer import Lost, build
from app.safety.catalogue import backups
from app.safety.encryption import is_encrypted
from app.safety.places import folder_of
from app.services.privacy_report import on_board
from app.ui.context import Context
from app.ui.kit import choosing
from app.ui.kit.layouts import column, row
from app.ui.kit.preview import Preview
from app.ui.kit.widgets import primary, quiet


class LostComputerDialog(QDialog):
    """Made beside the window, shown, and saved where the person says."""

    def __init__(self, context: Context, parent: QWidget | None) -> None:
        super().__init__(parent)
        self.context, self.data = context, b""
        self.setObjectName("lost")
        self.setWindowTitle(_("What was on this computer"))
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(820, min(720, parent.window().height()) if parent is not None else 720)
        self.preview = Preview("lost.pages")
        self.save_button = primary(_("Save as PDF"), self.save, "download")
        self.save_button.setObjectName("lost.save")
        self.save_button.setEnabled(False)
        foot = row(self.save_button, quiet(_("Close"), self.reject), None)
        whole = column(self.preview, foot, spacing=8, margins=(16, 12, 16, 16))
        whole.setStretch(0, 1)
        self.setLayout(whole)
        self.preview.wait(_("Making the pages…"))
        failed = lambda error: self.preview.say(error.sentence)  # noqa: E731
        context.gateway.run(make_report, context.gateway.store, language(), done=self._show, failed=failed)

    def _show(self, data: bytes) -> None:
        self.data = data
        self.preview.show_pdf(data)
        self.save_button.setEnabled(True)

    def save(self) -> None:
        """Ask where, and write it there."""
        suggested = str(documents_folder() / (_("What was on this computer") + ".pdf"))
        name, _kind = choosing.save_file(self, _("Save as PDF"), suggested, "PDF (*.pdf)")
        if name:
            self.save_to(Path(name))

    def save_to(self, path: Path) -> None:
        """Write the pages."""
        failed = lambda error: self.context.frame.tell(error.sentence)  # noqa: E731
        said = lambda _none: self.context.frame.toast(_("Saved: {path}").format(path=path), file=path)  # noqa: E731
        self.context.gateway.run(_write, path, self.data, done=said, failed=failed)


def make_report(store: Any, words: str) -> bytes:
    """The pages of the report on the open file."""
    from app.reports.pdf import render_bytes

    newest = next((one.manifest for one in backups(folder_of(store.path)) if one.manifest is not None), None)
    found = Lost(store.read(on_board), str(store.path), is_encrypted(store.path), newest.made_at if newest else None, now_utc())
    with use_language(words):
        return render_bytes(build(found))[0]


def _write(path: Path, data: bytes) -> None:
    with atomic_write(path) as file:
        file.write(data)
