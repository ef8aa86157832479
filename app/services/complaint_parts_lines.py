"""The lines that hang on a complaint: remedies, whys, possible causes (domain/40 §4.8, §4.9). What ``PartOps`` asks for."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.analysis.complaint_states import READ_ONLY
from app.errors import ValidationError
from app.i18n import N_
from app.models import BY_KEY, Complaint
from app.models.base import table_of
from app.models.session import now
from app.services import complaint_costs, records
from app.services.complaint_checks import cost_of, require_granted
from app.services.complaint_record import load
from app.services.customer_parts import usual as usual

LINK = "complaint_id"
Values = Mapping[str, Any]


def listed(session: Session, entity: str, owner: UUID) -> tuple[tuple[dict[str, Any], dict[str, str]], ...]:
    """The lines of one kind, whys in their order, others in the order in which they were added."""
    cls = BY_KEY[entity]
    table = table_of(cls)
    order = (table.c.side, table.c.place, table.c.id) if entity == "whys" else (table.c.id,)
    living = sa.select(table).where(table.c[LINK] == owner, table.c.deleted_at.is_(None)).order_by(*order)
    rows = [dict(row) for row in session.execute(living).mappings()]
    return tuple((row, records.link_titles(session, cls, row)) for row in rows)


def add(session: Session, entity: str, owner: UUID, values: Values) -> UUID:
    """Add a line. ValidationError for the first value that can't be, or where the complaint is only read."""
    record, cls = _writable(session, owner), BY_KEY[entity]
    given = {**usual(cls), **{key: value for key, value in values.items() if value is not None}}
    before, cost = complaint_costs.recovery_sum(session, owner), cost_of(record)
    line = records.create(session, cls, {**given, LINK: owner})
    _follow(session, record, before, cost)
    return line


def change(session: Session, entity: str, part: UUID, values: Values) -> bool:
    """Change a line; True when something differed."""
    record = _writable(session, records.get(session, BY_KEY[entity], part)[LINK])
    before, cost = complaint_costs.recovery_sum(session, record.id), cost_of(record)
    changed = records.update(session, BY_KEY[entity], part, values)
    _follow(session, record, before, cost)
    return changed


def _follow(session: Session, record: Complaint, before: int | None, cost: int) -> None:
    """The compensation follows; a cost that rises after the approval is for somebody who may grant it."""
    complaint_costs.follow(session, record, before)
    if cost_of(record) > cost:
        require_granted(session, record)


def remove(session: Session, entity: str, part: UUID) -> None:
    """Take a line away; undo brings it back. Complaints themselves are never deleted, their lines may be mistaken."""
    cls: Any = BY_KEY[entity]
    line = session.get(cls, part)
    if line is None or line.deleted_at is not None:
        return
    record = _writable(session, line.complaint_id)
    before = complaint_costs.recovery_sum(session, record.id)
    line.deleted_at = now(session)
    session.flush()
    complaint_costs.follow(session, record, before)


def _writable(session: Session, complaint_id: UUID) -> Complaint:
    record = load(session, complaint_id)
    if record.state in READ_ONLY:
        raise ValidationError(N_("An archived complaint is only read. Undo the archiving first."))
    return record
