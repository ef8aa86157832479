"""The unit of a chart's amounts, named in its caption: the smallest in which every label has room (元, 万元, 亿元; thousands)."""

from collections.abc import Sequence
from decimal import Decimal

from app.analysis.figures import half_up
from app.formats import number_text
from app.i18n import language

ROOM = 8
"""Characters of a label over one of twelve columns of a page's width."""
BESIDE = 12
"""Of one beside a bar that lies."""
_UNITS = {
    "zh": ((1, "元"), (10_000, "万元"), (100_000_000, "亿元")),
    "en": ((1, "CNY"), (1000, "CNY thousand"), (1_000_000, "CNY million"), (1_000_000_000, "CNY billion")),
}


def scaled(amounts: Sequence[int], room: int = ROOM) -> tuple[list[Decimal], str]:
    """Amounts in fen in that unit, and its name: whole yuan; else with one decimal, or none where that leaves no room."""
    units = _UNITS["zh" if language() == "zh" else "en"]
    told = [(_in(amounts, divisor, places), word) for divisor, word in units for places in ((1, 0) if divisor > 1 else (0,))]
    return next((each for each in told if _longest(each[0]) <= room), told[-1])


def _in(amounts: Sequence[int], divisor: int, places: int) -> list[Decimal]:
    return [half_up(Decimal(amount) / 100 / divisor, places) for amount in amounts]


def _longest(values: Sequence[Decimal]) -> int:
    return max((len(number_text(value, 0 if value == int(value) else 1)) for value in values), default=0)
