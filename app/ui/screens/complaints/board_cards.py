"""One column of a board: its name and how many there are, and cards one below the other, painted by hand."""

from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFont, QFontMetrics, QKeyEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import QFrame, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from app.analysis.workdays import Calendar
from app.i18n import gettext_text as _
from app.i18n import ngettext_text
from app.services.complaint_board import BoardCard, BoardColumn
from app.ui.kit.delegates import TONES, Cell, paint_badge
from app.ui.kit.layouts import column, row
from app.ui.kit.widgets import Badge, ElidedLabel, link_button, name_it, plain_tip, relabel
from app.ui.screens.complaints.words import due_cell, stage_text
from app.ui.style import colour, events

_HEIGHT, _GAP, _EDGE = 84, 6, 10
_LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
_ROLES = (int(Qt.ItemDataRole.DisplayRole), int(Qt.ItemDataRole.AccessibleTextRole))
_TIP = int(Qt.ItemDataRole.ToolTipRole)
Index = QModelIndex | QPersistentModelIndex


class CardsModel(QAbstractListModel):
    """The cards of a column; a screen reader hears each as one line."""

    def __init__(self) -> None:
        super().__init__()
        self.cards: tuple[BoardCard, ...] = ()
        self._due: Callable[[BoardCard], Cell] = lambda _card: Cell("")

    def set_cards(self, cards: tuple[BoardCard, ...], due: Callable[[BoardCard], Cell]) -> None:
        """Show these cards; ``due`` says when the next thing is due."""
        self.beginResetModel()
        self.cards, self._due = cards, due
        self.endResetModel()

    def due(self, place: int) -> Cell:
        """When the next thing is due on a card."""
        return self._due(self.cards[place])

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.cards)

    def data(self, index: Index, role: int = _ROLES[0]) -> Any:
        if role in _ROLES:
            return " · ".join(self._words(index.row()))
        return plain_tip("\n".join(self._words(index.row()))) if role == _TIP else None

    def _words(self, place: int) -> list[str]:
        card = self.cards[place]
        words = (card.subject, card.customer, card.number, card.priority, stage_text(card.state), self.due(place).text)
        return [word for word in (*words, card.handler) if word]


