"""The calendar of visits: a day, a week, a month or an agenda; whose it is; what speaks against a visit.

One read brings the span that is shown, a second what conflicts in it: the days stand before the objections are known.
"""

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QScrollArea, QStackedWidget, QWidget

from app.formats import today
from app.i18n import gettext_text as _
from app.i18n import ngettext_text
from app.services.visit_calendar import ALL, Colleagues, Entry, Span, clashes, colleagues, span
from app.services.visit_conflicts import Clash
from app.ui.context import Context
from app.ui.editors.choice import CalmCombo
from app.ui.kit.layouts import column, fill, row
from app.ui.kit.widgets import ElidedLabel, icon_button, name_it, quiet, relabel, secondary, set_tip
from app.ui.screens.visits import agenda, month, week
from app.ui.screens.visits.calendar_hands import HandledBoard
from app.ui.screens.visits.calendar_moves import Mover, visit_menu
from app.ui.screens.visits.calendar_words import AGENDA, DAY, MODES, MONTH, WEEK, span_title
from app.ui.screens.visits.week import HoursBoard

_CONCERNS = ("visits", "customers", "employees", "absences", "settings", "visit_people")
_KEYS = {Qt.Key.Key_D: DAY, Qt.Key.Key_W: WEEK, Qt.Key.Key_M: MONTH, Qt.Key.Key_A: AGENDA}
_WEEK = timedelta(days=7)


