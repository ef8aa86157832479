"""The agenda: the visits of four weeks one below the other, under their days."""

from datetime import date

from PySide6.QtCore import QPoint, QRect
from PySide6.QtGui import QPainter

from app.formats import today
from app.i18n import gettext_text as _
from app.ui.screens.visits.calendar_board import More, Spot
from app.ui.screens.visits.calendar_hands import HandledBoard
from app.ui.screens.visits.calendar_ink import LINE, face, write
from app.ui.screens.visits.calendar_words import day_note, whole_day
from app.ui.style import colour

_ROW, _DAY, _LEFT, _EMPTY = 62, 34, 16, 120
DAYS, MOST = 28, 100


class AgendaBoard(HandledBoard):
    """Stands in a scroll area and is as high as its visits."""

    def __init__(self) -> None:
        super().__init__("visits.agenda")
        self._days: list[tuple[int, date]] = []

    def arrange(self) -> None:
        y, self._days = 4, []
        for day in sorted(self.span.entries) if self.span else ():
            self._days.append((y, day))
            y = self._arrange_day(day, y + _DAY)
        self.setMinimumHeight(max(y + 8, _EMPTY))

    def _arrange_day(self, day: date, y: int) -> int:
        those = self.entries_of(day)
        for entry in those:
            self.placed.append((QRect(_LEFT, y, self.width() - 2 * _LEFT, _ROW - 2), entry))
            y += _ROW
        left = (self.span.counts.get(day, 0) if self.span else 0) - len(those)
        if left > 0:
            self.more.append(More(QRect(_LEFT, y, self.width() - 2 * _LEFT, LINE), day, left))
            y += LINE
        return y

    def spot(self, point: QPoint) -> Spot | None:
        """Below a day's head lies that day; an agenda knows no times."""
        over = [(y, day) for y, day in self._days if y <= point.y()]
        if not over:
            return None
        y, day = over[-1]
        return Spot(day, None, QRect(0, y, self.width(), _DAY))

    def paint_ground(self, painter: QPainter, area: QRect) -> None:
        painter.fillRect(area, colour("surface"))
        for y, day in self._days:
            if area.intersects(QRect(0, y, self.width(), _DAY)):
                self._paint_head(painter, y, day)
        if not self._days:
            face(painter, 13)
            write(painter, QRect(_LEFT, 24, self.width() - 2 * _LEFT, 24), _("No visits in these four weeks."), "secondary")

    def _paint_head(self, painter: QPainter, y: int, day: date) -> None:
        face(painter, 13, strong=True)
        words = whole_day(day)
        write(painter, QRect(_LEFT, y + 6, self.width() - 2 * _LEFT, 24), words, "accent" if day == today() else "text")
        used = painter.fontMetrics().horizontalAdvance(words) + 16
        face(painter, 12)
        write(painter, QRect(_LEFT + used, y + 6, self.width() - used - 2 * _LEFT, 24), day_note(self.span, day), "secondary")
