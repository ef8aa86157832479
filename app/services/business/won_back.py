"""Who came back (C22): of the customers lost when a period began, those whom somebody went to see, and who ordered after it.

A contact is a done visit, call or message that went out from us; whoever came by itself was not won back by it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.analysis.customer_status import LOST
from app.analysis.figures import Figure
from app.analysis.retention import win_back
from app.formats import from_local, local
from app.models.base import table_of
from app.models.visit import Visit
from app.services.business import loyalty
from app.services.business.kept import kept
from app.services.business.period import Period
from app.services.business.sums import order_days


@dataclass(frozen=True, slots=True)
class WonBack:
    """The lost customers that were contacted before they ordered again, if they did; those of them that ordered on that day or
    after it; the rate (no_base: nobody was contacted)."""

    contacted: tuple[UUID, ...]
    back: tuple[UUID, ...]
    rate: Figure


def won_back(session: Session, period: Period) -> WonBack:
    """C22 of a period: lost on the day before it, contacted and back by its end."""
    return kept(session, ("won back", period), lambda: _won_back(session, period))


def _won_back(session: Session, period: Period) -> WonBack:
    start = loyalty.statuses(session, period.first - timedelta(days=1))
    lost = {line.client.id for line in start.lines if line.row.code == LOST}
    first, days = _first_contacts(session, period), order_days(session, period.last)
    again = {key: next((day for day in days.get(key, ()) if day >= period.first), None) for key in lost & first.keys()}
    back = tuple(key for key, day in again.items() if day is not None and first[key] <= day)
    contacted = (*back, *(key for key, day in again.items() if day is None))
    return WonBack(contacted, back, win_back(len(back), len(contacted)))


def _first_contacts(session: Session, period: Period) -> Mapping[UUID, date]:
    """The day of each customer's first contact in the period."""
    visit = table_of(Visit)
    begin, end = (from_local(datetime.combine(day, time())) for day in (period.first, period.last + timedelta(days=1)))
    where = (visit.c.deleted_at.is_(None), visit.c.state == "done", visit.c.direction.is_distinct_from("in"),
             visit.c.happened_at >= begin, visit.c.happened_at < end)  # fmt: skip
    rows = session.execute(
        sa.select(visit.c.customer_id, sa.type_coerce(sa.func.min(visit.c.happened_at), visit.c.happened_at.type))
        .where(*where).group_by(visit.c.customer_id)
    )  # fmt: skip
    return {key: local(moment).date() for key, moment in rows}
