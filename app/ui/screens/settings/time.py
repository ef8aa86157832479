"""Settings of working time: the hours of a day, the firm's own days off and on, and the years whose holidays are known."""

from datetime import date
from typing import Any

from PySide6.QtCore import QDate, Qt, QTime
from PySide6.QtWidgets import QCheckBox, QWidget

from app.analysis.holidays_cn import TABLES
from app.formats import day_text, today, weekday
from app.i18n import N_
from app.i18n import gettext_text as _
from app.services import settings
from app.ui.context import Context
from app.ui.editors.choice import CalmCombo
from app.ui.kit.calm import CalmDay, CalmTime
from app.ui.kit.layouts import clear, column, row
from app.ui.kit.widgets import PlainLabel, icon_button, name_it, secondary
from app.ui.screens.settings.birthdays import add_birthdays
from app.ui.screens.settings.parts import Page, inset, labelled

_CLOCK = "HH:mm"


class TimePage(Page):
    """Deadlines count working days and hours of this calendar."""

    follows = ("settings",)

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._days: dict[str, str] = {}
        self._years: list[int] = []
        self._add_hours()
        self._add_days()
        self._add_years()
        self._show_birthdays = add_birthdays(self)
        self.body.addStretch(1)

    def _add_hours(self) -> None:
        self.section(_("Working hours"), _("Deadlines in working hours count this time of a working day."))
        self.opens, self.closes = _clock("work.opens"), _clock("work.closes")
        self.body.addLayout(row(labelled(_("From"), self.opens), labelled(_("To"), self.closes), None, spacing=16))
        self.opens.editingFinished.connect(lambda: self._hours("work.opens", self.opens))
        self.closes.editingFinished.connect(lambda: self._hours("work.closes", self.closes))

    def _add_days(self) -> None:
        self.section(_("Own days off and on"), _("Days unlike the public calendar: closed, or open on a holiday."))
        self.day, self.kind = CalmDay(QDate.fromString(day_text(today()), Qt.DateFormat.ISODate)), CalmCombo()
        self.day.setCalendarPopup(True)
        self.day.setDisplayFormat("yyyy-MM-dd")
        name_it(self.day, _("Day"), "settings.day")
        name_it(self.kind, _("Kind"), "settings.day_kind")
        for code, words in (("off", _("Day off")), ("work", _("Working day"))):
            self.kind.addItem(words, code)
        add = secondary(_("Add day"), self._add, "plus")
        add.setObjectName("settings.add_day")
        self.body.addLayout(row(self.day, self.kind, add, None))
        self.own = column(spacing=0)
        self.body.addLayout(self.own)

    def _add_years(self) -> None:
        known = _(", ").join(str(year) for year in sorted(TABLES))
        self.section(_("Public holidays"), _(
            "The State Council's holidays are built in for {years}. Deadlines in other years are marked provisional until you "
            "have entered the days above and tick the year.").format(years=known))  # fmt: skip
        self.years = row()
        self.body.addLayout(self.years)

    def fill(self) -> None:
        self.context.gateway.read(settings.all_values, done=self._filled)

    def _filled(self, values: dict[str, Any]) -> None:
        for field, key in ((self.opens, "work.opens"), (self.closes, "work.closes")):
            field.setTime(QTime.fromString(values[key], _CLOCK))
        self._days, self._years = dict(values["work.days"]), [int(year) for year in values["work.years"]]
        self._show_days()
        self._show_years()
        self._show_birthdays(values)

    def _hours(self, key: str, field: CalmTime) -> None:
        self.store(key, field.time().toString(_CLOCK))

    def _show_days(self) -> None:
        clear(self.own)
        for day in sorted(self._days):
            self.own.addWidget(self._day_line(day))

    def _day_line(self, day: str) -> QWidget:
        value = date.fromisoformat(day)
        words = _("Day off") if self._days[day] == "off" else _("Working day")
        line = QWidget()
        remove = icon_button("x", _("Remove {day}").format(day=day), lambda: self._remove(day))
        line.setLayout(row(PlainLabel(f"{day_text(value)} {weekday(value)}"), 16, PlainLabel(words, "secondary"), remove, None))
        return line

    def _add(self) -> None:
        day = self.day.date().toString("yyyy-MM-dd")
        self._change_day(day, self.kind.currentData())

    def _remove(self, day: str) -> None:
        self._change_day(day, None)

    def _change_day(self, day: str, kind: str | None) -> None:
        self.context.gateway.write(N_("Changed the settings"), settings.set_day, day, kind)

    def _show_years(self) -> None:
        clear(self.years)
        for year in (year for year in range(today().year, today().year + 3) if year not in TABLES):
            box = QCheckBox(str(year))
            box.setObjectName(f"settings.year.{year}")
            box.setChecked(year in self._years)
            box.toggled.connect(lambda on, year=year: self._tick(year, on))
            self.years.addWidget(box)
        self.years.addStretch(1)

    def _tick(self, year: int, on: bool) -> None:
        self.context.gateway.write(N_("Changed the settings"), settings.set_year, year, on)


def _clock(name: str) -> CalmTime:
    field = CalmTime()
    field.setDisplayFormat(_CLOCK)
    inset(field)
    field.setObjectName(f"settings.{name}")
    field.setFixedWidth(120)
    return field
