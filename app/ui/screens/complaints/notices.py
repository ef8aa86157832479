"""What stands below the step bar while it is so: who is waited for, a hand-over to accept, deadlines that are provisional."""

from collections.abc import Callable

from PySide6.QtWidgets import QFrame

from app.errors import AppError
from app.formats import day_text, local, moment_text
from app.i18n import N_
from app.i18n import gettext_text as _
from app.services import complaint_transfers
from app.services.complaint_parts_view import Around
from app.services.complaint_view import CaseView
from app.ui.context import Context
from app.ui.gateway import Label
from app.ui.kit.layouts import row
from app.ui.kit.widgets import PlainLabel, quiet, relabel, secondary
from app.ui.records.record import RecordPane
from app.ui.screens.complaints.besides import RETURN


class Notices(QFrame):
    """Hidden while there is nothing to say; ``give_back()`` asks why a hand-over is returned."""

    def __init__(self, context: Context, pane: RecordPane, give_back: Callable[[], None]) -> None:
        super().__init__()
        self.context = context
        self.setObjectName("complaint.notices")
        self.setProperty("kind", "banner")
        self.label = PlainLabel("", wrap=True)
        self.accept, self.give_back = secondary("", self._accept), quiet("", give_back)
        self.accept.setObjectName("complaint.transfer.accept")
        self.give_back.setObjectName("complaint.transfer.return")
        self.calendar = quiet("", lambda: context.frame.begin("settings", {"page": "time"}))
        self.calendar.setObjectName("complaint.holidays")
        self._view: CaseView | None = None
        self.bin = quiet("", lambda: context.frame.go("bin"))
        self.bin.setObjectName("complaint.bin")
        layout = row(self.label, self.accept, self.give_back, self.calendar, self.bin, margins=(12, 6, 8, 6))
        layout.setStretch(0, 1)
        self.setLayout(layout)
        pane.below.addWidget(self)
        self.hide()

    def show_case(self, view: CaseView, around: Around) -> None:
        """Say what holds for this complaint."""
        self._view = view
        told = (_waiting(view), _handed(around), _extended(view), _provisional(view), _orphaned(around))
        lines = [line for line in told if line]
        self.label.setText("\n".join(lines))
        self.setAccessibleName(" ".join(lines))
        relabel(self.accept, _("Accept"))
        relabel(self.give_back, _("Return…"))
        relabel(self.calendar, _("Holidays"))
        for button in (self.accept, self.give_back):
            button.setVisible(around.open_transfer() is not None and around.mine)
        self.calendar.setVisible(bool(view.values["due_provisional"]))
        relabel(self.bin, _("Recycle bin"))
        self.bin.setVisible(around.orphaned)
        self.setVisible(bool(lines))

    def way_back(self) -> str:
        """What returns the hand-over: a step of the way where the case waits to be taken, else the hand-over alone."""
        state = self._view.values["state"] if self._view is not None else ""
        return "T07" if state == "S30" else RETURN

    def text(self) -> str:
        """What it says."""
        return self.label.text()

    def _accept(self) -> None:
        if self._view is not None:
            label = Label(N_("Accepted {number}"), {"number": self._view.values["number"]})
            self.context.gateway.write(label, complaint_transfers.accept, self._view.values["id"], failed=self._refused)

    def _refused(self, error: AppError) -> None:
        self.context.frame.tell(error.sentence)


def _waiting(view: CaseView) -> str:
    values = view.values
    if values["state"] != "S45" or not values["waiting_for"]:
        return ""
    if values["waiting_until"] is None:
        return _("Waiting for the customer: {what}").format(what=values["waiting_for"])
    told = _("Waiting for the customer until {day}: {what}")
    return told.format(day=day_text(values["waiting_until"]), what=values["waiting_for"])


def _handed(around: Around) -> str:
    line = around.open_transfer()
    if line is None:
        return ""
    who = around.people.get(line.to_id, "—") if line.to_id else "—"
    if line.due_at is None:
        return _("Handed over to {name}, not yet accepted.").format(name=who)
    return _("Handed over to {name}, to be accepted by {time}.").format(name=who, time=local(line.due_at).strftime("%m-%d %H:%M"))


def _extended(view: CaseView) -> str:
    before = view.values["extended_from"]
    return _("The deadline was extended once; it was {time}.").format(time=moment_text(before)) if before else ""


def _provisional(view: CaseView) -> str:
    if not view.values["due_provisional"]:
        return ""
    dues = [view.values[key] for key in ("close_due", "answer_due", "acknowledge_due") if view.values[key]]
    year = str(local(max(dues)).year) if dues else ""
    return _("Deadlines are provisional: enter the holidays of {year}.").format(year=year)


def _orphaned(around: Around) -> str:
    if not around.orphaned:
        return ""
    return _("The customer is in the recycle bin. The complaint goes on; bring the customer back to work with their file.")
