"""What was on this computer, should it be lost: how many people, which kinds of data (PIPL 57, GDPR 33)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.i18n import N_
from app.models import Contact, Customer, Entity, Field, fields_of
from app.models.attachment import Attachment
from app.models.base import table_of
from app.models.privacy import Disclosure
from app.services.sensitive import asks, is_sensitive

_NOT_OF_PEOPLE = frozenset({"link", "flag", "opaque", "image"})
FIRM = N_("Decision-makers at firms")
PRIVATE = N_("Private customers")


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of data: how many people have it, and of how many it is sensitive (a birthday only of those under 14), by the rule
    by which it is hidden."""

    label: str
    count: int
    sensitive: int


@dataclass(frozen=True, slots=True)
class Group:
    """One kind of people: how many, as lists count them, how many more in the recycle bin, and what is kept of both."""

    label: str
    count: int
    binned: int
    kinds: tuple[Kind, ...]


@dataclass(frozen=True, slots=True)
class OnBoard:
    """All that was in the file. ``signed_in_at`` is the last sign-in that was noted."""

    groups: tuple[Group, ...]
    attachments: int
    size: int
    signed_in_at: datetime | None


def on_board(session: Session) -> OnBoard:
    """Count everything; some tenths of a second for a hundred thousand."""
    attachments = table_of(Attachment)
    count, size = session.execute(sa.select(sa.func.count(), sa.func.coalesce(sa.func.sum(attachments.c.size), 0))).one()
    table = table_of(Disclosure)
    last = session.execute(sa.select(table.c.at).where(table.c.kind == "signed_in").order_by(table.c.at.desc()).limit(1)).scalar()
    groups = (_group(session, Contact, FIRM), _group(session, Customer, PRIVATE))
    return OnBoard(groups, int(count), int(size), last)


def _group(session: Session, entity: type[Entity], label: str) -> Group:
    table = table_of(entity)
    people = table.c.kind == "person" if "kind" in table.c else sa.true()
    fields = [field for field in fields_of(entity).values() if field.kind not in _NOT_OF_PEOPLE]
    counts = [sa.func.count(table.c[field.key]).label(field.key) for field in fields]
    binned = sa.func.count(table.c.deleted_at).label("binned")
    row = session.execute(sa.select(sa.func.count().label("all_of_them"), binned, *counts).where(people)).mappings().one()
    kinds = _kinds(session, table, people, fields, row)
    return Group(label, int(row["all_of_them"] - row["binned"]), int(row["binned"]), tuple(kinds))


def _kinds(session: Session, table: sa.Table, people: Any, fields: list[Field], row: sa.RowMapping) -> Iterator[Kind]:
    kept = [field for field in fields if row[field.key]]
    found = [Kind(field.label, int(row[field.key]), _sensitive(session, table, people, field)) for field in kept]
    yield from sorted(found, key=lambda one: (not one.sensitive, -one.count, one.label))


def _sensitive(session: Session, table: sa.Table, people: Any, field: Field) -> int:
    """Of how many people this value is sensitive, by the very rule that hides it."""
    if not field.sensitive:
        return 0
    value, decides = table.c[field.key], table.c[asks(field)] if asks(field) else sa.null()
    rows = session.execute(sa.select(value, decides).where(people, value.is_not(None)))
    return sum(is_sensitive(field, each[0], each[1]) for each in rows)
