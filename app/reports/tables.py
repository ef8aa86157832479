"""From a ``Table`` block to rows of boxes: how wide each column becomes, and where its texts break."""

from dataclasses import dataclass, replace

from app.reports.cjk import WIDTHS, printable, text_width
from app.reports.document import Cell, Column, Table, cell_text
from app.reports.lines import break_lines
from app.reports.pen import CELL, HAIR, INK, QUIET, THICK, THIN, TextStyle
from app.reports.pieces import Box, Row, Rows

_MEASURED_ROWS, _MEASURED = 400, 120
_SMALL = 5  # a table of so few rows moves to the next page rather than leave its total there alone
_LEAST_EMS = 4.6  # a column of text may shrink to four Chinese characters
_CLOSER = ((9.0, 4.5), (9.0, 3.5), (8.5, 3.5))  # size of text, room beside it
_SMALLER = ((9.0, 4.5), (8.5, 4.0), (8.0, 3.5))


def broken(text: str, width: float, style: TextStyle) -> list[str]:
    """A printable text as lines of at most ``width`` points."""
    if "\n" not in text and len(text) < 80 and text_width(text, style.size, style.bold) <= width:
        return [text]
    return break_lines(text, width / style.size, WIDTHS[style.bold].__getitem__)


@dataclass(frozen=True, slots=True)
class _Fit:
    """The way a table is set: its text style, the room at the sides of a cell, the width of each column."""

    style: TextStyle
    pad: float
    widths: list[float]


def table_rows(table: Table, width: float, page: float) -> Rows:
    """Lay the table out in ``width``; ``page`` is the height of an empty page. Row lengths must match the columns."""
    texts = [_texts(row) for row in table.rows]
    total = _texts(table.total) if table.total is not None else None
    fit = _fitting(table, texts[:_MEASURED_ROWS], total, width)
    labels = tuple(printable(column.label) for column in table.columns)
    head = _row(labels, table.columns, fit, replace(fit.style, colour=QUIET), (INK, THIN))
    rows = [_row(text, table.columns, fit, replace(fit.style, bold=index in table.emphasis))
            for index, text in enumerate(texts)]  # fmt: skip
    if total is not None:
        rows.append(_row(total, table.columns, fit, replace(fit.style, bold=True), (HAIR, THICK)))
    head.low = True
    whole = len(rows) <= _SMALL and sum(row.height for row in rows) < page * 0.4
    return Rows(rows, [head], whole=whole, top_rule=True, page=page)


def _texts(row: tuple[Cell, ...]) -> tuple[str, ...]:
    return tuple(printable(cell_text(cell)) for cell in row)


def _row(
    texts: tuple[str, ...], columns: tuple[Column, ...], fit: _Fit, style: TextStyle,
    under: tuple[str, float] = (HAIR, THIN),
) -> Row:  # fmt: skip
    boxes, x = [], 0.0
    for text, column, width in zip(texts, columns, fit.widths, strict=True):
        own = replace(style, align=column.side)
        boxes.append(Box(x, width, broken(text, width - 2 * fit.pad, own), own))
        x += width
    return Row(boxes, pad=fit.pad, under=under)


def _fitting(table: Table, texts: list[tuple[str, ...]], total: tuple[str, ...] | None, width: float) -> _Fit:
    """A slightly closer setting, or a head in two lines, where then no cell wraps; else the largest that starves none."""
    cells = [_widest(table, texts, total, index) for index in range(len(table.columns))]
    heads = [_head_ems(column) for column in table.columns]
    for line in (0, 1):
        ems = [max(cell, head[line]) for cell, head in zip(cells, heads, strict=True)]
        for size, pad in _CLOSER:
            if sum(ems) * size + 2 * pad * len(ems) <= width:
                return _fit(table, ems, size, pad, width)
    for size, pad in _SMALLER:
        if sum(_least(column, em, size, pad) for column, em in zip(table.columns, ems, strict=True)) <= width:
            break
    return _fit(table, ems, size, pad, width)


def _head_ems(column: Column) -> tuple[float, float]:
    """Width of a column's label in one line, and in two."""
    label = printable(column.label)[:_MEASURED]
    whole = text_width(label, 1) + 0.02
    words = max((text_width(word, 1) for word in label.split() if word.isascii()), default=0.0)
    return whole, max(min(words + 0.02, whole), whole * 0.6) if len(label) > 3 else whole


def _fit(table: Table, ems: list[float], size: float, pad: float, width: float) -> _Fit:
    wish = [em * size + 2 * pad for em in ems]
    least = [_least(column, em, size, pad) for column, em in zip(table.columns, ems, strict=True)]
    style = replace(CELL, size=size, leading=size * 1.4)
    return _Fit(style, pad, column_widths(wish, least, [column.weight for column in table.columns], width))


def _widest(table: Table, texts: list[tuple[str, ...]], total: tuple[str, ...] | None, index: int) -> float:
    """Width in ems of the column's longest line, as far as is worth measuring."""
    cells = [(row[index], place in table.emphasis) for place, row in enumerate(texts)]
    cells += [(total[index], True)] if total else []
    lines = [(line[:_MEASURED], bold) for text, bold in cells for line in text[: _MEASURED * 8].split("\n", 8)[:8]]
    return max((text_width(line, 1, bold) for line, bold in lines), default=0.0) + 0.02


def _least(column: Column, em: float, size: float, pad: float) -> float:
    kept = column.kind != "text" and em < 12
    return (em if kept else min(em, _LEAST_EMS)) * size + 2 * pad


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
