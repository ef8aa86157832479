"""One part of the day: a heading with its number, the first lines, and where the others are."""

from collections.abc import Callable, Mapping
from datetime import datetime

from PySide6.QtWidgets import QPushButton, QWidget

from app.i18n import N_, ngettext_text
from app.i18n import gettext_text as _
from app.models.types import now_utc
from app.services.today import Item, Kind, Part
from app.ui.frame.due_rows import DueRows
from app.ui.kit.layouts import clear, column, row
from app.ui.kit.widgets import Badge, PlainLabel, link_button, relabel

LABELS: dict[Part, str] = {"late": N_("Late"), "today": N_("Due today"), "soon": N_("In the next 7 days")}
_LINES = 8


class DueSection(QWidget):
    """Hidden while there is nothing to do. The heading counts everything; ``run`` gets the line that was chosen, ``open_rest``
    the part and kind of those that are only counted."""

    def __init__(self, key: Part, label: str, run: Callable[[Item], None], open_rest: Callable[[Part, Kind], None]) -> None:
        super().__init__()
        self._key, self._label, self._open_rest, self._whole = key, label, open_rest, False
        self._tone = "danger" if key == "late" else "neutral"
        self._items: tuple[Item, ...] = ()
        self._uncounted: Mapping[Kind, int] = {}
        self._moment = now_utc()
        self.heading, self.count = PlainLabel("", "section"), Badge("", self._tone)
        self.view = DueRows(f"today.{key}", label)
        self.view.chosen.connect(run)
        self.more = link_button("", self._show_all)
        self.more.setObjectName(f"today.{key}.more")
        self.rest: dict[Kind, QPushButton] = {}
        self._rest = row(None, spacing=16)
        head = row(self.heading, self.count, None, self.more)
        self.setLayout(column(head, self.view, self._rest, spacing=6, margins=(0, 8, 0, 4)))

    def show_items(self, items: tuple[Item, ...], moment: datetime, more: Mapping[Kind, int]) -> None:
        """Show these lines; ``more`` says how many of a kind there are besides."""
        self._items, self._moment, self._uncounted = items, moment, more
        self.setVisible(bool(items))
        count = len(items) + sum(more.values())
        self.count.set(f"{count:,}" if items else "", self._tone)
        self.view.show_items(items if self._whole else items[:_LINES], moment)
        self.more.setVisible(len(items) > _LINES and not self._whole)
        relabel(self.more, (_("Show {count}") if more else _("Show all {count}")).format(count=len(items)))
        self._show_rest()

    def _show_rest(self) -> None:
        clear(self._rest)
        self.rest = {kind: self._rest_button(kind, count) for kind, count in self._uncounted.items()}
        for button in self.rest.values():
            self._rest.addWidget(button)
        self._rest.addStretch(1)

    def _rest_button(self, kind: Kind, count: int) -> QPushButton:
        button = link_button(more_words(kind, count), lambda: self._open_rest(self._key, kind))
        button.setObjectName(f"today.{self._key}.{kind}")
        return button

    def _show_all(self) -> None:
        self._whole = True
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
        "next_step": ngettext_text("{count} more next step", "{count} more next steps", count),
    }
    return words[kind].format(count=f"{count:,}")
