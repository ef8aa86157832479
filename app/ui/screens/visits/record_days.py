"""Moving the visit of a record: days one often moves to, a calendar, and why it is moved where the customer had agreed."""

from collections.abc import Callable
from datetime import date
from uuid import UUID

from PySide6.QtCore import QDate, Qt
from PySide6.QtWidgets import QCalendarWidget, QMenu, QWidget, QWidgetAction

from app.errors import AppError
from app.i18n import gettext_text as _
from app.services import visits
from app.ui.context import Context
from app.ui.editors.editor import firm_now
from app.ui.kit.widgets import literal
from app.ui.screens.visits.calendar_moves import moved_label
from app.ui.screens.visits.layout import next_workdays


def days_menu(owner: QWidget, move_to: Callable[[date], None]) -> QMenu:
    """Days to move the visit to, and a calendar."""
    menu = QMenu(owner)
    menu.aboutToHide.connect(menu.deleteLater)
    present = firm_now().date()
    for label, day in next_workdays(present):
        text = literal(f"{_(label)}  ·  {day.isoformat()}")
        menu.addAction(text).triggered.connect(lambda _checked=False, day=day: move_to(day))
    menu.addSeparator()
    calendar = QCalendarWidget(menu)
    calendar.setFirstDayOfWeek(Qt.DayOfWeek.Monday)
    calendar.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
    calendar.setMinimumDate(QDate(present.year, present.month, present.day))
    calendar.clicked.connect(lambda day: move_to(date(day.year(), day.month(), day.day())))
    calendar.clicked.connect(menu.close)
    holder = QWidgetAction(menu)
    holder.setDefaultWidget(calendar)
    menu.addAction(holder)
    return menu


def ask_why(context: Context, anchor: QWidget, visit_id: UUID, name: str, day: date) -> None:
    """The customer agreed to the day: a panel below ``anchor`` asks why it is moved."""
    from app.ui.screens.today.asking import DayAsked

    def run(day: date, reason: str, done: Callable[[], None], failed: Callable[[AppError], None]) -> None:
        label = moved_label(name, day, open_again=True)
        context.gateway.write(label, visits.move, visit_id, day, reason, done=lambda _none: done(), failed=failed)

    title = _("Move the visit to {name}").format(name=name)
    DayAsked(anchor, "visit.move", title, _("Move visit"), [day], run).take(day)
