"""What dealings themselves say of a customer's credit: the share paid in time, the years, the margin (70 §7.9)."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.orm import Session

from app.analysis import credit_score
from app.analysis.figures import NO_DATA, Figure, undefined
from app.analysis.payment_habits import on_time_share, pieces
from app.services.business import ledger
from app.services.business.kept import kept
from app.services.business.period import Period
from app.services.business.sums import order_days
from app.services.business.worth import profits


@dataclass(frozen=True, slots=True)
class Habits:
    """``on_time`` and ``margin`` are fractions; ``days`` since the first order, None without any."""

    on_time: Figure
    days: int | None
    margin: Figure

    @property
    def marks(self) -> dict[str, int | None]:
        """The marks that follow; None where nothing does."""
        return {
            credit_score.PAYMENT: credit_score.payment_mark(self.on_time),
            credit_score.YEARS: None if self.days is None else credit_score.years_mark(self.days),
            credit_score.MARGIN: credit_score.margin_mark(self.margin),
        }


NONE = Habits(undefined(NO_DATA), None, undefined(NO_DATA))
"""Of a customer without any dealings."""


def habits(session: Session, period: Period) -> Mapping[UUID, Habits]:
    """Every customer that ordered up to the end of the period, or owed in it."""
    return kept(session, ("habits", period), lambda: _habits(session, period))


def _habits(session: Session, period: Period) -> dict[UUID, Habits]:
    owed, days = ledger.bills(session, period), order_days(session, period.last)
    margins = {line.client.id: line.row.profit.margin for line in profits(session, period).lines}
    found: dict[UUID, Habits] = {}
    for key in {*owed, *days}:
        ordered = days.get(key)
        found[key] = Habits(
            on_time_share(pieces(owed.get(key, ()), period.first, period.last)),
            (period.last - ordered[0]).days if ordered else None, margins.get(key, NONE.margin),
        )  # fmt: skip
    return found
