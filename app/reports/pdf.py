"""Print a ``Document`` as a PDF file: A4, head and foot on every page, page x of y, charts as vectors.

No markup is read anywhere: texts are measured and drawn as they are. Drawing is done on reportlab's canvas, without
platypus, whose tables are slow and whose LayoutError loses a whole report for one long cell (faults F77b).
"""

import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, BinaryIO

from app.files import atomic_write
from app.i18n import gettext_text as _
from app.i18n import use_language
from app.reports.cjk import collect_missing, printable, text_width
from app.reports.document import Align, Block, ChartBlock, Document, Landscape, Paragraph, Signatures
from app.reports.label_pages import render_labels
from app.reports.layout import A4, LEFT, MM, RIGHT, TOP, Page, build, paginate, setting
from app.reports.lines import shorten
from app.reports.overlay import lay_over
from app.reports.pen import HAIR, INK, QUIET, THICK, TITLE, Pen, TextStyle
from app.reports.pieces import Box, Piece, Row, Rows, Text, Turn
from app.reports.tables import broken

Progress = Callable[[int, int], None]
_HEAD = TextStyle(8, 11, colour=QUIET)
_META = TextStyle(9, 13, colour=QUIET)
_META_SIDES: tuple[tuple[Align, ...], ...] = ((), ("left",), ("left", "right"), ("left", "center", "right"))
_LOGO_HEIGHT = 8 * MM
_ENOUGH_TO_SIGN, _TOO_MUCH_TO_BIND = 40 * MM, 80 * MM
"""How much goes with the boxes to sign, and what is too tall to be moved for it."""


@dataclass(frozen=True, slots=True)
class RenderResult:
    """What came out: the count of pages, and the characters no font on this computer has (shown by their code)."""

    pages: int
    missing: tuple[str, ...] = ()


def render(document: Document, target: Path | BinaryIO, *, progress: Progress | None = None) -> RenderResult:
    """Print ``document`` into a file (written whole or not at all) or an open binary file.

    ``progress(done, total)`` is called before each chart and page and may raise to stop. Raises StorageError where
    the file can't be written; what stood there then still stands.
    """
    data, result = render_bytes(document, progress=progress)
    if isinstance(target, Path):
        with atomic_write(target, shared=True) as file:
            file.write(data)
    else:
        target.write(data)
    return result


def render_bytes(document: Document, *, progress: Progress | None = None) -> tuple[bytes, RenderResult]:
    """The finished PDF in memory, for a preview."""
    if document.kept:
        return document.kept, RenderResult(_pages_of(document.kept))
    if document.sheet is not None:
        return _render_labels(document)
    with use_language(document.language), collect_missing() as missing:
        figures: list[tuple[ChartBlock, float, float]] = []
        pieces = _pieces(document, figures)
        charts = [_draw_figure(*each) for each in figures]
        if missing:
            pieces += build([_notice(missing)], setting(document.across, figures))
        pages = paginate(pieces, document.across)
        data, slots = _write(document, pages, len(charts), progress)
        if charts:
            data = lay_over(data, charts, [each[0].alt for each in figures], slots)
    return data, RenderResult(len(pages), tuple(sorted(missing)))


def _pages_of(data: bytes) -> int:
    from pypdf import PdfReader

    return len(PdfReader(io.BytesIO(data)).pages)


def _render_labels(document: Document) -> tuple[bytes, RenderResult]:
    buffer = io.BytesIO()
    pages, missing = render_labels(document.labels, document.sheet, _canvas(document, buffer))
    return buffer.getvalue(), RenderResult(pages, missing)


def page_count(document: Document) -> int:
    """How many pages a document takes, without drawing them."""
    if document.kept:
        return _pages_of(document.kept)
    with use_language(document.language):
        return len(paginate(_pieces(document, []), document.across))


def _draw_figure(block: ChartBlock, width: float, height: float) -> Any:
    return block.figure(width / MM, height / MM)


def _notice(missing: set[str]) -> Block:
    codes = ", ".join(f"U+{ord(character):04X}" for character in sorted(missing)[:40])
    text = _("No font on this computer has these characters; they are shown by their codes: {codes}")
    return Paragraph(text.format(codes=codes), quiet=True)


def _pieces(document: Document, figures: list[tuple[ChartBlock, float, float]]) -> list[Piece | Turn]:
    room = setting(document.across, figures)
    pieces: list[Piece | Turn] = [*_title(document, room.width), *build(document.blocks, room)]
    if document.signatures:
        if document.blocks and isinstance(document.blocks[-1], Landscape):
            pieces.pop()  # the turn back: what ends across is signed there, not on a page of its own
            room = setting(True, figures)
        _bind(pieces)
        pieces += build([Signatures(document.signatures)], room)
    return pieces


