"""The one picture that stands beside a record's name."""

from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.models import BY_KEY, fields_of
from app.models.base import table_of

PORTRAIT, PHOTO = "portrait", "photo"


def step_aside(session: Session, record: Any) -> None:
    """A portrait that came back is an ordinary picture where another was chosen meanwhile."""
    if record.entity != "attachments" or record.kind != PORTRAIT:  # the first screen does not need their model
        return
    entity = BY_KEY["attachments"]
    table, owned = table_of(entity), [key for key, field in fields_of(entity).items() if field.owned]
    same = [table.c[key] == getattr(record, key) for key in owned if getattr(record, key) is not None]
    chosen = (table.c.kind == PORTRAIT) & table.c.deleted_at.is_(None) & (table.c.id != record.id)
    if same and session.execute(sa.select(table.c.id).where(chosen, *same).limit(1)).first() is not None:
        record.kind = PHOTO
