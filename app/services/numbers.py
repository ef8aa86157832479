"""Automatic numbers (domain/20 §2): KH000123 for customers, TS202611-0007 restarting each month, never reused.

They are display fields under no UNIQUE constraint: two laptops offline both make the next one, each with its own tag
(KH-B000061) once files are merged.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from itertools import count
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.formats import local
from app.models import Entity
from app.models.session import device

_MOMENTS = ("received_at", "planned_on", "ordered_on", "issued_on", "received_on")


def assign_numbers(
    session: Session, entity: type[Entity], rows: Sequence[Mapping[str, Any]], present: date
) -> list[dict[str, Any]]:
    """Copies of the rows with the entity's number field filled where it was empty."""
    field = entity.number_field
    filled = [dict(row) for row in rows]
    last: dict[str, int] = {}
    for row in filled:
        if field and not row.get(field):
            stem = _stem(session, entity, row, present)
            if stem not in last:
                last[stem] = _last_number(session, entity, stem)
            last[stem] += 1
            row[field] = f"{stem}{last[stem]:0{_digits(entity)}d}"
    return filled


def next_number(session: Session, entity: type[Entity], field: str, prefix: str) -> str:
    """The next number of another row of numbers an entity has (QK000001 for prospects), kept in ``field``; never one that
    was given before, records in the recycle bin included."""
    return next(next_numbers(session, entity, field, prefix))


def next_numbers(session: Session, entity: type[Entity], field: str, prefix: str) -> Iterator[str]:
    """That number and those after it, without end."""
    tag = device(session)
    stem = f"{prefix}-{tag}" if tag else prefix
    return (f"{stem}{number:06d}" for number in count(_last_number(session, entity, stem, field) + 1))


def _digits(entity: type[Entity]) -> int:
    return 4 if entity.monthly_number else 6


def _stem(session: Session, entity: type[Entity], row: Mapping[str, Any], present: date) -> str:
    tag = device(session)
    prefix = f"{entity.prefix}-{tag}" if tag else entity.prefix
    if not entity.monthly_number:
        return prefix
    moment = next((row[key] for key in _MOMENTS if row.get(key)), present)
    day = local(moment) if isinstance(moment, datetime) else moment  # the firm's month, not UTC's
    return f"{prefix}{day:%Y%m}-"


def _last_number(session: Session, entity: type[Entity], stem: str, field: str = "") -> int:
    """The highest number given under this stem, deleted records included, and those that a restored backup does not know
    (``given``, by the store); once all nines are used it grows by a digit."""
    digits, field = _digits(entity), field or entity.number_field
    last = _highest(session, entity, stem, digits, field)
    while last == 10**digits - 1:
        digits += 1
        last = max(last, _highest(session, entity, stem, digits, field))
    return max(last, int(session.info.get("given", {}).get(stem, 0)))


def _highest(session: Session, entity: type[Entity], stem: str, digits: int, field: str) -> int:
    """The highest number of so many digits, 0 where there is none; codes that people typed (KHABCDEF) are passed over."""
    column = sa.inspect(entity).columns[field]
    between = (column >= stem + "0" * digits, column <= stem + "9" * digits, sa.func.length(column) == len(stem) + digits)
    with session.execute(sa.select(column).where(*between).order_by(column.desc())).yield_per(20) as given:
        return next((int(row[0][len(stem) :]) for row in given if row[0][len(stem) :].isdecimal()), 0)
