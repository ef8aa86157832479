"""How a page is written on: the styles of text, the colours and weights of rules, and the pen that draws them."""

from dataclasses import dataclass, field
from typing import Any

from app.reports.cjk import runs, text_width
from app.reports.document import Align

INK, QUIET, HAIR = "#1F2328", "#5A6068", "#CFCFCB"
THIN, THICK = 0.5, 0.8
_ASCENT = 0.88  # of Noto Sans SC: Chinese characters fill -0.12 to 0.88 em


@dataclass(frozen=True, slots=True)
class TextStyle:
    """One way of setting text; ``leading`` is the distance from line to line."""

    size: float
    leading: float
    bold: bool = False
    colour: str = INK
    align: Align = "left"


BODY = TextStyle(10.5, 16.2)
BODY_BOLD = TextStyle(10.5, 16.2, bold=True)
SMALL = TextStyle(8.5, 12.6, colour=QUIET)
TITLE = TextStyle(18, 25, bold=True, align="center")
SECTION = TextStyle(12, 17, bold=True)
PART = TextStyle(10.5, 15.5, bold=True)
CELL = TextStyle(9, 12.6)
LABEL = TextStyle(8, 11, colour=QUIET)


@dataclass(slots=True)
class Pen:
    """The canvas of one page and the places on it that charts will fill."""

    canvas: Any
    page: int = 0
    slots: list[tuple[int, int, float, float]] = field(default_factory=list)  # chart, page, left, bottom

    def text(self, x: float, y: float, text: str, style: TextStyle, width: float = 0, spread: float = 0) -> None:
        """Write one line whose upper edge is ``y`` into ``width``; ``spread`` is added after each character."""
        if not text:
            return
        if style.align != "left":
            spare = width - text_width(text, style.size, style.bold)
            x += spare if style.align == "right" else spare / 2
        base = y - (style.leading - style.size) / 2 - _ASCENT * style.size
        line = self.canvas.beginText(x, base)
        line.setFillColor(style.colour)
        line.setCharSpace(spread)
        for font, run in runs(text, style.bold):
            line.setFont(font, style.size)
            line.textOut(run)
        self.canvas.drawText(line)

    def rule(self, x: float, y: float, to_x: float, to_y: float, colour: str = HAIR, thick: float = THIN) -> None:
        """A straight line."""
        self.canvas.setStrokeColor(colour)
        self.canvas.setLineWidth(thick)
        self.canvas.line(x, y, to_x, to_y)

    def box(self, x: float, y: float, width: float, height: float) -> None:
        """A thin frame around a field of a form; ``y`` is its upper edge."""
        self.canvas.setStrokeColor(QUIET)
        self.canvas.setLineWidth(THIN)
        self.canvas.rect(x, y - height, width, height)

    def dot(self, x: float, y: float, radius: float = 2.2) -> None:
        """A filled point."""
        self.canvas.setFillColor(INK)
        self.canvas.circle(x, y, radius, stroke=0, fill=1)
