"""The grades of a customer in its Business tab: one line a system, why, set by hand and taken back right there, and the
gradings before."""

from typing import Any
from uuid import UUID

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from app.errors import AppError
from app.i18n import N_
from app.i18n import gettext_text as _
from app.services import customer_grades, grade_overrides
from app.services.customer_grades import BY_HAND, SYSTEMS, CustomerGrades, Graded
from app.ui.context import Context
from app.ui.gateway import Label
from app.ui.kit.layouts import clear, column, row
from app.ui.kit.widgets import Badge, PlainLabel, SectionTitle, link_button, relabel
from app.ui.lists.rows import RowsView
from app.ui.screens.customers.grade_asked import GradeByHand
from app.ui.screens.customers.grade_words import (
    NAMES,
    grade_words,
    hand_words,
    note_of,
    past_cells,
    reckoned,
    tone,
    value_of,
)

_HISTORY = (N_("As of"), N_("Main grade"), N_("Scorecard"), N_("Score"), N_("ABC matrices"), N_("Customer pyramid"),
            N_("ABC by share of sales"), N_("Status"), N_("Kind"))  # fmt: skip
_WIDTHS = (104, 84, 84, 70, 70, 120, 90, 90, 90)


class CustomerGradesPart(QWidget):
    """``load(id)`` reads a few rows; why is reckoned beside the window only when it is asked for. ``told(grades)`` once read."""

    told = Signal(object)

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        self._shown: UUID | None = None
        self._found: CustomerGrades | None = None
        self._why = ""
        self.panel: GradeByHand | None = None
        self.buttons: dict[str, QWidget] = {}
        self.title, self.note = SectionTitle(""), PlainLabel("", "secondary", wrap=True)
        self.note.setObjectName("customers.grades.note")
        self.grade_all = link_button("", lambda: context.frame.begin("analysis", {"grade": None}))
        self.grade_all.setObjectName("customers.grades.all")
        self.reasons = PlainLabel("", "secondary", wrap=True, selectable=True)
        self.reasons.setObjectName("customers.grades.why")
        self.past_title = SectionTitle("")
        self.past = RowsView(_HISTORY, "customers.grades.history", N_("Gradings so far"), (3,), _WIDTHS, fitted=True)  # fmt: skip
        self.by_hand = PlainLabel("", "", wrap=True, selectable=True)
        self.by_hand.setObjectName("customers.grades.by_hand")
        self.lines = QGridLayout()
        self.lines.setHorizontalSpacing(16)
        self.lines.setVerticalSpacing(6)
        self._lay_out()
        self.retranslate()

    def _lay_out(self) -> None:
        inner = QWidget()
        inner.setProperty("kind", "ground")
        head = row(self.title, None, self.grade_all)
        parts = (head, self.note, self.lines, self.by_hand, self.reasons, 8, self.past_title, self.past, None)
        inner.setLayout(column(*parts, spacing=8, margins=(24, 8, 24, 16)))
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(inner)  # the tab around it scrolls

    def load(self, customer_id: UUID) -> None:
        """Show the grades of a customer."""
        if customer_id != self._shown:
            self._shown, self._found, self._why = customer_id, None, ""
            self._show()
        self.context.gateway.read(
            customer_grades.grades_of, customer_id, done=lambda found: self._arrived(customer_id, found)
        )

    def _arrived(self, customer_id: UUID, found: CustomerGrades) -> None:
        if customer_id == self._shown:
            self._found = found
            self._show()
            self.told.emit(found)

    # what stands here -------------------------------------------------------------------------------------------------

    def _show(self) -> None:
        clear(self.lines)
        self.buttons.clear()
        found = self._found
        newest = found.history[0] if found is not None and found.history else None
        self.note.setText(note_of(found, newest) if found is not None else "")
        self._say_why([])
        if found is not None:
            for place, system in enumerate(SYSTEMS):
                self._line(place, system, found, newest)
        self.past.set_rows([(at, past_cells(one)) for at, one in enumerate(found.history)] if found is not None else [])
        held = [(system, hand_words(system, found)) for system in SYSTEMS] if found is not None else []
        told = (_("{system}: {words}").format(system=_(NAMES[system]), words=words) for system, words in held if words)
        self.by_hand.setText("\n".join(told))
        self.by_hand.setVisible(bool(self.by_hand.text()))
        for part in (self.past_title, self.past):
            part.setVisible(newest is not None)

    def _line(self, place: int, system: str, found: CustomerGrades, newest: Graded | None) -> None:
        code = newest.grades[system] if newest is not None else ""
        hand = found.by_hand.get(system)
        name = PlainLabel(_(NAMES[system]), "strong" if system == found.main else "")
        badge = Badge(grade_words(system, code), tone(system, code))
        value = PlainLabel(value_of(system, newest), "secondary")
        actions = row(spacing=12)
        if newest is not None:
            actions.addWidget(self._action(_("Why"), f"{system}.why", lambda: self.ask_why(system)))
        if system in BY_HAND and not found.never:
            actions.addWidget(self._action(_("Set by hand…"), f"{system}.set", lambda: self.set_by_hand(system)))
        if hand is not None:
            actions.addWidget(self._action(_("End it"), f"{system}.end", lambda: self.end(system)))
        actions.addStretch(1)
        holder = QWidget()
        holder.setLayout(actions)
        for at, widget in enumerate((name, badge, value, holder)):
            self.lines.addWidget(widget, place, at)
        self.lines.setColumnStretch(3, 1)

    def _action(self, words: str, name: str, run: Any) -> QWidget:
        button = link_button(words, run)
        button.setObjectName(f"customers.grades.{name}")
        self.buttons[name] = button
        return button

    # why --------------------------------------------------------------------------------------------------------------

    def ask_why(self, system: str) -> None:
        """Say why it has this grade, or say it no longer."""
        if self._why == system or self._found is None or self._shown is None:
            self._say_why([])
            return
        self._why = system
        self.reasons.setText(_("Adding up…"))
        self.reasons.show()
        gateway, key, newest = self.context.gateway, self._shown, self._found.history[0]
        gateway.run(reckoned, gateway, key, system, newest, done=lambda said: self._explained(key, system, said),
                    failed=lambda error: self._say_why([error.sentence]))  # fmt: skip

    def _explained(self, key: UUID, system: str, said: list[str]) -> None:
        if (key, system) == (self._shown, self._why):
            self._say_why(said, system)

    def _say_why(self, sentences: list[str], system: str = "") -> None:
        self._why = system
        self.reasons.setText("\n".join(sentences))
        self.reasons.setVisible(bool(sentences))

    # by hand ----------------------------------------------------------------------------------------------------------

    def set_by_hand(self, system: str) -> None:
        """Ask for the grade, the reason and the end."""
        anchor = self.buttons.get(f"{system}.set")
        if self._shown is None or anchor is None:
            return
        choices = [(code, grade_words(system, code)) for code in BY_HAND[system]]
        self.panel = GradeByHand(anchor, self.context, _(NAMES[system]), choices, self._setter(self._shown, system))

    def _setter(self, key: UUID, system: str) -> Any:
        def store(value: str, reason: str, until: Any, done: Any, failed: Any) -> None:
            def written(_id: UUID) -> None:
                done()
                self.context.frame.toast(_("Grade set by hand: {grade}").format(grade=grade_words(system, value)), undo=True)
                self._reload(key)

            label = Label(N_("Set the grade {grade} by hand"), {"grade": grade_words(system, value)})
            self.context.gateway.write(label, grade_overrides.set_grade, key, value, reason, until, system, done=written,
                                       failed=failed)  # fmt: skip

        return store

    def end(self, system: str) -> None:
        """What was set by hand holds no longer."""
        key = self._shown

        def written(_none: object) -> None:
            self.context.frame.toast(_("The computed grade counts again"), undo=True)
            self._reload(key)

        def failed(error: AppError) -> None:
            self.context.frame.tell(error.sentence)

        self.context.gateway.write(
            Label(N_("Ended a grade set by hand")), customer_grades.end_by_hand, key, system, done=written, failed=failed
        )

    def _reload(self, key: UUID | None) -> None:
        if key is not None and key == self._shown:
            self.load(key)

    def retranslate(self) -> None:
        """Words in the language in force."""
        self.title.setText(_("Grades"))
        self.past_title.setText(_("Gradings so far"))
        relabel(self.grade_all, _("Grade all…"))
        self.past.retranslate()
        self._show()
