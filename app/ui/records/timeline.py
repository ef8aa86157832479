"""What went on with somebody, newest first: moment, what it was, a badge where a state matters.

``Timeline(name)``: ``set_items([Moment(at text, text, badge, tone, key)])``; ``opened(key)`` on click or Enter.
"""

from collections.abc import Sequence
from typing import Any, NamedTuple

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import QFrame, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from app.i18n import gettext_text as _
from app.ui.kit.delegates import paint_badge
from app.ui.style import colour

LINE = 30
_DISPLAY = int(Qt.ItemDataRole.DisplayRole)
_WHEN = 96
Index = QModelIndex | QPersistentModelIndex


class Moment(NamedTuple):
    """One thing that happened."""

    at: str
    text: str
    badge: str = ""
    tone: str = "neutral"
    key: Any = None
    tip: str = ""


class _Model(QAbstractListModel):
    def __init__(self) -> None:
        super().__init__()
        self.items: list[Moment] = []

    def set_items(self, items: Sequence[Moment]) -> None:
        self.beginResetModel()
        self.items = list(items)
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.items)

    def data(self, index: Index, role: int = _DISPLAY) -> Any:
        if role == _DISPLAY:
            item = self.items[index.row()]
            return " ".join(part for part in (item.at, item.text, item.badge) if part)
        return None


class _Delegate(QStyledItemDelegate):
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(100, LINE)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        rect: QRect = option.rect
        item: Moment = index.model().items[index.row()]  # type: ignore[attr-defined]
        if option.state & QStyle.StateFlag.State_HasFocus:
            painter.fillRect(rect, colour("selected"))
        painter.fillRect(rect.left() + 6, rect.top(), 2, rect.height(), colour("line"))
        left = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft)
        painter.setPen(colour("secondary"))
        painter.drawText(QRect(rect.left() + 22, rect.top(), _WHEN, rect.height()), left, item.at)
        badge = painter.fontMetrics().horizontalAdvance(item.badge) + 24 if item.badge else 0
        room = rect.width() - 22 - _WHEN - badge
        text = painter.fontMetrics().elidedText(item.text, Qt.TextElideMode.ElideRight, room)
        painter.setPen(colour("text"))
        start = rect.left() + 22 + _WHEN
        painter.drawText(QRect(start, rect.top(), room, rect.height()), left, text)
        if item.badge:
            used = painter.fontMetrics().horizontalAdvance(text)
            paint_badge(painter, QRect(start + used + 8, rect.top(), badge, rect.height()), item.badge, item.tone)


class Timeline(QListView):
    """As high as its items, so that it scrolls with the page around it."""

    opened = Signal(object)

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setObjectName(f"{name}.timeline")
        self._items, self._painter = _Model(), _Delegate()
        self.setModel(self._items)
        self.setItemDelegate(self._painter)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setStyleSheet("QListView { background: transparent; }")
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.clicked.connect(lambda index: self.opened.emit(self._items.items[index.row()].key))

    def set_items(self, items: Sequence[Moment]) -> None:
        """Show these."""
        self.setAccessibleName(_("Dealings"))
        self._items.set_items(items)
        self.setFixedHeight(LINE * len(items) + 2)

    def items(self) -> list[Moment]:
        """What is shown."""
        return list(self._items.items)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self.opened.emit(self._items.items[self.currentIndex().row()].key)
            return
        super().keyPressEvent(event)
