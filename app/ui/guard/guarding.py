"""Before a step that is hard to take back: a backup first, then the step."""

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QMessageBox, QWidget

from app.errors import AppError
from app.i18n import gettext_text as _
from app.ui.context import Context
from app.ui.kit.widgets import literal

MANY = 100
"""Records from which an import or a bulk change counts as risky."""
MERGE, IMPORT, CHANGE = "before-merge", "before-import", "before-change"
_FRESH = {MERGE: 10}
"""Minutes for which one backup does for several steps of a kind: who merges thirty pairs in a row needs one."""


def guarded(
    context: Context, reason: str, then: Callable[[], None], stopped: Callable[[], None], parent: QWidget | None = None,
    count: int | None = None,
) -> None:  # fmt: skip
    """Do ``then`` once the newest backup has everything; where none can be made the person decides, and ``stopped`` follows a
    no. A ``count`` of at most ``MANY`` records is no risk."""
    if count is not None and count <= MANY:
        then()
        return
    context.gateway.run(
        _secure, context.gateway.store, reason, _FRESH.get(reason, 0), done=lambda _backup: then(),
        failed=partial(_ask, then, stopped, parent),
    )  # fmt: skip


def _secure(store: Any, reason: str, minutes: int) -> None:
    from app.safety.rounds import secure

    secure(store, reason, minutes)


def _ask(then: Callable[[], None], stopped: Callable[[], None], parent: QWidget | None, error: AppError) -> None:
    box = QMessageBox(parent.window() if parent is not None else QApplication.activeWindow())
    box.setObjectName("guarding")
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    box.setWindowModality(Qt.WindowModality.WindowModal)
    box.setIcon(QMessageBox.Icon.Warning)
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setText(_("No backup could be made before this step"))
    box.setInformativeText(error.sentence)
    on = box.addButton(literal(_("Go on without a backup")), QMessageBox.ButtonRole.DestructiveRole)
    box.setDefaultButton(box.addButton(_("Cancel"), QMessageBox.ButtonRole.RejectRole))
    box.finished.connect(lambda _code: then() if box.clickedButton() is on else stopped())
    box.open()
