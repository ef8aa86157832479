"""A week or a day of visits on the hours of the day; visits without a time stand above the hours."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QPainter

from app.formats import today
from app.i18n import gettext_text as _
from app.services.visit_calendar import Entry
from app.ui.editors.editor import firm_now
from app.ui.screens.visits.calendar_board import More, Spot
from app.ui.screens.visits.calendar_hands import HandledBoard
from app.ui.screens.visits.calendar_ink import LINE, face, write
from app.ui.screens.visits.calendar_words import column_head, day_note
from app.ui.style import colour

_HEAD, _GUTTER, _GAP, _QUARTER, _CARD = 40, 48, 2, 15, 300
MOST = 100
"""So many visits of a day are read for a week: more have no room in it."""

_USUAL, _LEAST_HOUR, _LEAST, _NARROW = 60, 26, 20, 80


def minute_of(clock: str) -> int:
    """Minutes since midnight of HH:MM."""
    return int(clock[:2]) * 60 + int(clock[3:])


def lanes_of(group: Sequence[Entry]) -> list[int]:
    """Which of the columns beside each other each visit stands in, the first that is free at its time."""
    ends: list[int] = []
    where: list[int] = []
    for each in group:
        begin = minute_of(each.clock)
        free = next((lane for lane, end in enumerate(ends) if end <= begin), len(ends))
        ends[free : free + 1] = [begin + max(each.minutes or _USUAL, _QUARTER)]
        where.append(free)
    return where


def groups_of(those: Sequence[Entry]) -> Iterator[list[Entry]]:
    """Visits in order of their times, parted where one ends before the next begins."""
    group: list[Entry] = []
    end = 0
    for each in those:
        begin = minute_of(each.clock)
        if group and begin >= end:
            yield group
            group, end = [], 0
        group.append(each)
        end = max(end, begin + max(each.minutes or _USUAL, _QUARTER))
    if group:
        yield group


class HoursBoard(HandledBoard):
    """As many columns as the span has days."""

    def __init__(self) -> None:
        super().__init__("visits.week")
        self.setMinimumHeight(360)
        self._opens, self._closes, self._lane = 8, 19, 0

    def days(self) -> int:
        """How many days there are."""
        return (self.span.last - self.span.first).days + 1 if self.span else 1

    def column(self, day: date) -> QRect:
        """Where a day lies, its head included."""
        place, room = (day - self.span.first).days if self.span else 0, self.width() - _GUTTER
        left, right = (_GUTTER + room * (place + side) // self.days() for side in (0, 1))
        return QRect(left, 0, right - left, self.height())

    def _top(self) -> int:
        return _HEAD + self._lane

    def y_of(self, minute: int) -> int:
        """Where a minute of the day lies."""
        whole = (self._closes - self._opens) * 60
        return self._top() + (self.height() - self._top()) * (minute - self._opens * 60) // whole

    def spot(self, point: QPoint) -> Spot | None:
        if self.span is None or not self.rect().contains(point):
            return None
        place = max(0, point.x() - _GUTTER) * self.days() // max(1, self.width() - _GUTTER)
        day = self.span.first + timedelta(days=min(place, self.days() - 1))
        column = self.column(day)
        if point.y() < self._top():
            return Spot(day, "" if self._held is not None else None, QRect(column.x(), _HEAD, column.width(), self._lane))
        whole = (self._closes - self._opens) * 60
        minute = self._opens * 60 + (point.y() - self._top()) * whole // max(1, self.height() - self._top())
        minute -= minute % _QUARTER
        rect = QRect(column.x(), self.y_of(minute), column.width(), max(_LEAST, self.y_of(minute + 60) - self.y_of(minute)))
        return Spot(day, f"{minute // 60:02}:{minute % 60:02}", rect)

    # laying out ----------------------------------------------------------------------------------------------------------

    def arrange(self) -> None:
        self._set_hours()
        across = max(1, self.column(self.day).width() // _CARD) if self.days() == 1 else 1
        loose = {day: [each for each in self.entries_of(day) if not each.clock] for day in self._all_days()}
        rows = max((-(-len(those) // across) for those in loose.values()), default=0)
        room = self.height() - _HEAD - (self._closes - self._opens) * _LEAST_HOUR
        self._lane = min(rows + 1, max(2, room // (LINE + _GAP))) * (LINE + _GAP) + _GAP
        for day in self._all_days():
            self._arrange_loose(day, loose[day], across)
            self._arrange_timed(day, [each for each in self.entries_of(day) if each.clock])

    def _all_days(self) -> list[date]:
        return [self.span.first + timedelta(days=step) for step in range(self.days())] if self.span else []

    def _set_hours(self) -> None:
        clocks = [each for day in self._all_days() for each in self.entries_of(day) if each.clock]
        begins = [minute_of(each.clock) // 60 for each in clocks]
        ends = [-(-(minute_of(each.clock) + (each.minutes or _USUAL)) // 60) for each in clocks]
        opens, closes = (self.span.opens, self.span.closes) if self.span else (9, 18)
        self._opens, self._closes = max(0, min([opens - 1, *begins])), min(24, max([closes + 1, *ends]))

    def _arrange_loose(self, day: date, those: Sequence[Entry], across: int) -> None:
        column, rows = self.column(day), (self._lane - _GAP) // (LINE + _GAP)
        most = rows * across
        shown = those if len(those) <= most else those[: most - 1]
        width = column.width() // across
        cells = [QRect(column.x() + 3 + place % across * width, _HEAD + _GAP + place // across * (LINE + _GAP), width - 6, LINE)
                 for place in range(len(shown) + 1)]  # fmt: skip
        self.placed += zip(cells, shown, strict=False)
        if len(those) > len(shown):
            self.more.append(More(cells[-1], day, len(those) - len(shown)))

    def _arrange_timed(self, day: date, those: Sequence[Entry]) -> None:
        """Visits that overlap stand beside each other; what finds no room on the board is counted in its last line."""
        low, there = 0, len(self.placed)
        for group in groups_of(those):
            low = self._place(day, group, low)
        unread = (self.span.counts.get(day, 0) if self.span else 0) - len(self.entries_of(day))
        hidden = len(those) - (len(self.placed) - there) + unread
        if hidden > 0:
            column = self.column(day)
            last = QRect(column.x() + 3, self.height() - LINE - _GAP, column.width() - 6, LINE)
            self.more.append(More(last, day, hidden))

    def _place(self, day: date, group: Sequence[Entry], low: int) -> int:
        """Put a group on the board, below the lines that reach down to ``low``; returns how far its own lines reach."""
        column, where = self.column(day), lanes_of(group)
        width = (column.width() - 6) // (max(where, default=0) + 1)
        if width < _NARROW or self._ends(group[0])[0] < low:
            return self._pile(column, group, low)
        for each, lane in zip(group, where, strict=True):
            top, bottom = self._ends(each)
            rect = QRect(column.x() + 3 + lane * width, top + 1, width - 1, max(_LEAST, bottom - top - 2))
            self.placed.append((rect, each))
        return low

    def _ends(self, entry: Entry) -> tuple[int, int]:
        begin = minute_of(entry.clock)
        return self.y_of(begin), self.y_of(min(begin + (entry.minutes or _USUAL), self._closes * 60))

    def _pile(self, column: QRect, group: Sequence[Entry], low: int) -> int:
        """Where columns would be too narrow to read, lines: each at its time, or below the one before, as far as they are in
        sight."""
        for each in group:
            y = max(low, self._ends(each)[0] + 1)
            if y + 2 * LINE + _GAP > self.height():
                break
            self.placed.append((QRect(column.x() + 3, y, column.width() - 6, LINE), each))
            low = y + LINE + _GAP
        return low

    # painting ------------------------------------------------------------------------------------------------------------

    def paint_ground(self, painter: QPainter, area: QRect) -> None:
        painter.fillRect(area, colour("surface"))
        for day in self._all_days():
            self._paint_day(painter, day)
        self._paint_hours(painter)

    def _paint_day(self, painter: QPainter, day: date) -> None:
        column = self.column(day)
        if self.span is not None and day in self.span.off:
            painter.fillRect(column, colour("hover"))
        painter.setPen(colour("line"))
        painter.drawLine(column.topLeft(), column.bottomLeft())
        face(painter, 13, strong=day == today())
        head = QRect(column.x() + 8, 2, column.width() - 12, 19)
        write(painter, head, column_head(day, column.width() < _NARROW), "accent" if day == today() else "text")
        face(painter, 11)
        write(painter, head.translated(0, 17), day_note(self.span, day), "secondary")
        if day == self.day and self.days() > 1:
            painter.fillRect(QRect(column.x() + 1, _HEAD - 2, column.width() - 1, 2), colour("accent"))

    def _paint_hours(self, painter: QPainter) -> None:
        face(painter, 11)
        for hour in range(self._opens, self._closes):
            y = self.y_of(hour * 60)
            painter.setPen(colour("line"))
            painter.drawLine(_GUTTER, y, self.width(), y)
            write(painter, QRect(0, y, _GUTTER - 6, 16), f"{hour:02}:00", "secondary", right=True)
        painter.setPen(colour("line"))
        painter.drawLine(0, _HEAD, self.width(), _HEAD)
        write(painter, QRect(4, _HEAD, _GUTTER - 6, LINE), _("No time"), "secondary", right=True)
        present = firm_now()
        if self.span is not None and self.span.first <= present.date() <= self.span.last:
            self._paint_now(painter, present.date(), present.hour * 60 + present.minute)

    def _paint_now(self, painter: QPainter, day: date, minute: int) -> None:
        if self._opens * 60 <= minute < self._closes * 60:
            column, y = self.column(day), self.y_of(minute)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.fillRect(QRect(column.x(), y, column.width(), 2), colour("danger"))
