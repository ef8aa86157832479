"""Dragging attachments out of the window: copies are made beside it, and the drag begins once they are there."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any
from uuid import UUID

from PySide6.QtCore import QEvent, QMimeData, QObject, QPoint, Qt, QUrl
from PySide6.QtGui import QDrag, QGuiApplication, QMouseEvent
from PySide6.QtWidgets import QApplication

from app.i18n import gettext_text as _
from app.services import attachments
from app.services.attachments import Entry
from app.ui.attachments.files import lend_all
from app.ui.context import Context
from app.ui.guard.allowed import is_allowed
from app.ui.lists.tables import ListView

WithEntries = Callable[[Sequence[UUID], Callable[[list[Entry]], None]], None]


class DragOut(QObject):
    """Moving the mouse with the button down on a row drags the marked files out; it marks no further rows."""

    def __init__(self, context: Context, view: ListView, with_entries: WithEntries) -> None:
        super().__init__(view)
        self._context, self._list, self._with_entries = context, view, with_entries
        self._pressed: QPoint | None = None
        view.grid.viewport().installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        return self._dragged(event) if isinstance(event, QMouseEvent) else super().eventFilter(watched, event)

    def _dragged(self, event: QMouseEvent) -> bool:
        at = event.position().toPoint()
        if event.type() == QEvent.Type.MouseButtonPress:
            plain = event.button() == Qt.MouseButton.LeftButton and event.modifiers() == Qt.KeyboardModifier.NoModifier
            self._pressed = at if plain and self._list.grid.indexAt(at).isValid() else None
        elif event.type() == QEvent.Type.MouseMove and self._pressed is not None and event.buttons() & Qt.MouseButton.LeftButton:
            if (at - self._pressed).manhattanLength() >= QApplication.startDragDistance():
                self._pressed = None
                self._list.with_marked_ids(lambda ids: self._with_entries(ids, self._lend))
            return True
        return False

    def _lend(self, entries: list[Entry]) -> None:
        gateway, frame = self._context.gateway, self._context.frame
        if is_allowed(self._context, "export"):
            ids, failed = [entry.id for entry in entries], frame.tell
            gateway.run(
                lend_all, gateway.store.blobs, entries, done=lambda paths: self._ready(ids, paths),
                failed=lambda error: failed(error.sentence),
            )  # fmt: skip

    def _ready(self, ids: list[UUID], paths: list[Path]) -> None:
        """Whoever let go while large files were copied finds them ready at the next attempt. What was dropped is noted."""
        if paths and held():
            if self.start(files_of(paths)):
                self._context.gateway.note(attachments.note_out, ids, ", ".join(path.name for path in paths))
        elif paths:
            self._context.frame.toast(_("“{name}” is ready now. Drag it out once more.").format(name=paths[0].name))

    def start(self, data: Any) -> bool:
        """Let the person drop it; returns when they did (True), or gave up."""
        drag = QDrag(self._list.grid)
        drag.setMimeData(data)
        return drag.exec(Qt.DropAction.CopyAction) != Qt.DropAction.IgnoreAction


def held() -> bool:
    """Whether the left button is down."""
    return bool(QGuiApplication.mouseButtons() & Qt.MouseButton.LeftButton)


def files_of(paths: Sequence[Path]) -> QMimeData:
    """Files as other programs take them."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    return data
