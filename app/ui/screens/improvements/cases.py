"""The complaints behind an improvement: named by typing, left out by the row's menu, opened at their own place."""

from collections.abc import Callable, Sequence
from uuid import UUID

from PySide6.QtWidgets import QWidget

from app.i18n import N_
from app.i18n import gettext_text as _
from app.models.fields import Field
from app.services.lists import Filter, ListQuery
from app.ui.context import Command, Context
from app.ui.forms.form_parts import FieldBox
from app.ui.kit.layouts import column, row
from app.ui.kit.widgets import EmptyState
from app.ui.lists.columns import Fit
from app.ui.lists.tables import ListView

_QUERY = ListQuery("complaints", ("number", "subject", "state", "priority", "received_at"), "received_at", True)
_FIT = Fit({"number": 112, "subject": 220, "state": 110, "priority": 56, "received_at": 92}, ("subject",), ("priority",), 140)


class CasesTab(QWidget):
    """``added(id)`` and ``left_out(id)`` are called with the complaint somebody named or left out."""

    def __init__(self, context: Context, added: Callable[[UUID], None], left_out: Callable[[UUID], None]) -> None:
        super().__init__()
        self.setProperty("kind", "ground")
        self.context, self._added, self._left_out = context, added, left_out
        self.nothing = EmptyState()
        self.list = ListView(context, _QUERY, "improvement.cases", None, self._menu, self.nothing, fit=_FIT)
        self.list.asked = lambda: False  # narrowing to the improvement is no wish of the person's
        self.list.opened.connect(lambda found: context.frame.go("complaints", found))
        self.list.grid.stand_on_ground()
        self.box = FieldBox(Field(N_("Name another complaint"), "link", link="complaints", key="complaint_id"), context,
                            "improvement.case")  # fmt: skip
        self.box.editor.changed.connect(self._chosen)
        self.setLayout(column(row(self.box, margins=(12, 12, 12, 8)), self.list, spacing=0, margins=(12, 0, 12, 0)))
        self.retranslate()

    def _chosen(self) -> None:
        found = self.box.editor.value()
        if found is not None:
            self.box.editor.set_value(None)
            self._added(found)

    def _menu(self, ids: Sequence[UUID]) -> Sequence[Command]:
        return (
            Command(N_("Open"), lambda: self.context.frame.go("complaints", ids[0])),
            Command(N_("Leave out of this improvement"), lambda: self._left_out(ids[0])),
        )

    def show_cases(self, ids: Sequence[UUID]) -> None:
        """List these complaints."""
        self.list.search("", (Filter("id", "in", tuple(ids) or (UUID(int=0),)),))

    def retranslate(self) -> None:
        """Words in the new language."""
        self.box.retranslate()
        self.nothing.set(_("No complaint stands behind it."), _("Name one above, or open improvements from a complaint."))
        self.list.retranslate()
