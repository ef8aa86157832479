"""Why customers went (R-03, section X): no field keeps the reason of a loss, so this is what the file says beside each of those
lost in a period: decisions of our own, complaints, visits they called off, deciders that left."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.analysis.complaint_states import COUNTED
from app.formats import from_local
from app.i18n import gettext_text as _
from app.i18n import ngettext_text
from app.models import Complaint, Contact, Visit, fields_of
from app.models.account_plan import PortfolioDecision
from app.models.base import table_of
from app.models.grading import NeverServe
from app.services.business.clients import Client
from app.services.business.loyalty import ALIVE, statuses
from app.services.business.period import Period
from app.services.business.sums import order_days, sales
from app.services.present import text_of

_DECIDES = ("decider", "approver")


@dataclass(frozen=True, slots=True)
class Lost:
    """A customer that was there when the period began and is not at its end: its last order, its net sales in the months before
    the period (fen), and what the file says, in sentences."""

    client: Client
    last: date | None
    before: int
    told: tuple[str, ...]


def losses(session: Session, period: Period) -> tuple[Lost, ...]:
    """Those that bought most first."""
    start, end = statuses(session, period.first - timedelta(days=1)), statuses(session, period.last)
    there = {line.client.id for line in end.lines if line.row.code in ALIVE}
    gone = [line.client for line in start.lines if line.row.code in ALIVE and line.client.id not in there]
    if not gone:
        return ()
    said, before, days = _said(session, period), sales(session, period.before()), order_days(session, period.last)
    rows = [
        Lost(one, days[one.id][-1] if days.get(one.id) else None, before[one.id].net if one.id in before else 0,
             tuple(said.get(one.id, ())))
        for one in gone
    ]  # fmt: skip
    return tuple(sorted(rows, key=lambda row: (-row.before, row.client.key)))


def _said(session: Session, period: Period) -> dict[UUID, list[str]]:
    found: dict[UUID, list[str]] = {}
    for each in (_refused(session, period), _withdrawn(session, period), _complained(session, period),
                 _called_off(session, period), _left(session)):  # fmt: skip
        for key, sentence in each:
            found.setdefault(key, []).append(sentence)
    return found


def _refused(session: Session, period: Period) -> Iterator[tuple[UUID, str]]:
    own, labels = table_of(NeverServe), fields_of(NeverServe)["reason"]
    where = (own.c.deleted_at.is_(None), own.c.effective_on <= period.last, own.c.lifted_on.is_(None))
    for key, reason in session.execute(sa.select(own.c.customer_id, own.c.reason).where(*where)):
        yield key, _("Never served: {reason}.").format(reason=text_of(labels, reason))


def _withdrawn(session: Session, period: Period) -> Iterator[tuple[UUID, str]]:
    """By the last decision of the period or before."""
    own = table_of(PortfolioDecision)
    where = (own.c.deleted_at.is_(None), own.c.decided_on <= period.last)
    ordered = sa.select(own.c.customer_id, own.c.decision, own.c.reason).where(*where).order_by(own.c.decided_on, own.c.id)
    last: dict[UUID, Any] = {row.customer_id: row for row in session.execute(ordered)}
    for key, row in last.items():
        if row.decision == "exit":
            yield key, _("We decided to withdraw: {reason}").format(reason=row.reason) if row.reason else _(
                "We decided to withdraw.")  # fmt: skip


def _complained(session: Session, period: Period) -> Iterator[tuple[UUID, str]]:
    own = table_of(Complaint)
    where = (own.c.deleted_at.is_(None), own.c.state.in_(COUNTED), own.c.received_at.between(*_span(period)))
    found = sa.select(own.c.customer_id, sa.func.count()).where(*where).group_by(own.c.customer_id)
    for key, count in session.execute(found):
        yield key, ngettext_text("{count} complaint.", "{count} complaints.", count).format(count=count)


def _called_off(session: Session, period: Period) -> Iterator[tuple[UUID, str]]:
    own = table_of(Visit)
    where = (own.c.deleted_at.is_(None), own.c.missed == "customer", own.c.planned_on.between(period.first, period.last))
    found = sa.select(own.c.customer_id, sa.func.count()).where(*where).group_by(own.c.customer_id)
    for key, count in session.execute(found):
        words = ngettext_text("It called off {count} visit.", "It called off {count} visits.", count)
        yield key, words.format(count=count)


def _left(session: Session) -> Iterator[tuple[UUID, str]]:
    own = table_of(Contact)
    where = (own.c.deleted_at.is_(None), own.c.has_left, own.c.role.in_(_DECIDES), own.c.customer_id.is_not(None))
    for (key,) in session.execute(sa.select(own.c.customer_id).where(*where).distinct()):
        yield key, _("Who decided there has left.")


def _span(period: Period) -> tuple[datetime, datetime]:
    return from_local(datetime.combine(period.first, datetime.min.time())), from_local(
        datetime.combine(period.last, datetime.max.time()))  # fmt: skip
