"""Reporting lines as a forest: who stands below whom, with circles cut and people without a boss here named."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Forest:
    """``below`` has everybody, each with those directly below in the order given. ``circles`` are those whose line was cut
    because it came back to them, ``strays`` those who report to somebody that isn't among the people."""

    roots: tuple[str, ...]
    below: Mapping[str, tuple[str, ...]]
    above: Mapping[str, str | None]
    circles: tuple[str, ...] = ()
    strays: tuple[str, ...] = ()


def forest(people: Sequence[tuple[str, str | None]]) -> Forest:
    """Everybody in trees. In a circle, the one who comes first in the order given reports to nobody. Somebody named twice
    counts once, with the first line."""
    said: dict[str, str | None] = {}
    for person, boss in people:
        said.setdefault(person, boss)
    strays = tuple(person for person, boss in said.items() if boss is not None and boss not in said)
    above = {person: boss if boss in said else None for person, boss in said.items()}
    circles = _cut(above)
    below: dict[str, list[str]] = {person: [] for person in above}
    for person, boss in above.items():
        if boss is not None:
            below[boss].append(person)
    roots = tuple(person for person, boss in above.items() if boss is None)
    return Forest(roots, {person: tuple(own) for person, own in below.items()}, above, circles, strays)


def _cut(above: dict[str, str | None]) -> tuple[str, ...]:
    """Take out the line of the first person of each circle; returns whose lines those were."""
    cut: list[str] = []
    sound: set[str] = set()
    for start in above:
        walked: list[str] = []
        place: str | None = start
        while place is not None and place not in sound and place not in walked:
            walked.append(place)
            place = above[place]
        if place is not None and place in walked:
            circle = set(walked[walked.index(place) :])
            first = next(person for person in above if person in circle)
            above[first] = None
            cut.append(first)
        sound.update(walked)
    return tuple(cut)


def branch(found: Forest, head: str, among: frozenset[str] | None = None) -> tuple[str, ...]:
    """Somebody and everybody below them (of ``among`` only, where given), each boss before their people."""
    order: list[str] = []
    pending = [head]
    while pending:
        here = pending.pop()
        order.append(here)
        pending += [each for each in reversed(found.below[here]) if among is None or each in among]
    return tuple(order)


def makes_circle(found: Forest, person: str, boss: str) -> bool:
    """Whether somebody reporting to ``boss`` would come to report to themself."""
    return boss in branch(found, person)
