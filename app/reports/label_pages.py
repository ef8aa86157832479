"""Sheets of labels: page after page of equal fields without head and foot, each text fitted into its field."""

from dataclasses import replace
from typing import Any

from app.reports.cjk import collect_missing, printable
from app.reports.document import Label, LabelSheet
from app.reports.layout import A4, MM
from app.reports.pen import Pen, TextStyle
from app.reports.tables import broken

_PAD = 4.5 * MM
_SIZES = (10.5, 9.5, 8.5, 7.5, 6.5)


def render_labels(labels: tuple[Label, ...], sheet: LabelSheet | None, canvas: Any) -> tuple[int, tuple[str, ...]]:
    """Draw labels on the pages of a canvas and close it; the count of pages, and characters no font has."""
    sheet = sheet or LabelSheet(1, 1, 210, 297, 0, 0)
    with collect_missing() as missing:
        pen, labels = Pen(canvas), labels or (Label("", ()),)
        for start in range(0, len(labels), sheet.columns * sheet.rows):
            for place, label in enumerate(labels[start : start + sheet.columns * sheet.rows]):
                _draw(pen, sheet, place, label)
            pen.canvas.showPage()
        pen.canvas.save()
    return -(-len(labels) // (sheet.columns * sheet.rows)), tuple(sorted(missing))


def _draw(pen: Pen, sheet: LabelSheet, place: int, label: Label) -> None:
    row, column = divmod(place, sheet.columns)
    left = (sheet.left + column * (sheet.width + sheet.gap)) * MM
    top = A4[1] - (sheet.top + row * sheet.height) * MM
    lines, style = fitted(label, sheet.width * MM - 2 * _PAD, sheet.height * MM - 2 * _PAD)
    y = top - (sheet.height * MM - len(lines) * style.leading) / 2
    for text, bold in lines:
        pen.text(left + _PAD, y, text, replace(style, bold=bold))
        y -= style.leading


def fitted(label: Label, width: float, height: float) -> tuple[list[tuple[str, bool]], TextStyle]:
    """The label's lines, (text, bold), and the largest style in which they fit; at last what does not fit is cut by "…"."""
    for size in _SIZES:
        style = TextStyle(size, size * 1.35)
        lines = _lines(label, width, style)
        if len(lines) * style.leading <= height:
            return lines, style
    most = max(1, int(height / style.leading))
    kept = lines[:most]
    return [*kept[:-1], (kept[-1][0][:-1] + "…", kept[-1][1])], style


def _lines(label: Label, width: float, style: TextStyle) -> list[tuple[str, bool]]:
    name = [(line, True) for line in broken(printable(label.name), width, replace(style, bold=True))] if label.name else []
    rest = [(line, False) for part in label.lines for line in broken(printable(part), width, style)]
    return [*rest, *name] if label.last else [*name, *rest]
