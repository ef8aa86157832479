"""The charts, for screen and paper alike: ``(values, *, size, palette) -> Figure``; ``size`` in millimetres.

Values carry their own labels, so there are no scales and no gridlines; what matters is dark, the rest pale, which
holds in black and white. Undefined values (None) leave a gap marked "—". Texts are plain and cut at 40 characters.
"""

from collections.abc import Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

from app.reports.chart_style import PAPER, SIZE, Palette, Sheet, chart_text, estimated_width, wrapped

if TYPE_CHECKING:
    from matplotlib.figure import Figure

Number = int | float | Decimal
Size = tuple[float, float]
_EDGE = 3.0
_LABEL_GAP = 3.0
_LINE = SIZE + 2


def value_text(value: Number | None) -> str:
    """Thousands separated, at most one decimal, a true minus; "—" where undefined."""
    if value is None:
        return "—"
    text = f"{value:,.0f}" if value == int(value) else f"{value:,.1f}"
    return text.replace("-", "−")


def percent_text(share: Number | None) -> str:
    """A share of one as a whole per cent, halves up."""
    return "—" if share is None else f"{int(Decimal(str(share)) * 100 + Decimal('0.5'))}%"


def pareto(
    labels: Sequence[str], counts: Sequence[int], cumulative: Sequence[Number | None], vital: int,
    *, size: Size = (80, 55), palette: Palette = PAPER,
) -> "Figure":  # fmt: skip
    """柏拉图: bars in the order given, the first ``vital`` of them dark; above them, in a band of its own so that
    numbers never meet, the cumulative share (fractions of one)."""
    sheet = Sheet(size, palette)
    pitch, floor, ceiling = _floor(sheet, labels)
    span = ceiling - floor
    colours = [palette.strong if index < vital else palette.rest for index in range(len(counts))]
    _columns(sheet, counts, colours, pitch, floor, floor + span * 0.48)
    _share_line(sheet, cumulative, pitch, floor + span * 0.48 + 2 * _LINE + 2, ceiling)
    return sheet.figure


def trend(
    labels: Sequence[str], columns: Sequence[Number | None], line: Sequence[Number | None] | None = None,
    line2: Sequence[Number | None] | None = None, *, current: int = -1, names: Sequence[str] = (),
    size: Size = (80, 55), palette: Palette = PAPER,
) -> "Figure":  # fmt: skip
    """Columns over time, the ``current`` one dark. ``line`` is a rate (fractions of one) in a band above them,
    ``line2`` the same columns a year before, as ticks across. ``names`` of columns, line and line2 make a key."""
    sheet = Sheet(size, palette)
    pitch, floor, ceiling = _floor(sheet, labels)
    ceiling -= _key(sheet, names, line2 is not None)
    top = floor + (ceiling - floor) * (0.5 if line else 1.0) - (0 if line else _LINE)
    now = current % len(columns) if columns else 0
    colours = [palette.strong if index == now else palette.pale for index in range(len(columns))]
    _columns(sheet, columns, colours, pitch, floor, top, line2)
    if line:
        _rate_line(sheet, line, pitch, top + 2 * _LINE + 4, ceiling - _LINE)
    return sheet.figure


def bars(
    labels: Sequence[str], values: Sequence[Number | None], *, strong: int = 0, size: Size = (80, 55),
    palette: Palette = PAPER,
) -> "Figure":  # fmt: skip
    """Bars lying down, label on the left, value at the end; the first ``strong`` are dark (0: all)."""
    sheet = Sheet(size, palette)
    texts = [chart_text(label) for label in labels]
    left = min(max(map(estimated_width, texts), default=0.0) + 6, sheet.width * 0.42) + _EDGE
    room = sheet.width - left - max((estimated_width(value_text(value)) for value in values), default=0.0) - 8
    pitch = min((sheet.height - 2 * _EDGE) / max(len(values), 1), 24.0)
    most = float(max((value for value in values if value is not None), default=0)) or 1.0
    for index, (text, value) in enumerate(zip(texts, values, strict=True)):
        middle = sheet.height - _EDGE - (index + 0.5) * pitch
        colour = palette.strong if not strong or index < strong else palette.rest
        length = max(float(value or 0), 0.0) / most * room
        sheet.bar(left, middle - pitch * 0.32, length, pitch * 0.64, colour, index)
        sheet.text(left - 5, middle - 3, wrapped(text, left - 8, 1)[0], at="right")
        sheet.text(left + length + 4, middle - 3, value_text(value), at="left")
    sheet.line((left, left), (sheet.height - _EDGE, sheet.height - _EDGE - pitch * len(values)), palette.axis)
    return sheet.figure