class CardDelegate(QStyledItemDelegate):
    """Number and priority, what it is about, whose it is, what is due and who handles it."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(120, _HEIGHT + _GAP)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        model = index.model()
        card, due = model.cards[index.row()], model.due(index.row())  # type: ignore[attr-defined]
        box = option.rect.adjusted(1, 1, -2, -_GAP)
        held = option.state & QStyle.StateFlag.State_Selected and option.state & QStyle.StateFlag.State_HasFocus
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(colour("accent" if held else "line"))
        painter.setBrush(colour("selected" if held else "surface"))
        painter.drawRoundedRect(box, 6, 6)
        inner = box.adjusted(_EDGE, 6, -_EDGE, -6)
        lines = [QRect(inner.left(), inner.top() + 18 * place, inner.width(), 18) for place in range(4)]
        _paint_words(painter, lines, card, due)
        painter.restore()


def _paint_words(painter: QPainter, lines: list[QRect], card: BoardCard, due: Cell) -> None:
    small, strong = _sized(painter.font(), 12), QFont(painter.font())
    strong.setWeight(QFont.Weight.DemiBold)
    taken = 0
    if card.priority:
        taken = 6 + paint_badge(painter, lines[0], card.priority, TONES.get("priority", {}).get(card.priority, "neutral"), True)
    _text(painter, small, "secondary", lines[0].adjusted(0, 0, -taken, 0), card.number)
    _text(painter, strong, "text", lines[1], card.subject)
    _text(painter, small, "secondary", lines[2], card.customer)
    left = _text(painter, small, due.ink or "secondary", lines[3], due.text)
    room = lines[3].adjusted(left + 10 if left else 0, 0, 0, 0)
    if room.width() > 24:
        _text(painter, small, "secondary", room, card.handler or _("Nobody yet"))


def _sized(font: QFont, pixels: int) -> QFont:
    found = QFont(font)
    found.setPixelSize(pixels)
    return found


def _text(painter: QPainter, font: QFont, ink: str, box: QRect, text: str) -> int:
    """One line, cut where it is too long; returns its width."""
    metrics = QFontMetrics(font)
    cut = metrics.elidedText(text, Qt.TextElideMode.ElideRight, box.width())
    painter.setFont(font)
    painter.setPen(colour(ink))
    painter.drawText(box, _LEFT, cut)
    return metrics.horizontalAdvance(cut)


class CardsView(QListView):
    """Arrow keys go through the cards; left and right to the next column, Enter or a click opens."""

    opened = Signal(object)
    sideways = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.cards = CardsModel()
        self.setModel(self.cards)
        self.setItemDelegate(CardDelegate(self))
        self.setUniformItemSizes(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setProperty("kind", "ground")
        self.clicked.connect(self._open)
        events.changed.connect(self.viewport().update)

    def _open(self, index: QModelIndex) -> None:
        if index.isValid():
            self.opened.emit(self.cards.cards[index.row()].id)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
        if event.key() in steps:
            self.sideways.emit(steps[Qt.Key(event.key())])
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._open(self.currentIndex())
        else:
            super().keyPressEvent(event)

    def take_focus(self) -> None:
        """The keyboard comes here: on the card it left, else on the first one."""
        self.setFocus()
        if not self.currentIndex().isValid() and self.cards.rowCount():
            self.setCurrentIndex(self.cards.index(0))


class ColumnView(QWidget):
    """A heading with its count, what is late said beside it, the cards, and the way to those beyond."""

    def __init__(self, place: int, opened: Callable[[UUID], None], rest: Callable[[BoardColumn], None]) -> None:
        super().__init__()
        self.column: BoardColumn | None = None
        self.heading, self.count, self.late = ElidedLabel("", "strong"), Badge("", "neutral"), Badge("", "danger")
        self.view = CardsView()
        self.view.opened.connect(opened)
        self.more = link_button("", lambda: rest(self.column) if self.column is not None else None)
        self.view.setObjectName(f"complaints.board.{place}")
        self.more.setObjectName(f"complaints.board.{place}.more")
        head = row(self.heading, self.count, self.late, spacing=6)
        head.setStretch(0, 1)
        layout = column(head, self.view, row(self.more, None), spacing=6)
        layout.setStretch(1, 1)
        self.setLayout(layout)

    def show_column(self, found: BoardColumn, label: str, present: datetime, calendar: Calendar) -> None:
        """Show a column under this name, seen from the firm's present moment."""
        self.column = found
        self.heading.setText(label)
        self.count.set(f"{found.count:,}", "neutral")
        self._tell_late()
        name_it(self.view, ngettext_text("{label}, {count} complaint", "{label}, {count} complaints", found.count).format(
            label=label, count=found.count))  # fmt: skip
        held = self.view.currentIndex().row()
        self.view.cards.set_cards(found.cards, lambda card: due_cell(card.state, card.due, present, calendar))
        if 0 <= held < len(found.cards):
            self.view.setCurrentIndex(self.view.cards.index(held))
        beyond = found.count - len(found.cards)
        relabel(self.more, _("and {count} more").format(count=f"{beyond:,}"))
        self.more.setVisible(beyond > 0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._tell_late()

    def _tell_late(self) -> None:
        """In words where they leave the heading whole, else by the number alone."""
        if self.column is None or not self.column.late:
            self.late.set("")
            return
        number = f"{self.column.late:,}"
        words = _("{count} late").format(count=number)
        self.late.set(words, "danger")
        others = self.heading.sizeHint().width() + self.count.sizeHint().width() + self.late.sizeHint().width()
        if others + 2 * _GAP > self.width():
            self.late.set(number, "danger")
        self.late.setToolTip(plain_tip(words))
        self.late.setAccessibleName(words)
