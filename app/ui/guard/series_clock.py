"""The visits that repeat are made twelve months ahead: looked after every six hours beside the window."""

from typing import TYPE_CHECKING

from app.ui.guard.round_clock import RoundClock

if TYPE_CHECKING:
    from app.store.store import Store


class SeriesClock(RoundClock):
    """The first look waits until the clocks of backups and complaints had theirs."""

    EVERY = 6 * 3_600_000
    FIRST = 15_000

    @staticmethod
    def look(store: "Store") -> object:
        """The visits that became part of the next twelve months."""
        from app.safety.visit_rounds import extend

        return extend(store)
