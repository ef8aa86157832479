"""Who reports to whom, laid out as a chart: several trees, each boss above the middle of their people (domain/20 F-04).

Pure geometry: units are whatever the sizes are given in, y grows downwards. Nothing overlaps: not two cards, and no line
runs through a card. Equal input gives equal output.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from math import isqrt

from app.analysis.org_lines import Forest, forest

Segment = tuple[float, float, float, float]
"""x, y, to x, to y."""


@dataclass(frozen=True, slots=True)
class Sizes:
    """Of a card and the room around it. ``stack`` people without people of their own stand side by side at most; more
    hang below each other, ``indent`` to the right of their line. ``room`` is where trees begin a new row (0: never); in a chart
    wider than that everybody hangs who can."""

    width: float = 200
    height: float = 88
    across: float = 20
    down: float = 34
    stack: int = 3
    indent: float = 16
    hanging: float = 10
    room: float = 0


@dataclass(frozen=True, slots=True)
class Seat:
    """Where a person's card stands: its left upper corner. ``hangs`` in a column with others."""

    id: str
    x: float
    y: float
    hangs: bool = False


@dataclass(frozen=True, slots=True)
class OrgChart:
    """The cards, the lines between them, and the whole size. ``forest`` says who stands below whom here, who was cut out
    of a circle, and who reports to somebody that isn't here."""

    seats: tuple[Seat, ...]
    lines: tuple[Segment, ...]
    width: float
    height: float
    sizes: Sizes
    forest: Forest

    def seat(self, person: str) -> Seat | None:
        """Where somebody sits."""
        return next((seat for seat in self.seats if seat.id == person), None)

    def at(self, x: float, y: float) -> str | None:
        """Whose card is at a place."""
        for seat in self.seats:
            if seat.x <= x < seat.x + self.sizes.width and seat.y <= y < seat.y + self.sizes.height:
                return seat.id
        return None


@dataclass(slots=True)
class _Block:
    """Cards placed relative to each other; ``anchor`` is the x where the line from above arrives."""

    seats: list[Seat]
    lines: list[Segment]
    anchor: float
    middle: float

    def moved(self, dx: float, dy: float) -> _Block:
        seats = [Seat(seat.id, seat.x + dx, seat.y + dy, seat.hangs) for seat in self.seats]
        lines = [(x + dx, y + dy, to_x + dx, to_y + dy) for x, y, to_x, to_y in self.lines]
        return _Block(seats, lines, self.anchor + dx, self.middle + dx)

    def left(self, sizes: Sizes) -> float:
        return min(seat.x - (sizes.indent if seat.hangs else 0) for seat in self.seats)

    def right(self, sizes: Sizes) -> float:
        return max(seat.x for seat in self.seats) + sizes.width

    def bottom(self, sizes: Sizes) -> float:
        return max(seat.y for seat in self.seats) + sizes.height


def layout(people: Sequence[tuple[str, str | None]], sizes: Sizes | None = None) -> OrgChart:
    """The chart of these (person, whom they report to), in the order given. Circles are cut, and nobody is left out."""
    own, found = sizes or Sizes(), forest(people)
    chart = _laid(found, own)
    if own.room and chart.width > own.room and own.stack > 1:
        narrow = _laid(found, replace(own, stack=1))
        return narrow if narrow.width < chart.width else chart
    return chart


def _laid(found: Forest, own: Sizes) -> OrgChart:
    trees = [_tree(root, found.below, own) for root in found.roots if found.below[root]]
    alone = [root for root in found.roots if not found.below[root]]
    seats, lines = _on_shelves([*trees, *_singles(trees, alone, own)], own)
    width = max((seat.x for seat in seats), default=-own.width) + own.width
    height = max((seat.y for seat in seats), default=-own.height) + own.height
    return OrgChart(tuple(seats), tuple(lines), width, height, own, found)


def _tree(root: str, below: Mapping[str, Sequence[str]], sizes: Sizes) -> _Block:
    """A boss and everybody below; without recursion, since lines can be as long as there are people."""
    order, pending = [], [root]
    while pending:
        person = pending.pop()
        order.append(person)
        pending += below[person]
    blocks: dict[str, _Block] = {}
    for person in filter(below.get, reversed(order)):
        leaves = [child for child in below[person] if not below[child]]
        hanging = len(leaves) > sizes.stack
        standing = [child for child in below[person] if below[child] or not hanging]
        items = [blocks.pop(child) if below[child] else _single(child, sizes) for child in standing]
        blocks[person] = _boss(person, [*items, *(_columns(leaves, sizes) if hanging else [])], sizes)
    return blocks[root]


