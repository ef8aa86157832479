"""What a line of the day asks before it is moved, put off or settled: a day (usual ones by 1, 2, 3), why, what came of it."""

from collections.abc import Callable, Sequence
from datetime import date

from PySide6.QtCore import QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPushButton, QWidget
from shiboken6 import isValid

from app.errors import AppError, ValidationError
from app.formats import days_ago, today, weekday
from app.i18n import gettext_text as _
from app.ui.editors.typed import typed_day, unread_day
from app.ui.kit.flyout import Flyout
from app.ui.kit.layouts import row
from app.ui.kit.widgets import PlainLabel, as_kind, name_it, primary, quiet, secondary

Failed = Callable[[AppError], None]
Move = Callable[[date, str, Callable[[], None], Failed], None]
"""Gets the day, the reason, and whom to tell that it is done, or what is wrong."""
Look = Callable[[date, Callable[[tuple[str, ...]], None]], None]
"""Gets the day, and whom to tell what speaks against it."""
Settle = Callable[[str, Callable[[], None], Failed], None]

_PAUSE = 500
"""Milliseconds in which the number of a day may become a day that is typed."""


class Asked(Flyout):
    """A panel with a title and a sentence for what is wrong; it goes once the step is done."""

    def __init__(self, anchor: QWidget, name: str, title: str) -> None:
        super().__init__(anchor.window(), name, 340)
        self.body.addWidget(PlainLabel(title, "strong", wrap=True))
        self.problem = PlainLabel("", "danger", wrap=True)
        self.problem.hide()

    def line(self, words: str, name: str) -> tuple[PlainLabel, QLineEdit]:
        """A line to type in with its label above; Enter goes on."""
        label, typed = PlainLabel(words, "label"), QLineEdit()
        name_it(typed, words, f"{self.objectName()}.{name}")
        typed.returnPressed.connect(self.submit)
        self.body.addWidget(label)
        self.body.addWidget(typed)
        return label, typed

    def close_with(self, words: str) -> None:
        """The button at the end."""
        self.button = primary(words, self.submit)
        self.button.setObjectName(f"{self.objectName()}.go")
        self.body.addWidget(self.problem)
        self.body.addLayout(row(self.button, quiet(_("Leave it"), self.leave), None))

    def submit(self) -> None:
        """Take what is typed."""

    def done(self) -> None:
        """The step is done."""
        self.leave()

    def failed(self, error: AppError) -> None:
        """Say what is wrong; nothing was changed."""
        self.say(error.sentence)

    def say(self, words: str) -> None:
        """A sentence beside the fields."""
        self.problem.setText(words)
        self.problem.show()


class DayAsked(Asked):
    """``usual``: days offered as buttons, chosen by 1, 2, 3 when nothing follows (1-15 is a day of its own). A day that was
    agreed asks why; one that something speaks against (``look``) is taken once it was said."""

    def __init__(
        self, anchor: QWidget, name: str, title: str, words: str, usual: Sequence[date], run: Move, look: Look | None = None
    ) -> None:
        super().__init__(anchor, name, title)
        self._run, self._look, self._usual = run, look, list(dict.fromkeys(usual))
        self._words, self._said_of = words, date.min
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE)
        self._pause.timeout.connect(self._take_offered)
        self._offered = QHBoxLayout()
        self._offered.setSpacing(8)
        self.days: list[QPushButton] = [self._day(place, day) for place, day in enumerate(self._usual, 1)]
        self.body.addLayout(self._offered)
        _label, self.day = self.line(_("Another day, such as 7-31 or +3"), "day")
        self.day.textEdited.connect(self._pause.stop)
        self.why, self.reason = self.line(_("Why it is moved"), "reason")
        self.why.hide()
        self.reason.hide()
        self.close_with(words)
        self.open_below(anchor, self.days[0] if self.days else self.day)

    def _day(self, place: int, day: date) -> QPushButton:
        words = f"{place}. {days_ago(day, today())}\n{day.month}-{day.day} {weekday(day)}"
        button = secondary(words, lambda: self.take(day))
        name_it(button, words.replace("\n", " "), f"{self.objectName()}.{place}")
        as_kind(button, "day")
        self._offered.addWidget(button)
        return button

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.text().strip().isprintable() and event.text().strip():
            self.day.setFocus()
            self.day.insert(event.text())
            if self._offered_day() is not None:
                self._pause.start()
        else:
            super().keyPressEvent(event)

    def _offered_day(self) -> date | None:
        """The day whose number alone is typed."""
        text = self.day.text().strip()
        place = int(text) if text.isdecimal() else 0
        return self._usual[place - 1] if 1 <= place <= len(self._usual) and len(text) == 1 else None

    def _take_offered(self) -> None:
        """Nothing followed the number of a day."""
        if (day := self._offered_day()) is not None:
            self.take(day)

    def submit(self) -> None:
        """Take the day that is typed."""
        if (offered := self._offered_day()) is not None:
            self.take(offered)
            return
        try:
            day = typed_day(self.day.text(), today(), forward=True)
        except ValueError as error:
            self.say(unread_day(error))
            self.day.setFocus()
            return
        self.take(day)

    def take(self, day: date) -> None:
        """This day, unless something speaks against it that was not said yet."""
        self.day.setText(day.isoformat())
        self.problem.hide()
        if self._look is None or day == self._said_of:
            self._go(day)
        else:
            self._look(day, lambda found: self._looked(day, found))

    def _looked(self, day: date, found: tuple[str, ...]) -> None:
        if not isValid(self) or typed_day(self.day.text(), today(), forward=True) != day:
            return
        self._said_of = day
        if not found:
            self._go(day)
            return
        self.say("\n".join(found))
        self.button.setText(_("{action} all the same").format(action=self._words))
        self.button.setFocus()

    def _go(self, day: date) -> None:
        self._run(day, self.reason.text(), self.done, self.failed)

    def failed(self, error: AppError) -> None:
        super().failed(error)
        if isinstance(error, ValidationError) and error.field == "moved_reason":
            self.why.show()
            self.reason.show()
            self.reason.setFocus()


class ResultAsked(Asked):
    """What came of a call, in a line."""

    def __init__(self, anchor: QWidget, title: str, run: Settle) -> None:
        super().__init__(anchor, "today.result", title)
        self._run = run
        _label, self.result = self.line(_("What came of it"), "text")
        self.close_with(_("Settle it"))
        self.open_below(anchor, self.result)

    def submit(self) -> None:
        """Settle it with what is typed."""
        self._run(self.result.text().strip(), self.done, self.failed)
