"""The lines that hang on a visit, typed where they stand: who was there, what was promised (F-06). What ``PartOps`` asks for."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.models import BY_KEY
from app.models.base import table_of
from app.services import records, visit_people, visit_promises
from app.services.customer_parts import usual as usual

Values = Mapping[str, Any]
_PEOPLE = "visit_people"


def listed(session: Session, entity: str, owner: UUID) -> tuple[tuple[dict[str, Any], dict[str, str]], ...]:
    """The lines of one kind in the order in which they were added, of people colleagues first."""
    cls = BY_KEY[entity]
    table = table_of(cls)
    order = (table.c.employee_id.is_(None), table.c.id) if entity == _PEOPLE else (table.c.id,)
    living = sa.select(table).where(table.c.visit_id == owner, table.c.deleted_at.is_(None)).order_by(*order)
    rows = [dict(row) for row in session.execute(living).mappings()]
    return tuple((row, records.link_titles(session, cls, row)) for row in rows)


def add(session: Session, entity: str, owner: UUID, values: Values) -> UUID:
    """Add a line. ValidationError for somebody of another customer or named twice, and for the first value that can't be."""
    given = {key: value for key, value in values.items() if value is not None}
    return visit_people.add(session, owner, given) if entity == _PEOPLE else visit_promises.add(session, owner, given)


def change(session: Session, entity: str, part: UUID, values: Values) -> bool:
    """Change a line; True when something differed. An attitude said afterwards becomes the person's own."""
    if entity == _PEOPLE:
        return visit_people.change(session, part, values)
    return visit_promises.change(session, part, values)


def remove(session: Session, entity: str, part: UUID) -> None:
    """Take a line away; undo brings it back."""
    records.delete(session, BY_KEY[entity], [part])
