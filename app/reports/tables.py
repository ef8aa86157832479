"""From a ``Table`` block to rows of boxes: how wide each column becomes, and where its texts break."""

from dataclasses import replace
from itertools import islice

from app.reports.cjk import WIDTHS, printable, text_width
from app.reports.document import Cell, Column, Table, cell_text
from app.reports.lines import break_lines
from app.reports.pen import CELL, HAIR, INK, QUIET, THICK, THIN, TextStyle
from app.reports.pieces import Box, Row, Rows

_MEASURED_ROWS, _MEASURED_CHARACTERS = 400, 120
_LEAST_EMS = 4.6  # a column of text may shrink to four Chinese characters
_SMALLEST = 8.0
PAD = 4.5


def broken(text: str, width: float, style: TextStyle) -> list[str]:
    """A printable text as lines of at most ``width`` points."""
    if "\n" not in text and len(text) < 80 and text_width(text, style.size, style.bold) <= width:
        return [text]
    return break_lines(text, width / style.size, WIDTHS[style.bold].__getitem__)


def table_rows(table: Table, width: float, page: float) -> Rows:
    """Lay the table out in ``width``; ``page`` is the height of an empty page. Row lengths must match the columns."""
    texts = [_texts(row) for row in table.rows]
    total = _texts(table.total) if table.total is not None else None
    measured = [*islice(texts, _MEASURED_ROWS), *([total] if total else [])]
    style, widths = _fitting(table.columns, measured, width)
    head = _row(tuple(printable(column.label) for column in table.columns), table.columns, widths,
                replace(style, colour=QUIET), (INK, THIN))  # fmt: skip
    rows = [_row(text, table.columns, widths, replace(style, bold=index in table.emphasis))
            for index, text in enumerate(texts)]  # fmt: skip
    if total is not None:
        rows.append(_row(total, table.columns, widths, replace(style, bold=True), (HAIR, THICK)))
    return Rows(rows, [head], top_rule=True, page=page)


def _texts(row: tuple[Cell, ...]) -> tuple[str, ...]:
    return tuple(printable(cell_text(cell)) for cell in row)


def _row(
    texts: tuple[str, ...], columns: tuple[Column, ...], widths: list[float], style: TextStyle,
    under: tuple[str, float] = (HAIR, THIN),
) -> Row:  # fmt: skip
    boxes, x = [], 0.0
    for text, column, width in zip(texts, columns, widths, strict=True):
        own = replace(style, align=column.side)
        boxes.append(Box(x, width, broken(text, width - 2 * PAD, own), own))
        x += width
    return Row(boxes, pad=PAD, under=under)


def _fitting(
    columns: tuple[Column, ...], texts: list[tuple[str, ...]], width: float
) -> tuple[TextStyle, list[float]]:  # fmt: skip
    """The largest of 9, 8.5 and 8 points in which nothing is squeezed below its least width."""
    for size in (9.0, 8.5, _SMALLEST):
        style = replace(CELL, size=size, leading=size * 1.4)
        wish = [_wish(column, texts, index, style) for index, column in enumerate(columns)]
        least = [_least(column, natural, size) for column, natural in zip(columns, wish, strict=True)]
        if sum(least) <= width or size == _SMALLEST:
            break
    return style, column_widths(wish, least, [column.weight for column in columns], width)


def _wish(column: Column, texts: list[tuple[str, ...]], index: int, style: TextStyle) -> float:
    lines = [line for row in texts for line in row[index][: _MEASURED_CHARACTERS * 4].split("\n", 8)[:8]]
    widest = max((text_width(line[:_MEASURED_CHARACTERS], style.size, True) for line in lines), default=0.0)
    return max(widest, text_width(printable(column.label)[:_MEASURED_CHARACTERS], style.size)) + 2 * PAD + 0.1


def _least(column: Column, wish: float, size: float) -> float:
    return wish if column.kind != "text" and wish < 12 * size else min(wish, _LEAST_EMS * size + 2 * PAD)


def column_widths(wish: list[float], least: list[float], weights: list[float], width: float) -> list[float]:
    """Widths that sum to ``width``: spare room by weight (by width where none has weight), want shared fairly.

    Where even the least widths do not fit, all shrink alike.
    """
    if not wish:
        return []
    if sum(wish) <= width:
        shares = weights if any(weights) else wish
        return [own + (width - sum(wish)) * share / sum(shares) for own, share in zip(wish, shares, strict=True)]
    if sum(least) >= width:
        return [own * width / sum(least) for own in least]
    return _fair(wish, least, weights, width)


def _fair(wish: list[float], least: list[float], weights: list[float], width: float) -> list[float]:
    """Fill the least wanting first, so that one endless text does not starve the others."""
    result, room = list(least), width - sum(least)
    claims = [weight or 1.0 for weight in weights]
    open_columns = sorted(range(len(wish)), key=lambda index: (wish[index] - least[index]) / claims[index])
    for position, index in enumerate(open_columns):
        share = room * claims[index] / sum(claims[each] for each in open_columns[position:])
        given = min(wish[index] - least[index], share)
        result[index] += given
        room -= given
    return result
