"""Settings of visits: how often each class is visited by each level, from when on, what a day holds, and who makes a senior's
visits (F-08, domain/70 §7.3). Another grid is a new version; an older one never changes."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from PySide6.QtCore import QDate, Qt
from PySide6.QtWidgets import QGridLayout, QLineEdit, QWidget

from app.analysis.visit_policy import CLASSES, LEVELS
from app.errors import AppError
from app.formats import day_text, today
from app.i18n import N_
from app.i18n import gettext_text as _
from app.models.visit_choices import VISIT_CLASS, VISIT_LEVEL
from app.services import complaint_people, records, settings, visit_policy
from app.ui.context import Context
from app.ui.editors.choice import CalmCombo
from app.ui.kit.calm import CalmDay, CalmNumber
from app.ui.kit.layouts import bring_into_view, clear, column, row
from app.ui.kit.widgets import PlainLabel, name_it, primary
from app.ui.screens.settings.parts import EditedPage, inset, labelled

LIMITS = (
    ("visit.daily", N_("Visits of a person a day"), 1, 20),
    ("visit.spacing_days", N_("Days between two visits of a customer"), 1, 60),
    ("visit.window_days", N_("Days around the plan that count as on time"), 0, 30),
)  # fmt: skip
SENIORS = ("director", "vp", "cxo")
_PEOPLE = "visit.level_people"
_CLASS_WORDS = {
    "new": N_("New: first 90 days"), "at_risk": N_("At risk: in addition"),
}  # fmt: skip
"""Classes whose visits are not a year's."""

_TOUCH = N_("“Phone or WeChat” is a guide for calls and messages: no days are planned for them. Today names who was without any "
            "contact for too long.")  # fmt: skip


