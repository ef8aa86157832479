"""Grading everybody from the window: for a month that is over or as of a day, with progress, a way to stop it and its undoing."""

from datetime import date, timedelta

from PySide6.QtWidgets import QWidget

from app.analysis.grade_moves import DOWN, GONE, NEW, UP, direction
from app.errors import AppError, Cancelled
from app.formats import today
from app.i18n import N_, ngettext_text
from app.i18n import gettext_text as _
from app.models import Field
from app.services import grading
from app.ui.context import Context
from app.ui.editors.choice import CalmCombo
from app.ui.forms.form_parts import FieldBox
from app.ui.gateway import Label
from app.ui.kit.flyout import Flyout
from app.ui.kit.layouts import row
from app.ui.kit.widgets import PlainLabel, SectionTitle, name_it, primary, quiet, relabel, secondary
from app.ui.lists.bulk_run import BulkRun

MONTHS = 12
"""So many months that are over can be chosen."""
LABEL = N_("Graded all customers as of {day}")


class Grader(QWidget):
    """``button`` begins it (it lies wherever the screen wants it); this widget itself is the line with the progress."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self.panel: GradeAsked | None = None
        self.button = secondary("", self.ask, "refresh-cw")
        self.button.setObjectName("analysis.grade")
        self.run = BulkRun(context, "analysis.grade")
        self.run.running.connect(self.setVisible)
        self.setLayout(row(self.run, None))
        self.hide()
        self.retranslate()

    def ask(self, day: date | None = None) -> None:
        """Ask for the month or the day; ``day`` is chosen already where another screen knew it."""
        if self.run.busy():
            return
        self.panel = GradeAsked(self, day)
        self.panel.open_below(self.button, self.panel.when)

    def grade(self, day: date) -> None:
        """Grade as of a day: for good where it is the last of a month that is over."""
        self.button.setEnabled(False)
        self.run.start(
            Label(LABEL, {"day": day.isoformat()}), _graded, day, is_final(day), done=self._done, failed=self._failed
        )

    def _done(self, done: grading.Done) -> None:
        self.button.setEnabled(True)
        self._context.frame.toast(told(done), undo=True)

    def _failed(self, error: AppError) -> None:
        self.button.setEnabled(True)
        stopped = isinstance(error, Cancelled)
        self._context.frame.tell(_("Stopped: nobody was graded.") if stopped else error.sentence)

    def retranslate(self) -> None:
        """Words in the language in force."""
        relabel(self.button, _("Grade all…"))
        self.run.retranslate()


class GradeAsked(Flyout):
    """For which month, or as of which day."""

    def __init__(self, grader: Grader, day: date | None) -> None:
        super().__init__(grader.window(), "analysis.grading", 340)
        self._grader = grader
        self.when = CalmCombo()
        name_it(self.when, _("Which month"), "analysis.grading.when")
        self.other = FieldBox(Field(N_("As of"), "date", key="graded_on"), grader._context, "analysis")
        self.note = PlainLabel("", "secondary", wrap=True)
        self.begin = primary(_("Grade all"), self._begin)
        self.begin.setObjectName("analysis.grading.begin")
        self._past: tuple[grading.Past, ...] = ()
        self._fill(day)
        self.body.addWidget(SectionTitle(_("Grade all customers")))
        for part in (self.when, self.other, self.note):
            self.body.addWidget(part)
        self.body.addLayout(row(self.begin, quiet(_("Cancel"), self.leave), None))
        self.when.currentIndexChanged.connect(self._say)
        self.other.editor.changed.connect(self._say)
        self._say()
        grader._context.gateway.read(grading.gradings, done=self._know)

    def _fill(self, day: date | None) -> None:
        for last in month_ends(today()):
            self.when.addItem(_("Month {month}, for good").format(month=f"{last:%Y-%m}"), last.isoformat())
        self.when.insertItem(1, _("As of today, provisional"), today().isoformat())
        self.when.addItem(_("As of another day"), "")
        self.when.setCurrentIndex(max(self.when.findData((day or month_ends(today())[0]).isoformat()), 0))
        self.other.editor.set_value(day or today())

    def _know(self, past: tuple[grading.Past, ...]) -> None:
        """What was graded before: its months are marked, and what a second grading means is told."""
        self._past = past
        for last in {one.as_of for one in past if one.final}:
            if (place := self.when.findData(last.isoformat())) >= 0:
                self.when.setItemText(place, _("Month {month}, graded for good").format(month=f"{last:%Y-%m}"))
        self._say()

    def _told(self, day: date) -> str:
        newest = max((one.as_of for one in self._past), default=day)
        words = _("Over the 12 months up to {day}.").format(day=day.isoformat())
        if any(one.final and one.as_of == day for one in self._past):
            words += " " + _("This month was graded for good already: a second grading of it is kept beside the first.")
        if day < newest:
            return words + " " + _("There is a newer one ({day}): the grades the customers have now stay.").format(
                day=newest.isoformat())  # fmt: skip
        return words + " " + _("Grades set by hand stay, and never serve stays; the main grade and the status are written to the "
                               "customers.")  # fmt: skip

    def day(self) -> date | None:
        """The day that is chosen."""
        chosen: str = self.when.currentData()  # as text: a box does not find a date again
        found: date | None = date.fromisoformat(chosen) if chosen else self.other.editor.value()
        return found

    def _say(self) -> None:
        self.other.setVisible(not self.when.currentData())
        day = self.day()
        self.note.setText(self._told(day) if day is not None else "")
        self.begin.setEnabled(day is not None and day <= today())

    def _begin(self) -> None:
        day = self.day()
        if day is not None:
            self.leave()
            self._grader.grade(day)


def month_ends(present: date) -> tuple[date, ...]:
    """The last days of the months that are over, the newest first."""
    found = [present.replace(day=1) - timedelta(days=1)]
    while len(found) < MONTHS:
        found.append(found[-1].replace(day=1) - timedelta(days=1))
    return tuple(found)


def is_final(day: date) -> bool:
    """Whether a grading of this day is a whole month's: what comes later changes it no more."""
    return day < today() and (day + timedelta(days=1)).day == 1


def told(done: grading.Done) -> str:
    """What a grading came to, in a sentence."""
    if not done.newest:
        kept = ngettext_text("{count} customer graded; the present grade stays that of the newer grading",
                             "{count} customers graded; the present grades stay those of the newer grading",
                             done.graded)  # fmt: skip
        return kept.format(count=f"{done.graded:,}")
    ways = dict.fromkeys((UP, DOWN, NEW, GONE), 0)
    for (before, after), count in done.moved.items():
        ways[direction("main", before, after)] += count
    words = ngettext_text("{count} customer graded: {up} up, {down} down, {new} for the first time",
                          "{count} customers graded: {up} up, {down} down, {new} for the first time", done.graded)  # fmt: skip
    return words.format(count=f"{done.graded:,}", up=ways[UP], down=ways[DOWN], new=ways[NEW])


def _graded(session: object, day: date, final: bool, progress: grading.Progress) -> grading.Done:
    """Grading as a long write is called."""
    return grading.grade_all(session, day, final, progress)  # type: ignore[arg-type]
