"""The kinds of drawing: points in quadrants, columns with a rising line, two sides of a pyramid, a grid of counts."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import isnan
from uuid import UUID

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen, QPolygonF

from app.formats import DASH
from app.ui.screens.analysis.figure import Said, Spot, ink, short, write
from app.ui.screens.analysis.steps import axis_of
from app.ui.style import colour

LEFT, RIGHT, MIDDLE = Qt.AlignmentFlag.AlignLeft, Qt.AlignmentFlag.AlignRight, Qt.AlignmentFlag.AlignHCenter


@dataclass(frozen=True, slots=True)
class Item:
    """One thing drawn: whose it is, its name, its value (and a second one), the tone it is painted in, what is said of it."""

    keys: tuple[UUID, ...]
    name: str
    value: float
    other: float = 0.0
    tone: str = "accent"
    tip: Said = ""


_NAMED, _NARROW = 56, 34
"""Pixels under which a column has no room for a name of its own, and for a figure or two letters."""


def _line(painter: QPainter, role: str, start: QPointF, end: QPointF, dashed: bool = False) -> None:
    painter.setPen(QPen(colour(role), 1, Qt.PenStyle.DashLine if dashed else Qt.PenStyle.SolidLine))
    painter.drawLine(start, end)


def _legend(painter: QPainter, line: QRectF, words: Sequence[tuple[str, str]]) -> None:
    """What the colours mean, at the right end of a line."""
    ink(painter, "secondary")
    right = line.right()
    for tone, word in reversed(words):
        wide = painter.fontMetrics().horizontalAdvance(word) + 2
        write(painter, QRectF(right - wide, line.top(), wide, line.height()), word, LEFT)
        painter.fillRect(QRectF(right - wide - 13, line.center().y() - 4, 9, 9), colour(tone))
        right -= wide + 26


@dataclass(frozen=True, slots=True)
class Columns:
    """Columns side by side; ``other`` is a share drawn as a rising line where ``rising``; ``marks`` are shares on its axis;
    ``note`` says whom they leave out; ``legend``: (tone, word) of what their colours mean."""

    items: Sequence[Item]
    kind: str = "money"
    rising: bool = False
    marks: tuple[float, ...] = ()
    note: str = ""
    legend: tuple[tuple[str, str], ...] = ()

    def paint(self, painter: QPainter, area: QRectF) -> list[Spot]:
        """Values on the left axis, names below, the largest value written over its column."""
        if not self.items:
            return []
        plot = area.adjusted(58, 16, -42 if self.rising else -8, -26)
        steps = axis_of([item.value for item in self.items], self.kind)
        scale = plot.height() / (steps[-1] - steps[0])
        zero = plot.bottom() + steps[0] * scale
        self._axes(painter, plot, zero, scale, steps)
        wide = plot.width() / len(self.items)
        spots = [self._column(painter, plot, place, wide, zero, scale) for place in range(len(self.items))]
        if self.rising:
            self._rise(painter, plot, wide)
        _legend(painter, QRectF(plot.left(), area.top() - 4, plot.width(), 16), self.legend)
        return spots

    def _axes(self, painter: QPainter, plot: QRectF, zero: float, scale: float, steps: Sequence[float]) -> None:
        for value in steps:
            y = zero - value * scale
            _line(painter, "line", QPointF(plot.left(), y), QPointF(plot.right(), y))
            ink(painter, "secondary")
            write(painter, QRectF(plot.left() - 58, y - 8, 52, 16), short(value, self.kind), RIGHT)
        _line(painter, "control_line", QPointF(plot.left(), zero), QPointF(plot.right(), zero))

    def _column(self, painter: QPainter, plot: QRectF, place: int, wide: float, zero: float, scale: float) -> Spot:
        item = self.items[place]
        left, thick = plot.left() + place * wide, min(max(wide * 0.7, 1), 64)
        high = item.value * scale
        box = QRectF(left + (wide - thick) / 2, zero - max(high, 0), thick, max(abs(high), 1))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour(item.tone if item.value >= 0 else "danger"))
        painter.drawRect(box)
        if wide >= _NAMED:
            ink(painter, "secondary")
            write(painter, QRectF(left + 2, plot.bottom() + 6, wide - 4, 16), item.name, MIDDLE)
        if wide >= _NARROW:
            ink(painter, "text")
            write(painter, QRectF(left, box.top() - 16, wide, 15), short(item.value, self.kind), MIDDLE)
        return Spot(QRectF(left, min(box.top(), plot.bottom() - 12), wide, max(box.height(), 12)), item.keys, item.tip)

    def _rise(self, painter: QPainter, plot: QRectF, wide: float) -> None:
        for share in self.marks:
            y = plot.bottom() - share * plot.height()
            _line(painter, "secondary", QPointF(plot.left(), y), QPointF(plot.right(), y), dashed=True)
            ink(painter, "secondary")
            write(painter, QRectF(plot.right() + 4, y - 8, 40, 16), short(share, "percent"), LEFT)
        points = QPolygonF()
        for place, item in enumerate(self.items):
            points.append(QPointF(plot.left() + (place + 0.5) * wide, plot.bottom() - item.other * plot.height()))
        painter.setPen(QPen(colour("warning"), 2))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPolyline(points)


@dataclass(frozen=True, slots=True)
class Curve:
    """A line through points, ``value`` over ``other`` (a share of all): the whale curve. The highest point is named."""

    items: Sequence[Item]
    top: str = ""

    def paint(self, painter: QPainter, area: QRectF) -> list[Spot]:
        """Shares of customers from left to right, the cumulative amount upwards."""
        plot = area.adjusted(58, 18, -12, -24)
        steps = axis_of([item.value for item in self.items], "money")
        scale = plot.height() / (steps[-1] - steps[0])
        zero = plot.bottom() + steps[0] * scale
        _line(painter, "control_line", QPointF(plot.left(), zero), QPointF(plot.right(), zero))
        ends = [QPointF(plot.left() + item.other * plot.width(), zero - item.value * scale) for item in self.items]
        painter.setPen(QPen(colour("accent"), 2))
        painter.drawPolyline(QPolygonF([QPointF(plot.left(), zero), *ends]))
        ink(painter, "secondary")
        for value in steps:
            write(painter, QRectF(plot.left() - 58, zero - value * scale - 8, 52, 16), short(value, "money"), RIGHT)
        for share in (0.0, 0.25, 0.5, 0.75, 1.0):
            box = QRectF(plot.left() + share * plot.width() - 30, plot.bottom() + 5, 60, 16)
            write(painter, box, short(share, "percent"), MIDDLE)
        self._peak(painter, plot, ends)
        return [Spot(_dot(end, 3), item.keys, item.tip) for end, item in zip(ends, self.items, strict=True)]

    def _peak(self, painter: QPainter, plot: QRectF, ends: Sequence[QPointF]) -> None:
        if max((item.value for item in self.items), default=0) <= 0:
            return  # nobody earns anything: the curve never rises
        best = min(ends, key=lambda end: end.y())
        painter.setBrush(colour("warning"))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.drawEllipse(best, 4, 4)
        ink(painter, "text", strong=True)
        write(painter, QRectF(max(best.x() - 110, plot.left()), best.y() - 20, 220, 16), self.top, MIDDLE)


def _dot(middle: QPointF, size: float) -> QRectF:
    return QRectF(middle.x() - size, middle.y() - size, 2 * size, 2 * size)


def _middle(width: float) -> float:
    """The room of the names between the two sides."""
    return min(130.0, width * 0.3)


@dataclass(frozen=True, slots=True)
class Twin:
    """Two sides of each step: left the share of the customers (``value``), right that of the profit (``other``; UNKNOWN: a dash
    and no bar)."""

    items: Sequence[Item]
    left: str
    right: str

    def paint(self, painter: QPainter, area: QRectF) -> list[Spot]:
        """The steps from the top, their names in the middle; a side below zero is drawn the other way."""
        high = (area.height() - 22) / max(len(self.items), 1)
        name, middle = _middle(area.width()), area.center().x()
        room = max((area.width() - name) / 2 - 60, 8)
        most = max([abs(each) for item in self.items for each in (item.value, item.other) if not isnan(each)] or [1]) or 1
        ink(painter, "secondary", strong=True)
        write(painter, QRectF(area.left(), area.top(), middle - name / 2 - area.left() - 8, 18), self.left, RIGHT)
        write(painter, QRectF(middle + name / 2 + 8, area.top(), room + 52, 18), self.right, LEFT)
        return [
            self._step(painter, QRectF(area.left(), area.top() + 22 + place * high, area.width(), high), item, room / most)
            for place, item in enumerate(self.items)
        ]

    def _step(self, painter: QPainter, line: QRectF, item: Item, scale: float) -> Spot:
        name, middle, thick = _middle(line.width()), line.center().x(), min(line.height() * 0.7, 44)
        top = line.center().y() - thick / 2
        painter.setPen(Qt.PenStyle.NoPen)
        known = not isnan(item.other)
        one, two = abs(item.value) * scale, abs(item.other) * scale if known else 0
        painter.setBrush(colour("secondary"))
        painter.drawRect(QRectF(middle - name / 2 - one, top, one, thick))
        painter.setBrush(colour("accent" if item.other >= 0 else "danger"))
        painter.drawRect(QRectF(middle + name / 2, top, two, thick))
        ink(painter, "text", 12, strong=True)
        write(painter, QRectF(middle - name / 2 + 4, top, name - 8, thick), item.name, MIDDLE)
        ink(painter, "text")
        write(painter, QRectF(middle - name / 2 - one - 60, top, 54, thick), short(item.value, "percent"), RIGHT)
        right = short(item.other, "percent") if known else DASH
        write(painter, QRectF(middle + name / 2 + two + 6, top, 54, thick), right, LEFT)
        return Spot(QRectF(line.left(), top, line.width(), thick), item.keys, item.tip)


@dataclass(frozen=True, slots=True)
class Cells:
    """A grid of counts: ``rows`` and ``columns`` are its headings, ``items`` its cells line by line; the fuller the darker.
    ``named``: a cell shows its item's name in place of the count."""

    items: Sequence[Item]
    rows: tuple[str, ...]
    columns: tuple[str, ...]
    corner: str = ""
    named: bool = False

    def paint(self, painter: QPainter, area: QRectF) -> list[Spot]:
        """The number of each cell in its middle."""
        grid = area.adjusted(110, 22, -8, -4)
        wide, high = grid.width() / len(self.columns), grid.height() / len(self.rows)
        ink(painter, "secondary")
        write(painter, QRectF(area.left(), area.top(), 104, 18), self.corner, RIGHT)
        for place, text in enumerate(self.columns):  # of a narrow one the first two letters; pointing at a cell says the rest
            box = QRectF(grid.left() + place * wide, area.top(), wide, 18)
            write(painter, box, text if wide >= _NARROW else text[:2], MIDDLE)
        for place, text in enumerate(self.rows):
            write(painter, QRectF(area.left(), grid.top() + place * high, 104, high), text, RIGHT)
        most = max([item.value for item in self.items] or [1]) or 1
        return [self._cell(painter, grid, number, wide, high, most) for number in range(len(self.items))]

    def _cell(self, painter: QPainter, grid: QRectF, number: int, wide: float, high: float, most: float) -> Spot:
        item, (line, place) = self.items[number], divmod(number, len(self.columns))
        box = QRectF(grid.left() + place * wide + 1, grid.top() + line * high + 1, wide - 2, high - 2)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour(f"tint_{item.tone}" if item.value else "ground"))
        painter.setOpacity(0.35 + 0.65 * item.value / most if item.value else 1)
        painter.drawRoundedRect(box, 3, 3)
        painter.setOpacity(1)
        if item.value:
            ink(painter, "text", 13 if wide >= _NARROW else 10, strong=True)
            shown = item.name if self.named else short(item.value, "number")  # few signs, never cut
            painter.drawText(box, int(MIDDLE | Qt.AlignmentFlag.AlignVCenter), shown)
        return Spot(box, item.keys, item.tip)
