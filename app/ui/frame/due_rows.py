"""Things to do as lines: what kind, what, with whom, when; Enter or a click opens what stands behind."""

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtCore import QModelIndex, QSize, Signal
from PySide6.QtWidgets import QSizePolicy

from app.formats import local
from app.i18n import N_
from app.i18n import gettext_text as _
from app.services.today import Item
from app.ui.kit.delegates import ROW, Cell, due_cell
from app.ui.lists.rows import RowsView

KINDS: dict[str, tuple[str, str]] = {
    "complaint": (N_("Complaint"), "danger"), "promise": (N_("Promise"), "warning"), "visit": (N_("Visit"), "accent"),
    "follow_up": (N_("Follow-up"), "good"), "next_step": (N_("Next step"), "neutral"),
    "approach": (N_("Prospect"), "accent"), "transfer": (N_("To accept"), "danger"),
    "case_promise": (N_("Promise"), "warning"), "update": (N_("Progress"), "warning"), "request": (N_("Request"), "accent"),
    "improvement": (N_("Improvement"), "neutral"), "report": (N_("Report"), "neutral"),
    "visit_promise": (N_("Promise"), "warning"), "their_promise": (N_("Promised to us"), "good"),
    "care": (N_("Care date"), "gold"), "memo": (N_("Call"), "accent"), "silent": (N_("Silent"), "silver"),
    "payment": (N_("Money promised"), "good"), "dunning": (N_("Dunning"), "warning"), "grading": (N_("Grades"), "neutral"),
    "review": (N_("Decision"), "neutral"), "owed": (N_("Dunning"), "warning"),
}  # fmt: skip
_SCREENS = {"request": "requests", "improvement": "improvements", "report": "reports", "memo": "phone_memos",
            "grading": "analysis",
            **dict.fromkeys(("approach", "care", "silent", "review"), "customers"),
            **dict.fromkeys(("payment", "dunning", "owed"), "dunnings"),
            **dict.fromkeys(("promise", "visit", "next_step", "visit_promise", "their_promise"), "visits")}  # fmt: skip
_HEADERS = (N_("Kind"), N_("What"), N_("Customer"), N_("Who"), N_("Due"))
_KIND, _WHO, _DUE = 100, 110, 112
_CUSTOMER = 0.4
"""The customer's share of what kind, colleague and day leave; the rest is for what is to be done."""
_WITH_WHO = 720
"""Pixels below which the colleague is left out."""


def screen_of(item: Item) -> str:
    """Where a thing to do is done."""
    return _SCREENS.get(item.kind, "complaints")


def words_of(item: Item) -> str:
    """What is to be done."""
    return item.what or (_("Approach the prospect") if item.kind == "approach" else "")


def cells(item: Item, moment: datetime) -> tuple[Cell, ...]:
    """One line."""
    word, tone = KINDS[item.kind]
    said = words_of(item)
    what = f"{said} · {item.priority}" if item.priority in ("P1", "P2") else said
    return (
        Cell(_(word), tone), Cell(what, tip=said), Cell(item.customer, "", "secondary", item.customer),
        Cell(item.who, "", "secondary"), _when(item, moment),
    )  # fmt: skip


def _when(item: Item, moment: datetime) -> Cell:
    """The day it is due, with the hour of a visit today or ahead; else what is known of when it began."""
    if item.due is None:
        return Cell(item.note, "", "secondary")
    cell = due_cell(item.due, local(moment))
    timed = bool(item.note) and item.kind == "visit" and not cell.ink
    return cell._replace(text=f"{cell.text} {item.note}") if timed else cell


class DueRows(RowsView):
    """A table of things to do, as high as its lines, one click opens."""

    chosen = Signal(object)

    def __init__(self, name: str, label: str) -> None:
        super().__init__(_HEADERS, name, label, right=(4,), fitted=True)
        self.horizontalHeader().hide()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.clicked.connect(self._chosen)
        self.opened.connect(self.chosen)

    def _chosen(self, index: QModelIndex) -> None:
        self.chosen.emit(self.rows.lines[index.row()][0])

    def show_items(self, items: Sequence[Item], moment: datetime) -> None:
        """Show these things to do."""
        self.set_rows([(item, cells(item, moment)) for item in items])
        self.setFixedHeight(ROW * max(len(items), 1) + 2)
        self.setVisible(bool(items))

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), self.height())

    def fit(self) -> None:
        """By the width alone, so that the columns of all tables below each other stand in line."""
        room, header = self.viewport().width(), self.horizontalHeader()
        who = _WHO if room >= _WITH_WHO else 0
        header.setSectionHidden(3, not who)
        rest = max(0, room - _KIND - who - _DUE)
        customer = int(rest * _CUSTOMER)
        for place, width in enumerate((_KIND, rest - customer, customer, who, _DUE)):
            if width:
                header.resizeSection(place, width)
