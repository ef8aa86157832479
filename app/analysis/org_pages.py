"""An org chart on sheets of paper: shrunk as far as it stays legible, then cut into branches that go on further on."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, replace

from app.analysis.org_chart import OrgChart, Sizes, layout
from app.analysis.org_lines import Forest, branch, forest

Line = tuple[str, str | None]
Group = tuple[str, ...]
_STEPS = 4


@dataclass(frozen=True, slots=True)
class Paper:
    """The room on the first sheet and on ``later`` ones, the sizes of a card, and the ``least`` share they may shrink to."""

    width: float
    height: float
    sizes: Sizes
    least: float = 0.7
    later: float = 0

    def sheet(self, place: int) -> Paper:
        """The room on one sheet: 0 is the first."""
        return replace(self, height=self.later) if place and self.later else self


@dataclass(frozen=True, slots=True)
class Sheet:
    """One page: its chart and how much it is shrunk (1 is full size). ``goes_on`` are the people whose branch stands on a
    later sheet, with its place in the list (0 is the first sheet)."""

    chart: OrgChart
    scale: float
    goes_on: tuple[tuple[str, int], ...] = ()


def sheets(people: Sequence[Line], paper: Paper) -> tuple[Sheet, ...]:
    """Sheets that hold everybody. A branch too large for one shows as many levels as fit and goes on later, its head
    repeated; so is a boss with more people than fit beside each other. No people, no sheets."""
    found = forest(people)
    groups = _groups(found, paper)
    sheets_of = {person: [at for at, group in enumerate(groups) if person in group] for person in found.above}
    done = []
    for place, group in enumerate(groups):
        later = ((person, next((at for at in sheets_of[person] if at > place), None)) for person in group)
        goes_on = tuple((person, at) for person, at in later if at is not None)
        chart, scale = _fitted(found, group, paper.sheet(place))
        done.append(Sheet(chart, scale, goes_on))
    return tuple(done)


def _groups(found: Forest, paper: Paper) -> list[Group]:
    """Branches on sheets: each on the first one with room for it, never before the sheet where its head stands."""
    filled: list[Group] = []
    for group in _torn_to_fit(found, paper):
        start = next((at for at, there in enumerate(filled) if group[0] in there), 0)
        for place in range(start, len(filled)):
            whole = tuple(dict.fromkeys(filled[place] + group))
            if _fits(found, whole, paper.sheet(place)):
                filled[place] = whole
                break
        else:
            filled.append(group)
    return filled


def _torn_to_fit(found: Forest, paper: Paper) -> list[Group]:
    """Branches small enough for a sheet each, heads before what goes on from them."""
    pending = deque(branch(found, root) for root in found.roots)
    groups: list[Group] = []
    while pending:
        group, room = pending.popleft(), paper.sheet(len(groups))
        if _fits(found, group, room):
            groups.append(group)
            continue
        kept, later = _torn(found, group, room)
        groups.append(kept)
        pending.extend(later)
    return groups


def _depths(found: Forest, group: Group) -> dict[str, int]:
    depths = {group[0]: 0}
    for person in group[1:]:
        boss = found.above[person]
        depths[person] = depths.get(boss, -1) + 1 if boss is not None else 0
    return depths


def _torn(found: Forest, group: Group, paper: Paper) -> tuple[Group, list[Group]]:
    """What fits of a branch, and the branches that are left for later sheets."""
    depths, among = _depths(found, group), frozenset(group)
    low, high = 0, max(depths.values())
    while high - low > 1:  # levels that fit; those above a level that fits do as well
        middle = (low + high) // 2
        fits = _fits(found, _top(group, depths, middle), paper)
        low, high = (middle, high) if fits else (low, middle)
    if low == 0:
        return _torn_across(found, group, paper)
    ends = [person for person in group if depths[person] == low and any(each in among for each in found.below[person])]
    return _top(group, depths, low), [branch(found, person, among) for person in ends]


def _top(group: Group, depths: dict[str, int], level: int) -> Group:
    return tuple(person for person in group if depths[person] <= level)


def _torn_across(found: Forest, group: Group, paper: Paper) -> tuple[Group, list[Group]]:
    """A boss with more people than stand side by side: as many as fit, the boss again for the others."""
    head, among = group[0], frozenset(group)
    people = [person for person in found.below[head] if person in among]
    most = min(len(people), int(paper.width * paper.height / (paper.sizes.width * paper.sizes.height * paper.least**2)))
    count = next((n for n in range(most, 1, -1) if _fits(found, (head, *people[:n]), paper)), 1)
    branches = [branch(found, person, among) for person in people]
    later = [each for each in branches[:count] if len(each) > 1]
    rest = tuple(person for each in branches[count:] for person in each)
    return (head, *people[:count]), [*later, *([(head, *rest)] if rest else [])]


def _fits(found: Forest, group: Group, paper: Paper) -> bool:
    sizes = paper.sizes
    levels = max(_depths(found, group).values()) + 1
    if (levels * (sizes.height + sizes.down) - sizes.down) * paper.least > paper.height:
        return False  # a long line: no need to lay it out
    return _scale(_laid(found, group, paper, paper.least), paper) >= paper.least - 1e-9


def _fitted(found: Forest, group: Group, paper: Paper) -> tuple[OrgChart, float]:
    """The largest of a few scales at which the group fits; smaller than the least only where not even that would do."""
    for step in range(_STEPS):
        wanted = 1 - (1 - paper.least) * step / (_STEPS - 1)
        chart = _laid(found, group, paper, wanted)
        if _scale(chart, paper) >= wanted - 1e-9:
            return chart, wanted
    return chart, _scale(chart, paper)


def _laid(found: Forest, group: Group, paper: Paper, scale: float) -> OrgChart:
    among = frozenset(group)
    lines = [(person, boss if (boss := found.above[person]) in among else None) for person in group]
    return layout(lines, replace(paper.sizes, room=paper.width / scale))


def _scale(chart: OrgChart, paper: Paper) -> float:
    """The scale at which a chart fills the sheet in one direction."""
    return min(paper.width / chart.width, paper.height / chart.height)
