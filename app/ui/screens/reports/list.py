"""Which list a report prints: as it was shown where the person came from, or a whole one; and on which labels."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from app.i18n import N_
from app.i18n import gettext_text as _
from app.models import BY_KEY
from app.reports import Report
from app.services import list_words
from app.services.approaches import STATUS
from app.services.lists import Filter, ListQuery
from app.ui.context import Context
from app.ui.editors.choice import CalmCombo
from app.ui.kit.layouts import column, row
from app.ui.kit.widgets import PlainLabel, name_it

_CUSTOMERS = ListQuery("customers", ("name", "grade", "status", "owner_id", "last_contact_at"), "name")
_PROSPECTS = ListQuery("customers", ("name",), "next_touch_on", filters=(Filter("status", "in", (STATUS,)),))
_WHOLE: dict[str, tuple[tuple[str, ListQuery], ...]] = {
    "list": (
        (N_("All customers"), _CUSTOMERS),
        (N_("All people"), ListQuery("contacts", ("name", "customer_id", "title", "phone", "email"), "name")),
        (N_("All visits"),
         ListQuery("visits", ("customer_id", "kind", "purpose", "state", "owner_id", "happened_at"), "happened_at", True)),
        (N_("All complaints"),
         ListQuery("complaints", ("subject", "customer_id", "state", "priority", "received_at"), "received_at", True)),
    ),
    "labels": ((N_("All customers"), _CUSTOMERS),),
    "prospect-cards": ((N_("Prospects"), _PROSPECTS),),
}  # fmt: skip


class ListChoice(QWidget):
    """``changed`` when another list or sheet is chosen."""

    changed = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        self._given: ListQuery | None = None
        self._asked_for = ""
        self._report: Report | None = None
        self.lists, self.sheets = CalmCombo(), CalmCombo()
        self.lists.setMinimumWidth(96)
        self.sheets.setMinimumWidth(84)
        self._labels = {key: PlainLabel("", "label") for key in ("lists", "sheets")}
        self._sheet_box, list_box = QWidget(), QWidget()
        list_box.setLayout(column(self._labels["lists"], self.lists, spacing=4))
        self._sheet_box.setLayout(column(self._labels["sheets"], self.sheets, spacing=4))
        self.setLayout(row(list_box, self._sheet_box, spacing=8))
        self.lists.activated.connect(self.changed)
        self.sheets.activated.connect(self.changed)
        self.retranslate()

    def show_for(self, report: Report) -> None:
        """Offer the lists this report prints."""
        self.setVisible("query" in report.parameters)
        self._sheet_box.setVisible("sheet" in report.parameters)
        if report != self._report:
            self._report = report
            self._fill()

    def set_query(self, query: ListQuery, report: str) -> None:
        """Print this list, as it was shown, by the report with this key; the others know nothing of it."""
        self._given, self._asked_for, self._report = query, report, None

    def _fill(self) -> None:
        self.lists.clear()
        if self._report is None or "query" not in self._report.parameters:
            return
        if self._given is not None and self._report.key == self._asked_for:
            self.lists.addItem(self._said(self._given), self._given)
        for label, query in _WHOLE.get(self._report.key, ()):
            self.lists.addItem(_(label), query)

    def _said(self, query: ListQuery) -> str:
        words = self.context.gateway.read_now(list_words.words, query)
        told = _(", ").join(words) if words else _(BY_KEY[query.entity].plural)
        return _("As shown: {what}").format(what=told)

    def query(self) -> ListQuery | None:
        """The chosen list."""
        found: ListQuery | None = self.lists.currentData()
        return found

    def sheet(self) -> str:
        """The key of the chosen sheet of labels."""
        return str(self.sheets.currentData())

    def retranslate(self) -> None:
        """Words in the language in force."""
        from app.reports.labels import LAYOUTS

        self._labels["lists"].setText(_("List"))
        self._labels["sheets"].setText(_("Sheet of labels"))
        name_it(self.lists, _("List"), "reports.list")
        name_it(self.sheets, _("Sheet of labels"), "reports.sheet")
        place, kept = max(self.sheets.currentIndex(), 0), self.lists.currentIndex()
        self.sheets.clear()
        for layout in LAYOUTS:
            self.sheets.addItem(_(layout.name), layout.key)
        self.sheets.setCurrentIndex(place)
        self._fill()
        self.lists.setCurrentIndex(max(kept, 0) if self.lists.count() else -1)
