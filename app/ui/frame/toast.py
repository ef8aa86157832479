"""What is said in passing at the bottom: what happened, with the way to take it back."""

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt, QTimer, Signal
from PySide6.QtWidgets import QFrame, QGraphicsDropShadowEffect, QHBoxLayout, QPushButton, QWidget

from app.errors import AppError
from app.i18n import gettext_text as _
from app.ui.kit.saved_file import show_in_folder
from app.ui.kit.widgets import PlainLabel
from app.ui.records.record import SaveBar, Split
from app.ui.style import colour

SHOWN_MS = 6000
SAVED_MS = 10_000
TOLD_MS = 15000
_AWAY = 16
"""Pixels a long text stays away from the edges."""

Kind = TypeVar("Kind", bound=QWidget)


class Toast(QFrame):
    """``undo`` is emitted when the person takes the step back. A message about a failure stays longer and can be closed; one
    about a file that was written shows it in its folder."""

    undo = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("toast")
        self.label = PlainLabel()
        self.label.setObjectName("toast.text")
        self.button = QPushButton(self)
        self.button.setObjectName("toast.undo")
        self.button.setCursor(Qt.CursorShape.PointingHandCursor)
        self.button.clicked.connect(self._clicked)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 7, 12, 7)
        row.setSpacing(12)
        row.addWidget(self.label)
        row.addWidget(self.button)
        self._around = parent
        self._undoable = False
        self._file: Path | None = None
        self._run: Callable[[], None] | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.hide)
        parent.installEventFilter(self)
        self._shadow()
        self.hide()

    def _shadow(self) -> None:
        effect = QGraphicsDropShadowEffect(self)
        effect.setBlurRadius(16)
        effect.setOffset(0, 2)
        shade = colour("shade").toRgb()
        shade.setAlpha(70)
        effect.setColor(shade)
        self.setGraphicsEffect(effect)

    def say(self, text: str, undo: bool = False, file: Path | None = None) -> None:
        """Show a text for a while; with ``undo``, the way back; with the ``file`` that was written, the way to its folder."""
        if file is None:
            self._show(text, undo, SHOWN_MS, _("Undo") if undo else "")
        else:
            self._show(text, False, SAVED_MS, _("Show in folder"), file)

    def offer(self, text: str, words: str, run: Callable[[], None]) -> None:
        """Say that something came up; the button leads there."""
        self._show(text, False, TOLD_MS, words)
        self._run = run

    def tell(self, text: str) -> None:
        """Show what went wrong, until it is closed or read."""
        self._show(text, False, TOLD_MS, _("Close"))

    def _show(self, text: str, undoable: bool, duration: int, button: str, file: Path | None = None) -> None:
        self._undoable, self._file, self._run = undoable, file, None
        self.button.setText(button)
        self.button.setVisible(bool(button))
        self.label.setText(text)
        self.setAccessibleName(text)
        self._place()
        self.show()
        self.raise_()
        self._timer.start(duration)

    def _clicked(self) -> None:
        self.hide()
        if self._undoable:
            self.undo.emit()
        elif self._file is not None:
            self._open(self._file)
        elif self._run is not None:
            self._run()

    def _open(self, file: Path) -> None:
        try:
            show_in_folder(file)
        except AppError as error:
            self.tell(error.sentence)

    def _place(self) -> None:
        around = self._free_of_fields()
        self.label.setWordWrap(False)
        self.label.setMaximumWidth(16777215)
        self.adjustSize()
        if self.width() > around.width() - 2 * _AWAY:
            self.label.setWordWrap(True)
            self.label.setFixedWidth(max(200, around.width() - 2 * _AWAY - self.button.sizeHint().width() - 40))
            self.adjustSize()
            self.label.setMinimumWidth(0)
        self.move(around.center().x() - self.width() // 2, around.bottom() - self.height() - 20)

    def _free_of_fields(self) -> QRect:
        """Where nobody types: over the list beside a record, and above the bar that saves."""
        whole, split = self._around.rect(), _shown(self._around, Split)
        beside = split.widget(0) if split is not None and not split.is_full() else None
        if beside is not None:
            return QRect(beside.mapTo(self._around, QPoint()), beside.size())
        bar = _shown(self._around, SaveBar)
        return whole if bar is None else whole.adjusted(0, 0, 0, bar.mapTo(self._around, QPoint()).y() - whole.height())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and self.isVisible():
            self._place()
        return super().eventFilter(watched, event)


def _shown(window: QWidget, kind: type[Kind]) -> Kind | None:
    return next((part for part in window.findChildren(kind) if part.isVisible()), None)
