"""How full something is: a word, a percentage and a thin bar, many of them side by side; each leads somewhere.

``Meter(name)``: ``set(label, fraction or None, note="")``, ``clicked``. ``Meters(meters)`` sets them in as many columns as fit.
"""

from collections.abc import Sequence
from decimal import Decimal

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QGridLayout, QSizePolicy, QWidget

from app.formats import percent_text
from app.ui.kit.widgets import set_tip
from app.ui.style import colour, events

LEAST = 112
"""Pixels a meter needs for its word."""
_MOST_COLUMNS = 4
_LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
_RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)


class Meter(QAbstractButton):
    """One bar with its word; a ``note`` (checked too long ago) is said beside the percentage by a sign, and on hover."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setMinimumWidth(72)
        self._label, self._note = "", ""
        self._fraction: Decimal | None = None
        events.changed.connect(self.update)

    def set(self, label: str, fraction: Decimal | None, note: str = "") -> None:
        """Show a share of one."""
        self._label, self._fraction, self._note = label, fraction, note
        said = f"{label}: {percent_text(fraction, 0)}"
        self.setAccessibleName(f"{said}, {note}" if note else said)
        set_tip(self, self.accessibleName())
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(LEAST, 38)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
            return
        super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.hasFocus() or self.underMouse():
            painter.setPen(colour("accent") if self.hasFocus() else Qt.PenStyle.NoPen)
            painter.setBrush(colour("hover"))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 5, 5)
        self._write(painter, self.rect().adjusted(5, 4, -5, -14))
        self._draw_bar(painter, QRectF(5, self.height() - 11, self.width() - 10, 5))

    def _write(self, painter: QPainter, room: QRect) -> None:
        font = self.font()
        font.setPixelSize(12)
        painter.setFont(font)
        figure = percent_text(self._fraction, 0) + (" !" if self._note else "")
        width = painter.fontMetrics().horizontalAdvance(figure) + 6
        painter.setPen(colour("warning" if self._note else "text"))
        painter.drawText(room, _RIGHT, figure)
        painter.setPen(colour("secondary"))
        label = painter.fontMetrics().elidedText(self._label, Qt.TextElideMode.ElideRight, room.width() - width)
        painter.drawText(room, _LEFT, label)

    def _draw_bar(self, painter: QPainter, room: QRectF) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour("line"))
        painter.drawRoundedRect(room, 2.5, 2.5)
        if self._fraction:
            room.setWidth(max(room.width() * float(min(self._fraction, Decimal(1))), 5))
            painter.setBrush(colour("warning" if self._note else "accent"))
            painter.drawRoundedRect(room, 2.5, 2.5)


class Meters(QWidget):
    """Meters in rows of equal ones."""

    def __init__(self, meters: Sequence[Meter]) -> None:
        super().__init__()
        self._meters, self._columns = tuple(meters), 0
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(2)
        self._place(_MOST_COLUMNS)

    def _place(self, columns: int) -> None:
        if columns == self._columns:
            return
        self._columns = columns
        for place, meter in enumerate(self._meters):
            self._grid.addWidget(meter, *divmod(place, columns))
        for column in range(_MOST_COLUMNS):
            self._grid.setColumnStretch(column, 1 if column < columns else 0)

    def minimumSizeHint(self) -> QSize:
        return QSize(2 * 80, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place(min(_MOST_COLUMNS, max(2, (self.width() + 12) // (LEAST + 12))))
