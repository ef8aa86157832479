"""The desk: all sections below each other, the keyboard walking through them as through one list."""

from collections.abc import Callable, Mapping
from datetime import datetime

from PySide6.QtWidgets import QWidget

from app.i18n import gettext_text as _
from app.services.today import Agenda, Item, Kind, Part
from app.ui.context import Context
from app.ui.kit.layouts import column, row
from app.ui.kit.widgets import PlainLabel, link_button, relabel
from app.ui.screens.today.acts import Acts
from app.ui.screens.today.section import LABELS, DueSection, grouped


class DeskSections(QWidget):
    """``show_agenda(found, more, moment)``. A line that goes leaves the keyboard on the next one, also in the next section."""

    def __init__(
        self, context: Context, run: Callable[[Item], None], accept: Callable[[Item], None],
        open_rest: Callable[[Part, Kind], None],
    ) -> None:  # fmt: skip
        super().__init__()
        self.acts = Acts(context, run, accept)
        self.parts = {key: DueSection(key, run, self.acts.act, open_rest) for key in LABELS}
        self.keys = PlainLabel("", "label")
        self.keys.setObjectName("today.keys")
        for part in self.parts.values():
            part.view.beyond.connect(lambda step, key=part.key: self._beyond(key, step))
        self.back = link_button("", self.acts.bring_back)
        self.back.setObjectName("today.bring_back")
        self.back.hide()
        self.setLayout(column(*self.parts.values(), row(self.keys, None, self.back), spacing=8))

    def show_agenda(self, found: Agenda, more: Mapping[Part, Mapping[Kind, int]], moment: datetime) -> None:
        """Every section with what stands in it."""
        held = next((key for key, part in self.parts.items() if part.view.hasFocus()), None)
        for key, (items, uncounted) in grouped(found, more).items():
            self.parts[key].show_items(items, moment, uncounted)
        self.keys.setVisible(any(not part.isHidden() for part in self.parts.values()))
        if held is not None and self.parts[held].isHidden() and not self._beyond(held, 1):
            self._beyond(held, -1)

    def show_put_off(self, any_of_it: bool) -> None:
        """Whether there is something to bring back."""
        self.back.setVisible(any_of_it)

    def _beyond(self, key: str, step: int) -> bool:
        """Go on in the next section that shows something; False where there is none."""
        order = list(self.parts)
        places = range(order.index(key) + step, len(order) if step > 0 else -1, step)
        shown = next((self.parts[order[place]] for place in places if not self.parts[order[place]].isHidden()), None)
        if shown is not None:
            shown.view.enter_at(0 if step > 0 else -1)
        return shown is not None

    def enter(self) -> bool:
        """The keyboard comes to the first line there is."""
        first = next((part for part in self.parts.values() if not part.isHidden()), None)
        if first is not None:
            first.view.enter_at(0)
        return first is not None

    def retranslate(self) -> None:
        """Words in the language in force."""
        self.keys.setText(_("Enter opens · D done · M another day · S put off · ↑ ↓ from line to line"))
        relabel(self.back, _("Bring back what was put off"))
        for part in self.parts.values():
            part.retranslate()
