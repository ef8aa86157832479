"""Prospects whose next approach is due (F-05)."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.models import Customer, Employee

STATUS = "prospect"


@dataclass(frozen=True, slots=True)
class Approach:
    """A prospect who should be approached by a day."""

    id: UUID
    name: str
    who: str
    due: date
    grade: str


def due(session: Session, until: date, limit: int) -> list[Approach]:
    """Prospects whose next approach is due by a day, the latest first."""
    wanted = (
        sa.select(Customer.id, Customer.name, Employee.name, Customer.next_touch_on, Customer.prospect_grade)
        .outerjoin(Employee, Employee.id == Customer.owner_id)
        .where(Customer.status == STATUS, Customer.deleted_at.is_(None), Customer.next_touch_on <= until)
        .order_by(Customer.next_touch_on.desc(), Customer.id)
        .limit(limit)
    )
    rows: Any = session.execute(wanted)
    return [Approach(key, name, who or "", day, grade or "") for key, name, who, day, grade in rows]
