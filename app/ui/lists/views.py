"""What a screen shows of its records without being asked: its own views, and what another screen counted."""

from collections.abc import Callable
from dataclasses import dataclass

from app.services.filtering import Filter

Filters = tuple[Filter, ...]


@dataclass(frozen=True, slots=True)
class View:
    """A named filter of the screen's own."""

    label: str
    filters: Filters | Callable[[], Filters] = ()

    def now(self) -> Filters:
        """The filters as of now."""
        return self.filters() if callable(self.filters) else self.filters


@dataclass(frozen=True, slots=True)
class Only:
    """What another screen counted, to be seen one by one: a view's place, the msgid of the chip, its filters."""

    view: int
    label: str
    filters: Filters
