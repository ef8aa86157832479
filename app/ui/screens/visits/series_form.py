""""Repeats" below the form of a plan: how often, until when, in words and with the first days that come of it."""

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import Any
from uuid import UUID

from PySide6.QtWidgets import QLineEdit, QWidget

from app.errors import AppError, ValidationError
from app.formats import day_text, long_day, today, weekday
from app.i18n import N_
from app.i18n import gettext_text as _
from app.services import visit_repeats, visits
from app.services.visit_repeats import OFTEN
from app.ui.editors.choice import CalmCombo
from app.ui.editors.typed import NoSuchDayError, typed_day, unread_day
from app.ui.forms.form import Form
from app.ui.kit.layouts import column, row
from app.ui.kit.widgets import PlainLabel, name_it

NO_END, UNTIL, TIMES = range(3)
_NTH = {1: N_("first"), 2: N_("second"), 3: N_("third"), 4: N_("fourth"), -1: N_("last")}
_PLAIN = {
    "week": N_("Every week"), "fortnight": N_("Every two weeks"), "quarter": N_("Every quarter"), "year": N_("Every year"),
}  # fmt: skip
_MOST_TIMES = 999


def often_words(often: str, start: date) -> str:
    """How often, in words: "Every month on the second Tuesday"."""
    if often == "month_weekday":
        words = _("Every month on the {nth} {weekday}")
        return words.format(nth=_(_NTH[visit_repeats.nth_of_month(start)]), weekday=weekday(start))
    if often == "month_day" and visit_repeats.is_last(start):
        return _("Every month on the last day")
    if often == "month_day":
        return _("Every month on day {day}").format(day=start.day)
    return _(_PLAIN[often])


class Repeats(QWidget):
    """Follows the day of a form of a plan. ``planning()`` is the operation that plans what is chosen."""

    def __init__(self, form: Form) -> None:
        super().__init__()
        self._form = form
        self.setObjectName("visit.repeats")
        self.label, self.words = PlainLabel("", "label"), PlainLabel("", "secondary", wrap=True)
        self.often, self.end, self.line = CalmCombo(), CalmCombo(), QLineEdit()
        for combo in (self.often, self.end):
            combo.setMinimumContentsLength(16)
            combo.currentIndexChanged.connect(lambda _place: self._say())
        self.line.textChanged.connect(lambda _text: self._say())
        self.line.setMaximumWidth(120)
        form.edited.connect(lambda key: self.begin_on() if key == "planned_on" else None)
        self.setLayout(column(self.label, self.often, row(self.end, self.line, None), self.words, spacing=4))
        self.retranslate()

    def start(self) -> date:
        """The first day: the one in the form, else the present one."""
        return self._form.whole_values().get("planned_on") or today()

    def reset(self) -> None:
        """A new plan does not repeat."""
        self.often.setCurrentIndex(0)
        self.end.setCurrentIndex(NO_END)
        self.line.clear()
        self.begin_on()

    def begin_on(self) -> None:
        """Word what is offered for the first day."""
        for place, often in enumerate(OFTEN, 1):
            self.often.setItemText(place, often_words(often, self.start()))
        self._say()

    def rule(self) -> str:
        """The rule chosen; empty for a visit that does not repeat. ValueError or AppError where the end can't be read."""
        place = self.often.currentIndex()
        if place <= 0:
            return ""
        text, until, count = self.line.text().strip(), None, None
        if self.end.currentIndex() == UNTIL:
            until = typed_day(text, today(), forward=True)
            if until < self.start():
                raise ValueError(text)
        elif self.end.currentIndex() == TIMES:
            count = int(text)
            if not 1 <= count <= _MOST_TIMES:
                raise ValueError(text)
        return visit_repeats.rule_of(OFTEN[place - 1], self.start(), until, count)

    def problem(self) -> str:
        """What is wrong with the end; empty where nothing is."""
        try:
            self.rule()
        except NoSuchDayError as error:
            return unread_day(error)
        except (ValueError, AppError):
            if self.end.currentIndex() == UNTIL:
                return _("The last day reads 2026-12-31 and lies after the first.")
            return _("How many times: a number from 1 to {most}.").format(most=_MOST_TIMES)
        return ""

    def planning(self) -> Callable[..., UUID]:
        """What plans the visit, or the visits, when the form is saved."""
        if self.problem():
            return partial(_refuse, self.problem())
        return partial(_plan, rule=self.rule()) if self.rule() else visits.plan

    def count(self) -> int:
        """How many visits are planned at once."""
        rule = "" if self.problem() else self.rule()
        return len(visit_repeats.first_days(rule, self.start())) if rule else 1

    def _say(self) -> None:
        repeats = self.often.currentIndex() > 0
        self.end.setVisible(repeats)
        self.line.setVisible(repeats and self.end.currentIndex() != NO_END)
        problem = self.problem()
        self.words.set_kind("danger" if problem else "secondary")
        self.words.setText(problem or (self._days() if repeats else ""))
        self.words.setVisible(repeats)

    def _days(self) -> str:
        days = visit_repeats.first_days(self.rule(), self.start())
        shown = ", ".join(day_text(day) for day in days[:4])
        words = _("{count} visits within twelve months, the last on {last}: {days}")
        more = f"{shown} …" if len(days) > 4 else shown
        return words.format(count=len(days), last=long_day(days[-1]), days=more) if days else ""

    def retranslate(self) -> None:
        """Words in the language in force."""
        self.label.setText(_("Repeats"))
        often, end = max(0, self.often.currentIndex()), max(NO_END, self.end.currentIndex())
        for combo, place, words in (
            (self.often, often, [_("Does not repeat"), *(often_words(each, self.start()) for each in OFTEN)]),
            (self.end, end, [_("Without an end"), _("Until the day"), _("So many times")]),
        ):
            combo.blockSignals(True)
            combo.clear()
            combo.addItems(words)
            combo.setCurrentIndex(place)
            combo.blockSignals(False)
        name_it(self.often, _("Repeats"))
        name_it(self.end, _("How long it repeats"))
        name_it(self.line, _("Last day or number of times"))
        self._say()


def _refuse(words: str, _session: Any, _values: Any) -> UUID:
    raise ValidationError(words, field="planned_on")


def _plan(session: Any, values: Any, rule: str) -> UUID:
    return visit_repeats.plan(session, values, rule)
