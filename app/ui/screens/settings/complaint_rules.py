"""Settings of how complaints are handled: which rules hold, who may grant what, how long things may take (domain/40 §4.4–4.9)."""

from collections.abc import Iterable
from typing import Any

from PySide6.QtWidgets import QGridLayout, QWidget

from app.i18n import N_
from app.i18n import gettext_text as _
from app.services import complaint_rules, settings
from app.services.complaint_rules import AUTO, OFF, ON, RULES
from app.services.defaults import DEFAULTS
from app.ui.context import Context
from app.ui.editors.choice import CalmCombo
from app.ui.kit.calm import CalmDecimal, CalmNumber
from app.ui.kit.layouts import row
from app.ui.kit.widgets import PlainLabel, name_it, primary, quiet, set_tip
from app.ui.screens.settings.parts import EditedPage, inset, labelled

LIMITS = (
    ("handler", N_("Handler may grant")), ("supervisor", N_("Supervisor may grant")),
    ("manager", N_("Manager may grant")),
)  # fmt: skip
# (setting, part of it or "", label, unit)
TIMES = (
    ("complaint.transfer", "working_minutes", N_("Accept a transfer within"), N_("working minutes")),
    ("complaint.transfer", "urgent_minutes", N_("Accept an urgent one (P1) within"), N_("minutes")),
    ("complaint.waiting_days", "", N_("Wait for the customer at most"), N_("working days")),
    ("complaint.reopen_days", "S80", N_("Reopen a closed case within"), N_("days")),
    ("complaint.reopen_days", "S90", N_("Reopen an archived case within"), N_("days")),
    ("complaint.repeat_days", "", N_("The same again counts as a repeat within"), N_("days")),
)  # fmt: skip
KEYS = ("complaint.rules", "complaint.limits", "complaint.transfer", "complaint.waiting_days", "complaint.reopen_days",
        "complaint.repeat_days")  # fmt: skip
_LONG_DAYS, _LONG_MINUTES = 3650, 4800
_MOST = 99_999_999.99


class ComplaintRulesPage(EditedPage):
    """Three words a rule: as fits the number of colleagues, on, off. Nothing is stored before "Save"."""

    draft_key = "settings:complaint_rules"
    follows: tuple[str, ...] = ("settings", "employees")

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.rules: dict[str, CalmCombo] = {}
        self.limits: dict[str, CalmDecimal] = {}
        self.times: dict[tuple[str, str], CalmNumber] = {}
        self.section(
            _("Rules of complaints"), _("“Automatic” follows the number of colleagues: what nobody can meet is not asked for.")
        )
        self.body.addLayout(self._rules())
        self.section(
            _("Authority"), _("Above the supervisor's amount a case rises to level 2, above the manager's to level 3.")
        )
        self.body.addLayout(_in_threes(labelled(_(words), self._limit(key)) for key, words in LIMITS))
        self.section(_("Time and days"), _("Working days and hours follow the page “Working time and holidays”."))
        self.body.addLayout(_in_threes(self._time(*time) for time in TIMES))
        self.body.addSpacing(16)
        keep, reset = primary(_("Save"), self.keep_typed), quiet(_("Back to the defaults"), self._reset)
        keep.setObjectName("settings.rules.save")
        reset.setObjectName("settings.rules.reset")
        self.body.addLayout(row(keep, reset, None))
        self.body.addStretch(1)

    def _rules(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setVerticalSpacing(8)
        grid.setColumnStretch(0, 1)
        for line, rule in enumerate(RULES):
            words = PlainLabel(_(rule.label), wrap=True)
            box = CalmCombo()
            box.setFixedWidth(190)
            for code in (AUTO, ON, OFF):
                box.addItem("", code)
            name_it(box, _(rule.label), f"settings.rule.{rule.key}")
            set_tip(words, _(rule.words))
            self.rules[rule.key] = box
            grid.addWidget(words, line, 0)
            grid.addWidget(box, line, 1)
        self._say(frozenset())
        return grid

    def _say(self, automatic: frozenset[str]) -> None:
        """What "automatic" means today."""
        for key, box in self.rules.items():
            meant = _("Automatic (on)") if key in automatic else _("Automatic (off)")
            for place, words in enumerate((meant, _("On"), _("Off"))):
                box.setItemText(place, words)

    def _limit(self, key: str) -> CalmDecimal:
        field = CalmDecimal()
        field.setRange(0, _MOST)
        field.setGroupSeparatorShown(True)
        field.setPrefix("¥ ")
        inset(field)
        field.setFixedWidth(170)
        field.setObjectName(f"settings.limit.{key}")
        self.limits[key] = field
        return field

    def _time(self, key: str, part: str, words: str, unit: str) -> QWidget:
        field = CalmNumber()
        field.setRange(1, _LONG_MINUTES if "minutes" in part else _LONG_DAYS)
        field.setSuffix(" " + _(unit))
        inset(field)
        field.setFixedWidth(170)
        field.setObjectName(f"settings.{key}.{part}".rstrip("."))
        self.times[key, part] = field
        return labelled(_(words), field)

    def fill(self) -> None:
        self.context.gateway.read(_stored, done=self._filled)

    def _filled(self, found: tuple[dict[str, Any], frozenset[str]]) -> None:
        values, automatic = found
        self._say(automatic)
        self.filled(values)

    def show_stored(self, stored: dict[str, Any]) -> None:
        for key, box in self.rules.items():
            box.setCurrentIndex(max(0, box.findData(stored["complaint.rules"].get(key, AUTO))))
        for key, field in self.limits.items():
            field.setValue(int(stored["complaint.limits"].get(key, 0)) / 100)
        for (key, part), spin in self.times.items():
            spin.setValue(int(stored[key][part] if part else stored[key]))

    def typed(self) -> dict[str, Any]:
        chosen = {key: str(box.currentData()) for key, box in self.rules.items() if box.currentData() != AUTO}
        values: dict[str, Any] = {
            "complaint.rules": chosen,
            "complaint.limits": {key: round(field.value() * 100) for key, field in self.limits.items()},
        }
        for (key, part), spin in self.times.items():
            if part:
                values.setdefault(key, {})[part] = spin.value()
            else:
                values[key] = spin.value()
        values["complaint.reopen_days"]["S85"] = values["complaint.reopen_days"]["S80"]  # in follow-up it is closed too
        return values

    def keep_typed(self) -> None:
        self.context.gateway.write(N_("Changed the settings"), _keep, self.typed(), done=lambda _none: self.fill())

    def _reset(self) -> None:
        self.show_stored({key: DEFAULTS[key] for key in KEYS})
        self.keep_typed()


def _stored(session: Any) -> tuple[dict[str, Any], frozenset[str]]:
    values = settings.all_values(session)
    return {key: values[key] for key in KEYS}, complaint_rules.automatic(session)


def _keep(session: Any, values: dict[str, Any]) -> None:
    for key, value in values.items():
        settings.change(session, key, value)


def _in_threes(fields: Iterable[QWidget]) -> QGridLayout:
    grid = QGridLayout()
    grid.setHorizontalSpacing(16)
    grid.setVerticalSpacing(8)
    for place, field in enumerate(fields):
        grid.addWidget(field, *divmod(place, 3))
    grid.setColumnStretch(3, 1)
    return grid
