"""Automatic numbers (domain/20 §2): KH000123 for customers, TS202611-0007 restarting each month, never reused.

They are display fields under no UNIQUE constraint: two laptops offline both make the next one.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.formats import local
from app.models import Entity

_MOMENTS = ("received_at", "planned_on")


def assign_numbers(
    session: Session, entity: type[Entity], rows: Sequence[Mapping[str, Any]], present: date
) -> list[dict[str, Any]]:
    """Copies of the rows with the entity's number field filled where it was empty."""
    field = entity.number_field
    filled = [dict(row) for row in rows]
    last: dict[str, int] = {}
    for row in filled:
        if field and not row.get(field):
            stem = _stem(entity, row, present)
            if stem not in last:
                last[stem] = _last_number(session, entity, stem)
            last[stem] += 1
            row[field] = f"{stem}{last[stem]:0{_digits(entity)}d}"
    return filled


def _digits(entity: type[Entity]) -> int:
    return 4 if entity.monthly_number else 6


def _stem(entity: type[Entity], row: Mapping[str, Any], present: date) -> str:
    if not entity.monthly_number:
        return entity.prefix
    moment = next((row[key] for key in _MOMENTS if row.get(key)), present)
    day = local(moment) if isinstance(moment, datetime) else moment  # the firm's month, not UTC's
    return f"{entity.prefix}{day:%Y%m}-"


def _last_number(session: Session, entity: type[Entity], stem: str) -> int:
    """The highest number given under this stem, deleted records included; typed numbers of other shapes don't count."""
    column = sa.inspect(entity).columns[entity.number_field]
    pattern = stem + "_" * _digits(entity)
    last = sa.select(sa.func.max(column)).where(column >= stem, column < stem + "\U0010ffff", column.like(pattern))
    digits = (session.execute(last).scalar() or "")[len(stem) :]
    return int(digits) if digits.isdecimal() else 0
