"""Window, splitter and column state of this person on this machine: a JSON file (QSettings would unpickle what it reads)."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import QTimer

from app.errors import AppError

WRITE_AFTER = 400
"""Milliseconds: a splitter on its way and a walk through the screens are written once, on no keystroke's time."""


class Preferences:
    """Plain values by name. A missing or broken file means defaults; values are written whole, a moment after the last
    change, and by ``flush`` at the latest.

    Where they can't be written, ``failed`` is told once and they hold as long as the window: nothing that a person does
    may stop at the width of a column.
    """

    def __init__(self, path: Path | None) -> None:
        self._path = path
        self._values = _read(path)
        self._unwritten = self._failing = False
        self._later: QTimer | None = None
        self.failed: Callable[[AppError], None] | None = None

    def get(self, key: str, default: Any = None) -> Any:
        """The kept value, or ``default``."""
        return self._values.get(key, default)

    def set(self, key: str, value: Any) -> None:
        """Keep a JSON value; the file is written only when it differs."""
        if self._values.get(key) == value:
            return
        self._values[key] = value
        if self._path is not None:
            self._unwritten = True
            self._write_later()

    def _write_later(self) -> None:
        if self._later is None:
            self._later = QTimer(interval=WRITE_AFTER, singleShot=True)
            self._later.timeout.connect(self.flush)
        self._later.start()

    def flush(self) -> None:
        """Write what is not written yet."""
        if self._later is not None:
            self._later.stop()
        if self._unwritten and self._path is not None:
            self._unwritten = False
            self._write(self._path)

    def _write(self, path: Path) -> None:
        from app.files import atomic_write  # not before the first paint

        try:
            with atomic_write(path) as file:
                file.write(json.dumps(self._values, ensure_ascii=False, indent=1).encode())
            self._failing = False
        except AppError as error:
            told, self._failing = self._failing, True
            if self.failed is not None and not told:
                self.failed(error)


def _read(path: Path | None) -> dict[str, Any]:
    try:
        values = json.loads(path.read_text(encoding="utf-8")) if path else {}
    except (OSError, ValueError):
        return {}
    return values if isinstance(values, dict) else {}
