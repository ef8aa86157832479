"""Credit policies (F-30): a short list of versions by grade; while the firm has none, the usual ones are one click away."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from PySide6.QtWidgets import QWidget

from app.formats import day_text, today
from app.i18n import N_
from app.i18n import gettext_text as _
from app.services import credit_policies
from app.ui.context import Context
from app.ui.kit.layouts import row
from app.ui.kit.widgets import PlainLabel, secondary
from app.ui.screens.settings.firm import ShortList

_COPIED = ("grade", "standard", "terms_days", "factor", "cap", "cash_discount", "collection")


class CreditPoliciesPage(ShortList):
    """The versions; one that holds already stays as it is, and is where the next one begins."""

    def __init__(self, context: Context) -> None:
        self._shown: dict[str, Any] = {}
        super().__init__(context, "credit_policies")
        self.list.counted.connect(lambda count: self.usual.setVisible(not count))

    def beside_add(self) -> tuple[QWidget, ...]:
        self.usual = secondary(_("Add the usual policies"), self.install)
        self.usual.setObjectName("credit_policies.usual")
        self.usual.hide()
        return (self.usual,)

    def below_form(self) -> tuple[QWidget | int, ...]:
        self.note = PlainLabel("", "secondary", wrap=True)
        self.note.setObjectName("credit_policies.note")
        self.next_button = secondary(_("New version"), self.begin_next)
        self.next_button.setObjectName("credit_policies.next")
        self.next_button.hide()
        line = QWidget()
        line.setLayout(row(self.next_button, None))
        return (self.note, line, 8)

    def install(self) -> None:
        """Write down the usual policies, in the language in force."""
        self.context.gateway.write(N_("Added the usual credit policies"), credit_policies.install_defaults)

    def name_of(self, values: dict[str, Any], links: dict[str, str]) -> str:
        """Grade and version."""
        return _("Grade {grade}, version {edition}").format(grade=values["grade"], edition=values["edition"])

    def write_op(self, record_id: UUID | None) -> tuple[str, Callable[..., Any], tuple[Any, ...]]:
        saved = N_("Saved a credit policy")
        return (saved, credit_policies.save, ()) if record_id is None else (saved, credit_policies.change, (record_id,))

    def begin_next(self) -> None:
        """A new version that says what the shown one says, from today on."""
        known = {key: self._shown.get(key) for key in _COPIED}
        self.begin()
        for key, value in {**known, "effective_on": today()}.items():
            editor = self.form.editor(key)
            editor.set_value(value)
            editor.changed.emit()

    def _show(self, record_id: UUID | None, title: str, values: dict[str, Any], links: dict[str, str]) -> None:
        """Only what does not hold yet can be changed."""
        if record_id is None:
            values = {"grade": "B", "effective_on": today(), **values}
        super()._show(record_id, title, values, links)
        self._shown = values
        holds = record_id is not None and values["effective_on"] < today()
        for key in (*_COPIED, "effective_on"):
            self.form.editor(key).widget.setEnabled(not holds)
        self.next_button.setVisible(holds)
        words = _("Holds since {day} and stays as it is: a change is a new version.")
        usual = _("A grade without a policy gets: A 60 days, factor 1.2; B 30 days, 1.0; C 15 days, 0.6; D paid in advance.")
        self.note.setText(words.format(day=day_text(values["effective_on"])) if holds else usual)
