"""Where the person has been: the places Alt+← and Alt+→ go through, and the records last opened."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from app.ui.preferences import Preferences

if TYPE_CHECKING:  # the frame is painted without it
    from uuid import UUID

Step = tuple[str, "UUID | None"]
LENGTH = 50
RECENT = 30


class Trail:
    """A list of steps and a position in it; going somewhere new drops what lay ahead."""

    def __init__(self) -> None:
        self._steps: list[Step] = []
        self._at = -1

    def push(self, step: Step) -> None:
        """Note a step; the same place again is no step, and a record refines the screen it was opened from."""
        if self._at >= 0 and self._steps[self._at] == step:
            return
        self._steps = [*self._steps[: self._at + 1], step][-LENGTH:]
        self._at = len(self._steps) - 1

    def move(self, distance: int) -> Step | None:
        """Go back (-1) or on (1); None at an end."""
        if not 0 <= self._at + distance < len(self._steps):
            return None
        self._at += distance
        return self._steps[self._at]

    def last(self, wanted: Callable[[str], bool]) -> str:
        """The screen last been at among those wanted; the empty text where there was none."""
        return next((screen for screen, _record in reversed(self._steps[: self._at + 1]) if wanted(screen)), "")


def note_recent(preferences: Preferences, step: Step) -> None:
    """Remember an opened record; ids only, so that no name lies outside the data file."""
    if step[1] is not None:
        entry = [step[0], step[1].hex]
        kept = [old for old in preferences.get("recent", []) if old != entry]
        preferences.set("recent", [entry, *kept][:RECENT])


def recent(preferences: Preferences) -> "Sequence[tuple[str, UUID]]":
    """The records last opened, the latest first; entries that make no sense are passed over."""
    from uuid import UUID

    found = []
    for entry in preferences.get("recent", []):
        try:
            found.append((str(entry[0]), UUID(hex=entry[1])))
        except (ValueError, TypeError, IndexError, AttributeError):
            continue
    return found
