"""Settings of service requests: by when each service level has an answer and somebody on the spot (domain/70 §7.4)."""

from typing import Any

from PySide6.QtCore import QTime
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QStackedWidget, QWidget

from app.i18n import N_
from app.i18n import gettext_text as _
from app.models.choices import SERVICE_LEVEL
from app.services import settings
from app.services.defaults import DEFAULTS
from app.ui.context import Context
from app.ui.editors.choice import CalmCombo
from app.ui.kit.calm import CalmNumber, CalmTime
from app.ui.kit.layouts import bring_into_view, row
from app.ui.kit.widgets import PlainLabel, name_it, primary, quiet
from app.ui.screens.settings.parts import EditedPage, choice_row, inset

KEY = "request.targets"
TARGETS = (("respond", N_("First response")), ("arrive", N_("On site (repairs)")))
UNITS = (
    ("", N_("no target")), ("min", N_("minutes")), ("h", N_("hours")), ("wh", N_("working hours")), ("wd", N_("working days")),
)  # fmt: skip
LEVELS = tuple(choice.code for choice in SERVICE_LEVEL)
_USUAL = "3"
_CLOCK = "HH:mm"


class RequestsPage(EditedPage):
    """A level at a time, chosen by chips above; nothing is stored before "Save"."""

    draft_key = "settings:requests"

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.section(_("Time allowed"), _("By service level, counted from receipt. A customer without a level has one by grade: "
                                          "gold 4, silver 3, others 2. New deadlines follow this."))  # fmt: skip
        self.allowed: dict[tuple[str, str], tuple[CalmNumber, CalmCombo]] = {}
        self.hours: dict[str, tuple[CalmCombo, CalmTime, CalmTime]] = {}
        self.body.addWidget(self._pages())
        self.body.addWidget(PlainLabel(_("Minutes and hours run while there is service, also on days off; working hours and days "
                                         "follow the firm's calendar."), "secondary", wrap=True))  # fmt: skip
        self.problem = PlainLabel("", "danger", wrap=True)
        self.problem.setObjectName("settings.requests.problem")
        self.problem.hide()
        self.body.addWidget(self.problem)
        self.body.addSpacing(16)
        keep, reset = primary(_("Save"), self.keep_typed), quiet(_("Back to the defaults"), self._reset)
        keep.setObjectName("settings.requests.save")
        reset.setObjectName("settings.requests.reset")
        self.body.addLayout(row(keep, reset, None))
        self.body.addStretch(1)

    def _pages(self) -> QStackedWidget:
        pages = QStackedWidget()
        for level in LEVELS:
            pages.addWidget(self._level(level))
        pages.setCurrentIndex(LEVELS.index(_USUAL))
        options = [(level, _("Level {level}").format(level=level)) for level in LEVELS]
        shown = choice_row("settings.level", options, _USUAL, lambda level: pages.setCurrentIndex(LEVELS.index(level)))
        self.body.addWidget(shown)
        return pages

    def _level(self, level: str) -> QWidget:
        grid = QGridLayout()
        grid.setContentsMargins(0, 8, 0, 0)
        lines = [(_(words), self._allowance(level, key, _(words))) for key, words in TARGETS]
        lines.append((_("Hours of service"), self._hours(level)))
        for line, (words, fields) in enumerate(lines):
            grid.addWidget(PlainLabel(words), line, 0)
            grid.addLayout(fields, line, 1)
        grid.setColumnMinimumWidth(0, 112)
        grid.setColumnStretch(2, 1)
        page = QWidget()
        page.setLayout(grid)
        return page

    def _allowance(self, level: str, key: str, words: str) -> QHBoxLayout:
        amount, unit = CalmNumber(), CalmCombo()
        amount.setRange(1, 999)
        amount.setFixedWidth(72)
        inset(amount)
        unit.setFixedWidth(150)
        for code, label in UNITS:
            unit.addItem(_(label), code)
        name = ", ".join((_("Level {level}").format(level=level), words))
        name_it(amount, name, f"settings.{level}.{key}")
        name_it(unit, ", ".join((name, _("unit"))), f"settings.{level}.{key}.unit")
        unit.currentIndexChanged.connect(lambda: amount.setEnabled(bool(unit.currentData())))
        self.allowed[level, key] = (amount, unit)
        return row(amount, unit, None)

    def _hours(self, level: str) -> QHBoxLayout:
        """Around the clock, or every day between two times."""
        kind, opens, closes = CalmCombo(), _clock(), _clock()
        kind.setFixedWidth(230)
        for code, label in (("", _("around the clock")), ("between", _("every day between"))):
            kind.addItem(label, code)
        name = _("Level {level}").format(level=level)
        name_it(kind, ", ".join((name, _("Hours of service"))), f"settings.{level}.service")
        name_it(opens, ", ".join((name, _("From"))), f"settings.{level}.opens")
        name_it(closes, ", ".join((name, _("To"))), f"settings.{level}.closes")
        dash = PlainLabel("–")
        kind.currentIndexChanged.connect(lambda: [one.setVisible(bool(kind.currentData())) for one in (opens, dash, closes)])
        self.hours[level] = (kind, opens, closes)
        return row(kind, opens, dash, closes, None)

    def fill(self) -> None:
        self.context.gateway.read(settings.value, KEY, done=self.filled)

    def show_stored(self, stored: dict[str, Any]) -> None:
        self._say("")
        for (level, key), (amount, unit) in self.allowed.items():
            count, code = (stored.get(level) or {}).get(key) or (1, "")
            amount.setValue(int(count))
            unit.setCurrentIndex(max(0, unit.findData(code)))
            amount.setEnabled(bool(unit.currentData()))
        for level, (kind, opens, closes) in self.hours.items():
            hours = (stored.get(level) or {}).get("hours")
            kind.setCurrentIndex(int(bool(hours)))
            for field, text in zip((opens, closes), hours or ("08:00", "18:00"), strict=True):
                field.setTime(QTime.fromString(text, _CLOCK))
            kind.currentIndexChanged.emit(kind.currentIndex())

    def typed(self) -> dict[str, dict[str, Any]]:
        found: dict[str, dict[str, Any]] = {level: {} for level in LEVELS}
        for (level, key), (amount, unit) in self.allowed.items():
            if unit.currentData():
                found[level][key] = [amount.value(), unit.currentData()]
        for level, (kind, opens, closes) in self.hours.items():
            if kind.currentData():
                found[level]["hours"] = [opens.time().toString(_CLOCK), closes.time().toString(_CLOCK)]
        return found

    def keep_typed(self) -> None:
        """Service that ends before it begins never comes."""
        wrong = [level for level, told in self.typed().items() if "hours" in told and told["hours"][0] >= told["hours"][1]]
        self._say(_("Level {level}: service ends before it begins.").format(level=wrong[0]) if wrong else "")
        if not wrong:
            changed = N_("Changed the settings")
            self.context.gateway.write(changed, settings.change, KEY, self.typed(), done=lambda _none: self.fill())

    def _say(self, sentence: str) -> None:
        self.problem.setText(sentence)
        self.problem.setVisible(bool(sentence))
        if sentence:
            bring_into_view(self.problem)

    def _reset(self) -> None:
        self.show_stored(DEFAULTS[KEY])
        self.keep_typed()


def _clock() -> CalmTime:
    field = CalmTime()
    field.setDisplayFormat(_CLOCK)
    field.setFixedWidth(80)
    inset(field)
    return field