def _bind(pieces: Sequence[Piece | Turn]) -> None:
    """The last lines of a paper go to the page of the boxes to sign: nobody signs a page that says nothing."""
    bound = 0.0
    for piece in reversed(pieces):
        if isinstance(piece, Turn) or bound >= _ENOUGH_TO_SIGN or piece.height > _TOO_MUCH_TO_BIND:
            return
        piece.keep = True
        bound += piece.height


def _title(document: Document, width: float) -> list[Piece]:
    title = Text(broken(printable(document.title), width, TITLE), TITLE, width, after=9, keep=True)
    sides = _META_SIDES[len(document.meta)]
    each = width / max(len(sides), 1)
    boxes = [
        Box(index * each, each, broken(printable(text), each, _META), replace(_META, align=side))
        for index, (text, side) in enumerate(zip(document.meta, sides, strict=True))
    ]
    boxes.append(Box(width, 0, [], room=0))
    return [title, Rows([Row(boxes, top=4.5 if document.meta else 0, pad=0, under=(INK, THICK))], after=2)]


def _write(
    document: Document, pages: Sequence[Page], charts: int, progress: Progress | None
) -> tuple[bytes, list[tuple[int, int, float, float]]]:
    buffer = io.BytesIO()
    pen = Pen(_canvas(document, buffer))
    for index, page in enumerate(pages):
        if progress is not None:
            progress(index, len(pages))
        pen.page = index
        _draw_page(document, page, pen, len(pages))
        pen.canvas.showPage()
    pen.canvas.save()
    return buffer.getvalue(), pen.slots


def _canvas(document: Document, buffer: BinaryIO) -> Any:
    from reportlab.pdfgen.canvas import Canvas

    language = {"zh": "zh-CN"}.get(document.language, document.language)
    canvas = Canvas(buffer, pagesize=A4, pageCompression=1, lang=language)
    canvas.setTitle(shorten(document.title, 200))
    canvas.setAuthor(shorten(document.company, 200))
    canvas.setSubject(shorten(document.number, 200))
    canvas.setCreator("Clientele")
    return canvas


def _draw_page(document: Document, page: Page, pen: Pen, count: int) -> None:
    width, height = reversed(A4) if page.across else A4
    pen.canvas.setPageSize((width, height))
    _draw_head(document, pen, width, height)
    for piece, top in page.placed:
        piece.draw(pen, LEFT, height - TOP - top)
    _draw_foot(document, pen, width, count)


def _draw_head(document: Document, pen: Pen, width: float, height: float) -> None:
    y = height - 10.5 * MM
    left = LEFT + (_draw_logo(document.logo, pen, y) if document.logo else 0.0)
    names = [shorten(part, 60) for part in (document.company, document.title) if part]
    number = printable(shorten(document.number, 40))
    room = width - RIGHT - left - text_width(number, _HEAD.size) - 12
    pen.text(left, y, _cut(" · ".join(names), room), _HEAD)
    pen.text(LEFT, y, number, replace(_HEAD, align="right"), width - LEFT - RIGHT)


def _cut(text: str, width: float) -> str:
    """The part of a line that fits, with "…" where some is left out."""
    text = printable(text)
    if text_width(text, _HEAD.size) <= width:
        return text
    while text and text_width(text + "…", _HEAD.size) > width:
        text = text[:-1]
    return text + "…"


def _draw_logo(logo: bytes, pen: Pen, y: float) -> float:
    """Draw the logo beside the head and give the room it took; a picture that can't be read is left out."""
    from reportlab.lib.utils import ImageReader

    try:
        picture = ImageReader(io.BytesIO(logo))
        wide, high = picture.getSize()
        width = min(_LOGO_HEIGHT * wide / max(high, 1), 45 * MM)
        pen.canvas.drawImage(picture, LEFT, y - 5.5 - _LOGO_HEIGHT / 2, width, _LOGO_HEIGHT, mask="auto",
                             preserveAspectRatio=True)  # fmt: skip
    except (OSError, ValueError, SyntaxError):
        return 0.0
    return float(width) + 8


def _draw_foot(document: Document, pen: Pen, width: float, count: int) -> None:
    y = 14 * MM
    right = width - RIGHT
    number = _("Page {page} of {pages}").format(page=pen.page + 1, pages=count)
    pen.rule(LEFT, y, right, y, HAIR)
    room = right - LEFT - text_width(number, _HEAD.size) - 12
    pen.text(LEFT, y - 5, _cut(" · ".join(document.footer), room), _HEAD)
    pen.text(LEFT, y - 5, number, replace(_HEAD, align="right"), right - LEFT)
