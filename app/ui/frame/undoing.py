"""Ctrl+Z in the window: done and said, asked about first where very many records would go; what each step says of itself."""

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMessageBox

from app.errors import AppError
from app.i18n import gettext_text as _
from app.ui.kit.widgets import literal

if TYPE_CHECKING:
    from app.ui.gateway import Gateway
    from app.ui.main_window import MainWindow


def undo(window: "MainWindow", sure: bool = False) -> None:
    """Take back the newest step."""
    if window.context is not None:
        window.context.gateway.undo(
            lambda changes: _undone(window, changes, sure), lambda error: _refused(window, error), sure
        )


def _undone(window: "MainWindow", changes: Any, many: bool) -> None:
    from app.ui.frame.badges import read_numbers

    if changes is None:
        window.toast(_("There is nothing to undo."))
    elif many:
        read_numbers(window)


def _refused(window: "MainWindow", error: AppError) -> None:
    from app.safety.undoing import ManyUndone

    if isinstance(error, ManyUndone):
        _ask(window, error)
    else:
        window.tell(error.sentence)


def _ask(window: "MainWindow", error: AppError) -> None:
    box = QMessageBox(window)
    box.setObjectName("undoing")
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    box.setWindowModality(Qt.WindowModality.WindowModal)
    box.setIcon(QMessageBox.Icon.Question)
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setText(error.sentence)
    box.setInformativeText(_("Ctrl+Y brings them again, as long as nothing else is done."))
    on = box.addButton(literal(_("Undo the step")), QMessageBox.ButtonRole.DestructiveRole)
    box.setDefaultButton(box.addButton(_("Cancel"), QMessageBox.ButtonRole.RejectRole))
    box.finished.connect(lambda _code: undo(window, True) if box.clickedButton() is on else None)
    box.open()


def redo(window: "MainWindow") -> None:
    """Bring again what was undone last."""
    if window.context is not None:
        window.context.gateway.redo(lambda changes: None if changes else window.toast(_("There is nothing to redo.")))


def listen(window: "MainWindow", gateway: "Gateway") -> None:
    """From now on what was done and what went wrong in this file is said."""
    gateway.changed.connect(lambda changes: said(window, changes))
    gateway.failed.connect(lambda error: window.tell(error.sentence))
    gateway.lost.connect(lambda error: _lost(window, error))


def _lost(window: "MainWindow", error: AppError) -> None:
    from app.ui.guard.lost_file import show_lost

    show_lost(window, error)


def said(window: "MainWindow", changes: Any) -> None:
    """Say in passing what was done, undone or done again; what is noted was told by who did it, and is never taken back."""
    words = {"undo": _("Undone: {step}"), "redo": _("Redone: {step}")}.get(changes.origin, "{step}")
    if changes.origin != "note":
        window.toast(words.format(step=changes.label.text), undo=changes.origin != "undo")
