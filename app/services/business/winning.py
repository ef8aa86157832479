"""What winning customers cost and returns (C28): the customers whose first order lies in the period, and those lost in it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.analysis.acquisition import Acquisition, acquisition, defection_cost, return_on
from app.analysis.customer_status import LOST
from app.analysis.figures import NO_DATA, Figure, undefined
from app.models.base import table_of
from app.models.cost import Cost
from app.services.business import loyalty, worth
from app.services.business.clients import Analysed, Line, clients
from app.services.business.kept import kept
from app.services.business.period import Period
from app.services.business.sums import in_books, left_out, order_days

KIND = "acquisition"


@dataclass(frozen=True, slots=True)
class Won:
    """A new customer: the day of its first order, what winning it cost by itself (None: nobody wrote it down), its lifetime
    value, and CLV / CAC and months until it is paid back, at the firm's cost per new customer where it has none of its own."""

    first: date
    spent: int | None
    lifetime: Figure
    figures: Acquisition


@dataclass(frozen=True, slots=True)
class Winning:
    """The firm: everything spent on winning customers (None: nothing written down), how many came, the three figures over their
    mean lifetime value and yearly margin, the return on what was spent; how many were lost, and the mean lifetime value of
    those that are known (fen)."""

    spent: int | None
    new: int
    figures: Acquisition
    earned: Figure
    lost: int
    lifetime: Figure

    def losses(self, handling: int) -> Figure:
        """What losing them costs, with so many fen for handling each; nobody lost: 0."""
        if self.lost and self.lifetime.value is None:
            return self.lifetime
        return defection_cost([self.lifetime.value or 0] * self.lost, handling)


def winning(session: Session, period: Period) -> Analysed[Won, Winning]:
    """C28, the newest customers first."""
    return kept(session, ("winning", period), lambda: _winning(session, period))


def _winning(session: Session, period: Period) -> Analysed[Won, Winning]:
    known, values = clients(session), {line.client.id: line.row for line in loyalty.lifetime(session, period).lines}
    firsts = {key: days[0] for key, days in order_days(session, period.last).items() if days and key in known}
    came = {key: day for key, day in firsts.items() if day >= period.first}
    total, own = _spent(session, period)
    mine = {key: values[key] for key in came if key in values}
    worths, margins = _mean(one.value for one in mine.values()), _mean(one.margin.cents for one in mine.values())
    firm = acquisition(total, len(came), worths, margins)
    lines = [Line(known[key], _won(day, own.get(key), mine.get(key), firm)) for key, day in came.items()]
    lines.sort(key=lambda line: (-line.row.first.toordinal(), line.client.key))
    usual = _mean(one.value for one in values.values())
    whole = Winning(total, len(came), firm, _earned(mine, total), _lost(session, period), usual)
    return Analysed(tuple(lines), whole, worth.parameters(period), left_out(session, period))


def _spent(session: Session, period: Period) -> tuple[int | None, Mapping[UUID, int]]:
    """What was spent on winning customers, altogether and by customer; time that is logged is no money here."""
    cost = table_of(Cost)
    where = (cost.c.deleted_at.is_(None), in_books(cost), cost.c.kind == KIND, cost.c.amount.is_not(None),
             cost.c.spent_on >= period.first, cost.c.spent_on <= period.last)  # fmt: skip
    rows = session.execute(sa.select(cost.c.customer_id, sa.func.sum(cost.c.amount)).where(*where).group_by(cost.c.customer_id))
    known = clients(session)
    found = {key: int(amount) for key, amount in rows if key is None or key in known}
    return (sum(found.values()) if found else None), {key: amount for key, amount in found.items() if key is not None}


def _mean(figures: Iterable[Figure]) -> Figure:
    """The mean of those that are known."""
    known = [figure.value for figure in figures if figure.value is not None]
    return Figure(sum(known, Decimal(0)) / len(known)) if known else undefined(NO_DATA)


def _won(day: date, spent: int | None, value: loyalty.Worth | None, firm: Acquisition) -> Won:
    lifetime = value.value if value is not None else undefined(NO_DATA)
    margin = value.margin.cents if value is not None else undefined(NO_DATA)
    cost = spent if spent is not None else None if firm.cost.value is None else int(firm.cost.value)
    return Won(day, spent, lifetime, acquisition(cost, 1, lifetime, margin))


def _earned(mine: Mapping[UUID, loyalty.Worth], total: int | None) -> Figure:
    """Return on what was spent: a year's margin of those who came against it."""
    margins = [one.margin.cents.value for one in mine.values() if one.margin.cents.value is not None]
    return return_on(int(sum(margins, Decimal(0))) if margins else None, total)


def _lost(session: Session, period: Period) -> int:
    """How many were customers before the period and are lost at its end."""
    gone = [line.client for line in loyalty.statuses(session, period.last).lines if line.row.code == LOST]
    return sum(line.row.code in loyalty.ALIVE for line in loyalty.statuses_of(session, gone, period.before().last))
