"""The clock of complaints beside the window: every minute it is asked what fell due."""

from typing import TYPE_CHECKING

from app.ui.guard.round_clock import RoundClock

if TYPE_CHECKING:
    from app.store.store import Store


class ComplaintClock(RoundClock):
    """The first look waits until the screens are there, and until the backups had theirs."""

    EVERY = 60_000
    FIRST = 8_000

    @staticmethod
    def look(store: "Store") -> object:
        """Escalations, transfers that fall back, waiting that ran out."""
        from app.safety.complaint_rounds import tick

        return tick(store)
