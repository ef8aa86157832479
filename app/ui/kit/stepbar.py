"""The stages of a case as one bar: what is done and when, what is in hand and until when, what is to come.

``StepBar(name)``: ``show_steps([Step(label, detail, "done" | "current" | "open"), …])``; ``texts()`` is what it reads.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.ui.style import colour, events

_LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
_BAR, _GAP, _LINE = 3, 9, 19
_APART = 8
"""Pixels between the words of two stages, at the least."""
DONE, CURRENT, OPEN = "done", "current", "open"


@dataclass(frozen=True, slots=True)
class Step:
    """One stage; ``late`` puts its detail in the colour of danger (the words say it too)."""

    label: str
    detail: str
    state: str
    late: bool = False


class StepBar(QWidget):
    """Painted by hand: a line with what is behind filled, and two lines of text below each stage."""

    def __init__(self, name: str = "steps") -> None:
        super().__init__()
        self._steps: tuple[Step, ...] = ()
        self.setObjectName(name)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        events.changed.connect(self.update)

    def show_steps(self, steps: Sequence[Step]) -> None:
        """Show these stages."""
        self._steps = tuple(steps)
        self.setAccessibleName("; ".join(self.texts()))
        self.update()

    def texts(self) -> list[str]:
        """Each stage in words."""
        return [f"{step.label} {step.detail}".strip() for step in self._steps]

    def steps(self) -> tuple[Step, ...]:
        """What is shown."""
        return self._steps

    def sizeHint(self) -> QSize:
        return QSize(420, _BAR + _GAP + 2 * _LINE)

    def minimumSizeHint(self) -> QSize:
        return QSize(280, self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self._steps:
            return
        painter = QPainter(self)
        widths, left = self._widths(), 0
        painter.fillRect(QRect(0, 0, self.width(), _BAR), colour("line"))
        for step, width in zip(self._steps, widths, strict=True):
            share = 1.0 if step.state == DONE else 0.5 if step.state == CURRENT else 0.0
            painter.fillRect(QRect(left, 0, round(width * share), _BAR), colour("accent"))
            self._paint_step(painter, step, QRect(left, _BAR + _GAP, width - _APART // 2, 2 * _LINE))
            left += width

    def _widths(self) -> list[int]:
        """Each stage gets what its words need; what is left over is shared alike, and where room lacks the longest give way."""
        wanted = [self._wanted(step) for step in self._steps]
        room = self.width() + _APART // 2  # nothing stands beside the last one
        equal = room // len(wanted)
        if max(wanted) <= equal:
            return [equal] * len(wanted)
        spare = (room - sum(wanted)) // len(wanted)
        return [width + spare for width in wanted] if spare >= 0 else self._narrow(wanted, room)

    def _wanted(self, step: Step) -> int:
        big, small = (QFontMetrics(_face(self.font(), pixels, step.state == CURRENT)) for pixels in (13, 12))
        return max(big.horizontalAdvance(step.label), small.horizontalAdvance(step.detail)) + _APART

    def _narrow(self, wanted: list[int], room: int) -> list[int]:
        """The stage in hand keeps its words, the others share what is left."""
        kept = [width if step.state == CURRENT else 0 for step, width in zip(self._steps, wanted, strict=True)]
        rest = _capped([width - keep for width, keep in zip(wanted, kept, strict=True)], room - sum(kept))
        return [keep or width for keep, width in zip(kept, rest, strict=True)]

    def _paint_step(self, painter: QPainter, step: Step, box: QRect) -> None:
        current = step.state == CURRENT
        painter.setFont(_face(self.font(), 13, current))
        painter.setPen(colour("text" if current else "secondary"))
        self._draw(painter, QRect(box.left(), box.top(), box.width(), _LINE), step.label)
        painter.setFont(_face(self.font(), 12, current))
        painter.setPen(colour("danger" if step.late else "text" if current else "secondary"))
        self._draw(painter, QRect(box.left(), box.top() + _LINE, box.width(), _LINE), step.detail)

    def _draw(self, painter: QPainter, box: QRect, text: str) -> None:
        painter.drawText(box, _LEFT, painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, box.width()))


def _capped(wanted: list[int], room: int) -> list[int]:
    """The widths with the longest cut to one length, so that all fit."""
    left, cap = room, room
    for place, width in enumerate(sorted(wanted)):
        cap = left // (len(wanted) - place)
        if width > cap:
            break
        left -= width
    return [min(width, cap) for width in wanted]


def _face(font: QFont, pixels: int, strong: bool) -> QFont:
    face = QFont(font)
    face.setPixelSize(pixels)
    face.setWeight(QFont.Weight.DemiBold if strong else QFont.Weight.Normal)
    return face
