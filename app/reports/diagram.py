"""Boxes and lines drawn as vectors: an org chart on paper. Fills are tints; edges and words tell the same without colour."""

import io
from dataclasses import dataclass, replace

from app.reports.cjk import printable, text_width
from app.reports.document import Diagram, DiagramBox
from app.reports.pen import INK, QUIET, Pen, TextStyle

MM = 72 / 25.4
_PAD, _ABOVE, _CORNER = 2.2, 0.9, 1.2
_EDGES: dict[str, tuple[float, tuple[float, ...]]] = {
    "thick": (1.6, ()), "plain": (0.9, ()), "thin": (0.5, ()), "dashed": (0.9, (3, 2)), "heavy": (1.6, (4, 2)),
    "dotted": (0.5, (1, 2)),
}  # fmt: skip


@dataclass(slots=True)
class Drawing:
    """A diagram as a piece of a page, in the middle of its width; never torn."""

    diagram: Diagram
    room: float
    before: float = 9
    after: float = 9
    keep: bool = False

    @property
    def height(self) -> float:
        return self.diagram.height * MM

    @property
    def least(self) -> float:
        return self.height

    def split(self, room: float) -> "tuple[Drawing, Drawing] | None":
        """A drawing stays whole."""
        return None

    def draw(self, pen: Pen, x: float, y: float) -> None:
        """Lines first, boxes over them."""
        left = x + max(self.room - self.diagram.width * MM, 0) / 2
        pen.canvas.saveState()
        for from_x, from_y, to_x, to_y in self.diagram.lines:
            pen.rule(left + from_x * MM, y - from_y * MM, left + to_x * MM, y - to_y * MM, QUIET, 0.7)
        for box in self.diagram.boxes:
            _draw_box(pen, box, left + box.x * MM, y - box.y * MM, self.diagram.scale)
        pen.canvas.restoreState()


def _draw_box(pen: Pen, box: DiagramBox, x: float, y: float, scale: float) -> None:
    from reportlab.lib.utils import ImageReader

    wide, high = box.width * MM, box.height * MM
    thick, dash = _EDGES[box.edge]
    pen.canvas.setDash(*((list(dash), 0) if dash else ([], 0)))
    pen.canvas.setStrokeColor(INK)
    pen.canvas.setLineWidth(thick)
    pen.canvas.setFillColor(box.fill)
    pen.canvas.roundRect(x, y - high, wide, high, _CORNER * MM * scale, stroke=1, fill=1)
    pen.canvas.setDash([], 0)
    if box.picture is not None:
        inset = 0.6 * MM
        pen.canvas.drawImage(
            ImageReader(io.BytesIO(box.picture)), x + inset, y - high + inset, wide - 2 * inset, high - 2 * inset,
            preserveAspectRatio=True, anchor="c",
        )  # fmt: skip
        return
    pad, above = _PAD * MM * scale, _ABOVE * MM * scale
    line = (high - 2 * above) / max(len(box.rows), 1)
    for place, (left, right) in enumerate(box.rows):
        style = TextStyle((9.0 if place == 0 else 7.8) * scale, line, bold=place == 0)
        _write(pen, x + pad, y - above - place * line, wide - 2 * pad, left, right, style)


def _write(pen: Pen, x: float, y: float, width: float, left: str, right: str, style: TextStyle) -> None:
    small = replace(style, bold=False, size=min(style.size, 7.8 * style.size / 9 if style.bold else style.size), align="right")
    shown = fitted(right, width / 2, small)
    taken = text_width(shown, small.size) + 4 if shown else 0
    pen.text(x, y, shown, small, width)
    pen.text(x, y, fitted(left, width - taken, style), style)


def fitted(text: str, width: float, style: TextStyle) -> str:
    """A text as it can be printed in ``width`` points, cut with "…" where it is longer."""
    text = " ".join(printable(text).split())
    if text_width(text, style.size, style.bold) <= width:
        return text
    while text and text_width(text + "…", style.size, style.bold) > width:
        text = text[:-1]
    return text + "…" if text else ""
