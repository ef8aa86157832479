"""Words that lead somewhere and give way to the pane: cut where there is no room, whole in the tooltip."""

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy

from app.ui.kit.widgets import literal, name_it, set_tip

_LEAST = 80
_AROUND = 8
"""Pixels of a link beside its words (style.qss)."""


class ElidedLink(QPushButton):
    """Like ``link_button``; ``run`` is called when it is pressed."""

    def __init__(self, text: str, run: Callable[[], object], name: str = "") -> None:
        super().__init__()
        self._whole = text
        self.setProperty("kind", "link")
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        name_it(self, text, name)
        self.clicked.connect(lambda: run())
        self._cut()

    def whole(self) -> str:
        """The words before they were cut."""
        return self._whole

    def sizeHint(self) -> QSize:
        return QSize(self.fontMetrics().horizontalAdvance(self._whole) + _AROUND, super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        return QSize(min(_LEAST, self.sizeHint().width()), super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._cut()

    def _cut(self) -> None:
        room = max(self.width() - _AROUND, _LEAST)
        shown = self.fontMetrics().elidedText(self._whole, Qt.TextElideMode.ElideRight, room)
        self.setText(literal(shown))
        set_tip(self, self._whole if shown != self._whole else "")