def _boss(person: str, items: list[_Block], sizes: Sizes) -> _Block:
    row = _side_by_side(items, sizes)
    middle = (row[0].middle + row[-1].middle) / 2
    top = sizes.height + sizes.down
    below = [block.moved(0, top) for block in row]
    seats = [Seat(person, middle - sizes.width / 2, 0), *(seat for block in below for seat in block.seats)]
    lines = [*_branch_lines(middle, below, sizes), *(line for block in below for line in block.lines)]
    return _Block(seats, lines, middle, middle)


def _branch_lines(middle: float, below: list[_Block], sizes: Sizes) -> list[Segment]:
    """From under the boss down to a cross-line, along it, and down to each block."""
    bus, top = sizes.height + sizes.down / 2, sizes.height + sizes.down
    ends = [middle, *(block.anchor for block in below)]
    lines: list[Segment] = [(middle, sizes.height, middle, bus)]
    if min(ends) < max(ends):
        lines.append((min(ends), bus, max(ends), bus))
    return lines + [(block.anchor, bus, block.anchor, top) for block in below]


def _single(person: str, sizes: Sizes) -> _Block:
    return _Block([Seat(person, 0, 0)], [], sizes.width / 2, sizes.width / 2)


def _columns(leaves: list[str], sizes: Sizes) -> list[_Block]:
    """Many hang in columns of about equal length."""
    longest = max(4, isqrt(2 * len(leaves)))
    columns = -(-len(leaves) // longest)
    share, more = divmod(len(leaves), columns)
    found, start = [], 0
    for place in range(columns):
        count = share + (place < more)
        found.append(_hanging(leaves[start : start + count], sizes))
        start += count
    return found


def _hanging(leaves: list[str], sizes: Sizes) -> _Block:
    pitch = sizes.height + sizes.hanging
    seats = [Seat(leaf, sizes.indent, place * pitch, True) for place, leaf in enumerate(leaves)]
    middles = [seat.y + sizes.height / 2 for seat in seats]
    lines = [(0.0, 0.0, 0.0, middles[-1]), *((0.0, level, sizes.indent, level) for level in middles)]
    return _Block(seats, lines, 0, sizes.indent + sizes.width / 2)


def _side_by_side(items: list[_Block], sizes: Sizes) -> list[_Block]:
    """As near to each other as their cards allow, at every height."""
    placed: list[_Block] = []
    taken: list[Seat] = []
    for item in items:
        shift = max((_distance(one, other, sizes) for one in taken for other in item.seats), default=0.0)
        block = item.moved(shift, 0)
        placed.append(block)
        taken += block.seats
    return placed


def _distance(one: Seat, other: Seat, sizes: Sizes) -> float:
    """How far ``other`` must move to stand right of ``one``; less than nothing where they stand at different heights."""
    if abs(one.y - other.y) >= sizes.height + sizes.down:
        return -float("inf")
    return one.x + sizes.width + sizes.across - (other.x - (sizes.indent if other.hangs else 0))


def _singles(trees: list[_Block], alone: list[str], sizes: Sizes) -> list[_Block]:
    """Few stand beside the last tree, at the height of its boss: under it they would read as somebody's people."""
    few = len(alone) <= max(1, sizes.stack)
    return [_single(person, sizes) for person in alone] if trees and few else _rows_of_single(alone, sizes)


def _rows_of_single(people: list[str], sizes: Sizes) -> list[_Block]:
    """Who reports to nobody and has nobody below, in rows."""
    pitch = sizes.width + sizes.across
    most = max(1, int((sizes.room + sizes.across) // pitch)) if sizes.room else max(4, isqrt(2 * len(people)))
    found = []
    for start in range(0, len(people), most):
        seats = [Seat(person, place * pitch, 0) for place, person in enumerate(people[start : start + most])]
        found.append(_Block(seats, [], 0, 0))
    return found


def _on_shelves(blocks: list[_Block], sizes: Sizes) -> tuple[list[Seat], list[Segment]]:
    """Blocks from left to right; one that would reach beyond the room begins a new shelf. Rows of singles do so always, and
    stand well apart from a tree above them: no line leads there."""
    seats: list[Seat] = []
    lines: list[Segment] = []
    x = y = low = 0.0
    for block in blocks:
        wide = block.right(sizes) - block.left(sizes)
        beyond = sizes.room and x + wide > sizes.room + 0.001
        if x > 0 and (beyond or (not block.lines and len(block.seats) > 1)):
            x, y = 0.0, low + (sizes.down if block.lines or not lines else 2 * sizes.down)
        placed = block.moved(x - block.left(sizes), y)
        seats += placed.seats
        lines += placed.lines
        x += wide + 2 * sizes.across
        low = max(low, placed.bottom(sizes))
    return seats, lines
