"""What a screen shows of its records without being asked: its own views, and what another screen counted."""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

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


_here: dict[str, UUID | None] = {"me": None}


def set_me(employee_id: UUID | None) -> None:
    """Who is at the keyboard now: a view of one's own work asks when it is shown."""
    _here["me"] = employee_id


def handed() -> Filter:
    """Complaints that wait for the person at the keyboard to accept them; for anybody where nobody said who that is."""
    me = _here["me"]
    return Filter("id", "handed", (me,) if me is not None else ())


def mine(field: str) -> Filter:
    """What is the business of the person at the keyboard; nothing where nobody said who that is."""
    me = _here["me"]
    return Filter(field, "in", (me,) if me is not None else ())
