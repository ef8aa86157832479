"""What stands beside the day's work: deadlines that come near, birthdays, and what was recorded last."""

from collections.abc import Callable
from datetime import date, datetime
from typing import TYPE_CHECKING
from uuid import UUID

from PySide6.QtWidgets import QWidget

from app.formats import days_ago, local, long_day
from app.i18n import gettext_text as _
from app.ui.gateway import Gateway
from app.ui.kit.delegates import Cell
from app.ui.kit.layouts import column
from app.ui.screens.today.nudges import NudgeCard
from app.ui.screens.today.side import SideCard

if TYPE_CHECKING:
    from app.services.today_side import Birthday, Recent

_WIDE, _SLIM = 340, 250
_BORN = frozenset({"contacts", "customers", "settings"})
"""Whose birthdays are told, and how many days ahead."""


class Beside(QWidget):
    """``fill(gateway, moment)`` after the day's lines stand; ``any_record`` says whether anything was ever recorded."""

    def __init__(self, run: Callable[[str, UUID], None], told: Callable[[], None]) -> None:
        super().__init__()
        self._told = told
        self._present = self._known_for = date.min
        self.any_record = False
        self.nudges = NudgeCard(run)
        self.birthdays = SideCard("today.birthdays", "cake", run)
        self.recent = SideCard("today.recent", "history", run)
        self.setLayout(column(self.nudges, self.birthdays, self.recent, None, spacing=16, margins=(8, 4, 20, 20)))
        self.be_wide(True)

    def be_wide(self, wide: bool) -> None:
        """As wide as the window allows."""
        self.setFixedWidth(_WIDE if wide else _SLIM)

    def fill(self, gateway: Gateway, moment: datetime) -> None:
        """Read both lists (lunar birthdays import a calendar); birthdays once a day, unless somebody they are of changed."""
        from app.services import today_side

        self._present = local(moment).date()
        if self._known_for != self._present:
            self._known_for = self._present
            gateway.read(today_side.birthdays, self._present, done=self._show_birthdays)
        gateway.read(today_side.recent, done=self._show_recent)

    def touched(self, entities: frozenset[str]) -> None:
        """Something was changed: whether birthdays are still right."""
        if entities & _BORN:
            self._known_for = date.min

    def _show_birthdays(self, found: "tuple[Birthday, ...]") -> None:
        lines = []
        for each in found:
            turns = "" if each.turns is None else _("turns {years}").format(years=each.turns)
            lunar = _("lunar") if each.lunar else ""
            small = " · ".join(part for part in (each.customer, turns, lunar) if part)
            screen = "people" if each.entity == "contacts" else "customers"
            lines.append((screen, each.id, each.name, small, Cell(days_ago(each.day, self._present), tip=long_day(each.day))))
        self.birthdays.show_lines(lines)

    def _show_recent(self, found: "tuple[Recent, ...]") -> None:
        lines = [
            (each.entity, each.id, each.what or _("Visit"), each.customer, Cell(days_ago(local(each.at).date(), self._present)))
            for each in found
        ]
        self.recent.show_lines(lines)
        self.any_record = bool(found)
        self._told()

    def retranslate(self) -> None:
        """Words in the language in force."""
        self.birthdays.set_words(_("Birthdays in 14 days"), _("No birthdays ahead."))
        self.recent.set_words(_("Last records"), _("Nothing recorded yet."))
        self.nudges.retranslate()
        self._known_for = date.min