class CalendarView(QWidget):
    """``chosen(id)``, ``opened(id)`` as in the list; ``went(id)``: one not beside was moved; ``wanted(values)`` asks to plan,
    ``record_wanted(id)`` to write down; ``mode_wanted(mode)`` follows D, W, M and A; ``shown()``: a span is painted."""

    chosen, went = Signal(object), Signal(object)
    opened = Signal(object)
    wanted = Signal(object)
    record_wanted = Signal(object)
    mode_wanted = Signal(str)
    shown = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self.mode, self.day, self.who = WEEK, today(), None  # type: str, date, UUID | None
        self.span: Span | None = None
        self.clashes: Mapping[UUID, tuple[Clash, ...]] = {}
        self._asked, self._beside, self._people = 0, None, None  # type: int, UUID | None, Colleagues | None
        self.over: Callable[[Span, UUID | None], Span] | None = None
        """What puts a proposed plan over a span, while one is looked at."""

        self._read: Span | None = None
        self.setObjectName("visits.calendar")
        self.mover = Mover(context, self._went)
        self.hours, self.month, self.agenda = HoursBoard(), month.MonthBoard(), agenda.AgendaBoard()
        self._lay_out()
        for board in (self.hours, self.month, self.agenda):
            self._connect(board)
        context.gateway.changed.connect(self._changed)
        self.retranslate()

    def _lay_out(self) -> None:
        self.title = ElidedLabel("", "section")
        self.back = icon_button("chevron-left", "", lambda: self.turn(-1))
        self.on = icon_button("chevron-right", "", lambda: self.turn(1))
        self.now = secondary("", lambda: self.show_day(today()))
        self.now.setObjectName("visits.today")
        self.propose, self.route = icon_button("calendar-check", ""), icon_button("route", "")
        self.propose.setObjectName("visits.propose")
        self.route.setObjectName("visits.route.open")
        self.objections = quiet("", self._next_clash)
        self.objections.setObjectName("visits.clashes")
        self.person = CalmCombo()
        self.person.setObjectName("visits.who")
        self.person.setMinimumContentsLength(9)
        self.person.setMaximumWidth(160)
        self.person.activated.connect(lambda _place: self.show_person(self.person.currentData()))
        self.legend = ElidedLabel("", "label")
        self._area = QScrollArea()
        self._area.setWidget(self.agenda)
        self._area.setWidgetResizable(True)
        self._area.setFrameShape(QScrollArea.Shape.NoFrame)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._pages = QStackedWidget()
        fill(self._pages, self.hours, self.month, self._area)
        self.bar = QWidget()
        """Whose visits, the plan and the route: stands beside the ways of looking, where there is room."""

        self.bar.setLayout(row(self.person, self.propose, self.route, None, spacing=4, margins=(12, 0, 0, 10)))
        head = row(self.back, self.on, self.title, self.now, margins=(16, 4, 12, 8))
        head.setStretch(2, 1)
        foot = row(self.legend, self.objections, margins=(16, 2, 12, 4))
        foot.setStretch(0, 1)
        whole = column(head, self._pages, foot, spacing=0)
        whole.setStretch(1, 1)
        self.setLayout(whole)

    def _connect(self, board: HandledBoard) -> None:
        board.chosen.connect(self._chosen)
        board.opened.connect(self.opened)
        board.day_opened.connect(self._open_day)
        board.wanted.connect(self._want)
        board.moved.connect(lambda entry, day, clock: self.mover.move(board, entry, day, clock))
        board.refused.connect(self.mover.refuse)
        board.turned.connect(self._turned)
        board.menu_wanted.connect(self._show_menu)

    def board(self) -> HandledBoard:
        """The one that is shown."""
        return {MONTH: self.month, AGENDA: self.agenda}.get(self.mode, self.hours)

    # what is shown -------------------------------------------------------------------------------------------------------

    def show_mode(self, mode: str) -> None:
        """Show the same day in another way."""
        marked = self.board().marked
        self.mode = mode
        self._pages.setCurrentIndex({MONTH: 1, AGENDA: 2}.get(mode, 0))
        self.board().mark(marked)
        self.setFocusProxy(self.board())
        self.refresh()

    def show_day(self, day: date) -> None:
        """Show the span a day lies in."""
        self.day = day
        self.refresh()

    def show_person(self, who: UUID | None) -> None:
        """Show one colleague's visits; None shows everybody's."""
        self.who = who
        self._context.preferences.set("visits.who", who.hex if who is not None else "")
        self.refresh()

    def turn(self, step: int) -> None:
        """Go a day, a week, a month or four weeks on."""
        if self.mode == MONTH:
            number = self.day.year * 12 + self.day.month - 1 + step
            self.show_day(self.day.replace(year=number // 12, month=number % 12 + 1, day=min(self.day.day, 28)))
            return
        self.show_day(self.day + step * {DAY: timedelta(days=1), WEEK: _WEEK, AGENDA: timedelta(days=agenda.DAYS)}[self.mode])

    def bounds(self) -> tuple[date, date]:
        """The first and the last day that are shown."""
        monday = self.day - timedelta(days=self.day.weekday())
        if self.mode == DAY:
            return self.day, self.day
        if self.mode == MONTH:
            first = month.first_shown(self.day)
            return first, first + month.weeks_shown(self.day) * _WEEK - timedelta(days=1)
        return monday, monday + (timedelta(days=agenda.DAYS) if self.mode == AGENDA else _WEEK) - timedelta(days=1)

    def refresh(self) -> None:
        """Read what is shown."""
        self._asked += 1
        asked, bounds = self._asked, self.bounds()
        most = {MONTH: month.MOST, WEEK: week.MOST, AGENDA: agenda.MOST}.get(self.mode, ALL)
        if self._people is None:
            self._context.gateway.read(colleagues, done=self._show_people)
        self._context.gateway.read(span, *bounds, self.who, most, done=lambda found: self._show(asked, found))

    def _show(self, asked: int, found: Span) -> None:
        if asked != self._asked:
            return
        self._read, self.clashes = found, {}
        self._paint(found)
        self.shown.emit()
        self._context.gateway.read(clashes, found.first, found.last, done=lambda those: self._show_clashes(asked, those))

    def _paint(self, found: Span) -> None:
        self.span = self.over(found, self.who) if self.over is not None else found
        self.month.month = self.day.replace(day=1)
        self.board().clashes = self.clashes
        self.board().show_span(self.span, self.day, self.who is None)
        self.title.setText(span_title(self.mode, self.span, self.day))

    def show_plan(self, over: Callable[[Span, UUID | None], Span] | None) -> None:
        """Show a proposed plan over the visits; None takes it away."""
        self.over = over
        if self._read is not None:
            self._paint(self._read)

    def _show_clashes(self, asked: int, found: Mapping[UUID, tuple[Clash, ...]]) -> None:
        if asked != self._asked or self.span is None:
            return
        here = {each.id for each in self.span.all()}
        self.clashes = {visit: those for visit, those in found.items() if visit in here}
        self.board().show_clashes(self.clashes)
        count = len(found if self.who is None else self.clashes)  # of a full day not all are read
        self.objections.setVisible(count > 0)
        words = ngettext_text("{count} visit in conflict", "{count} visits in conflict", count)
        relabel(self.objections, words.format(count=count))

    def _show_people(self, found: Colleagues) -> None:
        self._people = found
        kept = self._context.preferences.get("visits.who", "")
        known = {key.hex: key for key in found.names}
        self.person.clear()
        self.person.addItem(_("Everybody"), None)
        if found.me is not None:
            self.person.addItem(_("Mine"), found.me)
        for key, name in found.names.items():
            if key != found.me:
                self.person.addItem(name, key)
        self.person.setVisible(len(found.names) > 1)
        self.person.setCurrentIndex(max(0, self.person.findData(self.who or known.get(kept))))
        if self.person.currentData() != self.who:
            self.who = self.person.currentData()
            self.refresh()

    def _changed(self, changes: Any) -> None:
        concerned = set(_CONCERNS) & set(changes.entities())
        if "employees" in concerned or "settings" in concerned:
            self._people = None
        if concerned and self.isVisible():
            self.refresh()

    # what is done on it --------------------------------------------------------------------------------------------------

    def _chosen(self, visit_id: UUID) -> None:
        if self.mode == AGENDA:
            place = self.agenda.rect_of(visit_id).center()
            self._area.ensureVisible(place.x(), place.y(), 0, 40)
        self.chosen.emit(visit_id)

    def mark(self, visit_id: UUID | None) -> None:
        """Show which visit is beside."""
        self._beside = visit_id
        self.board().mark(visit_id)

    def neighbour(self, step: int) -> None:
        """The visit before or after."""
        self.board().neighbour(step)

    def _open_day(self, day: date) -> None:
        self.day = day
        self.mode_wanted.emit(AGENDA if self.mode == DAY else DAY)

    def _want(self, day: date, clock: str | None) -> None:
        given = {"planned_on": day} | ({"planned_time": clock} if clock else {})
        self.wanted.emit(given | ({"owner_id": self.who} if self.who is not None else {}))

    def _turned(self, day: date) -> None:
        self.day = day
        if self.span is None or not self.span.first <= day <= self.span.last:
            self.refresh()

    def _went(self, entry: Entry, day: date) -> None:
        """A visit stands on another day: it is in sight, and beside where another one was."""
        self.show_day(day)
        self.board().setFocus()
        if self._beside not in (None, entry.id):
            self.went.emit(entry.id)

    def _next_clash(self) -> None:
        """Go through the visits in conflict, one after the other."""
        those = [each for each in self.span.all() if each.id in self.clashes] if self.span is not None else []
        places = [place for place, each in enumerate(those) if each.id == self.board().marked]
        if those:
            self.board().mark((entry := those[(places[0] + 1) % len(those) if places else 0]).id)
            self._chosen(entry.id)

    def _show_menu(self, entry: Entry, point: QPoint) -> None:
        doors = {"open": lambda: self.opened.emit(entry.id), "record": lambda: self.record_wanted.emit(entry.id)}
        visit_menu(self.board(), entry, self.mover, doors).popup(point)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            super().keyPressEvent(event)
        elif key in (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown):
            self.turn(1 if key == Qt.Key.Key_PageDown else -1)
        elif key == Qt.Key.Key_T:
            self.show_day(today())
        elif key in _KEYS:
            self.mode_wanted.emit(_KEYS[key])
        else:
            super().keyPressEvent(event)

    def retranslate(self) -> None:
        """Words in the language in force."""
        propose, route = _("Propose visits…"), _("Route of the day")
        before, after = _("Previous days"), _("Following days")
        for button, text in ((self.propose, propose), (self.route, route), (self.back, before), (self.on, after)):
            name_it(button, text)
            set_tip(button, text)
        name_it(self.person, _("Whose visits"))
        relabel(self.now, _("Today"))
        signs = zip("✓●", (_("Done"), _("Agreed with the customer")), strict=True)
        self.legend.setText("   ".join(f"{sign} {words}" for sign, words in signs))
        self.objections.hide()
        self._people = None
        if self.isVisible():
            self.refresh()


__all__ = ["MODES", "CalendarView"]
