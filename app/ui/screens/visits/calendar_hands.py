"""Mouse and keyboard on a board of the calendar: visits are chosen, opened and dragged, days are turned to."""

from datetime import date, timedelta

from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QContextMenuEvent, QHelpEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QApplication, QToolTip

from app.services.visit_calendar import Entry
from app.ui.kit.widgets import plain_tip
from app.ui.screens.visits.calendar_board import Board, Spot
from app.ui.screens.visits.calendar_ink import told

Keys = Qt.Key
STEPS = {Keys.Key_Left: -1, Keys.Key_Right: 1}
ALT = Qt.KeyboardModifier.AltModifier


class HandledBoard(Board):
    """A board that is worked on."""

    def step(self, key: int) -> int:
        """How many days a key of the keyboard goes on; 0 for another key."""
        return STEPS.get(Keys(key), 0)

    # the mouse -----------------------------------------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        point = event.position().toPoint()
        self._held, self._from = self.at(point), point
        if event.button() != Qt.MouseButton.LeftButton:
            return
        self._turn(point)
        if self._held is not None:
            self.mark(self._held.id)

    def _turn(self, point: QPoint) -> None:
        spot = self.spot(point)
        if spot is not None and spot.day != self.day:
            self.go_to(spot.day)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        point = event.position().toPoint()
        if self._held is None or not event.buttons() & Qt.MouseButton.LeftButton:
            return
        far = QPointF(point - self._from).manhattanLength() >= QApplication.startDragDistance()
        if self._drop is None and not far:
            return
        if not self._held.planned:
            self._refuse(self._held)
            self._held = None
            return
        self._drop = self._landing(self._held, point) or self._drop
        self.setCursor(Qt.CursorShape.ClosedHandCursor)
        self.update()

    def _landing(self, held: Entry, point: QPoint) -> Spot | None:
        """Where a dragged visit would begin: its own top counts where it has an hour, not the pointer somewhere in it."""
        spot, top = self.spot(point), self.rect_of(held.id).top()
        if spot is None or not spot.clock or not held.clock:
            return spot
        moved = self.spot(QPoint(point.x(), point.y() - max(0, self._from.y() - top - 1)))
        return moved if moved is not None and moved.clock else spot

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        held, drop, point = self._held, self._drop, event.position().toPoint()
        self.give_up()
        if event.button() != Qt.MouseButton.LeftButton:
            return
        if held is None:
            self._open_more(point)
        elif drop is None:
            self.chosen.emit(held.id)
        elif drop.day != held.day or drop.clock not in (None, held.clock):
            self.moved.emit(held, drop.day, drop.clock)

    def _refuse(self, entry: Entry) -> None:
        if entry.state == "done":
            self.refused.emit(entry)

    def _open_more(self, point: QPoint) -> None:
        for each in self.more:
            if each.rect.contains(point):
                self.day_opened.emit(each.day)

    def give_up(self) -> bool:
        """Let go of what is dragged, where it was; whether something was."""
        was = self._drop is not None
        self._held, self._drop = None, None
        self.unsetCursor()
        self.update()
        return was

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        point = event.position().toPoint()
        entry, spot = self.at(point), self.spot(point)
        if entry is not None:
            self.opened.emit(entry.id)
        elif spot is not None and not any(each.rect.contains(point) for each in self.more):
            self.wanted.emit(spot.day, spot.clock)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        entry = self.entry() if event.reason() == QContextMenuEvent.Reason.Keyboard else self.at(event.pos())
        if entry is not None:
            self.mark(entry.id)
            keyboard = event.reason() == QContextMenuEvent.Reason.Keyboard
            self.menu_wanted.emit(entry, self.mapToGlobal(self.rect_of(entry.id).bottomLeft() if keyboard else event.pos()))

    def event(self, event: QEvent) -> bool:
        """A visit tells all of itself under the mouse; Alt with an arrow moves one before the window goes back."""
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            entry = self.at(event.pos())
            QToolTip.showText(event.globalPos(), plain_tip(told(entry, self.clashes.get(entry.id, ()))) if entry else "", self)
            return True
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.ShortcutOverride and self._is_move(event):
            event.accept()
            return True
        return super().event(event)

    # the keyboard --------------------------------------------------------------------------------------------------------

    def _is_move(self, event: QKeyEvent) -> bool:
        arrows = (Keys.Key_Left, Keys.Key_Right, Keys.Key_Up, Keys.Key_Down)
        return event.modifiers() == ALT and event.key() in arrows and self.entry() is not None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if key == Keys.Key_Escape and self.give_up():
            return
        if self._is_move(event):
            self._move_by_key(key)
        elif not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier and self._go(key):
            return
        else:
            super().keyPressEvent(event)

    def _go(self, key: int) -> bool:
        entry = self.entry()
        if self.step(key):
            self.go_to(self.day + timedelta(days=self.step(key)))
        elif key in (Keys.Key_Up, Keys.Key_Down):
            self.neighbour(-1 if key == Keys.Key_Up else 1)
        elif key in (Keys.Key_Return, Keys.Key_Enter) and entry is not None and entry.day == self.day:
            self.opened.emit(entry.id)
        elif key in (Keys.Key_Return, Keys.Key_Enter):
            self.day_opened.emit(self.day)
        elif key == Keys.Key_Space:
            self._next_of_day()
        else:
            return False
        return True

    def _move_by_key(self, key: int) -> None:
        entry = self.entry()
        if entry is None:
            return
        if not entry.planned:
            self._refuse(entry)
        elif self.step(key):
            self.moved.emit(entry, entry.day + timedelta(days=self.step(key)), None)
        elif entry.clock:
            self.moved.emit(entry, entry.day, later(entry.clock, -30 if key == Keys.Key_Up else 30))

    def go_to(self, day: date) -> None:
        """Turn to a day; the calendar reads on where the board does not show it."""
        self.day = day
        self._settle()
        self.turned.emit(day)

    def neighbour(self, step: int) -> None:
        """Choose the visit before or after the marked one."""
        known = list(self.span.all()) if self.span else []
        places = {each.id: place for place, each in enumerate(known)}
        start = next((place for place, each in enumerate(known) if each.day >= self.day), len(known)) - (step > 0)
        place = places.get(self.marked, start) + step  # type: ignore[arg-type]
        if 0 <= place < len(known):
            self._choose(known[place])

    def _next_of_day(self) -> None:
        those = self.entries_of(self.day)
        places = {each.id: place for place, each in enumerate(those)}
        if those:
            self._choose(those[(places.get(self.marked, -1) + 1) % len(those)])  # type: ignore[arg-type]

    def _choose(self, entry: Entry) -> None:
        if entry.day != self.day:
            self.go_to(entry.day)
        self.mark(entry.id)
        self.chosen.emit(entry.id)


def later(clock: str, minutes: int) -> str:
    """A time of the day so many minutes on, within the day."""
    hours, rest = clock.split(":")
    at = max(0, min(int(hours) * 60 + int(rest) + minutes, 23 * 60 + 45))
    return f"{at // 60:02}:{at % 60:02}"
