"""What falls due while the program runs: visits shortly before they begin, promises, complaints, requests and calls to return."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.analysis.complaint_states import FINAL
from app.analysis.request_states import UNANSWERED
from app.formats import from_local, local
from app.models import Complaint, Customer, Visit
from app.models.complaint_parts import Promise
from app.models.memo import PhoneMemo
from app.models.request import ServiceRequest
from app.models.visit_parts import VisitPerson
from app.services import settings, visit_promises
from app.services.complaint_people import me
from app.services.request_view import due_within
from app.services.today_hidden import hidden
from app.services.today_items import FOLLOWED, RUNNING, Item, Kind

MOST = 50


@dataclass(frozen=True, slots=True)
class Falling:
    """An item and the moment it falls due. ``key`` stays the same as long as that moment does."""

    item: Item
    at: datetime

    @property
    def key(self) -> str:
        """What a notice remembers it by."""
        return "|".join((*self.item.key, self.at.isoformat()))


def falling(session: Session, since: datetime, moment: datetime, lead: timedelta) -> tuple[Falling, ...]:
    """What fell due after ``since`` and by ``moment`` (both aware), and visits that begin within ``lead``, the earliest first;
    without what was put off. A day without an hour falls due when the firm opens."""
    away = hidden(session, local(moment).date())
    found = [
        *_visits(session, since, moment + lead), *_complaints(session, since, moment), *_case_promises(session, since, moment),
        *_requests(session, since, moment), *_memos(session, since, moment), *_promises(session, since, moment),
    ]  # fmt: skip
    wanted = (one for one in found if one.item.key not in away)
    return tuple(sorted(wanted, key=lambda one: (one.at, one.key)))


def _visits(session: Session, since: datetime, until: datetime) -> Iterator[Falling]:
    """Of whoever sits here, as they make them or go along; of everybody where nobody is named."""
    v, who = Visit, me(session)
    along = sa.exists().where(VisitPerson.visit_id == v.id, VisitPerson.employee_id == who, VisitPerson.deleted_at.is_(None))
    mine = sa.or_(v.owner_id == who, v.owner_id.is_(None), along) if who is not None else sa.true()
    found = (
        sa.select(v.id, v.purpose, Customer.name, v.planned_on, v.planned_time)
        .join(Customer, Customer.id == v.customer_id)
        .where(sa.text("visits.deleted_at IS NULL AND visits.state = 'planned'"), v.planned_time.is_not(None))
        .where(v.planned_on >= local(since).date(), v.planned_on <= local(until).date(), mine)
        .order_by(v.planned_on, v.planned_time)
        .limit(MOST * 4)
    )
    rows: Any = session.execute(found)
    for key, purpose, customer, day, clock in rows:
        at = from_local(datetime.combine(day, time.fromisoformat(clock)))
        if since < at <= until:
            yield Falling(Item("visit", key, purpose or "", customer, "", at, note=clock), at)


def _complaints(session: Session, since: datetime, until: datetime) -> Iterator[Falling]:
    c = Complaint
    found = (
        sa.select(c.id, c.subject, Customer.name, c.next_due, c.state)
        .join(Customer, Customer.id == c.customer_id)
        .where(c.deleted_at.is_(None), c.state.in_((*RUNNING, *FOLLOWED)), c.next_due > since, c.next_due <= until)
        .order_by(c.next_due)
        .limit(MOST)
    )
    rows: Any = session.execute(found)
    for key, subject, customer, at, state in rows:
        yield Falling(Item("follow_up" if state in FOLLOWED else "complaint", key, subject, customer, "", at), at)


def _case_promises(session: Session, since: datetime, until: datetime) -> Iterator[Falling]:
    p = Promise
    found = (
        sa.select(Complaint.id, p.name, Customer.name, p.due_at, p.id)
        .join(Complaint, Complaint.id == p.complaint_id)
        .join(Customer, Customer.id == Complaint.customer_id)
        .where(p.deleted_at.is_(None), p.kept_at.is_(None), p.due_at > since, p.due_at <= until)
        .where(Complaint.deleted_at.is_(None), Complaint.state.not_in(("S00", *sorted(FINAL))))
        .limit(MOST)
    )
    rows: Any = session.execute(found)
    for key, name, customer, at, own in rows:
        yield Falling(Item("case_promise", key, name, customer, "", at, source=own), at)


def _requests(session: Session, since: datetime, until: datetime) -> Iterator[Falling]:
    r = ServiceRequest
    due = sa.case((r.state.in_(sorted(UNANSWERED)) & r.respond_due.is_not(None), r.respond_due), else_=r.arrive_due)
    found = sa.select(r.id, r.subject, Customer.name, due).join(Customer, Customer.id == r.customer_id)
    rows: Any = session.execute(found.where(*due_within(since, until)).limit(MOST))
    for key, subject, customer, at in rows:
        yield Falling(Item("request", key, subject or "", customer, "", at), at)


def _memos(session: Session, since: datetime, until: datetime) -> Iterator[Falling]:
    m, who = PhoneMemo, me(session)
    found = sa.select(m.id, m.subject, Customer.name, m.caller, m.call_by).outerjoin(Customer, Customer.id == m.customer_id)
    found = found.where(m.deleted_at.is_(None), m.state == "open", m.call_by > since, m.call_by <= until)
    if who is not None:
        found = found.where((m.for_id == who) | ((m.taken_by_id == who) & m.accepted_at.is_(None)))
    rows: Any = session.execute(found.limit(MOST))
    for key, subject, customer, caller, at in rows:
        yield Falling(Item("memo", key, subject, customer or caller or "", "", at), at)


def _promises(session: Session, since: datetime, until: datetime) -> Iterator[Falling]:
    """Those of visits, due on a day: told when the firm opens."""
    opens, day = time.fromisoformat(settings.value(session, "work.opens")), local(until).date()
    at = from_local(datetime.combine(day, opens))
    if not since < at <= until:
        return
    for line in visit_promises.open_ones(session, day):
        if line.due == day:
            yield Falling(replace(_promised(line), due=at), at)


def _promised(line: Any) -> Item:
    """The item as the day lists it, so that one that was put off is put off here too."""
    if line.entity == Visit.entity:
        return Item("promise", line.id, line.text, line.customer, line.responsible, line.due)
    kind: Kind = "their_promise" if line.side == "them" else "visit_promise"
    return Item(kind, line.visit_id, line.text, line.customer, line.responsible, line.due, source=line.id)
