"""A line above the places at the foot of the rail, which comes and goes: the lock, who is at the keyboard."""

from typing import Any

from app.ui.frame.rail import RailItem
from app.ui.kit import speech
from app.ui.screens import Place


class FootItem(RailItem):
    """Folds and speaks with the rail; ``remove`` takes it away."""

    def __init__(self, key: str, title: str, icon: str, rail: Any) -> None:
        super().__init__(Place(key, title, icon, _no_screen), rail)
        self.setCheckable(False)
        self._rail = rail
        self.folded = rail.is_folded
        rail.folded.connect(self._fold)
        rail.add_above_foot(self)
        speech.events.changed.connect(self.retranslate)
        self.retranslate()
        self.show()

    def _fold(self, folded: bool) -> None:
        self.folded = folded
        self.retranslate()

    def remove(self) -> None:
        """Take it away."""
        self._rail.layout().removeWidget(self)
        self.hide()
        self.setParent(None)
        self.deleteLater()


def _no_screen() -> Any:
    raise LookupError("nothing at the foot but places has a screen")
