"""How wide a column must be for what it holds, in whatever language and face."""

from collections.abc import Iterable
from functools import cache

from PySide6.QtGui import QFont, QFontMetrics

from app.ui.kit.delegates import GAP, PADDING, Cell
from app.ui.lists.grid_header import small

BADGE = 16
"""What a badge adds to its word."""
MOST = 180
"""No column asks for more than this; what is longer is cut, or stands in an elastic column."""


@cache
def _metrics(face: str) -> QFontMetrics:
    font = QFont()
    font.fromString(face)
    return QFontMetrics(font)


@cache
def _words(face: str, text: str) -> int:
    return _metrics(face).horizontalAdvance(text)


def width_of(font: QFont, header: str, cells: Iterable[Cell], ordered: bool = False) -> int:
    """Pixels for the header (with the sign of its order) and for the widest cell, at most ``MOST``."""
    body, label = font.toString(), small(font).toString()
    widest = _words(label, f"{header} ↑" if ordered else header)
    for cell in cells:
        width = _words(label, cell.text) + BADGE if cell.tone else _words(body, cell.text[:60])
        widest = max(widest, width)
    return min(widest + PADDING + GAP + 1, MOST)
