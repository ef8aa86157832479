"""What should happen next, by when, with the one filled button.

Interface: ``NextCard(name)``: ``set(title, detail="", danger="", action="", run=None, other="", other_run=None)``; hidden while
the title is empty; ``text()`` is what it says.
"""

from collections.abc import Callable

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QSizePolicy

from app.ui.kit.layouts import ACROSS, DOWN, LAID_OUT_ANEW, column, row
from app.ui.kit.widgets import Card, ElidedLabel, PlainLabel, primary, relabel, secondary

Run = Callable[[], object]


class NextCard(Card):
    """What should happen next, by when, with the one filled button."""

    def __init__(self, name: str) -> None:
        super().__init__(kind="next", margins=(14, 12, 14, 12))
        self.setObjectName(f"{name}.next")
        self._title, self._danger = ElidedLabel("", "strong"), PlainLabel("", "danger")
        self._detail = ElidedLabel("", "secondary")
        self._run: Run | None = None
        self._other_run: Run | None = None
        self.action = primary("", lambda: self._run() if self._run else None)
        self.action.setObjectName(f"{name}.next.do")
        self.other = secondary("", lambda: self._other_run() if self._other_run else None)
        self.other.setObjectName(f"{name}.next.other")
        detail = row(self._danger, self._detail, spacing=6)
        detail.setStretch(1, 1)
        for button in (self.other, self.action):  # words give way, never the buttons
            button.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._buttons = row(self.other, self.action, None, spacing=12)
        self._whole = row(column(self._title, detail, spacing=4), self._buttons, spacing=12)
        self._whole.setStretch(0, 1)
        self.body.addLayout(self._whole)
        self.hide()

    def set(
        self, title: str, detail: str = "", danger: str = "", action: str = "", run: Run | None = None,
        other: str = "", other_run: Run | None = None,
    ) -> None:  # fmt: skip
        """Show the next step."""
        self._title.setText(title)
        self._detail.setText(detail)
        self._danger.setText(danger)
        self._danger.setVisible(bool(danger))
        self._run, self._other_run = run, other_run
        relabel(self.action, action)
        relabel(self.other, other)
        self.action.setVisible(bool(action))
        self.other.setVisible(bool(other))
        self.setAccessibleName(f"{title} {danger} {detail}".strip())
        self.setVisible(bool(title))
        self._arrange()

    def event(self, event: QEvent) -> bool:
        if event.type() in LAID_OUT_ANEW:
            self._arrange()
        return super().event(event)

    def _arrange(self) -> None:
        """Buttons beside the words, or below them where these would be cut."""
        for label in (self._title, self._danger, self._detail):
            label.ensurePolished()  # before that it measures in another size
        words = max(self._title.sizeHint().width(), self._danger.sizeHint().width() + self._detail.sizeHint().width())
        beside = words + self._buttons.sizeHint().width() + 42 <= self.width()
        self._whole.setDirection(ACROSS if beside else DOWN)

    def text(self) -> str:
        """What the card says, in one line."""
        return " · ".join(part for part in (self._title.whole(), self._danger.text(), self._detail.whole()) if part)
