"""What follows a hand-over beside customers, visits, people and complaints: series of visits, calls, cases half handed over."""

from collections.abc import Mapping
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.services import records


def turn_back(session: Session, employee_id: UUID) -> None:
    """Complaints that whoever left should have taken over go back to the first contact at once."""
    from app.services import complaint_transfers  # maps what no start needs

    for transfer in complaint_transfers.waiting(session, employee_id):
        complaint_transfers.fall_back(session, transfer.complaint_id)


def pass_series(session: Session, employee_id: UUID, choice: Mapping[UUID, UUID], rest: UUID | None) -> None:
    """Visits that repeat are made by whoever has the customer now, else by ``rest``; also the times not planned yet."""
    from app.models.visit_plan import VisitSeries  # maps what no start needs

    mine = (VisitSeries.owner_id == employee_id, VisitSeries.deleted_at.is_(None), VisitSeries.ended_on.is_(None))
    for key, customer in session.execute(sa.select(VisitSeries.id, VisitSeries.customer_id).where(*mine)).all():
        if heir := choice.get(customer) or rest:
            records.update(session, VisitSeries, key, {"owner_id": heir})


def pass_memos(session: Session, employee_id: UUID, choice: Mapping[UUID, UUID], rest: UUID | None) -> None:
    """Calls nobody returned yet are for whoever has the customer now, else for ``rest``."""
    from app.services import phone_memos  # maps what no start needs

    for line in phone_memos.open_for(session, employee_id):
        heir = (choice.get(line.customer_id) if line.customer_id is not None else None) or rest
        if line.for_id == employee_id:
            phone_memos.leave_behind(session, line.id, heir)
