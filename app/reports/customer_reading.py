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
from app.models.customer_parts import Agreement
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
    answer_due: datetime | None = None
    answered_at: datetime | None = None
    close_due: datetime | None = None

    @property
    def open(self) -> bool:
        return self.state in OPEN


@dataclass(frozen=True, slots=True)
class RequestLine:
    """A service request, on the firm's clock."""

    number: str
    kind: str | None
    subject: str
    product: str
    state: str
    entitlement: str | None
    received_at: datetime
    respond_due: datetime | None
    responded_at: datetime | None
    done_at: datetime | None
    rating: str | None

    @property
    def open(self) -> bool:
        return self.state in request_states.OPEN


@dataclass(frozen=True, slots=True)
class Warranty:
    """What is or was under warranty, until when (None: for ever)."""

    name: str
    number: str
    ends_on: date | None


def requests(session: Session, customer_id: UUID) -> tuple[RequestLine, ...]:
    """The customer's service requests, the latest first."""
    r = ServiceRequest
    found = sa.select(r).where(r.customer_id == customer_id, r.deleted_at.is_(None))
    return tuple(
        RequestLine(one.number, one.kind, one.subject, one.product or "", one.state, one.entitlement, local(one.received_at),
                    _local(one.respond_due), _local(one.responded_at), _local(one.done_at), one.rating)
        for one in session.scalars(found.order_by(r.received_at.desc(), r.id.desc()).limit(_MANY))
    )  # fmt: skip


def warranties(session: Session, customer_id: UUID) -> tuple[Warranty, ...]:
    """The customer's warranties, the one that ends last first."""
    own = Agreement
    mine = (own.customer_id == customer_id, own.deleted_at.is_(None), own.kind == "warranty")
    rows = session.scalars(sa.select(own).where(*mine).order_by(own.ends_on.desc(), own.id))
    return tuple(Warranty(one.name, one.number or "", one.ends_on) for one in rows)


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
        case.priority, case.state, handler or "", case.satisfaction, case.compensation or 0, _local(case.answer_due),
        _local(case.answered_at), _local(case.close_due),
    )  # fmt: skip


def _local(moment: datetime | None) -> datetime | None:
    return None if moment is None else local(moment)


