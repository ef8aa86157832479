"""Round steps of an axis: whole customers, 1, 2 or 5 times a power of ten of money, and always a line at zero."""

from collections.abc import Sequence
from math import ceil, floor, log10

_MOST = 5
"""Lines of an axis, about so many."""
_LEAST = {"percent": 0.01, "money": 100.0}
"""The finest step: one percent, one yuan; of everything else one."""


def step_of(low: float, high: float, kind: str) -> float:
    """The distance between two lines of an axis."""
    raw = max((high - low) / _MOST, _LEAST.get(kind, 1.0))
    power = 10.0 ** floor(log10(raw) + 1e-9)
    return next(step * power for step in (1, 2, 5, 10) if step * power >= raw * (1 - 1e-9))


def axis_of(values: Sequence[float], kind: str) -> tuple[float, ...]:
    """The lines of an axis that shows these values and 0, from the lowest to the highest."""
    low, high = min([0.0, *values]), max([0.0, *values])
    step = step_of(low, high, kind)
    first, last = floor(low / step + 1e-9), ceil(high / step - 1e-9)
    return tuple(step * place for place in range(first, max(last, first + 1) + 1))