def grid(
    rows: Sequence[str], columns: Sequence[str], values: Sequence[Sequence[int | None]], *, size: Size = (80, 50),
    palette: Palette = PAPER,
) -> "Figure":  # fmt: skip
    """A field of counts (severity by urgency): the more, the darker, the number in each cell."""
    sheet = Sheet(size, palette)
    left = min(max((estimated_width(chart_text(row)) for row in rows), default=0.0) + 8, sheet.width * 0.4)
    wide = (sheet.width - left - _EDGE) / max(len(columns), 1)
    high = (sheet.height - 2 * _LINE) / max(len(rows), 1)
    most = max((value for row in values for value in row if value is not None), default=0) or 1
    for place, column in enumerate(columns):
        sheet.text(left + (place + 0.5) * wide, sheet.height - SIZE - 2, wrapped(column, wide, 1)[0], palette.quiet)
    for line, (row, counts) in enumerate(zip(rows, values, strict=True)):
        bottom = sheet.height - _LINE - 4 - (line + 1) * high
        sheet.text(left - 6, bottom + high / 2 - 3, wrapped(row, left - 6, 1)[0], at="right")
        for place, count in enumerate(counts):
            _cell(sheet, (left + place * wide, bottom, wide, high), count, most, line * len(columns) + place)
    return sheet.figure


def _cell(
    sheet: Sheet, place: tuple[float, float, float, float], count: int | None, most: int, index: int
) -> None:  # fmt: skip
    x, y, wide, high = place
    palette = sheet.palette
    share = (count or 0) / most
    colour = palette.strong if share > 0.5 else palette.pale if share > 0 else palette.ground
    sheet.bar(x + 1, y + 1, wide - 2, high - 2, colour, index)
    if not share:
        sheet.line((x + 1, x + wide - 1), (y + 1, y + 1), palette.axis, 0.3)
    ink = palette.on_strong if share > 0.5 else palette.ink
    sheet.text(x + wide / 2, y + high / 2 - 3, value_text(count), ink if count else palette.quiet)


def _floor(sheet: Sheet, labels: Sequence[str]) -> tuple[float, float, float]:
    """Write the labels under the columns; give the distance of columns, the base line and the upper edge."""
    pitch = (sheet.width - 2 * _EDGE) / max(len(labels), 1)
    texts = [wrapped(label, pitch - 0.5, 3) for label in labels]
    deepest = max(map(len, texts), default=1)
    floor = deepest * _LINE + 4
    for index, lines in enumerate(texts):
        sheet.each_line(_EDGE + (index + 0.5) * pitch, floor - 3, lines)
    sheet.line((_EDGE, sheet.width - _EDGE), (floor, floor), sheet.palette.axis)
    return pitch, floor, sheet.height - _EDGE


def _columns(
    sheet: Sheet, values: Sequence[Number | None], colours: Sequence[str], pitch: float, floor: float, top: float,
    before: Sequence[Number | None] | None = None,
) -> None:  # fmt: skip
    ticks = list(before or ()) + [None] * (len(values) - len(before or ()))
    most = float(max((each for each in (*values, *ticks) if each is not None), default=0)) or 1.0
    wide = min(pitch * 0.7, 42.0)
    for index, (value, tick) in enumerate(zip(values, ticks, strict=True)):
        middle = _EDGE + (index + 0.5) * pitch
        height = max(float(value or 0), 0.0) / most * (top - floor)
        if value is not None:
            sheet.bar(middle - wide / 2, floor, wide, height, colours[index], index, sheet.hatch(colours[index]))
        if tick is not None:
            level = floor + float(tick) / most * (top - floor)
            sheet.line((middle - pitch * 0.42, middle + pitch * 0.42), (level, level), sheet.palette.ink, 1.1)
            if level - floor - height < SIZE + 2 * _LABEL_GAP:  # no room for the number between column and tick
                height = max(height, level - floor)
        sheet.text(middle, floor + height + _LABEL_GAP, value_text(value))


