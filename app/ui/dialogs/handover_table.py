"""The customers of a hand-over as a table: what is open at each, and who gets it."""

from collections.abc import Mapping
from uuid import UUID

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableWidget, QTableWidgetItem

from app.formats import DASH
from app.i18n import N_
from app.i18n import gettext_text as _
from app.services.handover import COMPLAINTS, PEOPLE, VISITS, Portfolio
from app.services.handover_reach import Reach
from app.services.present import phone_text
from app.ui.kit.widgets import name_it

_HEADS = (
    N_("Customer"), N_("Phone"), N_("Decides there"), N_("Next visit"), N_("Visits planned"), N_("Complaints"), N_("People"),
    N_("Goes to"),
)  # fmt: skip
_KINDS = (VISITS, COMPLAINTS, PEOPLE)
_ID = int(Qt.ItemDataRole.UserRole)
_REACH, _COUNTS, _TO = 1, 4, len(_HEADS) - 1


class HandoverTable(QTableWidget):
    """``choice()`` says who gets which customer; rows are chosen like in any list."""

    def __init__(self) -> None:
        super().__init__(0, len(_HEADS))
        self._names: dict[UUID, str] = {}
        self._choice: dict[UUID, UUID] = {}
        name_it(self, _("Customers to hand over"), "handover.customers")
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.verticalHeader().hide()
        self.setHorizontalHeaderLabels([_(head) for head in _HEADS])
        header = self.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        for stretched in (0, _TO):
            header.setSectionResizeMode(stretched, QHeaderView.ResizeMode.Stretch)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)

    def show_portfolio(self, found: Portfolio, names: Mapping[UUID, str]) -> None:
        """List the customers; nobody gets anything yet."""
        self._names, self._choice = dict(names), {}
        self.setRowCount(len(found.customers))
        for place, customer in enumerate(found.customers):
            first = QTableWidgetItem(customer.title)
            first.setData(_ID, customer.id)
            self.setItem(place, 0, first)
            for column, kind in enumerate(_KINDS, _COUNTS):
                count = QTableWidgetItem(str(found.count(kind, customer.id) or DASH))
                count.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
                self.setItem(place, column, count)
            self.setItem(place, _TO, QTableWidgetItem(""))
            for column, text in enumerate(_reached(found.reach.get(customer.id)), _REACH):
                self.setItem(place, column, QTableWidgetItem(text))

    def choose_all(self, taker: UUID | None) -> None:
        """Everything goes to one colleague; None: nothing is handed over."""
        self._give(range(self.rowCount()), taker)

    def choose_marked(self, taker: UUID | None) -> None:
        """The marked rows go to a colleague; None: they stay."""
        self._give(sorted({index.row() for index in self.selectedIndexes()}), taker)

    def _give(self, rows: range | list[int], taker: UUID | None) -> None:
        for place in rows:
            first, to = self.item(place, 0), self.item(place, _TO)
            if first is None or to is None:
                continue
            key = first.data(_ID)
            if taker is None:
                self._choice.pop(key, None)
            else:
                self._choice[key] = taker
            to.setText(self._names.get(taker, "") if taker else _("stays"))

    def choice(self) -> dict[UUID, UUID]:
        """Customer -> colleague; customers that stay are left out."""
        return dict(self._choice)


def _reached(found: Reach | None) -> tuple[str, str, str]:
    """Phone, who decides with their phone, the day of the next visit."""
    if found is None:
        return "", "", ""
    who = found.decider
    named = " ".join(filter(None, (who.name, phone_text(who.phone)))) if who is not None else ""
    return phone_text(found.phone), named, found.next_visit.isoformat() if found.next_visit else ""
