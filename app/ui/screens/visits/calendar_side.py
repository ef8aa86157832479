"""What stands beside the calendar besides a visit: the plan that is proposed, the route of a day."""

from typing import TYPE_CHECKING
from uuid import UUID

from app.ui.records.list_screen import RECORD
from app.ui.screens.visits.calendar import CalendarView
from app.ui.screens.visits.calendar_words import DAY, MODES, MONTH
from app.ui.screens.visits.planner import Planner
from app.ui.screens.visits.route import RoutePanel

if TYPE_CHECKING:
    from app.ui.screens.visits.screen import VisitsScreen

PLANNER, ROUTE = 3, 4
"""Further pages at the right of the place."""


class Sides:
    """Puts both beside the calendar of the place of visits, and connects them."""

    def __init__(self, place: "VisitsScreen", calendar: CalendarView, planner: Planner, route: RoutePanel) -> None:
        self._place, self._calendar, self._planner, self._route = place, calendar, planner, route
        for page in (planner, route):
            place.right.addWidget(page)
            page.left.connect(place.leave_entry)
        planner.changed.connect(self._show_plan)
        planner.turned.connect(calendar.show_day)
        route.chosen.connect(place.show_record)
        calendar.chosen.connect(self._choose)
        calendar.went.connect(self._follow)
        calendar.propose.clicked.connect(self.propose)
        calendar.route.clicked.connect(self.show_route)

    def propose(self) -> None:
        """Let a plan be proposed, looked at on the month."""
        if self._calendar.mode != MONTH or not self._calendar.isVisible():
            self._calendar.mode_wanted.emit(MONTH)
        self._show(PLANNER)
        self._planner.begin()

    def show_route(self) -> None:
        """The order of the day that is looked at, beside it."""
        if not self._calendar.isVisible():
            self._calendar.mode_wanted.emit(self._calendar.mode if self._calendar.mode in MODES else DAY)
        self._show(ROUTE)
        self._route.show_day(self._calendar.day, self._calendar.who)

    def _show(self, page: int) -> None:
        self._place.split.full(False)
        self._place.keep_drafts()
        self._place.show_right(page)

    def _show_plan(self) -> None:
        lines = self._planner.lines
        self._calendar.show_plan(lines.over if lines.proposal is not None else None)

    def _choose(self, visit_id: UUID) -> None:
        if self._place.right.currentIndex() != PLANNER or not self._planner.choose(visit_id):
            self._place.show_record(visit_id)

    def _follow(self, visit_id: UUID) -> None:
        """What was moved stands beside, unless something is being typed there: nobody loses sight of that."""
        if self._place.right.currentIndex() == RECORD and not self._place.record.form.dirty():
            self._place.show_record(visit_id)
