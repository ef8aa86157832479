"""The narrow cards beside the day: birthdays, last records. Each line is one button: two lines of text and a day."""

from collections.abc import Callable, Sequence
from uuid import UUID

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QVBoxLayout

from app.ui.kit.delegates import Cell
from app.ui.kit.icons import icon
from app.ui.kit.widgets import Card, PlainLabel, set_tip
from app.ui.style import colour, events

Line = tuple[str, UUID, str, str, Cell]
"""screen, record, what, small print, when"""
_HEIGHT = 46


class LineButton(QAbstractButton):
    """A line that opens a record."""

    def __init__(self, what: str, small: str, when: Cell, sign: str) -> None:
        super().__init__()
        self._what, self._small, self._when, self._sign = what, small, when, sign
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setAccessibleName(" · ".join(part for part in (what, small, when.text) if part))
        set_tip(self, "\n".join(part for part in (what, small, when.tip) if part))
        events.changed.connect(self.update)

    def sizeHint(self) -> QSize:
        return QSize(200, _HEIGHT)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        if self.underMouse() or self.isDown():
            painter.fillRect(self.rect(), colour("hover"))
        if self.hasFocus():
            painter.fillRect(0, 0, 2, self.height(), colour("accent"))
        icon(self._sign, "secondary").paint(painter, QRect(8, 8, 14, 14))
        font = self.font()
        font.setPixelSize(12)
        small = QFontMetrics(font)
        width = small.horizontalAdvance(self._when.text)
        self._texts(painter, small, width)
        painter.setFont(font)
        painter.setPen(colour("secondary"))
        painter.drawText(QRect(self.width() - width - 8, 5, width + 2, 18), Qt.AlignmentFlag.AlignVCenter, self._when.text)
        room = self.width() - 30 - 8
        cut = small.elidedText(self._small, Qt.TextElideMode.ElideRight, room)
        painter.drawText(QRect(30, 23, room, 18), Qt.AlignmentFlag.AlignVCenter, cut)

    def _texts(self, painter: QPainter, small: QFontMetrics, taken: int) -> None:
        painter.setPen(colour("text"))
        room = self.width() - 30 - taken - 16
        cut = self.fontMetrics().elidedText(self._what, Qt.TextElideMode.ElideRight, room)
        painter.drawText(QRect(30, 4, room, 19), Qt.AlignmentFlag.AlignVCenter, cut)


class SideCard(Card):
    """A heading and lines; says what belongs here while there are none."""

    def __init__(self, name: str, sign: str, run: Callable[[str, UUID], None]) -> None:
        super().__init__(spacing=4, margins=(8, 12, 8, 8))
        self.setObjectName(name)
        self._sign, self._run = sign, run
        self.heading = PlainLabel("", "section")
        self.heading.setContentsMargins(6, 0, 0, 4)
        self.nothing = PlainLabel("", "secondary", wrap=True)
        self.nothing.setContentsMargins(6, 0, 0, 6)
        self._lines = QVBoxLayout()
        self._lines.setSpacing(0)
        self.buttons: list[LineButton] = []
        self.body.addWidget(self.heading)
        self.body.addWidget(self.nothing)
        self.body.addLayout(self._lines)

    def set_words(self, heading: str, nothing: str) -> None:
        """The heading, and what stands here while there are no lines."""
        self.heading.setText(heading)
        self.nothing.setText(nothing)

    def show_lines(self, lines: Sequence[Line]) -> None:
        """Show these lines in the place of the former ones."""
        for button in self.buttons:
            self._lines.removeWidget(button)
            button.hide()
            button.deleteLater()
        self.buttons = [self._made(*line) for line in lines]
        for button in self.buttons:
            self._lines.addWidget(button)
        self.nothing.setVisible(not lines)

    def _made(self, screen: str, record_id: UUID, what: str, small: str, when: Cell) -> LineButton:
        signs = {"complaints": "message-square-warning", "visits": "map-pin", "people": "cake", "customers": "cake"}
        button = LineButton(what, small, when, signs.get(screen, self._sign))
        button.clicked.connect(lambda: self._run(screen, record_id))
        return button
