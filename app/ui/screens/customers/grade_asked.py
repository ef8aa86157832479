"""A grade set by hand: which one, why, until when."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from PySide6.QtWidgets import QWidget

from app.i18n import N_
from app.i18n import gettext_text as _
from app.models import Field
from app.ui.context import Context
from app.ui.editors.choice import CalmCombo
from app.ui.forms.form_parts import FieldBox
from app.ui.kit.widgets import PlainLabel, name_it
from app.ui.screens.today.asking import Asked

Store = Callable[[str, str, date | None, Callable[[], None], Callable[[Any], None]], None]
"""Gets the grade, the reason, the end, and whom to tell that it is done, or what is wrong."""


class GradeByHand(Asked):
    """Nothing is stored without a reason."""

    def __init__(self, anchor: QWidget, context: Context, system: str, choices: Sequence[tuple[str, str]], store: Store) -> None:
        super().__init__(anchor, "customers.grade", _("Set the grade by hand: {system}").format(system=system))
        self._store = store
        self.grade = CalmCombo()
        name_it(self.grade, _("Grade"), "customers.grade.value")
        for code, words in choices:
            self.grade.addItem(words, code)
        self.body.addWidget(self.grade)
        _label, self.reason = self.line(_("Why"), "reason")
        self.reason.setMaxLength(500)
        self.until = FieldBox(Field(N_("Until (empty: until it is ended)"), "date", key="ends_on"), context, "customers.grade")
        self.body.addWidget(self.until)
        self.body.addWidget(PlainLabel(_("What is computed stays beside it."), "secondary", wrap=True))
        self.close_with(_("Set it"))
        self.open_below(anchor, self.grade)

    def submit(self) -> None:
        if sentence := self.until.editor.problem():
            self.say(sentence)
            return
        if not self.reason.text().strip():
            self.say(_("Say why: it stands beside the grade."))
            self.reason.setFocus()
            return
        self._store(str(self.grade.currentData()), self.reason.text().strip(), self.until.editor.value(), self.done, self.failed)
