"""Days and moments: typed the way people write them, or picked from a calendar."""

from datetime import date, datetime
from typing import Any

from PySide6.QtCore import QDate, QPoint, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QCalendarWidget, QMenu, QWidgetAction

from app.formats import local
from app.i18n import gettext_text as _
from app.models.fields import Field
from app.ui.context import Context
from app.ui.editors.editor import LineEditor, firm_now
from app.ui.editors.typed import typed_clock, typed_day, typed_moment, unread_clock
from app.ui.kit.icons import put


class DateEditor(LineEditor):
    """A day: ``2026-7-31``, ``7-31``, ``today``, ``+3``, or the calendar behind the sign."""

    def __init__(self, field: Field, context: Context) -> None:
        super().__init__(field, context)
        self._pick = QAction(self.line)
        put(self._pick, "calendar", "secondary")
        self.line.addAction(self._pick, self.line.ActionPosition.TrailingPosition)
        self._pick.triggered.connect(self._show_calendar)
        self.line.editingFinished.connect(self._tidy)
        self.retranslate()

    def retranslate(self) -> None:
        self._pick.setText(_("Pick a day"))
        self.line.setPlaceholderText(_example(firm_now()))

    def typed(self, text: str) -> Any:
        return typed_day(text, firm_now().date())

    def shown(self, value: Any) -> str:
        return str(value.isoformat())

    def sentence(self) -> str:
        return _("“{text}” is not a day. Type for example 2026-7-31.")

    def _tidy(self) -> None:
        value = self.value()
        if value is not None:
            self.line.setText(self.shown(value))

    def _picked(self, day: date) -> None:
        self.line.setText(day.isoformat())
        self.changed.emit()

    def _day(self) -> date | None:
        found: date | None = self.value()
        return found

    def _show_calendar(self) -> None:
        menu = QMenu(self.line)
        calendar = QCalendarWidget(menu)
        calendar.setFirstDayOfWeek(Qt.DayOfWeek.Monday)
        calendar.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
        day = self._day()
        if day is not None:
            calendar.setSelectedDate(QDate(day.year, day.month, day.day))
        calendar.clicked.connect(lambda chosen: self._picked(date(chosen.year(), chosen.month(), chosen.day())))
        calendar.clicked.connect(menu.close)
        holder = QWidgetAction(menu)
        holder.setDefaultWidget(calendar)
        menu.addAction(holder)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self.line.mapToGlobal(QPoint(0, self.line.height())))


class ClockEditor(LineEditor):
    """A time of the day: ``9:30``, ``930``, ``下午3点``, ``3pm``; it stands there as ``HH:MM`` once the field is left."""

    def __init__(self, field: Field, context: Context) -> None:
        super().__init__(field, context)
        self.line.setPlaceholderText("09:30")
        self.line.editingFinished.connect(self._tidy)

    def typed(self, text: str) -> str:
        return typed_clock(text)

    def problem(self) -> str:
        text = self.line.text().strip()
        return unread_clock(text) if text and self.value() is None else ""

    def _tidy(self) -> None:
        value = self.value()
        if value is not None:
            self.line.setText(value)


class MomentEditor(DateEditor):
    """A day with a time on the firm's clock; kept in UTC. A value nobody retyped keeps its seconds."""

    _exact: datetime | None = None

    def set_value(self, value: Any, title: str = "") -> None:
        self._exact = value
        super().set_value(value, title)

    def retranslate(self) -> None:
        self._pick.setText(_("Pick a day"))
        self.line.setPlaceholderText(f"{firm_now():%Y-%m-%d %H:%M}")  # an empty one often means now

    def typed(self, text: str) -> Any:
        if self._exact is not None and text == self.shown(self._exact):
            return self._exact
        return typed_moment(text, firm_now())

    def shown(self, value: datetime) -> str:
        return local(value).strftime("%Y-%m-%d %H:%M")

    def sentence(self) -> str:
        return _("“{text}” is not a time. Type for example 2026-7-31 17:00.")

    def _day(self) -> date | None:
        value = self.value()
        return local(value).date() if value else None

    def _picked(self, day: date) -> None:
        value = self.value()
        clock = local(value).time() if value else firm_now().time()
        super()._picked(day)
        self.line.setText(f"{day.isoformat()} {clock:%H:%M}")


def _example(now: datetime) -> str:
    """Today as people type it: an example of the day it is read."""
    return f"{now.year}-{now.month}-{now.day}"
