"""What a plan of visits is made from, and what it proposes: frozen values in and out of ``visit_planner``."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from app.analysis.visit_capacity import Person
from app.analysis.visit_policy import RISK_DAYS, Client, Version
from app.analysis.workdays import Calendar

WINDOW_DAYS, GAP_DAYS = 7, 7
REASONS = ("past", "holiday", "absent", "full", "too_close", "left", "no_owner", "policy")


@dataclass(frozen=True, slots=True)
class Booked:
    """A visit that exists, done or planned. ``level`` is one of FACE_LEVELS, empty where it counts for none. ``movable``: from
    an earlier plan, not confirmed, not done. ``others`` go along."""

    id: UUID
    client: UUID
    person: UUID | None
    day: date
    level: str
    movable: bool = False
    others: tuple[UUID, ...] = ()
    worked: bool = False
    also: tuple[str, ...] = ()

    def counts_for(self, level: str) -> bool:
        """Whether it is a visit of this level."""
        return level == self.level or level in self.also


@dataclass(frozen=True, slots=True)
class Facts:
    """What a plan is made from. ``booked`` also has the visits within ``gap`` days around the period; ``off`` are those called
    off or deleted: none is proposed on its day again, and one with a level is not proposed at all. No day before
    ``earliest`` is proposed. ``named``: level -> who makes its visits; ``only``: whose visits are planned, None everybody's."""

    first: date
    last: date
    earliest: date
    calendar: Calendar
    versions: Sequence[Version]
    clients: Sequence[Client]
    people: Sequence[Person]
    booked: Sequence[Booked]
    named: Mapping[str, UUID] = field(default_factory=dict)
    only: frozenset[UUID] | None = None
    window: int = WINDOW_DAYS
    gap: int = GAP_DAYS
    risk_days: Mapping[str, int] = field(default_factory=lambda: RISK_DAYS)
    off: Sequence[Booked] = ()


@dataclass(frozen=True, slots=True)
class Added:
    """A visit to plan; ``target`` is the ideal day it stands near."""

    customer: UUID
    level: str
    person: UUID | None
    day: date
    target: date


@dataclass(frozen=True, slots=True)
class Moved:
    """A visit of an earlier plan that can't stay where it is; ``why`` is one of REASONS."""

    visit: UUID
    customer: UUID
    level: str
    before: date
    person: UUID | None
    day: date
    why: str


@dataclass(frozen=True, slots=True)
class Dropped:
    """A visit of an earlier plan that the policy no longer asks for."""

    visit: UUID
    customer: UUID
    level: str
    day: date
    why: str


@dataclass(frozen=True, slots=True)
class Unplaced:
    """A visit the policy asks for and no day was found for; ``visit`` is set for one that exists and can't take place."""

    customer: UUID
    level: str
    person: UUID | None
    target: date
    why: str
    visit: UUID | None = None


@dataclass(frozen=True, slots=True)
class Proposal:
    """The plan as a difference to what is there. ``kept``: visits of the period that stay and count; ``ungraded``: customers
    that no policy plans for, as they have no grade yet; ``provisional``: a year has no table of holidays yet (C02)."""

    first: date
    last: date
    earliest: date
    added: tuple[Added, ...] = ()
    moved: tuple[Moved, ...] = ()
    dropped: tuple[Dropped, ...] = ()
    unplaced: tuple[Unplaced, ...] = ()
    ungraded: tuple[UUID, ...] = ()
    kept: int = 0
    only: frozenset[UUID] | None = None
    provisional: bool = False
    window: int = WINDOW_DAYS

    @property
    def changes(self) -> int:
        """How many visits accepting it writes."""
        return len(self.added) + len(self.moved) + len(self.dropped)

    def is_far(self, each: Added) -> bool:
        """Whether a visit stands further from the day it was wanted for than the window allows: no day nearer was free."""
        return abs((each.day - each.target).days) > self.window
