"""The drawn side of an analysis: what stands where, said on hover, chosen by a click or the arrow keys, opened by Enter."""

from collections.abc import Callable
from decimal import Decimal
from math import nan
from typing import NamedTuple, Protocol
from uuid import UUID

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFont, QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QPixmap
from PySide6.QtWidgets import QToolTip, QWidget

from app.formats import number_text, percent_text
from app.i18n import language
from app.ui.kit.widgets import plain_tip
from app.ui.style import colour, events

_NEAR = 6
_TEN_THOUSAND = 10_000
_CENTRED = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
_MYRIAD = "\u4e07"
"""万, by which Chinese counts large amounts; a sign, no word to translate."""


Said = str | Callable[[], str]


class Spot(NamedTuple):
    """A place in a drawing: whose it is (one customer, or all of a tier), and what is said of it: of thousands of points only
    when somebody asks."""

    place: QRectF
    keys: tuple[UUID, ...]
    said: Said

    @property
    def tip(self) -> str:
        """What is said of it."""
        return self.said() if callable(self.said) else self.said


class Drawing(Protocol):
    """Something that paints itself into a rectangle and says what stands where, in reading order."""

    def paint(self, painter: QPainter, area: QRectF) -> list[Spot]: ...


def ink(painter: QPainter, role: str, pixels: int = 11, strong: bool = False) -> None:
    """Write from now on in this role and size."""
    font = QFont(painter.font())
    font.setPixelSize(pixels)
    font.setWeight(QFont.Weight.DemiBold if strong else QFont.Weight.Normal)
    painter.setFont(font)
    painter.setPen(colour(role))


def write(painter: QPainter, box: QRectF, text: str, where: Qt.AlignmentFlag) -> None:
    """A text in its box, cut where it is too long."""
    shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, max(int(box.width()), 0))
    painter.drawText(box, int(where | Qt.AlignmentFlag.AlignVCenter), shown)


def short(value: float, kind: str) -> str:
    """An amount (fen), share or number on an axis: as few signs as say it; large amounts in 万 in Chinese, in k and M else."""
    if kind == "percent":
        return percent_text(value, 0)
    if kind != "money":
        return number_text(value, 0 if abs(value) >= 10 or value == int(value) else 1)
    yuan = value / 100
    if language() == "zh":
        large = abs(yuan) >= _TEN_THOUSAND
        return f"{_few(yuan / _TEN_THOUSAND)}{_MYRIAD}" if large else number_text(yuan)
    for size, sign in ((1e6, "M"), (1e3, "k")):
        if abs(yuan) >= size:
            return f"{_few(yuan / size)}{sign}"
    return number_text(yuan)


def _few(value: float) -> str:
    """One place behind the point where there are few before it and it says something."""
    return number_text(value, 1 if abs(value) < 10 and round(value, 1) != round(value) else 0)


UNKNOWN = nan
"""A number that nobody knows, where a drawing tells that from 0."""


def plain_number(value: object, none: float = 0.0) -> float:
    """A value of a row as a number to draw; ``none`` for none."""
    return float(value) if isinstance(value, int | float | Decimal) else none


class FigureCanvas(QWidget):
    """``chosen(keys)`` by a click or the arrow keys, ``opened(keys)`` by a double click or Enter."""

    chosen = Signal(object)
    opened = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("analysis.chart")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMinimumHeight(150)
        self.drawing: Drawing | None = None
        self.spots: list[Spot] = []
        self.message = ""
        self._place = -1
        self._marked: UUID | None = None
        self._kept: QPixmap | None = None  # as painted last: a mark that moves paints no point anew
        events.changed.connect(self._forget)

    def sizeHint(self) -> QSize:
        return QSize(640, 280)

    def show_drawing(self, drawing: Drawing | None, message: str = "") -> None:
        """Draw this, or nothing; ``message`` says why there is nothing to be seen in it."""
        self.drawing, self.spots, self._place, self._marked, self.message = drawing, [], -1, None, message
        self.setAccessibleDescription("")
        self.setVisible(drawing is not None)
        self._forget()

    def _forget(self) -> None:
        self._kept = None
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        ratio = self.devicePixelRatioF()
        if self._kept is None or self._kept.size() != self.size() * ratio:
            self._kept = self._painted(ratio)
            self._settle_mark()
        painter = QPainter(self)
        painter.drawPixmap(0, 0, self._kept)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if 0 <= self._place < len(self.spots):
            painter.setPen(QPen(colour("accent"), 2 if self.hasFocus() else 1.4))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(self.spots[self._place].place.adjusted(-3, -3, 3, 3), 3, 3)

    def _paint(self, painter: QPainter, area: QRectF) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(area, colour("surface"))
        if self.message:
            ink(painter, "secondary", 13)
            painter.drawText(area.adjusted(48, 10, -48, -10), int(_CENTRED), self.message)
        elif self.drawing is not None:
            self.spots = self.drawing.paint(painter, area.adjusted(12, 10, -12, -8))

    def picture(self) -> QPixmap:
        """The drawing twice as fine as on the screen, without any mark."""
        return self._painted(2)

    def _painted(self, ratio: float) -> QPixmap:
        made = QPixmap(self.size() * ratio)
        made.setDevicePixelRatio(ratio)
        painter = QPainter(made)
        painter.setFont(self.font())
        self._paint(painter, QRectF(self.rect()))
        painter.end()
        return made

    # whose point is where -----------------------------------------------------------------------------------------

    def spot_at(self, place: QPointF) -> int:
        """The spot under a place, or the nearest within a few pixels; -1 for none."""
        best, found = float(_NEAR), -1
        for number, spot in enumerate(self.spots):
            if spot.place.contains(place):
                return number
            away = (spot.place.center() - place).manhattanLength() - spot.place.width() / 2
            if away < best:
                best, found = away, number
        return found

    def choose(self, number: int) -> None:
        """Mark a spot and say whose it is."""
        if 0 <= number < len(self.spots):
            self._place = number
            self.setAccessibleDescription(self.spots[number].tip)
            self.update()
            self.chosen.emit(self.spots[number].keys)

    def mark(self, customer: UUID | None) -> None:
        """Mark the point of a customer that was chosen elsewhere, or none; a group it is of keeps its mark."""
        self._marked = customer
        if customer is None and not self.hasFocus():
            self._place = -1
        self._settle_mark()
        self.update()

    def _settle_mark(self) -> None:
        """Find the point of who is marked: a point of its own before one it shares."""
        marked = self._marked
        if marked is None or (0 <= self._place < len(self.spots) and marked in self.spots[self._place].keys):
            return
        whose = [(len(spot.keys), place) for place, spot in enumerate(self.spots) if marked in spot.keys]
        self._place = min(whose, default=(0, -1))[1]

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        if event.button() == Qt.MouseButton.LeftButton:
            self.choose(self.spot_at(event.position()))

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        number = self.spot_at(event.position())
        if number >= 0:
            self.opened.emit(self.spots[number].keys)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {Qt.Key.Key_Right: 1, Qt.Key.Key_Down: 1, Qt.Key.Key_Left: -1, Qt.Key.Key_Up: -1}
        key = Qt.Key(event.key())
        if key in steps and self.spots:
            self.choose(max(0, min(self._place + steps[key], len(self.spots) - 1)))
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and 0 <= self._place < len(self.spots):
            self.opened.emit(self.spots[self._place].keys)
        else:
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            number = self.spot_at(QPointF(event.pos()))
            QToolTip.showText(event.globalPos(), plain_tip(self.spots[number].tip) if number >= 0 else "", self)
            return True
        return super().event(event)
