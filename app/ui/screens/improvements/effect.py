"""What a measure brought, at a glance: before, target and measured as figures, and how much of the way was made as a bar."""

from decimal import Decimal

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.formats import DASH, percent_text
from app.i18n import gettext_text as _
from app.services.improvement_lines import ImprovementLine
from app.ui.kit.widgets import set_tip
from app.ui.style import colour, events

_LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
_RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
_BAR = 6


class EffectBar(QWidget):
    """Hidden while an improvement has no figures; the bar ends at the target, and is red where things got worse."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("improvement.effect")
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._text, self._short, self._share, self._reached = "", "", "", None
        events.changed.connect(self.update)
        self.hide()

    _reached: Decimal | None

    def show_line(self, line: ImprovementLine | None) -> None:
        """Show what this improvement was to bring, and brought."""
        known = line is not None and not line.baseline is line.target is line.measured is None
        self.setVisible(known)
        if line is None or not known:
            return
        self._reached = line.reached
        self._short = figures_text(line)
        self._text = _("{metric}: {told}").format(metric=line.metric, told=self._short) if line.metric else self._short
        self._share = "" if line.reached is None else percent_text(line.reached, 0)
        said = _("{share} of the way").format(share=self._share) if self._share else ""
        self.setAccessibleName(" · ".join(part for part in (self._text, said) if part))
        set_tip(self, self.accessibleName())
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(200, 34)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        font = self.font()
        font.setPixelSize(12)
        painter.setFont(font)
        room, metrics = self.rect().adjusted(0, 0, 0, -_BAR - 6), painter.fontMetrics()
        width = metrics.horizontalAdvance(self._share) + 8 if self._share else 0
        painter.setPen(colour("secondary"))
        fits = metrics.horizontalAdvance(self._text) <= room.width() - width
        shown = self._text if fits else self._short  # in a narrow window the figures stay, what was measured gives way
        text = metrics.elidedText(shown, Qt.TextElideMode.ElideRight, room.width() - width)
        painter.drawText(room, _LEFT, text)
        painter.setPen(colour("text"))
        painter.drawText(room, _RIGHT, self._share)
        self._draw_bar(painter, QRectF(0, self.height() - _BAR - 2, self.width(), _BAR))

    def _draw_bar(self, painter: QPainter, room: QRectF) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour("line"))
        painter.drawRoundedRect(room, 3, 3)
        if self._reached is None:
            return
        worse = self._reached <= 0
        share = 1.0 if worse else float(min(self._reached, Decimal(1)))
        painter.setBrush(colour("danger" if worse else "good" if self._reached >= 1 else "accent"))
        painter.drawRoundedRect(QRectF(room.x(), room.y(), max(room.width() * share, _BAR), _BAR), 3, 3)


def figures_text(line: ImprovementLine) -> str:
    """``before 6 件 → target 1 件 → measured 3 件``."""
    before, target, measured = (_figure(value, line.unit) for value in (line.baseline, line.target, line.measured))
    parts = (_("before {value}").format(value=before), _("target {value}").format(value=target),
             _("measured {value}").format(value=measured))  # fmt: skip
    return " → ".join(parts)


def _figure(value: Decimal | None, unit: str) -> str:
    return DASH if value is None else f"{value:f} {unit}".strip()
