"""A long write with its progress and a way to stop it: nothing is kept of one that was stopped."""

from collections.abc import Callable
from threading import Event
from typing import Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QProgressBar, QWidget
from shiboken6 import isValid

from app.errors import AppError, Cancelled
from app.i18n import gettext_text as _
from app.ui.context import Context
from app.ui.gateway import Label
from app.ui.guard.guarding import CHANGE, guarded
from app.ui.kit.layouts import row
from app.ui.kit.widgets import PlainLabel, quiet, relabel

SOON = 500
"""Milliseconds until the bar shows: what is quicker needs none."""


class BulkRun(QWidget):
    """One long write at a time. ``running(bool)`` tells when the bar shows and goes."""

    running = Signal(bool)
    _told = Signal(int, int)

    def __init__(self, context: Context, name: str) -> None:
        super().__init__()
        self._context = context
        self._stop: Event | None = None
        self.label, self.bar = PlainLabel("", "secondary"), QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setFixedWidth(200)
        self.stop_button = quiet("", self.stop)
        self.stop_button.setObjectName(f"{name}.stop")
        self.setLayout(row(self.label, self.bar, self.stop_button, None, margins=(20, 0, 20, 6)))
        self._told.connect(self._show, Qt.ConnectionType.AutoConnection)
        self.retranslate()

    def busy(self) -> bool:
        """Whether something is being written."""
        return self._stop is not None

    def start(self, label: Label, op: Callable[..., Any], *args: Any, done: Callable[[Any], None],
              failed: Callable[[AppError], None], count: int = 0) -> None:  # fmt: skip
        """Run ``op(session, *args, progress)`` as one step, after a backup where it changes many (``count``) records."""
        stop = self._stop = Event()
        self.bar.setRange(0, 0)
        self.label.setText("")

        def progress(count: int, of: int) -> None:  # on the writer's thread
            if stop.is_set():
                raise Cancelled
            self._told.emit(count, of)

        def write() -> None:
            self._context.gateway.write(
                label, op, *args, progress, done=lambda answer: self._end(done, answer),
                failed=lambda error: self._end(failed, error),
            )  # fmt: skip

        QTimer.singleShot(SOON, self, lambda: self.running.emit(self._stop is stop))
        guarded(self._context, CHANGE, write, lambda: self._end(failed, Cancelled()), self, count)

    def _end(self, then: Callable[[Any], None], answer: Any) -> None:
        if isValid(self):
            self._stop = None
            self.running.emit(False)
            then(answer)

    def stop(self) -> None:
        """Give up; the batch in hand is finished first, then all of it is taken back."""
        if self._stop is not None:
            self._stop.set()
            self.label.setText(_("Stopping…"))

    def _show(self, count: int, of: int) -> None:
        """What follows the last batch (log, index) has no count."""
        self.bar.setRange(0, 0 if count >= of else of)
        self.bar.setValue(count)
        stopping = self._stop is None or self._stop.is_set()
        if not stopping:
            self.label.setText(_("{done} of {count}").format(done=f"{count:,}", count=f"{of:,}"))

    def retranslate(self) -> None:
        """Words in the language in force."""
        relabel(self.stop_button, _("Stop"))
        self.bar.setAccessibleName(_("Progress"))
