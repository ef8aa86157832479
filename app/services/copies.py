"""What is copied from lists: the texts of rows by their places, a record's phone numbers."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy.orm import Session

from app.models import BY_KEY
from app.models.own import typed_fields
from app.services import lists, records
from app.services.lists import ListQuery

Ranges = Sequence[tuple[int, int]]


def texts_of(session: Session, query: ListQuery, ranges: Ranges) -> list[tuple[str, ...]]:
    """The texts of rows by their places in the list: (first, last) of each piece."""
    return [row.texts for first, last in ranges for row in lists.page(session, query, first, last - first + 1)]


def phones_of(session: Session, entity: str, record_id: UUID) -> list[tuple[str, str]]:
    """(label, number) of a record's phones, also those in no column."""
    values, fields = records.get(session, BY_KEY[entity], record_id), typed_fields(BY_KEY[entity])
    return [(field.label, values[key]) for key, field in fields.items() if field.kind == "phone" and values[key]]
