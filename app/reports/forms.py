"""From facts, forms, signatures and timelines to rows of boxes."""

from app.i18n import gettext_text as _
from app.reports.cjk import printable, text_width
from app.reports.document import Facts, FormField, FormGrid, Lines, Signatures, Timeline, cell_text
from app.reports.pen import BODY, CELL, LABEL, QUIET, TextStyle
from app.reports.pieces import Box, Row, Rows
from app.reports.tables import broken

_FACT_LABEL = TextStyle(9, 12.6, colour=QUIET)
_BOLD_CELL = TextStyle(9, 12.6, bold=True)
_FORM_LABEL = LABEL
_FORM_VALUE = TextStyle(10, 14)
_BY_HAND = TextStyle(10, 21)
_FORM_PAD = 5.0
_TICKED, _UNTICKED = "☑", "□"
_GAP = 14.0
_FEW_LINES = 6


def fact_rows(facts: Facts, width: float, page: float) -> Rows:
    """Labels of one column are equally wide, at most 40 % of it; values wrap beside them."""
    count = facts.columns
    column = (width - _GAP * (count - 1)) / count
    items = [(printable(label), printable(cell_text(value))) for label, value in facts.items]
    widest = [max((text_width(item[0], 9) for item in items[start::count]), default=0.0) for start in range(count)]
    labels = [min(each + 14, column * 0.4) for each in widest]
    rows = []
    for start in range(0, len(items), count):
        boxes = []
        for place, (label, value) in enumerate(items[start : start + count]):
            boxes += _fact(label, value, place * (column + _GAP), labels[place], column)
        boxes += [Box(width, 0, [])]
        rows.append(Row(boxes, pad=0, top=3.2))
    return Rows(rows, page=page)


def _fact(label: str, value: str, x: float, label_width: float, column: float) -> list[Box]:
    rest = column - label_width
    return [Box(x, label_width, broken(label, label_width - 6, _FACT_LABEL), _FACT_LABEL),
            Box(x + label_width, rest, broken(value, rest, CELL))]  # fmt: skip


def form_rows(grid: FormGrid, width: float, page: float) -> Rows:
    """Boxes row by row; the last box of a row takes what its row leaves empty."""
    unit = width / grid.columns
    rows = []
    for fields in _form_lines(grid):
        boxes, x = [], 0.0
        for place, each in enumerate(fields):
            last = place == len(fields) - 1
            wide = width - x if last else unit * min(each.span, grid.columns)
            boxes.append(_form_box(each, x, wide))
            x += wide
        rows.append(Row(boxes, top=3.5, pad=_FORM_PAD, under=None, framed=True))
    return Rows(rows, page=page, whole=grid.whole)


def _form_lines(grid: FormGrid) -> list[list[FormField]]:
    lines: list[list[FormField]] = []
    free = 0
    for each in grid.fields:
        span = min(each.span, grid.columns)
        if span > free:
            lines.append([])
            free = grid.columns
        lines[-1].append(each)
        free -= span
    return lines


def _form_box(each: FormField, x: float, width: float) -> Box:
    inner = width - 2 * _FORM_PAD
    label = broken(printable(each.label), inner, _FORM_LABEL)
    lines = _form_lines_of(each, inner)
    if lines == [""] and each.lines > 1:
        return Box(x, width, [""], _BY_HAND, label, _FORM_LABEL, room=each.lines, ruled=True)
    return Box(x, width, lines, _FORM_VALUE, label, _FORM_LABEL, room=each.lines)


def _form_lines_of(each: FormField, width: float) -> list[str]:
    """The boxes to tick, then the value; a choice stays with its box and in one piece where it fits a line."""
    ticks = [printable(f"{_TICKED if choice in each.chosen else _UNTICKED}{choice}") for choice in each.choices]
    lines: list[str] = []
    for text in [*ticks, printable(each.value)] if each.value else ticks:
        longer = f"{lines[-1]}   {text}" if lines else text
        if lines and "\n" not in text and text_width(longer, _FORM_VALUE.size) <= width:
            lines[-1] = longer
        else:
            lines += broken(text, width, _FORM_VALUE)
    return lines or [""]


def writing_lines(lines: Lines, width: float, page: float) -> Rows:
    """Ruled lines 9 mm apart; a few of them stay together."""
    head = [Row([Box(0, width, [printable(lines.label)], BODY)], pad=0, top=0, under=None)] if lines.label else []
    empty = Box(0, width, [], TextStyle(9, 25.5))
    ruled = [Row([empty], pad=0, top=0, under=(QUIET, 0.4)) for _line in range(lines.count)]
    return Rows([*head, *ruled], whole=lines.count <= _FEW_LINES, page=page)


def signature_rows(signatures: Signatures, width: float, page: float) -> Rows:
    """One framed box per label: room to sign, and a line for the date."""
    each = width / max(len(signatures.labels), 1)
    boxes = [Box(index * each, each, ["", "", _("Date:")], TextStyle(8.5, 13, colour=QUIET), [printable(label)], CELL)
             for index, label in enumerate(signatures.labels)]  # fmt: skip
    return Rows([Row(boxes, top=5, pad=6, under=None, framed=True)], before=14, whole=True, page=page)


def timeline_rows(timeline: Timeline, width: float, page: float) -> Rows:
    """When on the left, a dot on the line, what happened on the right."""
    whens = [printable(event.when) for event in timeline.events]
    left = min(max((text_width(when, 9) for when in whens), default=0.0) + 6, width * 0.3)
    right = width - left - 18
    rows = []
    for when, event in zip(whens, timeline.events, strict=True):
        title = broken(printable(event.title), right, _BOLD_CELL)
        text = broken(printable(event.text), right, CELL) if event.text else []
        boxes = [Box(0, left, broken(when, left, _FACT_LABEL), _FACT_LABEL),
                 Box(left + 18, right, text, CELL, title, _BOLD_CELL, room=0)]  # fmt: skip
        rows.append(Row(boxes, pad=0, top=3.5, under=None, dot=left + 7))
    return Rows(rows, page=page)
