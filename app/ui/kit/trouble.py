"""What the window says about a bug: plain words, where the log lies, and that nothing typed is lost."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from app.i18n import gettext_text as _
from app.paths import log_file


def show_bug(window: QWidget) -> None:
    """Say that something went wrong and that work can go on."""
    _box(
        window,
        _("Something went wrong in the program"),
        _("What was saved is safe, and you can go on. If it happens again, this file tells the maker where; "
          "it holds no data of yours:\n{path}").format(path=log_file()),
    )  # fmt: skip


def show_leaving(window: QWidget) -> None:
    """Say that the program closes itself."""
    _box(
        window,
        _("The program closes to protect your data"),
        _("Errors kept coming. What was saved is safe; what you were typing is kept as a draft and is there again at the next "
          "start. This file tells the maker where it went wrong; it holds no data of yours:\n{path}").format(path=log_file()),
    )  # fmt: skip


def _box(window: QWidget, text: str, detail: str) -> None:
    from PySide6.QtWidgets import QMessageBox

    box = QMessageBox(window)
    box.setIcon(QMessageBox.Icon.Warning)
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setText(text)
    box.setInformativeText(detail)
    box.addButton(_("Close"), QMessageBox.ButtonRole.AcceptRole)
    box.exec()
