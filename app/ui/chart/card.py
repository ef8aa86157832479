"""How one person of an org chart looks: name, post, role, attitude in tint and word, weight, last contact."""

from dataclasses import dataclass

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFont, QPainter, QPen

from app.ui.style import colour

WIDTH, HEIGHT = 224, 92
_PAD, _STRIPE, _LINE = 12, 5, 19
_LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
_RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)


@dataclass(frozen=True, slots=True)
class ChartCard:
    """What a card says. ``tone`` is that of the attitude; ``alarm`` puts the last contact in the colour of danger;
    ``spoken`` is the whole in one sentence."""

    id: str
    name: str
    post: str = ""
    role: str = ""
    attitude: str = ""
    tone: str = "neutral"
    weight: str = ""
    contact: str = ""
    alarm: bool = False
    spoken: str = ""


@dataclass(frozen=True, slots=True)
class Look:
    """How a card is shown at the moment: ``edge`` is the role of its frame."""

    edge: str = "line"
    thick: float = 1
    faded: bool = False


def paint_card(painter: QPainter, box: QRectF, card: ChartCard, look: Look) -> None:
    """Draw a card into its box."""
    painter.save()
    painter.setOpacity(0.4 if look.faded else 1)
    painter.setPen(QPen(colour(look.edge), look.thick))
    painter.setBrush(colour(f"tint_{card.tone}"))
    painter.drawRoundedRect(box, 8, 8)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour(f"ink_{card.tone}"))
    painter.drawRoundedRect(QRectF(box.left() + 4, box.top() + 9, _STRIPE - 2, box.height() - 18), 1.5, 1.5)
    _write(painter, box.adjusted(_PAD + _STRIPE - 2, 7, -_PAD, -7), card)
    painter.restore()


def _write(painter: QPainter, room: QRectF, card: ChartCard) -> None:
    ink, quiet = "text", f"ink_{card.tone}"
    lines = (
        (card.name, 14, True, ink, card.weight, "text"),
        (card.post, 12, False, ink, "", ""),
        (card.role, 12, False, ink, "", ""),
        (card.attitude, 12, True, quiet, card.contact, "danger" if card.alarm else quiet),
    )
    for place, (left, pixels, strong, left_ink, right, right_ink) in enumerate(lines):
        line = QRectF(room.left(), room.top() + place * _LINE + (1 if place == len(lines) - 1 else 0), room.width(), _LINE)
        taken = _put(painter, line, right, 12, card.alarm and place > 0, right_ink, _RIGHT) if right else 0.0
        _put(painter, line.adjusted(0, 0, -taken - 6 if taken else 0, 0), left, pixels, strong, left_ink, _LEFT)


def _put(painter: QPainter, box: QRectF, text: str, pixels: int, strong: bool, ink: str, where: int) -> float:
    """Write a text, cut where it is too long; returns the width it took."""
    font = QFont(painter.font())
    font.setPixelSize(pixels)
    font.setWeight(QFont.Weight.DemiBold if strong else QFont.Weight.Normal)
    painter.setFont(font)
    painter.setPen(colour(ink))
    shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, int(box.width()))
    painter.drawText(box, where, shown)
    return float(painter.fontMetrics().horizontalAdvance(shown))
