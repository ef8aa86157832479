"""What the printer puts on a page: pieces with a known width and height that draw themselves and may be torn apart.

Texts arrive here as lines already broken (``cjk``), so measuring is over and pages can be counted before the first
is drawn. All lengths are points; ``y`` is the upper edge, as a reader sees it, on reportlab's upward axis.
"""

from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Protocol

from app.reports.cjk import text_width
from app.reports.pen import CELL, HAIR, INK, LABEL, THICK, THIN, Pen, TextStyle

_TOGETHER = 3  # so many rows of a table stand together at the foot and at the head of a page


class Piece(Protocol):
    """``before`` and ``after`` are room to neighbours, ``keep`` binds to the next piece, ``least`` is the smallest
    part worth leaving at a page's foot."""

    before: float
    after: float
    keep: bool

    @property
    def height(self) -> float: ...
    @property
    def least(self) -> float: ...
    def split(self, room: float) -> "tuple[Piece, Piece] | None": ...
    def draw(self, pen: Pen, x: float, y: float) -> None: ...


@dataclass(slots=True)
class Text:
    """Lines of running text; ``open_lines`` are those whose paragraph goes on, set flush on both sides if near."""

    lines: list[str]
    style: TextStyle
    width: float
    before: float = 0
    after: float = 6
    keep: bool = False
    open_lines: frozenset[int] = frozenset()
    offset: int = 0

    @property
    def height(self) -> float:
        return len(self.lines) * self.style.leading

    @property
    def least(self) -> float:
        return min(len(self.lines), 2 if len(self.lines) > 3 else 3) * self.style.leading

    def split(self, room: float) -> "tuple[Text, Text] | None":
        """Leave at least two lines on either side."""
        count = min(int(room / self.style.leading + 1e-6), len(self.lines) - 2)
        if count < 2:
            return None
        rest = replace(self, lines=self.lines[count:], before=0.0, offset=self.offset + count)
        return replace(self, lines=self.lines[:count], after=0.0), rest

    def draw(self, pen: Pen, x: float, y: float) -> None:
        for index, line in enumerate(self.lines):
            spread = self._spread(line) if index + self.offset in self.open_lines else 0.0
            pen.text(x, y - index * self.style.leading, line, self.style, self.width, spread)

    def _spread(self, line: str) -> float:
        spare = self.width - text_width(line, self.style.size, self.style.bold)
        near = 0 < spare <= 1.6 * self.style.size and len(line) > 12
        return spare / (len(line) - 1) if near else 0.0


@dataclass(slots=True)
class Box:
    """A cell: where it starts in its row, its lines, and a label above them. ``room`` is the least count of lines,
    ``ruled`` draws them as lines to write on."""

    x: float
    width: float
    lines: list[str]
    style: TextStyle = CELL
    label: list[str] = field(default_factory=list)
    label_style: TextStyle = LABEL
    room: int = 1
    ruled: bool = False

    @property
    def height(self) -> float:
        return len(self.label) * self.label_style.leading + max(len(self.lines), self.room) * self.style.leading


@dataclass(slots=True)
class Row:
    """Boxes side by side. ``under`` rules a line below; ``framed`` draws the boxes; ``dot`` is a timeline's axis;
    in a ``low`` row short texts stand at the foot (heads of tables)."""

    boxes: list[Box]
    top: float = 3.7
    pad: float = 4.5
    under: tuple[str, float] | None = (HAIR, THIN)
    framed: bool = False
    dot: float = 0.0
    low: bool = False

    @property
    def height(self) -> float:
        return 2 * self.top + max((box.height for box in self.boxes), default=0.0)

    @property
    def width(self) -> float:
        return max((box.x + box.width for box in self.boxes), default=0.0)

    def draw(self, pen: Pen, x: float, y: float) -> None:
        for box in self.boxes:
            self._draw_box(pen, box, x, y)
        if self.dot:
            pen.rule(x + self.dot, y, x + self.dot, y - self.height)
            pen.dot(x + self.dot, y - self.top - self.boxes[0].style.leading / 2)
        if self.under:
            pen.rule(x, y - self.height, x + self.width, y - self.height, *self.under)

    def _draw_box(self, pen: Pen, box: Box, x: float, y: float) -> None:
        if self.framed:
            pen.box(x + box.x, y, box.width, self.height)
        left, inner, y = x + box.x + self.pad, box.width - 2 * self.pad, y - self.top
        y -= self.height - 2 * self.top - box.height if self.low else 0.0
        for lines, style in ((box.label, box.label_style), (box.lines, box.style)):
            for line in lines:
                pen.text(left, y, line, style, inner)
                y -= style.leading
        for line_index in range(box.room - 1 if box.ruled else 0):
            level = y - line_index * box.style.leading
            pen.rule(left, level, left + inner, level)

    def split(self, room: float) -> "tuple[Row, Row] | None":
        """Tear the lines apart at ``room``; only for rows taller than a page."""
        parts = [_split_box(box, room - 2 * self.top) for box in self.boxes]
        if any(part is None for part in parts):
            return None
        first = [part[0] for part in parts if part]
        rest = [part[1] for part in parts if part]
        return replace(self, boxes=first, under=None), replace(self, boxes=rest)


