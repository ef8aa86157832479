"""What an analysis is asked: how many months, up to which day, by which rule; and whose customers of it are shown."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QLineEdit, QWidget

from app.analysis.dso import WINDOW
from app.formats import today
from app.i18n import N_, ngettext_text
from app.i18n import gettext_text as _
from app.models import Customer, Field, fields_of
from app.ui.context import Context
from app.ui.editors.choice import CalmCombo
from app.ui.editors.editor import Editor
from app.ui.forms.form_parts import FieldBox
from app.ui.kit.flow import FlowLayout
from app.ui.kit.layouts import column
from app.ui.kit.widgets import PlainLabel, name_it
from app.ui.screens.analysis.between import Between
from app.ui.screens.analysis.catalogue import BASIS, Analysis
from app.ui.screens.analysis.numbers import AskedNumber
from app.ui.screens.analysis.shown import Wanted
from app.ui.style import restyle

MONTHS = (12, 1, 3, 6, 24, 36)
SPANS = (
    ("this_year", N_("This year")), ("last_year", N_("Last year")), ("last_quarter", N_("Last quarter")),
    ("last_month", N_("Last month")),
)  # fmt: skip
"""Spans of the calendar beside so many months up to a day."""


def span_of(name: str, present: date) -> tuple[date, int]:
    """The last day and the months of a span: a year so far ends with the present month, the others are over."""
    begin = present.replace(day=1)
    if name == "this_year":
        return _month_end(begin), begin.month
    if name == "last_year":
        return date(begin.year - 1, 12, 31), 12
    back = begin.replace(month=begin.month - (begin.month - 1) % 3) if name == "last_quarter" else begin
    return back - timedelta(days=1), 3 if name == "last_quarter" else 1


def _month_end(day: date) -> date:
    return (day.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)


def listen(editor: Editor, left: Callable[[], None]) -> None:
    """Call ``left`` when the field is left, Enter is pressed in it, or its calendar or list is chosen from."""
    line = editor.widget
    editor.left.connect(left)
    editor.entered.connect(left)
    if isinstance(line, QLineEdit):
        line.returnPressed.connect(left)
        editor.changed.connect(lambda: None if line.isModified() else left())


class AnalysisAsked(QWidget):
    """``changed`` when the analysis must be made anew, ``narrowed`` when others of its rows are shown."""

    changed = Signal()
    narrowed = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.analysis: Analysis | None = None
        self.months, self.mode, self.basis = CalmCombo(), CalmCombo(), CalmCombo()
        self.day = FieldBox(Field(N_("Up to"), "date", key="as_of"), context, "analysis")
        self.day.editor.set_value(today())
        self._day, self._told = today(), ""
        listen(self.day.editor, self._day_left)
        owner = replace(fields_of(Customer)["owner_id"], label=N_("Salesperson"))
        self.owner = FieldBox(owner, context, "analysis")
        self.owner.editor.changed.connect(self._owner_changed)
        listen(self.owner.editor, self._owner_left)
        self.line = QLineEdit()
        self.line.setClearButtonEnabled(True)
        self.line.textChanged.connect(self.narrowed)
        self._labels = {key: PlainLabel("", "label") for key in ("months", "mode", "basis", "line")}
        self._boxes = {key: self._box(key) for key in self._labels}
        self.numbers: list[AskedNumber] = []
        self.between = Between(context)
        self.between.changed.connect(self.changed)
        self._lay_out()
        self.retranslate()

    def _box(self, key: str) -> QWidget:
        widget: QComboBox | QLineEdit = getattr(self, key)
        widget.setObjectName(f"analysis.{key}")
        if isinstance(widget, QComboBox):
            widget.activated.connect(self._span_chosen if key == "months" else self.changed)
        box = QWidget()
        box.setLayout(column(self._labels[key], widget, spacing=4))
        return box

    def _lay_out(self) -> None:
        for box, width in (*((self._boxes[key], 136 if key == "line" else 150) for key in self._boxes),
                           (self.day, 132), (self.owner, 130)):  # fmt: skip
            box.setFixedWidth(width)
        self._boxes["mode"].setFixedWidth(190)
        asked, self.unknown = QWidget(), PlainLabel("", "error", wrap=True)
        self.unknown.setObjectName("analysis.unknown")
        self.unknown.hide()
        self._flow = FlowLayout(asked)
        self.setLayout(column(asked, self.unknown, spacing=4))
        boxes = self._boxes
        for part in (self.between, boxes["months"], self.day, boxes["mode"], boxes["basis"], boxes["line"], self.owner):
            self._flow.addWidget(part)

    def _day_left(self) -> None:
        day, problem, told = self.day.editor.value(), self.day.editor.problem(), self._told
        self._told = problem
        self.day.editor.widget.setProperty("state", "error" if problem else "")
        restyle(self.day.editor.widget)
        if day is None and not problem:
            self.day.editor.set_value(self._day)  # nothing typed is the day as it was
        elif day is not None and day != self._day:
            self._day = day
            if isinstance(self.months.currentData(), str):  # another day is another span
                self.months.setCurrentIndex(0)
            self.changed.emit()
            return
        if problem != told:
            self.changed.emit()

    def _owner_changed(self) -> None:
        self.unknown.hide()
        self.narrowed.emit()

    def _owner_left(self) -> None:
        """A name nobody has narrows nothing: say so, and why everybody stands there."""
        typed = self.owner.editor.problem()
        said = _("Nobody of that name is here: the customers of all are shown. Choose one from the list, or empty the field.")
        self.unknown.setText(said if typed else "")
        self.unknown.setVisible(bool(typed))

    def problem(self) -> str:
        """What is typed and can't be asked; "" where all of it can."""
        typed = (number.problem() for number in self.numbers)
        return self._told or next(filter(None, typed), "")

    def _span_chosen(self) -> None:
        """A span of the calendar has its own last day; so many months end on the day that stands there."""
        if isinstance(chosen := self.months.currentData(), str):
            self._day, self._told = span_of(chosen, today())[0], ""
            self.day.editor.set_value(self._day)
        self.changed.emit()

    def show_for(self, analysis: Analysis) -> None:
        """Offer what this analysis can be asked; days of sales are reckoned over three months, everything else over a year,
        until somebody says otherwise."""
        windowed = self.analysis is not None and self.analysis.span == "window"
        if windowed != (analysis.span == "window"):
            self.months.setCurrentIndex(self.months.findData(12 if windowed else WINDOW))
        self.analysis = analysis
        graded = analysis.span == "gradings"
        self._boxes["months"].setVisible(analysis.span not in ("day", "gradings"))
        self.day.setVisible(not graded)
        self.between.setVisible(graded)
        if graded:
            self.between.fill()
        self._boxes["mode"].setVisible(bool(analysis.modes))
        self._boxes["basis"].setVisible(analysis.basis)
        for number in self.numbers:
            self._flow.removeWidget(number)
            number.hide()
            number.deleteLater()
        self.numbers = [AskedNumber(each) for each in analysis.numbers]
        for number in self.numbers:
            number.changed.connect(self.changed)
            self._flow.addWidget(number)
        self.retranslate()

    def _fill(self, box: QComboBox, choices: Sequence[tuple[Any, str]]) -> None:
        chosen = box.currentData()
        box.clear()
        for code, word in choices:
            box.addItem(word, code)
        box.setCurrentIndex(max(box.findData(chosen), 0))

    def show_used(self, used: Mapping[str, str]) -> None:
        """Show which figures of the file stand in for numbers that were not typed: by their keys."""
        for number in self.numbers:
            number.show_used(used)

    def wanted(self) -> Wanted:
        """What is asked now, where nothing is a ``problem``."""
        more = {number.key: value for number in self.numbers if (value := number.value()) is not None}
        chosen = self.months.currentData() or 12
        if self.analysis is not None and self.analysis.span == "day":
            chosen = 12  # what a day's analysis looks back on, whatever was chosen for another
        months = span_of(chosen, today())[1] if isinstance(chosen, str) else chosen
        return Wanted(self._day, months, self.mode.currentData() or "", self.basis.currentData() or "sales", more,
                      self.between.value())

    def ask(self, values: Mapping[str, Any]) -> None:
        """Take over what another screen asks: ``months``, ``as_of``, ``mode``, ``text``."""
        if (day := values.get("as_of")) is not None:
            self._day, self._told = day, ""
            self.day.editor.set_value(day)
        for box, key in ((self.months, "months"), (self.mode, "mode")):
            if key in values:
                box.setCurrentIndex(max(box.findData(values[key]), 0))
        if "text" in values:
            self.line.setText(str(values["text"]))

    def text(self) -> str:
        """The letters by which rows are narrowed."""
        return self.line.text()

    def owner_id(self) -> UUID | None:
        """Whose customers are shown; None for all."""
        found: UUID | None = self.owner.editor.value()
        return found

    def retranslate(self) -> None:
        """Words in the language in force."""
        words = {"months": _("Period"), "mode": _("Reckoned"), "basis": _("Ranked"), "line": _("Filter")}
        for key, word in words.items():
            self._labels[key].setText(word)
            name_it(getattr(self, key), word, f"analysis.{key}")
        self.line.setPlaceholderText(_("Number or name"))
        self.owner.editor.line.setPlaceholderText(_("Everybody"))  # type: ignore[attr-defined]
        several = [(count, ngettext_text("{count} month", "{count} months", count).format(count=count)) for count in MONTHS]
        self._fill(self.months, (*several, *((name, _(words)) for name, words in SPANS)))
        self._fill(self.basis, [(code, _(word)) for code, word in BASIS])
        self._fill(self.mode, [(code, _(word)) for code, word in self.analysis.modes] if self.analysis else ())
        for box in (self.day, self.owner, self.between):
            box.retranslate()
        for number in self.numbers:
            number.retranslate()
