"""Charts of profit: the whale curve, and what is left of sales step by step (waterfall). As in ``charts``: points, no axes."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from app.reports.chart_style import PAPER, SIZE, Palette, Sheet, wrapped
from app.reports.charts import Number, Size, percent_text, value_text

if TYPE_CHECKING:
    from matplotlib.figure import Figure

_EDGE, _LINE = 4.0, SIZE + 2


def whale(
    cumulative: Sequence[Number], peak: int, *, size: Size = (160, 70), palette: Palette = PAPER,
) -> "Figure":  # fmt: skip
    """Profit added up from the best customer to the worst; dots at the peak (after ``peak`` customers) and at the end, each with
    its share of the total. A total ≤ 0 shows amounts instead, in the unit they are
    given in."""
    sheet = Sheet(size, palette)
    values = [float(each) for each in (0, *cumulative)]
    low, high = min(0, *values), max(*values, 1)
    floor, ceiling = _EDGE + _LINE, sheet.height - 2 * _LINE
    left, right = _EDGE + 4, sheet.width - _EDGE - 60

    def x(place: int) -> float:
        return left + (right - left) * place / max(len(cumulative), 1)

    def y(value: float) -> float:
        return floor + (ceiling - floor) * (value - low) / ((high - low) or 1)

    sheet.line((left, right), (y(0), y(0)), palette.axis)
    if values[-1] > 0:
        sheet.line((left, right), (y(values[-1]), y(values[-1])), palette.pale, 0.8)
    sheet.line([x(place) for place in range(len(values))], [y(value) for value in values], palette.strong, 1.6)
    total = values[-1]
    for place in sorted({peak, len(cumulative)}):
        share = percent_text(values[place] / total) if total > 0 else value_text(values[place])
        sheet.line((x(place),), (y(values[place]),), palette.ink, 1.0, "o")
        sheet.text(x(place) + 4, y(values[place]) + 4, share, at="left", bold=True)
        sheet.text(x(place), floor - _LINE, value_text(place), palette.quiet)
    return sheet.figure


def waterfall(
    labels: Sequence[str], amounts: Sequence[Number], sums: Sequence[int], *, size: Size = (160, 70), palette: Palette = PAPER,
) -> "Figure":  # fmt: skip
    """Steps from the first amount to the last sum: ``amounts`` rise or fall from where the one before ended, those at the places
    ``sums`` stand on the floor. Each carries its value, in a unit that leaves it room (money_scale); falling ones are pale."""
    sheet = Sheet(size, palette)
    pitch = (sheet.width - 2 * _EDGE) / max(len(labels), 1)
    texts = [wrapped(label, pitch - 1, 3) for label in labels]
    floor = max(map(len, texts), default=1) * _LINE + 6
    spans = _spans(amounts, set(sums))
    low, high = min(0, *(min(span) for span in spans)), max(1, *(max(span) for span in spans))
    scale = (sheet.height - 2 * _LINE - floor) / ((high - low) or 1)
    for place, ((begin, end), lines) in enumerate(zip(spans, texts, strict=True)):
        bottom, top = floor + (min(begin, end) - low) * scale, floor + (max(begin, end) - low) * scale
        colour = palette.strong if place in sums else palette.pale if amounts[place] < 0 else palette.rest
        middle = _EDGE + (place + 0.5) * pitch
        sheet.bar(middle - pitch * 0.34, bottom, pitch * 0.68, top - bottom, colour, place, sheet.hatch(colour))
        sheet.text(middle, top + 3, value_text(amounts[place]))
        sheet.each_line(middle, floor - 3, lines)
    base = floor + (0 - low) * scale
    sheet.line((_EDGE, sheet.width - _EDGE), (base, base), palette.axis)
    return sheet.figure


def _spans(amounts: Sequence[Number], sums: set[int]) -> list[tuple[float, float]]:
    found, running = [], 0.0
    for place, amount in enumerate(amounts):
        begin = 0.0 if place in sums else running
        running = float(amount) if place in sums else running + float(amount)
        found.append((begin, running))
    return found
