"""The desk: all sections below each other, the keyboard walking through them as through one list."""

from collections.abc import Callable, Mapping
from datetime import datetime
from functools import partial

from PySide6.QtWidgets import QWidget

from app.i18n import gettext_text as _
from app.services.today import Agenda, Item, Kind, Part
from app.ui.context import Context
from app.ui.kit.layouts import column, row
from app.ui.kit.widgets import PlainLabel, link_button, relabel
from app.ui.screens.today.acts import Acts
from app.ui.screens.today.section import LABELS, DueSection, grouped


class _Parts(dict[str, DueSection]):
    """The sections by their keys, each made when it is first asked for: most are empty, and a start pays for none of those."""

    def __init__(self, make: Callable[[str], DueSection]) -> None:
        super().__init__()
        self._make = make

    def __missing__(self, key: str) -> DueSection:
        self[key] = self._make(key)
        return self[key]

    def in_order(self) -> list[str]:
        """The keys of those there are, from above."""
        return [key for key in LABELS if key in self]


class DeskSections(QWidget):
    """``show_agenda(found, more, moment)``. A line that goes leaves the keyboard on the next one, also in the next section."""

    def __init__(
        self, context: Context, run: Callable[[Item], None], accept: Callable[[Item], None],
        open_rest: Callable[[Part, Kind], None],
    ) -> None:  # fmt: skip
        super().__init__()
        self.acts = Acts(context, run, accept)
        self._new = partial(DueSection, run=run, act=self.acts.act, open_rest=open_rest)
        self.parts = _Parts(self._made)
        self.keys = PlainLabel("", "label")
        self.keys.setObjectName("today.keys")
        self.back = link_button("", self.acts.bring_back)
        self.back.setObjectName("today.bring_back")
        self.back.hide()
        self._column = column(row(self.keys, None, self.back), spacing=8)
        self.setLayout(self._column)

    def _made(self, key: str) -> DueSection:
        part = self._new(key)
        part.retranslate()
        part.view.beyond.connect(lambda step: self._beyond(key, step))
        part.view.took_over.connect(lambda: self._let_go(key))
        above = [each for each in LABELS if each in self.parts and list(LABELS).index(each) < list(LABELS).index(key)]
        self._column.insertWidget(len(above), part)
        return part

    def _let_go(self, key: str) -> None:
        """One line of the whole desk is the one a key acts on, and the only one that looks so."""
        for other, part in self.parts.items():
            if other != key:
                part.view.selectionModel().clear()

    def show_agenda(self, found: Agenda, more: Mapping[Part, Mapping[Kind, int]], moment: datetime) -> None:
        """Every section with what stands in it."""
        held = next((key for key, part in self.parts.items() if part.view.hasFocus()), None)
        for key, (items, uncounted) in grouped(found, more).items():
            if items or key in self.parts:
                self.parts[key].show_items(items, moment, uncounted)
        self.keys.setVisible(any(not part.isHidden() for part in self.parts.values()))
        if held is not None and self.parts[held].isHidden() and not self._beyond(held, 1):
            self._beyond(held, -1)

    def show_put_off(self, any_of_it: bool) -> None:
        """Whether there is something to bring back."""
        self.back.setVisible(any_of_it)

    def _beyond(self, key: str, step: int) -> bool:
        """Go on in the next section that shows something; False where there is none."""
        order = self.parts.in_order()
        places = range(order.index(key) + step, len(order) if step > 0 else -1, step)
        shown = next((self.parts[order[place]] for place in places if not self.parts[order[place]].isHidden()), None)
        if shown is not None:
            shown.view.enter_at(0 if step > 0 else -1)
        return shown is not None

    def enter(self) -> bool:
        """The keyboard comes to the first line there is."""
        shown = (self.parts[key] for key in self.parts.in_order())
        first = next((part for part in shown if not part.isHidden()), None)
        if first is not None:
            first.view.enter_at(0)
        return first is not None

    def retranslate(self) -> None:
        """Words in the language in force."""
        self.keys.setText(_("Enter opens · D done · M another day · S put off · ↑ ↓ from line to line"))
        relabel(self.back, _("Bring back what was put off"))
        for part in self.parts.values():
            part.retranslate()
