"""What was changed since a moment, record by record: the source of a file of changes for another laptop."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.models import BY_KEY
from app.models.types import moment_text
from app.store.log import ERASED, parsed
from app.store.tables import changes, operations


@dataclass(slots=True)
class Touched:
    """One record: ``before`` holds the first former value of every field that was touched, ``former`` all of them in their
    order; ``made`` is True for a record that did not exist then."""

    entity: str
    id: UUID
    made: bool
    before: dict[str, Any] = field(default_factory=dict)
    former: dict[str, list[Any]] = field(default_factory=dict)

    def learn(self, before: Mapping[str, Any], made: bool) -> None:
        """A further change; a new record's fields had no former values."""
        for key, value in before.items():
            self.before.setdefault(key, value)
            if not made:
                self.former.setdefault(key, []).append(value)


def touched_since(session: Session, moment: datetime, actor: UUID | None) -> list[Touched]:
    """The records changed by ``actor`` (by anybody where None) from a moment on, in the order of their first change."""
    wanted = operations.c.at >= moment_text(moment)
    if actor is not None:
        wanted &= operations.c.actor == actor
    statement = (
        sa.select(changes.c.entity, changes.c.record_id, changes.c.before, changes.c.after)
        .join(operations, operations.c.seq == changes.c.operation)
        .where(wanted, operations.c.origin != "quiet", changes.c.after != "{}", changes.c.digest != ERASED)
        .order_by(changes.c.seq)
    )
    found: dict[UUID, Touched] = {}
    for entity, record_id, before, after in session.execute(statement):
        cls = BY_KEY.get(entity)
        if cls is None:
            continue
        known = found.setdefault(record_id, Touched(entity, record_id, before is None))
        touched = parsed(cls, after) or {}
        known.learn({key: (parsed(cls, before) or {}).get(key) for key in touched}, before is None)
    return list(found.values())
