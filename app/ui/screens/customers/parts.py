"""The Visits and Complaints tabs: the same lists as on their own screens, narrowed to one customer."""

from collections.abc import Callable
from uuid import UUID

from PySide6.QtWidgets import QWidget

from app.i18n import gettext_text as _
from app.services.lists import Filter, ListQuery
from app.ui.context import Context
from app.ui.kit.layouts import column, row
from app.ui.kit.widgets import EmptyState, relabel, secondary
from app.ui.lists.columns import Fit
from app.ui.lists.tables import ListView

FIT = Fit(
    {"kind": 64, "purpose": 150, "state": 64, "owner_id": 64, "planned_on": 88, "happened_at": 88, "number": 100,
     "subject": 180, "priority": 56, "received_at": 88, "ordered_on": 92, "net": 104, "issued_on": 92, "due_on": 92,
     "total": 104, "received_on": 92, "amount": 104},
    ("purpose", "subject", "number"), ("planned_on", "owner_id", "kind"), 110,
)  # fmt: skip


class BelongingList(QWidget):
    """Records that belong to one record by ``link``; opening one goes to its own screen (``place``)."""

    def __init__(
        self, context: Context, query: ListQuery, link: str, name: str, add: tuple[str, str], empty: tuple[str, str],
        start: Callable[[], None], place: str = "",
    ) -> None:  # fmt: skip
        super().__init__()
        self.setProperty("kind", "ground")
        self._query, self._link, self._add, self._empty = query, link, add, empty
        self._shown: UUID | None = None
        self.nothing = EmptyState()
        self.list = ListView(context, query, name, empty=self.nothing, fit=FIT)
        self.list.asked = lambda: False  # narrowing to the record is no wish of the person's
        self.list.opened.connect(lambda found: context.frame.go(place or query.entity, found))
        self.list.grid.stand_on_ground()
        self.button = secondary("", start, add[1])
        self.button.setObjectName(f"{name}.add")
        self.head = row(None, self.button, margins=(12, 12, 12, 8))
        self.setLayout(column(self.head, self.list, spacing=0, margins=(12, 0, 12, 0)))
        self.retranslate()

    def give_button(self) -> QWidget:
        """Its button for a line somewhere else; the list begins at the top then."""
        self.head.removeWidget(self.button)
        self.head.setContentsMargins(0, 0, 0, 0)
        return self.button

    def load(self, record_id: UUID) -> None:
        """Show what belongs to a record."""
        if record_id != self._shown:
            self._shown = record_id
            self.list.search("", (Filter(self._link, "in", (record_id,)),))

    def retranslate(self) -> None:
        """Words in the new language."""
        relabel(self.button, _(self._add[0]))
        self.nothing.set(_(self._empty[0]), _(self._empty[1]))
        self.list.retranslate()
