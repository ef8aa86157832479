"""The frame around a screen under test: it keeps what it was asked to do."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any
from uuid import UUID


class NotingFrame:
    """A window frame that notes navigation, toasts, offers and messages."""

    def __init__(self) -> None:
        self.visited: list[tuple[str, UUID | None]] = []
        self.begun: list[tuple[str, Mapping[str, Any]]] = []
        self.toasts: list[tuple[str, bool]] = []
        self.files: list[Path | None] = []
        self.offers: list[tuple[str, str, Callable[[], None]]] = []
        self.told: list[str] = []

    def go(self, screen: str, record_id: UUID | None = None) -> None:
        self.visited.append((screen, record_id))

    def begin(self, screen: str, values: Mapping[str, Any] | None = None) -> None:
        self.begun.append((screen, values or {}))

    def toast(self, text: str, undo: bool = False, file: Path | None = None) -> None:
        self.toasts.append((text, undo))
        self.files.append(file)

    def offer(self, text: str, words: str, run: Callable[[], None]) -> None:
        self.offers.append((text, words, run))

    def tell(self, text: str) -> None:
        self.told.append(text)
