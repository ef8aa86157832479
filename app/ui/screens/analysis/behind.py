"""The records behind a figure of an analysis, in their own list; a figure with several kinds of them asks which."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from PySide6.QtGui import QCursor
from PySide6.QtWidgets import QMenu

from app.formats import money_text
from app.i18n import N_
from app.i18n import gettext_text as _
from app.models.care import CareTask
from app.models.trade_choices import COST_KIND
from app.services.business import behind as records
from app.services.business.behind import Heap
from app.services.lists import Filter
from app.ui.kit.widgets import literal
from app.ui.lists.views import Only
from app.ui.screens.analysis.shown import Shown
from app.ui.screens.business.kinds import PLACES
from app.ui.screens.complaints.layout import ALL_VIEW
from app.ui.screens.visits.layout import DONE_VIEW

if TYPE_CHECKING:
    from app.ui.screens.analysis.screen import AnalysisScreen

_LETTERS = "ABC"
_KINDS = {choice.code: choice.label for choice in COST_KIND}
_ENTITIES = {"visits": N_("Visits"), "care_tasks": CareTask.plural, "complaints": N_("Complaints"), "costs": N_("Costs")}

VIEWS = {"visits": DONE_VIEW, "complaints": ALL_VIEW}
"""The view that leaves none of them out; elsewhere it is the first."""


def show_behind(screen: "AnalysisScreen", customer: UUID | None, word: str) -> None:
    """Open the records of a figure, of a customer or of all; where they are of several kinds, ask which."""
    if screen.wanted is None:
        return
    screen.context.gateway.read(
        records.behind, screen.wanted.period, customer, word, done=lambda found: _arrived(screen, customer, found),
        failed=lambda error: screen.context.frame.tell(error.sentence),
    )  # fmt: skip


def _arrived(screen: "AnalysisScreen", customer: UUID | None, found: Sequence[Heap]) -> None:
    if not found:
        screen.context.frame.toast(_("No records are behind this figure."))
    elif len(found) == 1:
        _begin(screen, customer, found[0])
    else:
        heap_menu(screen, customer, found).popup(QCursor.pos())


def heap_menu(screen: "AnalysisScreen", customer: UUID | None, found: Sequence[Heap]) -> QMenu:
    """Each part of the figure with its amount; together they are the figure."""
    menu = QMenu(screen)
    menu.setObjectName("analysis.behind")
    menu.aboutToHide.connect(menu.deleteLater)
    for heap in found:
        menu.addAction(literal(_words(heap))).triggered.connect(
            lambda _checked=False, heap=heap: _begin(screen, customer, heap))  # fmt: skip
    return menu


def _words(heap: Heap) -> str:
    kind, amount = _(_KINDS[heap.kind]), money_text(heap.amount or 0)
    if heap.shared:
        told = _("{kind}, reckoned from what is owed: {amount}") if heap.entity == "invoices" else _(
            "{kind}, shared out or by the hours: {amount}")  # fmt: skip
        return told.format(kind=kind, amount=amount)
    records = _(_ENTITIES[heap.entity])
    if records == kind:
        return _("{kind}: {amount}").format(kind=kind, amount=amount)
    return _("{kind} ({records}): {amount}").format(kind=kind, records=records, amount=amount)


def _begin(screen: "AnalysisScreen", customer: UUID | None, heap: Heap) -> None:
    frame = screen.context.frame
    if heap.entity == "care_tasks":  # they stand in no list of their own: with their customer, or among all dates
        frame.go("customers", customer) if customer is not None else frame.go("care")
        return
    only = Only(VIEWS.get(heap.entity, 0), N_("Behind the figure"), heap.filters)
    frame.begin(PLACES.get(heap.entity, heap.entity), {"only": only})


# what the firm's figures lead to --------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Coded:
    """The customers whose column at this place holds this code: gathered when somebody asks, for there can be thousands."""

    place: int
    code: str

    def keys(self, shown: Shown) -> tuple[UUID, ...]:
        """They themselves."""
        return tuple(row.customer for row in shown.rows if (row.raw[self.place] or "") == self.code and row.customer)


def leads_of(shown: Shown) -> dict[str, str | Coded]:
    """By the label of a figure of the firm: the records behind it, where a column of that name has them; the customers it counts,
    where it counts the codes of a column."""
    found: dict[str, str | Coded] = {}
    for place, column in enumerate(shown.columns):
        if column.behind:
            found.setdefault(_(column.label), column.behind)
        found |= {_(word): Coded(place, code) for code, word in column.words.items()}
        found |= {_(column.counted).format(code=code): Coded(place, code) for code in _LETTERS if column.counted}
    found |= dict(shown.leads)
    return {label: found[label] for label, _text in shown.facts if label in found}


def follow(screen: "AnalysisScreen", lead: str | Coded) -> None:
    """Open what a figure of the firm is made of: its records, or its customers."""
    if isinstance(lead, str):
        show_behind(screen, None, lead)
    elif screen.shown is not None:
        open_customers(screen, lead.keys(screen.shown))


def open_customers(screen: "AnalysisScreen", keys: tuple[UUID, ...]) -> None:
    """One in its own record, several in the list; very many come first in the table."""
    if len(keys) == 1:
        screen.context.frame.go("customers", keys[0])
    elif len(keys) > records.MOST:
        screen.table.bring_up(keys)
    elif keys:
        only = Only(0, N_("Behind the figure"), (Filter("id", "in", keys),))
        screen.context.frame.begin("customers", {"only": only})
