"""What a printed page is made of: plain values, no reportlab. A report builds a ``Document``; ``pdf.render`` prints it.

Every text is plain text, usually typed by people: no block reads markup, and nobody escapes anything before
putting it here. Lengths are millimetres. ``None`` in a cell or a fact is "undefined" and prints as "—".
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from matplotlib.figure import Figure

Align = Literal["left", "right", "center"]
Kind = Literal["text", "number", "symbol"]
Edge = Literal["thick", "plain", "thin", "dashed", "heavy", "dotted"]
Cell = str | int | Decimal | date | None
UNDEFINED = "—"


@dataclass(frozen=True, slots=True)
class Heading:
    """A section (level 1) or a part of one (level 2); it never stands alone at the foot of a page."""

    text: str
    level: Literal[1, 2] = 1


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text; line breaks in it are kept. ``quiet`` is small and grey (definitions, remarks)."""

    text: str
    quiet: bool = False
    bold: bool = False


@dataclass(frozen=True, slots=True)
class Facts:
    """Label and value pairs, read across, in one to three columns; a long value may take more lines."""

    items: tuple[tuple[str, Cell], ...]
    columns: Literal[1, 2, 3] = 2


@dataclass(frozen=True, slots=True)
class Column:
    """``weight`` says who gets spare room (0: as wide as its longest text); numbers stand right and never wrap."""

    label: str
    align: Align | None = None
    weight: float = 0.0
    kind: Kind = "text"

    @property
    def side(self) -> Align:
        """Where the column's texts stand: as asked, else by kind."""
        return self.align or ("right" if self.kind == "number" else "center" if self.kind == "symbol" else "left")


@dataclass(frozen=True, slots=True)
class Table:
    """Rows as long as ``columns``; the head repeats on every page, a row is split only when taller than a page.

    ``emphasis`` holds the indexes of rows in bold, ``notes`` are small lines under the table. ``keys`` name what stands behind
    each cell of the rows and the total ("" nothing), for a screen that opens it; paper knows nothing of them.
    """

    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    total: tuple[Cell, ...] | None = None
    caption: str = ""
    emphasis: frozenset[int] = frozenset()
    notes: tuple[str, ...] = ()
    keys: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class ChartBlock:
    """A figure as vectors; ``figure(width_mm, height_mm)`` is called once, while printing. ``table`` holds the same figures, for
    a screen and a workbook."""

    figure: "Callable[[float, float], Figure]"
    width: float = 160
    height: float = 75
    caption: str = ""
    alt: str = ""
    table: Table | None = None


@dataclass(frozen=True, slots=True)
class SideBySide:
    """Blocks in columns of equal width, tops level; stacked instead where they are taller than a page."""

    blocks: tuple["Block", ...]


@dataclass(frozen=True, slots=True)
class FormField:
    """A box of a form, its label above the value; an empty value leaves room to write by hand.

    ``span`` counts grid columns, ``lines`` the height in writing lines. ``choices`` print as tick boxes, those in
    ``chosen`` ticked; ``value`` then follows them.
    """

    label: str
    value: str = ""
    span: int = 1
    lines: int = 1
    choices: tuple[str, ...] = ()
    chosen: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class FormGrid:
    """Boxes in a grid of ``columns``; a field that does not fit into the row begins the next one. A ``whole`` one goes to
    the next page rather than over two, where a page is high enough for it."""

    fields: tuple[FormField, ...]
    columns: int = 4
    whole: bool = False


@dataclass(frozen=True, slots=True)
class Lines:
    """Empty ruled lines to write on, under an optional label."""

    count: int = 3
    label: str = ""


@dataclass(frozen=True, slots=True)
class Signatures:
    """Boxes to sign and date, one per label, never torn apart."""

    labels: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Event:
    """One entry of a timeline: ``when`` as it is to be shown, a short title, and text that may be long."""

    when: str
    title: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class Timeline:
    """Events in the order given, dots on a line."""

    events: tuple[Event, ...]


@dataclass(frozen=True, slots=True)
class PageBreak:
    """What follows begins a page."""


@dataclass(frozen=True, slots=True)
class Landscape:
    """Blocks on pages laid across, for tables that need the width."""

    blocks: tuple["Block", ...]


@dataclass(frozen=True, slots=True)
class DiagramBox:
    """A box of a diagram: (left, right) texts row by row, the first in bold; ``fill`` is a colour as #RRGGBB; ``picture``, the
    bytes of a file that ``photos.ready`` made, stands in the place of texts."""

    x: float
    y: float
    width: float
    height: float
    rows: tuple[tuple[str, str], ...]
    edge: Edge = "plain"
    fill: str = "#FFFFFF"
    picture: bytes | None = None


@dataclass(frozen=True, slots=True)
class Diagram:
    """Boxes joined by lines (x, y, to x, to y), y downwards; ``scale`` is the size of its texts against the usual one."""

    boxes: tuple[DiagramBox, ...]
    lines: tuple[tuple[float, float, float, float], ...]
    width: float
    height: float
    scale: float = 1


@dataclass(frozen=True, slots=True)
class Spacer:
    """Empty room."""

    height: float = 4


@dataclass(frozen=True, slots=True)
class Empty:
    """The line that stands where a section has nothing to show."""

    text: str


Block = (
    Heading | Paragraph | Facts | Table | ChartBlock | SideBySide | FormGrid | Lines | Signatures | Timeline
    | PageBreak | Landscape | Diagram | Spacer | Empty
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Document:
    """A whole printed paper.

    ``meta`` is the line under the title (up to three texts: left, middle, right); ``footer`` the texts at the foot
    of each page (cut-off, print time); ``logo`` a PNG or JPEG file's bytes; ``language`` "zh" or "en" decides the
    words of the kit itself (page x of y) and the PDF's language, not the texts given here. ``across`` lays the pages
    across from the first one on. ``subject``: whom the paper is about, by the short name, for the file's name. ``labels`` on a
    ``sheet`` are printed instead of blocks; ``note`` is said beside the pages and not on them. ``kept`` is a PDF that was
    printed before and comes out again as it is, instead of everything else (an issued report).
    """

    title: str
    blocks: tuple[Block, ...]
    meta: tuple[str, ...] = ()
    number: str = ""
    company: str = ""
    logo: bytes | None = None
    signatures: tuple[str, ...] = ()
    footer: tuple[str, ...] = ()
    language: str = "zh"
    across: bool = False
    labels: "tuple[Label, ...]" = ()
    sheet: "LabelSheet | None" = None
    note: str = ""
    subject: str = ""
    kept: bytes = b""


@dataclass(frozen=True, slots=True)
class Label:
    """An address label: the name in bold, and the other lines, before it where the name comes ``last``."""

    name: str
    lines: tuple[str, ...]
    last: bool = False


@dataclass(frozen=True, slots=True)
class LabelSheet:
    """How labels lie on an A4 sheet: how many across and down, their size, the outer margins, the gap between columns."""

    columns: int
    rows: int
    width: float
    height: float
    left: float
    top: float
    gap: float = 0.0


def quietly(sentences: Iterable[str]) -> tuple[Block, ...]:
    """A remark under the figures it is about; nothing where there is nothing to say."""
    said = tuple(sentences)
    return (Paragraph("\n".join(said), quiet=True),) if said else ()


def cell_text(value: Cell) -> str:
    """A value as it is printed: None is "—", numbers with thousands and a true minus, dates as 2026-07-31."""
    if value is None:
        return UNDEFINED
    if isinstance(value, (int, Decimal)) and not isinstance(value, bool):
        return f"{value:,}".replace("-", "−")
    return value.isoformat() if isinstance(value, date) else str(value)
