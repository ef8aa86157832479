"""Deadlines of complaints that are half or four fifths over (domain/40 §4.6, L0), beside the day's work."""

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from app.formats import local
from app.i18n import gettext_text as _
from app.ui.kit.delegates import due_cell
from app.ui.screens.today.side import Line, SideCard

if TYPE_CHECKING:
    from app.services.today_desk import Nudge

_LINES = 6


class NudgeCard(SideCard):
    """Hidden while nothing presses."""

    def __init__(self, run: Callable[[str, UUID], None]) -> None:
        super().__init__("today.nudges", "clock", run)
        self._nudges: tuple[Nudge, ...] = ()
        self._moment: datetime | None = None
        self.hide()

    def show_nudges(self, nudges: "tuple[Nudge, ...]", moment: datetime) -> None:
        """Show the nearest of these, seen from a moment (aware)."""
        self._nudges, self._moment = nudges, moment
        self.retranslate()
        self.setVisible(bool(nudges))

    def retranslate(self) -> None:
        """Words in the language in force."""
        self.set_words(_("Deadlines that come near"), "")
        if self._moment is not None:
            self.show_lines([_line(each, local(self._moment)) for each in self._nudges[:_LINES]])


def _line(each: "Nudge", present: datetime) -> Line:
    from app.analysis.complaint_clock import TARGETS

    over = _("{target}: {percent} % of the time is over").format(target=_(TARGETS[each.target]), percent=each.percent)
    return "complaints", each.id, each.what, f"{over} · {each.customer}", due_cell(each.due, present)
