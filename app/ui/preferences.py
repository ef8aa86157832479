"""Window, splitter and column state of this person on this machine: a JSON file (QSettings would unpickle what it reads)."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from app.errors import AppError


class Preferences:
    """Plain values by name. A missing or broken file means defaults; values are written at once and whole.

    Where they can't be written, ``failed`` is told once and they hold as long as the window: nothing that a person does
    may stop at the width of a column.
    """

    def __init__(self, path: Path | None) -> None:
        self._path = path
        self._values = _read(path)
        self._failing = False
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
