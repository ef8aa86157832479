"""What speaks against a visit while it is planned or moved: a line below the form. It warns and refuses nothing."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from shiboken6 import isValid

from app.services.visit_conflicts import Clash, check
from app.ui.context import Context
from app.ui.forms.form import Form
from app.ui.kit.widgets import PlainLabel

_ASKED_BY = ("planned_on", "planned_time", "minutes", "owner_id")


def words_of(found: Sequence[Clash]) -> str:
    """Each objection once, one below the other."""
    return "\n".join(dict.fromkeys(each.sentence for each in found))


class ClashWords(PlainLabel):
    """Says what speaks against the values asked about last."""

    def __init__(self, context: Context) -> None:
        super().__init__("", "warning", wrap=True)
        self._context, self._asked = context, 0
        self.hide()

    def ask(self, values: Mapping[str, Any], visit_id: UUID | None = None) -> None:
        """``values`` as in visit_conflicts.check; of a visit that has a record only what is to be different."""
        self._asked += 1
        asked = self._asked
        self._context.gateway.read(check, values, visit_id, done=lambda found: self._say(asked, found))

    def _say(self, asked: int, found: Sequence[Clash]) -> None:
        if isValid(self) and asked == self._asked:
            self.setText(words_of(found))
            self.setVisible(bool(found))


class PlanWarning(ClashWords):
    """Follows a form of a plan."""

    def __init__(self, context: Context, form: Form) -> None:
        super().__init__(context)
        self.setObjectName("visit.plan.warning")
        self._form = form
        form.edited.connect(lambda key: self.look() if key in _ASKED_BY else None)

    def look(self) -> None:
        """Ask again for what is in the form now."""
        whole = self._form.whole_values()
        self.ask({key: whole.get(key) for key in _ASKED_BY})
