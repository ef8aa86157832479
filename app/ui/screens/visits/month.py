"""A month of visits: six weeks of days, each with its first visits and the number of the others."""

from datetime import date, timedelta

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QPainter

from app.formats import today, weekday
from app.ui.screens.visits.calendar_board import More, Spot
from app.ui.screens.visits.calendar_hands import HandledBoard, Keys
from app.ui.screens.visits.calendar_ink import LINE, face, write
from app.ui.screens.visits.calendar_words import day_note
from app.ui.style import colour

_HEAD, _NUMBER, _GAP, _WEEK = 24, 24, 2, 7
MOST = 12
"""So many visits of a day are read: more have no room in a month."""


def first_shown(day: date) -> date:
    """The Monday a month's picture begins with."""
    first = day.replace(day=1)
    return first - timedelta(days=first.weekday())


def weeks_shown(day: date) -> int:
    """How many weeks the month touches: 4 to 6."""
    following = (day.replace(day=28) + timedelta(days=4)).replace(day=1)
    return -(-(following - first_shown(day)).days // _WEEK)


class MonthBoard(HandledBoard):
    """Seven columns, a row for each week."""

    def __init__(self) -> None:
        super().__init__("visits.month")
        self.month = today().replace(day=1)
        self.setMinimumHeight(300)

    def weeks(self) -> int:
        """How many rows there are."""
        return ((self.span.last - self.span.first).days + 1) // _WEEK if self.span else 6

    def cell(self, day: date) -> QRect:
        """Where a day lies."""
        number = (day - self.span.first).days if self.span else 0
        row, place, rows = *divmod(number, _WEEK), self.weeks()
        left, right = (self.width() * (place + side) // _WEEK for side in (0, 1))
        top, bottom = (_HEAD + (self.height() - _HEAD) * (row + side) // rows for side in (0, 1))
        return QRect(left, top, right - left, bottom - top)

    def spot(self, point: QPoint) -> Spot | None:
        if self.span is None or point.y() < _HEAD or not self.rect().contains(point):
            return None
        row = (point.y() - _HEAD) * self.weeks() // max(1, self.height() - _HEAD)
        place = min(point.x() * _WEEK // max(1, self.width()), _WEEK - 1)
        day = self.span.first + timedelta(days=row * _WEEK + place)
        for near in (day, day - timedelta(days=1), day + timedelta(days=1)):  # the edges are rounded
            if self.cell(near).contains(point):
                return Spot(near, None, self.cell(near))
        return Spot(day, None, self.cell(day))

    def arrange(self) -> None:
        for number in range(self.weeks() * _WEEK):
            self._arrange_day(self.span.first + timedelta(days=number))  # type: ignore[union-attr]

    def _arrange_day(self, day: date) -> None:
        cell, those = self.cell(day), self.entries_of(day)
        count = self.span.counts.get(day, 0) if self.span else 0
        room = max(1, (cell.height() - _NUMBER) // (LINE + _GAP))
        shown = those if count <= room else those[: room - 1]
        for place, entry in enumerate(shown):
            self.placed.append((self._line(cell, place), entry))
        if count > len(shown):
            self.more.append(More(self._line(cell, len(shown)), day, count - len(shown)))

    def _line(self, cell: QRect, place: int) -> QRect:
        return QRect(cell.x() + 3, cell.y() + _NUMBER + place * (LINE + _GAP), cell.width() - 6, LINE)

    def paint_ground(self, painter: QPainter, area: QRect) -> None:
        painter.fillRect(area, colour("surface"))
        if self.span is None:
            return
        for number in range(self.weeks() * _WEEK):
            self._paint_day(painter, self.span.first + timedelta(days=number))
        face(painter, 12)
        for place in range(_WEEK):
            head = QRect(self.width() * place // _WEEK + 8, 0, self.width() // _WEEK - 8, _HEAD)
            write(painter, head, weekday(self.span.first + timedelta(days=place)), "secondary")

    def _paint_day(self, painter: QPainter, day: date) -> None:
        cell, note = self.cell(day), day_note(self.span, day)
        if self.span is not None and day in self.span.off:
            painter.fillRect(cell, colour("hover"))
        painter.setPen(colour("line"))
        painter.drawLine(cell.topLeft(), cell.topRight())
        painter.drawLine(cell.topRight(), cell.bottomRight())
        face(painter, 12, strong=day == today())
        number = QRect(cell.x() + 8, cell.y() + 2, 56, _NUMBER - 4)
        text = f"{day.month}-{day.day}" if day.day == 1 else str(day.day)
        write(painter, number, text, "accent" if day == today() else "text" if day.month == self.month.month else "secondary")
        used = 8 + painter.fontMetrics().horizontalAdvance(text) + 8
        face(painter, 11)
        write(painter, QRect(cell.x() + used, cell.y() + 2, cell.width() - used - 6, _NUMBER - 4), note, "secondary", right=True)
        if day == self.day:
            painter.setPen(colour("accent"))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(cell.adjusted(0, 0, -1, -1))

    def step(self, key: int) -> int:
        return {Keys.Key_Up: -_WEEK, Keys.Key_Down: _WEEK}.get(Keys(key), 0) or super().step(key)
