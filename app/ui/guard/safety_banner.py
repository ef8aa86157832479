"""A line across the top with ways out: no backup could be made, or the open file is gone. It stays until that is over."""

from collections.abc import Callable

from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QWidget

from app.ui.kit import icons
from app.ui.kit.widgets import PlainLabel, secondary
from app.ui.style import events

Way = tuple[str, Callable[[], object]]


class SafetyBanner(QFrame):
    """Lies at the top of the window's column; hidden while its text is empty. Ways out are (words, what they do)."""

    def __init__(self, window: QWidget, name: str) -> None:
        super().__init__(window)
        self.setObjectName(f"banner.{name}")
        self.setProperty("kind", "banner")
        self._name = name
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(20, 6, 20, 6)
        self._row.setSpacing(8)
        self._sign = QLabel(self)
        self.label = PlainLabel(wrap=True)
        self.buttons: list[QWidget] = []
        self._row.addWidget(self._sign)
        self._row.addWidget(self.label, 1)
        events.changed.connect(self._draw)
        self._draw()
        column = getattr(window, "_column", None)
        if column is not None:
            column.insertWidget(0, self)
        self.hide()

    def say(self, text: str, *ways: Way) -> None:
        """Show a sentence with its ways out; the empty text hides the line."""
        for button in self.buttons:
            self._row.removeWidget(button)
            button.deleteLater()
        self.buttons = [secondary(words, run) for words, run in ways]
        for place, button in enumerate(self.buttons):
            button.setObjectName(f"banner.{self._name}.{place}")
            self._row.addWidget(button)
        self.label.setText(text)
        self.setAccessibleName(text)
        self.setVisible(bool(text))

    def remove(self) -> None:
        """Take it away for good."""
        self.hide()
        self.setParent(None)
        self.deleteLater()

    def _draw(self) -> None:
        self._sign.setPixmap(icons.pixmap("triangle-alert", 16, "ink_warning"))
