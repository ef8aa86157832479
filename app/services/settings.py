"""Settings as rows: the firm's own value where it changed one, else the default of domain/70 (domain/00 G6)."""

import json
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.models import Company, Setting
from app.services import records
from app.services.defaults import DEFAULTS


def value(session: Session, key: str) -> Any:
    """The setting in force; KeyError for a key without a default is a bug."""
    row = session.scalars(sa.select(Setting).where(Setting.key == key, Setting.deleted_at.is_(None))).first()
    return DEFAULTS[key] if row is None or row.value is None else json.loads(row.value)


def all_values(session: Session) -> dict[str, Any]:
    """Every setting in force."""
    rows = session.execute(sa.select(Setting.key, Setting.value).where(Setting.deleted_at.is_(None)))
    return DEFAULTS | {key: json.loads(text) for key, text in rows if text is not None and key in DEFAULTS}


def change(session: Session, key: str, new: Any) -> None:
    """Set a setting; setting it to its default stores nothing new where nothing was stored."""
    if key not in DEFAULTS:
        raise KeyError(key)
    row = session.scalars(sa.select(Setting).where(Setting.key == key, Setting.deleted_at.is_(None))).first()
    text = json.dumps(new, ensure_ascii=False)
    if row is not None:
        records.update(session, Setting, row.id, {"value": text})
    elif new != DEFAULTS[key]:
        records.create(session, Setting, {"key": key, "value": text})


def set_day(session: Session, day: str, kind: str | None) -> None:
    """Make a day ("2026-02-14") the firm's own day "off" or "work"; None leaves it to the public calendar again."""
    others = {each: kept for each, kept in value(session, "work.days").items() if each != day}
    change(session, "work.days", others | ({day: kind} if kind else {}))


def set_year(session: Session, year: int, known: bool) -> None:
    """Say that the firm has entered a year's holidays itself, or that it has not."""
    others = {int(each) for each in value(session, "work.years")} - {year}
    change(session, "work.years", sorted(others | ({year} if known else set())))


def company(session: Session) -> dict[str, Any]:
    """The firm's profile; an empty one before it is filled in."""
    row = session.scalars(sa.select(Company.id).where(Company.deleted_at.is_(None)).limit(1)).first()
    return {"name": ""} if row is None else records.get(session, Company, row)


def save_company(session: Session, values: dict[str, Any]) -> None:
    """Store the firm's profile."""
    found = company(session)
    if "id" in found:
        records.update(session, Company, found["id"], values)
    else:
        records.create(session, Company, values)
