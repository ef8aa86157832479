"""What a piece of work costs, in processor time of this process and beside another piece in the same run.

A busy machine makes work late, not dearer; what is left of its mark is the same for both pieces.
"""

import time
from collections.abc import Callable

_FLOOR = 0.02
"""Seconds: less than this is the clock's own noise."""


def cost(work: Callable[[], object]) -> float:
    """Seconds of processor time, never less than the clock can tell."""
    begun = time.process_time()
    work()
    return max(time.process_time() - begun, _FLOOR)


def costs_at_most(times: float, dear: Callable[[], object], cheap: Callable[[], object]) -> bool:
    """Whether ``dear`` costs at most that many times ``cheap``; measured again where it seems not to."""
    return any(cost(dear) <= times * cost(cheap) for _try in range(3))
