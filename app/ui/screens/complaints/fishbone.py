"""The fishbone: the nine branches of the cause tree on a spine, what was thought of on each, what is confirmed marked."""

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QScrollArea, QSizePolicy, QWidget

from app.i18n import gettext_text as _
from app.models.choices import CAUSE
from app.ui.style import colour, events

_HEAD, _SLANT, _LINE, _MOST = 92, 34, 17, 4
SIGNS = {"yes": "● ", "no": "× "}
"""The same signs stand on paper (app/reports/fishbone_drawing.py)."""
Bone = tuple[str, str, str | None]
"""Code of the branch, the cause, confirmed: "yes", "no" or None."""


class Fishbone(QWidget):
    """Drawn by hand; branches without causes are quiet."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("complaint.fishbone")
        self._bones: dict[str, list[tuple[str, str | None]]] = {}
        self._problem = ""
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        events.changed.connect(self.update)

    def show_bones(self, problem: str, bones: Sequence[Bone]) -> None:
        """Show these causes; ``problem`` stands at the head."""
        self._problem, self._bones = problem, {}
        for branch, name, confirmed in sorted(bones, key=lambda bone: {"yes": 0, None: 1}.get(bone[2], 2)):
            self._bones.setdefault(branch, []).append((name, confirmed))
        self.setAccessibleName("; ".join(self.texts()))
        self.update()

    def texts(self) -> list[str]:
        """What is drawn, branch by branch."""
        words = {choice.code: _(choice.label) for choice in CAUSE}
        drawn = [f"{words[code]}: {_sign(sure)}{name}" for code in words for name, sure in self._bones.get(code, ())]
        return [self._problem, *drawn] if self._problem else drawn

    def sizeHint(self) -> QSize:
        return QSize(460, 2 * (26 + _MOST * _LINE) + 40)

    def minimumSizeHint(self) -> QSize:
        return QSize(560, self.sizeHint().height())

    def across(self) -> QScrollArea:
        """The drawing in an area that scrolls sideways where the room is narrow."""
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QScrollArea.Shape.NoFrame)
        area.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setAccessibleName(_("Fishbone"))
        area.setFixedHeight(self.sizeHint().height() + area.horizontalScrollBar().sizeHint().height())
        area.setWidget(self)
        return area

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        font = self.font()
        font.setPixelSize(12)
        painter.setFont(font)
        middle, spine = self.height() / 2, float(self.width() - _HEAD)
        painter.setPen(QPen(colour("secondary"), 2))
        painter.drawLine(QPointF(4, middle), QPointF(spine, middle))
        self._paint_head(painter, spine, middle)
        upper = (len(CAUSE) + 1) // 2
        strip = (spine - 8) / upper
        for place, choice in enumerate(CAUSE):
            foot = QPointF((place % upper + 1) * strip, middle)
            self._paint_bone(painter, choice.code, _(choice.label), foot, strip, place < upper)

    def _paint_head(self, painter: QPainter, spine: float, middle: float) -> None:
        box = QRectF(spine, middle - 30, _HEAD - 2, 60)
        painter.setPen(QPen(colour("line"), 1))
        painter.setBrush(colour("tint_accent"))
        painter.drawRoundedRect(box, 6, 6)
        painter.setPen(colour("ink_accent"))
        flags = int(Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWrapAnywhere)
        text = painter.fontMetrics().elidedText(self._problem, Qt.TextElideMode.ElideRight, int(box.width() * 2.2))
        painter.drawText(box.adjusted(6, 4, -6, -4), flags, text)

    def _paint_bone(self, painter: QPainter, code: str, word: str, foot: QPointF, strip: float, up: bool) -> None:
        causes, side = self._bones.get(code, []), -1 if up else 1
        sure = any(confirmed == "yes" for _name, confirmed in causes)
        reach = self.height() / 2 - 24
        tip = QPointF(foot.x() - _SLANT, foot.y() + side * reach)
        painter.setPen(QPen(colour("accent" if sure else "secondary" if causes else "line"), 2 if sure else 1))
        painter.drawLine(foot, tip)
        painter.setPen(colour("text" if causes else "secondary"))
        self._write(painter, word, QRectF(tip.x() - strip / 2 + 4, tip.y() - (20 if up else 0), strip - 8, 20), True)
        for place, (name, confirmed) in enumerate(causes[:_MOST]):
            more = len(causes) - _MOST if place == _MOST - 1 else 0
            y = foot.y() + side * (14 + (_MOST - place - 1) * _LINE + 4)
            edge = foot.x() - _SLANT * abs(y - foot.y()) / reach
            painter.setPen(colour("accent" if confirmed == "yes" else "secondary" if confirmed == "no" else "text"))
            text = _sign(confirmed) + name + (f" +{more}" if more > 0 else "")
            self._write(painter, text, QRectF(edge - strip + 12, y - 9, strip - 18, 18), False)

    def _write(self, painter: QPainter, text: str, box: QRectF, centred: bool) -> None:
        align = Qt.AlignmentFlag.AlignHCenter if centred else Qt.AlignmentFlag.AlignRight
        cut = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, int(box.width()))
        painter.drawText(box, int(align | Qt.AlignmentFlag.AlignVCenter), cut)


def _sign(confirmed: str | None) -> str:
    return SIGNS.get(confirmed or "", "")
