"""Propose visits: a quarter or a year, for whom; the plan is looked at on the calendar and as a list before it is accepted."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QListView, QWidget

from app.analysis.visit_proposal import Proposal
from app.errors import AppError
from app.formats import today
from app.i18n import N_, ngettext_text
from app.i18n import gettext_text as _
from app.reports.heading import joined
from app.services import visit_planning
from app.services.visit_calendar import Colleagues, colleagues
from app.ui.context import Context
from app.ui.editors.choice import CalmCombo
from app.ui.gateway import Label
from app.ui.kit.layouts import column, row
from app.ui.kit.searching import LongRead
from app.ui.kit.widgets import PlainLabel, name_it, primary, quiet, relabel, secondary
from app.ui.screens.visits.planner_lines import Line, PlanLines, lines_of

ACCEPTED = N_("Accepted the plan of {count} visits")


def periods(day: date) -> tuple[tuple[str, date, date], ...]:
    """What can be planned: (msgid, first day, last day)."""
    quarter = date(day.year, (day.month - 1) // 3 * 3 + 1, 1)
    following = _quarter_after(quarter)
    year = date(day.year, 1, 1)
    return (
        (N_("This quarter"), quarter, following - timedelta(days=1)),
        (N_("Next quarter"), following, _quarter_after(following) - timedelta(days=1)),
        (N_("This year"), year, date(day.year, 12, 31)),
        (N_("Next year"), date(day.year + 1, 1, 1), date(day.year + 1, 12, 31)),
    )


def _quarter_after(day: date) -> date:
    return date(day.year + (day.month + 3) // 13, (day.month + 2) % 12 + 1, 1)


def proposed(session: Any, first: date, last: date, who: UUID | None, *_progress: Any) -> tuple[Proposal, list[Line]]:
    """A plan and its lines: those of thousands of customers take a moment, beside the window."""
    found = visit_planning.propose(session, first, last, None if who is None else (who,))
    return found, list(lines_of(found, visit_planning.names(session, found)))


def summary(left: Proposal) -> Iterator[str]:
    """What a plan comes to, in sentences."""
    words = _("{new} new, {moved} moved, {dropped} dropped, {stuck} without a day; {kept} stay as they are.")
    yield words.format(
        new=f"{len(left.added):,}", moved=f"{len(left.moved):,}", dropped=f"{len(left.dropped):,}",
        stuck=f"{len(left.unplaced):,}", kept=f"{left.kept:,}",
    )  # fmt: skip
    far = sum(left.is_far(each) for each in left.added)
    if far:
        words = ngettext_text("{count} new visit stands more than {days} days from its day.",
                              "{count} new visits stand more than {days} days from their day.", far)  # fmt: skip
        yield words.format(count=f"{far:,}", days=left.window)
    if left.provisional:
        yield _("The holidays of {year} are not entered yet: visits may fall on them.").format(year=left.last.year)


class Planner(QWidget):
    """Stands beside the calendar. ``changed()``: the calendar shows ``lines`` anew; ``turned(day)``: it turns there;
    ``left()`` when the plan was accepted or put aside."""

    changed = Signal()
    turned = Signal(object)
    left = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self.setObjectName("visits.planner")
        self.setProperty("kind", "ground")
        self.lines = PlanLines()
        self.title, self.hint = PlainLabel("", "record"), PlainLabel("", "label", wrap=True)
        self.problem = PlainLabel("", "danger", wrap=True)
        self.problem.hide()
        self.period, self.person = CalmCombo(), CalmCombo()
        self.ask_button, self.accept_button = secondary("", self.ask), primary("", self.accept)
        self.leave_button = quiet("", self.leave)
        for widget, name in ((self.period, "period"), (self.ask_button, "ask"), (self.accept_button, "accept")):
            widget.setObjectName(f"visits.planner.{name}")
        for combo in (self.period, self.person):
            combo.setMinimumContentsLength(11)
        self.reading = LongRead(context, "visits.planner")
        self.list = QListView()
        self.list.setObjectName("visits.planner.lines")
        self.list.setModel(self.lines)
        self._lay_out()
        self.lines.ticked.connect(self._ticked)
        self.list.selectionModel().currentChanged.connect(lambda now, _before: self._go_to(now.row()))
        self.retranslate()

    def _lay_out(self) -> None:
        asked, ask = row(self.period, self.person, None), row(self.ask_button, None)
        head = column(self.title, self.hint, asked, ask, self.reading, self.problem)
        foot = row(self.accept_button, self.leave_button, None)
        page = QWidget()
        page.setLayout(column(self.list, spacing=0))
        whole = column(head, page, foot, spacing=12, margins=(24, 16, 24, 12))
        whole.setStretch(1, 1)
        self.setLayout(whole)
        escape = QShortcut(QKeySequence("Esc"), self, context=Qt.ShortcutContext.WidgetWithChildrenShortcut)
        escape.activated.connect(self.leave)

    def begin(self) -> None:
        """Start anew: nothing is proposed yet."""
        self._context.gateway.read(colleagues, done=self._show_people)
        self._show(None, [])
        self.period.setFocus()

    def _show_people(self, found: Colleagues) -> None:
        self.person.clear()
        self.person.addItem(_("For everybody"), None)
        for key, name in found.names.items():
            self.person.addItem(name, key)

    def ask(self) -> None:
        """Let the plan be worked out, beside the window."""
        _words, first, last = periods(today())[max(0, self.period.currentIndex())]
        self.problem.hide()
        self._show(None, [])
        self.hint.setText(_("The days are being worked out. Nothing is written."))
        self.reading.start(proposed, first, last, self.person.currentData(), done=lambda found: self._show(*found))

    def _show(self, proposal: Proposal | None, lines: list[Line]) -> None:
        self.lines.show(proposal, lines)
        self.list.setVisible(bool(self.lines.lines))
        self._say()
        self.changed.emit()
        if proposal is not None and proposal.added:
            self.turned.emit(proposal.added[0].day)

    def _ticked(self) -> None:
        self._say()
        self.changed.emit()

    def _say(self) -> None:
        left = self.lines.left()
        count = left.changes if left is not None else 0
        self.accept_button.setEnabled(count > 0)
        words = ngettext_text("Accept {count} line", "Accept {count} lines", count)
        relabel(self.accept_button, words.format(count=f"{count:,}"))
        if left is None:
            self.hint.setText(_("A plan by grade and level, on working days, within what each can do. You look at it first."))
            return
        self.hint.setText(joined(list(summary(left))))

    def _go_to(self, place: int) -> None:
        what = self.lines.lines[place].what if 0 <= place < len(self.lines.lines) else None
        day = getattr(what, "day", None) or getattr(what, "target", None)
        if day is not None:
            self.turned.emit(day)

    def choose(self, key: UUID) -> bool:
        """Go to the line that the calendar shows as this; False where it is none of the plan."""
        place = self.lines.row_of(key)
        if place >= 0:
            self.list.setCurrentIndex(self.lines.index(place))
        return place >= 0

    def accept(self) -> None:
        """Write what is left of the plan: one step."""
        left = self.lines.left()
        if left is None or not left.changes:
            return
        self.accept_button.setEnabled(False)
        self.hint.setText(_("The plan is being written."))
        label = Label(ACCEPTED, {"count": f"{left.changes:,}"})
        self._context.gateway.write(label, visit_planning.accept, left, done=lambda _count: self.leave(), failed=self._failed)

    def _failed(self, error: AppError) -> None:
        self._say()
        self.problem.setText(error.sentence)
        self.problem.show()

    def leave(self) -> None:
        """Put the plan aside; what was not accepted is not written."""
        self.reading.stop()
        self.problem.hide()
        self._show(None, [])
        self.left.emit()

    def retranslate(self) -> None:
        """Words in the language in force."""
        self.title.setText(_("Propose visits"))
        place = max(0, self.period.currentIndex())
        self.period.clear()
        self.period.addItems([_(words) for words, _first, _last in periods(today())])
        self.period.setCurrentIndex(place)
        name_it(self.period, _("Period"))
        name_it(self.person, _("For whom"))
        name_it(self.list, _("Proposed visits"))
        relabel(self.ask_button, _("Propose"))
        relabel(self.leave_button, _("Put aside"))
        self.reading.retranslate()
        self._say()
