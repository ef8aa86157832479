"""When something may leave the recycle bin by itself: after thirty days that no clock can make up (faults F97, §5.6)."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

KEPT = timedelta(days=30)
WORKED = 20
"""Days on which somebody worked since: a clock set ten years ahead makes one of them, not thirty."""


def until(deleted: datetime) -> datetime:
    """Until when it stays at least."""
    return deleted + KEPT


def limit(now: datetime, worked: Iterable[date]) -> datetime | None:
    """What was deleted before this moment may go; None while nothing may. ``worked`` are the days of all steps, as the clock
    of the time said; ``now`` and the moments are of the same zone."""
    days = sorted(set(worked), reverse=True)
    if len(days) < WORKED:
        return None
    start = datetime.combine(days[WORKED - 1], datetime.min.time(), now.tzinfo)
    return min(start, now - KEPT)
