"""Points in four quadrants: the ABC matrices as drawn (domain/30 C06)."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import log10

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QPainter, QPen, QPixmap

from app.ui.screens.analysis.drawings import LEFT, MIDDLE, RIGHT, Item
from app.ui.screens.analysis.figure import Spot, ink, short, write
from app.ui.style import colour

_NAMED, _RADIUS = 14, 5.0
"""So many points have their name beside them, the first ones."""
_EDGE = QPointF(1, 1)
"""Room for the line around a point."""


@dataclass(frozen=True, slots=True)
class Axis:
    """One side: its word, the kind of its values, the cut between the halves, whether small is favourable."""

    label: str
    kind: str
    cut: float | None
    small_is_good: bool = False


class _Scale:
    """Values to pixels; amounts that differ fiftyfold on a log scale, the outermost at the edge."""

    def __init__(self, values: Sequence[float], axis: Axis, start: float, end: float) -> None:
        known = sorted([*values, *([axis.cut] if axis.cut is not None else [])])
        edge = len(known) // (20 if axis.kind == "percent" else 50)
        self.low, self.high = known[edge], known[-1 - edge]
        self.log = axis.kind == "money" and self.low > 0 and self.high / self.low > 50
        if axis.small_is_good:
            start, end = end, start
        self._start, self._end = start, end
        gap = (self._of(self.high) - self._of(self.low)) * 0.06 or 1
        self._from, self._to = self._of(self.low) - gap, self._of(self.high) + gap

    def _of(self, value: float) -> float:
        return log10(max(value, 1)) if self.log else value

    def at(self, value: float) -> float:
        """The pixel of a value; what lies outside stands at the edge."""
        share = (self._of(min(max(value, self.low), self.high)) - self._from) / (self._to - self._from)
        return self._start + share * (self._end - self._start)


@dataclass(frozen=True, slots=True)
class Scatter:
    """``value`` from left to right, ``other`` upwards; the favourable corner is always above at the right."""

    items: Sequence[Item]
    x: Axis
    y: Axis
    letters: tuple[str, str, str, str] = ("B", "A", "C", "B")
    """Above left, above right, below left, below right."""

    def paint(self, painter: QPainter, area: QRectF) -> list[Spot]:
        """Quadrants with their letters, points with the names of the first."""
        if not self.items:
            return []
        plot = area.adjusted(52, 8, -8, -38)
        across = _Scale([item.value for item in self.items], self.x, plot.left(), plot.right())
        up = _Scale([item.other for item in self.items], self.y, plot.bottom(), plot.top())
        self._quadrants(painter, plot, across, up)
        self._axes(painter, plot, across, up)
        taken: list[QRectF] = []
        ratio = painter.device().devicePixelRatioF()
        dots = {tone: _dot(tone, ratio) for tone in {item.tone for item in self.items}}
        spots = []
        for item in self.items:
            middle = QPointF(across.at(item.value), up.at(item.other))
            place = QRectF(middle.x() - _RADIUS, middle.y() - _RADIUS, 2 * _RADIUS, 2 * _RADIUS)
            painter.drawPixmap(place.topLeft() - _EDGE, dots[item.tone])
            if len(taken) < _NAMED:
                self._name(painter, plot, middle, item, taken)
            spots.append(Spot(place, item.keys, item.tip))
        return spots

    def _quadrants(self, painter: QPainter, plot: QRectF, across: _Scale, up: _Scale) -> None:
        x = across.at(self.x.cut) if self.x.cut is not None else plot.center().x()
        y = up.at(self.y.cut) if self.y.cut is not None else plot.center().y()
        boxes = (
            QRectF(plot.left(), plot.top(), x - plot.left(), y - plot.top()),
            QRectF(x, plot.top(), plot.right() - x, y - plot.top()),
            QRectF(plot.left(), y, x - plot.left(), plot.bottom() - y), QRectF(x, y, plot.right() - x, plot.bottom() - y),
        )  # fmt: skip
        tones = {"A": "tint_good", "B": "tint_neutral", "C": "tint_danger"}
        for box, letter in zip(boxes, self.letters, strict=True):
            painter.setOpacity(0.5)
            painter.fillRect(box, colour(tones[letter]))
            painter.setOpacity(1)
            ink(painter, "secondary", 20, strong=True)
            if box.height() < 30 or box.width() < 24:
                continue
            painter.drawText(box.adjusted(8, 4, -8, -4), int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop), letter)
        painter.setPen(QPen(colour("control_line"), 1))
        painter.drawLine(QPointF(x, plot.top()), QPointF(x, plot.bottom()))
        painter.drawLine(QPointF(plot.left(), y), QPointF(plot.right(), y))

    def _axes(self, painter: QPainter, plot: QRectF, across: _Scale, up: _Scale) -> None:
        ink(painter, "secondary")
        for value in _ticks(across, self.x):
            write(painter, QRectF(across.at(value) - 34, plot.bottom() + 3, 68, 15), short(value, self.x.kind), MIDDLE)
        for value in _ticks(up, self.y):
            write(painter, QRectF(plot.left() - 52, up.at(value) - 8, 47, 16), short(value, self.y.kind), RIGHT)
        ink(painter, "text", 11, strong=True)
        write(painter, QRectF(plot.left(), plot.bottom() + 18, plot.width(), 18), self.x.label, RIGHT)
        write(painter, QRectF(plot.left() + 6, plot.top() + 2, plot.width(), 18), self.y.label, LEFT)

    def _name(self, painter: QPainter, plot: QRectF, middle: QPointF, item: Item, taken: list[QRectF]) -> None:
        ink(painter, "text")
        wide = min(painter.fontMetrics().horizontalAdvance(item.name) + 4, 120)
        left = middle.x() + 8 if middle.x() + 8 + wide < plot.right() else middle.x() - 8 - wide
        box = QRectF(left, middle.y() - 8, wide, 16)
        if not any(box.intersects(other) for other in taken):
            taken.append(box)
            write(painter, box, item.name, LEFT)


def _dot(tone: str, ratio: float) -> QPixmap:
    """A point of this tone, painted once for all of them: 20,000 ellipses take twice the time."""
    side = 2 * _RADIUS + 2 * _EDGE.x()
    made = QPixmap((QSizeF(side, side) * ratio).toSize())
    made.setDevicePixelRatio(ratio)
    made.fill(Qt.GlobalColor.transparent)
    painter = QPainter(made)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(colour("surface"), 1))
    painter.setBrush(colour(tone))
    painter.drawEllipse(QRectF(_EDGE.x(), _EDGE.y(), 2 * _RADIUS, 2 * _RADIUS))
    painter.end()
    return made


def _ticks(scale: _Scale, axis: Axis) -> list[float]:
    """The ends, and the cut between them where it stands apart."""
    ends = [scale.low, scale.high]
    if axis.cut is None:
        return ends
    apart = [end for end in ends if abs(scale.at(end) - scale.at(axis.cut)) > 40]
    return [*apart, axis.cut]
