"""Settings of analyses and grades: which system is the main grade, what counts how much, where classes end, the rates. A change
is a new version of the parameters; gradings name theirs."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from PySide6.QtWidgets import QGridLayout

from app.errors import AppError
from app.formats import number_text
from app.i18n import N_
from app.i18n import gettext_text as _
from app.models.trade_choices import GRADE_SYSTEM
from app.services import analysis_settings
from app.services.analysis_settings import USUAL
from app.services.grading import SYSTEMS
from app.ui.context import Context
from app.ui.editors.choice import CalmCombo
from app.ui.kit.calm import CalmDecimal, CalmNumber
from app.ui.kit.layouts import bring_into_view, row
from app.ui.kit.widgets import PlainLabel, link_button, name_it, primary, quiet
from app.ui.screens.settings.parts import EditedPage, inset, labelled

WEIGHTS = (
    ("payment", N_("Payment")), ("margin", N_("Margin")), ("volume", N_("Volume")), ("growth", N_("Growth")),
    ("relation", N_("Relation")),
)  # fmt: skip
BANDS = (("gold", N_("Gold from")), ("silver", N_("Silver from")), ("ordinary", N_("Ordinary from")))
RFM = (
    ("days", N_("Last order, days at most")), ("orders", N_("Orders, at least")),
    ("sales", N_("Net sales, at least (yuan)")),
)  # fmt: skip
LEVELS = (
    ("few", N_("Few customers up to")), ("medium", N_("Many above")), ("high", N_("High margin from (%)")),
    ("middle", N_("Middling margin from (%)")),
)  # fmt: skip
_NAMED, _LISTED = ("analysis.weights", "analysis.bands", "analysis.levels"), ("analysis.pareto", "analysis.pyramid")
_FEN = 100
_MOST_YUAN = 2_000_000_000


class AnalysisPage(EditedPage):
    """Nothing is stored before "Save"."""

    draft_key = "settings:analysis"

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.numbers: dict[tuple[str, str], CalmNumber] = {}
        self.rates: dict[str, CalmDecimal] = {}
        self.main = CalmCombo()
        self.edition = PlainLabel("", "secondary")
        self.edition.setObjectName("settings.analysis.edition")
        self._add_main()
        self._add_scorecard()
        self._add_cuts()
        self._add_rfm()
        self._add_rates()
        self._add_buttons()

    def _add_main(self) -> None:
        self.section(_("Main grade"), _(
            "One system gives the main grade of every customer. It drives how often a customer is visited, which policy its "
            "class gets, and its care and budget. A change counts from the next grading on."))  # fmt: skip
        self.main.setFixedWidth(220)
        words = {each.code: each.label for each in GRADE_SYSTEM}
        for system in SYSTEMS:
            self.main.addItem(_(words[system]), system)
        name_it(self.main, _("Main grade"), "settings.analysis.main")
        grade = link_button(_("Grade all…"), lambda: self.context.frame.begin("analysis", {"grade": None}))
        self.body.addLayout(row(self.main, grade, None, spacing=16))

    def _add_scorecard(self) -> None:
        self.section(_("Scorecard"), _("How much each criterion counts; 0 leaves it out. The score is always out of 100."))
        self._numbers("analysis.weights", WEIGHTS, 0, 100)
        self.body.addSpacing(4)
        self._numbers("analysis.bands", BANDS, 1, 100)

    def _add_cuts(self) -> None:
        self.section(_("Classes by share, and tiers"), _(
            "A and B end where so much of all sales is reached; the tiers of the pyramid are counted from the top, in percent of "
            "the customers."))  # fmt: skip
        self._numbers("analysis.pareto", (("0", N_("A up to (%)")), ("1", N_("B up to (%)"))), 1, 100)
        self.body.addSpacing(4)
        tiers = (("0", N_("VIP up to (%)")), ("1", N_("Major up to (%)")), ("2", N_("Common up to (%)")))
        self._numbers("analysis.pyramid", tiers, 1, 99)
        self.body.addSpacing(4)
        self._numbers("analysis.levels", LEVELS, 1, 100_000)

    def _numbers(self, key: str, fields: Sequence[tuple[str, str]], low: int, high: int) -> None:
        boxes = [labelled(_(words), self._number(key, each, _(words), low, high)) for each, words in fields]
        self.body.addLayout(row(*boxes, None, spacing=16))

    def _number(self, key: str, part: str, words: str, low: int, high: int) -> CalmNumber:
        field = CalmNumber()
        field.setRange(low, high)
        field.setFixedWidth(118 if high > _FEN * 10_000 else 92)
        field.setGroupSeparatorShown(True)
        inset(field)
        name_it(field, words, f"settings.{key}.{part}")
        self.numbers[key, part] = field
        return field

    def _add_rfm(self) -> None:
        self.section(_("RFM, fixed steps"), _("From which value on a customer gets 5, 4, 3 or 2; what is below gets 1."))
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        for at, score in enumerate((5, 4, 3, 2), 1):
            grid.addWidget(PlainLabel(str(score), "label"), 0, at)
        for line, (key, words) in enumerate(RFM, 1):
            grid.addWidget(PlainLabel(_(words)), line, 0)
            for at in range(4):
                name = ", ".join((_(words), str(5 - at)))
                most = _MOST_YUAN if key == "sales" else 10_000
                grid.addWidget(self._number("analysis.rfm", f"{key}.{at}", name, 1, most), line, at + 1)
        grid.setColumnStretch(5, 1)
        self.body.addLayout(grid)

    def _add_rates(self) -> None:
        self.section(_("Costs and rates"), _("For the cost to serve, lifetime values and the status of customers."))
        boxes = [
            labelled(_("An hour of work (yuan)"), self._number("analysis.hourly", "", _("An hour of work (yuan)"), 0, 100_000)),
            labelled(_("Interest a year (%)"), self._rate("analysis.interest", _("Interest a year (%)"))),
            labelled(_("Discount a year (%)"), self._rate("analysis.discount", _("Discount a year (%)"))),
            labelled(_("Days between orders, where unknown"),
                     self._number("analysis.tier_days", "", _("Days between orders, where unknown"), 15, 365)),
        ]  # fmt: skip
        self.body.addLayout(row(*boxes, None, spacing=16))

    def _rate(self, key: str, words: str) -> CalmDecimal:
        field = CalmDecimal()
        field.setRange(0, 99)
        field.setDecimals(2)
        field.setFixedWidth(92)
        inset(field)
        name_it(field, words, f"settings.{key}")
        self.rates[key] = field
        return field

    def _add_buttons(self) -> None:
        self.problem = PlainLabel("", "danger", wrap=True)
        self.problem.setObjectName("settings.analysis.problem")
        keep, reset = primary(_("Save"), self.keep_typed), quiet(_("Back to the defaults"), self._reset)
        keep.setObjectName("settings.analysis.save")
        reset.setObjectName("settings.analysis.reset")
        self.body.addSpacing(16)
        self.body.addWidget(self.problem)
        self.body.addLayout(row(keep, reset, self.edition, None))
        self.body.addStretch(1)

    # values -----------------------------------------------------------------------------------------------------------

    def fill(self) -> None:
        self.context.gateway.read(analysis_settings.stored, done=self._filled)

    def _filled(self, found: dict[str, Any]) -> None:
        words = _("Version {edition} of the parameters")
        self.edition.setText(words.format(edition=number_text(found[analysis_settings.EDITION])))
        self.filled({key: found[key] for key in analysis_settings.KEYS})

    def show_stored(self, stored: Mapping[str, Any]) -> None:
        self.problem.setText("")
        self.main.setCurrentIndex(max(self.main.findData(stored["grade.main"]), 0))
        for (key, part), field in self.numbers.items():
            field.setValue(_part(stored[key], key, part))
        for key, rate in self.rates.items():
            rate.setValue(float(Decimal(str(stored[key])) * 100))

    def typed(self) -> dict[str, Any]:
        given = {pair: field.value() for pair, field in self.numbers.items()}
        named = {key: {part: given[key, part] for part in USUAL[key]} for key in _NAMED}
        listed = {key: [given[key, str(at)] for at in range(len(USUAL[key]))] for key in _LISTED}
        size = {"sales": _FEN}
        rfm = {key: [given["analysis.rfm", f"{key}.{at}"] * size.get(key, 1) for at in range(4)] for key, _words in RFM}
        rates = {key: _rate_text(rate.value()) for key, rate in self.rates.items()}
        single = {"analysis.hourly": given["analysis.hourly", ""] * _FEN, "analysis.tier_days": given["analysis.tier_days", ""]}
        return {"grade.main": self.main.currentData(), **named, **listed, "analysis.rfm": rfm, **rates, **single}

    def keep_typed(self) -> None:
        """Say on the page what can't be; else one step."""
        self.problem.setText("")
        self.context.gateway.write(
            N_("Changed the parameters of analyses"), analysis_settings.save, self.typed(), done=lambda _edition: self.fill(),
            failed=self._failed,
        )  # fmt: skip

    def _failed(self, error: AppError) -> None:
        self.problem.setText(error.sentence)
        bring_into_view(self.problem)

    def _reset(self) -> None:
        self.show_stored(USUAL)


def _part(value: Any, key: str, part: str) -> int:
    """One number of a setting as it is typed: amounts in yuan."""
    if key == "analysis.rfm":
        name, at = part.split(".")
        return int(value[name][int(at)]) // (_FEN if name == "sales" else 1)
    if not part:
        return int(value) // (_FEN if key == "analysis.hourly" else 1)
    return int(value[int(part)] if isinstance(value, list) else value[part])


def _rate_text(percent: float) -> str:
    """A rate as it is stored: "0.06", as exact as it is typed."""
    return f"{Decimal(str(round(percent, 2))) / 100:.4f}".rstrip("0").ljust(4, "0")
