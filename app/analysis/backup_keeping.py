"""Which backups may go: by their numbers and by counting, so that a clock that jumps, or repeats an hour, deletes nothing.

Kept are the last 8; then the newest of each of the last 48 hours, 12 days, 10 weeks and 9 months in which any was made
(those present count, not those that passed); those from before an upgrade while fewer than 90 days with backups lie behind
them, and the last 3 of them always. What exceeds ``most`` bytes goes from the oldest on, down to 3. Nothing goes unless two
newer sound ones stay (faults §5.3, F97).
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

LAST = 8
LEAST = 3
NEWER = 2
UPGRADE = "before-upgrade"
UPGRADES = 3
UPGRADE_DAYS = 90

Slot = Callable[[datetime], tuple[int, ...]]
_SLOTS: tuple[tuple[int, Slot], ...] = (
    (48, lambda at: (at.year, at.month, at.day, at.hour)),
    (12, lambda at: (at.year, at.month, at.day)),
    (10, lambda at: at.isocalendar()[:2]),
    (9, lambda at: (at.year, at.month)),
)


@dataclass(frozen=True, slots=True)
class Stored:
    """A backup: its number, the clock of the wall when it was made, bytes; ``verified`` where it was sound and can be read."""

    number: int
    stamp: datetime
    reason: str
    size: int
    verified: bool


@dataclass(frozen=True, slots=True)
class Gone:
    """A backup that may go, and why: "thinned" (newer ones stand for it) or "size"."""

    number: int
    why: str


def to_delete(stored: Iterable[Stored], most: int) -> tuple[Gone, ...]:
    """The backups that may go, the oldest first. ``most``: bytes that all of them together may take."""
    newest_first = sorted(stored, key=lambda one: one.number, reverse=True)
    wanted = _wanted(newest_first)
    kept, gone = list(newest_first), list[Gone]()
    for one in reversed(newest_first):
        if one.number not in wanted and _may_go(one, kept):
            kept.remove(one)
            gone.append(Gone(one.number, "thinned"))
    for one in _by_dispensability(newest_first):
        if sum(each.size for each in kept) > most and one in kept and _may_go(one, kept):
            kept.remove(one)
            gone.append(Gone(one.number, "size"))
    return tuple(sorted(gone, key=lambda one: one.number))


def _wanted(newest_first: Sequence[Stored]) -> set[int]:
    """The numbers that the rule keeps, size aside. One that is not sound stands for nothing but itself, among the last; with
    fewer sound ones than those all are among the last, lest one that went for its size take others with it."""
    sound = [one for one in newest_first if one.verified]
    eighth = sound[LAST - 1].number if len(sound) >= LAST else 0
    wanted = {one.number for one in newest_first if one.number >= eighth}
    for count, slot in _SLOTS:
        wanted |= set(list(_newest_of_each(sound, slot).values())[:count])
    return wanted | _upgrades(newest_first)


def _newest_of_each(newest_first: Sequence[Stored], slot: Slot) -> dict[tuple[int, ...], int]:
    found: dict[tuple[int, ...], int] = {}
    for one in newest_first:
        found.setdefault(slot(one.stamp), one.number)
    return found


def _upgrades(newest_first: Sequence[Stored]) -> set[int]:
    wanted, days, seen = set[int](), set[tuple[int, ...]](), 0
    for one in newest_first:
        if one.reason == UPGRADE:
            seen += 1
            if seen <= UPGRADES or len(days) < UPGRADE_DAYS:
                wanted.add(one.number)
        days.add((one.stamp.year, one.stamp.month, one.stamp.day))
    return wanted


def _may_go(one: Stored, kept: Sequence[Stored]) -> bool:
    """Two newer sound ones stay, and three sound ones in all."""
    sound = [each for each in kept if each.verified and each != one]
    return len(sound) >= LEAST and sum(each.number > one.number for each in sound) >= NEWER


def _by_dispensability(newest_first: Sequence[Stored]) -> list[Stored]:
    """The oldest first, those from before an upgrade after all others."""
    return sorted(newest_first, key=lambda one: (one.reason == UPGRADE, one.number))
