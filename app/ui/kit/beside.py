"""Slow work before there is a gateway: on a thread of its own, the answer on the GUI thread."""

import sys
import threading
from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal

from app.errors import AppError


class Beside(QObject):
    """Runs one piece of work at a time for the widget it belongs to; what arrives when that is gone is dropped."""

    _arrived = Signal(object)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._arrived.connect(lambda answer: answer(), Qt.ConnectionType.QueuedConnection)

    def run(self, work: Callable[[], Any], done: Callable[[Any], None], failed: Callable[[AppError], None]) -> None:
        """``done`` gets the answer, ``failed`` what a person can do something about; a bug reaches the crash hook."""

        def go() -> None:
            try:
                found = work()
            except AppError as error:
                self._tell(partial(failed, error))
            except Exception:
                sys.excepthook(*sys.exc_info())
            else:
                self._tell(lambda: done(found))

        threading.Thread(target=go, name="ways", daemon=True).start()

    def _tell(self, answer: Callable[[], None]) -> None:
        try:
            self._arrived.emit(answer)
        except RuntimeError:  # the widget has gone meanwhile
            return
