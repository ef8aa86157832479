"""What the boards of the calendar show alike: one widget that paints visits into places and knows which of them lies where.
A board never holds a widget per visit; ``calendar_hands`` adds mouse and keyboard.

A subclass says where things lie: ``arrange`` fills ``placed`` and ``more``, ``spot`` tells which day and time a point means.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple
from uuid import UUID

from PySide6.QtCore import QPoint, QRect, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from app.formats import today, weekday
from app.i18n import ngettext_text
from app.services.visit_calendar import Entry, Span
from app.services.visit_conflicts import Clash
from app.ui.screens.visits.calendar_ink import draw, draw_more
from app.ui.screens.visits.calendar_words import whole_day
from app.ui.style import colour, events


class Spot(NamedTuple):
    """A day of the board, and a time of it: None where the place says nothing of times."""

    day: date
    clock: str | None
    rect: QRect


@dataclass(frozen=True, slots=True)
class More:
    """Where a day says that it has more visits than are shown."""

    rect: QRect
    day: date
    count: int


class Board(QWidget):
    """``chosen(id)``, ``opened(id)``; ``day_opened(day)`` asks to see a day, ``wanted(day, clock)`` to plan a visit there;
    ``moved(entry, day, clock)`` asks to move one (``clock`` None: the time stays), ``refused(entry)`` says that one that
    took place was dragged; ``turned(day)`` follows the keyboard; ``menu_wanted(entry, point)``."""

    chosen = Signal(object)
    opened = Signal(object)
    day_opened = Signal(object)
    wanted = Signal(object, object)
    moved = Signal(object, object, object)
    refused = Signal(object)
    turned = Signal(object)
    menu_wanted = Signal(object, QPoint)

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.span: Span | None = None
        self.clashes: Mapping[UUID, tuple[Clash, ...]] = {}
        self.day, self.marked = today(), None  # type: date, UUID | None
        self.whose = True
        self.placed: list[tuple[QRect, Entry]] = []
        self.more: list[More] = []
        self._held: Entry | None = None
        self._from = QPoint()
        self._drop: Spot | None = None
        events.changed.connect(self.update)

    # what a board says of itself ----------------------------------------------------------------------------------------

    def arrange(self) -> None:
        """Fill ``placed`` and ``more`` for the present size."""
        raise NotImplementedError

    def spot(self, point: QPoint) -> Spot | None:
        """Which day, and which time, lies at a point."""
        raise NotImplementedError

    def paint_ground(self, painter: QPainter, area: QRect) -> None:
        """Days, heads, hours: what lies under the visits."""
        raise NotImplementedError

    # showing -------------------------------------------------------------------------------------------------------------

    def show_span(self, span: Span, day: date, whose: bool) -> None:
        """Show what was read."""
        self.span, self.day, self.whose = span, day, whose
        self._settle()

    def show_clashes(self, clashes: Mapping[UUID, tuple[Clash, ...]]) -> None:
        """Say what speaks against which visit."""
        self.clashes = clashes
        self.update()

    def mark(self, visit_id: UUID | None) -> None:
        """Show which visit is beside."""
        self.marked = visit_id
        self.update()

    def entry(self) -> Entry | None:
        """The visit that is marked, where the board shows it."""
        return next((each for each in self.span.all() if each.id == self.marked), None) if self.span else None

    def entries_of(self, day: date) -> Sequence[Entry]:
        """The visits of a day that were read."""
        return self.span.entries.get(day, ()) if self.span else ()

    def _settle(self) -> None:
        self.placed, self.more = [], []
        if self.span is not None:
            self.arrange()
            count = self.span.counts.get(self.day, 0)
            words = ngettext_text("{count} visit", "{count} visits", count).format(count=f"{count:,}")
            self.setAccessibleName(f"{whole_day(self.day)}: {words}")
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._settle()

    def paintEvent(self, event: QPaintEvent) -> None:
        if self.span is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self.paint_ground(painter, event.rect())
        for rect, entry in self.placed:
            if rect.intersects(event.rect()):
                draw(painter, rect, entry, self.clashes.get(entry.id, ()), entry.id == self.marked, self.whose)
        for each in self.more:
            draw_more(painter, each.rect, each.count)
        if self._drop is not None and self._held is not None:
            self._paint_drop(painter, self._drop, self._held)

    def _paint_drop(self, painter: QPainter, drop: Spot, held: Entry) -> None:
        painter.setPen(colour("accent"))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(drop.rect.adjusted(1, 1, -2, -2), 4, 4)
        words = " · ".join(part for part in (f"{weekday(drop.day)} {drop.day:%m-%d}", drop.clock or "", held.customer) if part)
        room = painter.fontMetrics().horizontalAdvance(words) + 16
        label = QRect(max(0, min(drop.rect.x() + 4, self.width() - room)), drop.rect.y() + 4, room, 22)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour("accent"))
        painter.drawRoundedRect(label, 4, 4)
        painter.setPen(colour("on_accent"))
        painter.drawText(label, Qt.AlignmentFlag.AlignCenter, words)

    def at(self, point: QPoint) -> Entry | None:
        """The visit under a point."""
        return next((entry for rect, entry in reversed(self.placed) if rect.contains(point)), None)

    def rect_of(self, visit_id: UUID) -> QRect:
        """Where a visit lies; an empty rectangle where it is not shown."""
        return next((rect for rect, entry in self.placed if entry.id == visit_id), QRect())
