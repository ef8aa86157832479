"""How full a customer file is, dimension by dimension, and what it lacks (C39)."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.analysis.completeness import (
    STALE_AFTER,
    STALE_AFTER_A,
    Completeness,
    FileField,
    Section,
    completeness,
    is_stale,
)
from app.errors import ValidationError
from app.formats import local
from app.i18n import N_
from app.models import BY_KEY, Contact, Customer
from app.models.session import now
from app.services import records
from app.services.customer_file import DECIDER, Dimension, FileSection, dimensions, sections, weight

_EITHER = {"phone": ("phone", "mobile"), "mobile": ("mobile", "phone", "wechat", "qq", "email"), "source": ("source",)}
_TOP_GRADES = ("gold", "A")
_DECIDES = ("decider", "approver")
Counts = Mapping[str, int]


def fullness(values: Mapping[str, Any], counts: Counts | None = None, today: date | None = None) -> Completeness:
    """C39 over the dimensions of a customer's file; ``missing`` holds keys of fields and parts, the weightiest first.

    ``counts`` says how many records there are of each part (see ``part_counts``); without it parts don't count. With
    ``today`` a dimension that was checked too long ago counts half.
    """
    kind = values["kind"]
    return completeness([_section(dimension, kind, values, counts, today) for dimension in dimensions(kind)])


def _section(
    dimension: Dimension, kind: str, values: Mapping[str, Any], counts: Counts | None, today: date | None
) -> Section:
    parts = [part for part in sections(kind) if part.dimension == dimension.key]
    fields = [FileField(key, weight(key), _filled(values, key)) for part in parts for key in _applicable(part, values)]
    if counts is not None:
        fields += [FileField(key, weight(key), counts.get(key, 0) > 0) for part in parts for key in part.counted]
    checked = values.get(dimension.verified) if dimension.verified else None
    stale = today is not None and is_stale(checked, today, stale_after(values))
    return Section(dimension.key, tuple(fields), stale)


def stale_after(values: Mapping[str, Any]) -> int:
    """After how many days a check is old: sooner for the best customers."""
    return STALE_AFTER_A if values.get("grade") in _TOP_GRADES else STALE_AFTER


def _applicable(part: FileSection, values: Mapping[str, Any]) -> list[str]:
    extra = ["referred_by_id"] if "referred_by_id" in part.extra and values.get("source") == "referral" else []
    return [*part.fields, *extra]


def _filled(values: Mapping[str, Any], key: str) -> bool:
    return any(values.get(each) not in (None, "", False) for each in _EITHER.get(key, (key,)))


def part_counts(session: Session, customer_id: UUID, kind: str = "company") -> dict[str, int]:
    """How many records there are of each part of the file, and how many people decide; one statement."""
    keys = [key for part in sections(kind) for key in dict.fromkeys((*part.parts, *part.counted)) if key in BY_KEY]
    counted = [_count(BY_KEY[key], customer_id).label(key) for key in keys]
    deciding = _count(Contact, customer_id, Contact.role.in_(_DECIDES), sa.not_(Contact.has_left)).label(DECIDER)
    return {key: int(value) for key, value in session.execute(sa.select(*counted, deciding)).mappings().one().items()}


def _count(entity: Any, customer_id: UUID, *conditions: sa.ColumnElement[bool]) -> sa.ScalarSelect[Any]:
    living = (entity.customer_id == customer_id, entity.deleted_at.is_(None), *conditions)
    return sa.select(sa.func.count()).select_from(entity).where(*living).scalar_subquery()


def missing(session: Session, customer_id: UUID, today: date | None = None) -> Completeness:
    """How full a customer's file is and what it lacks."""
    values = records.get(session, Customer, customer_id)
    return fullness(values, part_counts(session, customer_id, values["kind"]), today)


def check_today(session: Session, customer_id: UUID, dimension: str) -> None:
    """Somebody looked whether this side of the file is still true: today is the day it was checked."""
    kind = records.get(session, Customer, customer_id)["kind"]
    verified = next((each.verified for each in dimensions(kind) if each.key == dimension), "")
    if not verified:
        raise ValidationError(N_("This part of the file keeps no day of its check."))
    records.update(session, Customer, customer_id, {verified: local(now(session)).date()})
