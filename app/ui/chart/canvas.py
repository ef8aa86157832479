"""The drawn org chart: cards and lines, chosen by mouse and arrow keys, edited by dragging one card onto another.

Knows positions and cards, nothing of what a line means: ``moved`` says what somebody wants, the owner does it or refuses.
"""

from collections.abc import Callable, Mapping

from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QApplication, QToolTip, QWidget

from app.analysis.org_chart import OrgChart, layout
from app.analysis.org_moves import DOWN, LEFT, RIGHT, UP, neighbour
from app.ui.chart.card import HEIGHT, WIDTH, ChartCard, Look, paint_card
from app.ui.kit.widgets import plain_tip
from app.ui.style import colour, events

MARGIN = 16
_WAYS = {Qt.Key.Key_Up: UP, Qt.Key.Key_Down: DOWN, Qt.Key.Key_Left: LEFT, Qt.Key.Key_Right: RIGHT}
Verdict = tuple[str, bool]
"""What dropping would mean, in words, and whether it is possible."""


class OrgCanvas(QWidget):
    """``opened(id)`` by Enter or double click, ``chosen(id)``, ``moved(id, boss or None)`` after a drop, ``shifted(id, way)``
    for Ctrl+arrow, ``menu_wanted(id, global place)``, ``seen(rect)`` where a card should be in view, ``panned(by)``."""

    opened = Signal(str)
    chosen = Signal(str)
    moved = Signal(str, object)
    shifted = Signal(str, str)
    menu_wanted = Signal(str, QPoint)
    seen = Signal(QRect)
    panned = Signal(QPoint)

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.chart: OrgChart = layout([])
        self.cards: Mapping[str, ChartCard] = {}
        self.current = ""
        self.zoom = 1.0
        self.judge: Callable[[str, str | None], Verdict] = lambda _person, _boss: ("", True)
        self._down, self._held, self._began = False, "", QPoint()
        self._dragged, self._at = False, QPoint()
        events.changed.connect(self.update)

    def show_chart(self, chart: OrgChart, cards: Mapping[str, ChartCard]) -> None:
        """Draw these; whoever was chosen stays chosen while there."""
        self.chart, self.cards = chart, cards
        self._down, self._dragged = False, False
        if self.current not in cards:
            self.current = chart.seats[0].id if chart.seats else ""
        self._name()
        self.rescale(self.zoom)

    def rescale(self, zoom: float) -> None:
        """Draw larger or smaller."""
        self.zoom = zoom
        self.setFixedSize(self.sizeHint())
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(round(self.chart.width * self.zoom) + 2 * MARGIN, round(self.chart.height * self.zoom) + 2 * MARGIN)

    def place_of(self, person: str) -> QRect:
        """Where somebody's card is drawn."""
        seat = self.chart.seat(person)
        if seat is None:
            return QRect()
        left, top = seat.x * self.zoom + MARGIN, seat.y * self.zoom + MARGIN
        return QRect(round(left), round(top), round(WIDTH * self.zoom), round(HEIGHT * self.zoom))

    def person_at(self, place: QPoint) -> str | None:
        """Whose card is drawn at a place."""
        return self.chart.at((place.x() - MARGIN) / self.zoom, (place.y() - MARGIN) / self.zoom)

    def choose(self, person: str) -> None:
        """Mark somebody and bring them into view."""
        if person in self.cards:
            self._mark(person)
            self.seen.emit(self.place_of(person))

    def _mark(self, person: str) -> None:
        self.current = person
        self._name()
        self.update()
        self.chosen.emit(person)

    def _name(self) -> None:
        card = self.cards.get(self.current)
        self.setAccessibleDescription(card.spoken if card else "")

    # drawing ------------------------------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.translate(MARGIN, MARGIN)
        painter.scale(self.zoom, self.zoom)
        painter.setPen(QPen(colour("control_line"), 1.2))
        for x, y, to_x, to_y in self.chart.lines:
            painter.drawLine(QPointF(x, y), QPointF(to_x, to_y))
        for seat in self.chart.seats:
            paint_card(painter, QRectF(seat.x, seat.y, WIDTH, HEIGHT), self.cards[seat.id], self._look(seat.id))
        if self._dragged:
            self._paint_dragged(painter)

    def _look(self, person: str) -> Look:
        if self._dragged:
            if person == self._held:
                return Look("accent", 1, faded=True)
            if person == self.person_at(self._at):
                return Look("accent" if self._verdict()[1] else "danger", 3)
        if person == self.current:
            return Look("accent", 2.4 if self.hasFocus() else 1.4)
        return Look("line")

    def _verdict(self) -> Verdict:
        return self.judge(self._held, self.person_at(self._at))

    def _paint_dragged(self, painter: QPainter) -> None:
        middle = QPointF(self._at.x() - MARGIN, self._at.y() - MARGIN) / self.zoom
        box = QRectF(middle.x() - WIDTH / 2, middle.y() - 14, WIDTH, HEIGHT)
        painter.setOpacity(0.75)
        paint_card(painter, box, self.cards[self._held], Look("accent", 1.4))
        painter.setOpacity(1)
        words, possible = self._verdict()
        if words:
            self._paint_words(painter, box, words, possible)

    def _paint_words(self, painter: QPainter, box: QRectF, words: str, possible: bool) -> None:
        font = painter.font()
        font.setPixelSize(12)
        painter.setFont(font)
        wide = painter.fontMetrics().horizontalAdvance(words) + 20
        tag = QRectF(min(box.left(), max(self.chart.width - wide, 0)), box.bottom() + 6, wide, 24)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour("tint_accent" if possible else "tint_danger"))
        painter.drawRoundedRect(tag, 6, 6)
        painter.setPen(colour("ink_accent" if possible else "ink_danger"))
        painter.drawText(tag, Qt.AlignmentFlag.AlignCenter, words)

    # mouse --------------------------------------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        if event.button() != Qt.MouseButton.LeftButton:
            return
        place = event.position().toPoint()
        person = self.person_at(place)
        self._down, self._held, self._began, self._at = True, person or "", place, place
        if person is not None:
            self._mark(person)  # nothing scrolls under a pressed mouse: what follows may be a drag

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        place = event.position().toPoint()
        if not self._down or not event.buttons() & Qt.MouseButton.LeftButton:
            return
        if not self._held:
            self.panned.emit(self._began - place)
            return
        self._at = place
        if self._dragged or (place - self._began).manhattanLength() >= QApplication.startDragDistance():
            self._dragged = True
            self.setCursor(Qt.CursorShape.ClosedHandCursor)
            self.seen.emit(QRect(place.x() - 30, place.y() - 30, 60, 60))
            self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        dragged = self._dragged
        self._at = event.position().toPoint()
        self._end_drag()
        target = self.person_at(self._at)
        if dragged and target != self._held:
            self.moved.emit(self._held, target)
        elif not dragged and self._held:
            self.seen.emit(self.place_of(self._held))

    def _end_drag(self) -> None:
        self._down, self._dragged = False, False
        self.unsetCursor()
        self.update()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        person = self.person_at(event.position().toPoint())
        if person is not None:
            self.opened.emit(person)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        by_mouse = event.reason() == QContextMenuEvent.Reason.Mouse
        person = self.person_at(event.pos()) if by_mouse else self.current
        if person:
            self.choose(person)
            self.menu_wanted.emit(person, event.globalPos() if by_mouse else self.mapToGlobal(self.place_of(person).center()))

    # keyboard -----------------------------------------------------------------------------------------------------

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and self._is_own(event):
            event.accept()
            return True
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            card = self.cards.get(self.person_at(event.pos()) or "")
            QToolTip.showText(event.globalPos(), plain_tip(card.spoken) if card else "", self)
            return True
        if event.type() in (QEvent.Type.FocusIn, QEvent.Type.FocusOut):
            self.update()
        return super().event(event)

    def _is_own(self, event: QKeyEvent) -> bool:
        """Ctrl+arrow moves somebody here, whatever it does in the window; Escape ends a drag before anything else."""
        ctrl = event.modifiers() & Qt.KeyboardModifier.ControlModifier
        return bool(ctrl and event.key() in _WAYS) or (self._dragged and event.key() == Qt.Key.Key_Escape)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if key in _WAYS and self.current:
            if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
                self.shifted.emit(self.current, _WAYS[key])
            else:
                self.choose(neighbour(self.chart, self.current, _WAYS[key]))
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.current:
            self.opened.emit(self.current)
        elif key == Qt.Key.Key_Escape and self._dragged:
            self._end_drag()
        else:
            super().keyPressEvent(event)
