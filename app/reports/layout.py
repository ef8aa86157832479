"""From blocks to pieces, and from pieces to pages. Pages are counted before anything is drawn."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from app.reports import document as doc
from app.reports.cjk import printable
from app.reports.diagram import Drawing
from app.reports.forms import fact_rows, form_rows, signature_rows, timeline_rows, writing_lines
from app.reports.pen import BODY, BODY_BOLD, PART, SECTION, SMALL, TextStyle
from app.reports.pieces import Chart, Piece, Side, Text, Turn, stack_height
from app.reports.tables import broken, table_rows

MM = 72 / 25.4
A4 = (210 * MM, 297 * MM)
TOP, BOTTOM, LEFT, RIGHT = 25 * MM, 22 * MM, 25 * MM, 20 * MM
_COLUMN_GAP = 20.0


@dataclass(slots=True)
class Setting:
    """The room blocks are set in, and the figures met so far (with their width, height and alternative text)."""

    width: float
    page: float
    figures: list[tuple[doc.ChartBlock, float, float]]


@dataclass(slots=True)
class Page:
    """What stands on one page: pieces with the distance of their upper edge from the top margin."""

    across: bool
    placed: list[tuple[Piece, float]] = field(default_factory=list)
    used: float = 0.0
    after: float = 0.0


def setting(across: bool, figures: list[tuple[doc.ChartBlock, float, float]]) -> Setting:
    """The room between the margins of an upright page or one laid across."""
    width, height = reversed(A4) if across else A4
    return Setting(width - LEFT - RIGHT, height - TOP - BOTTOM, figures)


def build(blocks: Sequence[doc.Block], room: Setting) -> list[Piece | Turn]:
    """Lay every block out in the width of ``room``."""
    return [piece for block in blocks for piece in _BUILDERS[type(block)](block, room)]


def _text(text: str, style: TextStyle, room: Setting, before: float = 0, after: float = 6, keep: bool = False) -> Text:
    lines: list[str] = []
    open_lines: set[int] = set()
    for part in printable(text).split("\n"):
        own = broken(part, room.width, style)
        open_lines.update(range(len(lines), len(lines) + len(own) - 1))
        lines += own
    return Text(lines, style, room.width, before, after, keep, frozenset(open_lines))


def _heading(block: doc.Heading, room: Setting) -> list[Piece]:
    if block.level == 1:
        return [_text(block.text, SECTION, room, before=17.0, after=6.0, keep=True)]
    return [_text(block.text, PART, room, before=11.0, after=5.0, keep=True)]


def _paragraph(block: doc.Paragraph, room: Setting) -> list[Piece]:
    style = SMALL if block.quiet else BODY_BOLD if block.bold else BODY
    return [_text(block.text, style, room, after=8.0)]


def _table(block: doc.Table, room: Setting) -> list[Piece]:
    caption = [_text(block.caption, SMALL, room, after=3.0, keep=True)] if block.caption else []
    notes = [_text(note, SMALL, room, after=2.0) for note in block.notes]
    rows = table_rows(block, room.width, room.page)
    rows.after = 4.0 if notes else rows.after
    return [*caption, rows, *notes]


def _chart(block: doc.ChartBlock, room: Setting) -> list[Piece]:
    width = min(block.width * MM, room.width)
    height = min(block.height * MM, room.page * 0.8)
    room.figures.append((block, width, height))
    chart = Chart(len(room.figures) - 1, width, height, keep=bool(block.caption))
    return [chart, *([_text(block.caption, SMALL, room, after=8.0)] if block.caption else [])]


def _side(block: doc.SideBySide, room: Setting) -> list[Piece]:
    count = max(len(block.blocks), 1)
    width = (room.width - _COLUMN_GAP * (count - 1)) / count
    narrow = Setting(width, room.page, room.figures)
    stacks = [[piece for piece in build([each], narrow) if not isinstance(piece, Turn)] for each in block.blocks]
    if max((stack_height(stack) for stack in stacks), default=0.0) > room.page:
        return [piece for stack in stacks for piece in stack]
    return [Side(stacks, [index * (width + _COLUMN_GAP) for index in range(count)])]


def _landscape(block: doc.Landscape, room: Setting) -> list[Piece | Turn]:
    return [Turn(across=True), *build(block.blocks, setting(True, room.figures)), Turn(across=False)]


def _spacer(block: doc.Spacer, room: Setting) -> list[Piece]:
    return [Text([], BODY, room.width, before=block.height * MM, after=0)]


_BUILDERS: dict[type, Callable[..., Sequence[Piece | Turn]]] = {
    doc.Heading: _heading,
    doc.Paragraph: _paragraph,
    doc.Table: _table,
    doc.ChartBlock: _chart,
    doc.SideBySide: _side,
    doc.Landscape: _landscape,
    doc.Diagram: lambda block, room: [Drawing(block, room.width)],
    doc.Spacer: _spacer,
    doc.PageBreak: lambda block, room: [Turn()],
    doc.Empty: lambda block, room: [_text(block.text, SMALL, room)],
    doc.Facts: lambda block, room: [fact_rows(block, room.width, room.page)],
    doc.FormGrid: lambda block, room: [form_rows(block, room.width, room.page)],
    doc.Lines: lambda block, room: [writing_lines(block, room.width, room.page)],
    doc.Signatures: lambda block, room: [signature_rows(block, room.width, room.page)],
    doc.Timeline: lambda block, room: [timeline_rows(block, room.width, room.page)],
}


def paginate(pieces: Sequence[Piece | Turn], across: bool = False) -> list[Page]:
    """Fill pages in order. A piece that binds to the next one moves with it; at least one page comes out."""
    pages = [Page(across)]
    for index, piece in enumerate(pieces):
        if isinstance(piece, Turn):
            _turn(pages, piece, last=index == len(pieces) - 1)
            continue
        if pages[-1].placed and pages[-1].used + _needed(pieces, index, pages[-1].after) > _height(pages[-1]) + 0.01:
            pages.append(Page(pages[-1].across))
        _place(pages, piece)
    return pages


def _height(page: Page) -> float:
    return A4[0 if page.across else 1] - TOP - BOTTOM


def _turn(pages: list[Page], turn: Turn, last: bool) -> None:
    across = pages[-1].across if turn.across is None else turn.across
    if not pages[-1].placed:
        pages[-1].across = across
    elif not last:
        pages.append(Page(across))


def _needed(pieces: Sequence[Piece | Turn], index: int, after: float) -> float:
    """Room for the piece and, where it binds, for those it binds to, up to the least part of the last of them."""
    needed = 0.0
    for piece in pieces[index:]:
        if isinstance(piece, Turn):
            break
        needed += max(after, piece.before) + (piece.height if piece.keep else min(piece.least, piece.height))
        if not piece.keep:
            break
        after = piece.after
    return needed


def _place(pages: list[Page], piece: Piece) -> None:
    """Put the piece on the last page, tearing it over as many pages as it takes."""
    rest: Piece | None = piece
    while rest is not None:
        page = pages[-1]
        top = page.used + (max(page.after, rest.before) if page.placed else 0.0)
        room = _height(page) - top
        torn = rest.split(room) if rest.height > room + 0.01 else None
        if rest.height > room + 0.01 and torn is None and page.placed:
            pages.append(Page(page.across))
            continue
        now, rest = torn or (rest, None)
        page.placed.append((now, top))
        page.used, page.after = top + now.height, now.after
        if rest is not None:
            pages.append(Page(page.across))
