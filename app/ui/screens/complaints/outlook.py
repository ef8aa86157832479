"""What lies ahead of a complaint, below its next step in every tab: a reminder of its target, what the customer was promised and
hears next, and the customer's other complaints."""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QMenu, QWidget

from app.analysis.complaint_clock import TARGETS, Aim, share_gone
from app.analysis.complaint_states import FINAL, PAUSED, is_open
from app.analysis.workdays import Calendar
from app.formats import day_text, local
from app.i18n import N_, ngettext_text
from app.i18n import gettext_text as _
from app.services.complaint_parts_view import OTHERS, Around, Other
from app.services.complaint_view import CaseView
from app.ui.editors.editor import firm_now
from app.ui.kit.layouts import column, row
from app.ui.kit.widgets import PlainLabel, link_button, literal, relabel
from app.ui.records.record import RecordPane
from app.ui.screens.complaints.words import short_moment, stage_text

_NAMED = 40


class Outlook(QWidget):
    """Hidden while there is nothing ahead; ``opened(id)`` is called for another complaint of the customer."""

    def __init__(self, pane: RecordPane, opened: Callable[[UUID], None]) -> None:
        super().__init__()
        self._opened, self._others = opened, tuple[Other, ...]()
        self.setObjectName("complaint.outlook")
        self.label, self.others = PlainLabel("", "secondary", wrap=True), link_button("", self._show_menu)
        self.others.setObjectName("complaint.others")
        self.setLayout(column(self.label, row(self.others, None), spacing=2))
        pane.below.addWidget(self)
        self.hide()

    def show_case(self, view: CaseView, around: Around, calendar: Calendar) -> None:
        """Say what is ahead of this complaint."""
        present = firm_now()
        parts = (_reminder(view, present, calendar), *_promised(view, around, present), _progress(view, around, present))
        lines = [part for part in parts if part]
        self._others = around.others
        self.label.setText("\n".join(lines))
        self.label.setVisible(bool(lines))
        relabel(self.others, _others_words(len(around.others)))
        self.others.setVisible(bool(around.others))
        self.setVisible(bool(lines or around.others))

    def text(self) -> str:
        """What it says."""
        return self.label.text()

    def menu(self) -> QMenu:
        """The customer's other complaints, those in work first."""
        menu = QMenu(self)
        menu.aboutToHide.connect(menu.deleteLater)
        for other in self._others:
            text = f"{day_text(local(other.received_at).date())} · {other.number} · {other.subject[:_NAMED]} · "
            action = menu.addAction(literal(text + stage_text(other.state)))
            action.triggered.connect(lambda _checked=False, key=other.id: self._opened(key))
        return menu

    def _show_menu(self) -> None:
        self.menu().popup(self.others.mapToGlobal(QPoint(0, self.others.height() + 2)))


def _others_words(count: int) -> str:
    if count >= OTHERS:
        return _("Other complaints of this customer")
    told = ngettext_text("{count} other complaint of this customer", "{count} other complaints of this customer", count)
    return told.format(count=count)


def _reminder(view: CaseView, present: datetime, calendar: Calendar) -> str:
    """The step of half or four fifths of the target in force that is behind; nothing once it is past: the card says so."""
    values, due = view.values, view.values["next_due"]
    code = next((each for each in ("acknowledge", "answer", "close") if due and values[f"{each}_due"] == due), "")
    if not code or not is_open(values["state"]) or values["state"] in PAUSED:
        return ""
    share = share_gone(Aim(code, local(values["received_at"]), local(due)), present, calendar)
    told = _("{target}: {percent} % of the time is over").format(target=_(TARGETS[code]), percent=int(share * 100))
    return told if 0 < share < 1 else ""


def _promised(view: CaseView, around: Around, present: datetime) -> list[str]:
    if view.values["state"] in FINAL:
        return []
    return [
        _("Promised by {time}: {name}").format(time=short_moment(line.due_at, present), name=line.name[:_NAMED])
        for line in around.promises if line.kept_at is None and line.due_at is not None
    ][:2]  # fmt: skip


def _progress(view: CaseView, around: Around, present: datetime) -> str:
    due = around.progress_due
    if due is None:
        return ""
    late = N_("The customer should have heard of the progress by {time}.")
    told = late if local(due) < present else N_("The customer hears of the progress by {time}.")
    return _(told).format(time=short_moment(due, present))
