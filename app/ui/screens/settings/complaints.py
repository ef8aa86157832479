"""Settings of complaints: the time each priority allows, and the goals of the month (domain/40 §4.3, domain/50)."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtWidgets import QCheckBox, QGridLayout, QHBoxLayout, QStackedWidget, QWidget

from app.analysis.priorities import DEFAULT_TARGETS, PRIORITIES
from app.i18n import N_
from app.i18n import gettext_text as _
from app.services import settings
from app.services.defaults import DEFAULTS
from app.ui.context import Context
from app.ui.editors.choice import CalmCombo
from app.ui.kit.calm import CalmDecimal, CalmNumber
from app.ui.kit.layouts import row
from app.ui.kit.widgets import PlainLabel, name_it, primary, quiet
from app.ui.screens.settings.parts import EditedPage, choice_row, inset, labelled

STEPS = (
    ("acknowledge", N_("Acknowledge")), ("assess", N_("Assess")), ("answer", N_("Answer")), ("close", N_("Close case")),
    ("update", N_("Report progress")), ("follow_up", N_("Follow up")),
)  # fmt: skip
UNITS = (("hours", N_("hours")), ("working_hours", N_("working hours")), ("working_days", N_("working days")))
GOALS = (
    ("acknowledged_on_time", N_("Acknowledged on time")), ("closed_on_time", N_("Closed on time")),
    ("closure", N_("Closing rate")), ("satisfied", N_("Satisfied customers")), ("repeat", N_("Repeat rate")),
    ("reopened", N_("Reopening rate")),
)  # fmt: skip
KEYS = ("complaint.targets", "complaint.goals")


class ComplaintsPage(EditedPage):
    """Numbers with their defaults; nothing is stored before "Save"."""

    draft_key = "settings:complaints"

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.section(_("Time allowed"), _("Counted from receipt, the follow-up from closing. New deadlines follow this."))
        self.allowed: dict[tuple[str, str], tuple[CalmNumber, CalmCombo]] = {}
        self.body.addWidget(self._pages())
        holidays = quiet(_("Holidays and working hours"), lambda: context.frame.begin("settings", {"page": "time"}))
        holidays.setObjectName("settings.targets.holidays")
        self.body.addWidget(PlainLabel(_("Working days follow the firm's calendar; where a year has no table yet, deadlines are "
                                         "marked provisional."), "secondary", wrap=True))  # fmt: skip
        self.body.addLayout(row(holidays, None))
        self.section(_("Goals of the month"), _("The report compares the month with these, in percent."))
        self.goals = {key: _percent(key) for key, _label in GOALS}
        fields = [labelled(_(words), self.goals[key]) for key, words in GOALS]
        self.body.addLayout(_in_threes(fields))
        self.section(_("In the reports"))
        self.grouped = QCheckBox(_("Put salespeople with fewer than 3 complaints in one row “Others”"))
        self.grouped.setObjectName("settings.group_names")
        self.grouped.clicked.connect(lambda on: self.store("complaint.group_names", on))
        self.body.addWidget(self.grouped)
        self.body.addSpacing(16)
        keep, reset = primary(_("Save"), self.keep_typed), quiet(_("Back to the defaults"), self._reset)
        keep.setObjectName("settings.targets.save")
        reset.setObjectName("settings.targets.reset")
        self.body.addLayout(row(keep, reset, None))
        self.body.addStretch(1)

    def _pages(self) -> QStackedWidget:
        """The steps of one priority at a time, chosen by chips above."""
        pages = QStackedWidget()
        for priority in PRIORITIES:
            grid = QGridLayout()
            grid.setContentsMargins(0, 8, 0, 0)
            for line, (step, words) in enumerate(STEPS):
                grid.addWidget(PlainLabel(_(words)), line, 0)
                grid.addLayout(self._allowance(priority, step, f"{priority} {_(words)}"), line, 1)
            grid.setColumnMinimumWidth(0, 160)
            grid.setColumnStretch(2, 1)
            page = QWidget()
            page.setLayout(grid)
            pages.addWidget(page)
        options = [(priority, priority) for priority in PRIORITIES]
        chips = choice_row("settings.priority", options, PRIORITIES[0], lambda p: pages.setCurrentIndex(PRIORITIES.index(p)))
        self.body.addWidget(chips)
        return pages

    def _allowance(self, priority: str, step: str, name: str) -> QHBoxLayout:
        amount, unit = CalmNumber(), CalmCombo()
        amount.setRange(1, 999)
        amount.setFixedWidth(72)
        inset(amount)
        unit.setFixedWidth(150)
        for code, words in UNITS:
            unit.addItem(_(words), code)
        name_it(amount, name, f"settings.{priority}.{step}")
        name_it(unit, f"{name}, " + _("unit"))
        self.allowed[priority, step] = (amount, unit)
        return row(amount, unit)

    def fill(self) -> None:
        self.context.gateway.read(settings.all_values, done=self._filled)

    def _filled(self, values: dict[str, Any]) -> None:
        self.filled({key: values[key] for key in KEYS})
        self.grouped.setChecked(bool(values["complaint.group_names"]))

    def show_stored(self, stored: dict[str, Any]) -> None:
        own, goals = (stored[key] for key in KEYS)
        for (priority, step), (amount, unit) in self.allowed.items():
            default = getattr(DEFAULT_TARGETS[priority], step)
            count, code = own.get(priority, {}).get(step, (default.amount, default.unit))
            amount.setValue(int(count))
            unit.setCurrentIndex(unit.findData(code))
        for key, field in self.goals.items():
            field.setValue(float(goals.get(key, 0)) * 100)

    def _typed_targets(self) -> dict[str, dict[str, list[Any]]]:
        """Only what differs from the defaults."""
        own: dict[str, dict[str, list[Any]]] = {}
        for (priority, step), (amount, unit) in self.allowed.items():
            default = getattr(DEFAULT_TARGETS[priority], step)
            if (amount.value(), unit.currentData()) != (default.amount, default.unit):
                own.setdefault(priority, {})[step] = [amount.value(), unit.currentData()]
        return own

    def typed(self) -> dict[str, Any]:
        goals = {key: round(field.value() / 100, 4) for key, field in self.goals.items()}
        return dict(zip(KEYS, (self._typed_targets(), goals), strict=True))

    def keep_typed(self) -> None:
        self.context.gateway.write(N_("Changed the settings"), _change_all, self.typed(), done=lambda _none: self.fill())

    def _reset(self) -> None:
        self.show_stored({key: DEFAULTS[key] for key in KEYS})
        self.keep_typed()


def _in_threes(fields: Sequence[QWidget]) -> QGridLayout:
    grid = QGridLayout()
    grid.setHorizontalSpacing(16)
    for place, field in enumerate(fields):
        grid.addWidget(field, *divmod(place, 3))
    grid.setColumnStretch(3, 1)
    return grid


def _percent(key: str) -> CalmDecimal:
    field = CalmDecimal()
    field.setRange(0, 100)
    field.setDecimals(1)
    field.setSuffix(" %")
    inset(field)
    field.setFixedWidth(120)
    field.setObjectName(f"settings.goal.{key}")
    return field


def _change_all(session: Any, changes: dict[str, Any]) -> None:
    for key, value in changes.items():
        settings.change(session, key, value)
