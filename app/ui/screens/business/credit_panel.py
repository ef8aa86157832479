"""Score, grade and limit of a credit file while its marks are chosen: what follows above the form, what each counts beside it."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from PySide6.QtWidgets import QWidget

from app.analysis.credit_assessment import Assessment
from app.analysis.credit_moves import DRAFT
from app.formats import DASH, money_text, number_text, percent_text, today
from app.i18n import gettext_text as _
from app.services import credit_files, credit_words
from app.services.credit_files import MARKS, Basis
from app.ui.context import Context
from app.ui.forms.form import Form
from app.ui.kit.delegates import tone_of
from app.ui.kit.layouts import column, row
from app.ui.kit.widgets import Badge, PlainLabel, link_button, relabel
from app.ui.screens.analysis.parts import Facts

_Asked = tuple[UUID, date]


class CreditPanel(QWidget):
    """Follows a form of a credit file; with ``proposes`` it fills in the marks that follow from dealings."""

    def __init__(self, context: Context, form: Form, proposes: bool) -> None:
        super().__init__()
        self.setObjectName(f"{form.name}.credit")
        self._context, self._form, self._proposes = context, form, proposes
        self._asked: _Asked | None = None
        self.basis: Basis | None = None
        self._proposed: dict[str, str] = {}
        self.badge, self.facts = Badge("", "neutral"), Facts()
        self.why = PlainLabel("", "secondary", wrap=True, selectable=True)
        self.why.setObjectName(f"{form.name}.why")
        self.why_button = link_button("", self._toggle)
        self.why_button.setObjectName(f"{form.name}.show_why")
        facts = row(self.badge, self.facts, self.why_button, spacing=12)
        facts.setStretch(1, 1)
        self.setLayout(column(facts, self.why, spacing=4, margins=(0, 8, 0, 0)))
        self.why.hide()
        form.edited.connect(lambda _key: self.look())
        form.dirty_changed.connect(lambda _dirty: self.look())
        self.retranslate()

    def begin(self, replaced: Mapping[str, str]) -> None:
        """Another file is in the form; ``replaced`` are marks that may make room for those of dealings."""
        self._asked, self.basis, self._proposed = None, None, dict(replaced)
        self.look()

    def look(self) -> None:
        """Say what follows from the form; what the customer's dealings say is read beside the window."""
        values = self._form.whole_values()
        customer, day = values.get("customer_id"), values.get("assessed_on") or today()
        asked = (customer, day) if customer is not None else None
        if asked != self._asked:
            self._asked, self.basis = asked, None
            if asked is not None:
                gateway = self._context.gateway
                gateway.run(_read, gateway, *asked, done=lambda found: self._arrived(asked, found))
        self._say(values)

    def _arrived(self, asked: _Asked, found: Basis) -> None:
        if asked != self._asked:
            return
        self.basis = found
        if self._proposes:
            self._propose(found.proposed)
        self._say(self._form.whole_values())

    def _propose(self, marks: Mapping[str, str]) -> None:
        """Marks nobody gave, or that were proposed before, become those that follow from dealings."""
        before, self._proposed = self._proposed, dict(marks)
        for key, mark in marks.items():
            editor = self._form.editor(key)
            if editor.value() in (None, before.get(key)) and editor.value() != mark:
                editor.set_value(mark)
                editor.changed.emit()

    def _say(self, values: Mapping[str, Any]) -> None:
        self._tell_marks(values)
        if values.get("state") not in (None, DRAFT):
            self._show(values.get("grade"), _decided(values), _why_decided(values))
        elif self.basis is None:
            self._show(None, (), [])
        else:
            found = self.basis.assess(values)
            self._show(found.grade, _facts(found), credit_words.assessment_words(found, self.basis.purchases))

    def _tell_marks(self, values: Mapping[str, Any]) -> None:
        """What each mark counts, and what the dealings say."""
        for key in MARKS:
            mark = values.get(key)
            told = credit_words.mark_words(key, None if mark in (None, "") else int(mark))
            more = credit_words.habit_words(key, self.basis.habits) if self.basis is not None else ""
            self._form.tell(key, " · ".join(part for part in (told, more) if part))

    def _show(self, grade: str | None, facts: Any, why: list[str]) -> None:
        words = _("Grade {grade}").format(grade=grade) if grade else ""
        self.badge.set(words, tone_of("credit_grade", grade) or "neutral")
        self.facts.show_facts(facts)
        self.why.setText("\n".join(why))
        self.why_button.setVisible(bool(why))
        self.why.setVisible(bool(why) and not self._folded)

    _folded = True

    def _toggle(self) -> None:
        self._folded = not self._folded
        self.look()

    def retranslate(self) -> None:
        """Words in the language in force."""
        relabel(self.why_button, _("Why"))
        self.look()


def _read(gateway: Any, customer_id: UUID, day: date) -> Basis:
    found: Basis = gateway.read_now(credit_files.basis, customer_id, day)
    return found


def _facts(found: Assessment) -> tuple[tuple[str, str], ...]:
    score, limit = found.score.value.value, found.limit.value
    known = ((_("Marks known"), percent_text(found.score.coverage.value, 0)),) if found.score.provisional else ()
    return (
        (_("Score"), DASH if score is None else number_text(score, 1)), *known,
        (_("Limit by the rule"), DASH if limit is None else money_text(int(limit))),
        (_("Terms (days)"), DASH if found.terms_days is None else str(found.terms_days)),
    )  # fmt: skip


def _decided(values: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    """What was found then; what was decided stands in the card above."""
    score = values.get("score")
    return ((_("Score"), DASH if score is None else number_text(score, 1)),
            (_("Limit by the rule"), money_text(values.get("computed_limit"))))  # fmt: skip


def _why_decided(values: Mapping[str, Any]) -> list[str]:
    marks = {key: None if values.get(key) in (None, "") else int(values[key]) for key in MARKS}
    told = list(credit_words.marks_told(marks, frozenset(MARKS)))
    return [*told, values["reason"]] if values.get("reason") else told
