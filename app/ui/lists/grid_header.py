"""The header of a list: words in the secondary colour, the sign of the order right behind the word it belongs to."""

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QFont, QPainter
from PySide6.QtWidgets import QHeaderView, QWidget

from app.ui.kit.delegates import GAP, PADDING
from app.ui.style import colour

HEIGHT = 33
SMALL = 12
"""Pixels of the header's letters."""
SIGNS = {Qt.SortOrder.AscendingOrder: "↑", Qt.SortOrder.DescendingOrder: "↓"}
_RIGHT = Qt.AlignmentFlag.AlignRight


def small(font: QFont) -> QFont:
    """The face of headers, made of the list's."""
    face = QFont(font)
    face.setPixelSize(SMALL)
    return face


class GridHeader(QHeaderView):
    """Painted by hand: Qt puts the sign of the order at the far end of the column, or over a word aligned to the right."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.setFixedHeight(HEIGHT)
        self.setHighlightSections(False)
        self.setMinimumSectionSize(44)
        self.ground = "surface"

    def paintSection(self, painter: QPainter, rect: QRect, logicalIndex: int) -> None:
        painter.fillRect(rect, colour(self.ground))
        painter.fillRect(rect.left(), rect.bottom(), rect.width(), 1, colour("line"))
        painter.save()
        painter.setFont(small(self.font()))
        painter.setPen(colour("secondary"))
        self._paint_words(painter, rect, logicalIndex)
        painter.restore()

    def _paint_words(self, painter: QPainter, rect: QRect, section: int) -> None:
        model, role = self.model(), Qt.ItemDataRole
        side = Qt.AlignmentFlag(model.headerData(section, self.orientation(), role.TextAlignmentRole) or 0)
        right = bool(side & _RIGHT)
        inner = rect.adjusted(GAP if right else PADDING, 0, -PADDING if right else -GAP, -1)
        ordered = self.isSortIndicatorShown() and self.sortIndicatorSection() == section
        sign = f" {SIGNS[self.sortIndicatorOrder()]}" if ordered else ""
        metrics = painter.fontMetrics()
        words = str(model.headerData(section, self.orientation(), role.DisplayRole) or "")
        shown = metrics.elidedText(words, Qt.TextElideMode.ElideRight, inner.width() - metrics.horizontalAdvance(sign))
        painter.drawText(inner, (_RIGHT if right else Qt.AlignmentFlag.AlignLeft) | Qt.AlignmentFlag.AlignVCenter, shown + sign)