def _split_box(box: Box, room: float) -> tuple[Box, Box] | None:
    count = int((room - len(box.label) * box.label_style.leading) / box.style.leading + 1e-6)
    if count < 3:
        return None
    rest = max(box.room - count, 0)
    return (replace(box, lines=box.lines[:count], room=min(box.room, count)),
            replace(box, lines=box.lines[count:], label=[], room=rest))  # fmt: skip


@dataclass(slots=True)
class Rows:
    """A table, a form, a list of events: rows under a head that repeats on every page."""

    rows: list[Row]
    head: list[Row] = field(default_factory=list)
    before: float = 0
    after: float = 8
    keep: bool = False
    whole: bool = False
    top_rule: bool = False
    page: float = 600  # height of an empty page: only a row above that is torn

    @property
    def height(self) -> float:
        return sum(row.height for row in self.head) + sum(row.height for row in self.rows)

    @property
    def least(self) -> float:
        shown = self.rows if self.whole or len(self.rows) <= _TOGETHER else self.rows[: _TOGETHER if self.head else 2]
        return min(sum(row.height for row in (*self.head, *shown)), self.page * 0.4 if not self.whole else self.page)

    def split(self, room: float) -> "tuple[Rows, Rows] | None":
        if self.whole and self.height <= self.page:
            return None
        left = room - sum(row.height for row in self.head)
        count = 0
        while count < self._most_before and self.rows[count].height <= left + 0.01:
            left -= self.rows[count].height
            count += 1
        first, rest = self.rows[:count], self.rows[count:]
        torn = rest[0].split(left) if rest and self._too_tall(rest[0]) else None
        if torn:
            first, rest = [*first, torn[0]], [torn[1], *rest[1:]]
        if not first or not rest:
            return None
        return replace(self, rows=first, after=0.0, keep=False), replace(self, rows=rest, before=0.0)

    @property
    def _most_before(self) -> int:
        """How many rows may stand before a tear: of a table the last few go over together, not one of them alone."""
        return len(self.rows) - (_TOGETHER if self.head and len(self.rows) >= 2 * _TOGETHER else 0)

    def _too_tall(self, row: Row) -> bool:
        return row.height > self.page - sum(each.height for each in self.head)

    def draw(self, pen: Pen, x: float, y: float) -> None:
        rows = [*self.head, *self.rows]
        if self.top_rule and rows:
            pen.rule(x, y, x + rows[0].width, y, INK, THICK)
        for row in rows:
            row.draw(pen, x, y)
            y -= row.height


@dataclass(slots=True)
class Chart:
    """Room for figure number ``index``; the figure itself is laid over the finished page."""

    index: int
    width: float
    height: float
    before: float = 4
    after: float = 3
    keep: bool = False

    @property
    def least(self) -> float:
        return self.height

    def split(self, room: float) -> "tuple[Piece, Piece] | None":
        return None

    def draw(self, pen: Pen, x: float, y: float) -> None:
        pen.slots.append((self.index, pen.page, x, y - self.height))


@dataclass(slots=True)
class Side:
    """Stacks of pieces side by side, tops level."""

    stacks: list[list[Piece]]
    lefts: list[float]
    before: float = 0
    after: float = 8
    keep: bool = False

    @property
    def height(self) -> float:
        return max((stack_height(stack) for stack in self.stacks), default=0.0)

    @property
    def least(self) -> float:
        return self.height

    def split(self, room: float) -> "tuple[Piece, Piece] | None":
        return None

    def draw(self, pen: Pen, x: float, y: float) -> None:
        for stack, left in zip(self.stacks, self.lefts, strict=True):
            top, after = y, 0.0
            for index, piece in enumerate(stack):
                top -= max(piece.before, after) if index else 0.0
                piece.draw(pen, x + left, top)
                top, after = top - piece.height, piece.after


def stack_height(pieces: list[Piece]) -> float:
    """Height of pieces one under the other, without the room above the first and under the last."""
    gaps = sum(max(upper.after, lower.before) for upper, lower in pairwise(pieces))
    return gaps + sum(piece.height for piece in pieces)


@dataclass(frozen=True, slots=True)
class Turn:
    """A new page, upright or across; no page is left empty for it."""

    across: bool | None = None
