"""A long reading operation with its progress and a way to stop it: the bar shows itself only while it runs.

``LongRead(context, name)``: ``start(op, *args, done=…)`` calls ``op(session, *args, progress, cancelled)``; a second start
stops the first. ``stopped`` is emitted where the person stopped it.
"""

from collections.abc import Callable
from threading import Event
from typing import Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QProgressBar, QWidget

from app.errors import AppError, Cancelled
from app.i18n import gettext_text as _
from app.ui.context import Context
from app.ui.kit.layouts import row
from app.ui.kit.widgets import PlainLabel, name_it, quiet, relabel

_SOON = 300


class LongRead(QWidget):
    """The bar of one long reading operation at a time."""

    stopped = Signal()
    _told = Signal(int, int, int)

    def __init__(self, context: Context, name: str) -> None:
        super().__init__()
        self.context = context
        self._stop: Event | None = None
        self._turn = 0
        self.label, self.bar = PlainLabel("", "secondary"), QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setFixedWidth(160)
        self.stop_button = quiet("", self.stop)
        self.stop_button.setObjectName(f"{name}.stop")
        self.setLayout(row(self.label, self.bar, self.stop_button))
        self._told.connect(self._show, Qt.ConnectionType.AutoConnection)
        self.hide()
        self.retranslate()

    def start(self, op: Callable[..., Any], *args: Any, done: Callable[[Any], None]) -> None:
        """Run it beside the window."""
        self._end()
        self._turn += 1
        turn, stop = self._turn, Event()
        self._stop = stop
        self.bar.setRange(0, 0)
        QTimer.singleShot(_SOON, self, lambda: self.setVisible(self._stop is stop))
        self.context.gateway.read(
            op, *args, lambda count, of: self._told.emit(turn, count, of), stop.is_set,
            done=lambda answer: self._done(turn, done, answer), failed=lambda error: self._failed(turn, error),
        )  # fmt: skip

    def running(self) -> bool:
        """Whether something is being read."""
        return self._stop is not None

    def stop(self) -> None:
        """The person has seen enough."""
        if self._stop is not None:
            self._end()
            self.stopped.emit()

    def _end(self) -> None:
        if self._stop is not None:
            self._stop.set()
            self._stop = None
        self.hide()

    def _show(self, turn: int, count: int, of: int) -> None:
        if turn == self._turn and self._stop is not None:
            self.bar.setRange(0, max(of, 1))
            self.bar.setValue(count)

    def _done(self, turn: int, done: Callable[[Any], None], answer: Any) -> None:
        if turn == self._turn and self._stop is not None:
            self._end()
            done(answer)

    def _failed(self, turn: int, error: AppError) -> None:
        if turn == self._turn and not isinstance(error, Cancelled):
            self._end()
            self.context.frame.tell(error.sentence)

    def retranslate(self) -> None:
        """Words in the new language."""
        self.label.setText(_("Looking through the records"))
        relabel(self.stop_button, _("Stop"))
        name_it(self.bar, _("Looking through the records"))