def _share_line(sheet: Sheet, shares: Sequence[Number | None], pitch: float, low: float, high: float) -> None:
    """A rising line; its numbers stand below and right of the dots, where a cumulative line never passes."""
    least = min((float(share) for share in shares if share is not None), default=0.0) * 0.8
    scale = (high - _LINE - low) / ((1 - least) or 1.0)
    points = [(_EDGE + (index + 0.5) * pitch, low + (float(share) - least) * scale, share)
              for index, share in enumerate(shares) if share is not None]  # fmt: skip
    sheet.line([x for x, _y, _share in points], [y for _x, y, _share in points], sheet.palette.ink, 0.9, "o")
    for index, (x, y, share) in enumerate(points):
        if index == len(points) - 1:
            sheet.text(x, y + 4, percent_text(share), at="center" if pitch > 24 else "right")
        elif pitch >= estimated_width("100%") + 4 or index % 2 == 0:
            sheet.text(x + 2, y - SIZE - 2, percent_text(share), at="left")


def _rate_line(sheet: Sheet, rates: Sequence[Number | None], pitch: float, low: float, high: float) -> None:
    """A line with gaps; each number above its dot, or below where the line bends downward there."""
    known = [float(rate) for rate in rates if rate is not None]
    least, most = min(known, default=0.0), max(known, default=1.0)
    scale = (high - low) / ((most - least) or 1.0)
    levels = [None if rate is None else low + (float(rate) - least) * scale for rate in rates]
    for run in _stretches(levels):
        sheet.line([_EDGE + (index + 0.5) * pitch for index, _level in run], [level for _index, level in run],
                   sheet.palette.ink, 0.9, "o")  # fmt: skip
    for index in _labelled(rates, pitch):
        level = levels[index]
        if level is not None:
            beside = [each for each in levels[max(index - 1, 0) : index + 2] if each is not None]
            dips = level <= sum(beside) / len(beside) - 0.01
            sheet.text(_EDGE + (index + 0.5) * pitch, level - SIZE - 3 if dips else level + 4,
                       percent_text(rates[index]))  # fmt: skip


def _stretches(levels: Sequence[float | None]) -> list[list[tuple[int, float]]]:
    runs: list[list[tuple[int, float]]] = [[]]
    for index, level in enumerate(levels):
        if level is None:
            runs.append([])
        else:
            runs[-1].append((index, level))
    return [run for run in runs if run]


def _labelled(rates: Sequence[Number | None], pitch: float) -> list[int]:
    """Every point where there is room; else the first, the last, the lowest and the highest."""
    known = [index for index, rate in enumerate(rates) if rate is not None]
    if pitch >= estimated_width("100%") + 1 or len(known) < 5:
        return known
    ordered = sorted(known, key=lambda index: float(rates[index] or 0))
    return sorted({known[0], known[-1], ordered[0], ordered[-1]})


def _key(sheet: Sheet, names: Sequence[str], has_ticks: bool) -> float:
    """Name what the columns, the line and the ticks are; give the height it takes."""
    if not names:
        return 0.0
    x, y = _EDGE, sheet.height - SIZE - 1
    signs = (("bar", names[0]), *((("dot", names[1]),) if len(names) > 1 and names[1] else ()),
             *((("tick", names[2]),) if len(names) > 2 and has_ticks else ()))  # fmt: skip
    for sign, name in signs:
        _sign(sheet, sign, x, y)
        text = chart_text(name)
        sheet.text(x + 14, y, text, sheet.palette.quiet, at="left")
        x += 14 + estimated_width(text) + 12
    return _LINE + 4


def _sign(sheet: Sheet, sign: str, x: float, y: float) -> None:
    if sign == "bar":
        sheet.bar(x + 1, y - 0.5, 9, 6.5, sheet.palette.pale, -1)
    elif sign == "dot":
        sheet.line((x, x + 5, x + 10), (y + 3,) * 3, sheet.palette.ink, 0.9, "")
        sheet.line((x + 5,), (y + 3,), sheet.palette.ink, 0.9, "o")
    else:
        sheet.line((x, x + 10), (y + 3,) * 2, sheet.palette.ink, 1.1)