class VisitsPage(EditedPage):
    """The grid of visits a year; nothing is stored before "Save"."""

    draft_key = "settings:visits"
    follows: tuple[str, ...] = ("settings", "visit_policies", "visit_rates", "employees")

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.cells: dict[tuple[str, str], CalmNumber] = {}
        self.limits: dict[str, CalmNumber] = {}
        self.people: dict[str, CalmCombo] = {}
        self.section(_("Visits a year"), _(
            "How often each class is visited by each level. The planner follows the version in force on the day; a change is a "
            "new version, older ones stay as they were."))  # fmt: skip
        self.body.addLayout(self._grid())
        self.body.addWidget(PlainLabel(_(_TOUCH), "secondary", wrap=True))
        self.body.addSpacing(8)
        self._add_version()
        self.section(_("Who makes the visits of a level"), _(
            "“Automatic” takes whoever has that level, first those above the salesperson; where nobody has it, the next senior."))
        self.body.addLayout(row(*(labelled(_level_word(level), self._combo(level)) for level in SENIORS), None, spacing=16))
        self.section(_("What a plan holds to"))
        self.body.addLayout(row(*(labelled(_(words), self._limit(key, low, high)) for key, words, low, high in LIMITS), None,
                                spacing=16))  # fmt: skip
        self.problem = PlainLabel("", "error", wrap=True)
        keep = primary(_("Save"), self.keep_typed)
        keep.setObjectName("settings.visits.save")
        self.body.addSpacing(16)
        self.body.addWidget(self.problem)
        self.body.addLayout(row(keep, None))
        self.section(_("Versions"))
        self.versions = column(spacing=4)
        self.body.addLayout(self.versions)
        self.body.addStretch(1)

    def _grid(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        for place, level in enumerate(LEVELS, 1):
            grid.addWidget(PlainLabel(_level_word(level), "label"), 0, place)
        for line, grade in enumerate(CLASSES, 1):
            grid.addWidget(PlainLabel(_class_word(grade)), line, 0)
            for place, level in enumerate(LEVELS, 1):
                grid.addWidget(self._cell(grade, level), line, place)
        grid.setColumnStretch(len(LEVELS) + 1, 1)
        return grid

    def _cell(self, grade: str, level: str) -> CalmNumber:
        field = CalmNumber()
        field.setRange(0, visit_policy.MOST)
        field.setFixedWidth(76)
        inset(field)
        name_it(field, f"{_class_word(grade)}, {_level_word(level)}", f"settings.visits.{grade}.{level}")
        self.cells[grade, level] = field
        return field

    def _add_version(self) -> None:
        self.effective = CalmDay(_as_qdate(today()))
        self.effective.setCalendarPopup(True)
        self.effective.setDisplayFormat("yyyy-MM-dd")
        self.effective.setFixedWidth(150)
        self.effective.setObjectName("settings.visits.effective")
        self.version_title = QLineEdit()
        self.version_title.setMaxLength(200)
        self.version_title.setFixedWidth(300)
        self.version_title.setObjectName("settings.visits.title")
        fields: tuple[QWidget, ...] = (labelled(_("Valid from"), self.effective), labelled(_("Title"), self.version_title))
        self.body.addLayout(row(*fields, None, spacing=16))

    def _combo(self, level: str) -> CalmCombo:
        box = CalmCombo()
        box.setFixedWidth(190)
        box.addItem(_("Automatic"), "")
        name_it(box, _level_word(level), f"settings.visits.who.{level}")
        self.people[level] = box
        return box

    def _limit(self, key: str, low: int, high: int) -> CalmNumber:
        field = CalmNumber()
        field.setRange(low, high)
        field.setFixedWidth(110)
        inset(field)
        field.setObjectName(f"settings.{key}")
        self.limits[key] = field
        return field

    # values ------------------------------------------------------------------------------------------------------------

    def fill(self) -> None:
        self.context.gateway.read(_stored, done=self._filled)

    def _filled(self, found: tuple[dict[str, Any], dict[str, str], tuple[visit_policy.PolicyLine, ...]]) -> None:
        values, colleagues, history = found
        typed = self.typed() if self._stored is not None else None
        for box in self.people.values():
            box.clear()
            box.addItem(_("Automatic"), "")
            for key, name in colleagues.items():
                box.addItem(name, key)
        if typed is not None:
            self._choose(typed["people"])
        self._show_versions(history)
        self.filled(values)

    def show_stored(self, stored: Mapping[str, Any]) -> None:
        for (grade, level), field in self.cells.items():
            field.setValue(int(stored["rates"].get(f"{grade}.{level}", 0)))
        self.effective.setDate(QDate.fromString(stored["effective"], Qt.DateFormat.ISODate))
        self.version_title.setText(stored["title"])
        self._choose(stored["people"])
        for key, field in self.limits.items():
            field.setValue(int(stored["limits"][key]))
        self.problem.setText("")

    def _choose(self, people: Mapping[str, str]) -> None:
        for level, box in self.people.items():
            box.setCurrentIndex(max(0, box.findData(people.get(level, ""))))

    def typed(self) -> dict[str, Any]:
        return {
            "rates": {f"{grade}.{level}": field.value() for (grade, level), field in self.cells.items()},
            "effective": self.effective.date().toString(Qt.DateFormat.ISODate), "title": self.version_title.text().strip(),
            "people": {level: str(box.currentData()) for level, box in self.people.items() if box.currentData()},
            "limits": {key: field.value() for key, field in self.limits.items()},
        }  # fmt: skip

    def keep_typed(self) -> None:
        typed, stored = self.typed(), self._stored or {}
        new_grid = any(typed[key] != stored.get(key) for key in ("rates", "effective", "title"))
        self.context.gateway.write(
            N_("Changed the settings of visits"), _keep, typed, new_grid, done=lambda _none: self._kept_all(),
            failed=self._failed,
        )  # fmt: skip

    def _failed(self, error: AppError) -> None:
        self.problem.setText(error.sentence)
        bring_into_view(self.problem)

    def _kept_all(self) -> None:
        self._stored = self.typed()
        self.fill()

    def _show_versions(self, history: tuple[visit_policy.PolicyLine, ...]) -> None:
        clear(self.versions)
        lines = [_("Version {edition}, valid from {day}").format(edition=line.edition, day=day_text(line.effective_on))
                 + (f" · {line.title}" if line.title else "") for line in history]  # fmt: skip
        for words in lines or [_("The defaults hold; there is no version of your own yet.")]:
            self.versions.addWidget(PlainLabel(words, "secondary", wrap=True))


def _as_qdate(day: date) -> QDate:
    return QDate(day.year, day.month, day.day)


def _level_word(level: str) -> str:
    return _(next(choice.label for choice in VISIT_LEVEL if choice.code == level))


def _class_word(grade: str) -> str:
    return _(_CLASS_WORDS.get(grade) or next(choice.label for choice in VISIT_CLASS if choice.code == grade))


def _stored(session: Any) -> tuple[dict[str, Any], dict[str, str], tuple[visit_policy.PolicyLine, ...]]:
    """What the page shows: the grid that holds last, the settings; the colleagues by id; the versions."""
    from app.models import Employee

    history = visit_policy.history(session)
    day = max(today(), *(line.effective_on for line in history)) if history else today()
    rates = {f"{grade}.{level}": count for (grade, level), count in visit_policy.grid(session, day).items()}
    limits = {key: settings.value(session, key) for key, _words, _low, _high in LIMITS}
    people = {level: key for level, key in settings.value(session, _PEOPLE).items() if key and level in SENIORS}
    present = complaint_people.colleagues(session)
    names = records.titles(session, Employee, [*present, *(UUID(key) for key in people.values())])
    names |= {key: _("{name} has left the firm").format(name=name) for key, name in names.items() if key not in present}
    values = {"rates": rates, "effective": day.isoformat(), "title": "", "people": people, "limits": limits}
    return values, {str(key): name for key, name in sorted(names.items(), key=lambda pair: pair[1])}, history


def _keep(session: Any, typed: Mapping[str, Any], new_grid: bool) -> None:
    if new_grid:
        cells = {(key.partition(".")[0], key.partition(".")[2]): count for key, count in typed["rates"].items()}
        visit_policy.save_version(session, cells, date.fromisoformat(typed["effective"]), typed["title"] or None)
    settings.change(session, _PEOPLE, typed["people"])
    for key, value in typed["limits"].items():
        settings.change(session, key, value)
