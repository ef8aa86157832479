"""Who received what: every moment at which data leave the file, or sensitive values are shown, is written down."""

import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.i18n import N_
from app.models import BY_KEY, Employee
from app.models.base import table_of
from app.models.privacy import Disclosure
from app.models.session import actor, now
from app.models.types import uuid7
from app.services import records

LABEL = N_("Noted what left the file")
MOST_IDS = 2_000
"""Of longer lists only the number is noted."""

_LONGEST_PLACE, _LONGEST_WHAT, _LONGEST_KEYS = 500, 300, 4000


@dataclass(frozen=True, slots=True)
class Out:
    """Data that left: ``kind`` of DISCLOSURE_KIND, ``what`` in words (a report, a list), ``target`` the entity, ``ids`` the
    records where they are known, ``place`` a file, a printer, a mailbox."""

    kind: str
    what: str
    target: str = ""
    count: int | None = None
    ids: tuple[UUID, ...] = ()
    keys: tuple[str, ...] = ()
    sensitive: bool = False
    place: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """A disclosure as lists show it; ``who`` is empty where nobody was named."""

    id: UUID
    at: datetime
    kind: str
    who: str
    what: str
    target: str
    count: int | None
    sensitive: bool
    place: str


def note(session: Session, out: Out) -> UUID:
    """Write it down. To be called by ``store.notes.note``, so that undo passes it over."""
    return _add(session, out, uuid7(), now(session), actor(session))


def note_late(session: Session, out: Out, key: UUID, at: datetime, by: UUID | None) -> None:
    """The same for what happened while the file could not be written; twice is once."""
    if session.get(Disclosure, key) is None:
        known = by is not None and session.get(Employee, by) is not None
        _add(session, out, key, at, by if known else None)


def _add(session: Session, out: Out, key: UUID, at: datetime, by: UUID | None) -> UUID:
    count = len(out.ids) if out.count is None and out.ids else out.count
    ids = "\n".join(one.hex for one in out.ids) if len(out.ids) <= MOST_IDS else None
    record = Disclosure(
        id=key, kind=out.kind, at=at, by_id=by, what=out.what[:_LONGEST_WHAT] or None,
        target=out.target or None, count=count, keys=",".join(out.keys)[:_LONGEST_KEYS] or None, sensitive=out.sensitive,
        place=_readable(out.place)[:_LONGEST_PLACE] or None, records=ids or None,
    )  # fmt: skip
    session.add(record)
    return record.id


def _readable(place: str) -> str:
    """A path as its bytes say it: without a locale Python knows what it cannot read as halves of characters, which no file
    takes (fault F98)."""
    return os.fsencode(place).decode("utf-8", "replace")


def about(session: Session, entity: str, ids: Iterable[UUID], since: datetime) -> list[Line]:
    """What concerned these records, or a longer list of their kind after they were there; the latest first."""
    wanted = {one.hex for one in ids}
    table = table_of(Disclosure)
    whole = (table.c.target == entity) & table.c.records.is_(None) & (table.c.at >= since)
    statement = sa.select(table).where(sa.or_(table.c.records.is_not(None), whole)).order_by(table.c.at.desc(), table.c.id.desc())
    found = session.execute(statement).mappings()
    return list(_lines(session, [row for row in found if not row["records"] or wanted & set(row["records"].split("\n"))]))


def listed(session: Session, kinds: Sequence[str] = (), text: str = "", limit: int = 500) -> list[Line]:
    """The latest disclosures of these kinds (of all where none is named) whose words hold the text."""
    table = table_of(Disclosure)
    statement = sa.select(table)
    if kinds:
        statement = statement.where(table.c.kind.in_(kinds))
    if text:
        words = (table.c.what, table.c.place)
        statement = statement.where(sa.or_(*(column.contains(text, autoescape=True) for column in words)))
    rows = session.execute(statement.order_by(table.c.at.desc(), table.c.id.desc()).limit(limit)).mappings().all()
    return list(_lines(session, rows))


def _lines(session: Session, rows: Sequence[sa.RowMapping]) -> Iterator[Line]:
    names = records.titles(session, BY_KEY["employees"], [row["by_id"] for row in rows if row["by_id"]])
    for row in rows:
        yield Line(
            row["id"], row["at"], row["kind"], names.get(row["by_id"], ""), row["what"] or "", row["target"] or "", row["count"],
            row["sensitive"], row["place"] or "",
        )  # fmt: skip
