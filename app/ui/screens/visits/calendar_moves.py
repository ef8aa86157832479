"""Moving a visit on the calendar: dropped, by keyboard or by "Move to…". One step that can be undone; a day that was agreed with
the customer asks why."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QCursor
from PySide6.QtWidgets import QCheckBox, QLineEdit, QMenu, QWidget
from shiboken6 import isValid

from app.errors import AppError, ValidationError
from app.formats import day_text, today
from app.i18n import N_
from app.i18n import gettext_text as _
from app.services import visit_repeats, visit_series, visits
from app.services.visit_calendar import Entry
from app.services.visit_conflicts import Clash, check
from app.services.visit_series import Scope
from app.ui.context import Context
from app.ui.editors.choice import CalmCombo
from app.ui.editors.typed import typed_clock, typed_day, unread_clock, unread_day
from app.ui.gateway import Label
from app.ui.kit.flyout import Flyout
from app.ui.kit.layouts import row
from app.ui.kit.widgets import PlainLabel, name_it, primary, quiet
from app.ui.screens.visits.calendar_board import Board
from app.ui.screens.visits.calendar_warning import ClashWords, words_of

Run = Callable[[], None]
SCOPES: tuple[tuple[Scope, str], ...] = (
    ("this", N_("Only this one")), ("following", N_("This one and the following")), ("all", N_("All that are ahead")),
)  # fmt: skip
_MOVED, _OPEN_AGAIN = N_("Moved the visit to {name} to {day}"), N_("Moved the visit to {name} to {day}: still to be agreed")
BEFORE = N_("Moved the visit to {name}"), N_("Moved the visit to {name}: the new day is still to be agreed")
"""What these steps were called before: histories still say so."""

_OVER = N_("{day} is over. A visit that took place that day is recorded; one that is still to come needs a day ahead.")


class Mover:
    """Moves visits of a calendar, and calls them off; of one that repeats it asks whether the others go along.
    ``went(entry, day)`` is called with the visit and the day it went to. ``asking`` is the panel that is open."""

    def __init__(self, context: Context, went: Callable[[Entry, date], None]) -> None:
        self._context, self._went = context, went
        self.asking: MoveAsked | None = None

    def move(self, board: Board, entry: Entry, day: date, clock: str | None) -> None:
        """Move it, or first ask why where the customer counts on the day. Nothing is planned for a day that is over."""
        if is_over(entry, day):
            self._context.frame.toast(over_words(day))
        elif entry.confirmed or entry.repeats:
            self.ask(board, entry, day, clock)
        else:
            failed = lambda error: self._context.frame.tell(error.sentence)  # noqa: E731
            self.write(entry, day, clock, "", failed, lambda: self._context.gateway.read(check, {}, entry.id, done=self._warn))

    def _warn(self, found: Sequence[Clash]) -> None:
        """It was moved without a question: what speaks against the new place is said with the way back."""
        if found:
            self._context.frame.toast(_("The visit was moved. {problem}").format(problem=words_of(found)), undo=True)

    def write_times(
        self, entry: Entry, day: date, clock: str, reason: str, scope: Scope, failed: Callable[[AppError], None],
        then: Run = lambda: None,
    ) -> None:  # fmt: skip
        """Move one that repeats, this time or with others: one step. ``then`` follows once it is stored."""
        self._context.gateway.write(
            moved_label(entry.customer, day, clock), visit_repeats.move, entry.id, day, clock, reason, scope,
            done=lambda _count: self._moved(entry, day, then), failed=failed,
        )  # fmt: skip

    def write(
        self, entry: Entry, day: date, clock: str | None, reason: str, failed: Callable[[AppError], None],
        then: Run = lambda: None, agreed: bool = False,
    ) -> None:  # fmt: skip
        """One step; the reason is kept with the visit. ``then`` follows once it is stored. What was agreed is open again: that
        is said, unless the customer ``agreed`` to the new day too."""
        label = moved_label(entry.customer, day, clock or "", entry.confirmed and not agreed)
        self._context.gateway.write(
            label, visits.move, entry.id, day, reason, clock, agreed,
            done=lambda _none: self._moved(entry, day, then), failed=failed,
        )  # fmt: skip

    def _moved(self, entry: Entry, day: date, then: Run) -> None:
        self._went(entry, day)
        then()

    def ask(self, board: Board, entry: Entry, day: date, clock: str | None) -> None:
        """Ask for the day, the time and, where it was agreed, the reason."""
        self.asking = MoveAsked(board, entry, day, clock, self, ClashWords(self._context))

    def refuse(self, entry: Entry) -> None:
        """Say that what took place stays where it is."""
        self._context.frame.toast(_("The visit to {name} took place and keeps its day.").format(name=entry.customer))

    def confirm(self, entry: Entry) -> None:
        """The customer agreed to the day."""
        self._write(N_("Agreed on the visit to {name}"), visits.confirm, entry)

    def cancel(self, entry: Entry, board: QWidget) -> None:
        """Call it off; one that was agreed asks why."""
        if entry.confirmed:
            from app.ui.screens.visits.missed import MissedAsked  # it offers the scopes of moves

            values = {"id": entry.id, "origin": "", "calendar_uid": None, "occurs_on": None}
            MissedAsked(self._context, board, values, entry.customer)
        else:
            self._write(N_("Cancelled the visit to {name}"), visits.cancel, entry)

    def cancel_times(self, entry: Entry, scope: Scope, board: QWidget) -> None:
        """Call off one that repeats, this time or with others."""
        if scope == "this":
            self.cancel(entry, board)
            return
        self._write(N_("Cancelled the visit to {name}"), visit_series.cancel, entry, scope)

    def _write(self, text: str, work: Callable[..., Any], entry: Entry, *args: Any) -> None:
        self._context.gateway.write(Label(text, {"name": entry.customer}), work, entry.id, *args)


def moved_label(name: str, day: date, clock: str = "", open_again: bool = False) -> Label:
    """What a move is called: whose visit, where it went; ``open_again`` where the customer had agreed to another day."""
    return Label(_OPEN_AGAIN if open_again else _MOVED, {"name": name, "day": f"{day.isoformat()} {clock}".strip()})


def is_over(entry: Entry, day: date) -> bool:
    """Whether a visit would be planned for another day that is over."""
    return day < today() and day != entry.day


def over_words(day: date) -> str:
    """What is said then."""
    return _(_OVER).format(day=day_text(day))


class MoveAsked(Flyout):
    """The day, the time and the reason of a move; Enter moves, Esc leaves the visit where it is."""

    def __init__(self, board: Board, entry: Entry, day: date, clock: str | None, mover: Mover, warning: ClashWords) -> None:
        super().__init__(board.window(), "visits.move", 320)
        self._entry, self._mover, self.warning = entry, mover, warning
        self.day, self.reason = QLineEdit(day.isoformat()), QLineEdit()
        self.clock = QLineEdit(entry.clock if clock is None else clock)
        self.scope, self.agreed = CalmCombo(), QCheckBox(_("The customer agreed to the new day"))
        self.problem = PlainLabel("", "danger", wrap=True)
        self.button = primary(_("Move visit"), self.submit)
        self.button.setObjectName("visits.move.go")
        self._lay_out()
        self._connect()
        self.open_below(_anchor(board, entry), self.reason if entry.confirmed else self.day)
        self.day.selectAll()

    def _lay_out(self) -> None:
        self.body.addWidget(PlainLabel(_("Move the visit to {name}").format(name=self._entry.customer), "strong", wrap=True))
        lines = [(_("Day"), self.day), (_("Time, such as 09:30"), self.clock)]
        if self._entry.confirmed:
            words = _("The customer agreed to this visit. The reason is kept with it.")
            self.body.addWidget(PlainLabel(words, "label", wrap=True))
            lines.append((_("Why it is moved"), self.reason))
        for words, line in lines:
            self.body.addWidget(PlainLabel(words, "label"))
            self.body.addWidget(line)
            name_it(line, words)
        if self._entry.confirmed and not self._entry.repeats:
            self.agreed.setObjectName("visits.move.agreed")
            self.body.addWidget(self.agreed)
        if self._entry.repeats:
            self._offer_scopes()
        for told in (self.warning, self.problem):
            self.body.addWidget(told)
        self.problem.hide()
        self.body.addLayout(row(self.button, quiet(_("Leave it"), self.leave), None))

    def _offer_scopes(self) -> None:
        self.body.addWidget(PlainLabel(_("This visit repeats"), "label"))
        self.body.addWidget(self.scope)
        self.scope.setSizeAdjustPolicy(CalmCombo.SizeAdjustPolicy.AdjustToContents)
        name_it(self.scope, _("This visit repeats"))
        for code, words in SCOPES:
            self.scope.addItem(_(words), code)

    def _connect(self) -> None:
        for line in (self.day, self.clock, self.reason):
            line.returnPressed.connect(self.submit)
        for line in (self.day, self.clock):
            line.textChanged.connect(self._look)
        self.clock.editingFinished.connect(self._tidy)
        self._look()

    def _look(self) -> None:
        """What speaks against the day and the time that stand here now."""
        found = self._read()
        if not isinstance(found, str):
            self.warning.ask({"planned_on": found[0], "planned_time": found[1] or None}, self._entry.id)

    def _tidy(self) -> None:
        found = self._read()
        if isinstance(found, str):
            self._say(found)
        else:
            self.problem.hide()
            self.clock.setText(found[1])

    def _read(self) -> tuple[date, str] | str:
        """The day and the time that stand here, or what is wrong with them."""
        clock = self.clock.text().strip()
        try:
            day = typed_day(self.day.text(), today(), forward=True)
        except ValueError as error:
            return unread_day(error)
        try:
            return day, typed_clock(clock) if clock else ""
        except ValueError:
            return unread_clock(clock)

    def submit(self) -> None:
        """Move it to what is typed."""
        found = self._read()
        if isinstance(found, str) or is_over(self._entry, found[0]):
            self._say(found if isinstance(found, str) else over_words(found[0]))
            return
        self.problem.hide()
        (day, clock), reason = found, self.reason.text()
        if self._entry.repeats:
            self._mover.write_times(self._entry, day, clock, reason, self.scope.currentData(), self._failed, self._stored)
        else:
            self._mover.write(self._entry, day, clock, reason, self._failed, self._stored, self.agreed.isChecked())

    def _stored(self) -> None:
        if isValid(self):  # nobody closed it meanwhile
            self.leave()

    def _failed(self, error: AppError) -> None:
        if not isValid(self):
            return
        self._say(error.sentence)
        if isinstance(error, ValidationError) and error.field == "moved_reason":
            self.reason.setFocus()

    def _say(self, words: str) -> None:
        self.problem.setText(words)
        self.problem.show()


def _anchor(board: Board, entry: Entry) -> QWidget:
    """Something to open a panel below: where the visit lies."""
    rect = board.rect_of(entry.id)
    if rect.isNull():
        rect = QRect(board.mapFromGlobal(QCursor.pos()), QPoint(0, 0))
    holder = board.findChild(QWidget, "visits.anchor", Qt.FindChildOption.FindDirectChildrenOnly) or QWidget(board)
    holder.setObjectName("visits.anchor")
    holder.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
    holder.setGeometry(rect)
    return holder


def visit_menu(board: Board, entry: Entry, mover: Mover, doors: dict[str, Run]) -> QMenu:
    """What can be done with a visit on the calendar. ``doors``: "open" and "record"."""
    menu = QMenu(board)
    menu.aboutToHide.connect(menu.deleteLater)
    menu.addAction(_("Open")).triggered.connect(lambda: doors["open"]())
    if entry.planned:
        menu.addAction(_("Record visit")).triggered.connect(lambda: doors["record"]())
        menu.addSeparator()
        menu.addAction(_("Move to…")).triggered.connect(lambda: mover.ask(board, entry, entry.day, None))
        if not entry.confirmed:
            menu.addAction(_("Agreed with the customer")).triggered.connect(lambda: mover.confirm(entry))
        if not entry.repeats:
            menu.addAction(_("Cancel the visit")).triggered.connect(lambda: mover.cancel(entry, board))
        for code, words in SCOPES if entry.repeats else ():
            offer = menu.addAction(_("Cancel: {which}").format(which=_(words)))
            offer.triggered.connect(lambda _checked=False, code=code: mover.cancel_times(entry, code, board))
    return menu
