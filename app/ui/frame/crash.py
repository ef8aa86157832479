"""What happens on a bug: it is written down without people's data, said once in plain words, and the window lives on.

An ``AppError`` that nobody caught is no bug: its sentence is shown. Three bugs within ten seconds end the program in an
orderly way, with everything that was being typed kept as drafts.
"""

import sys
import threading
import time
from collections import deque
from collections.abc import Callable
from functools import cache
from types import TracebackType
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Qt, Signal

from app.errors import AppError
from app.paths import log_file

if TYPE_CHECKING:
    import logging

MOST, WITHIN_S = 3, 10.0


def outline(kind: type[BaseException], trace: TracebackType | None) -> str:
    """Type and places of an error, without its message or any value: those may name people."""
    import traceback

    places = [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in traceback.extract_tb(trace)]
    return "\n  ".join([kind.__name__, *places])


@cache
def log() -> "logging.Logger":
    """The program's log: one small file of the person's own, the older half kept once; stderr where that cannot be."""
    import logging
    from logging.handlers import RotatingFileHandler

    logger = logging.getLogger("clientele")
    try:
        handler: logging.Handler = RotatingFileHandler(log_file(), maxBytes=500_000, backupCount=1, encoding="utf-8", delay=True)
    except OSError:
        handler = logging.StreamHandler()
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
    if not logger.handlers:
        logger.addHandler(handler)
    return logger


class CrashHook(QObject):
    """Catches what nobody caught, on every thread. ``tell`` shows an AppError, ``show`` a bug, ``leave`` ends the program."""

    _arrived = Signal(object, object)

    def __init__(
        self,
        tell: Callable[[str], None],
        show: Callable[[], None],
        leave: Callable[[], None],
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        super().__init__()
        self._tell, self._show, self._leave, self._clock = tell, show, leave, clock
        self._recent: deque[float] = deque(maxlen=MOST)
        self._seen: set[str] = set()
        self._speaking = False
        self._arrived.connect(self._on_window, Qt.ConnectionType.AutoConnection)

    def install(self) -> None:
        """Take over from Python's own hooks."""
        sys.excepthook = self.caught
        threading.excepthook = self._in_thread

    def remove(self) -> None:
        """Give the hooks back."""
        sys.excepthook = sys.__excepthook__
        threading.excepthook = threading.__excepthook__

    def caught(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        """An error that reached the top of a thread or a slot."""
        if issubclass(kind, KeyboardInterrupt | SystemExit):
            sys.__excepthook__(kind, error, trace)
            return
        if not isinstance(error, AppError):
            self._write_down(outline(kind, trace))
        self._arrived.emit(error if isinstance(error, AppError) else None, kind.__name__)

    def _in_thread(self, args: Any) -> None:
        if args.exc_value is not None:
            self.caught(args.exc_type, args.exc_value, args.exc_traceback)

    def _write_down(self, text: str) -> None:
        if text not in self._seen:
            self._seen.add(text)
            log().error("%s", text)

    def _on_window(self, error: AppError | None, _kind: str) -> None:
        if error is not None:
            self._tell(error.sentence)
            return
        self._recent.append(self._clock())
        if len(self._recent) == MOST and self._recent[-1] - self._recent[0] <= WITHIN_S:
            self._leave()
        elif not self._speaking:
            self._speaking = True
            try:
                self._show()
            finally:
                self._speaking = False
