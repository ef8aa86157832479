"""What still waits in the name of a colleague who leaves, said while the tick is set: nobody would ask for it afterwards."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from app.i18n import gettext_text as _
from app.services.handover import COMPLAINTS, CUSTOMERS, PEOPLE, VISITS
from app.services.left_behind import left_behind
from app.ui.context import Context
from app.ui.forms.form import Form
from app.ui.kit.widgets import PlainLabel


class LeaverWords(PlainLabel):
    """Below the form of a colleague, above the button that hands over."""

    def __init__(self, context: Context, form: Form) -> None:
        super().__init__("", "warning", wrap=True)
        self.setObjectName("employees.left_behind")
        self._context, self._form = context, form
        self._who: UUID | None = None
        self.hide()
        form.edited.connect(lambda key: self.look(self._who) if key == "has_left" else None)
        context.gateway.changed.connect(lambda _changes: self.look(self._who))

    def look(self, who: UUID | None) -> None:
        """Say it of this colleague, where the tick is set; of a new one nothing waits."""
        self._who = who
        if who is None or not self._form.whole_values().get("has_left"):
            self.hide()
            return
        self._context.gateway.read(left_behind, who, done=lambda counts: self._say(who, counts))

    def _say(self, who: UUID, counts: Mapping[str, int]) -> None:
        if who != self._who or not self._form.whole_values().get("has_left"):
            return
        self.setText(_words(counts))
        self.setVisible(any(counts.values()))


def _words(counts: Mapping[str, Any]) -> str:
    words = _(
        "Still in this colleague's name: {customers} customers, {visits} planned visits, {complaints} complaints in work, "
        "{people} people. “Hand over…” below gives them to others."
    )
    return words.format(
        customers=f"{counts[CUSTOMERS]:,}", visits=f"{counts[VISITS]:,}", complaints=f"{counts[COMPLAINTS]:,}",
        people=f"{counts[PEOPLE]:,}",
    )  # fmt: skip
