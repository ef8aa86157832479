"""A visit that did not happen: why, and when it is made instead. One step that can be undone."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from PySide6.QtWidgets import QLineEdit, QWidget

from app.formats import today
from app.i18n import N_
from app.i18n import gettext_text as _
from app.models import Visit, fields_of
from app.services import visit_series, visits
from app.services.present import text_of
from app.ui.context import Context
from app.ui.editors.choice import CalmCombo
from app.ui.editors.typed import typed_day, unread_day
from app.ui.gateway import Label
from app.ui.kit.flyout import Flyout
from app.ui.kit.layouts import row
from app.ui.kit.widgets import PlainLabel, name_it, primary, quiet
from app.ui.screens.visits.calendar_moves import SCOPES

_TEXT = N_("Noted that the visit to {name} did not happen")
_CANCELLED = N_("Cancelled the visit to {name}")


class MissedAsked(Flyout):
    """Why a visit did not happen, a word on it, and the day it is planned again. Enter saves, Esc leaves it planned. Of one that
    repeats, this and the following, or all, can be called off instead."""

    def __init__(self, context: Context, anchor: QWidget, values: Mapping[str, Any], name: str) -> None:
        super().__init__(anchor.window(), "visit.missed", 320)
        self._context, self._values, self._name = context, values, name
        self.why, self.scope = CalmCombo(), CalmCombo()
        self.reason, self.again = QLineEdit(), QLineEdit()
        self.problem = PlainLabel("", "danger", wrap=True)
        self._fill()
        self._lay_out()
        self.open_below(anchor, self.why)

    def _fill(self) -> None:
        field = fields_of(Visit)["missed"]
        for choice in field.choices:
            self.why.addItem(text_of(field, choice.code), choice.code)
        self.why.setCurrentIndex(-1)  # C36 counts by it: nobody stores the first one by accident
        for code, words in SCOPES:
            self.scope.addItem(_(words), code)
        self.scope.currentIndexChanged.connect(lambda place: self.again.setEnabled(place == 0))

    def _lay_out(self) -> None:
        lines: list[tuple[str, QWidget]] = [(_("Why it did not happen"), self.why), (_("In words"), self.reason)]
        if self._values["calendar_uid"] and self._values["occurs_on"] and self._values["origin"] == "series":
            lines.append((_("This visit repeats"), self.scope))
        lines.append((_("Plan it again on (may stay empty)"), self.again))
        for words, widget in lines:
            self.body.addWidget(PlainLabel(words, "label"))
            self.body.addWidget(widget)
            name_it(widget, words)
        for line in (self.reason, self.again):
            line.setMaxLength(2000)
            line.returnPressed.connect(self.submit)
        self.body.addWidget(self.problem)
        self.problem.hide()
        self.body.addLayout(row(primary(_("Save"), self.submit), quiet(_("Leave it"), self.leave), None))

    def submit(self) -> None:
        """Store it; what can't be read is said and nothing is lost."""
        try:
            again = self._day() if self.again.isEnabled() else None
        except ValueError as error:
            self._say(unread_day(error))
            return
        self.problem.hide()
        self._write(again)

    def _write(self, again: date | None) -> None:
        key: UUID = self._values["id"]
        work: Callable[..., Any] = visits.missed
        text, why = _TEXT, self.why.currentData()
        args: tuple[Any, ...] = (key, why, self.reason.text(), again)
        if self.scope.currentIndex() > 0:
            work, text, args = visit_series.cancel, _CANCELLED, (key, self.scope.currentData(), self.reason.text(), why)
        self._context.gateway.write(
            Label(text, {"name": self._name}), work, *args, done=lambda _done: self.leave(),
            failed=lambda error: self._say(error.sentence),
        )  # fmt: skip

    def _day(self) -> date | None:
        text = self.again.text().strip()
        return typed_day(text, today(), forward=True) if text else None

    def _say(self, words: str) -> None:
        self.problem.setText(words)
        self.problem.show()
