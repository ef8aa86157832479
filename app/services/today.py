"""What is to be done today: visits, complaints, promises and next steps that are late or due.

Every question here is answered from an index and is bounded: it costs the same over a hundred customers and a million.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy.orm import Session

from app.formats import local
from app.services.today_hidden import Key
from app.services.today_items import PARTS, Item, Kind, Part, things_due

if TYPE_CHECKING:
    from app.services.today_desk import Desk

__all__ = ["Agenda", "Item", "Kind", "Part", "agenda", "with_desk"]

_RANK: dict[str, int] = {
    "complaint": 0, "transfer": 0, "case_promise": 1, "promise": 1, "request": 2, "update": 2, "visit": 2, "follow_up": 3,
    "improvement": 4, "report": 4, "next_step": 4, "approach": 5, "visit_promise": 1, "their_promise": 2, "memo": 2,
    "payment": 2, "dunning": 3,
    "owed": 3, "review": 5, "grading": 5, "care": 6, "silent": 7,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Agenda:
    """Everything to do, the most pressing first within each part. ``first`` is the one thing to begin with."""

    late: tuple[Item, ...]
    today: tuple[Item, ...]
    soon: tuple[Item, ...]
    first: Item | None
    more: Mapping[Part, Mapping[Kind, int]] = field(default_factory=dict)
    """How many of a kind there are in a part beyond those listed."""
    apart: tuple[Item, ...] = ()
    """What is due on no day: calls to return, care dates, silent customers."""

    def count(self, part: Part) -> int:
        """How many things there are in a part, listed or not."""
        listed = {"late": self.late, "today": self.today, "soon": self.soon}[part]
        return len(listed) + sum(self.more.get(part, {}).values())

    @property
    def due(self) -> int:
        """What is late or due today: the badge in the rail."""
        return self.count("late") + self.count("today")


def agenda(session: Session, moment: datetime, counted: bool = True) -> Agenda:
    """What is late, due today, and due within a week, seen from a moment (aware); ``counted`` to the last one or not."""
    found = things_due(session, moment, counted)
    late, present, soon = (found.items[part] for part in PARTS)
    return _agenda(late, present, soon, found.more)


def with_desk(found: Agenda, desk: "Desk", gone: Collection[Key] = ()) -> Agenda:
    """The agenda with what was read after it (``today_desk``), everything in its order, without what is ``gone`` since."""
    late, present, soon, apart = (
        [item for item in items if item.key not in gone] for items in (desk.late, desk.today, desk.soon, desk.apart)
    )
    whole = _agenda([*found.late, *late], [*found.today, *present], [*found.soon, *soon], found.more)
    pressing = [item for item in apart if item.kind != "silent"]
    first = next(iter([*whole.late, *whole.today, *pressing, *whole.soon, *apart]), None)
    return replace(whole, apart=tuple(apart), first=first)


def _agenda(late: list[Item], present: list[Item], soon: list[Item], more: Mapping[Part, Mapping[Kind, int]]) -> Agenda:
    late.sort(key=_pressing)
    present.sort(key=_pressing)
    soon.sort(key=lambda item: (item.day, *_pressing(item)))
    return Agenda(tuple(late), tuple(present), tuple(soon), next(iter([*late, *present, *soon]), None), more)


def _pressing(item: Item) -> tuple[Any, ...]:
    return (_RANK[item.kind], item.priority or "P9", item.day, _clock(item), item.what, item.id)


def _clock(item: Item) -> str:
    """The hour of the day, what has none comes after."""
    at = f"{local(item.due):%H:%M}" if isinstance(item.due, datetime) else item.note if item.kind == "visit" else ""
    return at or "24:00"
