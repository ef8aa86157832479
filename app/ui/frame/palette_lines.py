"""The lines of Ctrl+K: a sign, what it is called, what it is at the right; headings between them."""

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from app.ui.kit import icons
from app.ui.style import colour

Run = Callable[[], None]
ROW = 36
HIT = Qt.ItemDataRole.UserRole


class Hit:
    """One line: what it is called, what it is, and what happens on Enter; a heading where nothing does. ``exact``: the very
    name or number that was typed. ``sounds``: what its words are found by beside their letters, the whole of them first."""

    __slots__ = ("detail", "exact", "icon", "run", "sounds", "text")

    def __init__(self, text: str, detail: str = "", icon: str = "", run: Run | None = None, exact: bool = False) -> None:
        self.text, self.detail, self.icon, self.run, self.exact = text, detail, icon, run, exact
        self.sounds: Sequence[str] = ()

    def leads(self, wanted: str) -> bool:
        """Whether one of its words begins with the text, or sounds like it: two letters alone rather mean a name."""
        sound = wanted.replace(" ", "")
        heard = len(sound) > 2 and (sound in self.sounds or any(each.startswith(sound) for each in self.sounds[:1]))
        return heard or any(word.startswith(wanted) for word in self.text.casefold().split())

    def is_heard(self, wanted: str) -> bool:
        """Whether the text is how it sounds somewhere: full or by initials, from two letters on."""
        sound = wanted.replace(" ", "")
        return len(sound) > 1 and any(each.startswith(sound) for each in self.sounds)


class Lines(QStyledItemDelegate):
    """Paints hits."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Any) -> QSize:
        return QSize(100, ROW)

    def paint(self, painter: QPainter, option: Any, index: Any) -> None:
        hit: Hit = index.data(HIT)
        box: QRect = option.rect
        if hit.run is None:
            painter.setPen(colour("secondary"))
            painter.drawText(box.adjusted(14, 6, -14, 0), Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, hit.text)
            return
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(box, colour("selected"))
        painter.drawPixmap(box.left() + 14, box.center().y() - 7, icons.pixmap(hit.icon or "command", 16, "secondary"))
        painter.setFont(option.font)
        metrics = QFontMetrics(option.font)
        detail = metrics.elidedText(hit.detail, Qt.TextElideMode.ElideRight, box.width() // 2)
        room = box.width() - 44 - 14 - metrics.horizontalAdvance(detail) - 16
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.setPen(colour("text"))
        text = metrics.elidedText(hit.text.replace("\n", " "), Qt.TextElideMode.ElideRight, room)
        painter.drawText(box.adjusted(42, 0, 0, 0), middle | Qt.AlignmentFlag.AlignLeft, text)
        painter.setPen(colour("secondary"))
        painter.drawText(box.adjusted(0, 0, -14, 0), middle | Qt.AlignmentFlag.AlignRight, detail)
