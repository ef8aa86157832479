"""What went on with a customer or a person, newest first: visits, complaints, service requests, phone memos."""

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.formats import from_local
from app.models import Complaint, Employee, Visit
from app.models.base import in_view


@dataclass(frozen=True, slots=True)
class Happening:
    """One line: ``entity`` and ``id`` say which record it is, ``kind`` the way of contact of a visit.

    ``promise_due`` is set for a visit whose promise is not kept yet."""

    entity: str
    id: UUID
    at: datetime
    kind: str
    text: str
    who: str
    state: str
    promise_due: date | None = None


def happenings(session: Session, link: str, record_id: UUID, limit: int = 40) -> tuple[Happening, ...]:
    """The last visits, complaints, requests and memos whose ``link`` field (``customer_id`` or ``contact_id``) is the record."""
    ways = (_visits, _complaints, _requests, _memos)
    found = [each for way in ways for each in way(session, link, record_id, limit)]
    return tuple(sorted(found, key=lambda each: (each.at, each.id), reverse=True)[:limit])


def _visits(session: Session, link: str, record_id: UUID, limit: int) -> list[Happening]:
    column = getattr(Visit, link)
    statement = (
        sa.select(Visit, Employee.name)
        .outerjoin(Employee, Employee.id == Visit.owner_id)
        .where(Visit.deleted_at.is_(None), column == record_id, Visit.state == "done")
        .order_by(Visit.happened_at.desc(), Visit.id.desc())
        .limit(limit)
    )
    return [_visit(visit, who) for visit, who in session.execute(statement)]


def _visit(visit: Visit, who: str | None) -> Happening:
    planned = datetime.combine(visit.planned_on, time()) if visit.planned_on else None
    at = visit.happened_at or (from_local(planned) if planned else visit.created_at)
    text = next((part for part in (visit.content, visit.purpose) if part), "").split("\n", 1)[0]
    open_promise = visit.promise_due if visit.promise and visit.promise_kept_on is None else None
    return Happening("visits", visit.id, at, visit.kind, text, who or "", visit.state, open_promise)


def _complaints(session: Session, link: str, record_id: UUID, limit: int) -> list[Happening]:
    columns: Any = sa.select(Complaint.id, Complaint.received_at, Complaint.number, Complaint.subject, Complaint.state)
    statement = (
        columns.where(*in_view(Complaint), getattr(Complaint, link) == record_id)
        .order_by(Complaint.received_at.desc(), Complaint.id.desc())
        .limit(limit)
    )
    return [
        Happening("complaints", row.id, row.received_at, "", f"{row.number} · {row.subject}", "", row.state)
        for row in session.execute(statement)
    ]


def _requests(session: Session, link: str, record_id: UUID, limit: int) -> list[Happening]:
    from app.models.request import ServiceRequest  # not mapped at a start

    request = ServiceRequest
    statement = (
        sa.select(request.id, request.received_at, request.number, request.subject, request.state)
        .where(request.deleted_at.is_(None), getattr(request, link) == record_id)
        .order_by(request.received_at.desc(), request.id.desc())
        .limit(limit)
    )
    return [
        Happening("requests", row.id, row.received_at, "", f"{row.number} · {row.subject}", "", row.state)
        for row in session.execute(statement)
    ]


def _memos(session: Session, link: str, record_id: UUID, limit: int) -> list[Happening]:
    """Calls noted for somebody; one that became a complaint or a request stands there as such."""
    from app.models.memo import PhoneMemo  # not mapped at a start

    memo = PhoneMemo
    statement = (
        sa.select(memo.id, memo.called_at, memo.subject, memo.state, Employee.name)
        .outerjoin(Employee, Employee.id == memo.for_id)
        .where(memo.deleted_at.is_(None), getattr(memo, link) == record_id)
        .where(memo.complaint_id.is_(None), memo.request_id.is_(None))
        .order_by(memo.called_at.desc(), memo.id.desc())
        .limit(limit)
    )
    return [
        Happening("phone_memos", row.id, row.called_at, "", row.subject, row.name or "", row.state)
        for row in session.execute(statement)
    ]
