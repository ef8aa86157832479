"""A week of visits in seven columns: what took place and what is planned; the present day is marked."""

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from uuid import UUID

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from app.formats import local, long_day, today, weekday
from app.i18n import gettext_text as _
from app.models import Visit, fields_of
from app.services.present import text_of
from app.services.visits import WeekVisit, week
from app.ui.context import Context
from app.ui.kit.layouts import column, row, scrolled
from app.ui.kit.widgets import PlainLabel, icon_button, name_it, relabel, secondary, set_tip
from app.ui.style import colour, events

_HEIGHT = 62
_DAYS = 7


class VisitCard(QAbstractButton):
    """One visit: when, whom, what for."""

    opened = Signal()

    def __init__(self, visit: WeekVisit) -> None:
        super().__init__()
        self.visit = visit
        when = local(visit.happened_at).strftime("%H:%M") if visit.happened_at and visit.state == "done" else ""
        kind = text_of(fields_of(Visit)["kind"], visit.kind)
        self._late = visit.state == "planned" and visit.day < today()
        when = _("Overdue") if self._late else when
        self._lines = (" · ".join(part for part in (when, kind) if part), visit.customer, visit.purpose)
        words = (*self._lines, visit.contact, visit.owner)
        self.setAccessibleName(" · ".join(part for part in words if part))
        set_tip(self, "\n".join(part for part in words if part))
        self.setCheckable(True)
        self.setAutoExclusive(False)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        events.changed.connect(self.update)

    def sizeHint(self) -> QSize:
        return QSize(90, _HEIGHT)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.opened.emit()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        planned = self.visit.state == "planned"
        painter.setPen(colour("accent" if self.isChecked() or self.hasFocus() else "line"))
        painter.setBrush(colour("selected" if self.isChecked() else "hover" if self.underMouse() else "surface"))
        painter.drawRoundedRect(self.rect().adjusted(0, 0, -1, -1), 6, 6)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour("danger" if self._late else "accent" if planned else "good"))
        painter.drawRoundedRect(QRect(4, 8, 3, _HEIGHT - 16), 1, 1)
        self._write(painter)

    def _write(self, painter: QPainter) -> None:
        room = self.width() - 20
        font = self.font()
        for place, line in enumerate(self._lines):
            font.setPixelSize(13 if place == 1 else 12)
            font.setWeight(font.Weight.DemiBold if place == 1 else font.Weight.Normal)
            painter.setFont(font)
            painter.setPen(colour("text" if place == 1 else "danger" if place == 0 and self._late else "secondary"))
            cut = painter.fontMetrics().elidedText(line, Qt.TextElideMode.ElideRight, room)
            painter.drawText(QRect(13, 5 + place * 18, room, 18), Qt.AlignmentFlag.AlignVCenter, cut)


class WeekView(QWidget):
    """``chosen(id)`` when a visit is clicked, ``opened(id)`` on a double click; ``day_chosen(day)`` asks to plan one there."""

    chosen = Signal(object)
    opened = Signal(object)
    day_chosen = Signal(object)

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self.first = today() - timedelta(days=today().weekday())
        self._visits: Sequence[WeekVisit] = ()
        self._asked = 0
        self.setObjectName("visits.week")
        self.cards: list[VisitCard] = []
        self.title = PlainLabel("", "section")
        self.back = icon_button("chevron-left", "", lambda: self.show_week(self.first - timedelta(days=_DAYS)))
        self.on = icon_button("chevron-right", "", lambda: self.show_week(self.first + timedelta(days=_DAYS)))
        self.now = secondary("", lambda: self.show_week(today()))
        self.now.setObjectName("visits.this_week")
        self._columns = [_Day(self.day_chosen.emit) for _place in range(_DAYS)]
        days = QHBoxLayout()
        days.setSpacing(0)
        for each in self._columns:
            days.addWidget(each, 1)
        head = row(self.back, self.on, self.title, None, self.now, margins=(16, 8, 12, 8))
        whole = column(head, days, spacing=0)
        whole.setStretch(1, 1)
        self.setLayout(whole)
        self.retranslate()

    def show_week(self, day: date) -> None:
        """Show the week a day lies in."""
        self.first = day - timedelta(days=day.weekday())
        self.refresh()

    def refresh(self) -> None:
        """Read the week again."""
        self._asked += 1
        asked = self._asked
        self._context.gateway.read(week, self.first, _DAYS, done=lambda found: self._show(asked, found))

    def _show(self, asked: int, found: Sequence[WeekVisit]) -> None:
        if asked != self._asked:
            return
        self._visits = found
        self.cards = []
        for place, each in enumerate(self._columns):
            day = self.first + timedelta(days=place)
            cards = [self._card(visit) for visit in found if visit.day == day]
            each.show_day(day, cards)
            self.cards += cards
        self._set_title()

    def _card(self, visit: WeekVisit) -> VisitCard:
        card = VisitCard(visit)
        card.clicked.connect(lambda: self.mark(visit.id))
        card.clicked.connect(lambda: self.chosen.emit(visit.id))
        card.opened.connect(lambda: self.opened.emit(visit.id))
        return card

    def mark(self, visit_id: UUID | None) -> None:
        """Show which visit is beside."""
        for card in self.cards:
            card.setChecked(card.visit.id == visit_id)

    def _set_title(self) -> None:
        last = self.first + timedelta(days=_DAYS - 1)
        self.title.setText(f"{long_day(self.first)} – {long_day(last)}")

    def retranslate(self) -> None:
        """Words in the language in force."""
        for button, text in ((self.back, _("Week before")), (self.on, _("Week after"))):
            name_it(button, text)
            set_tip(button, text)
        relabel(self.now, _("This week"))
        self._show(self._asked, self._visits)


class _Day(QFrame):
    """One day's column."""

    def __init__(self, chosen: Callable[[date], None]) -> None:
        super().__init__()
        self._day, self._chosen = today(), chosen
        self._head = PlainLabel("", "label")
        self._head.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._add = icon_button("plus", "", lambda: self._chosen(self._day))
        inner = QWidget()
        inner.setProperty("kind", "ground")
        self._cards = QVBoxLayout(inner)
        self._cards.setContentsMargins(3, 2, 3, 8)
        self._cards.setSpacing(4)
        self._cards.addStretch(1)
        head = row(self._head, self._add, spacing=0, margins=(4, 0, 2, 0))
        head.setStretch(0, 1)
        whole = column(head, scrolled(inner), spacing=2)
        whole.setStretch(1, 1)
        self.setLayout(whole)

    def show_day(self, day: date, cards: Sequence[VisitCard]) -> None:
        """Show a day and its visits."""
        self._day = day
        self._head.setText(f"{weekday(day)} {day.day}")
        self._head.set_kind("strong" if day == today() else "label")
        name = _("Plan a visit on {day}").format(day=day.isoformat())
        name_it(self._add, name)
        set_tip(self._add, name)
        while self._cards.count() > 1:
            item = self._cards.takeAt(0)
            widget = item.widget() if item is not None else None
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for place, card in enumerate(cards):
            self._cards.insertWidget(place, card)
