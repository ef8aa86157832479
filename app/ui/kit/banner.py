"""A line across the top that stays while something lasting is so: the file is open for reading only."""

from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QWidget

from app.ui.kit import icons
from app.ui.kit.widgets import PlainLabel
from app.ui.style import events


class Banner(QFrame):
    """Hidden while its text is empty."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("banner")
        self.setProperty("kind", "banner")
        row = QHBoxLayout(self)
        row.setContentsMargins(20, 6, 20, 6)
        row.setSpacing(8)
        self._sign = QLabel(self)
        self.label = PlainLabel(wrap=True)
        row.addWidget(self._sign)
        row.addWidget(self.label, 1)
        events.changed.connect(self._draw)
        self._draw()
        self.say("")

    def say(self, text: str) -> None:
        """Show a sentence; the empty text hides the line."""
        self.label.setText(text)
        self.setAccessibleName(text)
        self.setVisible(bool(text))

    def _draw(self) -> None:
        self._sign.setPixmap(icons.pixmap("lock", 16, "ink_warning"))
