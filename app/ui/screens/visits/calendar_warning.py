"""What speaks against a visit while it is planned: a line below the form. It warns and refuses nothing."""

from collections.abc import Sequence

from app.services.visit_conflicts import Clash, check
from app.ui.context import Context
from app.ui.forms.form import Form
from app.ui.kit.widgets import PlainLabel

_ASKED_BY = ("planned_on", "planned_time", "minutes", "owner_id")


class PlanWarning(PlainLabel):
    """Follows a form of a plan."""

    def __init__(self, context: Context, form: Form) -> None:
        super().__init__("", "warning", wrap=True)
        self.setObjectName("visit.plan.warning")
        self._context, self._form, self._asked = context, form, 0
        form.edited.connect(lambda key: self.look() if key in _ASKED_BY else None)
        self.hide()

    def look(self) -> None:
        """Ask again for what is in the form now."""
        self._asked += 1
        asked, whole = self._asked, self._form.whole_values()
        values = {key: whole.get(key) for key in _ASKED_BY}
        self._context.gateway.read(check, values, done=lambda found: self._say(asked, found))

    def _say(self, asked: int, found: Sequence[Clash]) -> None:
        if asked == self._asked:
            self.setText("\n".join(dict.fromkeys(each.sentence for each in found)))
            self.setVisible(bool(found))
