"""Prospects and when they are to be approached next (F-05)."""

from typing import Any

import sqlalchemy as sa

from app.models import Customer, Employee

STATUS = "prospect"


def found_approaches() -> sa.Select[Any]:
    """Living prospects as things to do: id, what, due, name, who, priority, state."""
    shown = (Customer.id, sa.literal(""), Customer.next_touch_on, Customer.name, Employee.name, sa.literal(""), Customer.status)
    prospects: Any = sa.select(*shown).outerjoin(Employee, Employee.id == Customer.owner_id)
    dated = (Customer.status == STATUS, Customer.deleted_at.is_(None), Customer.next_touch_on.is_not(None))
    found: sa.Select[Any] = prospects.where(*dated)
    return found
