"""One part of the desk: a heading with its number, the first lines, and where the others are; what stands in which."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from PySide6.QtWidgets import QPushButton, QWidget

from app.i18n import N_, ngettext_text
from app.i18n import gettext_text as _
from app.models.types import now_utc
from app.services.today import Agenda, Item, Kind, Part
from app.ui.kit.layouts import clear, column, row
from app.ui.kit.widgets import Badge, PlainLabel, link_button, relabel
from app.ui.screens.today.acts import Anchor
from app.ui.screens.today.lines import DeskRows

Group = str
"""A part of the day, or what is ahead of a kind."""
LABELS: dict[Group, str] = {
    "late": N_("Overdue"), "today": N_("Today"), "soon": N_("In the next 7 days"), "promises": N_("Promises, next 7 days"),
    "complaints": N_("Complaints due, next 7 days"), "memos": N_("Calls to return"), "care": N_("Care dates"),
    "silent": N_("Silent for too long"),
}  # fmt: skip
_AHEAD: dict[Kind, Group] = {
    **dict.fromkeys(("promise", "visit_promise", "their_promise", "case_promise", "payment"), "promises"),
    **dict.fromkeys(("complaint", "follow_up", "transfer", "update"), "complaints"),
    "memo": "memos", "care": "care", "silent": "silent",
}  # fmt: skip
LINES = 5


def part_of(group: Group) -> Part:
    """The part of the day whose things stand in a group."""
    return "late" if group == "late" else "today" if group == "today" else "soon"


def grouped(found: Agenda, more: Mapping[Part, Mapping[Kind, int]]) -> dict[Group, tuple[list[Item], dict[Kind, int]]]:
    """What stands where: everything late or for today together, what is ahead by its kind; with what is only counted."""
    groups: dict[Group, tuple[list[Item], dict[Kind, int]]] = {key: ([], {}) for key in LABELS}
    groups["late"] = list(found.late), dict(more.get("late", {}))
    groups["today"] = list(found.today), dict(more.get("today", {}))
    for item in (*found.soon, *found.apart):
        groups[_AHEAD.get(item.kind, "soon")][0].append(item)
    for kind, count in more.get("soon", {}).items():
        groups[_AHEAD.get(kind, "soon")][1][kind] = count
    return groups


class DueSection(QWidget):
    """Hidden while there is nothing to do. The heading counts everything; ``run`` gets the line that was chosen, ``act`` what is
    to be done with one, ``open_rest`` the part and kind of those that are only counted."""

    def __init__(
        self, key: Group, run: Callable[[Item], None], act: Callable[[str, Item, Anchor], None],
        open_rest: Callable[[Part, Kind], None],
    ) -> None:  # fmt: skip
        super().__init__()
        self.key, self._label, self._open_rest, self._whole = key, LABELS[key], open_rest, False
        self._tone = "danger" if key == "late" else "neutral"
        self._items: Sequence[Item] = ()
        self._uncounted: Mapping[Kind, int] = {}
        self._moment = now_utc()
        self.heading, self.count = PlainLabel("", "section"), Badge("", self._tone)
        self.view = DeskRows(f"today.{key}", self._label)
        self.view.chosen.connect(run)
        self.view.acted.connect(lambda what, item: act(what, item, lambda: self.view.anchor_of(item)))
        self.more = link_button("", self._turn)
        self.more.setObjectName(f"today.{key}.more")
        self.rest: dict[Kind, QPushButton] = {}
        self._rest = row(None, spacing=16)
        head = row(self.heading, self.count, None, self.more)
        self.setLayout(column(head, self.view, self._rest, spacing=6, margins=(0, 8, 0, 4)))
        self.hide()

    def show_items(self, items: Sequence[Item], moment: datetime, more: Mapping[Kind, int]) -> None:
        """Show these lines; ``more`` says how many of a kind there are besides."""
        self._items, self._moment, self._uncounted = items, moment, more
        self.setVisible(bool(items))
        count = len(items) + sum(more.values())
        self.count.set(f"{count:,}" if items else "", self._tone)
        self.view.show_items(items if self._whole else items[:LINES], moment)
        self.more.setVisible(len(items) > LINES)
        left = _("{count} more").format(count=f"{len(items) - LINES:,}")
        relabel(self.more, _("Show fewer") if self._whole else left)
        self._show_rest()

    def _show_rest(self) -> None:
        clear(self._rest)
        self.rest = {kind: self._rest_button(kind, count) for kind, count in self._uncounted.items()}
        for button in self.rest.values():
            self._rest.addWidget(button)
        self._rest.addStretch(1)

    def _rest_button(self, kind: Kind, count: int) -> QPushButton:
        button = link_button(more_words(kind, count), lambda: self._open_rest(part_of(self.key), kind))
        button.setObjectName(f"today.{self.key}.{kind}")
        return button

    def _turn(self) -> None:
        """All lines, or the first ones again."""
        self._whole = not self._whole
        self.show_items(self._items, self._moment, self._uncounted)

    def retranslate(self) -> None:
        """The heading in the language in force."""
        self.heading.setText(_(self._label))
        self.view.retranslate()


def more_words(kind: Kind, count: int) -> str:
    """How many of a kind are not listed."""
    words = {
        "complaint": ngettext_text("{count} more complaint", "{count} more complaints", count),
        "follow_up": ngettext_text("{count} more follow-up", "{count} more follow-ups", count),
        "promise": ngettext_text("{count} more promise", "{count} more promises", count),
        "visit": ngettext_text("{count} more visit", "{count} more visits", count),
        "approach": ngettext_text("{count} more prospect", "{count} more prospects", count),
        "next_step": ngettext_text("{count} more next step", "{count} more next steps", count),
    }
    return words[kind].format(count=f"{count:,}")
