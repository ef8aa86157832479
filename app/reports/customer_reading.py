"""What the customer analysis reads of one customer, as values: visits, complaints, the names behind them."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.analysis import request_states
from app.analysis.complaint_states import OPEN
from app.analysis.visit_figures import ACHIEVED, VisitFact
from app.analysis.visit_policy import FACE_KINDS
from app.formats import from_local, local
from app.models import Complaint, Contact, Employee, Visit
from app.models.base import in_view
from app.models.request import ServiceRequest

_YEAR = timedelta(days=365)
_MANY = 2000


@dataclass(frozen=True, slots=True)
class VisitLine:
    """A visit planned or done; ``day`` is when it happened, else when it is planned for."""

    state: str
    kind: str
    day: date | None
    planned_on: date | None
    who: str
    whom: str
    purpose: str
    content: str
    result: str | None
    promise: str
    promise_due: date | None
    promise_kept_on: date | None
    missed: str | None = None
    next_step: str = ""
    due_on: date | None = None


@dataclass(frozen=True, slots=True)
class ComplaintLine:
    """A complaint with how it ended, on the firm's clock."""

    number: str
    received_at: datetime
    closed_at: datetime | None
    due_at: datetime | None
    subject: str
    priority: str | None
    state: str
    handler: str
    satisfaction: str | None
    compensation: int

    @property
    def open(self) -> bool:
        return self.state in OPEN


@dataclass(frozen=True, slots=True)
class Requests:
    """Service requests: how many came in the last twelve months, how many are open."""

    year: int
    open: int


def requests(session: Session, customer_id: UUID, today: date) -> Requests:
    """Of one customer."""
    r = ServiceRequest
    mine = (r.customer_id == customer_id, r.deleted_at.is_(None))
    since = from_local(datetime.combine(today - _YEAR, datetime.min.time()))
    counted = sa.select(sa.func.count()).where(*mine)
    year = session.scalar(counted.where(r.received_at >= since)) or 0
    return Requests(year, session.scalar(counted.where(r.state.in_(request_states.OPEN))) or 0)


def visits(session: Session, customer_id: UUID, today: date) -> tuple[VisitLine, ...]:
    """What is planned, and what was done or fell out in the last two years, the latest first."""
    since = today - 2 * _YEAR
    recent = (Visit.happened_at >= from_local(datetime.combine(since, datetime.min.time()))) | (Visit.planned_on >= since)
    statement = (
        sa.select(Visit, Employee.name, Contact.name)
        .outerjoin(Employee, Employee.id == Visit.owner_id)
        .outerjoin(Contact, Contact.id == Visit.contact_id)
        .where(Visit.customer_id == customer_id, Visit.deleted_at.is_(None), recent)
        .limit(_MANY)
    )
    found = [_visit(*row) for row in session.execute(statement)]
    return tuple(sorted(found, key=lambda each: each.day or date.min, reverse=True))


def _visit(visit: Visit, who: str | None, whom: str | None) -> VisitLine:
    happened = local(visit.happened_at).date() if visit.happened_at else None
    return VisitLine(
        visit.state, visit.kind, happened or visit.planned_on, visit.planned_on, who or "", whom or "", visit.purpose or "",
        visit.content or "", visit.result, visit.promise or "", visit.promise_due, visit.promise_kept_on,
        visit.missed, visit.next_step or "", visit.first_planned_on or visit.planned_on,
    )  # fmt: skip


def visit_facts(lines: tuple[VisitLine, ...]) -> list[VisitFact]:
    """The same visits for C36, as R-08 counts them: due on the day first planned, and only a plan that says the customer
    cancelled it is out of what was due; one that does not say why was due and did not happen (domain/30 C36, domain/05).
    Calls and messages are no visits."""
    return [
        VisitFact("", line.due_on, line.day if line.state == "done" else None,
                  line.state == "cancelled" and line.missed == "customer",
                  ACHIEVED if line.result == "reached" else line.result)
        for line in lines
        if line.kind in FACE_KINDS
    ]  # fmt: skip


def complaints(session: Session, customer_id: UUID) -> tuple[ComplaintLine, ...]:
    """The customer's complaints, the latest first; drafts left out."""
    statement = (
        sa.select(Complaint, Employee.name)
        .outerjoin(Employee, Employee.id == Complaint.handler_id)
        .where(Complaint.customer_id == customer_id, *in_view(Complaint))
        .order_by(Complaint.received_at.desc(), Complaint.id.desc())
        .limit(_MANY)
    )
    return tuple(_complaint(*row) for row in session.execute(statement))


def _complaint(case: Complaint, handler: str | None) -> ComplaintLine:
    return ComplaintLine(
        case.number, local(case.received_at), _local(case.closed_at), _local(case.next_due or case.close_due), case.subject,
        case.priority, case.state, handler or "", case.satisfaction, case.compensation or 0,
    )  # fmt: skip


def _local(moment: datetime | None) -> datetime | None:
    return None if moment is None else local(moment)


