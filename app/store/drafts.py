"""What somebody was typing, kept every few seconds and offered after a crash. No step of theirs: never logged."""

import json
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.models.types import moment_text, now_utc, to_plain
from app.store.tables import drafts


def keep(session: Session, key: str, body: dict[str, Any]) -> None:
    """Store a draft under its key (``customers:new``, ``complaints:<id>``), replacing an earlier one."""
    session.execute(sa.delete(drafts).where(drafts.c.key == key))
    text = json.dumps(plain(body), ensure_ascii=False)
    session.execute(sa.insert(drafts).values(key=key, at=moment_text(now_utc()), body=text))


def plain(body: dict[str, Any]) -> dict[str, Any]:
    """The body as ``find`` gives it back: plain JSON values."""
    return {name: to_plain(value) for name, value in body.items()}


def forget(session: Session, key: str) -> None:
    """Drop a draft: it was saved, or thrown away."""
    session.execute(sa.delete(drafts).where(drafts.c.key == key))


def find(session: Session, key: str) -> dict[str, Any] | None:
    """The draft under this key as plain JSON values (``types.from_plain`` makes column values of them)."""
    body = session.execute(sa.select(drafts.c.body).where(drafts.c.key == key)).scalar()
    return None if body is None else dict(json.loads(body))


def keys(session: Session) -> list[str]:
    """The keys of all drafts, the latest first."""
    return list(session.execute(sa.select(drafts.c.key).order_by(drafts.c.at.desc())).scalars())
