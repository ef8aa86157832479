"""Tags: the words a firm puts on its records, and how often each is used."""

from collections import Counter
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.models import BY_KEY
from app.models.base import in_view
from app.models.own import column_of
from app.services.filtering import parts_of


def in_use(session: Session, entity: str, field: str = "tags", ids: list[UUID] | None = None) -> list[tuple[str, int]]:
    """(tag, how many records have it), the most used first; of all records in view, or of ``ids`` only."""
    cls = BY_KEY[entity]
    column = column_of(cls, field)
    counts: Counter[str] = Counter()
    grouped = sa.select(column, sa.func.count()).where(column.is_not(None), *in_view(cls)).group_by(column)
    for chunk in [None] if ids is None else [ids[start : start + 500] for start in range(0, len(ids), 500)]:
        for text, count in session.execute(grouped if chunk is None else grouped.where(cls.id.in_(chunk))):
            for tag in dict.fromkeys(parts_of(text)):
                counts[tag] += count
    return sorted(counts.items(), key=lambda found: (-found[1], found[0]))


def with_tags(text: str | None, words: list[str]) -> str | None:
    """A field's text with these tags added at the end, each once."""
    return ", ".join(dict.fromkeys([*parts_of(text), *words])) or None


def without_tags(text: str | None, words: list[str]) -> str | None:
    """A field's text without these tags."""
    return ", ".join(tag for tag in parts_of(text) if tag not in words) or None
